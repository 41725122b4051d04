/* Selectors over a document tree, in the manner of JSONPath: "$.channels.*.messages.*", "$..payload",
 * "$.servers['production'].tags[0]".  No filters, no slices, no unions. */
#ifndef CONTRACT_LINT_SELECT_H
#define CONTRACT_LINT_SELECT_H

#include "document/document.h"

struct select;

/* The selector, in the arena; NULL: `text` is none, *why (static) and *where (its byte) say it. */
struct select *select_parse(struct arena *a, struct slice text, const char **why, size_t *where);

/* Calls `visit` for every node selected, once each, in the order of the document.  A $ref on the way, or at
 * the end, is followed, but never by "..": what it leads to is found where it stands. */
typedef void select_visit(void *context, struct node *n);
void select_each(const struct select *s, struct library *l, struct node *root, select_visit *visit,
		 void *context);

#endif
