/* Arrays: a length inside the bounds, each item for all schemas that speak of its place. */
#include "generate/making.h"

enum { UNIQUE_TRIES = 128 };

struct list {
	struct making *m;
	const struct shape *shape;
	struct slice name;
	struct node *out;
	size_t shift; /* where `contains` falls, moved on when it did not fit */
	bool unique;
};

/* Adds to `w` what one schema asks of item `i`. */
static void item_wants(struct making *m, struct wants *w, const struct facts *f, size_t i)
{
	struct node *items = f->at[KW_ITEMS];

	if (!items)
		return;
	if (items->kind != NODE_LIST)
		wants_add(m, w, items);
	else if (i < items->n)
		wants_add(m, w, items->items[i]);
	else if (f->at[KW_ADDITIONAL_ITEMS])
		wants_add(m, w, f->at[KW_ADDITIONAL_ITEMS]);
}

/* The k-th `contains` falls on item k, or further on when that item cannot be one. */
static struct wants wants_of(struct list *l, size_t i, size_t n)
{
	struct wants w = { 0 };
	size_t k = 0;

	SHAPE_EACH(l->shape, f)
	{
		item_wants(l->m, &w, f, i);
		if (f->at[KW_CONTAINS] && n && (l->shift + k++) % n == i)
			wants_add(l->m, &w, f->at[KW_CONTAINS]);
	}
	return w;
}

static bool is_new(const struct node *list, const struct node *value)
{
	for (size_t i = 0; i < list->n; i++)
		if (node_equal(list->items[i], value))
			return false;
	return true;
}

static struct node *make_item(struct list *l, size_t i, size_t n)
{
	struct making *m = l->m;
	struct place here = { .up = m->place, .index = i };
	struct persona before = m->persona;
	struct wants w = wants_of(l, i, n);
	struct node *value = NULL;
	uint64_t nudge = m->nudge;

	m->place = &here;
	for (size_t try = 0; try < (l->unique ? UNIQUE_TRIES : 1); try++) {
		m->nudge = try;
		m->persona.first = (uint32_t)random_next(&m->random);
		m->persona.last = (uint32_t)random_next(&m->random);
		value = make_value(m, &w, l->name);
		if (!value || !l->unique || is_new(l->out, value))
			break;
		value = making_miss(m, w.n ? w.list[0] : NULL,
				    "not enough different items can be made (uniqueItems)");
	}
	m->nudge = nudge;
	m->persona = before;
	m->place = here.up;
	return value;
}

/* How many items a tuple describes, and how many contains want one of their own. */
static size_t described(const struct shape *s, size_t *contains)
{
	size_t most = 0;

	*contains = 0;
	SHAPE_EACH(s, f)
	{
		struct node *items = f->at[KW_ITEMS];

		*contains += f->at[KW_CONTAINS] != NULL;
		if (node_is(items, NODE_LIST) && items->n > most)
			most = items->n;
	}
	return most;
}

static bool is_unique(const struct shape *s)
{
	SHAPE_EACH(s, f)
	{
		if (node_is(f->at[KW_UNIQUE_ITEMS], NODE_BOOL) && f->at[KW_UNIQUE_ITEMS]->truth)
			return true;
	}
	return false;
}

static size_t pick_count(struct making *m, const struct shape *s, const struct span *count)
{
	size_t contains, tuple = described(s, &contains);
	uint64_t low = count->low, high = count->high, most;

	if (contains && !low)
		low = 1;
	if (making_is_lean(m) || m->depth > MAKING_SOFT_DEPTH - 2)
		return low < contains && contains <= high ? contains : low;
	if (low < tuple)
		low = tuple < high ? tuple : high;
	if (tuple)
		return low;
	if (!low && high)
		low = 1;
	most = low + 2 < high ? low + 2 : high;
	return (size_t)(low + random_below(&m->random, most - low + 1));
}

/* Items as far as they can be made; fewer than `n` only when no more are needed. */
static bool fill(struct list *l, size_t n, size_t least)
{
	struct why before = l->m->why;

	for (size_t i = 0; i < n; i++) {
		struct node *item = make_item(l, i, n);

		if (!item && i >= least) {
			l->m->why = before;
			return true;
		}
		if (!item)
			return false;
		node_append(l->m->arena, l->out, item);
	}
	return true;
}

struct node *make_array(struct making *m, const struct shape *s, struct slice name)
{
	struct span count = shape_span(s, KW_MIN_ITEMS, KW_MAX_ITEMS);
	struct list l = { .m = m, .shape = s, .name = name, .unique = is_unique(s) };
	size_t n, contains, tries;

	described(s, &contains);
	if (count.low > count.high)
		return making_fail(m, count.low_at, "minItems %.*s is above maxItems %.*s",
				   SLICE_FMT(count.low_at->text), SLICE_FMT(count.high_at->text));
	if (contains && !count.high)
		return making_fail(m, count.high_at, "maxItems 0 leaves no room for what contains wants");
	if (count.low > MAKING_MOST_ITEMS)
		return making_miss(m, count.low_at, "minItems %.*s is more than we make",
				   SLICE_FMT(count.low_at->text));
	n = pick_count(m, s, &count);
	tries = contains ? n : 1;
	for (l.shift = 0; l.shift < tries; l.shift++) {
		l.out = node_new(m->arena, NODE_LIST, NULL);
		if (fill(&l, n, contains ? n : count.low))
			return l.out;
	}
	return NULL;
}
