/* Where each node of a contract's documents stands: its JSON pointer, and the node at a place in the text. */
#ifndef CONTRACT_SPOT_H
#define CONTRACT_SPOT_H

#include "contract/contract.h"

struct spot {
	const struct node *node, *up; /* up NULL: the root of its document */
	const struct member *member;  /* of `up`; NULL: an item */
};

/* Borrows the documents of the library, which must outlive it. */
struct spots {
	struct spot *list; /* owned; in the order of the text */
	size_t n, room;
	uint32_t *slots; /* owned; node to place in `list` + 1, open addressing */
	size_t n_slots;
	struct map by_value, by_key; /* place to struct spot; made when somebody asks */
	struct map files;	     /* name to the document's own copy of it */
	struct arena arena;
};

void spots_init(struct spots *s, const struct library *l);
void spots_release(struct spots *s);

/* Where it stands: its key, of an item itself. */
struct loc spot_loc(const struct spot *spot);

/* NULL: the node was made, it stands nowhere. */
const struct spot *spot_of(const struct spots *s, const struct node *n);
/* What begins at this place, a value before a key; NULL: nothing does. */
const struct spot *spot_at(struct spots *s, struct loc at);
/* Appends the JSON pointer. */
void spot_pointer(const struct spots *s, const struct spot *spot, struct buf *out);

#endif
