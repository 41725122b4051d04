/* JSON-Schema-Test-Suite, all drafts: every schema for which the suite itself knows a valid instance.
 *
 * With UNDERSTUDY_INSTANCES=FOLDER the instances are left there, one line per schema in DRAFT.jsonl, for a
 * judge that is not ours (tests/e2e/test_second_judge.py). */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "generate/made.h"
#include "generate/satisfiable.h"
#include "suite.h"

enum { INSTANCES = 100 };

struct tally {
	struct satisfiable suite; /* first */
	unsigned schemas, generated, gave_up, uncompiled;
};

/* {"file":..,"title":..,"schema":..,"instances":[..]} */
static void write_line(FILE *out, const char *file, struct slice title, struct slice schema,
		       struct buf *instances)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	buf_printf(&line, "{\"file\":\"%s\",\"title\":", file);
	json_string_add(&line, title);
	buf_str(&line, ",\"schema\":");
	buf_slice(&line, schema);
	buf_str(&line, ",\"instances\":[");
	buf_slice(&line, buf_view(instances));
	buf_str(&line, "]}\n");
	ck_assert_uint_eq(fwrite(line.data, 1, line.len, out), line.len);
}

static void try_schema(struct satisfiable *s, const char *file, struct slice title, struct slice schema)
{
	struct tally *t = (struct tally *)(void *)s;
	BUF_AUTO struct buf instances = BUF_INIT(0);
	struct made m;
	bool gave_up = false;

	made_init_with(&m, schema, 42, s->dialect, &s->remotes);
	t->schemas++;
	if (!m.schema) {
		t->uncompiled++;
		printf("generate: %s: %s: %.*s: does not compile: %s\n", schema_dialect_name(s->dialect),
		       file, SLICE_FMT(title), made_reason(&m));
	}
	for (uint64_t position = 0; m.schema && position < INSTANCES; position++) {
		struct slice json = made_json(&m, position);

		gave_up = !json.ptr;
		if (gave_up) {
			printf("generate: %s: %s: %.*s: %s\n", schema_dialect_name(s->dialect), file,
			       SLICE_FMT(title), made_reason(&m));
			break;
		}
		ck_assert_msg(schema_accepts(m.schema, m.judge, json), "%s: %s: %.*s: %.*s",
			      schema_dialect_name(s->dialect), file, SLICE_FMT(title), SLICE_FMT(json));
		buf_str(&instances, position ? "," : "");
		buf_slice(&instances, json);
	}
	if (s->out && m.schema && !gave_up)
		write_line(s->out, file, title, schema, &instances);
	t->gave_up += m.schema && gave_up;
	t->generated += m.schema && !gave_up;
	made_release(&m);
}

START_TEST(instances_of_the_suites_schemas_are_valid)
{
	struct tally t = { 0 };

	if (!satisfiable_each(&t.suite, (size_t)_i, getenv("UNDERSTUDY_INSTANCES"), try_schema))
		return;
	printf("generate: %s: of %u satisfiable schemas %u generated, %u given up, %u not compiled\n",
	       t.suite.draft, t.schemas, t.generated, t.gave_up, t.uncompiled);
	ck_assert_uint_gt(t.schemas, 0);
	ck_assert_uint_eq(t.generated, t.schemas);
}
END_TEST

SUITE(generate_corpus)
{
	LOOP_TEST(instances_of_the_suites_schemas_are_valid, 0, SATISFIABLE_DRAFTS);
}
