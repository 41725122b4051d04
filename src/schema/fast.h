/* The one pass: schemas merged into nodes that bytes can be run through.
 *
 * A node stands for a set of schemas that all judge the same value: what $ref and allOf bring together is
 * merged when compiling, and so are its children, name by name.  What looks back goes to the tape. */
#ifndef SCHEMA_FAST_H
#define SCHEMA_FAST_H

#include "schema/names.h"
#include "schema/program.h"

enum {
	FAST_NODES_MOST = 50000,    /* per program; past it a value goes to the tape */
	FAST_MEMBERS_MOST = 200,    /* schemas merged in one node */
	FAST_BRANCHES_MOST = 100,   /* of a choice in one pass */
	FAST_PATTERNS_MOST = 16,    /* patternProperties of one node */
	FAST_PROPERTIES_MOST = 512, /* of one node */
	FAST_WORDS = FAST_PROPERTIES_MOST / 64,
	FAST_UNKNOWN_MOST = 32, /* undeclared keys of one object; more go to the tape */
};

struct fast_property {
	struct slice name;
	uint64_t word, mask; /* the name's first bytes and its closing quote, as on the wire */
	uint64_t tail;	     /* of a name of 8 bytes or more: its last 7 and the quote */
	bool guessable;	     /* written plainly, the name needs no escape */
	const struct fast *value;
	uint32_t next; /* the property that came behind it last time: a guess */
};

struct fast_pattern {
	const struct pattern *pattern;
	const struct fast *value;
};

struct fast_map {
	struct fast_property *properties;
	uint32_t n_properties, n_words;
	uint32_t first; /* the property that came first last time: a guess */
	struct names by_name;
	uint64_t required[FAST_WORDS];
	struct fast_pattern *patterns;
	size_t n_patterns;
	const struct fast *others; /* values of keys that no pattern matches */
	bool closed;		   /* there may be no others */
	const struct fast *names;  /* NULL: any */
	size_t min_properties, max_properties;
};

struct fast_list {
	const struct fast **heads;
	size_t n_heads;
	const struct fast *rest;
	size_t min_items, max_items;
};

struct fast_number {
	struct bound minimum, maximum;
	bool above, below; /* the bound itself is excluded */
	struct decimal *steps;
	size_t n_steps;
};

struct fast_text {
	size_t min_length, max_length;
	const struct pattern **patterns;
	const struct format **formats;
	size_t n_patterns, n_formats;
};

/* The only scalars that are allowed. */
struct fast_constants {
	bool null, yes, no;
	struct decimal *numbers;
	size_t n_numbers;
	struct names texts;
};

struct fast {
	uint8_t types;	    /* allowed */
	uint8_t tape_types; /* of those, the ones that go to the tape */
	const struct fast_number *number;
	const struct fast_text *text;
	const struct fast_constants *constants;
	const struct fast_list *list;
	struct fast_map *map;
	const struct fast **branches; /* one that holds is enough; n_branches 0: no choice */
	size_t n_branches, guess;
	const struct schema **origin; /* what the walker is asked */
	size_t n_origin;
	uintptr_t *set; /* what is merged here: tagged schemas, sorted */
	size_t n_set;
};

/* The node of a root. */
struct fast *fast_compile(struct schema_program *p, struct schema *root);

/* A node that takes anything. */
extern const struct fast fast_anything;

/* --- sets of schemas (fast_set.c) */

/* In a set: the schema's $ref and allOf are members of their own already; its choice is made. */
enum { SET_FLAT = 1, SET_CHOSEN = 2, SET_TAGS = 3 };

struct fast_set {
	struct arena *arena;
	uintptr_t *members;
	size_t n, room;
};

static inline struct schema *set_schema(uintptr_t member)
{
	return (struct schema *)(member & ~(uintptr_t)SET_TAGS);
}

void set_add(struct fast_set *set, const struct schema *s, unsigned tags);
/* With everything that $ref and allOf bring in; all flat. */
struct fast_set set_expanded(struct arena *a, const uintptr_t *members, size_t n);
/* Sorted, without what asks nothing. */
struct fast_set set_normal(struct arena *a, const struct fast_set *set);
/* The types of values that might fit two of them, of `types`. */
unsigned branches_overlap(struct arena *a, const struct branches *b, unsigned types);

/* --- unevaluated* (fast_rest.c) */

struct fast_rest {
	struct fast_rest *next;
	const struct schema *schema; /* of what the family does not speak of */
	struct fast_set family;	     /* members of the set */
};

/* Of maps or lists; those whose family speaks of everything are left out. */
struct fast_rest *fast_rests(struct arena *a, const struct fast_set *all, unsigned type);
bool fast_rest_knows(const struct fast_rest *r, const struct schema *s);

/* The node of a set, filled later. */
struct fast *fast_of(struct schema_program *p, const struct fast_set *set);
/* Fills one node from its set. */
void fast_merge(struct schema_program *p, struct fast *f);
void fast_merge_map(struct schema_program *p, struct fast *f, const struct fast_set *all);
void fast_merge_list(struct schema_program *p, struct fast *f, const struct fast_set *all);

#endif
