/* Makes the nodes of the one pass, one per set of schemas. */
#include "base/memory.h"
#include "schema/fast.h"

struct fast *fast_of(struct schema_program *p, const struct fast_set *set)
{
	struct fast_set normal = set_normal(&p->arena, set);
	struct slice key =
		slice_of(normal.members ? (void *)normal.members : "", normal.n * sizeof(uintptr_t));
	struct fast *f;

	if (!normal.n)
		return (struct fast *)&fast_anything;
	f = map_get(&p->fasts, key);
	if (f)
		return f;
	f = arena_new(&p->arena, struct fast);
	f->set = normal.members;
	f->n_set = normal.n;
	f->origin = arena_array(&p->arena, const struct schema *, normal.n);
	for (size_t i = 0; i < normal.n; i++)
		f->origin[f->n_origin++] = set_schema(normal.members[i]);
	map_put(&p->fasts, key, f);
	if (p->fasts.count > FAST_NODES_MOST) {
		f->types = f->tape_types = TYPE_ALL;
		return f;
	}
	p->fast_pending = memory_grow(p->fast_pending, p->n_fast_pending, &p->room_fast_pending,
				      sizeof(*p->fast_pending));
	p->fast_pending[p->n_fast_pending++] = f;
	return f;
}

struct fast *fast_compile(struct schema_program *p, struct schema *root)
{
	struct arena scratch = ARENA_INIT;
	struct fast_set set = { .arena = &scratch };
	struct fast *out;

	set_add(&set, root, 0);
	out = fast_of(p, &set);
	arena_free(&scratch);
	while (p->n_fast_pending)
		fast_merge(p, p->fast_pending[--p->n_fast_pending]);
	return out;
}
