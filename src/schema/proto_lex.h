/* The words of a .proto source. */
#ifndef SCHEMA_PROTO_LEX_H
#define SCHEMA_PROTO_LEX_H

#include "base/arena.h"
#include "base/buf.h"

enum proto_token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_INTEGER,
	TOKEN_FLOAT,
	TOKEN_TEXT,
	TOKEN_SYMBOL,
	TOKEN_BAD
};

struct proto_token {
	enum proto_token_kind kind;
	struct slice text;  /* as written, quotes included */
	unsigned line, col; /* from 1; columns in code points */
	const char *why;    /* of TOKEN_BAD: static */
};

/* Reads forward over borrowed text. */
struct proto_lexer {
	struct slice in;
	size_t at;
	unsigned line, col;
};

#define PROTO_LEXER(text) ((struct proto_lexer){ .in = (text), .line = 1, .col = 1 })

/* The next word; TOKEN_END at the end, again and again. */
struct proto_token proto_lex(struct proto_lexer *x);

/* Appends what a TOKEN_TEXT stands for.  False: a bad escape. */
bool proto_unescape(struct slice quoted, struct buf *out);
/* Decimal, 0x.. or 0..; false: it does not fit. */
bool proto_integer(struct slice text, uint64_t *value);

#endif
