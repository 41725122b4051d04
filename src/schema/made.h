/* Trees that we make of a schema in another language.
 *
 * Their nodes stand where the original's stood, so that a violation points there; but "$ref": "#/..." among
 * them is counted from the made tree's own root: that is how types refer to one another, in circles too. */
/*
 * A made schema may carry "x-understudy-made", an object for our own eyes:
 *	expected  what a value must be, in the other language's words; a violation's sentence says it
 *	name      the property name that a value inside a wrapper looks like
 *	type      of several types the one to generate
 *	logical   an Avro logical type: a whole number that counts time ("date", "timestamp-millis", ...) */
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
