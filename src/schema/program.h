/* The compiled schema as the walker reads it: one struct per position, every draft turned into these rules.
 */
#ifndef SCHEMA_PROGRAM_H
#define SCHEMA_PROGRAM_H

#include "base/map.h"
#include "schema/format.h"
#include "schema/number.h"
#include "schema/pattern.h"
#include "schema/schema.h"
#include "schema/tape.h"

struct fast;
struct text_encoding;

/* The vocabularies whose keywords count (2019-09 and later, core 8.1.2). */
enum {
	VOCABULARY_CORE = 0, /* always */
	VOCABULARY_APPLICATOR = 1,
	VOCABULARY_UNEVALUATED = 2,
	VOCABULARY_VALIDATION = 4,
	VOCABULARY_FORMAT_ASSERTION = 8,
	VOCABULARY_USUAL = VOCABULARY_APPLICATOR | VOCABULARY_UNEVALUATED | VOCABULARY_VALIDATION,
};

/* A `$dynamicAnchor`; `$recursiveAnchor` is one with a name of its own. */
struct dynamic_anchor {
	struct dynamic_anchor *next;
	struct slice name;
	struct node *node;
	struct resource *in;
};

/* Where relative references are counted from: a document, or the part of it that an $id opens; and what its
 * keywords mean. */
struct resource {
	struct slice base; /* absolute URI, no fragment */
	struct node *root;
	enum schema_dialect dialect;
	unsigned vocabularies;
	struct dynamic_anchor *dynamic; /* first of a list */
	size_t n_dynamic;
	struct resource
		*around; /* of a part that has another dialect but the same base: the whole; else NULL */
};

/* The dynamic scope, as far as it matters: for each name, the anchor of the outermost resource on the way
 * from the root that has one.  A position that is reached in several scopes is compiled for each, so that
 * judging needs no stack of resources. */
struct scope {
	struct dynamic_anchor **anchors; /* by address */
	size_t n;
};

struct bound {
	bool is_set;
	struct decimal value;
};

struct number_rules {
	struct bound minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of;
	const struct format *format;
};

/* What a string holds beyond its text. */
struct embedded {
	const struct text_encoding *encoding; /* NULL: none, the text is it */
	bool json;			      /* else a type that we do not look into */
	struct schema *schema;		      /* of the JSON; NULL: anything */
};

struct text_rules {
	size_t min_length, max_length; /* in code points; SIZE_MAX: no maximum */
	const struct pattern *pattern;
	const struct format *format;
	const struct embedded *embedded; /* NULL: not asked (embedded.h) */
};

struct list_rules {
	struct schema **items; /* by position */
	size_t n_items;
	struct schema *rest;			  /* the others; NULL: anything */
	const char *items_keyword, *rest_keyword; /* who said so: "prefixItems" and "items" */
	struct schema *contains;
	size_t min_contains, max_contains;
	bool contains_evaluates; /* for unevaluatedItems, what `contains` fits is spoken of */
	bool unique;
	size_t min_items, max_items;
};

/* `properties`, `patternProperties`. */
struct property {
	struct slice name;
	struct schema *schema;
	const struct pattern *pattern;
};

struct dependency {
	const char *keyword; /* "dependencies", "dependentRequired", "dependentSchemas" */
	struct slice name;
	struct slice *required; /* the list form */
	size_t n_required;
	struct schema *schema; /* the other form; NULL */
};

struct map_rules {
	struct property *properties;
	size_t n_properties;
	struct map by_name; /* of more than 8 properties: name to struct property */
	struct property *patterns;
	size_t n_patterns;
	struct schema *additional; /* NULL: anything */
	struct schema *names;	   /* NULL: any */
	struct slice *required;
	size_t n_required;
	struct dependency *dependencies;
	size_t n_dependencies, room_dependencies;
	size_t min_properties, max_properties;
};

struct branches {
	struct schema **list;
	size_t n;
};

/* `discriminator`: a property whose value names the branch that counts. */
struct choice {
	struct slice property;
	const struct branches *of;
	const char *keyword; /* "oneOf", "anyOf" */
	struct choice_name {
		struct slice name;
		size_t branch;
	} * names;
	size_t n_names;
	struct schema **guards; /* per branch: the property has one of its names; NULL: no name leads there */
	bool decides;		/* else it only tells which branch's reasons to give */
};

/* What is judged on the same value. */
struct logic {
	struct branches all, any, one;
	struct schema * not, *when, *then, *otherwise; /* if, then, else */
	struct schema *dynamic;			       /* where $dynamicRef or $recursiveRef leads */
	const char *dynamic_keyword;
	struct choice *choice;					   /* NULL: none */
	struct schema *unevaluated_items, *unevaluated_properties; /* judged last */
};

enum schema_state { SCHEMA_NEW, SCHEMA_BROKEN, SCHEMA_SOUND };

struct schema {
	struct node *node;	   /* borrowed; with `scope` the key of its position */
	const struct scope *scope; /* NULL: no dynamic anchors on the way here */
	struct resource *in;
	struct schema *ref;	       /* $ref */
	bool only_ref;		       /* nothing else counts */
	struct schema_program *unread; /* compiled lazily, and nothing came by yet; NULL: read */
	uint8_t types;		       /* mask of TYPE_ */
	bool never;		       /* `false` */
	bool anything;		       /* nothing is asked */
	enum schema_state state;
	unsigned visit;		     /* of the last walk over the graph that came by */
	const struct node *values;   /* enum: a list; NULL */
	const struct node *constant; /* NULL */
	struct number_rules *number; /* each NULL when nothing is asked of that type */
	struct text_rules *text;
	struct list_rules *list;
	struct map_rules *map;
	struct logic *logic;
	struct fast *fast; /* of roots */
};

enum { METASCHEMA_FILES = 5 };

/* All positions that were compiled with one library and one set of meanings. */
struct schema_program {
	struct arena arena;
	struct library *library;
	struct schema_options options;
	struct map positions; /* node and scope to struct schema */
	struct map places;    /* node pointer to struct place */
	struct map documents; /* root node pointer to struct resource */
	struct map resources; /* base URI to struct resource */
	struct map anchors;   /* URI with fragment to node */
	struct map scopes;    /* pointers to dynamic anchors to struct scope */
	struct map fasts;     /* sets of schemas to struct fast */
	struct pattern *patterns;
	struct node *metaschemas[METASCHEMA_FILES]; /* as read; NULL: not asked for yet */
	unsigned n_documents, visit;
	bool too_many_scopes;
	struct schema **pending; /* positions not yet read */
	size_t n_pending, room_pending;
	struct fast **fast_pending;
	size_t n_fast_pending, room_fast_pending;
};

enum { PROGRAMS_EACH = 4 }; /* formats assert or not, content does or not */

/* What lives in library->compiled and dies with it. */
struct schema_programs {
	struct schema_program *list[SCHEMA_DIALECTS][PROGRAMS_EACH]; /* by default dialect and what asserts */
};

/* The compiled position of a node that stands in `in` (or deeper: $id counts), reached in `scope`.  Read
 * later. */
struct schema *program_position(struct schema_program *p, struct node *node, struct resource *in,
				const struct scope *scope);
/* Of a node that stands in schema `s`. */
struct schema *program_child(struct schema_program *p, const struct schema *s, struct node *node);
/* Reads a position that was left unread. */
void program_read_late(struct schema *s);
/* Reads the keywords of one position. */
void program_read(struct schema_program *p, struct schema *s);
/* Says what is wrong with a position; always false. */
bool program_refuse(struct schema_program *p, struct schema *s, struct loc at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Calls `visit` for every child: those judged on the same value, or all of them. */
typedef void schema_visitor(void *context, struct schema *child);
void schema_children(const struct schema *s, bool same_value, schema_visitor *visit, void *context);

/* --- what the dialects differ in (dialect.c) */

/* As bits of a mask. */
enum {
	IN_ASYNCAPI = 1 << DIALECT_ASYNCAPI,
	IN_04 = 1 << DIALECT_DRAFT_04,
	IN_06 = 1 << DIALECT_DRAFT_06,
	IN_07 = 1 << DIALECT_DRAFT_07 | IN_ASYNCAPI,
	IN_2019 = 1 << DIALECT_DRAFT_2019_09,
	IN_OPENAPI_3_0 = 1 << DIALECT_OPENAPI_3_0,
	IN_OPENAPI_3_1 = 1 << DIALECT_OPENAPI_3_1,
	IN_2020 = 1 << DIALECT_DRAFT_2020_12 | IN_OPENAPI_3_1,
	IN_ALL = (1 << SCHEMA_DIALECTS) - 1,
	SINCE_2019 = IN_2019 | IN_2020,
	SINCE_07 = IN_07 | SINCE_2019,
	SINCE_06 = IN_06 | SINCE_07,
	SINCE_04 = IN_04 | SINCE_06, /* all that are JSON Schema's own */
	UNTIL_07 = IN_04 | IN_06 | IN_07,
};

static inline bool dialect_is_in(enum schema_dialect dialect, unsigned mask)
{
	return mask >> dialect & 1;
}

/* What the keywords of a resource mean: by the `$schema` of its root, else as outside. */
void dialect_settle(struct schema_program *p, const struct node *root, enum schema_dialect *dialect,
		    unsigned *vocabularies);

/* --- where schemas stand (places.c) */

/* The resource that a schema given by the caller stands in; its $ids are noted. */
struct resource *program_enter(struct schema_program *p, struct node *node);
/* The resource inside `node`, which stands in `in`: another one when it has an $id. */
struct resource *program_place(struct schema_program *p, struct node *node, struct resource *in);
/* The same for a node that may not have been noted. */
struct resource *program_open(struct schema_program *p, struct node *node, struct resource *in);
struct resource *program_resource(struct schema_program *p, struct slice base, struct node *root,
				  const struct resource *outer);
struct resource *program_resource_of_root(struct schema_program *p, struct node *root);
/* Notes where every schema under `node` stands, and the names that $id and anchors give. */
void program_note(struct schema_program *p, struct node *node, struct resource *in);
/* What a plain-name fragment leads to; NULL: nothing. */
struct node *program_anchor(struct schema_program *p, const struct resource *in, struct slice name);

/* --- where references lead (refs.c, scope.c) */

/* Where `ref`, written in schema `s` under `keyword`, leads.  NULL: nowhere, said already. */
struct node *program_resolve(struct schema_program *p, struct schema *s, const char *keyword,
			     struct slice ref, struct resource **in);
/* The same as seen from `s`, but nothing is said. */
struct node *program_look_up(struct schema_program *p, struct schema *s, struct slice ref);
/* The position that a $dynamicRef leads to, from where `s` stands; NULL: nowhere, said already. */
struct schema *program_dynamic(struct schema_program *p, struct schema *s, struct slice ref);
struct schema *program_recursive(struct schema_program *p, struct schema *s, struct slice ref);
/* The scope behind the border of `in`. */
const struct scope *scope_enter(struct schema_program *p, const struct scope *scope,
				const struct resource *in);

/* The branch that a discriminator's value names; NULL: none. */
const struct choice_name *choice_find(const struct choice *c, struct slice name);

/* A document of a published metaschema; NULL: none. */
struct node *metaschema_find(struct schema_program *p, struct slice uri);

/* `ref` as seen from `base` (RFC 3986, 5.2), in `a`. */
struct slice uri_resolve(struct arena *a, struct slice base, struct slice ref);
/* %41 undone, in `a`. */
struct slice uri_decode(struct arena *a, struct slice s);

#endif
