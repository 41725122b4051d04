/* What both readers share: making nodes within the limits, collecting items and members, finding keys that
 * come twice. */
#ifndef DOCUMENT_BUILD_H
#define DOCUMENT_BUILD_H

#include "document/document.h"

struct place {
	unsigned line, col;
};

struct build {
	struct arena *arena;	   /* borrowed; gets the nodes */
	const struct document *in; /* borrowed; NULL: nodes without a document */
	struct diag *diag;	   /* borrowed; NULL: nothing is said, a key that comes twice is a failure */
	const char *file;	   /* borrowed; for `diag` */
	size_t n_nodes;		   /* so far, aliases followed: those of other files included */
	bool is_full;		   /* more than LIMIT_DOCUMENT_NODES */

	/* Items and members of everything that is still open, the innermost last. */
	struct node **items; /* owned */
	size_t n_items, items_room;
	struct member *members; /* owned */
	size_t n_members, members_room;
};

void build_release(struct build *b);
struct loc build_loc(const struct build *b, struct place at);

/* Says which limit was reached: too many values if is_full, else too deep.  Always false. */
bool build_say_limit(const struct build *b, struct place at, bool by_alias);

struct node *build_node(struct build *b, enum node_kind kind, struct place at);
/* `n` more nodes are seen by whoever follows an alias. */
void build_count(struct build *b, size_t n);

void build_push_item(struct build *b, struct node *item);
void build_push_member(struct build *b, struct slice key, struct node *value, struct place at);
/* What was pushed since `mark` (n_items or n_members then) becomes the content of `n`. */
void build_close_list(struct build *b, struct node *n, size_t mark);
/* False: a key came twice (said, the first stays). */
bool build_close_map(struct build *b, struct node *n, size_t mark);

#endif
