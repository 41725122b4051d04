/* The walker: judges a value on the tape.  Each failed check calls one function, which either says "stop"
 * (bare answer) or writes the reason down and says "go on". */
#ifndef SCHEMA_WALK_H
#define SCHEMA_WALK_H

#include "schema/program.h"

/* How the walker came to a schema: the keywords from the root, innermost first. */
struct frame {
	const struct frame *up;
	const char *keyword; /* NULL: none (the root) */
	struct slice name;   /* of a property; absent: none */
	size_t index;	     /* of a branch or item; FRAME_NO_INDEX: none */
};

#define FRAME_NO_INDEX SIZE_MAX

/* Judging that had to be given up. */
enum walk_limit { WALK_UNLIMITED, WALK_STEPS, WALK_DEPTH, WALK_PATTERN };

struct walk_state {
	uint64_t steps, steps_most;
	enum walk_limit limit; /* the first that was met */
	const struct schema *limit_schema;
	uint32_t limit_at;
	uint64_t *hashes; /* owned: of items, for uniqueItems */
	uint32_t *order;  /* owned */
	size_t n_hashes;
	uint64_t *marks; /* owned: stack of bits, for unevaluated* */
	size_t n_marks, room_marks;
	struct matcher *matcher;	   /* owned */
	struct embedded_scratch *embedded; /* owned; NULL: not needed yet */
	unsigned level;			   /* of strings in strings */
};

struct walk {
	const struct tape *tape;
	struct walk_state *state;
	struct violations *out; /* NULL: bare answer */
	unsigned depth;
	unsigned nesting; /* of explanations within explanations */
};

struct failure {
	const struct schema *schema;
	const char *keyword; /* of the schema; NULL: the schema `false` */
	uint32_t at;	     /* token */
	const struct frame *frame;
	struct slice name;   /* the property that is missing or too many */
	size_t count, other; /* found count; items or branches that are meant */
	const struct dependency *dependency;
};

/* For a tape of `tokens`: enough for any schema that does not try the same values again and again. */
uint64_t walk_steps_allowed(size_t tokens);

/* False: it does not conform and only that was asked. */
bool walk(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame);
/* The bare answer for one value. */
bool walk_holds(const struct walk *w, const struct schema *s, uint32_t at);

/* Writes a violation down. */
void explain(struct walk *w, const struct failure *f);
/* The reasons of the branch that came nearest, where those are asked for; false: they are not. */
bool explain_nearest(struct walk *w, const struct schema *s, const struct branches *b, uint32_t at);
void explain_limit(struct walk *w);
void explain_duplicates(struct walk *w);
void explain_syntax(const struct tape *t, struct slice json, struct violations *out);

#endif
