/* Which of a channel's messages one is, and what is said of those that it is not. */
#include "contract/told.h"

#include "contract/members.h"

#include <stdlib.h>

#include "base/memory.h"
#include "suite.h"

static struct judge *judge;

static void set_up(void)
{
	judge = judge_new();
}

static void tear_down(void)
{
	judge_free(judge);
}

/* clang-format off */
#define HEAD "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n  c:\n    address: c\n    messages:\n"

static const char by_name[] = HEAD
	"      placed: { payload: { type: object, required: [type, id, x], properties: { type: { type: string }, id: { type: string }, x: {}, n: { type: integer } } } }\n"
	"      gone: { title: OrderGone, payload: { type: object, required: [type, id], properties: { type: { type: string }, id: { type: string } } } }\n";
static const char by_header[] = HEAD
	"      a: { headers: { type: object, properties: { kind: { const: a } } }, payload: { type: object, required: [x], properties: { x: { type: integer } } } }\n"
	"      b: { headers: { type: object, properties: { kind: { const: b } } }, payload: { type: object, required: [y], properties: { y: { type: integer }, n: { maximum: 3 } } } }\n";
static const char by_constant[] = HEAD
	"      v1: { payload: { type: object, required: [version], properties: { version: { const: 1 }, x: { type: integer } } } }\n"
	"      v2: { payload: { type: object, required: [version], properties: { version: { enum: [2, 3] }, x: { type: string } } } }\n";
static const char by_discriminator[] = HEAD
	"      m1: { payload: { $ref: '#/components/schemas/Cat' } }\n"
	"      m2: { payload: { $ref: '#/components/schemas/Dog' } }\n"
	"components:\n  schemas:\n"
	"    Pet: { type: object, discriminator: petType, required: [petType], properties: { petType: { type: string } } }\n"
	"    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { properties: { lives: { type: integer } }, required: [lives] } ] }\n"
	"    Dog: { allOf: [ { $ref: '#/components/schemas/Pet' }, { properties: { bark: { type: string }, lives: { type: integer } } } ] }\n";
static const char by_cbor[] = HEAD
	"      placed: { contentType: application/cbor, payload: { type: object, required: [type, x], properties: { type: { type: string }, x: { type: integer } } } }\n"
	"      gone: { contentType: application/cbor, payload: { type: object, required: [type], properties: { type: { type: string }, y: { type: integer } } } }\n";

static const struct {
	const char *title, *contract, *payload, *kind;
	const char *conforms; /* NULL: to none */
	const char *nearest, *told_by, *runner_up;
	size_t violations, its_violations;
} rows[] = {
	{ "a property whose value is the message's name", by_name, "{\"type\":\"gone\",\"id\":1,\"x\":1}", NULL,
	  NULL, "gone", "payload.type", "placed", 1, 1 },
	{ "the same, with more wrong than in the other", by_name, "{\"type\":\"placed\",\"n\":\"s\"}", NULL,
	  NULL, "placed", "payload.type", "gone", 3, 1 },
	{ "or its title", by_name, "{ \"id\" : {\"type\":\"placed\"} , \"type\" :\"OrderGone\" }", NULL,
	  NULL, "gone", "payload.type", "placed", 1, 2 },
	{ "one that conforms to both is what it says", by_name, "{\"type\":\"gone\",\"id\":\"1\",\"x\":1}", NULL,
	  "gone", NULL, NULL, NULL, 0, 0 },
	{ "and the first if it does not say", by_name, "{\"type\":\"?\",\"id\":\"1\",\"x\":1}", NULL,
	  "placed", NULL, NULL, NULL, 0, 0 },
	{ "what it says is not believed against the schema", by_name, "{\"type\":\"placed\",\"id\":\"1\"}", NULL,
	  "gone", NULL, NULL, NULL, 0, 0 },
	{ "a name that nobody has tells nothing", by_name, "{\"type\":\"lost\"}", NULL,
	  NULL, "gone", NULL, "placed", 1, 2 },
	{ "a header", by_header, "{\"y\":\"1\",\"n\":9}", "b", NULL, "b", "headers.kind", "a", 2, 2 },
	{ "a header that nobody has", by_header, "{\"y\":\"1\",\"n\":9}", "c", NULL, "a", NULL, "b", 2, 3 },
	{ "a constant that is no text", by_constant, "{\"version\":1,\"x\":\"s\"}", NULL,
	  NULL, "v1", "payload.version", "v2", 1, 1 },
	{ "one of several constants", by_constant, "{\"x\":1,\"version\": 3 }", NULL,
	  NULL, "v2", "payload.version", "v1", 1, 1 },
	{ "a discriminator", by_discriminator, "{\"petType\":\"Cat\",\"lives\":\"9\"}", NULL,
	  NULL, "m1", "payload.petType", "m2", 1, 1 },
	{ "the other", by_discriminator, "{\"petType\":\"Dog\",\"lives\":\"9\",\"bark\":1}", NULL,
	  NULL, "m2", "payload.petType", "m1", 2, 1 },
	{ "in CBOR", by_cbor, "\xa2\x64type\x64gone\x61y\xf5", NULL, NULL, "gone", "payload.type", "placed", 1, 1 },
	{ "no JSON at all", by_name, "{\"type\":\"gone\",", NULL, NULL, "gone", "payload.type", "placed", 1, 1 },
};
/* clang-format on */

static struct slice padded(struct buf *out, const char *text)
{
	buf_str(out, text);
	buf_add(out, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	return slice_of(out->data, strlen(text));
}

START_TEST(the_message_that_is_meant_is_told)
{
	BUF_AUTO struct buf payload = BUF_INIT(0), headers = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text("told.yaml", slice_str(rows[_i].contract), &d);
	struct judged m = { .payload = padded(&payload, rows[_i].payload), .has_headers = true };
	struct violations v = { 0 };
	struct message_model *got, *nearest;
	bool any;

	ck_assert(c != NULL && d.errors == 0);
	header_add(&headers, SLICE_LIT("kind"), slice_str(rows[_i].kind ? rows[_i].kind : "?"));
	if (rows[_i].kind)
		m.headers = buf_view(&headers);
	got = verdict_match(c->messages, c->n_messages, judge, &m, &any);
	ck_assert_msg(!got == !rows[_i].conforms, "%s", rows[_i].title);
	if (got) {
		ck_assert_msg(slice_is(got->name, rows[_i].conforms), "%s", rows[_i].title);
	} else {
		verdict_explain(c->messages, c->n_messages, judge, &m, &nearest, &v);
		ck_assert_msg(slice_is(nearest->name, rows[_i].nearest), "%s: %.*s", rows[_i].title,
			      SLICE_FMT(nearest->name));
		ck_assert_uint_eq(v.n, rows[_i].violations);
		ck_assert_msg(rows[_i].told_by ? slice_is(v.told_by, rows[_i].told_by) : !v.told_by.ptr,
			      "%s: %.*s", rows[_i].title, SLICE_FMT(v.told_by));
		ck_assert_uint_eq(v.n_runners_up, 1);
		ck_assert(slice_is(v.runners_up[0].message, rows[_i].runner_up));
		ck_assert_msg(v.runners_up[0].violations == rows[_i].its_violations, "%s: %zu",
			      rows[_i].title, v.runners_up[0].violations);
	}
	violations_release(&v);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(only_the_nearest_runners_up_are_named)
{
	BUF_AUTO struct buf text = BUF_INIT(0), payload = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct judged m = { .payload = padded(&payload, "{\"a\":1,\"b\":1,\"c\":1}") };
	struct violations v = { 0 };
	struct message_model *nearest;
	struct contract *c;

	buf_str(&text, HEAD);
	for (int i = 0; i < 12; i++)
		buf_printf(
			&text,
			"      m%d: { payload: { type: object, required: [%s%s d], properties: { a: { type: "
			"%s } } } }\n",
			i, i % 4 > 1 ? "e, " : "", i % 4 > 2 ? "f," : "", i % 4 ? "string" : "integer");
	c = contract_load_text("many.yaml", buf_view(&text), &d);
	ck_assert(c != NULL && d.errors == 0);
	verdict_explain(c->messages, c->n_messages, judge, &m, &nearest, &v);
	ck_assert(slice_is(nearest->name, "m0"));
	ck_assert_uint_eq(v.n_runners_up, 5);
	ck_assert(slice_is(v.runners_up[0].message, "m4") && v.runners_up[0].violations == 1);
	ck_assert(slice_is(v.runners_up[1].message, "m8") && v.runners_up[1].violations == 1);
	ck_assert(slice_is(v.runners_up[2].message, "m1") && v.runners_up[2].violations == 2);
	violations_release(&v);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

/* clang-format off */
static const struct {
	const char *json, *name, *value;
} members[] = {
	{ "{\"a\":1}", "a", "1" },
	{ " { \"b\" : [1,{\"a\":2}] , \"a\" : \"x,\\\"}\" } ", "a", "\"x,\\\"}\"" },
	{ "{\"a\":{\"b\":1},\"b\":2}", "b", "2" },
	{ "{\"a\":{\"b\":1}}", "b", NULL },
	{ "{\"a\":1", "a", "1" },
	{ "{\"a\":\"1", "a", NULL },
	{ "{\"a\":\"1\\", "a", NULL },
	{ "{\"a", "a", NULL },
	{ "{\"a\"", "a", NULL },
	{ "{\"a\":", "b", NULL },
	{ "{\"a\\", "a", NULL },
	{ "{", "a", NULL },
	{ "", "a", NULL },
	{ "[1]", "a", NULL },
	{ "{\"a\":]", "b", NULL },
	{ "{\"a\" 1}", "a", NULL },
	{ "{\"long\":\"a\\\\\\\"b\\\"c, a text of more than sixteen bytes\\\"\",\"next\":2}", "next", "2" },
	{ "{\"long\":\"the name \\\"next\\\" in a text, and \",\"next\":2}", "next", "2" },
	{ "{\"a\":\"next\",\"b\":[\"next\",{\"next\":1}],\"c\":\"more than sixteen\"}", "next", NULL },
	{ "{\"of sixteen bytes\":1,\"of_sixteen_bytes\":\"0123456789abcde\\\"}\"}", "of_sixteen_bytes", "\"0123456789abcde\\\"}\"" },
};
/* clang-format on */

START_TEST(a_member_is_found_without_a_tree)
{
	size_t length = strlen(members[_i].json);
	char *exact = memory_new(length + !length);
	struct slice got;

	memcpy(exact, members[_i].json, length);
	got = json_member(slice_of(exact, length), slice_str(members[_i].name));
	ck_assert_msg(members[_i].value ? slice_is(got, members[_i].value) : !got.ptr, "%s: %.*s",
		      members[_i].json, SLICE_FMT(got));
	free(exact);
}
END_TEST

SUITE(contract_told)
{
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	LOOP_TEST(the_message_that_is_meant_is_told, 0, ARRAY_SIZE(rows));
	TEST(only_the_nearest_runners_up_are_named);
	LOOP_TEST(a_member_is_found_without_a_tree, 0, ARRAY_SIZE(members));
}
