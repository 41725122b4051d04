/* Apache's own C library, as a second opinion.  Its names and ours do not go into one file. */
#ifndef TESTS_SCHEMA_AVRO_THEIRS_H
#define TESTS_SCHEMA_AVRO_THEIRS_H

#include "base/buf.h"

struct theirs;

/* NULL: they do not take the schema. */
struct theirs *theirs_new(const char *schema_json);
void theirs_free(struct theirs *t);
/* Reads one value from the front of the bytes; appends it as they write it, and as their JSON. */
bool theirs_read(struct theirs *t, struct slice bytes, struct buf *again, struct buf *json);
const char *theirs_error(void);

#endif
