/* The JUnit report that Jenkins, GitLab and GitHub's reporters read (docs/reports.md). */
#ifndef REPORT_JUNIT_H
#define REPORT_JUNIT_H

#include "report/report.h"

void junit_write(struct buf *out, const struct report *r);
/* Into the file, whole or not at all; false: said in `d`. */
bool junit_save(const struct report *r, const char *file, struct diag *d);

#endif
