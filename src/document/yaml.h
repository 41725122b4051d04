/* YAML 1.2 through libyaml's events into the same tree as JSON. */
#ifndef DOCUMENT_YAML_H
#define DOCUMENT_YAML_H

#include "document/build.h"

/* Reads a stream of documents, each into `*roots` (in the arena, *n of them).  False: the text is broken
 * (said in b->diag); the roots before the break are not to be used.  A stream without a document has one
 * null root. */
bool yaml_read(struct build *b, struct slice text, struct node ***roots, size_t *n);

#endif
