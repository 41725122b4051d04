/* A compiled `pattern`: a loop over ASCII sets where it is simple, else PCRE2. */
#ifndef SCHEMA_PATTERN_H
#define SCHEMA_PATTERN_H

#include "base/arena.h"

struct matcher; /* match data and limits of one thread */

/* One ASCII set, `min` to `max` times, with no choice to take back. */
struct pattern_step {
	uint64_t set[2];
	uint32_t min, max;
};

struct pattern {
	struct slice source;	    /* borrowed: as the document has it */
	struct pattern_step *steps; /* anchored at the start; NULL: not simple */
	size_t n_steps;
	bool to_end;	      /* anchored at the end too */
	size_t length;	      /* of what the steps take, when that never varies; else 0 */
	uint16_t *sets;	      /* for such: by byte, the steps whose set it is in */
	uint8_t *step_at;     /* ... and the step of each place */
	void *code;	      /* pcre2_code; owned, freed by pattern_release */
	bool one_start;	      /* it can begin to match at one place only */
	struct pattern *next; /* in the list of the program */
};

enum matched { MATCHED_NO, MATCHED_YES, MATCHED_TOO_LONG };

/* In `a`; NULL: no pattern, with the reason in *why (in `a` or static) and the byte in *where.  `often`: it
 * is worth the time to turn it into machine code. */
struct pattern *pattern_compile(struct arena *a, struct slice source, bool often, const char **why,
				size_t *where);
void pattern_release(struct pattern *p);

/* `s` is well-formed UTF-8.  MATCHED_TOO_LONG: neither the steps nor the memory that a match may take were
 * enough. */
enum matched pattern_match(const struct pattern *p, struct matcher *m, struct slice s);

/* Does it match from the first character on, or could it with more behind `s`? */
bool pattern_may_begin(const struct pattern *p, struct matcher *m, struct slice s);

struct matcher *matcher_new(void);
void matcher_free(struct matcher *m);

#endif
