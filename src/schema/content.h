/* Content types: what the bytes of a payload are, how they become JSON and how JSON becomes them, one row
 * each.
 *
 * The judge, the generator and people see JSON only; docs/content.md says what each value becomes. */
#ifndef SCHEMA_CONTENT_H
#define SCHEMA_CONTENT_H

#include "base/compress.h"
#include "schema/language.h"

struct judge;

enum content_kind {
	CONTENT_JSON,	    /* judged as it is */
	CONTENT_WIRE,	    /* turned into JSON by its row */
	CONTENT_LANGUAGE,   /* turned into JSON by the language of the message's schema */
	CONTENT_TEXT,	    /* judged as one JSON string, if the schema takes one */
	CONTENT_COMPRESSED, /* says only how it is packed: what is in it is what the contract says */
	CONTENT_OPAQUE,	    /* bytes: not judged */
	CONTENT_UNKNOWN,    /* no row: not judged */
};

/* Of CONTENT_JSON: CloudEvents 1.0, in its JSON format. */
enum event_form { EVENT_NONE, EVENT_ONE, EVENT_BATCH };

struct content {
	enum content_kind kind;
	enum event_form event;
	const char *name;		/* as people call it: "CBOR" */
	const char *keyword;		/* static; of a violation by bytes that are no such content: "cbor" */
	const char *const *media_types; /* lower case, all for the same bytes; NULL ends them */
	const char *suffix;		/* "+cbor"; NULL: none */
	enum compression compression;	/* of CONTENT_COMPRESSED */
	/* CONTENT_WIRE: appends the JSON form of all the bytes.  CONTENT_TEXT: NULL, or checks them only. */
	bool (*to_json)(struct slice bytes, struct buf *json, struct wire_error *why);
	/* CONTENT_WIRE: appends the bytes of a value. */
	bool (*from_json)(const struct node *value, struct buf *bytes, struct wire_error *why);
};

/* "Application/JSON; charset=utf-8" without its parameters, trimmed; spelled as it was. */
struct slice media_type_of(struct slice content_type);
/* The value of a parameter ("charset"), without quotes; absent: it is not there. */
struct slice media_type_parameter(struct slice content_type, const char *name);
/* By media type, parameters ignored; never NULL: the row of CONTENT_UNKNOWN where there is no other. */
const struct content *content_find(struct slice content_type);
/* Are both names of the very same content ("application/x-msgpack", "application/msgpack")? */
bool content_is_alias(struct slice a, struct slice b);
/* The keyword of the row of that name; static. */
const char *content_keyword(const char *name);
/* Names of what can be judged, for a sentence: "JSON, CBOR, ...". */
void content_list(struct buf *out);

/* By the name of a Content-Encoding.  False: none of ours ("identity" included). */
bool content_encoding_find(struct slice name, enum compression *out);

/* What a thread needs to turn contents: buffers that stay as large as the largest.  All zero is a fresh one.
 */
struct content_scratch {
	struct buf expanded, json; /* what came out last, with SCHEMA_PADDING zeros behind */
	struct buf part;	   /* of it, where zeros must stand behind that */
	struct expander expander;
	struct arena arena; /* of the last error */
	char said[64];	    /* the content type that was looked up last */
	size_t said_length;
	const struct content *said_is;
};
void content_scratch_release(struct content_scratch *s);
/* That of a judge. */
struct content_scratch *judge_content(struct judge *j);
/* As content_find(); senders mostly say the same again. */
const struct content *content_said(struct content_scratch *s, struct slice content_type);

#endif
