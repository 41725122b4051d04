/* What a plain YAML scalar is: the core schema of YAML 1.2.2 §10.3.2, and no more of it.
 *
 * null, true and false, integers (also 0o17 and 0x1F) and decimal floats are typed; everything else is text:
 * `no`, `on`, dates, and also .inf and .nan, which JSON cannot say, and 0x numbers past 64 bits. */
#ifndef DOCUMENT_SCALAR_H
#define DOCUMENT_SCALAR_H

#include "document/build.h"

/* Makes `n`, a NODE_TEXT whose text is the scalar, what the scalar stands for. */
void scalar_type(struct build *b, struct node *n);

#endif
