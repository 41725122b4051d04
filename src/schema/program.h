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

/* Where relative references are counted from: a document, or the part of it that an $id opens. */
struct resource {
	struct slice base; /* absolute URI, no fragment */
	struct node *root;
};

struct bound {
	bool is_set;
	struct decimal value;
};

struct number_rules {
	struct bound minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of;
	const struct format *format;
};

struct text_rules {
	size_t min_length, max_length; /* in code points; SIZE_MAX: no maximum */
	const struct pattern *pattern;
	const struct format *format;
};

struct list_rules {
	struct schema **items; /* by position */
	size_t n_items;
	struct schema *rest; /* the others; NULL: anything */
	bool rest_is_items;  /* said by `items` rather than by `additionalItems` */
	struct schema *contains;
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
	size_t n_dependencies;
	size_t min_properties, max_properties;
};

struct branches {
	struct schema **list;
	size_t n;
};

/* What is judged on the same value. */
struct logic {
	struct branches all, any, one;
	struct schema * not, *when, *then, *otherwise; /* if, then, else; `when` only beside one of the two */
};

enum schema_state { SCHEMA_NEW, SCHEMA_BROKEN, SCHEMA_SOUND };

struct schema {
	struct node *node; /* borrowed */
	struct resource *in;
	struct schema *ref;	       /* $ref: nothing else counts */
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

/* All positions that were compiled with one library; lives in library->program and dies with it. */
struct schema_program {
	struct arena arena;
	struct library *library;
	struct schema_options options;
	struct map positions; /* node pointer to struct schema */
	struct map places;    /* node pointer to struct place */
	struct map documents; /* root node pointer to struct resource */
	struct map resources; /* base URI to struct resource */
	struct map anchors;   /* URI with fragment to node */
	struct map fasts;     /* sets of schemas to struct fast */
	struct pattern *patterns;
	unsigned n_documents, visit;
	struct schema **pending; /* positions not yet read */
	size_t n_pending, room_pending;
	struct fast **fast_pending;
	size_t n_fast_pending, room_fast_pending;
};

/* The compiled position of a node that stands in `in` (or deeper: $id counts).  Read later. */
struct schema *program_position(struct schema_program *p, struct node *node, struct resource *in);
/* Where `ref`, written in schema `s`, leads.  NULL: nowhere, said already. */
struct node *program_resolve(struct schema_program *p, struct schema *s, struct slice ref,
			     struct resource **in);
/* The resource that a schema given by the caller stands in; its $ids are noted. */
struct resource *program_enter(struct schema_program *p, struct node *node);
/* The resource inside `node`, which stands in `in`: another one when it has an $id. */
struct resource *program_place(struct schema_program *p, struct node *node, struct resource *in);
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

/* `ref` as seen from `base` (RFC 3986, 5.2), in `a`. */
struct slice uri_resolve(struct arena *a, struct slice base, struct slice ref);
/* %41 undone, in `a`. */
struct slice uri_decode(struct arena *a, struct slice s);

#define METASCHEMA_DRAFT_07_URI "http://json-schema.org/draft-07/schema"
extern const char metaschema_draft_07[];

#endif
