/* The part of coverage that looks into schemas: what there is to exercise, and what one value exercises. */
#ifndef RECORD_COVERAGE_SCHEMA_H
#define RECORD_COVERAGE_SCHEMA_H

#include "base/map.h"
#include "record/coverage.h"

struct generator;

struct coverage_list {
	struct arena *a;
	struct covered *list;
	size_t n, room;
};

/* One schema of one message. */
struct schema_survey {
	struct generator *g; /* borrowed: it knows the dialects, and keeps what it compiled */
	struct coverage_list *out;
	const struct message_model *message;
	const char *root; /* "payload" */
	struct map sites; /* schema node to struct site */
};

void survey_schema(struct schema_survey *s, struct node *schema);
/* `value` conforms to `schema`. */
void survey_value(struct schema_survey *s, struct node *schema, struct node *value);
void survey_release(struct schema_survey *s);

struct covered *coverage_point(struct coverage_list *l, enum covered_kind kind, const struct message_model *m,
			       struct loc at);

#endif
