/* Judges by every way there is, and fails when they disagree. */
#include "schema/help.h"
#include "suite.h"

void judging_begin(struct bench_of_judging *b)
{
	*b = (struct bench_of_judging){ .judge = judge_new() };
	library_init(&b->library, &b->diag);
}

void judging_end(struct bench_of_judging *b)
{
	violations_release(&b->found);
	judge_free(b->judge);
	library_release(&b->library);
	diag_release(&b->diag);
	arena_free(&b->arena);
	buf_release(&b->padded);
}

static struct schema *compile(struct bench_of_judging *b, const char *file, const char *text,
			      enum schema_dialect dialect)
{
	struct document *doc = library_load_text(&b->library, file, slice_str(text));
	struct schema_options options = { .dialect = dialect, .formats_assert = true };

	ck_assert_msg(doc && doc->root, "the test's own schema is broken: %s", text);
	return schema_compile(&b->arena, &b->library, doc->root, &options);
}

struct schema *judging_schema(struct bench_of_judging *b, const char *json)
{
	return compile(b, "schema.json", json, DIALECT_ASYNCAPI);
}

struct schema *judging_schema_as(struct bench_of_judging *b, const char *json, enum schema_dialect dialect)
{
	return compile(b, "schema.json", json, dialect);
}

struct schema *judging_yaml(struct bench_of_judging *b, const char *yaml)
{
	return compile(b, "schema.yaml", yaml, DIALECT_ASYNCAPI);
}

struct slice judging_pad(struct bench_of_judging *b, struct slice json)
{
	buf_reset(&b->padded);
	memset(buf_reserve(&b->padded, json.len + SCHEMA_PADDING), 0, json.len + SCHEMA_PADDING);
	memcpy(b->padded.data, json.ptr, json.len);
	return slice_of(b->padded.data, json.len);
}

bool judging_verdict(struct bench_of_judging *b, const struct schema *s, struct slice json)
{
	struct slice payload = judging_pad(b, json);
	bool accepted = schema_accepts(s, b->judge, payload);
	bool quiet = judge_on_tape(s, b->judge, payload, NULL), explained;

	violations_release(&b->found);
	b->found.root_name = "payload";
	explained = judge_on_tape(s, b->judge, payload, &b->found);
	ck_assert_msg(accepted == explained && quiet == explained && explained == (b->found.n == 0),
		      "accepts %d, walker %d, reasons %d (%zu) on %.*s", accepted, quiet, explained,
		      b->found.n, SLICE_FMT(json));
	return accepted;
}
