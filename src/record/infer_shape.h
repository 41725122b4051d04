/* What all values seen in one place have in common: counts, never the values themselves but a few.
 *
 * A shape takes one value after the other and shapes merge in any order, so a recording is read once and
 * addresses may be joined into one channel afterwards.  Everything lives in an arena; the number of shapes of
 * one inference is bounded, what is past the bound is not looked at (a schema then says nothing of it). */
#ifndef RECORD_INFER_SHAPE_H
#define RECORD_INFER_SHAPE_H

#include "document/node.h"

enum {
	SHAPE_VALUES = 8,     /* distinct texts kept of one place */
	SHAPE_TEXT_BYTES = 40, /* a longer text is none that an enum would list */
	SHAPE_DEPTH = 24,     /* what lies deeper may be anything */
	SHAPE_PROPERTIES = 64, /* an object with more names is a map */
};

struct shape_value {
	struct slice text;
	uint64_t n;
};

struct property {
	struct slice name;
	uint64_t n; /* objects that had it */
	struct shape *shape; /* NULL: past the bound */
};

struct shape {
	bool is_unknown; /* not everything was looked at: nothing may be claimed */
	uint64_t n_null, n_bool, n_integer, n_number, n_text, n_list, n_map;

	unsigned forms; /* of all texts: bits, infer_forms.h */
	struct shape_value values[SHAPE_VALUES];
	size_t n_values;
	bool many_values; /* more than SHAPE_VALUES, or long ones */
	size_t shortest, longest; /* texts, in code points */

	double least, most; /* numbers, and as they were written ("": none seen) */
	char least_text[SHAPE_TEXT_BYTES], most_text[SHAPE_TEXT_BYTES];
	bool has_long_numbers; /* that are not among these */

	size_t fewest_items, most_items;
	struct shape *items; /* NULL: none seen */

	struct property *properties;
	size_t n_properties, room;
	struct shape *values_of_map; /* more than SHAPE_PROPERTIES names: all values in one */
};

struct shapes {
	struct arena *arena; /* borrowed */
	size_t n;	     /* made so far, against LIMIT_INFER_SHAPES */
};

struct shape *shape_new(struct shapes *all); /* NULL: there are too many */
void shape_add(struct shapes *all, struct shape *s, const struct node *value, unsigned depth);
void shape_add_text(struct shapes *all, struct shape *s, struct slice text);
/* One more object; its members follow by shape_add_member(). */
void shape_add_map(struct shape *s);
/* The shape for a member's value, which the caller adds; NULL: not looked at. */
struct shape *shape_add_member(struct shapes *all, struct shape *s, struct slice name);
/* Adds all that `from` has seen; `from` is used up.  NULL: something that was not looked at. */
void shape_merge(struct shapes *all, struct shape *s, struct shape *from);

uint64_t shape_count(const struct shape *s);
const struct property *shape_property(const struct shape *s, struct slice name);
/* The part of all names that two objects share, in percent: of both together, or of the smaller one. */
unsigned shape_shared_percent(const struct shape *a, const struct shape *b, bool of_smaller);

/* The schema that all values fit. `tight`: bounds too. */
struct node *shape_schema(struct arena *a, const struct shape *s, bool tight);

#endif
