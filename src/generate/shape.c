/* Flattening what is asked of a value: references and allOf followed, one branch of each anyOf, oneOf and
 * if taken.  Which branch is the making's to choose, so that a level that fails tries the others. */
#include "generate/hinted.h"

enum { DEEPEST_NESTING = 64, MOST_FACTS = 512 };

void wants_add(struct making *m, struct wants *w, struct node *schema)
{
	w->list = arena_grow(m->arena, w->list, w->n, &w->room, sizeof(*w->list));
	w->list[w->n++] = schema;
}

/* Where what is added stands: how deep, in which schema that asks for the unevaluated, and whether it only
 * forbids (what is under a `not` evaluates nothing). */
struct standing {
	unsigned level;
	uint16_t owner;
	bool negative;
};

enum { OWNED_BY_NOBODY = UINT16_MAX };

static void add(struct making *m, struct shape *s, struct node *schema, struct standing at);
static void add_not(struct making *m, struct shape *s, struct node *schema, struct standing at);

static bool shape_has(const struct shape *s, const struct facts *f, uint16_t owner)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i] == f && s->owners[i] == owner)
			return true;
	return false;
}

bool shape_is_below(const struct shape *s, size_t i, size_t owner)
{
	while (i != owner) {
		if (!s->owners[i] || s->owners[i] == OWNED_BY_NOBODY)
			return false;
		i = s->owners[i] - 1u;
	}
	return true;
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
	enum { MOST_WEIGHED = 64 };
	unsigned weights[MOST_WEIGHED];

	if (making_is_deep(m))
		return easiest_branch(m, list, making_fallback(m, list->n));
	if (hinted_branches(m, list, weights, MOST_WEIGHED))
		return making_weighted(m, list->n, weights);
	return making_choose(m, list->n);
}

/* With what a discriminator asks for it. */
static void add_branch(struct making *m, struct shape *s, struct facts *f, enum keyword k, size_t chosen,
		       struct standing at)
{
	struct node *owner = node_get(f->node, "discriminator") ? f->node : NULL;
	struct schema *compiled = owner ? generator_compiled(m->g, owner) : NULL;
	struct node *guard =
		compiled ? schema_branch_guard(compiled, k == KW_ONE_OF ? "oneOf" : "anyOf", chosen) : NULL;

	add(m, s, f->at[k]->items[chosen], at);
	if (guard)
		add(m, s, guard, at);
}

static void add_any_of(struct making *m, struct shape *s, struct facts *f, struct standing at)
{
	struct node *list = f->at[KW_ANY_OF];

	if (node_is(list, NODE_LIST) && list->n)
		add_branch(m, s, f, KW_ANY_OF, choose_branch(m, list), at);
}

/* The other branches must not hold.  Mostly they cannot anyway, and forbidding them on purpose may ask for
 * the impossible, so that is for the second try. */
static void add_one_of(struct making *m, struct shape *s, struct facts *f, struct standing at)
{
	struct node *list = f->at[KW_ONE_OF];
	size_t chosen;

	if (!node_is(list, NODE_LIST) || !list->n)
		return;
	chosen = choose_branch(m, list);
	add_branch(m, s, f, KW_ONE_OF, chosen, at);
	s->risky = s->risky || list->n > 1;
	if (list->n > 1 && making_fallback(m, 2))
		for (size_t i = 0; i < list->n; i++)
			if (i != chosen)
				add_not(m, s, list->items[i], at);
}

/* Without then and else an `if` only tells which members and items are known, where that matters. */
static void add_if(struct making *m, struct shape *s, struct facts *f, struct standing at)
{
	struct node *branch;
	size_t otherwise;

	if (!f->at[KW_IF] || (!f->at[KW_THEN] && !f->at[KW_ELSE] && !s->unevaluated))
		return;
	s->risky = true;
	otherwise = making_choose(m, 2);
	branch = f->at[otherwise ? KW_ELSE : KW_THEN];
	if (otherwise)
		add_not(m, s, f->at[KW_IF], at);
	else
		add(m, s, f->at[KW_IF], at);
	if (branch)
		add(m, s, branch, at);
}

static void add_all_of(struct making *m, struct shape *s, struct facts *f, struct standing at)
{
	struct node *list = f->at[KW_ALL_OF];

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
		add(m, s, list->items[i], at);
}

/* Which target a dynamic reference has depends on who came by; a wrong guess is found out by the judge. */
static void add_references(struct making *m, struct shape *s, struct facts *f, struct standing at)
{
	if (f->ref)
		add(m, s, f->ref, at);
	if (f->n_dynamic > 1)
		s->risky = true;
	if (f->n_dynamic)
		add(m, s, f->dynamic[making_fallback(m, f->n_dynamic)], at);
}

static void forbid(struct shape *s, struct node *by, bool negated)
{
	if (!s->never) {
		s->never = by;
		s->never_negated = negated;
	}
}

static void shape_append(struct making *m, struct shape *s, struct facts *f, uint16_t owner)
{
	s->list = arena_grow(m->arena, s->list, s->n, &s->room, sizeof(*s->list));
	s->owners = arena_grow(m->arena, s->owners, s->n, &s->owners_room, sizeof(*s->owners));
	s->list[s->n] = f;
	s->owners[s->n++] = owner;
	s->types &= f->types;
	s->speaks_of |= f->speaks_of;
}

static void add_facts(struct making *m, struct shape *s, struct facts *f, struct standing at)
{
	shape_append(m, s, f, at.owner);
	if (f->unevaluated) {
		s->unevaluated = true;
		at.owner = at.negative ? OWNED_BY_NOBODY : (uint16_t)s->n;
	}
	at.level++;
	add_references(m, s, f, at);
	add_all_of(m, s, f, at);
	add_any_of(m, s, f, at);
	add_one_of(m, s, f, at);
	add_if(m, s, f, at);
	if (f->at[KW_NOT])
		add_not(m, s, f->at[KW_NOT], at);
}

static void add(struct making *m, struct shape *s, struct node *schema, struct standing at)
{
	struct facts *f;

	if (!s->hints)
		s->hints = generator_hints(m->g, schema);
	schema = facts_target(m->g, schema);
	if (node_is(schema, NODE_BOOL) && !schema->truth)
		forbid(s, schema, false);
	if (!node_is(schema, NODE_MAP) || at.level > DEEPEST_NESTING || s->n == MOST_FACTS)
		return;
	f = facts_of(m->g, schema);
	if (f && !shape_has(s, f, at.owner))
		add_facts(m, s, f, at);
}

void shape_add(struct making *m, struct shape *s, struct node *schema)
{
	add(m, s, schema, (struct standing){ 0 });
}

void shape_add_below(struct making *m, struct shape *s, size_t i, struct node *schema)
{
	add(m, s, schema,
	    (struct standing){ .owner = s->list[i]->unevaluated ? (uint16_t)(i + 1) : s->owners[i] });
}

/* Breaking one of the keywords is enough; which one is a choice.  The result is judged: not every keyword has
 * a constructive opposite. */
static void add_not(struct making *m, struct shape *s, struct node *schema, struct standing at)
{
	struct facts *f;
	size_t ways;

	s->risky = true;
	at.level++;
	at.owner = OWNED_BY_NOBODY;
	at.negative = true;
	schema = facts_target(m->g, schema);
	if (node_is(schema, NODE_BOOL) && schema->truth)
		forbid(s, schema, true);
	if (!node_is(schema, NODE_MAP) || at.level > DEEPEST_NESTING)
		return;
	f = facts_of(m->g, schema);
	if (f && f->empty)
		forbid(s, schema, true);
	ways = f ? negation_count(m->g, f) : 0;
	s->negated = true;
	if (ways)
		add(m, s, negation(m->g, f, making_choose(m, ways)), at);
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
