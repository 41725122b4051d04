/* ${...} at run time: values, their kinds, and what is said when there is none. */
#include "document/document.h"
#include "scenario/expression.h"
#include "scenario/rows.h"
#include "suite.h"

static const char values[] = "{\"placed\":{\"payload\":{\"amount\":39.30,\"ok\":true,\"none\":null,\"items\":"
			     "[{\"sku\":\"A\"},{\"sku\":\"B\"}]},"
			     "\"headers\":{\"trace-id\":\"t1\",\"odd name\":\"o\"}},\"list\":[1,2],\"n\":7}";

static const struct {
	const char *text, *want; /* as JSON; or the reason, behind "!" */
} rows[] = {
	/* clang-format off */
	{ "${placed.payload.amount}", "39.30" },
	{ "${ n }", "7" },
	{ "n is ${n}", "\"n is 7\"" },
	{ "${n}${n}", "\"77\"" },
	{ "${placed.payload.items[1].sku}", "\"B\"" },
	{ "${placed.payload.items[1]} here", "\"{\\\"sku\\\":\\\"B\\\"} here\"" },
	{ "${placed.headers[\"odd name\"]}", "\"o\"" },
	{ "${placed.headers['trace-id']}", "\"t1\"" },
	{ "${placed.headers.trace-id}", "\"t1\"" },
	{ "${placed.payload.none}", "null" },
	{ "${placed.payload.ok}", "true" },
	{ "$${n}", "\"${n}\"" },
	{ "a $${n} and ${n}", "\"a ${n} and 7\"" },
	{ "$n {n}", "\"$n {n}\"" },
	{ "${base64(placed.headers.trace-id)}", "\"dDE=\"" },
	{ "${base64(\"hi\")}", "\"aGk=\"" },
	{ "${json(list)}", "\"[1,2]\"" },
	{ "${now()}", "\"2026-11-21T10:00:00.000000Z\"" },
	{ "${now(+1h)}", "\"2026-11-21T11:00:00.000000Z\"" },
	{ "${now(-90s)}", "\"2026-11-21T09:58:30.000000Z\"" },
	{ "${random(4,4)}", "4" },
	{ "${list[2]}", "!${list[2]}: list has 2 items" },
	{ "${n.x}", "!${n.x}: n is a number, which has no \"x\"" },
	{ "${placed.payload.colour}", "!${placed.payload.colour}: placed.payload has no \"colour\"; it has amount, ok, none, items" },
	{ "${palced.payload}", "!${palced.payload}: there is no \"palced\"; did you mean \"placed\"?" },
	{ "${n", "!\"${n\": the ${ has no }" },
	{ "${}", "!${} cannot be read; it is a name, as in ${placed.payload.items[0].sku}, or a function, as in ${uuid()}" },
	{ "${uid()}", "!there is no function \"uid\"; there are uuid, now, random, base64 and json; did you mean \"uuid\"?" },
	{ "${random(6,1)}", "!${random(6,1)}: it is written random(1,6): two whole numbers, the smaller first" },
	{ "${now(1h)}", "!${now(1h)}: it is written now(), now(+1h) or now(-5m)" },
	/* clang-format on */
};

static struct scope new_scope(struct arena *a)
{
	const char *why;
	size_t where;

	return (struct scope){ .arena = a,
			       .root = json_parse(a, slice_str(values), &why, &where),
			       .random = random_stream(7, SLICE_LIT("test")),
			       .wall_us = INT64_C(1795255200000000) };
}

START_TEST(an_expression_gives_its_value)
{
	struct arena a = ARENA_INIT;
	struct scope s = new_scope(&a);
	struct node *n = expression_tree(&s, node_new_text(&a, slice_str(rows[_i].text), NULL));
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (n)
		node_write_json(&b, n);
	else
		buf_printf(&b, "!%s", s.why);
	ck_assert_str_eq(buf_cstr(&b), rows[_i].want);
	arena_free(&a);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_uuid)
{
	struct arena a = ARENA_INIT;
	struct scope s = new_scope(&a), again = new_scope(&a);
	struct slice one = expression_text(&s, SLICE_LIT("${uuid()}"), NULL)->text;
	struct slice other = expression_text(&s, SLICE_LIT("${uuid()}"), NULL)->text;

	ck_assert_uint_eq(one.len, 36);
	ck_assert_int_eq(one.ptr[14], '4');
	ck_assert(!slice_eq(one, other));
	ck_assert(slice_eq(one, expression_text(&again, SLICE_LIT("${uuid()}"), NULL)->text));
	arena_free(&a);
}
END_TEST

START_TEST(a_csv_cell_that_reads_as_a_number_is_one)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct node *n =
		csv_parse(&a, SLICE_LIT("a,b,\"c d\"\r\n1,\"1\",x\n-2.50,007,\"say \"\"hi\"\",\nok\"\n\n"),
			  "rows.csv", &d);
	BUF_AUTO struct buf b = BUF_INIT(0);

	node_write_json(&b, n);
	ck_assert_str_eq(buf_cstr(&b),
			 "[{\"a\":1,\"b\":\"1\",\"c d\":\"x\"},{\"a\":-2.50,\"b\":\"007\",\"c d\":"
			 "\"say \\\"hi\\\",\\nok\"}]");
	ck_assert_ptr_null(csv_parse(&a, SLICE_LIT("a,b\n1\n"), "rows.csv", &d));
	ck_assert_str_eq(d.findings[0].text, "this row has 1 cells, the first line names 2");
	ck_assert_uint_eq(d.findings[0].at.line, 2);
	ck_assert_ptr_null(csv_parse(&a, SLICE_LIT("a\n\"b\n"), "rows.csv", &d));
	diag_release(&d);
	arena_free(&a);
}
END_TEST

SUITE(scenario_expression)
{
	LOOP_TEST(an_expression_gives_its_value, 0, ARRAY_SIZE(rows));
	TEST(the_same_seed_gives_the_same_uuid);
	TEST(a_csv_cell_that_reads_as_a_number_is_one);
}
