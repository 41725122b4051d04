/* One tree for YAML and JSON, in which every node knows where it stood.
 *
 * Nodes are immutable once loaded and live in their document's arena.  Scalars keep their text as written
 * (numbers exactly, strings unescaped, NUL inside is legal).  YAML follows the 1.2 core schema: `no`, `on`
 * and dates are text.  A YAML alias shares the node of its anchor: a tree may be a DAG, never a circle, and
 * its depth and its size with aliases followed are within LIMIT_DOCUMENT_DEPTH and LIMIT_DOCUMENT_NODES. */
#ifndef DOCUMENT_NODE_H
#define DOCUMENT_NODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

enum node_kind { NODE_NULL, NODE_BOOL, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_MAP };

struct node;
struct node_index; /* node_index.h */

struct member {
	struct slice key;
	struct node *value;
	unsigned line, col; /* of the key */
};

struct node {
	enum node_kind kind;
	bool truth;		   /* NODE_BOOL */
	uint8_t room_log2;	   /* of the array, when node_append or node_set made it; 0: it is full */
	unsigned line, col;	   /* of the value's first character, from 1 */
	const struct document *in; /* borrowed: the document that it stood in; NULL for one we made */
	struct slice text;	   /* NODE_TEXT unescaped; NODE_NUMBER in JSON's grammar */
	size_t n;		   /* items or members */
	union {
		struct node **items;	/* NODE_LIST */
		struct member *members; /* NODE_MAP, in the order of the text; keys unique */
	};
	struct node_index
		*index; /* NODE_MAP of more than 8: key to place in members; in the arena; NULL else */
};

/* Where the node stood, for diagnostics. */
struct loc node_loc(const struct node *n);

/* All take NULL for `n` and then answer NULL, absent or the default. */
struct node *node_get(const struct node *n, const char *key); /* NODE_MAP only, else NULL */
struct node *node_get_slice(const struct node *n, struct slice key);
const struct member *node_member(const struct node *n, struct slice key);
struct slice node_text(const struct node *n); /* NODE_TEXT, else absent */
struct slice node_get_text(const struct node *n, const char *key);
bool node_is(const struct node *n, enum node_kind kind);
bool node_get_bool(const struct node *n, const char *key, bool otherwise);
/* An integer that fits (also written 1e3 or 5.0); false otherwise. */
bool node_int(const struct node *n, int64_t *value);
const char *node_kind_name(const struct node *n); /* "an object", "a number", ... for messages */

/* Same value by JSON's rules: numbers by value, objects in any order. */
bool node_equal(const struct node *a, const struct node *b);

/* Appends the value as compact JSON; members in their order. */
void node_write_json(struct buf *out, const struct node *n);

/* Making nodes (scenario payloads, merged traits); `at` (may be NULL) lends its place. */
struct node *node_new(struct arena *a, enum node_kind kind, const struct node *at);
struct node *node_new_text(struct arena *a, struct slice text, const struct node *at); /* copies */
struct node *node_new_number(struct arena *a, struct slice text, const struct node *at);
void node_append(struct arena *a, struct node *list, struct node *item);
void node_set(struct arena *a, struct node *map, struct slice key, struct node *value); /* adds or replaces */
/* The same for a key that is new there; it is borrowed. */
void node_add(struct arena *a, struct node *map, struct slice key, struct node *value);
void node_unset(struct node *map, struct slice key);
struct node *node_copy(struct arena *a, const struct node *n);	/* shallow: children shared */
struct node *node_clone(struct arena *a, const struct node *n); /* deep: nothing of `n` is kept, places are */

/* The node at a JSON pointer ("" is `n` itself), or NULL. */
struct node *node_at(struct node *n, struct slice pointer);

#endif
