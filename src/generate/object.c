/* Objects: members in the order of the schema, each made for all schemas that speak of its name. */
#include "generate/members.h"

enum { MOST_EXTRA_TRIES = 200 };

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
	size_t n = members_count(o);

	for (size_t try = 0; n < wanted && try < MOST_EXTRA_TRIES; try++) {
		struct slice name = invent_name(o, try);
		struct slot *slot;
		const struct node *forbidden_by;

		if (!name.ptr || members_find(o, name))
			continue;
		members_wants(o, name, &forbidden_by);
		if (forbidden_by)
			continue;
		slot = members_slot(o, name);
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
	const struct node *forbidden_by = NULL;

	if (slot->plan) {
		w = slot->plan->wants;
		here.memo = &slot->plan->known;
	} else {
		w = members_wants(o, slot->name, &forbidden_by);
	}
	m->force = members_forced(m).ptr && slice_eq(members_forced(m), slot->name)
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
	size_t doubts = o->m->doubts;

	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];
		struct node *value;

		if (!slot->present || slot->filled)
			continue;
		value = make_member(o, slot);
		if (value) {
			node_add(o->m->arena, out, slot->name, value);
			slot->filled = true;
		} else if (slot->required) {
			return false;
		} else {
			o->m->why = before;
			o->m->doubts = doubts;
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

/* Names beyond those that this schema lists may not be, and they are too few. */
static bool say_closed(struct members *o)
{
	SHAPE_EACH(o->shape, f)
	{
		const struct node *rest = f->at[KW_ADDITIONAL_PROPERTIES];
		size_t named = f->at[KW_PROPERTIES] ? f->at[KW_PROPERTIES]->n : 0;

		if (!node_is(rest, NODE_BOOL) || rest->truth || f->at[KW_PATTERN_PROPERTIES] ||
		    named >= o->count.low)
			continue;
		making_clash(o->m, o->shape, o->count.low_at, rest);
		return false;
	}
	return true;
}

static const struct node *required_at(const struct members *o)
{
	SHAPE_EACH(o->shape, f)
	{
		if (f->at[KW_REQUIRED])
			return f->at[KW_REQUIRED];
	}
	return NULL;
}

static bool say_bounds(struct members *o)
{
	size_t required = 0;

	for (size_t i = 0; i < o->n; i++)
		required += o->slots[i].required;
	if (o->count.low > o->count.high)
		making_clash(o->m, o->shape, o->count.low_at, o->count.high_at);
	else if (required > o->count.high)
		making_clash(o->m, o->shape, required_at(o), o->count.high_at);
	else if (o->count.low > MAKING_MOST_ITEMS)
		making_miss(o->m, o->count.low_at, "minProperties %.*s is more than we make",
			    SLICE_FMT(o->count.low_at->text));
	else
		return say_closed(o);
	return false;
}

static struct node *fill_to_count(struct members *o)
{
	struct node *out = node_new(o->m->arena, NODE_MAP, NULL);

	for (unsigned round = 0; round < 4; round++) {
		members_fit(o);
		add_extra(o, round ? (size_t)o->count.low : wanted_count(o));
		if (!fill(o, out))
			return NULL;
		if (out->n >= o->count.low)
			return out;
	}
	return making_miss(o->m, o->count.low_at,
			   "it cannot have the number of properties that minProperties asks");
}

static bool has_choice(const struct members *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->slots[i].present && !o->slots[i].required)
			return true;
	return false;
}

static struct node *make_members(struct members *o)
{
	members_choose(o);
	return members_settle(o) ? fill_to_count(o) : NULL;
}

/* The members of a shape that stays, as far as they do not depend on which are present. */
struct object_plan {
	struct slot *slots;
	size_t n;
};

static bool has_dependencies(const struct shape *s)
{
	SHAPE_EACH(s, f)
	{
		if (f->at[KW_DEPENDENCIES] || f->at[KW_DEPENDENT_REQUIRED] || f->at[KW_DEPENDENT_SCHEMAS])
			return true;
	}
	return false;
}

/* Called when all is well with the slots of `o`; its arena is the generator's. */
static void keep_plan(struct members *o)
{
	struct object_plan *plan = arena_new(o->m->arena, struct object_plan);

	plan->slots = o->slots;
	plan->n = o->n;
	for (size_t i = 0; i < o->n; i++) {
		struct slot *slot = &o->slots[i];
		struct slot_plan *kept = arena_new(o->m->arena, struct slot_plan);

		if (slot->forbidden)
			continue;
		kept->wants = members_wants(o, slot->name, &slot->forbidden_by);
		kept->chance = members_chance(o, slot->name);
		wants_keep(o->m, &kept->wants);
		slot->plan = kept;
	}
	o->shape->plans->object = plan;
}

static bool collect(struct members *o)
{
	for (size_t i = 0; i < o->shape->n; i++)
		members_collect(o, o->shape->list[i]);
	return say_bounds(o) && members_forbid(o);
}

/* Slots from the plan, made now if need be; false: the object cannot be, or there can be no plan. */
static bool by_plan(struct members *o)
{
	struct making *m = o->m;
	struct plans *plans = o->shape->plans;

	if (!plans->object_tried && !has_dependencies(o->shape) && !o->shape->unevaluated) {
		struct members fresh = { .m = m, .shape = o->shape, .count = o->count };
		struct arena *arena = m->arena;

		plans->object_tried = true;
		m->arena = &m->g->arena;
		if (collect(&fresh))
			keep_plan(&fresh);
		m->arena = arena;
	}
	if (!plans->object)
		return false;
	o->n = o->room = plans->object->n;
	o->slots = arena_array(m->arena, struct slot, o->n + 1);
	if (o->n)
		memcpy(o->slots, plans->object->slots, o->n * sizeof(*o->slots));
	return true;
}

/* Nothing depends on which members are present. */
static struct node *make_planned(struct members *o)
{
	members_choose(o);
	return fill_to_count(o);
}

struct node *make_object(struct making *m, const struct shape *s, struct slice name)
{
	struct shape own = *s; /* dependencies add to it */
	struct members o = { .m = m,
			     .shape = &own,
			     .count = shape_span(s, KW_MIN_PROPERTIES, KW_MAX_PROPERTIES) };
	struct node *out;

	(void)name;
	own.room = own.owners_room = own.n; /* the lists are not ours to write in */
	if (s->plans && by_plan(&o)) {
		out = make_planned(&o);
	} else {
		if (!collect(&o))
			return NULL;
		out = make_members(&o);
	}
	m->doubts += !out && (has_choice(&o) || own.unevaluated || own.negated);
	return out;
}
