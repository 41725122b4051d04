/* One row per keyword of a schema position, and what their readers share. */
#ifndef SCHEMA_KEYWORDS_H
#define SCHEMA_KEYWORDS_H

#include "schema/program.h"

struct keyword;
typedef void keyword_reader(struct schema_program *p, struct schema *s, struct node *value,
			    const struct keyword *k);

struct keyword {
	const char *name;
	keyword_reader *read;
	size_t offset;	   /* of the bound, count or branches that it sets */
	unsigned dialects; /* in which it counts: IN_ */
	unsigned vocabulary;
};

/* Of the position's rules for one type, made when first asked for. */
struct number_rules *number_rules_of(struct schema_program *p, struct schema *s);
struct text_rules *text_rules_of(struct schema_program *p, struct schema *s);
struct list_rules *list_rules_of(struct schema_program *p, struct schema *s);
struct map_rules *map_rules_of(struct schema_program *p, struct schema *s);
struct logic *logic_of(struct schema_program *p, struct schema *s);

/* Refuses the position unless `is`: "NAME" must be WHAT. */
bool keyword_must_be(struct schema_program *p, struct schema *s, const struct node *value,
		     const struct keyword *k, bool is, const char *what);
bool keyword_count(struct schema_program *p, struct schema *s, const struct node *value,
		   const struct keyword *k, size_t *count);
/* A list of property names. */
bool keyword_names(struct schema_program *p, struct schema *s, const struct node *value,
		   const struct keyword *k, struct slice **names, size_t *n);
const struct pattern *keyword_pattern(struct schema_program *p, struct schema *s, struct slice text,
				      struct loc at);

/* Those of lists, maps and logic (keywords_children.c, choice.c). */
keyword_reader read_items, read_prefix_items, read_contains, read_contains_count, read_unique,
	read_properties, read_pattern_properties, read_additional_properties, read_property_names,
	read_required, read_dependencies, read_dependent_required, read_dependent_schemas, read_branches,
	read_not, read_if, read_dynamic_ref, read_recursive_ref, read_unevaluated, read_discriminator,
	read_content;

#endif
