/* What a run of scenarios gave, for whoever writes it down. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/map.h"
#include "scenario/result.h"

/* One file: what its scenarios gave, or why it could not be loaded. */
struct report_suite {
	const struct scenario_file *file;
	struct scenario_result *results; /* owned */
	size_t n, room;
	struct map titles; /* how often each came; keys in the results */
};

struct report {
	struct report_suite *suites; /* owned */
	size_t n, room;
	int64_t started_wall_us;
};

struct report_counts {
	size_t passed, failed, skipped, errors;
	int64_t took_us;
};

struct report_suite *report_add_suite(struct report *r, const struct scenario_file *file);
/* Takes the result.  A title that the suite has already gets " #2": readers of reports tell cases by name.
 * The answer is good until the next call. */
const struct scenario_result *report_add_result(struct report_suite *s, struct scenario_result *result);
void report_release(struct report *r);

struct report_counts suite_counts(const struct report_suite *s);
struct report_counts report_counts(const struct report *r);

#endif
