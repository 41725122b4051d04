/* The changes between two contracts, written for people and for programs. */
#ifndef CLI_DIFF_REPORT_H
#define CLI_DIFF_REPORT_H

#include "base/buf.h"
#include "contract/diff.h"

struct diff_report {
	const struct diff *diff;
	const char *before, *after; /* as typed */
	bool quiet;		    /* text: what breaks, and the last line */
};

typedef void diff_writer(struct buf *out, const struct diff_report *r);

/* "text", "json", "markdown", "junit"; NULL: there is no such format. */
diff_writer *diff_writer_find(struct slice format);

#endif
