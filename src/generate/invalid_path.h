/* What the files that break messages share: the way from a schema down to the one whose keyword is broken. */
#ifndef GENERATE_INVALID_PATH_H
#define GENERATE_INVALID_PATH_H

#include "generate/invalid.h"
#include "generate/making.h"

enum step_kind {
	STEP_REF,
	STEP_ALL_OF,
	STEP_ANY_OF,
	STEP_ONE_OF,
	STEP_THEN,
	STEP_ELSE,
	STEP_DEPENDENCY, /* dependencies with a schema, dependentSchemas */
	STEP_PROPERTY,
	STEP_PATTERN,	 /* patternProperties: `name` was chosen to match */
	STEP_ADDITIONAL, /* additionalProperties, unevaluatedProperties: `name` was chosen to be neither */
	STEP_NAMES,	 /* propertyNames: the value below is a name */
	STEP_ITEM,	 /* of all items: the first */
	STEP_TUPLE,	 /* the item at `index` by its place */
	STEP_REST,	 /* the first item behind a tuple */
};

/* In the generator's arena. */
struct step {
	const struct step *up; /* NULL: from the root */
	enum step_kind kind;
	struct node *schema; /* that is left */
	struct node *target; /* that is entered, as it is written */
	const char *keyword;
	struct slice name; /* of a property, where there is one */
	struct slice pattern;
	size_t index;
};

bool step_is_choice(const struct step *s);
bool step_goes_inside(const struct step *s); /* to another value than the one above */
/* "/lines/0/price", from the root or from `above` (a step on the way, itself left out). */
void path_instance(struct buf *out, const struct step *s, const struct step *above);

/* The root's schema with what the path leads to replaced by `inner`, so that a value for it has all that
 * leads there.  `exclude`: no other branch of a choice on the way holds.  In the library's memory (making.h
 * says why).  NULL: there is no such schema. */
struct node *path_rebuild(struct generator *g, const struct step *s, struct node *inner, bool exclude);

/* A name that no property and no pattern of the schema has. */
struct slice unknown_name(struct generator *g, struct node *schema);
/* A name that the pattern matches; absent: none found. */
struct slice matching_name(struct generator *g, struct node *schema, struct slice pattern);

/* Schemas that ask for all that `b->schema` asks, but for the broken keyword, which they break. */
struct node_list {
	struct node **list; /* in the library's memory */
	size_t n, room;
};
void broken_schemas(struct generator *g, const struct breach *b, struct node_list *out);
/* Schemas that break one keyword of `schema`, without what else that asks (negate.c). */
void keyword_negations(struct generator *g, struct node *schema, const char *keyword, struct node_list *out);

/* The `i`-th attempt to break a valid value by changing it; NULL with *more false past the last, NULL with
 * *more true: this one does not apply.  `valid` is not changed. */
struct node *mutation(struct generator *g, const struct breach *b, const struct node *valid, size_t i,
		      struct arena *a, bool *more);

/* The schema that judges there: references followed.  NULL: nowhere. */
struct node *reference_target(struct generator *g, struct node *schema);

/* --- what the drafts differ in */

bool has_prefix_items(struct generator *g, struct node *schema);
const char *tuple_keyword(struct generator *g, struct node *schema);
/* What the schema's format judges. */
enum format_judges { FORMAT_JUDGES_NOTHING, FORMAT_JUDGES_TEXT, FORMAT_JUDGES_NUMBERS };
enum format_judges format_judges(struct generator *g, struct node *schema);
/* Do keywords beside a $ref count? */
bool reads_siblings(struct generator *g, struct node *schema);
/* NULL: not there, or without meaning in its dialect.  Flags of exclusive bounds are read as the bound. */
struct node *keyword_value(struct generator *g, struct node *schema, struct slice keyword);

/* Does it consist in a property, or an item, that must not be there? */
bool breach_adds_property(const struct breach *b);
/* What fails in the end: inside a oneOf, what its branch fails by. */
const char *breach_innermost(const struct breach *b);
struct broken_ways *broken_ways_new(struct generator *g);

/* Collects into `out` what the schema can be broken by. */
void breaches_collect(struct generator *g, struct node *root, bool in_headers, struct breaches *out);
void breaches_label(struct generator *g, struct breaches *all);

#endif
