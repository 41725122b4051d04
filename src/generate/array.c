/* Arrays: a length inside the bounds, each item for all schemas that speak of its place. */
#include "generate/hint.h"

enum { UNIQUE_TRIES = 128, MOST_CONTAINS = 16 };

/* One `contains`: so many items must be such, and no more than so many may. */
struct contained {
	struct node *schema;
	size_t least, most;
	size_t from; /* the first item that is one of them, before the shift */
};

struct list {
	struct making *m;
	const struct shape *shape;
	struct slice name;
	struct node *out;
	struct contained contains[MOST_CONTAINS];
	size_t n_contains;
	size_t needed; /* items that they ask for, one after the other */
	size_t tuple;  /* items described by position */
	size_t shift;  /* where `contains` falls, moved on when it did not fit */
	bool unique;
	const struct wants
		*items; /* of each item alike, kept; NULL: they differ, or are found out for this list */
};

static bool is_false(const struct node *schema)
{
	return node_is(schema, NODE_BOOL) && !schema->truth;
}

/* Adds to `w` what one schema asks of item `i`. */
static void item_wants(struct making *m, struct wants *w, const struct facts *f, size_t i)
{
	if (f->prefix && i < f->prefix->n)
		wants_add(m, w, f->prefix->items[i]);
	else if (f->rest)
		wants_add(m, w, f->rest);
}

/* From 2020-12 on what `contains` fits counts as evaluated. */
static bool is_evaluated(const struct list *l, size_t i, size_t owner, const struct wants *chosen)
{
	const struct shape *s = l->shape;

	for (size_t k = 0; k < s->n; k++) {
		const struct facts *f = s->list[k];

		if (!shape_is_below(s, k, owner))
			continue;
		if (f->rest || (f->prefix && i < f->prefix->n) || (k != owner && f->at[KW_UNEVALUATED_ITEMS]))
			return true;
		for (size_t c = 0; c < chosen->n; c++)
			if (f->dialect != DIALECT_DRAFT_2019_09 && f->at[KW_CONTAINS] == chosen->list[c])
				return true;
	}
	return false;
}

static void add_unevaluated(struct list *l, struct wants *w, size_t i, const struct wants *chosen)
{
	for (size_t k = 0; k < l->shape->n; k++) {
		struct node *rest = l->shape->list[k]->at[KW_UNEVALUATED_ITEMS];

		if (rest && !is_evaluated(l, i, k, chosen))
			wants_add(l->m, w, rest);
	}
}

/* The items that are to fit a `contains` follow one another, from another place on when that failed; the
 * others must not fit it where there is a maximum. */
static struct wants wants_of(struct list *l, size_t i, size_t n)
{
	struct wants w = { 0 }, chosen = { 0 };

	SHAPE_EACH(l->shape, f)
	{
		item_wants(l->m, &w, f, i);
	}
	for (size_t k = 0; k < l->n_contains; k++) {
		struct contained *c = &l->contains[k];
		size_t place = n ? (i + n - (l->shift + c->from) % n) % n : 0;

		if (place < c->least)
			wants_add(l->m, &chosen, c->schema);
		else if (c->most < n)
			wants_add(l->m, &w, generator_not(l->m->g, c->schema));
	}
	if (l->shape->unevaluated)
		add_unevaluated(l, &w, i, &chosen);
	for (size_t k = 0; k < chosen.n; k++)
		wants_add(l->m, &w, chosen.list[k]);
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
	struct wants w = l->items ? *l->items : wants_of(l, i, n);
	struct node *value = NULL;
	uint64_t nudge = m->nudge;

	m->place = &here;
	for (size_t try = 0; try < (l->unique ? UNIQUE_TRIES : 1); try++) {
		m->nudge = try;
		m->persona = persona_draw(&m->random);
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

/* What the schemas say of the list as a whole. */
static void describe(struct list *l)
{
	SHAPE_EACH(l->shape, f)
	{
		if (f->prefix && f->prefix->n > l->tuple)
			l->tuple = f->prefix->n;
		if (node_is(f->at[KW_UNIQUE_ITEMS], NODE_BOOL) && f->at[KW_UNIQUE_ITEMS]->truth)
			l->unique = true;
		if (!f->at[KW_CONTAINS] || l->n_contains == MOST_CONTAINS)
			continue;
		l->contains[l->n_contains++] = (struct contained){ .schema = f->at[KW_CONTAINS],
								   .least = f->min_contains,
								   .most = f->max_contains,
								   .from = l->needed };
		l->needed += f->min_contains < MAKING_MOST_ITEMS ? f->min_contains : MAKING_MOST_ITEMS;
	}
}

/* Where there is no room for all side by side, each item is meant for all of them. */
static void share_places(struct list *l, uint64_t high)
{
	if (l->needed <= high)
		return;
	l->needed = 0;
	for (size_t k = 0; k < l->n_contains; k++) {
		l->contains[k].from = 0;
		l->needed = l->contains[k].least > l->needed ? l->contains[k].least : l->needed;
	}
}

/* Beyond the described places nothing may stand: no use in trying. */
static bool is_closed(const struct list *l)
{
	SHAPE_EACH(l->shape, f)
	{
		if (is_false(f->rest) || is_false(f->at[KW_UNEVALUATED_ITEMS]))
			return true;
	}
	return false;
}

static uint64_t at_most(uint64_t value, uint64_t most)
{
	return value < most ? value : most;
}

static size_t pick_count(struct list *l, const struct span *count)
{
	struct making *m = l->m;
	uint64_t low = count->low, high = count->high;

	if (low < l->needed)
		low = at_most(l->needed, high);
	if (making_is_lean(m) || m->depth > MAKING_SOFT_DEPTH - 2)
		return low;
	if (l->tuple) {
		bool room_behind = l->n_contains && !is_closed(l);
		uint64_t all = l->tuple + (room_behind ? l->needed : 0);

		return low < all ? at_most(all, high) : low;
	}
	if (!low && high)
		low = 1;
	return low + random_below(&m->random, at_most(low + 2, high) - low + 1);
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

/* One `contains` that asks for more than it, or the list, allows. */
static bool say_contains(struct list *l, const struct span *count)
{
	SHAPE_EACH(l->shape, f)
	{
		const struct node *least =
			f->at[KW_MIN_CONTAINS] ? f->at[KW_MIN_CONTAINS] : f->at[KW_CONTAINS];

		if (f->min_contains > f->max_contains)
			making_clash(l->m, l->shape, least, f->at[KW_MAX_CONTAINS]);
		else if (f->min_contains > count->high)
			making_clash(l->m, l->shape, least, count->high_at);
		else if (f->min_contains < MAKING_MOST_ITEMS)
			continue;
		else
			making_miss(l->m, least, "minContains is more than we make");
		return false;
	}
	return true;
}

static bool say_bounds(struct list *l, const struct span *count)
{
	struct making *m = l->m;

	if (count->low > count->high)
		making_clash(m, l->shape, count->low_at, count->high_at);
	else if (count->low > MAKING_MOST_ITEMS)
		making_miss(m, count->low_at, "minItems %.*s is more than we make",
			    SLICE_FMT(count->low_at->text));
	else
		return say_contains(l, count);
	return false;
}

/* What is known of a shape that stays before an item is made. */
struct list_plan {
	struct list list;
	struct span count;
	struct wants items;
};

static void read_list(struct list_plan *plan, const struct shape *s)
{
	plan->list.shape = s;
	plan->count = shape_span(s, KW_MIN_ITEMS, KW_MAX_ITEMS);
	describe(&plan->list);
	share_places(&plan->list, plan->count.high);
}

static void keep_items(struct making *m, struct list_plan *plan)
{
	struct list *l = &plan->list;
	struct arena *arena = m->arena;

	if (l->n_contains || l->tuple || l->shape->unevaluated)
		return;
	m->arena = &m->g->arena;
	l->m = m;
	plan->items = wants_of(l, 0, 0);
	wants_keep(m, &plan->items);
	l->items = &plan->items;
	m->arena = arena;
}

static const struct list_plan *plan_of(struct making *m, const struct shape *s, struct list_plan *own)
{
	struct list_plan *plan = s->plans ? s->plans->list : own;

	if (plan && plan != own)
		return plan;
	if (s->plans)
		plan = s->plans->list = arena_new(&m->g->arena, struct list_plan);
	read_list(plan, s);
	if (s->plans)
		keep_items(m, plan);
	return plan;
}

struct node *make_array(struct making *m, const struct shape *s, struct slice name)
{
	struct list_plan own = { 0 };
	const struct list_plan *plan = plan_of(m, s, &own);
	struct span count = plan->count;
	struct list l = plan->list;
	size_t n, tries, least;

	l.m = m;
	l.name = name;
	if (!say_bounds(&l, &count))
		return NULL;
	n = pick_count(&l, &count);
	tries = l.needed ? n : 1;
	for (l.shift = 0; l.shift < tries; l.shift++) {
		least = l.needed && l.shift ? n : count.low > l.needed ? count.low : l.needed;
		l.out = node_new(m->arena, NODE_LIST, NULL);
		if (fill(&l, n, least))
			return l.out;
	}
	m->doubts += l.n_contains || s->unevaluated || n > count.low;
	return NULL;
}
