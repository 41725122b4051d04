/* The bytes of a file, read within limits, and what must be true of them before any reader sees them. */
#ifndef DOCUMENT_SOURCE_H
#define DOCUMENT_SOURCE_H

#include "base/arena.h"
#include "base/diag.h"

struct source_error {
	enum diag_code code; /* file or limit */
	char why[160];	     /* "is a directory" */
};

/* Reads the whole file into `a`, DOCUMENT_PADDING zero bytes behind it.  `path` NULL is standard input.
 * Pipes are read where `allow_pipe` says so (a user may name one, a $ref may not), as long as something
 * comes. */
bool source_read(struct arena *a, const char *path, bool allow_pipe, struct slice *text,
		 struct source_error *error);

/* A padded copy of bytes from memory; the same limit. */
bool source_copy(struct arena *a, struct slice bytes, struct slice *text, struct source_error *error);

/* Cuts off a byte order mark; UTF-16, bytes that are not UTF-8 and NUL bytes are said with their place. */
bool source_check(struct slice *text, const char *file, struct diag *d);

#endif
