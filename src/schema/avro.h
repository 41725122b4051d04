/* Avro 1.11: a schema as types, and what the parts of the language share.
 *
 * Everything of one schema lives in the arena that it was parsed into and is read only after that.  The
 * files: avro_parse.c and avro_names.c make types of nodes, avro_value.c checks defaults, avro_describe.c
 * makes the JSON Schema, avro_canonical.c the fingerprint, avro_read.c and avro_write.c are the wire,
 * avro_resolve.c reads with a writer's schema, avro_compatible.c tells whether that will work, avro.c joins
 * them. */
#ifndef SCHEMA_AVRO_H
#define SCHEMA_AVRO_H

#include "base/map.h"
#include "schema/language.h"

enum avro_kind {
	AVRO_NULL,
	AVRO_BOOLEAN,
	AVRO_INT,
	AVRO_LONG,
	AVRO_FLOAT,
	AVRO_DOUBLE,
	AVRO_BYTES,
	AVRO_STRING,
	AVRO_RECORD,
	AVRO_ENUM,
	AVRO_ARRAY,
	AVRO_MAP,
	AVRO_UNION,
	AVRO_FIXED,
	AVRO_KINDS
};

/* Spec, "Logical Types". */
enum avro_logical {
	AVRO_PLAIN,
	AVRO_DECIMAL,
	AVRO_UUID,
	AVRO_DATE,
	AVRO_TIME_MILLIS,
	AVRO_TIME_MICROS,
	AVRO_TIMESTAMP_MILLIS,
	AVRO_TIMESTAMP_MICROS,
	AVRO_TIMESTAMP_NANOS,
	AVRO_LOCAL_TIMESTAMP_MILLIS,
	AVRO_LOCAL_TIMESTAMP_MICROS,
	AVRO_LOCAL_TIMESTAMP_NANOS,
	AVRO_DURATION,
	AVRO_LOGICALS
};

struct avro_type;

struct avro_names {
	struct slice *list;
	size_t n;
};

struct avro_field {
	struct slice name;
	struct avro_names aliases;
	struct avro_type *type;
	struct node *node;	/* where it stands */
	struct node *given;	/* its default as written; NULL: none */
	struct node *otherwise; /* the same in Avro's JSON encoding: values of unions in their wrapper */
	struct slice intro;	/* "name": as JSON has it, comma in front */
};

struct avro_type {
	enum avro_kind kind;
	enum avro_logical logical;
	int64_t precision, scale;  /* of a decimal */
	struct slice name;	   /* full name of records, enums, fixed; else what a union's wrapper says */
	struct avro_names aliases; /* full names */
	struct avro_field *fields; /* of a record */
	struct avro_names symbols; /* of an enum */
	struct slice default_symbol; /* of an enum; absent: none */
	struct avro_type **branches; /* of a union; items of an array, values of a map: the only one */
	size_t n;		     /* fields or branches */
	size_t size;		     /* of a fixed, in bytes */
	size_t least;		/* bytes of the shortest value; AVRO_ENDLESS: not known yet, or none ends */
	unsigned uses;		/* places that it is referred to from */
	struct slice opening;	/* of a union's branch: {"string": */
	struct node *node;	/* where it stands */
	struct node *described; /* of a named type: its JSON Schema, once it is made */
};

#define AVRO_ENDLESS SIZE_MAX

struct avro_schema {
	struct avro_type *root;
	uint64_t fingerprint; /* CRC-64-AVRO of the parsing canonical form */
	unsigned minor;	      /* 1.minor of the schemaFormat; 11 when it says none */
	struct avro_store *store;
};

/* Where schemas of other writers are found: a registry hands one in (avro_use_store), without one only the
 * schema itself is known. */
struct avro_store {
	/* NULL: not known.  Borrowed, for as long as the store. */
	const struct avro_schema *(*by_id)(struct avro_store *store, uint32_t id);
	const struct avro_schema *(*by_fingerprint)(struct avro_store *store, uint64_t fingerprint);
};

extern const struct schema_language avro_language;

/* What `compile` puts into language_schema.wire. */
static inline const struct avro_schema *avro_of(const void *wire)
{
	return wire;
}
/* From now on messages are read by the schema that they were written with.  `wire` is that of a compiled
 * schema; the store outlives it. */
void avro_use_store(void *wire, struct avro_store *store);

/* --- parsing */

/* The schema at `n` (a $ref is followed, a text that holds JSON is read); NULL: said in l->diag. */
struct avro_schema *avro_parse(struct arena *a, struct library *l, struct node *n, unsigned minor);

struct avro_parsing {
	struct arena *a;
	struct library *l;
	struct map named;	      /* full name to struct avro_type */
	struct avro_field **defaults; /* fields whose defaults are still to be checked */
	size_t n_defaults, room_defaults;
	unsigned depth, minor;
	bool failed;
};

/* Says it; always false. */
bool avro_refuse(struct avro_parsing *p, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void avro_warn(struct avro_parsing *p, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* As the schema writes it: "int", "record"; AVRO_KINDS: none of them. */
extern const char *const avro_kind_names[AVRO_KINDS];
enum avro_kind avro_kind_named(struct slice name);

/* avro_names.c: [A-Za-z_][A-Za-z0-9_]* */
bool avro_is_name(struct slice s);
/* The name and aliases of a named type; *space becomes the namespace for what is inside.  False: said. */
bool avro_read_name(struct avro_parsing *p, struct node *n, struct slice *space, struct avro_type *out);
/* "x" in namespace "a.b" is "a.b.x"; "c.x" stays. */
struct slice avro_full_name(struct arena *a, struct slice name, struct slice space);
/* Behind the last dot. */
struct slice avro_short_name(struct slice full);
bool avro_read_aliases(struct avro_parsing *p, struct node *n, struct slice space, bool dotted,
		       struct avro_names *out);

/* avro_logical.c */
extern const char *const avro_logical_names[AVRO_LOGICALS];
/* Sets logical, precision, scale from the type's attributes.  What does not fit is said as a warning, and the
 * type stays plain: "must ignore the logical type". */
void avro_read_logical(struct avro_parsing *p, const struct node *n, struct avro_type *t);

/* avro_value.c: a default, which has no wrappers, in Avro's JSON encoding.  NULL: it is none (said). */
struct node *avro_default(struct avro_parsing *p, struct avro_field *f);

/* Fills in `least` of all types below; the first that no value ends is the answer, or NULL. */
struct avro_type *avro_measure(struct arena *a, struct avro_type *root);

/* --- what is made of a schema */

/* The JSON Schema of its JSON encoding, in `a`. */
struct node *avro_describe(struct arena *a, const struct avro_schema *s);
/* Appends a pattern for the text of a decimal's bytes: exactly those of at most `precision` digits; `size` of
 * a fixed, 0 for bytes. */
void avro_decimal_pattern(struct buf *out, int64_t precision, size_t size);
/* Digits that `size` bytes hold for sure. */
int64_t avro_decimal_digits(size_t size);

/* Appends the parsing canonical form. */
void avro_canonical(struct buf *out, const struct avro_type *t);
uint64_t avro_fingerprint(struct slice canonical);

/* --- the wire */

enum avro_framing { AVRO_RAW, AVRO_SINGLE_OBJECT, AVRO_REGISTRY };

struct avro_frame {
	enum avro_framing framing;
	uint64_t fingerprint; /* of AVRO_SINGLE_OBJECT */
	uint32_t id;	      /* of AVRO_REGISTRY */
	struct slice body;
};

/* Reads the head of a framing; false: the bytes do not begin so. */
bool avro_unframe(struct slice bytes, enum avro_framing framing, struct avro_frame *out);
/* Appends the head; the value follows by avro_write. */
void avro_add_head(struct buf *out, enum avro_framing framing, uint64_t fingerprint, uint32_t id);

/* The way into a value, for messages: on the stack. */
struct avro_step {
	const struct avro_step *up;
	struct slice name; /* absent: `index` counts */
	size_t index;
};

struct avro_reading {
	const uint8_t *at, *end, *start;
	struct buf *json;
	size_t json_from; /* its length before */
	struct wire_error *why;
	size_t free_values; /* that need no bytes and may still come */
	unsigned depth;	    /* of the JSON */
	bool quiet;	    /* of what is wrong only `at` is noted */
};

/* Appends the JSON pointer to where a step stands. */
void avro_steps_add(struct buf *out, const struct avro_step *in);
/* One value of type `t` as JSON; false: said in why. */
bool avro_read_value(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in);
/* The same, written as `t`, told as one of `as` (spec, "Schema Resolution"). */
bool avro_read_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		  const struct avro_step *in);
/* Always false. */
bool avro_bad(struct avro_reading *r, const struct avro_step *in, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The reading of one message, ready to begin. */
struct avro_reading avro_reading_of(struct slice bytes, struct buf *json, struct wire_error *why);
/* All of it was used up. */
bool avro_ended(struct avro_reading *r);

/* Pieces of avro_read_value for avro_read_as. */
bool avro_read_long(struct avro_reading *r, const struct avro_step *in, int64_t *out);
bool avro_read_text(struct avro_reading *r, const struct avro_step *in, bool utf8, struct slice *out);
bool avro_read_float(struct avro_reading *r, const struct avro_step *in, enum avro_kind kind, double *out);
bool avro_read_index(struct avro_reading *r, const struct avro_step *in, const struct avro_type *t,
		     size_t *out);
bool avro_enter(struct avro_reading *r, const struct avro_step *in);
typedef bool avro_item_fn(struct avro_reading *r, const struct avro_type *item, const struct avro_type *as,
			  const struct avro_step *in);
/* The blocks of an array or map, each item by `item`, which gets the type of the item and `as`. */
bool avro_read_blocks(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		      const struct avro_step *in, avro_item_fn *item);
void avro_add_bytes(struct buf *json, struct slice bytes);
void avro_add_double(struct buf *json, double value);
void avro_add_float(struct buf *json, float value);

/* A value in the JSON encoding as bytes; false: said in why. */
bool avro_write_value(struct buf *out, const struct avro_type *t, const struct node *value,
		      struct wire_error *why);

/* The branch that a wrapper of this name means; NULL. */
const struct avro_type *avro_branch(const struct avro_type *t, struct slice name);

/* Does `t` read what `writer` wrote, by the rules' first step ("must match")? */
bool avro_matches(const struct avro_type *t, const struct avro_type *writer);
/* The writer's field that fills the reader's, by name or alias, and the other way round; NULL. */
const struct avro_field *avro_field_of(const struct avro_type *record, const struct avro_field *readers);
const struct avro_field *avro_readers_field(const struct avro_type *record, const struct avro_type *writer,
					    const struct avro_field *writers);
/* `t`, or of a union the branch that reads what `writer` (no union) wrote: the same type before another that
 * it may be promoted to; NULL: none. */
const struct avro_type *avro_choose(const struct avro_type *t, const struct avro_type *writer);

/* --- compatibility */

/* One reason why a reader cannot read all that a writer writes. */
struct avro_clash {
	const char *code;	   /* static: "type", "default", "symbol", "branch", "name", "size" */
	struct slice where;	   /* JSON pointer in the writer's payload; any item is "*" */
	const struct node *reader; /* where each stands */
	const struct node *writer;
	const char *text; /* "is a string for the writer and an int for the reader" */
};

struct avro_clashes {
	struct arena *a; /* the caller's: owns what follows */
	struct avro_clash *list;
	size_t n, room;
};

/* True: none.  At most LIMIT_FINDINGS are listed. */
bool avro_compatible(const struct avro_schema *reader, const struct avro_schema *writer,
		     struct avro_clashes *out);

#endif
