/* Reads the keywords of one schema position into rules; one row per keyword. */
#include "schema/keywords.h"

#include "base/text.h"

typedef const struct keyword row;

struct number_rules *number_rules_of(struct schema_program *p, struct schema *s)
{
	if (!s->number)
		s->number = arena_new(&p->arena, struct number_rules);
	return s->number;
}

struct text_rules *text_rules_of(struct schema_program *p, struct schema *s)
{
	if (!s->text) {
		s->text = arena_new(&p->arena, struct text_rules);
		s->text->max_length = SIZE_MAX;
	}
	return s->text;
}

struct list_rules *list_rules_of(struct schema_program *p, struct schema *s)
{
	if (!s->list) {
		s->list = arena_new(&p->arena, struct list_rules);
		s->list->max_items = s->list->max_contains = SIZE_MAX;
		s->list->min_contains = 1;
	}
	return s->list;
}

struct map_rules *map_rules_of(struct schema_program *p, struct schema *s)
{
	if (!s->map) {
		s->map = arena_new(&p->arena, struct map_rules);
		s->map->max_properties = SIZE_MAX;
	}
	return s->map;
}

struct logic *logic_of(struct schema_program *p, struct schema *s)
{
	if (!s->logic)
		s->logic = arena_new(&p->arena, struct logic);
	return s->logic;
}

bool keyword_must_be(struct schema_program *p, struct schema *s, const struct node *value, row *k, bool is,
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
	       { "boolean", TYPE_BOOL		      },
	 { "integer", TYPE_INTEGER | TYPE_WHOLE},
	{ "number",  TYPE_ANY_NUMBER	    },
	       { "string",  TYPE_TEXT		     },
	 { "array",   TYPE_LIST		      },
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

/* Up to draft 4 (3.5), and so in OpenAPI 3.0, an integer has neither fraction nor exponent: 1.0 is none.
 * OpenAPI 3.0.3: `nullable` counts only beside `type`, and an enum must name null all the same. */
static void read_type(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	enum schema_dialect dialect = s->in->dialect;

	(void)k;
	s->types = node_is(value, NODE_LIST) ? 0 : type_mask(p, s, value);
	for (size_t i = 0; node_is(value, NODE_LIST) && i < value->n; i++)
		s->types |= type_mask(p, s, value->items[i]);
	if (dialect_is_in(dialect, IN_04 | IN_OPENAPI_3_0) && !(s->types & TYPE_NUMBER))
		s->types &= (uint8_t)~TYPE_WHOLE;
	if (dialect == DIALECT_OPENAPI_3_0 && node_get_bool(s->node, "nullable", false))
		s->types |= TYPE_NULL;
}

static void read_nullable(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	keyword_must_be(p, s, value, k, node_is(value, NODE_BOOL), "true or false");
}

static void read_enum(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (keyword_must_be(p, s, value, k, node_is(value, NODE_LIST), "a list"))
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
	struct bound *bound = (struct bound *)(void *)((char *)number_rules_of(p, s) + k->offset);

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_NUMBER), "a number"))
		return;
	bound->is_set = true;
	bound->value = decimal_read(value->text);
}

/* Draft 4, 5.1.2.2: a boolean that says of the minimum or maximum beside it that it is excluded itself. */
static bool is_excluded(const struct schema *s, const char *flag)
{
	return dialect_is_in(s->in->dialect, IN_04 | IN_OPENAPI_3_0) && node_get_bool(s->node, flag, false);
}

static void read_minimum(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (!is_excluded(s, "exclusiveMinimum"))
		read_bound(p, s, value, k);
}

static void read_maximum(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (!is_excluded(s, "exclusiveMaximum"))
		read_bound(p, s, value, k);
}

static void read_exclusion(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct node *bound =
		node_get(s->node, strcmp(k->name, "exclusiveMinimum") == 0 ? "minimum" : "maximum");

	if (keyword_must_be(p, s, value, k, node_is(value, NODE_BOOL), "true or false") && value->truth &&
	    bound)
		read_bound(p, s, bound, k);
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

bool keyword_count(struct schema_program *p, struct schema *s, const struct node *value, row *k,
		   size_t *count)
{
	int64_t n = -1;
	bool whole = node_int(value, &n) && n >= 0;

	if (node_is(value, NODE_NUMBER) && !whole)
		return program_refuse(p, s, node_loc(value), "\"%s\" must be a whole number from 0, not %.*s",
				      k->name, SLICE_FMT(value->text));
	if (keyword_must_be(p, s, value, k, whole, "a whole number from 0"))
		*count = (size_t)n;
	return whole;
}

static void read_text_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	keyword_count(p, s, value, k, (size_t *)(void *)((char *)text_rules_of(p, s) + k->offset));
}

static void read_list_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	keyword_count(p, s, value, k, (size_t *)(void *)((char *)list_rules_of(p, s) + k->offset));
}

static void read_map_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	keyword_count(p, s, value, k, (size_t *)(void *)((char *)map_rules_of(p, s) + k->offset));
}

const struct pattern *keyword_pattern(struct schema_program *p, struct schema *s, struct slice text,
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
	if (keyword_must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		text_rules_of(p, s)->pattern = keyword_pattern(p, s, value->text, node_loc(value));
}

static void read_format(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	bool asserts = p->options.formats_assert || s->in->vocabularies & VOCABULARY_FORMAT_ASSERTION;
	const struct format *format;

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		return;
	format = asserts ? format_find(value->text, s->in->dialect) : NULL;
	if (format && format->matches)
		text_rules_of(p, s)->format = format;
	else if (format)
		number_rules_of(p, s)->format = format;
}

#define NUMBER(member) offsetof(struct number_rules, member)
#define LIST(member)   offsetof(struct list_rules, member)
#define LOGIC(member)  offsetof(struct logic, member)
#define APPLIES	       VOCABULARY_APPLICATOR
#define VALIDATES      VOCABULARY_VALIDATION

/* Numeric exclusiveMinimum since draft 6. */
#define BOOLEAN_BOUNDS (IN_04 | IN_OPENAPI_3_0)

static const struct keyword keywords[] = {
	{"type",		    read_type,		     0,				IN_ALL,					 VALIDATES								  },
	{ "nullable",		      read_nullable,	     0,				IN_OPENAPI_3_0,					VALIDATES								  },
	{ "enum",		   read_enum,		     0,				IN_ALL,					 VALIDATES								  },
	{ "const",		   read_const,	       0,			  SINCE_06,					    VALIDATES								  },
	{ "minimum",		     read_minimum,	   NUMBER(minimum),	    IN_ALL,					    VALIDATES								      },
	{ "maximum",		     read_maximum,	   NUMBER(maximum),	    IN_ALL,					    VALIDATES								      },
	{ "exclusiveMinimum",	      read_bound,		  NUMBER(exclusive_minimum),  SINCE_06,				       VALIDATES									 },
	{ "exclusiveMaximum",	      read_bound,		  NUMBER(exclusive_maximum),  SINCE_06,				       VALIDATES									 },
	{ "exclusiveMinimum",	      read_exclusion,	      NUMBER(exclusive_minimum),	 BOOLEAN_BOUNDS,				 VALIDATES								   },
	{ "exclusiveMaximum",	      read_exclusion,	      NUMBER(exclusive_maximum),	 BOOLEAN_BOUNDS,				 VALIDATES								   },
	{ "multipleOf",		read_multiple,	       NUMBER(multiple_of),	    IN_ALL,					    VALIDATES								      },
	{ "minLength",	       read_text_count,	offsetof(struct text_rules, min_length),					 IN_ALL,									 VALIDATES },
	{ "maxLength",			read_text_count,					offsetof(struct text_rules,			    max_length),	 IN_ALL,							 VALIDATES },
	{ "pattern",		     read_pattern,				     0,						      IN_ALL,									 VALIDATES							    },
	{ "format",		    read_format,				     0,						       IN_ALL,   VOCABULARY_CORE},
	{ "contentEncoding",	     read_content,				   0,					      SINCE_07,							       VOCABULARY_CORE															      },
	{ "contentMediaType",	      read_content,				    0,				       SINCE_07,	 VOCABULARY_CORE},
	{ "contentSchema",	   read_content,				 0,					    SINCE_2019,								  VOCABULARY_CORE																							      },
	{ "items",	   read_items,			       0,						  IN_ALL,		  APPLIES},
	{ "prefixItems",			 read_prefix_items,					    0,						    IN_2020,							APPLIES																											       },
	{ "contains",		      read_contains,				       0,						       SINCE_06,			  APPLIES},
	{ "minContains",			 read_contains_count,					      LIST(min_contains),							  SINCE_2019,					      VALIDATES																												       },
	{ "maxContains",		 read_contains_count,				      LIST(max_contains),						  SINCE_2019,		      VALIDATES},
	{ "uniqueItems",		 read_unique,				      0,						  IN_ALL,						    VALIDATES																																			 },
	{ "minItems",		      read_list_count,				       LIST(min_items),							IN_ALL,			VALIDATES},
	{ "maxItems",		      read_list_count,				       LIST(max_items),							IN_ALL,							VALIDATES																																							   },
	{ "properties",		read_properties,					 0,						   IN_ALL,		    APPLIES},
	{ "patternProperties",		       read_pattern_properties,					0,						   SINCE_04,				     APPLIES																																									      },
	{ "additionalProperties",		  read_additional_properties,					      0,						 IN_ALL,		 APPLIES},
	{ "propertyNames",		   read_property_names,					0,						   SINCE_06,						     APPLIES																																														       },
	{ "required",		      read_required,				       0,						       IN_ALL,			VALIDATES},
	{ "dependencies",		  read_dependencies,				     0,						 SINCE_04,						  APPLIES																																																	       },
	{ "dependentRequired",		       read_dependent_required,					0,						   SINCE_2019,	       VALIDATES},
	{ "dependentSchemas",		      read_dependent_schemas,				      0,						 SINCE_2019,					     APPLIES																																																						    },
	{ "minProperties",		   read_map_count,					   offsetof(struct map_rules,						      min_properties),		       IN_ALL,VALIDATES },
	{ "maxProperties",		   read_map_count,				   offsetof(struct map_rules,							      max_properties),								       IN_ALL,																																																																  VALIDATES },
	{ "allOf",	   read_branches,			  LOGIC(all),IN_ALL,APPLIES},
	{ "anyOf",		   read_branches,	  LOGIC(any),					      IN_ALL,															APPLIES																																																																																			     },
	{ "oneOf",		   read_branches,			  LOGIC(one),	      IN_ALL,APPLIES},
	{ "not",		 read_not,	   0,		      IN_ALL,																    APPLIES																																																																																																												      },
	{ "if",			read_if,				   0,				    SINCE_07,APPLIES},
	{ "$dynamicRef",			 read_dynamic_ref,	   0,IN_2020,										    VOCABULARY_CORE																																																																																																																												   },
	{ "$recursiveRef",			   read_recursive_ref,				       0,							    IN_2019,			   VOCABULARY_CORE},
	{ "discriminator",			   read_discriminator,    0,IN_ASYNCAPI | IN_OPENAPI_3_0 | IN_OPENAPI_3_1,APPLIES																																																																																																																							 },
	{ "unevaluatedItems",			      read_unevaluated,LOGIC(unevaluated_items),								  SINCE_2019,
	  VOCABULARY_UNEVALUATED},
	{ "unevaluatedProperties", read_unevaluated,		     LOGIC(unevaluated_properties),							    SINCE_2019,
	  VOCABULARY_UNEVALUATED																																																																																																																			 },
};

struct slice schema_keyword(size_t i)
{
	return i < ARRAY_SIZE(keywords) ? slice_str(keywords[i].name) : SLICE_NONE;
}

static bool keyword_counts(const struct keyword *k, const struct resource *in)
{
	return dialect_is_in(in->dialect, k->dialects) && (k->vocabulary & in->vocabularies) == k->vocabulary;
}

static void read_ref(struct schema_program *p, struct schema *s, struct slice ref)
{
	struct resource *in;
	struct node *target = program_resolve(p, s, "$ref", ref, &in);

	if (target)
		s->ref = program_position(p, target, in, s->scope);
}

static void read_keywords(struct schema_program *p, struct schema *s)
{
	for (size_t i = 0; i < s->node->n; i++) {
		const struct member *m = &s->node->members[i];

		for (size_t k = 0; k < ARRAY_SIZE(keywords); k++)
			if (slice_is(m->key, keywords[k].name) && keyword_counts(&keywords[k], s->in))
				keywords[k].read(p, s, m->value, &keywords[k]);
	}
}

/* Draft 7, core 8.3: "All other properties in a $ref object MUST be ignored." */
void program_read(struct schema_program *p, struct schema *s)
{
	struct slice ref = node_get_text(s->node, "$ref");
	bool asks;

	if (ref.ptr)
		read_ref(p, s, ref);
	if (!ref.ptr || dialect_is_in(s->in->dialect, SINCE_2019))
		read_keywords(p, s);
	asks = s->types != TYPE_ALL || s->values || s->constant || s->number || s->text || s->list ||
	       s->map || s->logic;
	s->only_ref = s->ref && !asks;
	s->anything = !s->ref && !asks;
}
