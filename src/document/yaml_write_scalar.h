/* How one scalar is written: plain, quoted or as a literal block. */
#ifndef DOCUMENT_YAML_WRITE_SCALAR_H
#define DOCUMENT_YAML_WRITE_SCALAR_H

#include "document/node.h"

/* On one line.  `in_brackets`: it stands in a flow list, where commas and brackets count. */
void yaml_scalar_add(struct buf *out, const struct node *n, bool in_brackets);
/* A key, or a text on one line. */
void yaml_text_add(struct buf *out, struct slice text, bool in_brackets);
/* May a text be written as a literal block? */
bool yaml_is_literal(struct slice text);
/* Its header ("|", "|-", "|2+") ... */
void yaml_literal_header(struct buf *out, struct slice text);
/* ... and its lines, each with its line end. */
void yaml_literal_lines(struct buf *out, struct slice text, size_t indent);

#endif
