/* Boundary values: what is at an edge, on which side, and what the validator says of it. */
#include "generate/boundary.h"

#include "made.h"
#include "suite.h"

static const int64_t wall_us = (int64_t)MADE_WALL_S * 1000000;

#define TOP                                                                                                  \
	"asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\nchannels: {c: {address: c, messages: {m: "         \
	"{payload: "
#define END "}}}}\n"

/* clang-format off */
/* `lines`: label, one space, payload; with ! before those that break what they are named after. */
static const struct {
	const char *title, *schema, *lines;
} rows[] = {
	{ "a whole number", "{type: integer, minimum: 1, exclusiveMaximum: 10}",
	  "minimum@:at 1\nminimum@:inside 2\n!minimum@:outside 0\n"
	  "!exclusiveMaximum@:at 10\nexclusiveMaximum@:inside 9\n!exclusiveMaximum@:outside 11\n" },
	{ "cents", "{type: number, maximum: 5, multipleOf: 0.05, minimum: 1}",
	  "maximum@:at 5\nmaximum@:inside 4.95\n!maximum@:outside 5.05\n"
	  "minimum@:at 1\nminimum@:inside 1.05\n!minimum@:outside 0.95\n" },
	{ "beyond any double", "{type: integer, maximum: 9007199254740993, minimum: 9007199254740991}",
	  "number@:beyond-double 9007199254740993\n"
	  "maximum@:at 9007199254740993\nmaximum@:inside 9007199254740992\n!maximum@:outside 9007199254740994\n"
	  "minimum@:at 9007199254740991\nminimum@:inside 9007199254740992\n!minimum@:outside 9007199254740990\n" },
	{ "odd text, as far as the pattern lets it be", "{type: string, pattern: '^[ae]', maxLength: 3}",
	  "unicode@:nul \"a\\u0000b\"\n" },
	{ "dates", "{type: string, format: date}",
	  "date@:leap-day \"2024-02-29\"\ndate@:first \"0001-01-01\"\ndate@:last \"9999-12-31\"\n" },
	{ "an enum has no edges", "{type: string, enum: [a, b]}", "" },
};
/* clang-format on */

static struct contract *contract_of(const char *schema)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct contract *c;

	buf_printf(&text, "%s%s%s", TOP, schema, END);
	c = contract_load_text("c.yaml", buf_view(&text), &d);
	ck_assert_msg(c && !d.errors, "%s", d.n ? d.findings[0].text : "");
	diag_release(&d);
	return c;
}

/* One violation, of the keyword that the label names; or none. */
static void assert_verdict(struct contract *c, const struct boundary *b, const struct generated *made)
{
	struct judge *j = judge_new();
	struct message_model *nearest;
	struct violations v = { 0 };
	struct judged m = { .payload = made->payload };

	verdict_explain(c->messages, 1, j, &m, &nearest, &v);
	ck_assert_msg(v.n == (b->breaks ? 1 : 0), "%.*s: %zu violations of %.*s", SLICE_FMT(b->label), v.n,
		      SLICE_FMT(made->payload));
	if (b->breaks)
		ck_assert_str_eq(v.list[0].keyword, b->kind);
	violations_release(&v);
	judge_free(j);
}

/* All that is made, but for lengths (which row says which text). */
static void make_all(struct contract *c, struct buf *out, bool with_payload)
{
	struct generator *g = generator_new(c, 7);
	const struct boundaries *all = boundaries_of_message(g, c->messages[0]);

	for (size_t i = 0; i < all->n; i++) {
		const struct boundary *b = &all->list[i];
		struct generated made;
		const char *why = NULL;

		if (!generate_boundary(g, c->messages[0], b, 0, wall_us, &made, &why)) {
			ck_assert_msg(why && *why, "%.*s: no reason", SLICE_FMT(b->label));
			continue;
		}
		assert_verdict(c, b, &made);
		buf_printf(out, "%s%.*s", b->breaks ? "!" : "", SLICE_FMT(b->label));
		if (with_payload)
			buf_printf(out, " %.*s", SLICE_FMT(made.payload));
		buf_char(out, '\n');
	}
	generator_free(g);
}

static bool is_about_length(const char *label, size_t len)
{
	return slice_starts(slice_of(label, len), SLICE_LIT("maxLength")) ||
	       slice_starts(slice_of(label, len), SLICE_LIT("!maxLength"));
}

/* Texts of a length are random: only that they are there is asked. */
static void drop_lengths(struct buf *b)
{
	struct slice rest = buf_view(b), line;
	BUF_AUTO struct buf kept = BUF_INIT(0);

	while (slice_split(&rest, '\n', &line))
		if (line.len && !is_about_length(line.ptr, line.len)) {
			buf_slice(&kept, line);
			buf_char(&kept, '\n');
		}
	buf_reset(b);
	buf_slice(b, buf_view(&kept));
}

START_TEST(edges_are_where_the_schema_has_them)
{
	struct contract *c = contract_of(rows[_i].schema);
	BUF_AUTO struct buf lines = BUF_INIT(0);

	make_all(c, &lines, true);
	drop_lengths(&lines);
	ck_assert_msg(strcmp(buf_cstr(&lines), rows[_i].lines) == 0, "%s: made\n%s", rows[_i].title,
		      buf_cstr(&lines));
	contract_drop(c);
}
END_TEST

START_TEST(counts_have_three_sides)
{
	struct contract *c = contract_of("{type: object, minProperties: 1, maxProperties: 3, properties: {l: "
					 "{type: array, minItems: 2, items: {maxLength: 4}}}}");
	BUF_AUTO struct buf lines = BUF_INIT(0);

	make_all(c, &lines, false);
	ck_assert_str_eq(buf_cstr(&lines),
			 "minProperties@:at\nminProperties@:inside\n!minProperties@:outside\n"
			 "maxProperties@:at\nmaxProperties@:inside\n!maxProperties@:outside\n"
			 "longest@/l:array\nminItems@/l:at\nminItems@/l:inside\n!minItems@/l:outside\n"
			 "maxLength@/l/0:at\nmaxLength@/l/0:inside\n!maxLength@/l/0:outside\n");
	contract_drop(c);
}
END_TEST

START_TEST(what_holds_itself_goes_deep)
{
	struct contract *c =
		contract_of("{$ref: '#/components/schemas/t'}}}}}\ncomponents: {schemas: {t: {type: object, "
			    "properties: {next: {$ref: '#/components/schemas/t'}");
	struct generator *g = generator_new(c, 7);
	const struct boundaries *all = boundaries_of_message(g, c->messages[0]);
	const struct boundary *deepest = &all->list[all->n - 1];
	struct generated made;
	const char *why = "";
	size_t braces = 0;

	ck_assert_str_eq(deepest->kind, "deepest");
	ck_assert_msg(generate_boundary(g, c->messages[0], deepest, 0, wall_us, &made, &why), "%s", why);
	for (size_t i = 0; i < made.payload.len; i++)
		braces += made.payload.ptr[i] == '{';
	ck_assert_uint_ge(braces, 20);
	assert_verdict(c, deepest, &made);
	generator_free(g);
	contract_drop(c);
}
END_TEST

SUITE(generate_boundary)
{
	LOOP_TEST(edges_are_where_the_schema_has_them, 0, ARRAY_SIZE(rows));
	TEST(counts_have_three_sides);
	TEST(what_holds_itself_goes_deep);
}
