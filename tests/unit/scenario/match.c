/* Subset match, to the letter of the language, and the difference in words. */
#include "document/document.h"
#include "scenario/match.h"
#include "suite.h"

static const struct {
	const char *title, *want, *got;
	bool fits, fits_exactly;
	const char *difference; /* of the subset match */
} rows[] = {
	/* clang-format off */
	{ "the same", "{\"a\":1}", "{\"a\":1}", true, true, "" },
	{ "more fields", "{\"a\":1}", "{\"a\":1,\"b\":2}", true, false, "" },
	{ "more fields, deep", "{\"a\":{\"x\":1}}", "{\"a\":{\"x\":1,\"y\":2}}", true, false, "" },
	{ "numbers by value", "1", "1.0", true, true, "" },
	{ "no coercion", "1", "\"1\"", false, false, "payload  wanted 1\n         got    \"1\"\n" },
	{ "null is null", "{\"a\":null}", "{\"a\":null}", true, true, "" },
	{ "null is not absence", "{\"a\":null}", "{}", false, false, "payload.a  wanted null\n           got    nothing\n" },
	{ "arrays have the same length", "[1]", "[1,2]", false, false, "payload  wanted 1 item\n         got    2\n" },
	{ "items are subsets", "[{\"a\":1},{}]", "[{\"a\":1,\"b\":2},{\"c\":3}]", true, false, "" },
	{ "an empty array is empty", "[]", "[1]", false, false, "payload  wanted 0 items\n         got    1\n" },
	{ "an empty object is any object", "{}", "{\"a\":1}", true, false, "" },
	{ "but an object", "{}", "[]", false, false, "payload  wanted {}\n         got    []\n" },
	{ "the place is named", "{\"a\":[{\"odd name\":true}]}", "{\"a\":[{\"odd name\":false}]}", false, false,
	  "payload.a[0][\"odd name\"]  wanted true\n                          got    false\n" },
	/* clang-format on */
};

START_TEST(a_subset_fits)
{
	struct arena a = ARENA_INIT;
	struct comparison c = { .arena = &a }, exact = { .arena = &a };
	const char *why;
	size_t where;
	struct node *want = json_parse(&a, slice_str(rows[_i].want), &why, &where);
	struct node *got = json_parse(&a, slice_str(rows[_i].got), &why, &where);
	BUF_AUTO struct buf b = BUF_INIT(0);

	ck_assert_msg(match_value(&c, "payload", want, got, false) == rows[_i].fits, "%s", rows[_i].title);
	ck_assert_msg(match_value(&exact, "payload", want, got, true) == rows[_i].fits_exactly, "%s",
		      rows[_i].title);
	comparison_write(&b, &c, "");
	ck_assert_str_eq(buf_cstr(&b), rows[_i].difference);
	arena_free(&a);
}
END_TEST

START_TEST(equal_fields_are_counted)
{
	struct arena a = ARENA_INIT;
	struct comparison c = { .arena = &a };
	const char *why;
	size_t where;
	struct node *want =
		json_parse(&a, SLICE_LIT("{\"a\":1,\"b\":{\"c\":2,\"d\":3},\"e\":[4]}"), &why, &where);
	struct node *got =
		json_parse(&a, SLICE_LIT("{\"a\":1,\"b\":{\"c\":2,\"d\":0},\"e\":[4]}"), &why, &where);

	ck_assert(!match_value(&c, "payload", want, got, false));
	ck_assert_uint_eq(c.fields, 4);
	ck_assert_uint_eq(c.equal, 3);
	arena_free(&a);
}
END_TEST

SUITE(scenario_match)
{
	LOOP_TEST(a_subset_fits, 0, ARRAY_SIZE(rows));
	TEST(equal_fields_are_counted);
}
