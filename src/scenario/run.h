/* Runs one scenario (one row of it) on the loop: mock, programs, steps, and the words when one fails.
 *
 * Several may run in one loop at once; each has its own mock. */
#ifndef SCENARIO_RUN_H
#define SCENARIO_RUN_H

#include "net/loop.h"
#include "scenario/host.h"
#include "scenario/result.h"

struct run;

struct run_options {
	struct loop *loop;
	const struct scenario_host *host; /* borrowed */
	bool has_seed;			  /* --seed: before the scenario's own */
	uint64_t seed;
	struct slice locale; /* of generated messages; absent: en */
	bool keep_timeline;  /* all of it, in the result */
	const char *skip;    /* the reason why it is not to run at all; NULL: it is */
	void *arg;
	void (*on_done)(void *arg,
			struct run *r); /* once, from the loop; run_free() only after it has returned */
};

/* `row` of the scenario's rows.  Never NULL: what cannot start is a result too. */
struct run *run_start(const struct scenario *s, size_t row, const struct run_options *o);
/* Interrupted from outside: no more steps but those of `finally`, for a few seconds; called again, not those
 * either. */
void run_stop(struct run *r, const char *why);
/* Complete once on_done was called. */
struct scenario_result *run_result(struct run *r);
/* The result goes too, unless it was taken out by copying it and zeroing the original. */
void run_free(struct run *r);

#endif
