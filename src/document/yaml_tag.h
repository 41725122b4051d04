/* Explicit tags: !!str, !!int and the rest of the core schema. */
#ifndef DOCUMENT_YAML_TAG_H
#define DOCUMENT_YAML_TAG_H

#include "document/build.h"

/* Makes `n`, a NODE_TEXT that stood plain or quoted, what its tag (NULL: none) and its text say.  A tag that
 * does not fit is an error, an unknown one a warning. */
void yaml_tag_scalar(struct build *b, struct node *n, const char *tag, bool is_plain);
/* The same for a list or map, which no tag changes. */
void yaml_tag_nested(struct build *b, const struct node *n, const char *tag);

#endif
