/* Coverage: which points a contract has, and which of them messages exercise. */
#include "record/coverage.h"

#include "suite.h"

#define TOP                                                                                                  \
	"asyncapi: 3.0.0\n"                                                                                  \
	"info: {title: T, version: '1'}\n"                                                                   \
	"channels:\n"                                                                                        \
	"  c: {address: 'c/{k}', parameters: {k: {}}, messages: {m: {payload: "
#define END                                                                                                  \
	"}}}\n"                                                                                              \
	"  idle: {address: idle, messages: {i: {payload: {enum: [1, 2]}}}}\n"                                \
	"operations: {o: {action: receive, channel: {$ref: '#/channels/c'}}}\n"

#define HEADER	      "{\"understudy\":1}\n"
#define SENT(payload) "{\"seq\":1,\"client\":\"x\",\"address\":\"c/1\",\"payload\":" payload "}\n"

/* `hit` and `missed`: names of points, parted by "; ", in the order of the document. */
static const struct {
	const char *title, *schema, *lines, *hit, *missed;
} rows[] = {
	{"nothing came",						  "{type: object}",					    "",								   "",				    "c; idle; o; m; i; payload is 1; payload is 2"					   },
	{ "enum values",						  "{properties: {s: {enum: [a, b, 1]}}}",		 SENT("{\"s\":\"b\"}") SENT("{\"s\":1.0}"),
	  "c; o; m; payload.s; payload.s is \"b\"; payload.s is 1",																					"idle; payload.s is \"a\"; i; payload is 1; payload is 2"			    },
	{ "what is optional, and what is not",
	  "{required: [a], properties: {a: {}, b: {}, gone: false, c: {properties: {d: {}}}}}",				   SENT("{\"a\":1,\"c\":{\"d\":1}}"),				     "c; o; m; payload.c; payload.c.d",
	  "idle; payload.b; i; payload is 1; payload is 2"																																    },
	{ "branches of oneOf, by title or reference",
	  "{oneOf: [{title: Card, required: [card]}, {required: [cash]}]}",							    SENT("{\"card\":1}"),
	  "c; o; m; payload: branch 1 of oneOf (Card)",																						    "idle; payload: branch 2 of oneOf; i; payload is 1; payload is 2"		    },
	{ "of anyOf all that hold",				       "{anyOf: [{minimum: 1}, {minimum: 2}, {minimum: 3}]}", SENT("2"),
	  "c; o; m; payload: branch 1 of anyOf; payload: branch 2 of anyOf",																			       "idle; payload: branch 3 of anyOf; i; payload is 1; payload is 2"		    },
	{ "if",							   "{if: {required: [a]}, then: {properties: {t: {}}}}",  SENT("{\"t\":1}"),
	  "c; o; m; payload: else (\"if\" does not hold)",																						 "idle; payload: then (\"if\" holds); payload.t; i; payload is 1; payload is 2"	 },
	{ "items, keys of maps, types, through references and recursion",
	  "{$ref: '#/components/schemas/tree'}",										  SENT("{\"list\":[{\"n\":null},{\"list\":[]}],\"map\":{\"x\":true}}"),
	  "c; o; m; payload.n; payload.list; payload.map; payload.n is null; payload.map.* is true",																       "idle; payload.n is integer; payload.map.* is false; i; payload is 1; payload is 2"},
	{ "what breaks the contract does not count",			     "{properties: {s: {enum: [a, b]}, n: {maximum: 1}}}",
	  SENT("{\"s\":\"a\",\"n\":5}"),																				"",
	  "c; idle; o; m; payload.s; payload.n; payload.s is \"a\"; payload.s is \"b\"; i; payload is 1; "
	  "payload is 2"																																				     },
};

static const char tree[] =
	"components: {schemas: {tree: {properties: {n: {type: [integer, 'null']}, list: {items: "
	"{$ref: '#/components/schemas/tree'}}, map: {additionalProperties: {enum: [true, "
	"false]}}}}}}\n";

static struct coverage_survey *survey(const struct contract *c, const char *lines)
{
	struct coverage_survey *s = coverage_new(c);
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct recording_reader reader;
	struct recorded line;
	struct diag d = { 0 };

	buf_str(&text, HEADER);
	buf_str(&text, lines);
	recording_reader_init(&reader, "r.jsonl", buf_view(&text), &d);
	while (recording_next(&reader, &line))
		coverage_add(s, &line);
	recording_reader_release(&reader);
	ck_assert_uint_eq(d.n, 0);
	diag_release(&d);
	return s;
}

static struct contract *contract_of(const char *schema)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct contract *c;

	buf_printf(&text, "%s%s%s%s", TOP, schema, END, tree);
	c = contract_load_text("c.yaml", buf_view(&text), &d);
	ck_assert_msg(c && !d.errors, "%s", d.n ? d.findings[0].text : "");
	diag_release(&d);
	return c;
}

static void join(struct buf *out, const struct coverage *c, bool hit)
{
	for (size_t i = 0; i < c->n; i++)
		if ((c->list[i].n > 0) == hit)
			buf_printf(out, "%s%.*s", out->len ? "; " : "", SLICE_FMT(c->list[i].name));
}

START_TEST(points_are_found_and_exercised)
{
	struct contract *c = contract_of(rows[_i].schema);
	struct coverage_survey *s = survey(c, rows[_i].lines);
	const struct coverage *result = coverage_result(s);
	BUF_AUTO struct buf hit = BUF_INIT(0), missed = BUF_INIT(0);

	join(&hit, result, true);
	join(&missed, result, false);
	ck_assert_msg(strcmp(buf_cstr(&hit), rows[_i].hit) == 0, "%s: exercised %s\nexpected %s",
		      rows[_i].title, buf_cstr(&hit), rows[_i].hit);
	ck_assert_msg(strcmp(buf_cstr(&missed), rows[_i].missed) == 0, "%s: missed %s\nexpected %s",
		      rows[_i].title, buf_cstr(&missed), rows[_i].missed);
	for (size_t i = 0; i < result->n; i++)
		ck_assert_msg(result->list[i].at.line, "%s has no place", hit.data);
	coverage_free(s);
	contract_drop(c);
}
END_TEST

START_TEST(messages_are_counted_by_what_they_are)
{
	struct contract *c = contract_of("{maximum: 1}");
	struct coverage_survey *s =
		survey(c, SENT("1") SENT("0")
				  SENT("5") "{\"seq\":2,\"origin\":\"scenario\",\"address\":\"c/1\","
					    "\"wrong\":true,\"payload\":9}\n"
					    "{\"seq\":3,\"client\":\"x\",\"address\":\"d\",\"payload\":1}\n"
					    "{\"seq\":4,\"event\":\"connected\",\"client\":\"x\"}\n");
	const struct coverage *result = coverage_result(s);

	ck_assert_uint_eq(result->conforming, 2);
	ck_assert_uint_eq(result->violating, 1);
	ck_assert_uint_eq(result->on_purpose, 1);
	ck_assert_uint_eq(result->unknown, 1);
	ck_assert_uint_eq(result->list[0].n, 2);
	coverage_free(s);
	contract_drop(c);
}
END_TEST

SUITE(record_coverage)
{
	LOOP_TEST(points_are_found_and_exercised, 0, ARRAY_SIZE(rows));
	TEST(messages_are_counted_by_what_they_are);
}
