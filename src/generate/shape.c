/* Flattening what is asked of a value: references and allOf followed, one branch of each anyOf, oneOf and
 * if taken.  Which branch is the making's to choose, so that a level that fails tries the others. */
#include "generate/making.h"

enum { DEEPEST_NESTING = 64, MOST_FACTS = 512 };

void wants_add(struct making *m, struct wants *w, struct node *schema)
{
	w->list = arena_grow(m->arena, w->list, w->n, &w->room, sizeof(*w->list));
	w->list[w->n++] = schema;
}

static bool shape_has(const struct shape *s, const struct facts *f)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i] == f)
			return true;
	return false;
}

/* How hard a branch is to finish: for deep places, where the easiest comes first. */
static unsigned branch_weight(struct making *m, struct node *branch)
{
	struct facts *f;

	if (!node_is(branch, NODE_MAP))
		return 0;
	f = facts_of(m->g, branch);
	if (!f)
		return 3;
	if (f->at[KW_CONST] || f->at[KW_ENUM] || !(f->types & (TYPE_OBJECT | TYPE_ARRAY)))
		return 0;
	if (f->at[KW_REQUIRED] || f->at[KW_ANY_OF] || f->at[KW_ONE_OF] || f->at[KW_ALL_OF])
		return 2;
	return 1;
}

/* The `k`th branch when they are ordered by weight. */
static size_t easiest_branch(struct making *m, const struct node *list, size_t k)
{
	for (unsigned weight = 0; weight <= 3; weight++)
		for (size_t i = 0; i < list->n; i++)
			if (branch_weight(m, list->items[i]) == weight && !k--)
				return i;
	return 0;
}

static size_t choose_branch(struct making *m, const struct node *list)
{
	if (making_is_deep(m))
		return easiest_branch(m, list, making_fallback(m, list->n));
	return making_choose(m, list->n);
}

static void add_any_of(struct making *m, struct shape *s, struct facts *f, unsigned level)
{
	struct node *list = f->at[KW_ANY_OF];

	if (node_is(list, NODE_LIST) && list->n)
		shape_add(m, s, list->items[choose_branch(m, list)], level);
}

/* The other branches must not hold.  Mostly they cannot anyway, and forbidding them on purpose may ask for
 * the impossible, so that is for the second try. */
static void add_one_of(struct making *m, struct shape *s, struct facts *f, unsigned level)
{
	struct node *list = f->at[KW_ONE_OF];
	size_t chosen;

	if (!node_is(list, NODE_LIST) || !list->n)
		return;
	chosen = choose_branch(m, list);
	shape_add(m, s, list->items[chosen], level);
	s->risky = s->risky || list->n > 1;
	if (list->n > 1 && making_fallback(m, 2))
		for (size_t i = 0; i < list->n; i++)
			if (i != chosen)
				shape_add_not(m, s, list->items[i], level);
}

static void add_if(struct making *m, struct shape *s, struct facts *f, unsigned level)
{
	struct node *branch;
	size_t otherwise;

	if (!f->at[KW_IF] || (!f->at[KW_THEN] && !f->at[KW_ELSE]))
		return;
	s->risky = true;
	otherwise = making_choose(m, 2);
	branch = f->at[otherwise ? KW_ELSE : KW_THEN];
	if (otherwise)
		shape_add_not(m, s, f->at[KW_IF], level);
	else
		shape_add(m, s, f->at[KW_IF], level);
	if (branch)
		shape_add(m, s, branch, level);
}

static void add_all_of(struct making *m, struct shape *s, struct facts *f, unsigned level)
{
	struct node *list = f->at[KW_ALL_OF];

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
		shape_add(m, s, list->items[i], level);
}

static void forbid(struct shape *s, struct node *by, bool negated)
{
	if (!s->never) {
		s->never = by;
		s->never_negated = negated;
	}
}

void shape_add(struct making *m, struct shape *s, struct node *schema, unsigned level)
{
	struct facts *f;

	schema = facts_target(m->g, schema);
	if (node_is(schema, NODE_BOOL) && !schema->truth)
		forbid(s, schema, false);
	if (!node_is(schema, NODE_MAP) || level > DEEPEST_NESTING || s->n == MOST_FACTS)
		return;
	f = facts_of(m->g, schema);
	if (!f || shape_has(s, f))
		return;
	s->list = arena_grow(m->arena, s->list, s->n, &s->room, sizeof(*s->list));
	s->list[s->n++] = f;
	s->types &= f->types;
	s->speaks_of |= f->speaks_of;
	add_all_of(m, s, f, level + 1);
	add_any_of(m, s, f, level + 1);
	add_one_of(m, s, f, level + 1);
	add_if(m, s, f, level + 1);
	if (f->at[KW_NOT])
		shape_add_not(m, s, f->at[KW_NOT], level + 1);
}

/* Breaking one of the keywords is enough; which one is a choice.  The result is judged: not every keyword has
 * a constructive opposite. */
void shape_add_not(struct making *m, struct shape *s, struct node *schema, unsigned level)
{
	struct facts *f;
	size_t ways;

	s->risky = true;
	schema = facts_target(m->g, schema);
	if (node_is(schema, NODE_BOOL) && schema->truth)
		forbid(s, schema, true);
	if (!node_is(schema, NODE_MAP) || level > DEEPEST_NESTING)
		return;
	f = facts_of(m->g, schema);
	if (f && f->empty)
		forbid(s, schema, true);
	ways = f ? negation_count(m->g, f) : 0;
	if (ways)
		shape_add(m, s, negation(m->g, f, making_choose(m, ways)), level + 1);
}

struct span shape_span(const struct shape *s, enum keyword low, enum keyword high)
{
	struct span span = { .low = 0, .high = UINT64_MAX };

	SHAPE_EACH(s, f)
	{
		int64_t n;

		if (f->at[low] && node_int(f->at[low], &n) && n > 0 && (uint64_t)n > span.low) {
			span.low = (uint64_t)n;
			span.low_at = f->at[low];
		}
		if (f->at[high] && node_int(f->at[high], &n) && n >= 0 && (uint64_t)n < span.high) {
			span.high = (uint64_t)n;
			span.high_at = f->at[high];
		}
	}
	return span;
}
