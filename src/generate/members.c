/* Which members an object has: named by its schemas, required, forbidden, chosen by chance, brought along by
 * others, as many as the bounds allow. */
#include "generate/members.h"

#include "generate/hinted.h"

struct slot *members_find(struct members *o, struct slice name)
{
	for (size_t i = 0; i < o->n; i++)
		if (slice_eq(o->slots[i].name, name))
			return &o->slots[i];
	return NULL;
}

struct slot *members_slot(struct members *o, struct slice name)
{
	struct slot *slot = members_find(o, name);

	if (slot)
		return slot;
	o->slots = arena_grow(o->m->arena, o->slots, o->n, &o->room, sizeof(*o->slots));
	slot = &o->slots[o->n++];
	*slot = (struct slot){ .name = name };
	return slot;
}

static void require(struct members *o, struct slice name, struct node *by)
{
	struct slot *slot = members_slot(o, name);

	if (!slot->required)
		slot->by = by;
	slot->required = true;
}

void members_collect(struct members *o, const struct facts *f)
{
	struct node *properties = f->at[KW_PROPERTIES], *required = f->at[KW_REQUIRED];

	for (size_t i = 0; node_is(properties, NODE_MAP) && i < properties->n; i++)
		members_slot(o, properties->members[i].key);
	for (size_t i = 0; node_is(required, NODE_LIST) && i < required->n; i++)
		if (node_is(required->items[i], NODE_TEXT))
			require(o, required->items[i]->text, required->items[i]);
}

static bool name_matches(struct making *m, struct slice pattern, struct slice name)
{
	return making_fits(m, generator_pattern(m->g, pattern)->schema, node_new_text(m->arena, name, NULL));
}

static bool is_false(const struct node *schema)
{
	return node_is(schema, NODE_BOOL) && !schema->truth;
}

/* What one schema asks of the member `name`; the value of what forbids it outright, or NULL. */
static const struct node *member_wants(struct making *m, struct wants *w, const struct facts *f,
				       struct slice name)
{
	struct node *own = node_get_slice(f->at[KW_PROPERTIES], name),
		    *patterns = f->at[KW_PATTERN_PROPERTIES];
	struct node *rest = f->at[KW_ADDITIONAL_PROPERTIES];
	bool known = own != NULL;

	if (is_false(own))
		return f->at[KW_PROPERTIES];
	if (own)
		wants_add(m, w, own);
	for (size_t i = 0; node_is(patterns, NODE_MAP) && i < patterns->n; i++) {
		if (!name_matches(m, patterns->members[i].key, name))
			continue;
		if (is_false(patterns->members[i].value))
			return patterns;
		wants_add(m, w, patterns->members[i].value);
		known = true;
	}
	if (!known && is_false(rest))
		return rest;
	if (!known && rest)
		wants_add(m, w, rest);
	if (f->at[KW_PROPERTY_NAMES] &&
	    !making_fits(m, f->at[KW_PROPERTY_NAMES], node_new_text(m->arena, name, NULL)))
		return f->at[KW_PROPERTY_NAMES];
	return NULL;
}

/* Does this schema alone know the member? */
static bool evaluates(struct making *m, const struct facts *f, struct slice name)
{
	struct node *patterns = f->at[KW_PATTERN_PROPERTIES];

	if (f->at[KW_ADDITIONAL_PROPERTIES] || node_get_slice(f->at[KW_PROPERTIES], name))
		return true;
	for (size_t i = 0; node_is(patterns, NODE_MAP) && i < patterns->n; i++)
		if (name_matches(m, patterns->members[i].key, name))
			return true;
	return false;
}

static bool is_evaluated(struct members *o, struct slice name, size_t owner)
{
	const struct shape *s = o->shape;

	for (size_t i = 0; i < s->n; i++) {
		if (!shape_is_below(s, i, owner))
			continue;
		if (evaluates(o->m, s->list[i], name) ||
		    (i != owner && s->list[i]->at[KW_UNEVALUATED_PROPERTIES]))
			return true;
	}
	return false;
}

static const struct node *wants_unevaluated(struct members *o, struct wants *w, struct slice name)
{
	for (size_t i = 0; i < o->shape->n; i++) {
		struct node *rest = o->shape->list[i]->at[KW_UNEVALUATED_PROPERTIES];

		if (!rest || is_evaluated(o, name, i))
			continue;
		if (is_false(rest))
			return rest;
		wants_add(o->m, w, rest);
	}
	return NULL;
}

struct wants members_wants(struct members *o, struct slice name, const struct node **forbidden_by)
{
	struct wants w = { 0 };

	*forbidden_by = NULL;
	SHAPE_EACH(o->shape, f)
	{
		if (!*forbidden_by)
			*forbidden_by = member_wants(o->m, &w, f, name);
	}
	if (o->shape->unevaluated && !*forbidden_by)
		*forbidden_by = wants_unevaluated(o, &w, name);
	return w;
}

static bool say_forbidden(struct members *o, const struct slot *slot)
{
	struct making *m = o->m;
	struct loc at = node_loc(slot->by);

	if (!m->why.text && at.line)
		making_fail(m, slot->by, "\"%.*s\" is required (%s:%u:%u), and %s forbids it",
			    SLICE_FMT(slot->name), at.file, at.line, at.col,
			    making_cite(m, o->shape, slot->forbidden_by));
	else
		making_fail(m, slot->by, "\"%.*s\" is required, and %s forbids it", SLICE_FMT(slot->name),
			    making_cite(m, o->shape, slot->forbidden_by));
	return false;
}

bool members_forbid(struct members *o)
{
	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];

		members_wants(o, slot->name, &slot->forbidden_by);
		slot->forbidden = slot->forbidden_by != NULL;
		if (slot->forbidden && slot->required)
			return say_forbidden(o, slot);
	}
	return true;
}

/* The first token of the pointer that must be there, as a name. */
struct slice members_forced(const struct making *m)
{
	struct slice rest = m->force, token;

	if (!rest.len || rest.ptr[0] != '/')
		return SLICE_NONE;
	rest = slice_from(rest, 1);
	return slice_split(&rest, '/', &token) ? token : SLICE_NONE;
}

unsigned members_chance(struct members *o, struct slice name)
{
	unsigned chance = CHANCE_NOT_SAID;

	SHAPE_EACH(o->shape, f)
	{
		if (chance == CHANCE_NOT_SAID)
			chance = hinted_chance(o->m, node_get_slice(f->at[KW_PROPERTIES], name),
					       CHANCE_NOT_SAID);
	}
	return chance;
}

/* Percent; what the schemas of the property say (x-understudy), else mostly. */
static unsigned chance_of(struct members *o, const struct slot *slot)
{
	enum { MOSTLY = 85 };
	unsigned chance = slot->plan ? slot->plan->chance : members_chance(o, slot->name);

	if (chance == CHANCE_NOT_SAID)
		return o->m->position == 0 ? 100 : MOSTLY;
	return chance;
}

/* Of several optional members one at least: "{}" tells nobody anything. */
static void choose_something(struct members *o)
{
	if (o->n < 2 || making_is_lean(o->m) || members_count(o))
		return;
	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[(o->m->position + i) % o->n];

		if (!slot->forbidden && chance_of(o, slot)) {
			slot->present = true;
			return;
		}
	}
}

void members_choose(struct members *o)
{
	struct making *m = o->m;
	struct slice forced = members_forced(m);

	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];

		if (slot->required) {
			slot->present = true;
		} else if (!slot->forbidden) {
			bool wanted = !making_is_lean(m) && making_chance(m, chance_of(o, slot));

			slot->present = wanted || (forced.ptr && slice_eq(forced, slot->name));
		}
	}
	choose_something(o);
}

/* One present name may require others or bring a schema along; true: something was added. */
static bool depend_on(struct members *o, size_t by, struct member *dependency)
{
	struct slot *slot = members_find(o, dependency->key);
	size_t before = o->n, shape_before = o->shape->n;
	bool added = false;

	if (!slot || !slot->present)
		return false;
	if (node_is(dependency->value, NODE_LIST)) {
		for (size_t i = 0; i < dependency->value->n; i++) {
			struct node *name = dependency->value->items[i];
			struct slot *other;

			if (!node_is(name, NODE_TEXT))
				continue;
			other = members_slot(o, name->text);
			added = added || !other->required;
			require(o, name->text, name);
		}
	} else {
		shape_add_below(o->m, o->shape, by, dependency->value);
		for (size_t i = shape_before; i < o->shape->n; i++)
			members_collect(o, o->shape->list[i]);
	}
	return added || o->n != before || o->shape->n != shape_before;
}

/* All that the `i`th schema says of dependencies, in the words of any draft. */
static bool depend_on_all(struct members *o, size_t i)
{
	static const enum keyword keywords[] = { KW_DEPENDENCIES, KW_DEPENDENT_REQUIRED,
						 KW_DEPENDENT_SCHEMAS };
	bool added = false;

	for (size_t k = 0; k < ARRAY_SIZE(keywords); k++) {
		struct node *map = o->shape->list[i]->at[keywords[k]];

		for (size_t at = 0; node_is(map, NODE_MAP) && at < map->n; at++)
			added = depend_on(o, i, &map->members[at]) || added;
	}
	return added;
}

bool members_settle(struct members *o)
{
	bool again = true;

	for (unsigned round = 0; again && round < 32; round++) {
		again = false;
		for (size_t i = 0; i < o->shape->n; i++)
			again = depend_on_all(o, i) || again;
		for (size_t i = 0; i < o->n; i++)
			o->slots[i].present = o->slots[i].present || o->slots[i].required;
	}
	if (o->shape->never) {
		making_fail(o->m, o->shape->never, "a dependency forbids every value");
		return false;
	}
	return members_forbid(o);
}

size_t members_count(const struct members *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += o->slots[i].present;
	return n;
}

/* Optional members leave from the end, or come back from the front, until the count fits. */
void members_fit(struct members *o)
{
	size_t n = members_count(o);

	for (size_t i = o->n; i-- > 0 && n > o->count.high;)
		if (o->slots[i].present && !o->slots[i].required) {
			o->slots[i].present = false;
			n--;
		}
	for (size_t i = 0; i < o->n && n < o->count.low; i++)
		if (!o->slots[i].present && !o->slots[i].forbidden && !o->slots[i].dropped) {
			o->slots[i].present = true;
			n++;
		}
}
