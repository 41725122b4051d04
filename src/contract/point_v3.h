/* AsyncAPI 3.x: which channels and messages the references of an operation mean. */
#ifndef CONTRACT_POINT_V3_H
#define CONTRACT_POINT_V3_H

#include "contract/loader.h"

/* The name in "#/channels/NAME" and what is behind it, in the main document; absent: another kind of
 * reference. */
struct slice channel_in_ref(struct loader *l, const struct node *ref, struct slice *rest);

/* The channel that a reference means: by its name, else by what the reference leads to. */
struct channel *channel_of(struct loader *l, struct node *ref);

struct picked {
	struct message_model **messages;
	size_t n_messages;
};

/* The messages that a list of references means, of `ch` (NULL: of any channel).  False: one is not known. */
bool pick_messages(struct loader *l, const struct channel *ch, struct node *list, struct picked *out);

#endif
