/* ECMA-262 regular expressions read into a tree, from which strings are made. */
#ifndef GENERATE_PATTERN_H
#define GENERATE_PATTERN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/random.h"

enum pattern_kind {
	PATTERN_EMPTY, /* anchors, word boundaries, lookarounds: no characters of their own */
	PATTERN_SET,   /* one character */
	PATTERN_SEQUENCE,
	PATTERN_CHOICE,
	PATTERN_REPEAT,
	PATTERN_GROUP, /* counted, for back references */
	PATTERN_BACK,
};

enum { PATTERN_ENDLESS = 1 << 24 };

struct pattern_range {
	uint32_t from, to; /* code points, both inside */
};

struct pattern_node {
	enum pattern_kind kind;
	unsigned shortest, longest; /* in code points; longest saturates at PATTERN_ENDLESS */
	struct pattern_range *ranges;
	size_t n_ranges, range_room;
	bool negated;
	struct pattern_node **parts; /* of a sequence, choice; one of a repeat, group */
	size_t n, room;
	unsigned least, most; /* PATTERN_REPEAT; most PATTERN_ENDLESS: no limit */
	unsigned group;	      /* PATTERN_GROUP, PATTERN_BACK */
};

struct pattern {
	struct slice text;
	struct pattern_node *root; /* NULL: not understood */
	const char *why;	   /* static, when root is NULL */
	unsigned n_groups;
	struct pattern_node **pieces; /* what its strings are made of: sets, runs of letters, what a lookahead
					 asks for; for those who put strings together by trial */
	size_t n_pieces, pieces_room;
	bool anchored; /* begins at the beginning */
	bool exact;    /* what is written from it matches: no lookaround, reference or inner anchor */
};

/* Reads a pattern; the tree lives in `a`.  What makes no characters by itself (lookaround) is read as empty:
 * whoever makes a string must match it against the pattern in the end. */
void pattern_read(struct arena *a, struct slice text, struct pattern *out);

/* Appends a string that the pattern matches (but for lookarounds), of about `length` code points where the
 * pattern leaves room for it. */
void pattern_write(const struct pattern *p, struct random *r, unsigned length, struct buf *out);

/* The same for one of its pieces, at about its shortest; it stands alone. */
void pattern_write_piece(const struct pattern_node *piece, struct random *r, struct buf *out);
/* Is it plain, without a match, that the text does not match? */
bool pattern_excludes(const struct pattern *p, struct slice text);

#endif
