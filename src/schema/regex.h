/* ECMA-262 patterns (with the `u` flag) as a small tree: read by their own grammar, then matched by a loop
 * where they are simple, else written anew for PCRE2. */
#ifndef SCHEMA_REGEX_H
#define SCHEMA_REGEX_H

#include "base/arena.h"
#include "base/buf.h"

enum regex_kind {
	REGEX_EMPTY,
	REGEX_SET,    /* one code point out of a set */
	REGEX_SEQ,    /* children in a row */
	REGEX_ALT,    /* one of the children */
	REGEX_REPEAT, /* child[0], min to max times */
	REGEX_GROUP,  /* child[0], captured when `capture` */
	REGEX_LOOK,   /* child[0] ahead or behind */
	REGEX_BACKREF,
	REGEX_START,
	REGEX_END,
	REGEX_WORD_EDGE,
};

enum { REGEX_FOREVER = UINT32_MAX, REGEX_DEPTH = 100, REGEX_LAST = 0x10ffff };

struct regex_range {
	uint32_t from, to;
};

struct regex {
	enum regex_kind kind;
	bool negated; /* SET, LOOK, WORD_EDGE */
	bool behind;  /* LOOK */
	bool lazy;    /* REPEAT */
	bool capture; /* GROUP */
	uint32_t min, max;
	uint32_t number;   /* BACKREF */
	size_t at;	   /* LOOK: the byte it begins at */
	struct slice name; /* GROUP, BACKREF; absent: numbered */
	struct regex_range *ranges;
	size_t n_ranges, room_ranges;
	struct slice *properties; /* SET: pieces of PCRE2 for \p{...}, to stand in a class */
	size_t n_properties, room_properties;
	struct regex **children;
	size_t n_children, room_children;
};

/* The tree, in `a`; NULL when the text is no such pattern, with the reason in *why (static) and the byte in
 * *where. */
struct regex *regex_parse(struct arena *a, struct slice text, const char **why, size_t *where);

/* The same as PCRE2 reads it (options: UTF, MATCH_UNSET_BACKREF). */
void regex_write(struct buf *out, const struct regex *r);

#endif
