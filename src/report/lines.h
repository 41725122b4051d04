/* What people read while scenarios run: a line each, failures in full, the sum. */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include <stdio.h>

#include "report/report.h"

struct lines_options {
	FILE *out;
	bool colour;
	bool quiet;	  /* failures and the last line only */
	unsigned verbose; /* 1: every message, and the program's output */
};

void lines_result(const struct lines_options *o, const struct scenario_result *r);
void lines_failures(const struct lines_options *o, const struct report *r);
void lines_summary(const struct lines_options *o, const struct report *r);

#endif
