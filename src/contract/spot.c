/* Where nodes stand: one walk over the documents, then questions by node or by place. */
#include "contract/spot.h"

#include <assert.h>

#include "base/limits.h"
#include "base/text.h"

/* A place as a key: the file's name is one text per document, so its address will do. */
static struct slice loc_key(const struct loc *at)
{
	static_assert(sizeof(struct loc) == sizeof(char *) + 2 * sizeof(unsigned), "no padding in a key");

	return slice_of(at, sizeof(*at));
}

static struct slice node_address(const struct node *const *n)
{
	return slice_of(n, sizeof(*n));
}

/* False: it stands somewhere else already (a YAML alias). */
static bool add(struct spots *s, struct spot spot)
{
	struct spot *kept;

	if (map_get(&s->by_node, node_address(&spot.node)))
		return false;
	kept = arena_new(&s->arena, struct spot);
	*kept = spot;
	kept->value = kept->at = node_loc(spot.node);
	if (spot.member)
		kept->at = (struct loc){ kept->value.file, spot.member->line, spot.member->col };
	map_put(&s->by_node, node_address(&kept->node), kept);
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
		if (add(s, (struct spot){ .node = n->items[i], .up = n, .index = i }))
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
	map_release(&s->by_node);
	map_release(&s->by_value);
	map_release(&s->by_key);
	map_release(&s->files);
	arena_free(&s->arena);
}

const struct spot *spot_of(const struct spots *s, const struct node *n)
{
	return map_get(&s->by_node, node_address(&n));
}

/* Most never ask, so this is made for the first who does. */
static void index_places(struct spots *s)
{
	for (size_t i = 0; i < s->by_node.n_entries; i++) {
		struct spot *spot = s->by_node.entries[i].value;

		if (!map_get(&s->by_value, loc_key(&spot->value)))
			map_put(&s->by_value, loc_key(&spot->value), spot);
		map_put(&s->by_key, loc_key(&spot->at), spot);
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
			buf_printf(out, "/%zu", path[n]->index);
	}
}
