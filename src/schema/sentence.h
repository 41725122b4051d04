/* The one English sentence of a violation. */
#ifndef SCHEMA_SENTENCE_H
#define SCHEMA_SENTENCE_H

#include "schema/walk.h"

enum { SENTENCE_CONSTANTS = 12 }; /* that are listed */

/* "payload.lines[2].sku": the token's name from `root`. */
void sentence_path(struct buf *out, const struct tape *t, uint32_t at, const char *root);
/* ".sku" or "["a b"]" behind a path. */
void sentence_member(struct buf *out, struct slice name);
/* "/lines/2/sku"; a key's pointer is that of its map. */
void token_pointer(struct buf *out, const struct tape *t, uint32_t at);

/* What must be, without the path: "must be <= 10000 (got 12000)". */
void sentence_add(struct buf *out, struct walk *w, const struct failure *f);
/* "a string or null" */
void sentence_types(struct buf *out, unsigned mask);
/* " (got 12)" */
void sentence_got(struct buf *out, const struct tape *t, uint32_t at);

/* Does any branch of the anyOf or oneOf take a value of that type? */
bool sentence_takes_type(const struct walk *w, const struct failure *f);
/* "must match ...; the nearest is ...": for anyOf and oneOf. */
void sentence_branches(struct buf *out, struct walk *w, const struct failure *f);

/* Children that should not be there and values that name nothing: with the name that was meant. */
void sentence_additional(struct buf *out, struct walk *w, const struct failure *f);
void sentence_unevaluated_property(struct buf *out, struct walk *w, const struct failure *f);
void sentence_unevaluated_item(struct buf *out, struct walk *w, const struct failure *f);
void sentence_discriminator(struct buf *out, struct walk *w, const struct failure *f);

#endif
