/* Sets of schemas that judge one value: what they hold, and whether two can hold together. */
#include <stdlib.h>

#include "schema/fast.h"

void set_add(struct fast_set *set, const struct schema *s, unsigned tags)
{
	uintptr_t member = (uintptr_t)s | tags;

	for (size_t i = 0; i < set->n; i++)
		if (set_schema(set->members[i]) == s) {
			set->members[i] |= tags;
			return;
		}
	set->members = arena_grow(set->arena, set->members, set->n, &set->room, sizeof(*set->members));
	set->members[set->n++] = member;
}

static void expand(struct fast_set *set, const struct schema *s, unsigned tags)
{
	size_t before = set->n;

	if (set->n > FAST_MEMBERS_MOST)
		return;
	set_add(set, s, tags | SET_FLAT);
	if (set->n == before || tags & SET_FLAT)
		return;
	if (s->ref)
		expand(set, s->ref, 0);
	if (s->logic && s->logic->dynamic)
		expand(set, s->logic->dynamic, 0);
	for (size_t i = 0; s->logic && i < s->logic->all.n; i++)
		expand(set, s->logic->all.list[i], 0);
}

struct fast_set set_expanded(struct arena *a, const uintptr_t *members, size_t n)
{
	struct fast_set out = { .arena = a };

	for (size_t i = 0; i < n; i++)
		expand(&out, set_schema(members[i]), members[i] & SET_TAGS);
	return out;
}

static int by_address(const void *a, const void *b)
{
	uintptr_t x = *(const uintptr_t *)a, y = *(const uintptr_t *)b;

	return (x > y) - (x < y);
}

struct fast_set set_normal(struct arena *a, const struct fast_set *set)
{
	struct fast_set out = { .arena = a };

	for (size_t i = 0; i < set->n; i++)
		if (!set_schema(set->members[i])->anything)
			set_add(&out, set_schema(set->members[i]), set->members[i] & SET_TAGS);
	if (out.n)
		qsort(out.members, out.n, sizeof(*out.members), by_address);
	return out;
}

/* --- do branches exclude one another? */

static struct fast_set everything_of(struct arena *a, const struct schema *s)
{
	uintptr_t member = (uintptr_t)s;

	return set_expanded(a, &member, 1);
}

static unsigned types_of(const struct fast_set *set)
{
	unsigned types = TYPE_ALL;

	for (size_t i = 0; i < set->n; i++) {
		const struct schema *s = set_schema(set->members[i]);

		types &= s->never ? 0u : s->types;
	}
	return types;
}

static const struct schema *property_of(const struct schema *s, struct slice name)
{
	for (size_t i = 0; s->map && i < s->map->n_properties; i++)
		if (slice_eq(s->map->properties[i].name, name))
			return s->map->properties[i].schema;
	return NULL;
}

/* The constants that a property must be one of: a list, or a single value; NULL: any. */
static const struct node *constants_of(struct arena *a, const struct fast_set *set, struct slice name,
				       bool *is_list)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct schema *child = property_of(set_schema(set->members[i]), name);
		struct fast_set all;

		if (!child)
			continue;
		all = everything_of(a, child);
		for (size_t k = 0; k < all.n; k++) {
			const struct schema *s = set_schema(all.members[k]);

			*is_list = !s->constant;
			if (s->constant || s->values)
				return s->constant ? s->constant : s->values;
		}
	}
	return NULL;
}

static bool is_among(const struct node *value, const struct node *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (node_equal(value, list->items[i]))
			return true;
	return false;
}

static bool constants_differ(const struct node *x, bool x_list, const struct node *y, bool y_list)
{
	if (!x_list && !y_list)
		return !node_equal(x, y);
	if (!x_list)
		return !is_among(x, y);
	if (!y_list)
		return !is_among(y, x);
	for (size_t i = 0; i < x->n; i++)
		if (is_among(x->items[i], y))
			return false;
	return true;
}

/* A property that `x` requires, with constants that `y` does not allow. */
static bool told_apart(struct arena *a, const struct fast_set *x, const struct fast_set *y)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct map_rules *map = set_schema(x->members[i])->map;

		for (size_t k = 0; map && k < map->n_required; k++) {
			bool x_list = false, y_list = false;
			const struct node *in_x = constants_of(a, x, map->required[k], &x_list);
			const struct node *in_y = in_x ? constants_of(a, y, map->required[k], &y_list) : NULL;

			if (in_y && constants_differ(in_x, x_list, in_y, y_list))
				return true;
		}
	}
	return false;
}

static bool is_closed_to(const struct map_rules *map, struct slice name)
{
	if (!map || !map->additional || !map->additional->never || map->n_patterns)
		return false;
	for (size_t i = 0; i < map->n_properties; i++)
		if (slice_eq(map->properties[i].name, name))
			return false;
	return true;
}

/* A property that `x` requires and `y` does not allow: a wrapper of one name and that of another. */
static bool shuts_out(const struct fast_set *x, const struct fast_set *y)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct map_rules *map = set_schema(x->members[i])->map;

		for (size_t k = 0; map && k < map->n_required; k++)
			for (size_t j = 0; j < y->n; j++)
				if (is_closed_to(set_schema(y->members[j])->map, map->required[k]))
					return true;
	}
	return false;
}

static bool maps_exclude(struct arena *a, const struct fast_set *x, const struct fast_set *y)
{
	return told_apart(a, x, y) || told_apart(a, y, x) || shuts_out(x, y) || shuts_out(y, x);
}

unsigned branches_overlap(struct arena *a, const struct branches *b, unsigned types)
{
	struct fast_set *sets = arena_array(a, struct fast_set, b->n);
	unsigned shared = 0;

	for (size_t i = 0; i < b->n; i++)
		sets[i] = everything_of(a, b->list[i]);
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = i + 1; k < b->n; k++) {
			unsigned common = types_of(&sets[i]) & types_of(&sets[k]) & types & ~shared;

			if (common & TYPE_MAP && maps_exclude(a, &sets[i], &sets[k]))
				common &= ~(unsigned)TYPE_MAP;
			shared |= common;
		}
	return shared;
}
