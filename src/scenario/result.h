/* What became of one scenario, or of one row of it. */
#ifndef SCENARIO_RESULT_H
#define SCENARIO_RESULT_H

#include "scenario/scenario.h"

enum scenario_status { SCENARIO_PASSED, SCENARIO_FAILED, SCENARIO_SKIPPED, SCENARIO_ERROR };

struct scenario_result {
	const struct scenario *scenario;
	enum scenario_status status; /* ERROR: it could not be run: a port, a program that is not there */
	struct slice title;
	struct loc at;		/* of the failed step, or of the scenario */
	struct slice message;	/* one sentence; the reason of a skip */
	struct slice text;	/* the whole: awaited, nearest, timeline, how to repeat it */
	struct slice unclaimed; /* a line per message that no step asked for */
	size_t n_unclaimed;
	struct slice timeline; /* where it was asked for: a line per event and message */
	struct slice output;   /* of the programs; the last 64 KiB of each */
	int64_t took_us;
	uint64_t seed;
	struct arena arena; /* owns the above */
};

void scenario_result_release(struct scenario_result *r);

#endif
