/* Reads the keywords of one schema position into rules; one row per keyword. */
#include "base/text.h"
#include "schema/program.h"

struct keyword {
	const char *name;
	void (*read)(struct schema_program *p, struct schema *s, struct node *value, const struct keyword *k);
	size_t offset; /* of the bound, count or branches that it sets */
};

typedef const struct keyword row;

static struct number_rules *number_of(struct schema_program *p, struct schema *s)
{
	if (!s->number)
		s->number = arena_new(&p->arena, struct number_rules);
	return s->number;
}

static struct text_rules *text_of(struct schema_program *p, struct schema *s)
{
	if (!s->text) {
		s->text = arena_new(&p->arena, struct text_rules);
		s->text->max_length = SIZE_MAX;
	}
	return s->text;
}

static struct list_rules *list_of(struct schema_program *p, struct schema *s)
{
	if (!s->list) {
		s->list = arena_new(&p->arena, struct list_rules);
		s->list->max_items = SIZE_MAX;
	}
	return s->list;
}

static struct map_rules *map_of(struct schema_program *p, struct schema *s)
{
	if (!s->map) {
		s->map = arena_new(&p->arena, struct map_rules);
		s->map->max_properties = SIZE_MAX;
	}
	return s->map;
}

static struct logic *logic_of(struct schema_program *p, struct schema *s)
{
	if (!s->logic)
		s->logic = arena_new(&p->arena, struct logic);
	return s->logic;
}

static bool must_be(struct schema_program *p, struct schema *s, const struct node *value, row *k, bool is,
		    const char *what)
{
	return is || program_refuse(p, s, node_loc(value), "\"%s\" must be %s, not %s", k->name, what,
				    node_kind_name(value));
}

static const struct {
	const char *name;
	uint8_t mask;
} types[] = {
	{"null",	  TYPE_NULL		    },
	     { "boolean", TYPE_BOOL		    },
	{ "integer", TYPE_INTEGER		  },
	     { "number",	 TYPE_NUMBER | TYPE_INTEGER},
	{ "string",  TYPE_TEXT		      },
	     { "array",	TYPE_LIST		  },
	{ "object",  TYPE_MAP		     },
};

static uint8_t type_mask(struct schema_program *p, struct schema *s, const struct node *value)
{
	struct slice names[ARRAY_SIZE(types)], near;

	if (!node_is(value, NODE_TEXT)) {
		program_refuse(p, s, node_loc(value), "\"type\" must name a type, not be %s",
			       node_kind_name(value));
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (slice_is(value->text, types[i].name))
			return types[i].mask;
		names[i] = slice_str(types[i].name);
	}
	near = nearest_name(value->text, names, ARRAY_SIZE(types));
	program_refuse(p, s, node_loc(value), "unknown type \"%.*s\"%s%.*s%s", SLICE_FMT(value->text),
		       near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
	return 0;
}

static void read_type(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	s->types = 0;
	if (!node_is(value, NODE_LIST)) {
		s->types = type_mask(p, s, value);
		return;
	}
	for (size_t i = 0; i < value->n; i++)
		s->types |= type_mask(p, s, value->items[i]);
}

static void read_enum(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (must_be(p, s, value, k, node_is(value, NODE_LIST), "a list"))
		s->values = value;
}

static void read_const(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)p;
	(void)k;
	s->constant = value;
}

static void read_bound(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct bound *bound = (struct bound *)(void *)((char *)number_of(p, s) + k->offset);

	if (!must_be(p, s, value, k, node_is(value, NODE_NUMBER), "a number"))
		return;
	bound->is_set = true;
	bound->value = decimal_read(value->text);
}

static void read_multiple(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_bound(p, s, value, k);
	if (!s->number->multiple_of.is_set)
		return;
	if (!decimal_is_positive(&s->number->multiple_of.value))
		program_refuse(p, s, node_loc(value), "\"multipleOf\" must be greater than 0");
	else if (!decimal_can_divide(&s->number->multiple_of.value))
		program_refuse(p, s, node_loc(value), "\"multipleOf\" may have at most %d significant digits",
			       NUMBER_MODULUS_DIGITS);
}

static bool read_count(struct schema_program *p, struct schema *s, const struct node *value, row *k,
		       size_t *count)
{
	int64_t n = -1;
	bool whole = node_int(value, &n) && n >= 0;

	if (node_is(value, NODE_NUMBER) && !whole)
		return program_refuse(p, s, node_loc(value), "\"%s\" must be a whole number from 0, not %.*s",
				      k->name, SLICE_FMT(value->text));
	if (must_be(p, s, value, k, whole, "a whole number from 0"))
		*count = (size_t)n;
	return whole;
}

static void read_text_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_count(p, s, value, k, (size_t *)(void *)((char *)text_of(p, s) + k->offset));
}

static void read_list_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_count(p, s, value, k, (size_t *)(void *)((char *)list_of(p, s) + k->offset));
}

static void read_map_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_count(p, s, value, k, (size_t *)(void *)((char *)map_of(p, s) + k->offset));
}

static const struct pattern *pattern_of(struct schema_program *p, struct schema *s, struct slice text,
					struct loc at)
{
	const char *why = "";
	size_t where = 0;
	bool often = !p->options.slow && !p->options.lazily;
	struct pattern *pattern = pattern_compile(&p->arena, text, often, &why, &where);

	if (!pattern) {
		program_refuse(p, s, at, "the pattern \"%.*s\" cannot be used: %s (at its character %zu)",
			       SLICE_FMT(text), why, utf8_count(slice_first(text, where)) + 1);
		return NULL;
	}
	pattern->next = p->patterns;
	p->patterns = pattern;
	return pattern;
}

static void read_pattern(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		text_of(p, s)->pattern = pattern_of(p, s, value->text, node_loc(value));
}

static void read_format(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	const struct format *format;

	if (!must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		return;
	format = p->options.formats_assert ? format_find(value->text, p->options.dialect) : NULL;
	if (format && format->matches)
		text_of(p, s)->format = format;
	else if (format)
		number_of(p, s)->format = format;
}

static struct schema **read_schemas(struct schema_program *p, struct schema *s, const struct node *list)
{
	struct schema **out = arena_array(&p->arena, struct schema *, list->n + 1);

	for (size_t i = 0; i < list->n; i++)
		out[i] = program_position(p, list->items[i], s->in);
	return out;
}

static void read_items(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct list_rules *list = list_of(p, s);
	struct node *additional = node_get(s->node, "additionalItems");

	(void)k;
	if (!node_is(value, NODE_LIST)) {
		list->rest = program_position(p, value, s->in);
		list->rest_is_items = true;
		return;
	}
	list->items = read_schemas(p, s, value);
	list->n_items = value->n;
	if (additional)
		list->rest = program_position(p, additional, s->in);
}

static void read_contains(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	list_of(p, s)->contains = program_position(p, value, s->in);
}

static void read_unique(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (must_be(p, s, value, k, node_is(value, NODE_BOOL), "true or false"))
		list_of(p, s)->unique = value->truth;
}

static struct property *read_members(struct schema_program *p, struct schema *s, const struct node *map)
{
	struct property *out = arena_array(&p->arena, struct property, map->n + 1);

	for (size_t i = 0; i < map->n; i++) {
		out[i].name = map->members[i].key;
		out[i].schema = program_position(p, map->members[i].value, s->in);
	}
	return out;
}

static void read_properties(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_of(p, s);

	if (!must_be(p, s, value, k, node_is(value, NODE_MAP), "an object"))
		return;
	map->properties = read_members(p, s, value);
	map->n_properties = value->n;
	for (size_t i = 0; value->n > 8 && i < value->n; i++)
		map_put(&map->by_name, map->properties[i].name, &map->properties[i]);
}

static void read_pattern_properties(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_of(p, s);

	if (!must_be(p, s, value, k, node_is(value, NODE_MAP), "an object"))
		return;
	map->patterns = read_members(p, s, value);
	map->n_patterns = value->n;
	for (size_t i = 0; i < value->n; i++) {
		const struct member *m = &value->members[i];
		struct loc at = node_loc(value);

		at.line = m->line;
		at.col = m->col;
		map->patterns[i].pattern = pattern_of(p, s, m->key, at);
	}
}

static void read_additional_properties(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	map_of(p, s)->additional = program_position(p, value, s->in);
}

static void read_property_names(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	map_of(p, s)->names = program_position(p, value, s->in);
}

static bool read_names(struct schema_program *p, struct schema *s, const struct node *value, row *k,
		       struct slice **names, size_t *n)
{
	if (!must_be(p, s, value, k, node_is(value, NODE_LIST), "a list of property names"))
		return false;
	*names = arena_array(&p->arena, struct slice, value->n + 1);
	for (size_t i = 0; i < value->n; i++) {
		if (!must_be(p, s, value->items[i], k, node_is(value->items[i], NODE_TEXT),
			     "a list of property names"))
			return false;
		(*names)[(*n)++] = value->items[i]->text;
	}
	return true;
}

static void read_required(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_of(p, s);

	read_names(p, s, value, k, &map->required, &map->n_required);
}

static void read_dependencies(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_of(p, s);

	if (!must_be(p, s, value, k, node_is(value, NODE_MAP), "an object"))
		return;
	map->dependencies = arena_array(&p->arena, struct dependency, value->n + 1);
	for (size_t i = 0; i < value->n; i++) {
		struct dependency *d = &map->dependencies[map->n_dependencies++];

		d->name = value->members[i].key;
		if (node_is(value->members[i].value, NODE_LIST))
			read_names(p, s, value->members[i].value, k, &d->required, &d->n_required);
		else
			d->schema = program_position(p, value->members[i].value, s->in);
	}
}

static void read_branches(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct branches *branches = (struct branches *)(void *)((char *)logic_of(p, s) + k->offset);

	if (!must_be(p, s, value, k, node_is(value, NODE_LIST), "a list of schemas"))
		return;
	if (!value->n) {
		program_refuse(p, s, node_loc(value), "\"%s\" must hold at least one schema", k->name);
		return;
	}
	branches->list = read_schemas(p, s, value);
	branches->n = value->n;
}

static void read_not(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	logic_of(p, s)->not = program_position(p, value, s->in);
}

static void read_if(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct node *then = node_get(s->node, "then"), *otherwise = node_get(s->node, "else");
	struct logic *logic = logic_of(p, s);

	(void)k;
	if (!then && !otherwise)
		return;
	logic->when = program_position(p, value, s->in);
	logic->then = then ? program_position(p, then, s->in) : NULL;
	logic->otherwise = otherwise ? program_position(p, otherwise, s->in) : NULL;
}

static const struct keyword keywords[] = {
	{"type",			read_type,			     0								     },
	{ "enum",		       read_enum,			     0								     },
	{ "const",		      read_const,			       0								     },
	{ "minimum",		     read_bound,			 offsetof(struct number_rules,					       minimum) },
	{ "maximum",			    read_bound,						    offsetof(struct number_rules,										     maximum) },
	{ "exclusiveMinimum",		      read_bound,						     offsetof(struct number_rules,			exclusive_minimum) },
	{ "exclusiveMaximum", read_bound,offsetof(struct number_rules,		exclusive_maximum) },
	{ "multipleOf",			read_multiple,							     offsetof(struct number_rules,												     multiple_of) },
	{ "minLength",		       read_text_count,			offsetof(struct text_rules, min_length) },
	{ "maxLength",			    read_text_count,						  offsetof(struct text_rules,											 max_length) },
	{ "pattern",		     read_pattern,						  0													    },
	{ "format",   read_format,0},
	{ "items",read_items,0},
	{ "contains",		      read_contains,									 0																							  },
	{ "uniqueItems",			 read_unique,								      0																								   },
	{ "minItems", read_list_count,offsetof(struct list_rules,min_items) },
	{ "maxItems",read_list_count,offsetof(struct list_rules,max_items) },
	{ "properties",		read_properties,							     0																																		    },
	{ "patternProperties",		       read_pattern_properties,					0															 },
	{ "additionalProperties",				  read_additional_properties,						      0											  },
	{ "propertyNames",			    read_property_names,						0},
	{ "required",			    read_required,				       0},
	{ "dependencies",			    read_dependencies,					      0},
	{ "minProperties",			    read_map_count,						   offsetof(struct map_rules,																																			       min_properties) },
	{ "maxProperties",			    read_map_count,					       offsetof(struct map_rules,																	   max_properties) },
	{ "allOf",			    read_branches,					      offsetof(struct logic,												all) },
	{ "anyOf",		   read_branches,					      offsetof(struct logic,any) },
	{ "oneOf",	   read_branches,offsetof(struct logic,one) },
	{ "not",read_not,0},
	{ "if",		      read_if,			     0				},
};

struct slice schema_keyword(size_t i)
{
	return i < ARRAY_SIZE(keywords) ? slice_str(keywords[i].name) : SLICE_NONE;
}

/* Draft 7, core 8.3: "All other properties in a $ref object MUST be ignored." */
static void read_ref(struct schema_program *p, struct schema *s, struct slice ref)
{
	struct resource *in;
	struct node *target = program_resolve(p, s, ref, &in);

	if (target)
		s->ref = program_position(p, target, in);
}

void program_read(struct schema_program *p, struct schema *s)
{
	struct node *ref = node_get(s->node, "$ref");

	if (node_is(ref, NODE_TEXT)) {
		read_ref(p, s, ref->text);
		return;
	}
	for (size_t i = 0; i < s->node->n; i++)
		for (size_t k = 0; k < ARRAY_SIZE(keywords); k++)
			if (slice_is(s->node->members[i].key, keywords[k].name))
				keywords[k].read(p, s, s->node->members[i].value, &keywords[k]);
	s->anything = s->types == TYPE_ALL && !s->values && !s->constant && !s->number && !s->text &&
		      !s->list && !s->map && !s->logic;
}
