/* Schema languages other than JSON Schema, one row each.
 *
 * When a contract is loaded, a schema in another language is turned into a JSON Schema for the JSON form of
 * its values, whose nodes stand where the original's stood.  The judge, the generator and all that is behind
 * them see that.  Bytes are turned into JSON before they are judged, and JSON into bytes after it was
 * generated. */
#ifndef SCHEMA_LANGUAGE_H
#define SCHEMA_LANGUAGE_H

#include "document/document.h"

enum { LANGUAGE_NAMES = 4 };

/* What a language made of one schema. */
struct language_schema {
	/* Given to compile(), for a text of several types: what the message is called, some may be absent. */
	struct slice called[LANGUAGE_NAMES];
	bool just_looking; /* given too: where it is not clear which type is meant, none is, without a word */
	bool by_name;	   /* made: `called` or `just_looking` had a say in it */
	struct node *json_schema; /* in the arena or the library; NULL: see just_looking */
	void *wire;		  /* the language's own, in the arena: how its bytes are read and written */
};

/* Why bytes or a value could not be turned. */
struct wire_error {
	struct slice instance; /* JSON pointer to the value at which it happened; in `arena` */
	size_t at;	       /* byte offset, when reading */
	const char *text;      /* in `arena`: "an int of more than 5 bytes" */
	struct arena *arena;   /* the caller's */
};

struct schema_language {
	const char *name;		/* as people call it: "Avro" */
	const char *const *media_types; /* of schemaFormat, without parameters, lower case; NULL ends them */
	/* `format` is the whole schemaFormat with its parameters.  False: said in l->diag, at its place. */
	bool (*compile)(struct arena *a, struct library *l, struct node *n, struct slice format,
			struct language_schema *out);
	/* Do these bytes begin as one of its wire forms does, when no content type says anything? */
	bool (*is_wire)(const void *wire, struct slice bytes);
	/* Appends the JSON form of the bytes (all of them: what is left over is an error). */
	bool (*to_json)(const void *wire, struct slice bytes, struct buf *json, struct wire_error *why);
	/* Appends the bytes of a value that conforms to json_schema. */
	bool (*from_json)(const void *wire, const struct node *value, struct buf *bytes,
			  struct wire_error *why);
};

extern const struct schema_language protobuf_language;

/* By schemaFormat, parameters ignored; NULL: none of them. */
const struct schema_language *language_find(struct slice schema_format);

#endif
