/* Subset match of values, and the difference in words.
 *
 * Objects: the named fields, deep.  Arrays: same length, item by item, each a subset.  Numbers by value, text
 * by code points, no coercion; null is null, not absence. */
#ifndef SCENARIO_MATCH_H
#define SCENARIO_MATCH_H

#include "document/node.h"

struct difference {
	struct slice path; /* "payload.lines[0].sku" */
	struct slice want, got;
};

enum { MATCH_MOST_DIFFERENCES = 8, MATCH_VALUE_BYTES = 160 };

/* What a comparison found; grows over several calls (payload, headers, key). */
struct comparison {
	struct arena *arena;  /* owns the slices */
	size_t fields, equal; /* leaves wanted, leaves that were so */
	size_t extra;	      /* members that an exact match does not want */
	struct difference list[MATCH_MOST_DIFFERENCES];
	size_t n, left_out;
};

/* `exact`: nothing besides what is wanted.  `got` NULL: absent.  True: it fits. */
bool match_value(struct comparison *c, const char *root, const struct node *want, const struct node *got,
		 bool exact);
/* Both as text. */
bool match_text(struct comparison *c, const char *path, struct slice want, struct slice got);
/* "  payload.sku  wanted \"A\"\n               got    \"B\"\n", each line behind `indent`. */
void comparison_write(struct buf *out, const struct comparison *c, const char *indent);

/* A value for people: JSON, cut. */
void value_write(struct buf *out, const struct node *n, size_t most);

#endif
