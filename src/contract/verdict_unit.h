/* What the files that write JSON Schema's output formats share. */
#ifndef CONTRACT_VERDICT_UNIT_H
#define CONTRACT_VERDICT_UNIT_H

#include "contract/verdict_output.h"
#include "contract/spot.h"

/* One thing that failed; slices in the arena of the call. */
struct verdict_unit {
	struct slice keyword;  /* keywordLocation: the way that the judge went, through $ref */
	struct slice absolute; /* absoluteKeywordLocation; absent: it stands in no document */
	struct slice instance, error;
	bool in_headers;
	struct verdict_unit *branches; /* of oneOf and anyOf: why each does not hold */
	size_t n, room;
};

struct verdict_output {
	const struct contract *contract;
	struct judge *judge;
	struct spots spots;
	bool has_spots;	      /* they are made when somebody asks */
	struct arena arena;   /* of one call */
	struct arena schemas; /* of branches */
};

struct verdict_units {
	struct verdict_unit *list;
	size_t n, room;
};

/* What stands at a violation's place; NULL: nothing. */
const struct spot *spot_of_violation(struct verdict_output *o, const struct violation *v);
/* What failed, each with the branches that did. */
void units_collect(struct verdict_output *o, const struct violations *v, struct node *payload,
		   struct verdict_units *out);
/* Grouped by where the keywords stand, as "detailed" wants it: [...] */
void units_write_tree(struct verdict_output *o, struct buf *out, const struct verdict_unit *units, size_t n);
/* The members that every unit has, without braces: those of `u`, or of what it is one of. */
void unit_write(struct buf *out, const struct verdict_unit *u);

#endif
