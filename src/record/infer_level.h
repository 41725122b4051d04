/* Concrete addresses as a tree of levels, and which levels vary: those become parameters. */
#ifndef RECORD_INFER_LEVEL_H
#define RECORD_INFER_LEVEL_H

#include "record/infer_traffic.h"

enum {
	LEVEL_VALUES = 8,     /* kept of a level that varies */
	LEVEL_CHILDREN = 200, /* more names than this under one parent: they vary, whatever they carry */
	LEVEL_DEPTH = 32,     /* levels of an address */
	LEVEL_FEW = 4,	      /* names of one parent that may yet be an enum */
};

struct level {
	struct slice text;	 /* absent: it varies */
	struct level **children; /* with text; those joined into `varying` are NULL */
	size_t n_children, room;
	struct slice *gone; /* names of those that were joined into `varying` */
	size_t n_gone, gone_room;
	struct level *varying; /* NULL: none */
	bool has_too_many;     /* a new name belongs to `varying` */

	/* Of a level that varies. */
	struct slice values[LEVEL_VALUES];
	size_t n_values;
	bool is_enum; /* `values` are all */
	bool has_ids; /* identifiers, or words with a number */

	struct traffic *traffic; /* of addresses that end here; NULL: none */
};

struct levels {
	struct sketches *sketches; /* borrowed */
	size_t n;		   /* made, against LIMIT_INFER_LEVELS */
};

/* Where the traffic of an address is counted; NULL: there are too many. */
struct traffic *level_find(struct levels *all, struct level *root, struct slice address, char separator);
/* Joins what varies, all the way down. */
void level_settle(struct levels *all, struct level *root);

#endif
