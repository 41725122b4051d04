/* JSON Schema, compiled once and run on bytes in place (shape: one pass, tape only where a schema looks back,
 * one walker that gives the reasons).
 *
 * A `struct schema` is one compiled schema position in a program; positions refer to one another, so a
 * program is a graph that lives as long as the arena it was compiled into.  Judging allocates nothing once
 * the judge's scratch has grown to the largest message. */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "document/document.h"

struct schema; /* compiled; immutable but for its guesses (single thread) */
struct judge;  /* scratch of one thread: tape, guesses, match data */

/* Payloads under judgement must have this many zero bytes behind them. */
enum { SCHEMA_PADDING = 32 };

/* What a schema's keywords mean.  A `$schema` in the schema counts more than what the caller says. */
enum schema_dialect {
	DIALECT_ASYNCAPI, /* the default: a superset of draft-07 */
	DIALECT_DRAFT_04,
	DIALECT_DRAFT_06,
	DIALECT_DRAFT_07,
	DIALECT_DRAFT_2019_09,
	DIALECT_DRAFT_2020_12,
	DIALECT_OPENAPI_3_0,
	DIALECT_OPENAPI_3_1, /* 2020-12 with `discriminator` */
};
enum { SCHEMA_DIALECTS = DIALECT_OPENAPI_3_1 + 1 };

struct schema_options {
	enum schema_dialect dialect;
	bool formats_assert;  /* `format` judges; on for contracts */
	bool content_asserts; /* contentEncoding, contentMediaType (JSON) and contentSchema judge; annotations
				 by the standard */
	const struct map
		*documents; /* borrowed: URI to struct node, for $ref beyond the library; NULL: none */
	bool slow;	    /* no one pass: for schemas that judge next to nothing */
	bool lazily; /* for a schema that is known to be sound, has no $id, and judges once: each position is
			compiled when the first value comes to it; no one pass */
};

/* One reason why a message does not conform. */
struct violation {
	const char *keyword;   /* static: "minimum", "required", "type", "json" (not even JSON),
				  "duplicate-key",   or the gate's: "address", "direction", "parameter",
				  "location", "content-type", "header",   or a binding's: "qos", "keepAlive" */
	struct slice instance; /* JSON pointer into the message: "/amount"; "" is the whole */
	bool in_headers;       /* both pointers lead into the headers, not the payload */
	struct slice schema;   /* JSON pointer from the message's schema: "/properties/amount/maximum" */
	struct loc at;	       /* of the keyword in the document */
	struct slice value;    /* what was found, at most LIMIT_VALUE_BYTES of its JSON; absent if nothing */
	struct slice text;     /* one sentence: "payload.amount must be <= 10000 (got 12000)" */
};

/* A message of the channel that one might have been, but conforms to less. */
struct runner_up {
	struct slice message;
	size_t violations;
};

struct violations {
	struct arena arena; /* owns the slices of `list`; freed by violations_release */
	struct violation *list;
	size_t n, room;
	size_t max;	       /* 0 = all */
	size_t left_out;       /* found but past `max` */
	const char *root_name; /* borrowed: what the instance is called in `text`: "payload", "headers" */
	bool innermost; /* where no branch of oneOf or anyOf holds: the reasons of the nearest one, not one
			   sentence about them all (their `schema` then begins at that branch) */
	/* Of a verdict where a channel has several messages; in the arena. */
	struct slice told_by; /* what told which of them is meant: "payload.type"; absent: it came nearest */
	struct runner_up *runners_up; /* the nearest first */
	size_t n_runners_up;
};

void violations_release(struct violations *v);
/* Adds one that is not the schema engine's (slices are copied). */
void violations_add(struct violations *v, const struct violation *one);

/* Compiles the schema at `node`.  References are followed through `l`; a position is compiled once per
 * library, however many schemas reach it. Errors (unknown type, bad pattern, $ref to nowhere, bounds that are
 * no numbers) are said in l->diag with their place and give NULL.  What is compiled belongs to the library,
 * which must outlive it; so must `a`, which is there for what belongs to one schema alone.  Options NULL:
 * formats assert. */
struct schema *schema_compile(struct arena *a, struct library *l, struct node *node,
			      const struct schema_options *options);

/* The node whose keywords judge there: where a $ref leads by the dialect's rules ($id, anchors and the
 * metaschema included), its own node when it has none. */
struct node *schema_node(const struct schema *s);

/* The dialect of the schema at `n`: its own `$schema` decides, else that of the resource it was found in when
 * something that reaches it was compiled (with `otherwise`), else `otherwise`. */
enum schema_dialect schema_dialect_at(struct library *l, struct node *n, enum schema_dialect otherwise);
/* The dialect that a `schemaFormat` names ("application/schema+json;version=draft-07"); absent: AsyncAPI's.
 * False: no JSON Schema. */
bool schema_dialect_of_format(struct slice format, enum schema_dialect *out);
/* The dialect of a published metaschema, with or without an empty fragment.  False: none of them. */
bool schema_dialect_of_uri(struct slice uri, enum schema_dialect *out);
/* "draft-07", "2020-12", "OpenAPI 3.0", "AsyncAPI" */
const char *schema_dialect_name(enum schema_dialect dialect);

/* What a discriminator that decides asks of a value for branch `branch` of `keyword` ("oneOf", "anyOf"), as a
 * schema; NULL: nothing. */
struct node *schema_branch_guard(const struct schema *s, const char *keyword, size_t branch);
/* Where its own $ref leads, one step; NULL: it has none. */
struct node *schema_ref(const struct schema *s);
/* Where the $dynamicRef or $recursiveRef of the schema at `node` leads from all that was compiled so far, the
 * outermost first, into `out`; returns how many. */
size_t schema_dynamic_refs(const struct library *l, const struct node *node, struct node **out, size_t room);

struct judge *judge_new(void);
void judge_free(struct judge *j);

/* Does the JSON text conform?  `json` has SCHEMA_PADDING zero bytes behind it.  No reasons, no allocation. */
bool schema_accepts(const struct schema *s, struct judge *j, struct slice json);

/* All the reasons why not, into `out` (none: it conforms).  Returns as schema_accepts. */
bool schema_explain(const struct schema *s, struct judge *j, struct slice json, struct violations *out);

/* Could a text that begins like this match the schema's own `pattern` from its first character on?  True
 * where it has none. */
bool schema_pattern_may_begin(const struct schema *s, struct judge *j, struct slice text);

/* Is the text one JSON value (for payloads without a schema)? */
bool json_is_valid(struct judge *j, struct slice json);

/* The keywords that judge, in no order: the i-th; absent past the last. */
struct slice schema_keyword(size_t i);

#endif
