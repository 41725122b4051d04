/* The official JSON Schemas of AsyncAPI and its bindings, built into the program. */
#ifndef CONTRACT_OFFICIAL_H
#define CONTRACT_OFFICIAL_H

#include "contract/loader.h"

/* What a binding is bound to. */
enum bound_role { BOUND_SERVER, BOUND_CHANNEL, BOUND_OPERATION, BOUND_MESSAGE };

/* The tree of one of the files of official/, without ".json" ("3.0.0", "bindings/kafka"); read once per load,
 * and kept until official_release.  NULL: there is none. */
struct node *official_file(struct loader *l, const char *name);
void official_release(struct loader *l);

/* Judges `n` as it is written by a schema of a file of official/, and says what is wrong at the place of each
 * offending node, unless that line has an error already.  `called` is what the sentences call `n`. */
void official_judge(struct loader *l, struct node *schema, struct node *n, const char *called,
		    enum severity severity);

/* The whole document by the schema of its version: found first, while nothing else takes memory, and said
 * last, where nothing better was said of the same line. */
void official_find(struct loader *l, struct violations *found);
void official_say(struct loader *l, struct violations *found); /* releases it */

/* Each protocol in the bindings `n` by the schema of its bindingVersion. */
void bindings_check(struct loader *l, struct node *n, enum bound_role role);

#endif
