/* A schema read once: the value of each keyword that generation knows, in an array instead of a map.
 *
 * References are followed here, so nobody behind this page meets a "$ref". */
#ifndef GENERATE_FACTS_H
#define GENERATE_FACTS_H

#include "document/document.h"

/* One row per keyword: enum name, spelling, the types that it speaks of (for schemas without "type"). */
#define KEYWORDS(X)                                                                                          \
	X(REF, "$ref", 0)                                                                                    \
	X(TYPE, "type", 0)                                                                                   \
	X(NULLABLE, "nullable", 0)                                                                           \
	X(CONST, "const", 0)                                                                                 \
	X(ENUM, "enum", 0)                                                                                   \
	X(DEFAULT, "default", 0)                                                                             \
	X(EXAMPLES, "examples", 0)                                                                           \
	X(EXAMPLE, "example", 0)                                                                             \
	X(ALL_OF, "allOf", 0)                                                                                \
	X(ANY_OF, "anyOf", 0)                                                                                \
	X(ONE_OF, "oneOf", 0)                                                                                \
	X(NOT, "not", 0)                                                                                     \
	X(IF, "if", 0)                                                                                       \
	X(THEN, "then", 0)                                                                                   \
	X(ELSE, "else", 0)                                                                                   \
	X(MINIMUM, "minimum", TYPES_NUMBER)                                                                  \
	X(MAXIMUM, "maximum", TYPES_NUMBER)                                                                  \
	X(EXCLUSIVE_MINIMUM, "exclusiveMinimum", TYPES_NUMBER)                                               \
	X(EXCLUSIVE_MAXIMUM, "exclusiveMaximum", TYPES_NUMBER)                                               \
	X(MULTIPLE_OF, "multipleOf", TYPES_NUMBER)                                                           \
	X(MIN_LENGTH, "minLength", TYPE_STRING)                                                              \
	X(MAX_LENGTH, "maxLength", TYPE_STRING)                                                              \
	X(PATTERN, "pattern", TYPE_STRING)                                                                   \
	X(FORMAT, "format", TYPE_STRING)                                                                     \
	X(CONTENT_ENCODING, "contentEncoding", TYPE_STRING)                                                  \
	X(CONTENT_MEDIA_TYPE, "contentMediaType", TYPE_STRING)                                               \
	X(ITEMS, "items", TYPE_ARRAY)                                                                        \
	X(ADDITIONAL_ITEMS, "additionalItems", TYPE_ARRAY)                                                   \
	X(CONTAINS, "contains", TYPE_ARRAY)                                                                  \
	X(MIN_ITEMS, "minItems", TYPE_ARRAY)                                                                 \
	X(MAX_ITEMS, "maxItems", TYPE_ARRAY)                                                                 \
	X(UNIQUE_ITEMS, "uniqueItems", TYPE_ARRAY)                                                           \
	X(PROPERTIES, "properties", TYPE_OBJECT)                                                             \
	X(PATTERN_PROPERTIES, "patternProperties", TYPE_OBJECT)                                              \
	X(ADDITIONAL_PROPERTIES, "additionalProperties", TYPE_OBJECT)                                        \
	X(PROPERTY_NAMES, "propertyNames", TYPE_OBJECT)                                                      \
	X(REQUIRED, "required", TYPE_OBJECT)                                                                 \
	X(MIN_PROPERTIES, "minProperties", TYPE_OBJECT)                                                      \
	X(MAX_PROPERTIES, "maxProperties", TYPE_OBJECT)                                                      \
	X(DEPENDENCIES, "dependencies", TYPE_OBJECT)

enum keyword {
#define X(id, name, types) KW_##id,
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
	struct node *node;	   /* the schema itself, references followed */
	struct node *at[KW_COUNT]; /* the keyword's value; NULL: not there */
	unsigned types;		   /* that it allows */
	unsigned speaks_of;	   /* types that its keywords constrain */
	bool empty;		   /* none of the keywords but annotations */
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
