/* Objects: which members, in the order of the schema, each for all schemas that speak of its name. */
#include "base/text.h"
#include "generate/making.h"
#include "generate/pattern.h"

enum { MOST_EXTRA_TRIES = 200 };

struct slot {
	struct slice name;
	bool required, forbidden, present, dropped;
	struct node *by; /* the keyword that requires or forbids it */
};

struct members {
	struct making *m;
	struct shape *shape; /* grows by what dependencies add */
	struct slot *slots;
	size_t n, room;
	struct span count;
};

static struct slot *slot_find(struct members *o, struct slice name)
{
	for (size_t i = 0; i < o->n; i++)
		if (slice_eq(o->slots[i].name, name))
			return &o->slots[i];
	return NULL;
}

static struct slot *slot_of(struct members *o, struct slice name)
{
	struct slot *slot = slot_find(o, name);

	if (slot)
		return slot;
	o->slots = arena_grow(o->m->arena, o->slots, o->n, &o->room, sizeof(*o->slots));
	slot = &o->slots[o->n++];
	*slot = (struct slot){ .name = name };
	return slot;
}

static void require(struct members *o, struct slice name, struct node *by)
{
	struct slot *slot = slot_of(o, name);

	if (!slot->required)
		slot->by = by;
	slot->required = true;
}

static void collect_names(struct members *o, const struct facts *f)
{
	struct node *properties = f->at[KW_PROPERTIES], *required = f->at[KW_REQUIRED];

	for (size_t i = 0; node_is(properties, NODE_MAP) && i < properties->n; i++)
		slot_of(o, properties->members[i].key);
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

/* What one schema asks of the member `name`; the keyword that forbids it outright, or NULL. */
static const char *member_wants(struct making *m, struct wants *w, const struct facts *f, struct slice name)
{
	struct node *own = node_get_slice(f->at[KW_PROPERTIES], name),
		    *patterns = f->at[KW_PATTERN_PROPERTIES];
	struct node *rest = f->at[KW_ADDITIONAL_PROPERTIES];
	bool known = own != NULL;

	if (is_false(own))
		return "properties";
	if (own)
		wants_add(m, w, own);
	for (size_t i = 0; node_is(patterns, NODE_MAP) && i < patterns->n; i++) {
		if (!name_matches(m, patterns->members[i].key, name))
			continue;
		if (is_false(patterns->members[i].value))
			return "patternProperties";
		wants_add(m, w, patterns->members[i].value);
		known = true;
	}
	if (!known && is_false(rest))
		return "additionalProperties";
	if (!known && rest)
		wants_add(m, w, rest);
	if (f->at[KW_PROPERTY_NAMES] &&
	    !making_fits(m, f->at[KW_PROPERTY_NAMES], node_new_text(m->arena, name, NULL)))
		return "propertyNames";
	return NULL;
}

static struct wants wants_of(struct members *o, struct slice name, const char **forbidden_by)
{
	struct wants w = { 0 };

	*forbidden_by = NULL;
	SHAPE_EACH(o->shape, f)
	{
		if (!*forbidden_by)
			*forbidden_by = member_wants(o->m, &w, f, name);
	}
	return w;
}

static bool forbid_what_may_not_be(struct members *o)
{
	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];
		const char *by;

		wants_of(o, slot->name, &by);
		slot->forbidden = by != NULL;
		if (by && slot->required) {
			making_fail(o->m, slot->by, "\"%.*s\" is required, and %s forbids it",
				    SLICE_FMT(slot->name), by);
			return false;
		}
	}
	return true;
}

/* The first token of the pointer that must be there, as a name. */
static struct slice forced_name(const struct making *m)
{
	struct slice rest = m->force, token;

	if (!rest.len || rest.ptr[0] != '/')
		return SLICE_NONE;
	rest = slice_from(rest, 1);
	return slice_split(&rest, '/', &token) ? token : SLICE_NONE;
}

static void choose_present(struct members *o)
{
	struct making *m = o->m;
	struct slice forced = forced_name(m);

	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];

		if (slot->required) {
			slot->present = true;
		} else if (!slot->forbidden) {
			bool wanted = !making_is_lean(m) && (m->position == 0 || making_chance(m, 85));

			slot->present = wanted || (forced.ptr && slice_eq(forced, slot->name));
		}
	}
}

/* One present name may require others or bring a schema along; true: something was added. */
static bool depend_on(struct members *o, struct member *dependency)
{
	struct slot *slot = slot_find(o, dependency->key);
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
			other = slot_of(o, name->text);
			added = added || !other->required;
			require(o, name->text, name);
		}
	} else {
		shape_add(o->m, o->shape, dependency->value, 0);
		for (size_t i = shape_before; i < o->shape->n; i++)
			collect_names(o, o->shape->list[i]);
	}
	return added || o->n != before || o->shape->n != shape_before;
}

static bool settle_dependencies(struct members *o)
{
	bool again = true;

	for (unsigned round = 0; again && round < 32; round++) {
		again = false;
		for (size_t i = 0; i < o->shape->n; i++) {
			struct node *map = o->shape->list[i]->at[KW_DEPENDENCIES];

			for (size_t k = 0; node_is(map, NODE_MAP) && k < map->n; k++)
				again = depend_on(o, &map->members[k]) || again;
		}
		for (size_t i = 0; i < o->n; i++)
			o->slots[i].present = o->slots[i].present || o->slots[i].required;
	}
	if (o->shape->never) {
		making_fail(o->m, o->shape->never, "a dependency forbids every value");
		return false;
	}
	return forbid_what_may_not_be(o);
}

static size_t count_present(const struct members *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += o->slots[i].present;
	return n;
}

/* Optional members leave from the end, or come back from the front, until the count fits. */
static void fit_count(struct members *o)
{
	size_t n = count_present(o);

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

static void name_by_pattern(struct making *m, struct slice text, struct buf *out)
{
	const struct pattern *p = &generator_pattern(m->g, text)->pattern;

	if (p->root && p->root->shortest < 1000)
		pattern_write(p, &m->random, p->root->shortest + (unsigned)making_between(m, 0, 6), out);
}

static void name_by_rule(struct making *m, struct wants *names, struct buf *out)
{
	struct node *value;

	wants_add(m, names, m->g->string_schema);
	value = make_value(m, names, SLICE_NONE);
	if (value)
		buf_slice(out, node_text(value));
}

/* A name that no property has: from a pattern, from what propertyNames asks, or a word. */
static struct slice invent_name(struct members *o, size_t try)
{
	BUF_AUTO struct buf text = BUF_INIT(1 << 16);
	struct making *m = o->m;
	struct wants names = { 0 };

	SHAPE_EACH(o->shape, f)
	{
		struct node *patterns = f->at[KW_PATTERN_PROPERTIES];

		if (f->at[KW_PROPERTY_NAMES])
			wants_add(m, &names, f->at[KW_PROPERTY_NAMES]);
		if (node_is(patterns, NODE_MAP) && patterns->n && !text.len && try % 3 != 2)
			name_by_pattern(m, patterns->members[try % patterns->n].key, &text);
	}
	if (!text.len && names.n)
		name_by_rule(m, &names, &text);
	else if (!text.len)
		lifelike_words(m, 1, &text);
	if (try > 40 && !names.n)
		buf_decimal(&text, try);
	return arena_copy(m->arena, buf_view(&text));
}

/* Members beyond those that the schema names: when the count asks for them, or when the object is a map. */
static void add_extra(struct members *o, size_t wanted)
{
	struct why before = o->m->why;
	size_t n = count_present(o);

	for (size_t try = 0; n < wanted && try < MOST_EXTRA_TRIES; try++) {
		struct slice name = invent_name(o, try);
		struct slot *slot;
		const char *forbidden_by;

		if (!name.ptr || slot_find(o, name))
			continue;
		wants_of(o, name, &forbidden_by);
		if (forbidden_by)
			continue;
		slot = slot_of(o, name);
		slot->present = true;
		n++;
	}
	o->m->why = before;
}

static struct node *make_member(struct members *o, struct slot *slot)
{
	struct making *m = o->m;
	struct place here = { .up = m->place, .name = slot->name };
	struct slice force = m->force;
	struct wants w;
	struct node *value;
	const char *forbidden_by;

	w = wants_of(o, slot->name, &forbidden_by);
	m->force = forced_name(m).ptr && slice_eq(forced_name(m), slot->name)
			   ? slice_from(force, slot->name.len + 1)
			   : SLICE_NONE;
	m->place = &here;
	value = forbidden_by ? NULL : make_value(m, &w, slot->name);
	m->place = here.up;
	m->force = force;
	return value;
}

/* A member that cannot be made is left out where it may be. */
static bool fill(struct members *o, struct node *out)
{
	struct why before = o->m->why;

	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];
		struct node *value;

		if (!slot->present || node_get_slice(out, slot->name))
			continue;
		value = make_member(o, slot);
		if (value) {
			node_set(o->m->arena, out, slot->name, value);
		} else if (slot->required) {
			return false;
		} else {
			o->m->why = before;
			slot->present = false;
			slot->dropped = true;
		}
	}
	return true;
}

/* A map by nature: no named properties, but a schema for the rest. */
static size_t wanted_count(struct members *o)
{
	bool map_like = o->n == 0, has_rest = false;

	SHAPE_EACH(o->shape, f)
	{
		has_rest = has_rest || node_is(f->at[KW_ADDITIONAL_PROPERTIES], NODE_MAP) ||
			   f->at[KW_PATTERN_PROPERTIES];
	}
	if (!map_like || !has_rest || making_is_lean(o->m) || o->count.high < 2)
		return (size_t)o->count.low;
	return (size_t)(o->count.low > 2 ? o->count.low : 2);
}

static bool say_bounds(struct members *o)
{
	size_t required = 0;

	for (size_t i = 0; i < o->n; i++)
		required += o->slots[i].required;
	if (o->count.low > o->count.high)
		making_fail(o->m, o->count.low_at, "minProperties %.*s is above maxProperties %.*s",
			    SLICE_FMT(o->count.low_at->text), SLICE_FMT(o->count.high_at->text));
	else if (required > o->count.high)
		making_fail(o->m, o->count.high_at,
			    "maxProperties %.*s is below the number of required properties",
			    SLICE_FMT(o->count.high_at->text));
	else if (o->count.low > MAKING_MOST_ITEMS)
		making_miss(o->m, o->count.low_at, "minProperties %.*s is more than we make",
			    SLICE_FMT(o->count.low_at->text));
	else
		return true;
	return false;
}

static struct node *fill_to_count(struct members *o)
{
	struct node *out = node_new(o->m->arena, NODE_MAP, NULL);

	for (unsigned round = 0; round < 4; round++) {
		fit_count(o);
		add_extra(o, round ? (size_t)o->count.low : wanted_count(o));
		if (!fill(o, out))
			return NULL;
		if (out->n >= o->count.low)
			return out;
	}
	return making_miss(o->m, o->count.low_at,
			   "it cannot have the number of properties that minProperties asks");
}

struct node *make_object(struct making *m, const struct shape *s, struct slice name)
{
	struct shape own = *s;
	struct members o = { .m = m,
			     .shape = &own,
			     .count = shape_span(s, KW_MIN_PROPERTIES, KW_MAX_PROPERTIES) };

	(void)name;
	for (size_t i = 0; i < own.n; i++)
		collect_names(&o, own.list[i]);
	if (!say_bounds(&o) || !forbid_what_may_not_be(&o))
		return NULL;
	choose_present(&o);
	if (!settle_dependencies(&o))
		return NULL;
	return fill_to_count(&o);
}
