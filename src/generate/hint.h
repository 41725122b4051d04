/* One row of what names suggest (hint_table.c), found by the words that a name ends with (lifelike.c). */
#ifndef GENERATE_HINT_H
#define GENERATE_HINT_H

#include "generate/making.h"

enum { NAME_BYTES = 96 };

typedef void text_fn(struct making *m, struct slice name, struct buf *out);

struct hint {
	const char *ends;  /* lower-case words: "first name" is firstName, first_name, FIRST-NAME */
	text_fn *text;	   /* NULL: the name says nothing about text */
	int64_t low, high; /* in 10^-scale; both 0: it says nothing about numbers */
	int scale;
	bool number; /* without a type it is a number */
};

extern const struct hint hints[];
extern const size_t n_hints;
extern text_fn *const hint_time; /* the one that writes times */

/* firstName, first_name, First-Name2 to "first name" in `out` of NAME_BYTES; returns its length. */
size_t name_words(struct slice name, char *out);

#endif
