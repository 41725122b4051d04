/* Two schemas, deep.  Circles end where a pair is met again; what is too deep or too much counts as
 * changed, since nothing is known of it. */
#include "contract/diff_compare.h"

/* A pair of views as a map key, in the arena. */
static struct slice pair_key(struct comparer *c, const struct view *a, const struct view *b)
{
	size_t n = a->n + b->n + 2;
	uintptr_t *key = arena_array(&c->pairs, uintptr_t, n);

	key[0] = a->n | (uintptr_t)a->never << 16;
	key[1] = b->n | (uintptr_t)b->never << 16;
	for (size_t i = 0; i < a->n; i++)
		key[2 + i] = (uintptr_t)a->parts[i];
	for (size_t i = 0; i < b->n; i++)
		key[2 + a->n + i] = (uintptr_t)b->parts[i];
	return slice_of(key, n * sizeof(*key));
}

/* False: there is nothing to do, or nothing that can be done (said once). */
static bool enter(struct comparer *c, const struct view *a, const struct view *b, const struct step *where,
		  struct slice *key)
{
	if (c->silent && c->found > c->silent_from)
		return false;
	if (a->cut || b->cut || c->depth >= LIMIT_DIFF_DEPTH || c->steps >= LIMIT_DIFF_STEPS) {
		if (!c->cut || c->silent)
			note(c, (struct noted){ "limit", BOTH_WAYS, b->at, a->at, NULL, where },
			     "is too large to be compared");
		c->cut |= !c->silent;
		return false;
	}
	c->steps++;
	*key = pair_key(c, a, b);
	if (map_get(&c->seen, *key))
		return false;
	map_put(&c->seen, *key, c);
	return true;
}

static void compare_never(struct comparer *c, const struct view *a, const struct view *b,
			  const struct step *where)
{
	if (a->never == b->never)
		return;
	note(c, (struct noted){ "false", b->never ? NARROWS | LOSES : WIDENS, b->at, a->at, NULL, where },
	     b->never ? "is no longer allowed" : "is now allowed");
}

/* Judged as a whole: there is no order between two of them that could be told. */
static const struct {
	const char *keyword, *now, *gone;
	unsigned kinds;
} wholes[] = {
	{"not",		 "must now not be what its \"not\" says",	  "has no \"not\" any more",	     KIND_ANY },
	{ "if",		"has a new condition (\"if\")",			"has no condition (\"if\") any more", KIND_ANY },
	{ "then",	  "has another \"then\"",			  "has no \"then\" any more",	      KIND_ANY },
	{ "else",	  "has another \"else\"",			  "has no \"else\" any more",	      KIND_ANY },
	{ "dependencies", "has other dependencies between its properties", "has no \"dependencies\" any more",
	  KIND_MAP													 },
	{ "contains",     "must now contain another item",		       "need no longer contain an item",	 KIND_LIST},
};

static void compare_wholes(struct comparer *c, const struct view *a, const struct view *b,
			   const struct step *where, unsigned kinds)
{
	for (size_t i = 0; i < ARRAY_SIZE(wholes); i++) {
		const struct member *was = view_member(a, wholes[i].keyword);
		const struct member *is = view_member(b, wholes[i].keyword);
		unsigned effect = !was ? NARROWS : !is ? WIDENS : BOTH_WAYS;

		if ((!was && !is) || !(kinds & wholes[i].kinds) ||
		    (was && is && same_nodes(c, was->value, is->value)))
			continue;
		note(c,
		     (struct noted){ wholes[i].keyword, effect, is ? member_loc(is) : b->at,
				     was ? member_loc(was) : a->at, NULL, where },
		     "%s", is ? wholes[i].now : wholes[i].gone);
	}
}

static void compare_inside(struct comparer *c, const struct view *a, const struct view *b,
			   const struct step *where)
{
	unsigned kinds = view_kinds(a) | view_kinds(b);

	if (a->never || b->never) {
		compare_never(c, a, b, where);
		return;
	}
	if (compare_choices(c, a, b, where) || !compare_types(c, a, b, where))
		return;
	compare_values(c, a, b, where);
	compare_keywords(c, a, b, where);
	if (kinds & KIND_MAP)
		compare_objects(c, a, b, where);
	if (kinds & KIND_LIST)
		compare_lists(c, a, b, where);
	compare_wholes(c, a, b, where, kinds);
}

void compare_schemas(struct comparer *c, const struct view *a, const struct view *b, const struct step *where)
{
	size_t before = c->found;
	struct slice key;

	if (!enter(c, a, b, where, &key))
		return;
	c->depth++;
	compare_inside(c, a, b, where);
	c->depth--;
	if (c->found != before) /* to be said again where else it is met */
		map_remove(&c->seen, key);
}

void forget_pairs(struct comparer *c)
{
	map_release(&c->seen);
	arena_free(&c->pairs);
	c->seen = MAP_INIT;
	c->pairs = ARENA_INIT;
	c->steps = 0;
	c->cut = false;
}

bool same_schemas(struct comparer *c, const struct view *a, const struct view *b)
{
	size_t found = c->found, from = c->silent_from;
	bool same;

	c->silent++;
	c->silent_from = found;
	compare_schemas(c, a, b, NULL);
	same = c->found == found;
	c->silent--;
	c->silent_from = from;
	c->found = found;
	return same;
}

/* --- whole values */

static bool is_annotation(struct slice key)
{
	static const char *const names[] = { "description", "title",	    "summary", "examples",
					     "$comment",    "externalDocs", "tags",    "bindingVersion" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (slice_is(key, names[i]))
			return true;
	return slice_starts(key, SLICE_LIT("x-"));
}

static bool same_at(struct comparer *c, struct node *a, struct node *b, unsigned depth);

/* Every member of `a` that counts is in `b`, which has no more. */
static bool same_maps(struct comparer *c, const struct node *a, const struct node *b, unsigned depth)
{
	size_t left = 0;

	for (size_t i = 0; i < b->n; i++)
		left += !is_annotation(b->members[i].key);
	for (size_t i = 0; i < a->n; i++) {
		const struct member *other = node_member(b, a->members[i].key);

		if (is_annotation(a->members[i].key))
			continue;
		if (!other || !same_at(c, a->members[i].value, other->value, depth + 1))
			return false;
		left--;
	}
	return left == 0;
}

static bool same_at(struct comparer *c, struct node *a, struct node *b, unsigned depth)
{
	a = a ? library_resolve(&c->before->library, a) : NULL;
	b = b ? library_resolve(&c->after->library, b) : NULL;
	if (!a || !b)
		return a == b;
	if (depth >= LIMIT_DIFF_DEPTH || c->steps++ >= LIMIT_DIFF_STEPS || a->kind != b->kind)
		return false;
	if (a->kind == NODE_MAP)
		return same_maps(c, a, b, depth);
	if (a->kind != NODE_LIST)
		return node_equal(a, b);
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!same_at(c, a->items[i], b->items[i], depth + 1))
			return false;
	return true;
}

bool same_nodes(struct comparer *c, struct node *a, struct node *b)
{
	return same_at(c, a, b, 0);
}
