#include "record/infer_sketch.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "record/infer_forms.h"

struct sketch *sketch_new(struct sketches *all)
{
	struct sketch *s;

	if (all->n == LIMIT_INFER_SKETCHES)
		return NULL;
	all->n++;
	s = arena_new(all->arena, struct sketch);
	s->forms = forms_all();
	return s;
}

static void count_value(struct sketches *all, struct sketch *s, struct slice text, uint64_t n)
{
	for (size_t i = 0; i < s->n_values; i++)
		if (slice_eq(s->values[i].text, text)) {
			s->values[i].n += n;
			return;
		}
	if (s->n_values == SKETCH_VALUES || text.len > SKETCH_TEXT_BYTES)
		s->many_values = true;
	else
		s->values[s->n_values++] = (struct sketch_value){ arena_copy(all->arena, text), n };
}

static void widen(size_t *low, size_t *high, size_t value, bool is_first)
{
	if (is_first || value < *low)
		*low = value;
	if (is_first || value > *high)
		*high = value;
}

void sketch_add_text(struct sketches *all, struct sketch *s, struct slice text)
{
	widen(&s->shortest, &s->longest, utf8_count(text), s->n_text == 0);
	s->forms = forms_of(text, s->forms);
	if (!s->many_values)
		count_value(all, s, text, 1);
	s->n_text++;
}

static bool is_integer(struct slice number)
{
	return slice_find(number, '.') == number.len && slice_find(number, 'e') == number.len &&
	       slice_find(number, 'E') == number.len;
}

/* Written into the sketch itself: a value that keeps growing must not fill the arena. */
static void bound(struct sketch *s, double value, const char *text)
{
	if (!*s->least_text || value < s->least) {
		s->least = value;
		memmove(s->least_text, text, strlen(text) + 1);
	}
	if (!*s->most_text || value > s->most) {
		s->most = value;
		memmove(s->most_text, text, strlen(text) + 1);
	}
}

static void add_number(struct sketch *s, struct slice text)
{
	char copy[SKETCH_TEXT_BYTES];

	if (text.len < sizeof(copy)) {
		memcpy(copy, text.ptr, text.len);
		copy[text.len] = '\0';
		bound(s, strtod(copy, NULL), copy);
	} else {
		s->has_long_numbers = true;
	}
	if (is_integer(text))
		s->n_integer++;
	else
		s->n_number++;
}

static void add_list(struct sketches *all, struct sketch *s, const struct node *list, unsigned depth)
{
	widen(&s->fewest_items, &s->most_items, list->n, s->n_list == 0);
	s->n_list++;
	if (list->n && !s->items)
		s->items = sketch_new(all);
	for (size_t i = 0; s->items && i < list->n; i++)
		sketch_add(all, s->items, list->items[i], depth + 1);
}

void sketch_add_map(struct sketch *s)
{
	s->n_map++;
}

/* So many names are data: from now on one sketch for all values. */
static void make_map(struct sketches *all, struct sketch *s)
{
	s->values_of_map = s->n_properties ? s->properties[0].sketch : sketch_new(all);
	for (size_t i = 1; s->values_of_map && i < s->n_properties; i++)
		sketch_merge(all, s->values_of_map, s->properties[i].sketch);
	s->properties = NULL;
	s->n_properties = s->room = 0;
}

static bool is_map(const struct sketch *s)
{
	return s->values_of_map != NULL;
}

static struct property *find(const struct sketch *s, struct slice name)
{
	for (size_t i = 0; i < s->n_properties; i++)
		if (slice_eq(s->properties[i].name, name))
			return &s->properties[i];
	return NULL;
}

static struct property *find_or_add(struct sketches *all, struct sketch *s, struct slice name)
{
	struct property *p = find(s, name);

	if (p)
		return p;
	s->properties = arena_grow(all->arena, s->properties, s->n_properties, &s->room, sizeof(*p));
	p = &s->properties[s->n_properties++];
	*p = (struct property){ .name = arena_copy(all->arena, name) };
	return p;
}

struct sketch *sketch_add_member(struct sketches *all, struct sketch *s, struct slice name)
{
	struct property *p;

	if (!is_map(s) && s->n_properties == SKETCH_PROPERTIES && !find(s, name))
		make_map(all, s);
	if (is_map(s))
		return s->values_of_map;
	p = find_or_add(all, s, name);
	if (!p->n++)
		p->sketch = sketch_new(all);
	return p->sketch;
}

static void add_map(struct sketches *all, struct sketch *s, const struct node *map, unsigned depth)
{
	sketch_add_map(s);
	for (size_t i = 0; i < map->n; i++) {
		struct sketch *member = sketch_add_member(all, s, map->members[i].key);

		if (member)
			sketch_add(all, member, map->members[i].value, depth + 1);
	}
}

void sketch_add(struct sketches *all, struct sketch *s, const struct node *value, unsigned depth)
{
	switch (value->kind) {
	case NODE_NULL:
		s->n_null++;
		break;
	case NODE_BOOL:
		s->n_bool++;
		break;
	case NODE_NUMBER:
		add_number(s, value->text);
		break;
	case NODE_TEXT:
		sketch_add_text(all, s, value->text);
		break;
	case NODE_LIST:
		if (depth < SKETCH_DEPTH)
			add_list(all, s, value, depth);
		else
			s->n_list++;
		break;
	case NODE_MAP:
		if (depth < SKETCH_DEPTH)
			add_map(all, s, value, depth);
		else
			sketch_add_map(s);
		break;
	}
}

/* --- merging */

static void merge_texts(struct sketches *all, struct sketch *s, const struct sketch *from)
{
	if (!from->n_text)
		return;
	widen(&s->shortest, &s->longest, from->shortest, s->n_text == 0);
	widen(&s->shortest, &s->longest, from->longest, false);
	s->forms &= from->forms;
	s->many_values |= from->many_values;
	for (size_t i = 0; i < from->n_values; i++)
		count_value(all, s, from->values[i].text, from->values[i].n);
}

static void merge_numbers(struct sketch *s, const struct sketch *from)
{
	if (*from->least_text) {
		bound(s, from->least, from->least_text);
		bound(s, from->most, from->most_text);
	}
	s->has_long_numbers |= from->has_long_numbers;
	s->n_integer += from->n_integer;
	s->n_number += from->n_number;
}

static void merge_lists(struct sketches *all, struct sketch *s, struct sketch *from)
{
	if (!from->n_list)
		return;
	if (s->items && from->most_items)
		sketch_merge(all, s->items, from->items);
	else if (!s->most_items)
		s->items = from->items;
	widen(&s->fewest_items, &s->most_items, from->fewest_items, s->n_list == 0);
	widen(&s->fewest_items, &s->most_items, from->most_items, false);
}

static void merge_property(struct sketches *all, struct sketch *s, const struct property *from)
{
	struct property *p;

	if (!is_map(s) && s->n_properties == SKETCH_PROPERTIES && !find(s, from->name))
		make_map(all, s);
	if (is_map(s)) {
		sketch_merge(all, s->values_of_map, from->sketch);
		return;
	}
	p = find_or_add(all, s, from->name);
	if (!p->n)
		p->sketch = from->sketch;
	else if (p->sketch)
		sketch_merge(all, p->sketch, from->sketch);
	p->n += from->n;
}

static void merge_maps(struct sketches *all, struct sketch *s, struct sketch *from)
{
	if (is_map(from) && !is_map(s)) {
		make_map(all, s);
		if (!s->values_of_map)
			return;
	}
	if (is_map(from))
		sketch_merge(all, s->values_of_map, from->values_of_map);
	for (size_t i = 0; i < from->n_properties; i++)
		merge_property(all, s, &from->properties[i]);
}

void sketch_merge(struct sketches *all, struct sketch *s, struct sketch *from)
{
	if (!from) {
		s->is_unknown = true;
		return;
	}
	s->is_unknown |= from->is_unknown;
	merge_texts(all, s, from);
	merge_numbers(s, from);
	merge_lists(all, s, from);
	merge_maps(all, s, from);
	s->n_null += from->n_null;
	s->n_bool += from->n_bool;
	s->n_text += from->n_text;
	s->n_list += from->n_list;
	s->n_map += from->n_map;
}

/* --- questions */

uint64_t sketch_count(const struct sketch *s)
{
	return s->n_null + s->n_bool + s->n_integer + s->n_number + s->n_text + s->n_list + s->n_map;
}

const struct property *sketch_property(const struct sketch *s, struct slice name)
{
	return find(s, name);
}

unsigned sketch_shared_percent(const struct sketch *a, const struct sketch *b, bool of_smaller)
{
	size_t shared = 0, of;

	if (is_map(a) || is_map(b))
		return is_map(a) && is_map(b) ? 100 : 0;
	for (size_t i = 0; i < a->n_properties; i++)
		shared += find(b, a->properties[i].name) != NULL;
	if (of_smaller)
		of = a->n_properties < b->n_properties ? a->n_properties : b->n_properties;
	else
		of = a->n_properties + b->n_properties - shared;
	return of ? (unsigned)(shared * 100 / of) : 100; /* an empty object is like any */
}
