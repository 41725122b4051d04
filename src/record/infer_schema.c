/* The schema of a sketch: no more than all the values together say. */
#include <stdlib.h>

#include "record/infer_forms.h"
#include "record/infer_sketch.h"

/* What an enum needs: so often each value on average, or it may just not have been all yet. */
enum { ENUM_REPEATED = 4 };

static void set(struct arena *a, struct node *map, const char *key, struct node *value)
{
	node_set(a, map, slice_str(key), value);
}

static void set_text(struct arena *a, struct node *map, const char *key, const char *text)
{
	set(a, map, key, node_new_text(a, slice_str(text), NULL));
}

static void set_count(struct arena *a, struct node *map, const char *key, size_t n)
{
	set(a, map, key, node_new_number(a, slice_str(arena_printf(a, "%zu", n)), NULL));
}

/* --- type */

static bool only_texts(const struct sketch *s)
{
	return s->n_text + s->n_null == sketch_count(s);
}

/* The single type, or a union of them. */
static void add_type(struct arena *a, struct node *schema, const struct sketch *s)
{
	const struct {
		const char *name;
		bool is;
	} types[] = {
		{"object",   s->n_map		     },
		{ "array",   s->n_list		     },
		{ "string",  s->n_text		      },
		{ "number",  s->n_number			},
		{ "integer", s->n_integer && !s->n_number},
		{ "boolean", s->n_bool		       },
		{ "null",	  s->n_null		    },
	};
	struct node *list = node_new(a, NODE_LIST, NULL);

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (types[i].is)
			node_append(a, list, node_new_text(a, slice_str(types[i].name), NULL));
	if (list->n)
		set(a, schema, "type", list->n == 1 ? list->items[0] : list);
}

/* --- texts and numbers */

static int by_text(const void *a, const void *b)
{
	return slice_compare(((const struct sketch_value *)a)->text, ((const struct sketch_value *)b)->text);
}

static bool is_enum(const struct sketch *s)
{
	return s->n_values > 1 && !s->many_values && only_texts(s) && !forms_format(s->forms) &&
	       s->n_text >= s->n_values * ENUM_REPEATED;
}

static void add_enum(struct arena *a, struct node *schema, const struct sketch *s)
{
	struct node *list = node_new(a, NODE_LIST, NULL);
	struct sketch_value sorted[SKETCH_VALUES];

	memcpy(sorted, s->values, sizeof(sorted));
	qsort(sorted, s->n_values, sizeof(*sorted), by_text);
	for (size_t i = 0; i < s->n_values; i++)
		node_append(a, list, node_new_text(a, sorted[i].text, NULL));
	if (s->n_null)
		node_append(a, list, node_new(a, NODE_NULL, NULL));
	set(a, schema, "enum", list);
}

static void describe_texts(struct arena *a, struct node *schema, const struct sketch *s, bool tight)
{
	if (!s->n_text)
		return;
	if (forms_format(s->forms))
		set_text(a, schema, "format", forms_format(s->forms));
	else if (is_enum(s))
		add_enum(a, schema, s);
	else if (tight) {
		set_count(a, schema, "minLength", s->shortest);
		set_count(a, schema, "maxLength", s->longest);
	}
}

static void describe_numbers(struct arena *a, struct node *schema, const struct sketch *s, bool tight)
{
	if (!*s->least_text || s->has_long_numbers || !tight)
		return;
	set(a, schema, "minimum", node_new_number(a, slice_str(s->least_text), NULL));
	set(a, schema, "maximum", node_new_number(a, slice_str(s->most_text), NULL));
}

/* --- lists and maps */

static void describe_lists(struct arena *a, struct node *schema, const struct sketch *s, bool tight)
{
	if (!s->n_list)
		return;
	if (s->items)
		set(a, schema, "items", sketch_schema(a, s->items, tight));
	if (tight) {
		set_count(a, schema, "minItems", s->fewest_items);
		set_count(a, schema, "maxItems", s->most_items);
	}
}

static unsigned kinds(const struct sketch *s)
{
	return !s ? 0
		  : (s->n_map > 0) | (s->n_list > 0) << 1 | (s->n_text > 0) << 2 |
			       (s->n_integer + s->n_number > 0) << 3 | (s->n_bool > 0) << 4;
}

/* Are the names data?  All of them are identifiers, or they are many, none is always there, most are mostly
 * absent, and all values are of one kind. */
static bool names_are_data(const struct sketch *s)
{
	uint64_t present = 0;
	size_t n_ids = 0;

	for (size_t i = 0; i < s->n_properties; i++) {
		const struct property *p = &s->properties[i];

		if (!p->sketch || kinds(p->sketch) != kinds(s->properties[0].sketch))
			return false;
		n_ids += looks_like_id(p->name) || forms_format(forms_of(p->name, forms_all()));
		present += p->n;
	}
	if (n_ids && n_ids == s->n_properties)
		return true;
	for (size_t i = 0; i < s->n_properties; i++)
		if (s->properties[i].n == s->n_map)
			return false;
	return s->n_properties > 8 && present * 4 < s->n_map * s->n_properties;
}

static void add_map_of(struct arena *a, struct node *schema, const struct sketch *s, bool tight)
{
	struct sketches all = { .arena = a };
	struct sketch *joined = s->values_of_map;

	if (!joined) {
		joined = sketch_new(&all);
		for (size_t i = 0; i < s->n_properties; i++)
			sketch_merge(&all, joined, s->properties[i].sketch);
	}
	set(a, schema, "additionalProperties", sketch_schema(a, joined, tight));
}

static void add_properties(struct arena *a, struct node *schema, const struct sketch *s, bool tight)
{
	struct node *required = node_new(a, NODE_LIST, NULL), *list = node_new(a, NODE_MAP, NULL);

	for (size_t i = 0; i < s->n_properties; i++) {
		const struct property *p = &s->properties[i];

		if (p->n == s->n_map)
			node_append(a, required, node_new_text(a, p->name, NULL));
		node_set(a, list, p->name,
			 p->sketch ? sketch_schema(a, p->sketch, tight) : node_new(a, NODE_MAP, NULL));
	}
	if (required->n)
		set(a, schema, "required", required);
	if (list->n)
		set(a, schema, "properties", list);
}

struct node *sketch_schema(struct arena *a, const struct sketch *s, bool tight)
{
	struct node *schema = node_new(a, NODE_MAP, NULL);

	if (s->is_unknown || s->n_null == sketch_count(s)) /* null alone says nothing of what else may come */
		return schema;
	add_type(a, schema, s);
	describe_texts(a, schema, s, tight);
	describe_numbers(a, schema, s, tight);
	describe_lists(a, schema, s, tight);
	if (s->values_of_map || names_are_data(s))
		add_map_of(a, schema, s, tight);
	else if (s->n_map)
		add_properties(a, schema, s, tight);
	return schema;
}
