/* Making and changing nodes: scenario payloads, merged traits.  Arrays that grow here double; one that a
 * reader or node_copy made is full and is copied when something is added.  Replacing and removing write in
 * place: whoever changes a loaded map copies it first. */
#include "document/node_index.h"

struct node *node_new(struct arena *a, enum node_kind kind, const struct node *at)
{
	struct node *n = arena_new(a, struct node);

	n->kind = kind;
	if (at) {
		n->line = at->line;
		n->col = at->col;
		n->in = at->in;
	}
	return n;
}

static struct node *new_scalar(struct arena *a, enum node_kind kind, struct slice text, const struct node *at)
{
	struct node *n = node_new(a, kind, at);

	n->text = arena_copy(a, text.ptr ? text : SLICE_LIT(""));
	return n;
}

struct node *node_new_text(struct arena *a, struct slice text, const struct node *at)
{
	return new_scalar(a, NODE_TEXT, text, at);
}

struct node *node_new_number(struct arena *a, struct slice text, const struct node *at)
{
	return new_scalar(a, NODE_NUMBER, text, at);
}

/* The array with room for one more. */
static void *grow(struct arena *a, struct node *n, void *array, size_t size)
{
	void *grown;

	if (n->room_log2 && n->n < (size_t)1 << n->room_log2)
		return array;
	n->room_log2 = 2;
	while ((size_t)1 << n->room_log2 <= n->n)
		n->room_log2++;
	grown = arena_alloc(a, size << n->room_log2);
	if (n->n)
		memcpy(grown, array, n->n * size);
	return grown;
}

void node_append(struct arena *a, struct node *list, struct node *item)
{
	list->items = grow(a, list, list->items, sizeof(struct node *));
	list->items[list->n++] = item;
}

static void index_last(struct arena *a, struct node *map)
{
	if (map->n <= NODE_INDEX_FROM)
		return;
	if (map->index && !node_index_is_full(map->index, map->n)) {
		node_index_add(map, map->n - 1);
		return;
	}
	map->index = node_index_new(a, map->n * 2);
	node_index_refill(map);
}

void node_add(struct arena *a, struct node *map, struct slice key, struct node *value)
{
	map->members = grow(a, map, map->members, sizeof(struct member));
	map->members[map->n++] = (struct member){
		.key = key,
		.value = value,
		.line = value->line,
		.col = value->col,
	};
	index_last(a, map);
}

void node_set(struct arena *a, struct node *map, struct slice key, struct node *value)
{
	const struct member *old = node_member(map, key);

	if (old) {
		map->members[old - map->members].value = value;
		return;
	}
	node_add(a, map, arena_copy(a, key.ptr ? key : SLICE_LIT("")), value);
}

void node_unset(struct node *map, struct slice key)
{
	const struct member *old = node_member(map, key);
	size_t place;

	if (!old)
		return;
	place = (size_t)(old - map->members);
	memmove(&map->members[place], &map->members[place + 1], (map->n - place - 1) * sizeof(struct member));
	map->n--;
	if (map->index)
		node_index_refill(map);
}

struct node *node_copy(struct arena *a, const struct node *n)
{
	struct node *copy = arena_new(a, struct node);
	bool is_map = n->kind == NODE_MAP;
	size_t size = is_map ? sizeof(struct member) : sizeof(struct node *);

	*copy = *n;
	copy->room_log2 = 0;
	copy->index = NULL;
	if (n->kind != NODE_LIST && !is_map)
		return copy;
	copy->items = arena_alloc(a, n->n * size);
	if (n->n)
		memcpy(copy->items, n->items, n->n * size);
	if (n->index) {
		copy->index = node_index_new(a, n->n);
		node_index_refill(copy);
	}
	return copy;
}

struct node *node_clone(struct arena *a, const struct node *n)
{
	struct node *copy = node_copy(a, n);

	copy->text = arena_copy(a, n->text);
	for (size_t i = 0; n->kind == NODE_LIST && i < n->n; i++)
		copy->items[i] = node_clone(a, n->items[i]);
	for (size_t i = 0; n->kind == NODE_MAP && i < n->n; i++) {
		copy->members[i].key = arena_copy(a, n->members[i].key);
		copy->members[i].value = node_clone(a, n->members[i].value);
	}
	return copy;
}
