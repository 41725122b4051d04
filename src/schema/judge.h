/* The scratch of one thread, and the parts that tests compare: the one pass and the walker. */
#ifndef SCHEMA_JUDGE_H
#define SCHEMA_JUDGE_H

#include "schema/content.h"
#include "schema/walk.h"

struct judge {
	struct tape tape;
	struct walk_state walk;
	struct buf texts; /* unescaped strings of the one pass */
	struct content_scratch content;
};

/* Empties the walker's counters before a value is judged. */
void judge_reset_walk(struct judge *j);

/* The one pass alone: true means it conforms, false means look again. */
bool judge_in_one_pass(const struct schema *s, struct judge *j, struct slice json);
/* Tape and walker alone; `out` may be NULL. */
bool judge_on_tape(const struct schema *s, struct judge *j, struct slice json, struct violations *out);

#endif
