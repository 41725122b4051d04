/* The findings of `validate`, gathered over all files: what is known already, and how they are written. */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "base/digest.h"
#include "contract/contract.h"

struct found {
	const struct finding *finding; /* borrowed */
	size_t in;		       /* the file as given that led to it: index */
	const char *file;	       /* never NULL */
	const char *pointer;	       /* JSON pointer of the node; "" is the whole */
	/* Of rule, file, pointer and sentence, so that it stays when lines move; alike ones are numbered.
	 * Only of those that are shown. */
	const char *fingerprint;
	bool is_known;	     /* the baseline holds it */
	const char *expired; /* "2026-01-31, team-orders": the baseline held it until then; NULL: not so */
};

struct found_file {
	const char *name;
	struct slice asyncapi; /* its version; absent: it could not be read */
	unsigned errors, warnings, hints, known;
	unsigned left_out;	 /* findings that were too many */
	unsigned hints_not_kept; /* hints that were counted only */
};

struct findings {
	struct arena arena;
	struct found *list; /* by file as given, then by place */
	size_t n, room;
	struct found_file *files;
	size_t n_files, room_files;
	struct map fingerprints;
	bool hints;	     /* hints are written too, not only counted */
	const char *version; /* of the program */
};

void findings_release(struct findings *all);

/* Adds what was found in one document and what it leads to; `d` must outlive `all`.  `c` NULL: nothing of it
 * was understood. */
void findings_add(struct findings *all, const char *file, const struct contract *c, const struct diag *d,
		  size_t hints_not_kept);
/* Counts again, once the baseline was applied. */
void findings_count(struct findings *all);
/* Is it to be written? */
bool found_is_shown(const struct findings *all, const struct found *f);

/* --- formats: one row each */

struct findings_format {
	const char *name;
	void (*write)(struct buf *out, const struct findings *all);
};
const struct findings_format *findings_format(struct slice name); /* NULL: there is none */
void findings_format_names(struct buf *out);			  /* "text, json, ..." */

typedef void findings_write(struct buf *out, const struct findings *all);
findings_write findings_text, findings_json, findings_junit, findings_sarif, findings_codequality,
	findings_github;

/* --- the baseline: a YAML list of { rule, file, pointer or text, owner, expires } */

/* Marks what it holds; says in `d` what is wrong with the file, and, as hints, entries that hold nothing any
 * more.  `today` is "2026-11-22".  False: it cannot be understood. */
bool baseline_apply(struct findings *all, const struct node *list, const char *today, struct diag *d);
/* All findings that are shown as such a list; they expire on `until`. */
void baseline_write(struct buf *out, const struct findings *all, const char *until);

#endif
