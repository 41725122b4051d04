/* Our own JSON reader (RFC 8259): exact, bounded, with places. */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include "document/build.h"

/* What went wrong, and where. */
struct json_error {
	enum diag_code code; /* syntax, limit or duplicate-key */
	const char *why;     /* static */
	struct place at;
	size_t offset; /* in bytes */
};

/* Reads one value.  `text` is well-formed UTF-8, has at least one zero byte behind it and lives as long as
 * the nodes, which borrow from it.  NULL: *error says why (nothing is said in b->diag but double keys). */
struct node *json_read(struct build *b, struct slice text, struct json_error *error);

#endif
