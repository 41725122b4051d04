/* All subscriptions by the segments of their patterns, so that a publish walks only those that can match.
 *
 * One trie per separator: an address is cut by each of them that somebody uses. */
#ifndef BROKER_TRIE_H
#define BROKER_TRIE_H

#include "base/map.h"

struct subscription;

struct trie_node {
	struct slice text; /* owned; of a literal child */
	enum { NODE_AT_LITERAL, NODE_AT_ONE } place;
	struct trie_node *parent;
	struct map literals;   /* by text */
	struct trie_node *one; /* the child for any one level */
	/* Those whose pattern ends here, with a rest of zero or more levels, with one or more. */
	struct subscription *here, *rest, *rest_one;
};

struct tries {
	struct trie_node *roots[256]; /* by separator; NULL: nobody uses it */
	unsigned char used[256];      /* the separators in use */
	unsigned n_used;
};

typedef void trie_found(void *arg, struct subscription *s);

void trie_add(struct tries *t, struct subscription *s);
void trie_remove(struct tries *t, struct subscription *s); /* prunes what it leaves empty */
void trie_match(const struct tries *t, struct slice address, trie_found *found, void *arg);
void tries_release(struct tries *t); /* of the nodes; the subscriptions must have been removed */

#endif
