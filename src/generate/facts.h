/* A schema read once: the value of each keyword that generation knows, in an array instead of a map.
 *
 * References are followed here, so nobody behind this page meets a "$ref", and what the drafts of JSON Schema
 * spell differently (flags of exclusive bounds, items by position) is brought into one form. */
#ifndef GENERATE_FACTS_H
#define GENERATE_FACTS_H

#include "schema/schema.h"

/* One row per keyword: enum name, spelling, the types that it speaks of (for schemas without "type"), the
 * dialects that know it. */
#define KEYWORDS(X)                                                                                          \
	X(REF, "$ref", 0, ALL)                                                                               \
	X(DYNAMIC_REF, "$dynamicRef", 0, SINCE_2020)                                                         \
	X(RECURSIVE_REF, "$recursiveRef", 0, ONLY_2019)                                                      \
	X(TYPE, "type", 0, ALL)                                                                              \
	X(NULLABLE, "nullable", 0, ONLY_OPENAPI_3_0)                                                         \
	X(CONST, "const", 0, SINCE_6)                                                                        \
	X(ENUM, "enum", 0, ALL)                                                                              \
	X(DEFAULT, "default", 0, ALL)                                                                        \
	X(EXAMPLES, "examples", 0, ALL)                                                                      \
	X(EXAMPLE, "example", 0, ALL)                                                                        \
	X(ALL_OF, "allOf", 0, ALL)                                                                           \
	X(ANY_OF, "anyOf", 0, ALL)                                                                           \
	X(ONE_OF, "oneOf", 0, ALL)                                                                           \
	X(NOT, "not", 0, ALL)                                                                                \
	X(IF, "if", 0, SINCE_7)                                                                              \
	X(THEN, "then", 0, SINCE_7)                                                                          \
	X(ELSE, "else", 0, SINCE_7)                                                                          \
	X(DISCRIMINATOR, "discriminator", 0, ALL)                                                            \
	X(MINIMUM, "minimum", TYPES_NUMBER, ALL)                                                             \
	X(MAXIMUM, "maximum", TYPES_NUMBER, ALL)                                                             \
	X(EXCLUSIVE_MINIMUM, "exclusiveMinimum", TYPES_NUMBER, ALL)                                          \
	X(EXCLUSIVE_MAXIMUM, "exclusiveMaximum", TYPES_NUMBER, ALL)                                          \
	X(MULTIPLE_OF, "multipleOf", TYPES_NUMBER, ALL)                                                      \
	X(MIN_LENGTH, "minLength", TYPE_STRING, ALL)                                                         \
	X(MAX_LENGTH, "maxLength", TYPE_STRING, ALL)                                                         \
	X(PATTERN, "pattern", TYPE_STRING, ALL)                                                              \
	X(FORMAT, "format", TYPE_STRING, ALL)                                                                \
	X(CONTENT_ENCODING, "contentEncoding", TYPE_STRING, SINCE_7)                                         \
	X(CONTENT_MEDIA_TYPE, "contentMediaType", TYPE_STRING, SINCE_7)                                      \
	X(CONTENT_SCHEMA, "contentSchema", TYPE_STRING, SINCE_2019)                                          \
	X(PREFIX_ITEMS, "prefixItems", TYPE_ARRAY, SINCE_2020)                                               \
	X(ITEMS, "items", TYPE_ARRAY, ALL)                                                                   \
	X(ADDITIONAL_ITEMS, "additionalItems", TYPE_ARRAY, UNTIL_2019)                                       \
	X(UNEVALUATED_ITEMS, "unevaluatedItems", TYPE_ARRAY, SINCE_2019)                                     \
	X(CONTAINS, "contains", TYPE_ARRAY, SINCE_6)                                                         \
	X(MIN_CONTAINS, "minContains", TYPE_ARRAY, SINCE_2019)                                               \
	X(MAX_CONTAINS, "maxContains", TYPE_ARRAY, SINCE_2019)                                               \
	X(MIN_ITEMS, "minItems", TYPE_ARRAY, ALL)                                                            \
	X(MAX_ITEMS, "maxItems", TYPE_ARRAY, ALL)                                                            \
	X(UNIQUE_ITEMS, "uniqueItems", TYPE_ARRAY, ALL)                                                      \
	X(PROPERTIES, "properties", TYPE_OBJECT, ALL)                                                        \
	X(PATTERN_PROPERTIES, "patternProperties", TYPE_OBJECT, NOT_OPENAPI_3_0)                             \
	X(ADDITIONAL_PROPERTIES, "additionalProperties", TYPE_OBJECT, ALL)                                   \
	X(UNEVALUATED_PROPERTIES, "unevaluatedProperties", TYPE_OBJECT, SINCE_2019)                          \
	X(PROPERTY_NAMES, "propertyNames", TYPE_OBJECT, SINCE_6)                                             \
	X(REQUIRED, "required", TYPE_OBJECT, ALL)                                                            \
	X(MIN_PROPERTIES, "minProperties", TYPE_OBJECT, ALL)                                                 \
	X(MAX_PROPERTIES, "maxProperties", TYPE_OBJECT, ALL)                                                 \
	X(DEPENDENCIES, "dependencies", TYPE_OBJECT, NOT_OPENAPI_3_0)                                        \
	X(DEPENDENT_REQUIRED, "dependentRequired", TYPE_OBJECT, SINCE_2019)                                  \
	X(DEPENDENT_SCHEMAS, "dependentSchemas", TYPE_OBJECT, SINCE_2019)

enum keyword {
#define X(id, name, types, dialects) KW_##id,
	KEYWORDS(X)
#undef X
		KW_COUNT
};

/* Types as a set; an integer is a number, and so is a fraction. */
enum types {
	TYPE_NULL = 1,
	TYPE_BOOL = 2,
	TYPE_INTEGER = 4,
	TYPE_FRACTION = 8, /* a number that is no integer */
	TYPE_STRING = 16,
	TYPE_ARRAY = 32,
	TYPE_OBJECT = 64,
	TYPES_NUMBER = TYPE_INTEGER | TYPE_FRACTION,
	TYPES_ALL = 127,
};

struct facts {
	struct node *node; /* the schema itself */
	struct node
		*at[KW_COUNT]; /* the keyword's value; NULL: not there, or without meaning in its dialect */
	struct node *ref;      /* where $ref leads, which holds beside the keywords (from 2019-09); NULL */
	struct node **dynamic; /* where $dynamicRef or $recursiveRef may lead, the likeliest first */
	size_t n_dynamic;
	struct node *prefix;  /* items by position: a list; NULL */
	struct node *rest;    /* the items behind them; NULL: anything */
	unsigned types;	      /* that it allows */
	struct slice look;    /* the name that a value looks like, wherever it stands; absent: its own */
	struct slice logical; /* what a number counts (schema/made.h); absent: nothing */
	unsigned speaks_of;   /* types that its keywords constrain */
	enum schema_dialect dialect;
	bool empty;	  /* none of the keywords but annotations */
	bool unevaluated; /* it says what becomes of members or items that nobody else judged */
	size_t min_contains, max_contains;
};

struct generator;

/* What the schema at `n` says.  NULL where there is nothing to read: a boolean, a reference to nowhere, no
 * map. The facts live as long as the generator. */
struct facts *facts_of(struct generator *g, struct node *n);
/* `n` with references followed; NULL when they lead nowhere. */
struct node *facts_target(struct generator *g, struct node *n);
/* The types that a schema's "type" value names; TYPES_ALL for NULL. */
unsigned types_of(const struct node *type);
/* The type of a value, as a set of one. */
unsigned type_of_value(const struct node *value);
const char *keyword_name(enum keyword k);

#endif
