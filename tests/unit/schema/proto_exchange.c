/* Answers for those who compare us with another implementation (tests/e2e/test_protobuf.py): reads lines of
 * "source TAB message TAB what TAB data" from the file that UNDERSTUDY_PROTO_CASES names and writes one
 * answer a line beside it.  What is "source" (is it taken?), "bytes" (base64 to JSON), "json" (to base64) or
 * "judge".
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "schema/help.h"
#include "schema/proto_wire.h"
#include "suite.h"

struct exchange {
	struct bench_of_judging b;
	struct slice source; /* that is compiled */
	struct slice message;
	struct language_schema made;
	struct schema *schema;
	bool is_open;
};

static void close_source(struct exchange *e)
{
	if (e->is_open)
		judging_end(&e->b);
	e->is_open = false;
}

static bool open_source(struct exchange *e, struct slice source, struct slice message)
{
	char format[256];
	struct document *doc;

	if (e->is_open && slice_eq(source, e->source) && slice_eq(message, e->message))
		return e->schema != NULL;
	close_source(e);
	judging_begin(&e->b);
	e->is_open = true;
	e->source = source;
	e->message = message;
	e->schema = NULL;
	e->made = (struct language_schema){ 0 };
	doc = library_load(&e->b.library, arena_strdup(&e->b.arena, source));
	snprintf(format, sizeof(format), "x;message=%.*s", SLICE_FMT(message));
	if (doc && doc->root &&
	    protobuf_language.compile(&e->b.arena, &e->b.library, doc->root,
				      message.len ? slice_str(format) : SLICE_LIT("x"), &e->made))
		e->schema = schema_compile(&e->b.arena, &e->b.library, e->made.json_schema, NULL);
	return e->schema != NULL;
}

static void say_error(const struct wire_error *why, struct buf *out)
{
	buf_printf(out, "error %zu %s", why->at, why->text);
}

static void answer_bytes(struct exchange *e, struct slice data, struct buf *out)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);
	struct wire_error why = { .arena = &e->b.arena };

	ck_assert(base64_decode(data, &bytes));
	if (protobuf_language.to_json(e->made.wire, buf_view(&bytes), &json, &why))
		buf_slice(out, buf_view(&json));
	else
		say_error(&why, out);
}

static void answer_json(struct exchange *e, struct slice data, struct buf *out)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0);
	struct wire_error why = { .arena = &e->b.arena };
	const char *bad;
	size_t where;
	struct node *value = json_parse(&e->b.arena, data, &bad, &where);

	ck_assert_msg(value, "%s", bad);
	if (protobuf_language.from_json(e->made.wire, value, &bytes, &why))
		base64_add(out, buf_view(&bytes));
	else
		say_error(&why, out);
}

static void answer_judge(struct exchange *e, struct slice data, struct buf *out)
{
	if (judging_verdict(&e->b, e->schema, data))
		buf_str(out, "conforms");
	else
		buf_printf(out, "error %.*s", SLICE_FMT(e->b.found.list[0].text));
}

static void answer(struct exchange *e, struct slice line, struct buf *out)
{
	struct slice source, message, what;

	slice_split(&line, '\t', &source);
	slice_split(&line, '\t', &message);
	slice_split(&line, '\t', &what);
	if (!open_source(e, source, message))
		buf_printf(out, "error %s", e->b.diag.n ? e->b.diag.findings[0].text : "without a word");
	else if (slice_is(what, "bytes"))
		answer_bytes(e, line, out);
	else if (slice_is(what, "json"))
		answer_json(e, line, out);
	else if (slice_is(what, "judge"))
		answer_judge(e, line, out);
	else
		buf_str(out, "taken");
	buf_char(out, '\n');
}

START_TEST(cases_of_others_are_answered)
{
	const char *path = getenv("UNDERSTUDY_PROTO_CASES");
	struct exchange e = { 0 };
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct library files = { 0 };
	struct diag diag = { 0 };
	char name[4096];
	struct slice rest, line;
	FILE *to;

	if (!path)
		return; /* nobody asks */
	library_init(&files, &diag);
	rest = library_load(&files, path)->source; /* named *.proto: one text */
	while (rest.len && slice_split(&rest, '\n', &line))
		answer(&e, line, &out);
	close_source(&e);
	snprintf(name, sizeof(name), "%s.answers", path);
	to = fopen(name, "w");
	ck_assert(to && fwrite(out.data, 1, out.len, to) == out.len && fclose(to) == 0);
	library_release(&files);
	diag_release(&diag);
}
END_TEST

SUITE(proto_exchange)
{
	TEST(cases_of_others_are_answered);
}
