/* How many bytes a value of each type has at least: what bounds the items of a block, and tells whether any
 * value of a type ends. */
#include "schema/avro.h"

struct measuring {
	struct arena *a;
	struct map seen;	 /* address of a type to itself */
	struct avro_type **list; /* inner types before outer ones */
	size_t n, room;
};

/* Types refer to those that were met before, so the recursion is no deeper than the text was nested. */
static void collect(struct measuring *m, struct avro_type *t)
{
	struct avro_type **key = arena_new(m->a, struct avro_type *);

	*key = t;
	if (map_put(&m->seen, slice_of(key, sizeof(*key)), t))
		return;
	for (size_t i = 0; i < t->n; i++)
		collect(m, t->kind == AVRO_RECORD ? t->fields[i].type : t->branches[i]);
	m->list = arena_grow(m->a, m->list, m->n, &m->room, sizeof(*m->list));
	m->list[m->n++] = t;
}

static size_t plus(size_t a, size_t b)
{
	return a == AVRO_ENDLESS || b == AVRO_ENDLESS || a > AVRO_ENDLESS - 1 - b ? AVRO_ENDLESS : a + b;
}

static size_t least_of(const struct avro_type *t)
{
	static const uint8_t scalars[AVRO_KINDS] = {
		[AVRO_NULL] = 0,  [AVRO_BOOLEAN] = 1, [AVRO_INT] = 1,	[AVRO_LONG] = 1,
		[AVRO_FLOAT] = 4, [AVRO_DOUBLE] = 8,  [AVRO_BYTES] = 1, [AVRO_STRING] = 1,
		[AVRO_ENUM] = 1,  [AVRO_ARRAY] = 1,   [AVRO_MAP] = 1,
	};
	size_t out = t->kind == AVRO_UNION ? AVRO_ENDLESS : 0;

	for (size_t i = 0; t->kind == AVRO_RECORD && i < t->n; i++)
		out = plus(out, t->fields[i].type->least);
	for (size_t i = 0; t->kind == AVRO_UNION && i < t->n; i++)
		if (plus(t->branches[i]->least, 1) < out)
			out = t->branches[i]->least + 1;
	if (t->kind == AVRO_RECORD || t->kind == AVRO_UNION)
		return out;
	return t->kind == AVRO_FIXED ? t->size : scalars[t->kind];
}

/* One round; false: nothing became smaller. */
static bool measure_all(struct measuring *m)
{
	bool changed = false;

	for (size_t i = 0; i < m->n; i++) {
		size_t least = least_of(m->list[i]);

		changed |= least < m->list[i]->least;
		m->list[i]->least = least;
	}
	return changed;
}

struct avro_type *avro_measure(struct arena *a, struct avro_type *root)
{
	struct measuring m = { .a = a };
	struct avro_type *endless = NULL;

	collect(&m, root);
	while (measure_all(&m))
		;
	for (size_t i = m.n; i-- > 0;)
		if (m.list[i]->least == AVRO_ENDLESS && m.list[i]->kind == AVRO_RECORD)
			endless = m.list[i];
	map_release(&m.seen);
	return endless;
}
