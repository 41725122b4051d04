/* Judges lists and maps on the tape. */
#include <stdlib.h>

#include "base/memory.h"
#include "schema/walk_containers.h"

static bool fail_count(struct walk *w, const struct schema *s, const char *keyword, uint32_t at,
		       const struct frame *frame, size_t count)
{
	return walk_fail(w,
			 &(struct failure){
				 .schema = s, .keyword = keyword, .at = at, .frame = frame, .count = count });
}

/* --- lists */

static bool walk_items(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct list_rules *r = s->list;
	const struct token *list = &w->tape->tokens[at];
	size_t i = 0;

	if (r->rest && r->rest->never && list->n > r->n_items && r->items_keyword)
		return fail_count(w, s, r->rest_keyword, at, frame, list->n);
	for (uint32_t item = at + 1; item < list->next; item = w->tape->tokens[item].next, i++) {
		bool by_place = i < r->n_items;
		struct frame step = { .up = frame,
				      .keyword = by_place ? r->items_keyword : r->rest_keyword,
				      .index = by_place ? i : FRAME_NO_INDEX };
		const struct schema *child = by_place ? r->items[i] : r->rest;

		if (child && !walk(w, child, item, &step))
			return false;
	}
	return true;
}

/* How many items fit; more than `most` are not counted. */
static size_t count_contained(const struct walk *w, const struct schema *s, uint32_t at, size_t most)
{
	size_t n = 0;

	for (uint32_t item = at + 1; item < w->tape->tokens[at].next && n < most;
	     item = w->tape->tokens[item].next)
		n += walk_holds(w, s, item);
	return n;
}

static bool walk_contains(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct list_rules *r = s->list;
	bool bounded = r->max_contains != SIZE_MAX;
	size_t n = count_contained(w, r->contains, at, bounded || w->out ? SIZE_MAX : r->min_contains);
	const char *keyword = n > r->max_contains		 ? "maxContains"
			      : n >= r->min_contains		 ? NULL
			      : node_get(s->node, "minContains") ? "minContains"
								 : "contains";

	return !keyword || walk_fail(w, &(struct failure){ .schema = s,
							   .keyword = keyword,
							   .at = at,
							   .frame = frame,
							   .count = w->tape->tokens[at].n,
							   .other = n });
}

static void hash_room(struct walk_state *state, size_t n)
{
	size_t slots = 16;

	while (slots < 2 * n)
		slots *= 2;
	if (slots > state->n_hashes) {
		state->hashes = memory_resize(state->hashes, slots * sizeof(*state->hashes));
		state->order = memory_resize(state->order, slots * sizeof(*state->order));
		state->n_hashes = slots;
	}
	memset(state->order, 0, slots * sizeof(*state->order));
}

static size_t position_of(const struct walk *w, uint32_t list, uint32_t item)
{
	size_t n = 0;

	for (uint32_t i = list + 1; i < item; i = w->tape->tokens[i].next)
		n++;
	return n;
}

/* Hash first, compare on a hit. */
static bool walk_unique(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct tape *t = w->tape;
	struct walk_state *state = w->state;
	size_t mask = 15;

	hash_room(state, t->tokens[at].n);
	while (mask + 1 < 2u * t->tokens[at].n)
		mask = mask * 2 + 1;
	for (uint32_t item = at + 1; item < t->tokens[at].next; item = t->tokens[item].next) {
		uint64_t hash = tape_hash(t, item);
		size_t i = hash & mask;

		for (; state->order[i]; i = (i + 1) & mask)
			if (state->hashes[i] == hash && tape_equal(t, state->order[i], item))
				return walk_fail(
					w, &(struct failure){ .schema = s,
							      .keyword = "uniqueItems",
							      .at = at,
							      .frame = frame,
							      .count = position_of(w, at, state->order[i]),
							      .other = position_of(w, at, item) });
		state->order[i] = item;
		state->hashes[i] = hash;
	}
	return true;
}

bool walk_list(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct list_rules *r = s->list;
	size_t n = w->tape->tokens[at].n;

	if (n < r->min_items && !fail_count(w, s, "minItems", at, frame, n))
		return false;
	if (n > r->max_items && !fail_count(w, s, "maxItems", at, frame, n))
		return false;
	if ((r->n_items || r->rest) && !walk_items(w, s, at, frame))
		return false;
	if (r->contains && !walk_contains(w, s, at, frame))
		return false;
	return !r->unique || n < 2 || walk_unique(w, s, at, frame);
}

/* --- maps */

static const struct property *property_find(const struct map_rules *r, struct slice name)
{
	if (r->n_properties > 8)
		return map_get(&r->by_name, name);
	for (size_t i = 0; i < r->n_properties; i++)
		if (slice_eq(r->properties[i].name, name))
			return &r->properties[i];
	return NULL;
}

bool walk_knows_member(struct walk *w, const struct schema *s, uint32_t key)
{
	if (property_find(s->map, token_text(w->tape, key)))
		return true;
	for (size_t i = 0; i < s->map->n_patterns; i++)
		if (walk_matches(w, s->map->patterns[i].pattern, s, key))
			return true;
	return false;
}

static bool walk_additional(struct walk *w, const struct schema *s, uint32_t map, uint32_t key,
			    const struct frame *frame)
{
	const struct schema *additional = s->map->additional;

	if (!additional)
		return true;
	if (additional->never)
		return walk_fail(w, &(struct failure){ .schema = s,
						       .keyword = "additionalProperties",
						       .at = key + 1,
						       .frame = frame,
						       .name = token_text(w->tape, key),
						       .count = map });
	return walk_child(w, additional, key + 1, frame, "additionalProperties");
}

static bool walk_member(struct walk *w, const struct schema *s, uint32_t map, uint32_t key,
			const struct frame *frame)
{
	const struct map_rules *r = s->map;
	const struct property *known = property_find(r, token_text(w->tape, key));
	struct frame step = { .up = frame, .keyword = "properties", .index = FRAME_NO_INDEX };
	bool met = known;

	if (r->names && !walk_child(w, r->names, key, frame, "propertyNames"))
		return false;
	if (known) {
		step.name = known->name;
		if (!walk(w, known->schema, key + 1, &step))
			return false;
	}
	step.keyword = "patternProperties";
	for (size_t i = 0; i < r->n_patterns; i++) {
		if (!walk_matches(w, r->patterns[i].pattern, s, key))
			continue;
		met = true;
		step.name = r->patterns[i].name;
		if (!walk(w, r->patterns[i].schema, key + 1, &step))
			return false;
	}
	return met || (!w->state->limit && walk_additional(w, s, map, key, frame));
}

static bool walk_required(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	for (size_t i = 0; i < s->map->n_required; i++)
		if (!tape_member(w->tape, at, s->map->required[i]) &&
		    !walk_fail(w, &(struct failure){ .schema = s,
						     .keyword = "required",
						     .at = at,
						     .frame = frame,
						     .name = s->map->required[i] }))
			return false;
	return true;
}

static bool walk_dependency(struct walk *w, const struct schema *s, const struct dependency *d, uint32_t at,
			    const struct frame *frame)
{
	struct frame step = { .up = frame, .keyword = d->keyword, .name = d->name, .index = FRAME_NO_INDEX };

	if (!tape_member(w->tape, at, d->name))
		return true;
	for (size_t i = 0; i < d->n_required; i++)
		if (!tape_member(w->tape, at, d->required[i]) &&
		    !walk_fail(w, &(struct failure){ .schema = s,
						     .keyword = d->keyword,
						     .at = at,
						     .frame = frame,
						     .name = d->required[i],
						     .dependency = d }))
			return false;
	return !d->schema || walk(w, d->schema, at, &step);
}

bool walk_map(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct map_rules *r = s->map;
	const struct token *map = &w->tape->tokens[at];
	bool looks_inside = r->n_properties || r->n_patterns || r->additional || r->names;

	if (r->n_required && !walk_required(w, s, at, frame))
		return false;
	if (map->n < r->min_properties && !fail_count(w, s, "minProperties", at, frame, map->n))
		return false;
	if (map->n > r->max_properties && !fail_count(w, s, "maxProperties", at, frame, map->n))
		return false;
	for (uint32_t key = at + 1; looks_inside && key < map->next; key = w->tape->tokens[key + 1].next)
		if (!walk_member(w, s, at, key, frame))
			return false;
	for (size_t i = 0; i < r->n_dependencies; i++)
		if (!walk_dependency(w, s, &r->dependencies[i], at, frame))
			return false;
	return true;
}
