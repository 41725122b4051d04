/* unevaluatedProperties and unevaluatedItems in the one pass.  All members of a set hold or the pass fails,
 * so what a member's references, allOf and chosen branches speak of is known when compiling.  Branches that
 * nobody chose might speak of more: then the walker finds that the value conforms after all. */
#include "schema/fast.h"

static bool is_member(const struct fast_set *all, const struct schema *s)
{
	for (size_t i = 0; i < all->n; i++)
		if (set_schema(all->members[i]) == s)
			return true;
	return false;
}

static void add_family(struct fast_set *family, const struct fast_set *all, const struct schema *s);

static void add_chosen(struct fast_set *family, const struct fast_set *all, const struct branches *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (is_member(all, b->list[i]))
			add_family(family, all, b->list[i]);
}

static void add_family(struct fast_set *family, const struct fast_set *all, const struct schema *s)
{
	if (is_member(family, s) || family->n > FAST_MEMBERS_MOST)
		return;
	set_add(family, s, 0);
	if (s->ref)
		add_family(family, all, s->ref);
	if (!s->logic)
		return;
	if (s->logic->dynamic)
		add_family(family, all, s->logic->dynamic);
	for (size_t i = 0; i < s->logic->all.n; i++)
		add_family(family, all, s->logic->all.list[i]);
	add_chosen(family, all, &s->logic->any);
	add_chosen(family, all, &s->logic->one);
}

static const struct schema *unevaluated(const struct schema *s, unsigned type)
{
	if (!s->logic)
		return NULL;
	return type == TYPE_MAP ? s->logic->unevaluated_properties : s->logic->unevaluated_items;
}

/* A member of the family speaks of everything. */
static bool is_spoken_for(const struct fast_rest *r, const struct schema *asks, unsigned type)
{
	for (size_t i = 0; i < r->family.n; i++) {
		const struct schema *s = set_schema(r->family.members[i]);

		if ((type == TYPE_MAP && s->map && s->map->additional) ||
		    (type == TYPE_LIST && s->list && s->list->rest) || (s != asks && unevaluated(s, type)))
			return true;
	}
	return false;
}

struct fast_rest *fast_rests(struct arena *a, const struct fast_set *all, unsigned type)
{
	struct fast_rest *list = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct schema *s = set_schema(all->members[i]);
		struct fast_rest *r;

		if (!unevaluated(s, type))
			continue;
		r = arena_new(a, struct fast_rest);
		*r = (struct fast_rest){ .next = list,
					 .schema = unevaluated(s, type),
					 .family = { .arena = a } };
		add_family(&r->family, all, s);
		if (!is_spoken_for(r, s, type))
			list = r;
	}
	return list;
}

bool fast_rest_knows(const struct fast_rest *r, const struct schema *s)
{
	return is_member(&r->family, s);
}
