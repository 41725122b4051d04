/* What the schema tests share: a schema from text, a padded payload, the three ways to judge it. */
#ifndef TESTS_SCHEMA_HELP_H
#define TESTS_SCHEMA_HELP_H

#include "schema/judge.h"

struct bench_of_judging {
	struct diag diag;
	struct library library;
	struct arena arena;
	struct judge *judge;
	struct violations found;
	struct buf padded;
};

void judging_begin(struct bench_of_judging *b);
void judging_end(struct bench_of_judging *b);
/* NULL: it did not compile; see b->diag. */
struct schema *judging_schema(struct bench_of_judging *b, const char *json);
struct schema *judging_schema_as(struct bench_of_judging *b, const char *json, enum schema_dialect dialect);
struct schema *judging_yaml(struct bench_of_judging *b, const char *yaml);
/* The text with SCHEMA_PADDING zero bytes behind it, until the next call. */
struct slice judging_pad(struct bench_of_judging *b, struct slice json);
/* The verdict, after all ways agreed on it; `found` holds the reasons. */
bool judging_verdict(struct bench_of_judging *b, const struct schema *s, struct slice json);

#endif
