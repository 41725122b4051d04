/* The members of a JSON object, or the items of an array, one after the other, without a tree.
 *
 * Of text that is no JSON they may be anything, but inside it. */
#ifndef CONTRACT_MEMBERS_H
#define CONTRACT_MEMBERS_H

#include "base/slice.h"

struct members {
	struct slice json;
	size_t at;
	bool is_map;
};

/* False: neither an object nor an array. */
bool members_begin(struct members *m, struct slice json);
/* The next one: its key as written, without quotes (of an item: absent), its value as it stands.  False: no
 * more.
 */
bool members_next(struct members *m, struct slice *key, struct slice *value);
/* The value of a member, or absent; keys are compared as written. */
struct slice json_member(struct slice json, struct slice name);

#endif
