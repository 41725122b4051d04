#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/build.h"
#include "document/node_index.h"

enum { SHOWN_KEY_BYTES = 100 };

void build_release(struct build *b)
{
	free(b->items);
	free(b->members);
	*b = (struct build){ 0 };
}

struct loc build_loc(const struct build *b, struct place at)
{
	return (struct loc){ b->file, at.line, at.col };
}

bool build_say_limit(const struct build *b, struct place at, bool by_alias)
{
	const char *how = by_alias ? "with its aliases followed, " : "";

	if (b->is_full)
		return diag_error(b->diag, DIAG_LIMIT, build_loc(b, at), "%smore than %d values in all files",
				  how, LIMIT_DOCUMENT_NODES);
	return diag_error(b->diag, DIAG_LIMIT, build_loc(b, at), "%snested more than %d levels deep", how,
			  LIMIT_DOCUMENT_DEPTH);
}

void build_count(struct build *b, size_t n)
{
	b->n_nodes += n;
	b->is_full |= b->n_nodes > LIMIT_DOCUMENT_NODES;
}

struct node *build_node(struct build *b, enum node_kind kind, struct place at)
{
	struct node *n = arena_new(b->arena, struct node);

	n->kind = kind;
	n->line = at.line;
	n->col = at.col;
	n->in = b->in;
	build_count(b, 1);
	return n;
}

void build_push_item(struct build *b, struct node *item)
{
	b->items = memory_grow(b->items, b->n_items, &b->items_room, sizeof(struct node *));
	b->items[b->n_items++] = item;
}

void build_push_member(struct build *b, struct slice key, struct node *value, struct place at)
{
	b->members = memory_grow(b->members, b->n_members, &b->members_room, sizeof(struct member));
	b->members[b->n_members++] = (struct member){ key, value, at.line, at.col };
}

void build_close_list(struct build *b, struct node *n, size_t mark)
{
	n->n = b->n_items - mark;
	n->items = arena_array(b->arena, struct node *, n->n);
	if (n->n)
		memcpy(n->items, b->items + mark, n->n * sizeof(struct node *));
	b->n_items = mark;
}

static void say_twice(struct build *b, const struct member *again, const struct member *first)
{
	BUF_AUTO struct buf key = BUF_INIT(0);
	struct place at = { again->line, again->col };

	if (!b->diag)
		return;
	printable_add(&key, again->key, SHOWN_KEY_BYTES);
	diag_error(b->diag, DIAG_DUPLICATE_KEY, build_loc(b, at),
		   "the key '%s' is here a second time; the first is at line %u, column %u", buf_cstr(&key),
		   first->line, first->col);
}

bool build_close_map(struct build *b, struct node *n, size_t mark)
{
	size_t most = b->n_members - mark;
	bool unique = true;

	n->members = arena_array(b->arena, struct member, most);
	if (most > NODE_INDEX_FROM)
		n->index = node_index_new(b->arena, most);
	for (size_t i = mark; i < b->n_members; i++) {
		const struct member *first = node_member(n, b->members[i].key);

		if (first) {
			say_twice(b, &b->members[i], first);
			unique = false;
			continue;
		}
		n->members[n->n++] = b->members[i];
		if (n->index)
			node_index_add(n, n->n - 1);
	}
	b->n_members = mark;
	return unique;
}
