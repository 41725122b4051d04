/* The merge key `<<` of YAML 1.1, which authors of AsyncAPI documents use though 1.2 dropped it. */
#ifndef DOCUMENT_YAML_MERGE_H
#define DOCUMENT_YAML_MERGE_H

#include "document/build.h"

/* Can that stand behind `<<`: a map, or a list of maps?  False: said, at the place of the key. */
bool yaml_merge_check(struct build *b, const struct node *source, struct place key);
/* Adds to `map`, which is closed, what stood behind one `<<`, of a list the earlier first.  A key that is
 * there already stays. */
void yaml_merge(struct build *b, struct node *map, const struct node *source);

#endif
