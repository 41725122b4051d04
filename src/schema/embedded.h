/* What a string holds beyond its text: contentEncoding, contentMediaType, contentSchema.  Annotations, unless
 * schema_options.content_asserts. */
#ifndef SCHEMA_EMBEDDED_H
#define SCHEMA_EMBEDDED_H

#include "schema/walk.h"

/* Owned by the walker's state; made when first needed. */
struct embedded_scratch;
void embedded_release(struct embedded_scratch *s);

/* The keyword that the text breaks, or NULL. */
const char *embedded_fault(struct walk_state *state, const struct embedded *e, struct slice text);

#endif
