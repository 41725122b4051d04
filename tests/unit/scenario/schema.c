/* docs/scenario.schema.json, which editors check scenarios by, says the same as our own reader. */
#include <glob.h>

#include "scenario/scenario.h"
#include "suite.h"

struct published {
	struct diag diag;
	struct library library;
	struct arena arena;
	struct judge *judge;
	struct schema *schema;
};

static void open_schema(struct published *p)
{
	static const struct schema_options options = { .dialect = DIALECT_DRAFT_07 };
	struct document *doc;

	*p = (struct published){ .diag.out = stderr };
	library_init(&p->library, &p->diag);
	p->library.allow_outside = true;
	p->judge = judge_new();
	doc = library_load(&p->library, "docs/scenario.schema.json");
	ck_assert_ptr_nonnull(doc);
	p->schema = schema_compile(&p->arena, &p->library, doc->root, &options);
	ck_assert_ptr_nonnull(p->schema);
}

static void close_schema(struct published *p)
{
	judge_free(p->judge);
	library_release(&p->library);
	arena_free(&p->arena);
	diag_release(&p->diag);
}

static bool accepts(struct published *p, const struct node *n, const char *what)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct violations list = { .max = 3, .root_name = "scenario" };
	bool ok;

	node_write_json(&b, n);
	memset(buf_reserve(&b, SCHEMA_PADDING), 0, SCHEMA_PADDING);
	ok = schema_explain(p->schema, p->judge, buf_view(&b), &list);
	for (size_t i = 0; what && i < list.n; i++)
		fprintf(stderr, "%s: %.*s\n", what, SLICE_FMT(list.list[i].text));
	violations_release(&list);
	return ok;
}

START_TEST(the_schema_accepts_every_example)
{
	struct published p;
	glob_t found;

	open_schema(&p);
	ck_assert_int_eq(glob("scenarios/*.yaml", 0, NULL, &found), 0);
	ck_assert_uint_ge(found.gl_pathc, 5);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct document *doc = library_load(&p.library, found.gl_pathv[i]);

		ck_assert(accepts(&p, doc->root, found.gl_pathv[i]));
		for (size_t k = 0; k < doc->n_more; k++)
			ck_assert(accepts(&p, doc->more[k], found.gl_pathv[i]));
	}
	globfree(&found);
	close_schema(&p);
}
END_TEST

START_TEST(every_example_can_be_loaded)
{
	struct scenario_set set;
	glob_t found;

	scenario_set_init(&set, NULL);
	ck_assert_int_eq(glob("scenarios/*.yaml", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		ck_assert_msg(scenario_set_load(&set, found.gl_pathv[i], stderr), "%s", found.gl_pathv[i]);
	globfree(&found);
	scenario_set_release(&set);
}
END_TEST

#define TOP   "scenario: T\ncontract: tests/contracts/orders.yaml\n"
#define WAITS "steps: [ { wait: 1s } ]\n"

/* Structure only: what the schema cannot know (names of a contract) is the reader's alone. */
static const struct {
	const char *title, *text;
	bool good;
} rows[] = {
	/* clang-format off */
	{ "the least", TOP WAITS, true },
	{ "all of the top", TOP WAITS "description: D\ntags: [a, 1]\nskip: no\nrole: application\nmock: { policy: reject, generate: { orders: 1s } }\n"
	  "vars: { a: 1 }\neach: [ { a: 1 } ]\nseed: 3\nwithin: 1.5s\ntimeout: 2m\nfinally: []\nviolations: report\nleftovers: fail\n", true },
	{ "all of a send", TOP "steps: [ { name: N, send: { channel: orders, message: orderPlaced, params: { region: eu }, payload: { amount: 1 }, headers: { a: 1 }, key: 7, without: [ /lines ], invalid: true, server: production, times: 2, every: 5ms, receivers: 0, within: 1s, as: x } } ]\n", true },
	{ "raw bytes", TOP "steps: [ { send: { channel: shipments, raw: aGk=, encoding: base64, invalid: true } } ]\n", true },
	{ "all of an expect", TOP "steps: [ { ordered: true, expect: [ { channel: payments, server: production, client: c, payload: {}, count: { min: 1, max: 2 }, for: 1s, distinct: /a, rising: /b, per: /c, as: x }, { session: refused, reason: R } ] } ]\n", true },
	{ "a fault", TOP "steps: [ { fault: { disconnect: { client: c }, times: 1, for: 1s, as: x } }, { fault: { disconnect: } } ]\n", true },
	{ "a moment beside the verb", TOP "steps: [ { wait: 1ms, as: a }, { wait: { connected: c }, as: b }, { fault: { disconnect: }, as: d } ]\n", true },
	{ "a moment in the verb and beside it", TOP "steps: [ { wait: { connected: c, as: a }, as: b } ]\n", false },
	{ "a send to one client", TOP "steps: [ { send: { channel: orders, message: orderPlaced, client: c } } ]\n", false },
	{ "a command", TOP "steps: [ { run: [ ls, 1 ], as: x, within: 1s }, { run: ls } ]\n", true },
	{ "programs", TOP WAITS "programs: { a: { run: ls, env: { A: 1 }, ready: { output: x } }, b: { run: [ ls ], ready: connected } }\n", true },
	{ "a contract with a role", "scenario: T\ncontract: { orders: { file: tests/contracts/orders.yaml, role: counterpart } }\n" WAITS, true },
	{ "no steps", TOP, false },
	{ "an empty list of steps", TOP "steps: []\n", false },
	{ "no title", "contract: tests/contracts/orders.yaml\n" WAITS, false },
	{ "no contract", "scenario: T\n" WAITS, false },
	{ "an unknown key", TOP WAITS "stepz: 1\n", false },
	{ "an unknown verb", TOP "steps: [ { sent: { channel: orders } } ]\n", false },
	{ "a verb that is not there yet", TOP "steps: [ { repeat: { times: 2 } } ]\n", false },
	{ "two verbs", TOP "steps: [ { wait: 1s, run: ls } ]\n", false },
	{ "a key beside the wrong verb", TOP "steps: [ { wait: 1s, ordered: true } ]\n", false },
	{ "an unknown key of a send", TOP "steps: [ { send: { chanel: orders } } ]\n", false },
	{ "a send to nowhere", TOP "steps: [ { send: { payload: {} } } ]\n", false },
	{ "a label", TOP "steps: [ { send: { channel: shipments, invalid: minimum } } ]\n", true },
	{ "no label", TOP "steps: [ { send: { channel: shipments, invalid: [ minimum ] } } ]\n", false },
	{ "a duration without a unit", TOP WAITS "within: 5\n", false },
	{ "silence without a time", TOP "steps: [ { expect: { channel: payments, count: 0 } } ]\n", false },
	{ "a maximum without a time", TOP "steps: [ { expect: { channel: payments, count: { max: 1 } } } ]\n", false },
	{ "a count that is none", TOP "steps: [ { expect: { channel: payments, count: -1 } } ]\n", false },
	{ "a payload of a session", TOP "steps: [ { expect: { session: connected, payload: {} } } ]\n", false },
	{ "a reason of a message", TOP "steps: [ { expect: { channel: payments, reason: x } } ]\n", false },
	{ "per of nothing", TOP "steps: [ { expect: { channel: payments, per: /a } } ]\n", false },
	{ "a pointer that is none", TOP "steps: [ { expect: { channel: payments, distinct: a } } ]\n", false },
	{ "an unknown session event", TOP "steps: [ { expect: { session: gone } } ]\n", false },
	{ "waiting for two things", TOP "steps: [ { wait: { connected: a, disconnected: b } } ]\n", false },
	{ "waiting for nothing", TOP "steps: [ { wait: { within: 1s } } ]\n", false },
	{ "waiting over HTTP", TOP "steps: [ { wait: { http: x } } ]\n", false },
	{ "a fault of another kind", TOP "steps: [ { fault: { drop: {} } } ]\n", false },
	{ "a program that runs nothing", TOP WAITS "program: { env: {} }\n", false },
	{ "program and programs", TOP WAITS "program: { run: ls }\nprograms: { a: { run: ls } }\n", false },
	{ "rows that are none", TOP WAITS "each: [ 1 ]\n", false },
	{ "rows of an unknown file", TOP WAITS "each: rows.txt\n", false },
	{ "a role of neither side", TOP WAITS "role: auto\n", false },
	{ "a seed that is no number", TOP WAITS "seed: x\n", false },
	{ "a name that is taken", TOP "steps: [ { run: ls, as: vars } ]\n", false },
	{ "a name with a blank", TOP "steps: [ { run: ls, as: a b } ]\n", false },
	/* clang-format on */
};

START_TEST(the_schema_and_the_reader_agree)
{
	struct published p;
	struct scenario_set set;
	struct document *doc;
	bool read;

	open_schema(&p);
	scenario_set_init(&set, NULL);
	doc = library_load_text(&p.library, "row.yaml", slice_str(rows[_i].text));
	read = scenario_set_load_text(&set, "row.yaml", slice_str(rows[_i].text),
				      rows[_i].good ? stderr : NULL);
	ck_assert_msg(read == rows[_i].good, "the reader: %s", rows[_i].title);
	ck_assert_msg(accepts(&p, doc->root, rows[_i].good ? "row" : NULL) == rows[_i].good, "the schema: %s",
		      rows[_i].title);
	scenario_set_release(&set);
	close_schema(&p);
}
END_TEST

SUITE(scenario_schema)
{
	TEST(the_schema_accepts_every_example);
	TEST(every_example_can_be_loaded);
	LOOP_TEST(the_schema_and_the_reader_agree, 0, ARRAY_SIZE(rows));
}
