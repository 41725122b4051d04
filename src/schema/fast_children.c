/* Merges the children of a set of schemas: items place by place, properties name by name. */
#include "schema/fast.h"

/* --- lists */

static void add_rest_of_list(const struct fast_rest *rests, const struct fast_set *all, size_t place,
			     struct fast_set *set)
{
	for (const struct fast_rest *rest = rests; rest; rest = rest->next) {
		bool known = false;

		for (size_t i = 0; i < all->n; i++) {
			const struct schema *s = set_schema(all->members[i]);

			known |= s->list && place < s->list->n_items && fast_rest_knows(rest, s);
		}
		if (!known)
			set_add(set, rest->schema, 0);
	}
}

/* `place` SIZE_MAX: behind all that have a place. */
static const struct fast *item_of(struct schema_program *p, const struct fast_set *all,
				  const struct fast_rest *rests, size_t place)
{
	struct arena scratch = ARENA_INIT;
	struct fast_set set = { .arena = &scratch };
	const struct fast *out;

	for (size_t i = 0; i < all->n; i++) {
		const struct list_rules *r = set_schema(all->members[i])->list;

		if (!r)
			continue;
		if (place < r->n_items)
			set_add(&set, r->items[place], 0);
		else if (r->rest)
			set_add(&set, r->rest, 0);
	}
	add_rest_of_list(rests, all, place, &set);
	out = fast_of(p, &set);
	arena_free(&scratch);
	return out;
}

void fast_merge_list(struct schema_program *p, struct fast *f, const struct fast_set *all)
{
	struct fast_list *out = arena_new(&p->arena, struct fast_list);
	struct arena scratch = ARENA_INIT;
	const struct fast_rest *rests = fast_rests(&scratch, all, TYPE_LIST);
	bool any = rests != NULL;

	out->max_items = SIZE_MAX;
	for (size_t i = 0; i < all->n; i++) {
		const struct list_rules *r = set_schema(all->members[i])->list;

		if (!r)
			continue;
		any = true;
		if (r->n_items > out->n_heads)
			out->n_heads = r->n_items;
		if (r->min_items > out->min_items)
			out->min_items = r->min_items;
		if (r->max_items < out->max_items)
			out->max_items = r->max_items;
	}
	if (any) {
		out->heads = arena_array(&p->arena, const struct fast *, out->n_heads + 1);
		for (size_t i = 0; i < out->n_heads; i++)
			out->heads[i] = item_of(p, all, rests, i);
		out->rest = item_of(p, all, rests, SIZE_MAX);
		f->list = out;
	}
	arena_free(&scratch);
}

/* --- maps */

struct merging {
	struct schema_program *program;
	const struct fast_set *all;
	struct matcher *matcher;
	struct arena scratch;
	struct slice *names; /* of every property that is declared or required */
	size_t n_names, room_names;
	const struct fast_rest *rests; /* unevaluatedProperties */
	bool too_many;
};

static void add_name(struct merging *m, struct slice name)
{
	for (size_t i = 0; i < m->n_names; i++)
		if (slice_eq(m->names[i], name))
			return;
	if (m->n_names == FAST_PROPERTIES_MOST) {
		m->too_many = true;
		return;
	}
	m->names = arena_grow(&m->scratch, m->names, m->n_names, &m->room_names, sizeof(*m->names));
	m->names[m->n_names++] = name;
}

/* `s` speaks of a name: so does every family that it belongs to. */
static void tell_rests(const struct merging *m, const struct schema *s, bool *told)
{
	size_t i = 0;

	for (const struct fast_rest *r = m->rests; r; r = r->next, i++)
		told[i] |= fast_rest_knows(r, s);
}

static void add_rests(const struct merging *m, const bool *told, struct fast_set *set)
{
	size_t i = 0;

	for (const struct fast_rest *r = m->rests; r; r = r->next, i++)
		if (!told[i])
			set_add(set, r->schema, 0);
}

/* What one schema says of the member `name`; false: nothing but what it says of all. */
static bool add_say(struct merging *m, const struct map_rules *r, struct slice name, struct fast_set *set)
{
	bool met = false;

	for (size_t i = 0; i < r->n_properties; i++)
		if (slice_eq(r->properties[i].name, name)) {
			set_add(set, r->properties[i].schema, 0);
			met = true;
		}
	for (size_t i = 0; i < r->n_patterns; i++) {
		enum matched matched = pattern_match(r->patterns[i].pattern, m->matcher, name);

		m->too_many |= matched == MATCHED_TOO_LONG;
		if (matched == MATCHED_YES) {
			set_add(set, r->patterns[i].schema, 0);
			met = true;
		}
	}
	if (!met && r->additional)
		set_add(set, r->additional, 0);
	return met;
}

static const struct fast *member_of(struct merging *m, struct slice name)
{
	struct fast_set set = { .arena = &m->scratch };
	bool told[FAST_MEMBERS_MOST + 1] = { false };

	for (size_t i = 0; i < m->all->n; i++) {
		const struct schema *s = set_schema(m->all->members[i]);

		if (s->map && add_say(m, s->map, name, &set))
			tell_rests(m, s, told);
	}
	add_rests(m, told, &set);
	return fast_of(m->program, &set);
}

/* Values of a key that is not declared and that matches only `pattern` (NULL: none). */
static const struct fast *other_of(struct merging *m, const struct property *pattern)
{
	struct fast_set set = { .arena = &m->scratch };
	bool told[FAST_MEMBERS_MOST + 1] = { false };

	for (size_t i = 0; i < m->all->n; i++) {
		const struct schema *s = set_schema(m->all->members[i]);
		const struct map_rules *r = s->map;
		bool met = false;

		for (size_t k = 0; r && k < r->n_patterns; k++)
			if (&r->patterns[k] == pattern) {
				set_add(&set, pattern->schema, 0);
				met = true;
			}
		if (met)
			tell_rests(m, s, told);
		else if (r && r->additional)
			set_add(&set, r->additional, 0);
	}
	add_rests(m, told, &set);
	return fast_of(m->program, &set);
}

static const struct fast *names_of(struct merging *m)
{
	struct fast_set set = { .arena = &m->scratch };

	for (size_t i = 0; i < m->all->n; i++) {
		const struct map_rules *r = set_schema(m->all->members[i])->map;

		if (r && r->names)
			set_add(&set, r->names, 0);
	}
	return set.n ? fast_of(m->program, &set) : NULL;
}

static void init_property(struct fast_property *p, struct slice name, const struct fast *value)
{
	char wire[8] = { 0 };
	size_t n = name.len < 8 ? name.len : 8;

	*p = (struct fast_property){ .name = name, .value = value, .next = NAMES_NONE, .guessable = true };
	for (size_t i = 0; i < name.len; i++)
		p->guessable &=
			(unsigned char)name.ptr[i] >= ' ' && name.ptr[i] != '"' && name.ptr[i] != '\\';
	memcpy(wire, name.ptr ? name.ptr : "", n);
	if (n < 8)
		wire[n++] = '"';
	memcpy(&p->word, wire, 8);
	memset(wire, 0xff, n);
	memset(wire + n, 0, 8 - n);
	memcpy(&p->mask, wire, 8);
	if (name.len >= 8) {
		memcpy(wire, name.ptr + name.len - 7, 7);
		wire[7] = '"';
		memcpy(&p->tail, wire, 8);
	}
}

static void merge_counts(struct fast_map *out, const struct fast_set *all, struct merging *m)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct map_rules *r = set_schema(all->members[i])->map;

		if (!r)
			continue;
		if (r->min_properties > out->min_properties)
			out->min_properties = r->min_properties;
		if (r->max_properties < out->max_properties)
			out->max_properties = r->max_properties;
		for (size_t k = 0; k < r->n_properties; k++)
			add_name(m, r->properties[k].name);
		for (size_t k = 0; k < r->n_required; k++)
			add_name(m, r->required[k]);
		out->n_patterns += r->n_patterns;
	}
	m->too_many |= out->n_patterns > FAST_PATTERNS_MOST;
}

static void fill_properties(struct merging *m, struct fast_map *out)
{
	struct arena *a = &m->program->arena;
	struct slice *names = arena_array(a, struct slice, m->n_names + 1);

	out->n_properties = (uint32_t)m->n_names;
	out->n_words = (uint32_t)((m->n_names + 63) / 64);
	out->properties = arena_array(a, struct fast_property, m->n_names + 1);
	for (size_t i = 0; i < m->n_names; i++) {
		names[i] = m->names[i];
		init_property(&out->properties[i], names[i], member_of(m, names[i]));
	}
	names_init(&out->by_name, a, names, m->n_names);
}

static void fill_required(struct merging *m, struct fast_map *out)
{
	for (size_t i = 0; i < m->all->n; i++) {
		const struct map_rules *r = set_schema(m->all->members[i])->map;

		for (size_t k = 0; r && k < r->n_required; k++)
			for (size_t n = 0; n < m->n_names; n++)
				if (slice_eq(m->names[n], r->required[k]))
					out->required[n / 64] |= UINT64_C(1) << (n % 64);
	}
}

static void fill_others(struct merging *m, struct fast_map *out)
{
	size_t n = 0;

	out->patterns = arena_array(&m->program->arena, struct fast_pattern, out->n_patterns + 1);
	for (size_t i = 0; i < m->all->n; i++) {
		const struct map_rules *r = set_schema(m->all->members[i])->map;

		for (size_t k = 0; r && k < r->n_patterns; k++)
			out->patterns[n++] =
				(struct fast_pattern){ r->patterns[k].pattern, other_of(m, &r->patterns[k]) };
	}
	out->others = other_of(m, NULL);
	for (size_t i = 0; i < m->all->n; i++) {
		const struct map_rules *r = set_schema(m->all->members[i])->map;

		out->closed |= r && r->additional && r->additional->never;
	}
	for (const struct fast_rest *r = m->rests; r; r = r->next)
		out->closed |= r->schema->never;
}

void fast_merge_map(struct schema_program *p, struct fast *f, const struct fast_set *all)
{
	struct merging m = { .program = p, .all = all };
	struct fast_map *out = arena_new(&p->arena, struct fast_map);
	bool any;

	m.rests = fast_rests(&m.scratch, all, TYPE_MAP);
	any = m.rests != NULL;
	for (size_t i = 0; i < all->n; i++)
		any |= set_schema(all->members[i])->map != NULL;
	if (!any) {
		arena_free(&m.scratch);
		return;
	}
	out->first = NAMES_NONE;
	out->max_properties = SIZE_MAX;
	m.matcher = matcher_new();
	merge_counts(out, all, &m);
	if (!m.too_many) {
		fill_properties(&m, out);
		fill_required(&m, out);
		fill_others(&m, out);
		out->names = names_of(&m);
	}
	if (m.too_many)
		f->tape_types |= TYPE_MAP;
	else
		f->map = out;
	matcher_free(m.matcher);
	arena_free(&m.scratch);
}
