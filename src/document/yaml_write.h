/* Writes a tree as YAML in block style, so that readers of YAML 1.1 and 1.2 read the same: a text that one of
 * them would take for a number, a date, a boolean or null is quoted, and no other.  Texts of several lines
 * are literal blocks; short lists of scalars that stood in brackets stay in brackets. */
#ifndef DOCUMENT_YAML_WRITE_H
#define DOCUMENT_YAML_WRITE_H

#include "document/document.h"

/* With `comments`, comments and empty lines of the documents that the nodes stood in are written with the
 * keys and items above or beside which they stood; those of nodes that are not written are lost. */
void yaml_write(struct buf *out, const struct node *root, bool comments);

/* The same tree as JSON, two spaces a level. */
void yaml_write_as_json(struct buf *out, const struct node *root);

#endif
