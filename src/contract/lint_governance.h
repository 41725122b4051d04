/* A project's own rules: `{ id, severity, message, select, schema }`, kept in its settings. */
#ifndef CONTRACT_LINT_GOVERNANCE_H
#define CONTRACT_LINT_GOVERNANCE_H

#include "contract/lint_site.h"

struct select; /* lint_select.h */

struct governance {
	const char *id;
	enum severity severity;
	const char *message; /* NULL: what the schema says */
	struct select *select;
	struct schema *schema;
	struct governance *next;
};

/* Reads the list; schemas are compiled into `l`, the library of the settings, which must outlive the rules
 * as `a` must.  False, and said in `d`, on the first that cannot be understood. */
bool governance_read(struct arena *a, struct library *l, const struct node *list, struct governance **out,
		     struct diag *d);

/* Judges what the rules of the settings select. */
void lint_govern(struct lint *l);

#endif
