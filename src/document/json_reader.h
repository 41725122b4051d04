/* What the parts of the JSON reader share.  The text ends in a zero byte, so that looking ahead needs no
 * bounds. */
#ifndef DOCUMENT_JSON_READER_H
#define DOCUMENT_JSON_READER_H

#include "document/json.h"

struct json_reader {
	struct build *b;
	const char *start, *at, *end;
	const char *counted; /* line and col are those of this place */
	struct place place;
	unsigned depth;
	struct json_error error; /* why NULL: none */
};

/* The place of `at`, which is not before the last that was asked for: lines and columns are carried along. */
struct place json_place(struct json_reader *r, const char *at);
/* Always NULL. */
struct node *json_fail(struct json_reader *r, const char *at, enum diag_code code, const char *why);
struct node *json_bad(struct json_reader *r, const char *at, const char *why);

/* Reads the string whose opening quote r->at is at; its place has been asked for.  The text is borrowed
 * where nothing in it is escaped. */
bool json_read_string(struct json_reader *r, struct slice *out);

#endif
