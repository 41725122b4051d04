/* Trees that we make of a schema in another language.
 *
 * Their nodes stand where the original's stood, so that a violation points there; but "$ref": "#/..." among
 * them is counted from the made tree's own root: that is how types refer to one another, in circles too. */
#ifndef SCHEMA_MADE_H
#define SCHEMA_MADE_H

#include "document/document.h"

/* For the `in` of made nodes: has the original's name (NULL: none) and source.  Its root is set by the
 * caller: a map of `definitions`, without a "$ref" of its own; the documents of several originals may share
 * it.  In `a`; no library knows it. */
struct document *made_document(struct arena *a, const struct document *original);

/* A node that stands at line and column of the original. */
struct node *made_node(struct arena *a, enum node_kind kind, const struct document *in, unsigned line,
		       unsigned col);

#endif
