/* A payload opened: unpacked, and turned into the JSON by which it is judged and shown (docs/content.md). */
#ifndef CONTRACT_CONTENT_H
#define CONTRACT_CONTENT_H

#include "contract/verdict.h"
#include "schema/content.h"

enum opened_form {
	OPENED_JSON,	/* `json` is there; of content that is JSON already it may still be no JSON */
	OPENED_NOTHING, /* absent, or empty where that is no value */
	OPENED_OPAQUE,	/* bytes that are not looked at */
	OPENED_BROKEN,	/* it is not what it is said to be */
};

struct opened {
	enum opened_form form;
	struct slice json; /* SCHEMA_PADDING zeros behind: the payload itself, or in the scratch until its
			      next use */
	const struct content *content;
	bool is_payload;     /* `json` is the payload as it came */
	const char *what;    /* BROKEN: the name of what it should be: "CBOR" */
	const char *keyword; /* BROKEN: static */
	struct wire_error why;
};

/* `m` is the message that it would be; NULL: only what the message says of itself counts. */
void payload_open(struct content_scratch *s, const struct message_model *m, const struct judged *what,
		  struct opened *out);

/* The JSON form as a tree in `a`, of opaque bytes if they are JSON; else NULL. */
struct node *payload_node(struct arena *a, const struct message_model *m, const struct judged *what);

/* Appends the bytes of a value as the content type (absent: the message's) and a Content-Encoding among the
 * headers have it, with SCHEMA_PADDING zeros uncounted behind.  False: *why says what has no such form. */
bool payload_write(const struct message_model *m, struct slice content_type, struct slice headers,
		   const struct node *value, struct buf *out, struct wire_error *why);
/* The same where the JSON of the value is at hand (absent: it is not). */
bool payload_write_known(const struct message_model *m, struct slice content_type, struct slice headers,
			 const struct node *value, struct slice json, struct buf *out,
			 struct wire_error *why);

enum content_fit {
	CONTENT_FITS,
	CONTENT_OTHER_TYPE,
	CONTENT_OTHER_CHARSET,
	CONTENT_NO_TYPE, /* one that no schema can be applied to, and the contract names none */
};
/* Is what the sender says of the payload what the contract says? */
enum content_fit content_fit(struct content_scratch *s, const struct message_model *m,
			     const struct judged *what);

/* Without a schema of its own, a payload that is said to be JSON must be JSON, and so on. */
bool content_must_be_whole(const struct message_model *m);

#endif
