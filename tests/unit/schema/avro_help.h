/* What the Avro tests share: a schema from text, its JSON Schema compiled, bytes in hex. */
#ifndef TESTS_SCHEMA_AVRO_HELP_H
#define TESTS_SCHEMA_AVRO_HELP_H

#include "schema/avro.h"
#include "schema/help.h"

/* The wire of the schema in `text` (YAML or JSON), by the table of languages; NULL: see b->diag. */
struct avro_schema *avro_from(struct bench_of_judging *b, const char *text);
struct avro_schema *avro_from_format(struct bench_of_judging *b, const char *text, const char *format,
				     struct node **json_schema);
/* The compiled JSON Schema. */
struct schema *avro_judged(struct bench_of_judging *b, const char *text);
/* "36 06" to bytes and back. */
void hex_read(struct buf *out, const char *hex);
const char *hex_shown(struct arena *a, struct slice bytes);
/* By avro_language: the JSON of the bytes in hex, or "ERROR at 3 of /a: text". */
const char *avro_json(struct bench_of_judging *b, const struct avro_schema *s, const char *hex);
/* The bytes of the JSON in hex, or "ERROR of /a: text". */
const char *avro_hex(struct bench_of_judging *b, const struct avro_schema *s, const char *json);

#endif
