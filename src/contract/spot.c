/* Where nodes stand: one walk over the documents, then questions by node or by place. */
#include "contract/spot.h"

#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

/* A place as a key: the file's name is one text per document, so its address will do. */
static struct slice loc_key(const struct loc *at)
{
	static_assert(sizeof(struct loc) == sizeof(char *) + 2 * sizeof(unsigned), "no padding in a key");

	return slice_of(at, sizeof(*at));
}

/* The slot that holds the node, or the free one where it would go. */
static size_t slot_of(const struct spots *s, const struct node *n)
{
	size_t at = (size_t)(((uintptr_t)n >> 3) * 0x9e3779b97f4a7c15ULL >> 20) & (s->n_slots - 1);

	while (s->slots[at] && s->list[s->slots[at] - 1].node != n)
		at = (at + 1) & (s->n_slots - 1);
	return at;
}

static void grow_slots(struct spots *s)
{
	s->n_slots = s->n_slots ? s->n_slots * 2 : 1024;
	free(s->slots);
	s->slots = memory_new(s->n_slots * sizeof(*s->slots));
	for (size_t i = 0; i < s->n; i++)
		s->slots[slot_of(s, s->list[i].node)] = (uint32_t)i + 1;
}

/* False: it stands somewhere else already (a YAML alias). */
static bool add(struct spots *s, struct spot spot)
{
	size_t at;

	if (s->n * 3 >= s->n_slots * 2)
		grow_slots(s);
	at = slot_of(s, spot.node);
	if (s->slots[at])
		return false;
	s->list = memory_grow(s->list, s->n, &s->room, sizeof(*s->list));
	s->list[s->n++] = spot;
	s->slots[at] = (uint32_t)s->n;
	return true;
}

static void walk(struct spots *s, const struct node *n, unsigned depth)
{
	if (depth > LIMIT_DOCUMENT_DEPTH)
		return;
	for (size_t i = 0; node_is(n, NODE_MAP) && i < n->n; i++)
		if (add(s, (struct spot){ .node = n->members[i].value, .up = n, .member = &n->members[i] }))
			walk(s, n->members[i].value, depth + 1);
	for (size_t i = 0; node_is(n, NODE_LIST) && i < n->n; i++)
		if (add(s, (struct spot){ .node = n->items[i], .up = n }))
			walk(s, n->items[i], depth + 1);
}

void spots_init(struct spots *s, const struct library *l)
{
	*s = (struct spots){ 0 };
	for (size_t i = 0; i < l->by_path.n_entries; i++) {
		const struct document *doc =
			l->by_path.entries[i].key.ptr ? l->by_path.entries[i].value : NULL;

		if (doc)
			map_put(&s->files, slice_str(doc->file), (void *)(uintptr_t)doc->file);
		if (doc && doc->root && add(s, (struct spot){ .node = doc->root }))
			walk(s, doc->root, 0);
	}
}

void spots_release(struct spots *s)
{
	free(s->list);
	free(s->slots);
	map_release(&s->by_value);
	map_release(&s->by_key);
	map_release(&s->files);
	arena_free(&s->arena);
}

const struct spot *spot_of(const struct spots *s, const struct node *n)
{
	size_t at = s->n ? slot_of(s, n) : 0;

	return s->n && s->slots[at] ? &s->list[s->slots[at] - 1] : NULL;
}

struct loc spot_loc(const struct spot *spot)
{
	struct loc at = node_loc(spot->node);

	if (spot->member) {
		at.line = spot->member->line;
		at.col = spot->member->col;
	}
	return at;
}

static void index_place(struct spots *s, struct map *places, struct loc at, struct spot *spot)
{
	struct loc *key;

	if (map_get(places, loc_key(&at)))
		return;
	key = arena_new(&s->arena, struct loc);
	*key = at;
	map_put(places, loc_key(key), spot);
}

/* Most never ask, so this is made for the first who does. */
static void index_places(struct spots *s)
{
	for (size_t i = 0; i < s->n; i++) {
		index_place(s, &s->by_value, node_loc(s->list[i].node), &s->list[i]);
		index_place(s, &s->by_key, spot_loc(&s->list[i]), &s->list[i]);
	}
}

const struct spot *spot_at(struct spots *s, struct loc at)
{
	const struct spot *value;

	if (!s->by_key.n_entries)
		index_places(s);
	at.file = at.file ? map_get(&s->files, slice_str(at.file)) : NULL;
	value = map_get(&s->by_value, loc_key(&at));
	return value ? value : map_get(&s->by_key, loc_key(&at));
}

static size_t index_of(const struct spot *spot)
{
	size_t i = 0;

	while (i < spot->up->n && spot->up->items[i] != spot->node)
		i++;
	return i;
}

void spot_pointer(const struct spots *s, const struct spot *spot, struct buf *out)
{
	const struct spot *path[LIMIT_DOCUMENT_DEPTH + 2];
	size_t n = 0;

	for (; spot && spot->up && n < ARRAY_SIZE(path); spot = spot_of(s, spot->up))
		path[n++] = spot;
	while (n--) {
		if (path[n]->member)
			json_pointer_add(out, path[n]->member->key);
		else
			buf_printf(out, "/%zu", index_of(path[n]));
	}
}
