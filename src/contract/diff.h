/* What changed between two contracts, and whom each change breaks.
 *
 * A change either narrows what may be sent (some data that was fine is refused now), widens it (some data
 * comes that nobody knew), or neither.  Where the application receives, others produce, and what is narrowed
 * breaks them; where it sends, others consume, and what is widened breaks them.  A channel without operations
 * has both sides. */
#ifndef CONTRACT_DIFF_H
#define CONTRACT_DIFF_H

#include "contract/contract.h"

enum diff_mode {
	DIFF_BY_DIRECTION,
	/* As schema registries define them, whatever the direction. */
	DIFF_BACKWARD, /* who reads by NEW can read what was written by OLD */
	DIFF_FORWARD,  /* who reads by OLD can read what is written by NEW */
	DIFF_FULL,     /* both */
};

enum { BREAKS_NOBODY = 0, BREAKS_CONSUMERS = 1, BREAKS_PRODUCERS = 2 };

struct change {
	unsigned breaks;      /* bits of the above */
	const char *code;     /* static: the keyword ("required"), or "message-removed", "server-host", ... */
	struct slice channel; /* address, else name; absent: none is concerned */
	struct slice message; /* absent: none is concerned */
	struct slice
		pointer;   /* JSON pointer from "/payload" or "/headers" on, any item is "*"; absent: none */
	struct loc at;	   /* in NEW; in OLD when it is gone */
	struct loc was_at; /* in OLD; file NULL: it was not there, or `at` says it */
	const char *text;  /* "orderPlaced payload.customer.email is no longer required" */
	const char *was;   /* "was required"; NULL: nothing to say */
};

/* All zero is an empty one; diff_release frees it. */
struct diff {
	struct arena arena; /* owns the changes and their texts */
	struct change *changes;
	size_t n, room;
	enum diff_mode mode;
	size_t left_out; /* past LIMIT_CHANGES: not kept, still counted in the next three */
	size_t breaks_consumers, breaks_producers, compatible;
	bool is_broken;
};

/* Compares; both are only read, and what is borrowed from them (file names, static texts aside) must not
 * outlive them.  What is too deep or too large to compare is a change that breaks both sides. */
void contract_diff(struct contract *before, struct contract *after, enum diff_mode mode, struct diff *out);
void diff_release(struct diff *d);

/* "breaks consumers", "breaks producers", "breaks consumers and producers", "compatible". */
const char *diff_class_name(unsigned breaks);

#endif
