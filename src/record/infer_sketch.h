/* What all values seen in one place have in common: counts, never the values themselves but a few.
 *
 * A sketch takes one value after the other and sketches merge in any order, so a recording is read once and
 * addresses may be joined into one channel afterwards.  Everything lives in an arena; the number of sketches
 * of one inference is bounded, what is past the bound is not looked at (a schema then says nothing of it). */
#ifndef RECORD_INFER_SKETCH_H
#define RECORD_INFER_SKETCH_H

#include "document/node.h"

enum {
	SKETCH_VALUES = 8,	/* distinct texts kept of one place */
	SKETCH_TEXT_BYTES = 40, /* a longer text is none that an enum would list */
	SKETCH_DEPTH = 24,	/* what lies deeper may be anything */
	SKETCH_PROPERTIES = 64, /* an object with more names is a map */
};

struct sketch_value {
	struct slice text;
	uint64_t n;
};

struct property {
	struct slice name;
	uint64_t n;	       /* objects that had it */
	struct sketch *sketch; /* NULL: past the bound */
};

struct sketch {
	bool is_unknown; /* not everything was looked at: nothing may be claimed */
	uint64_t n_null, n_bool, n_integer, n_number, n_text, n_list, n_map;

	unsigned forms; /* of all texts: bits, infer_forms.h */
	struct sketch_value values[SKETCH_VALUES];
	size_t n_values;
	bool many_values;	  /* more than SKETCH_VALUES, or long ones */
	size_t shortest, longest; /* texts, in code points */

	double least, most; /* numbers, and as they were written ("": none seen) */
	char least_text[SKETCH_TEXT_BYTES], most_text[SKETCH_TEXT_BYTES];
	bool has_long_numbers; /* that are not among these */

	size_t fewest_items, most_items;
	struct sketch *items; /* NULL: none seen */

	struct property *properties;
	size_t n_properties, room;
	struct sketch *values_of_map; /* more than SKETCH_PROPERTIES names: all values in one */
};

struct sketches {
	struct arena *arena; /* borrowed */
	size_t n;	     /* made so far, against LIMIT_INFER_SKETCHES */
};

struct sketch *sketch_new(struct sketches *all); /* NULL: there are too many */
void sketch_add(struct sketches *all, struct sketch *s, const struct node *value, unsigned depth);
void sketch_add_text(struct sketches *all, struct sketch *s, struct slice text);
/* One more object; its members follow by sketch_add_member(). */
void sketch_add_map(struct sketch *s);
/* The sketch for a member's value, which the caller adds; NULL: not looked at. */
struct sketch *sketch_add_member(struct sketches *all, struct sketch *s, struct slice name);
/* Adds all that `from` has seen; `from` is used up.  NULL: something that was not looked at. */
void sketch_merge(struct sketches *all, struct sketch *s, struct sketch *from);

uint64_t sketch_count(const struct sketch *s);
const struct property *sketch_property(const struct sketch *s, struct slice name);
/* The part of all names that two objects share, in percent: of both together, or of the smaller one. */
unsigned sketch_shared_percent(const struct sketch *a, const struct sketch *b, bool of_smaller);

/* The schema that all values fit. `tight`: bounds too. */
struct node *sketch_schema(struct arena *a, const struct sketch *s, bool tight);

#endif
