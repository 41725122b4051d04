/* The shape of AsyncAPI's objects as tables: which keys, of what kind, in which versions. */
#ifndef CONTRACT_SHAPE_H
#define CONTRACT_SHAPE_H

#include "contract/loader.h"

enum kind {
	KIND_ANY,
	KIND_TEXT,
	KIND_BOOL,
	KIND_URI, /* text with a scheme */
	KIND_EMAIL,
	KIND_WORD,	 /* text out of `words` */
	KIND_EXPRESSION, /* "$message.header#/..." */
	KIND_OBJECT,	 /* of the shape `of` */
	KIND_MAP,	 /* names to objects of the shape `of` (NULL: to anything) */
	KIND_LIST,	 /* of objects of the shape `of` */
	KIND_TEXTS,	 /* a list of texts */
	KIND_TEXT_MAP,	 /* names to texts */
	KIND_SCHEMA,	 /* a JSON Schema */
	KIND_HEADERS,	 /* a JSON Schema of an object */
	KIND_PAYLOAD,	 /* a JSON Schema or {schemaFormat, schema} */
	KIND_SCHEMAS,	 /* names to KIND_PAYLOAD */
	KIND_REF,	 /* {$ref} and nothing else */
	KIND_REFS,	 /* a list of them */
	KIND_NEEDS,	 /* 2.x: a list of security requirements */
	KIND_DATA,	 /* an object with keys of its own */
	KIND_TAGS,	 /* KIND_LIST in which no name comes twice */
};

struct field {
	const char *key;
	enum kind kind;
	unsigned versions; /* in which it may stand */
	unsigned required; /* in which it must */
	unsigned no_ref;   /* in which no $ref may stand in its place (in that of its members, for a map) */
	const struct shape *of;
	const char *const *words;
};

struct shape {
	const char *name; /* "an operation" */
	const struct field *fields;
	size_t n;
	bool open; /* other keys may stand there too */
	/* The shape that a node really has, where that hangs on what stands in it. */
	const struct shape *(*choose)(const struct node *n);
	/* What no table says. */
	void (*also)(struct loader *l, struct node *n);
};

extern const struct shape document_shape;

/* kinds.c: each says what is wrong with one value. */
typedef void kind_check(struct loader *l, struct node *n, const struct field *f);
kind_check check_uri, check_email, check_word, check_texts, check_text_map, check_ref, check_refs,
	check_needs, check_expression, check_schema, check_headers, check_payload, check_schemas, check_text,
	check_bool, check_nothing;

/* What no table says of a message: its payload hangs on schemaFormat, its examples on both schemas. */
void check_message(struct loader *l, struct node *n);
/* False, and said, when `n` is of another kind; `what` is what "key" must be. */
bool expect_kind(struct loader *l, const struct node *n, enum node_kind kind, const char *key,
		 const char *what);

#endif
