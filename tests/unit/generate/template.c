/* Templates in examples: what each function gives, read as the schema wants it. */
#include "contract/template.h"
#include "generate/generate.h"
#include "generate/template.h"
#include "suite.h"

#include <time.h>

#include "base/text.h"

static const int64_t wall_us = 1582294032123000; /* 2020-02-21T14:07:12.123Z, a Friday */

/* clang-format off */
static const struct {
	const char *pattern, *text;
} patterns[] = {
	{ "dd/MM/yyyy HH:mm:ss", "21/02/2020 14:07:12" },
	{ "yyyy-MM-dd'T'HH:mm:ss.SSSX", "2020-02-21T14:07:12.123Z" },
	{ "yyyy-MM-dd'T'HH:mm:ssZ", "2020-02-21T14:07:12+0000" },
	{ "EEE, d MMM yy h:mm a", "Fri, 21 Feb 20 2:07 PM" },
	{ "EEEE MMMM", "Friday February" },
	{ "hh 'o''clock'", "02 o'clock" },
	{ "", "" },
	{ "'open", "open" },
};

static const struct {
	const char *amount, *text;
} shifts[] = {
	{ "1d", "2020-02-22 14:07" }, { "-21d", "2020-01-31 14:07" }, { "10m", "2020-02-21 14:17" },
	{ "2h", "2020-02-21 16:07" }, { "1M", "2020-03-21 14:07" }, { "-14M", "2018-12-21 14:07" },
	{ "1y", "2021-02-21 14:07" }, { "30s", "2020-02-21 14:07" }, { "2w", "2020-03-06 14:07" },
};
/* clang-format on */

static void add_pattern(struct buf *out, const char *pattern, int64_t us)
{
	time_pattern_add(out, slice_str(pattern), us);
}

START_TEST(dates_follow_their_pattern)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		buf_reset(&out);
		add_pattern(&out, patterns[i].pattern, wall_us);
		ck_assert_str_eq(buf_cstr(&out), patterns[i].text);
	}
}
END_TEST

START_TEST(dates_move_by_the_calendar)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	int64_t end_of_january = wall_us - 21LL * 86400000000;

	for (size_t i = 0; i < ARRAY_SIZE(shifts); i++) {
		int64_t us = wall_us;

		buf_reset(&out);
		ck_assert(time_shift(&us, slice_str(shifts[i].amount)));
		add_pattern(&out, "yyyy-MM-dd HH:mm", us);
		ck_assert_str_eq(buf_cstr(&out), shifts[i].text);
	}
	ck_assert(time_shift(&end_of_january, SLICE_LIT("1M")));
	buf_reset(&out);
	add_pattern(&out, "yyyy-MM-dd", end_of_january);
	ck_assert_str_eq(buf_cstr(&out), "2020-02-29");
	ck_assert(!time_shift(&end_of_january, SLICE_LIT("1x")));
	ck_assert(!time_shift(&end_of_january, SLICE_LIT("d")));
}
END_TEST

/* Every day of some centuries, against the C library. */
START_TEST(the_calendar_is_right_on_every_day)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (int64_t day = -30000; day < 60000; day++) {
		time_t t = day * 86400;
		struct tm tm;
		char text[40];

		gmtime_r(&t, &tm);
		strftime(text, sizeof(text), "%Y-%m-%d %a", &tm);
		buf_reset(&out);
		add_pattern(&out, "yyyy-MM-dd EEE", day * 86400000000);
		ck_assert_str_eq(buf_cstr(&out), text);
	}
}
END_TEST

/* One message whose payload has the schema and the example; what comes of it must fit `meets`, a pattern for
 * the JSON as a whole. */
/* clang-format off */
static const struct {
	const char *title, *schema, *example, *meets;
} fills[] = {
	{ "a uuid", "{type: string, format: uuid}", "'{{uuid()}}'", "^\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-" },
	{ "Postman's guid", "{type: string, format: uuid}", "'{{$guid}}'", "^\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-" },
	{ "an integer", "{type: integer, minimum: 25, maximum: 50}", "'{{randomInt(25, 50)}}'", "^(2[5-9]|[34][0-9]|50)$" },
	{ "an integer below", "{type: integer, minimum: 0, maximum: 9}", "'{{randomInt(9)}}'", "^[0-9]$" },
	{ "an integer as text", "{type: string}", "'{{randomInt(25, 50)}}'", "^\"(2[5-9]|[34][0-9]|50)\"$" },
	{ "a boolean", "{type: boolean}", "'{{ randomBoolean() }}'", "^(true|false)$" },
	{ "a boolean as text", "{type: string}", "'{{$randomBoolean}}'", "^\"(true|false)\"$" },
	{ "letters", "{type: string}", "'{{randomString(12)}}'", "^\"[A-Za-z0-9]{12}\"$" },
	{ "letters by themselves are 32", "{type: string}", "'{{randomString()}}'", "^\"[A-Za-z0-9]{32}\"$" },
	{ "one of some", "{type: string}", "'{{randomValue(foo, bar)}}'", "^\"(foo|bar)\"$" },
	{ "one of some numbers", "{type: integer}", "'{{randomValue(7, 8)}}'", "^[78]$" },
	{ "now in milliseconds", "{type: integer}", "'{{now()}}'", "^1582294032123$" },
	{ "now in milliseconds as text", "{type: string}", "'{{timestamp()}}'", "^\"1582294032123\"$" },
	{ "now as a date-time", "{type: string, format: date-time}", "'{{now()}}'", "^\"2020-02-21T14:07:12.123Z\"$" },
	{ "now in seconds where no more fits", "{type: integer, maximum: 4000000000}", "'{{$timestamp}}'", "^1582294032$" },
	{ "now by pattern", "{type: string}", "'{{now(dd/MM/yyyy HH:mm:ss, 1d)}}'", "^\"22/02/2020 14:07:12\"$" },
	{ "text around", "{type: string}", "'{{randomFirstName()}}, {{now(yyyy)}}!'", "^\"[A-Z][a-z]+, 2020!\"$" },
	{ "digits around a number", "{type: integer}", "'4{{randomInt(10,99)}}'", "^4[0-9]{2}$" },
	{ "a name and its mail", "{type: string}", "'{{randomFirstName()}} {{randomEmail()}}'", "^\"[A-Z][a-z]+ [a-z]+[.][a-z]+@example[.]" },
	{ "put and taken", "{type: array}", "['{{uuid() > put(id)}}', '{{id}}', 'x-{{id}}']", "^\\[\"([-0-9a-f]{36})\",\"\\1\",\"x-\\1\"\\]$" },
	{ "in lists and objects", "{type: object, properties: {a: {type: array, items: {type: integer}}}}",
	  "{a: ['{{randomInt(1,1)}}', 2]}", "^\\{\"a\":\\[1,2\\]\\}$" },
	{ "under a choice", "{oneOf: [{type: object, properties: {n: {type: string}}}, {type: 'null'}]}",
	  "{n: '{{randomInt(5,5)}}'}", "^\\{\"n\":\"5\"\\}$" },
	{ "JSON in a text", "{type: object, properties: {n: {type: integer}}, required: [n]}",
	  "'{\"n\": \"{{randomInt(5,5)}}\"}'", "^\\{\"n\":5\\}$" },
	{ "JSON in a text that is none before", "{type: object, properties: {n: {type: integer}}, required: [n]}",
	  "'{\"n\": {{randomInt(5,5)}}}'", "^\\{\"n\":5\\}$" },
	{ "an unknown function stays", "{type: string}", "'{{randomFoo()}} {{randomInt(5,5)}}'", "^\"[{][{]randomFoo\\(\\)[}][}] 5\"$" },
	{ "another's braces stay", "{type: string}", "'Hello {{name}}, {{#if x}}'", "^\"Hello [{][{]name[}][}], [{][{]#if x[}][}]\"$" },
	{ "a request that is not there, and something else", "{type: string}", "'{{request.body/x || randomInt(5,5)}}'", "^\"5\"$" },
};
/* clang-format on */

struct scene {
	struct diag diag;
	struct contract *contract;
	struct generator *generator;
	struct generated made;
	struct message_model *model;
};

static void scene_open(struct scene *s, const char *schema, const char *example)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_printf(
		&text,
		"asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\nchannels:\n  c:\n    address: c\n"
		"    messages:\n      m:\n        headers: {type: object, properties: {n: {type: integer}}}\n"
		"        payload: %s\n        examples: [{payload: %s, headers: {n: "
		"'{{randomInt(3,3)}}'}}]\n",
		schema, example);
	*s = (struct scene){ 0 };
	s->contract = contract_load_text("t.yaml", buf_view(&text), &s->diag);
	ck_assert_msg(s->contract, "%s", s->diag.n ? s->diag.findings[0].text : "");
	s->generator = generator_new(s->contract, 42);
	s->model = contract_channel(s->contract, SLICE_LIT("c"))->messages[0];
}

static void scene_close(struct scene *s)
{
	generator_free(s->generator);
	contract_drop(s->contract);
	diag_release(&s->diag);
}

static bool matches(struct slice json, const char *pattern)
{
	BUF_AUTO struct buf schema = BUF_INIT(0), quoted = BUF_INIT(0);
	static const char padding[SCHEMA_PADDING];
	struct diag d = { 0 };
	struct library l;
	struct arena a = ARENA_INIT;
	struct judge *j = judge_new();
	struct document *doc;
	struct schema *s;
	bool out;

	buf_str(&schema, "{\"pattern\":");
	json_string_add(&schema, slice_str(pattern));
	buf_char(&schema, '}');
	library_init(&l, &d);
	doc = library_load_text(&l, "p.json", buf_view(&schema));
	s = schema_compile(&a, &l, doc->root, NULL);
	json_string_add(&quoted, json);
	buf_add(&quoted, padding, sizeof(padding));
	out = s && schema_accepts(s, j, slice_first(buf_view(&quoted), quoted.len - sizeof(padding)));
	judge_free(j);
	library_release(&l);
	arena_free(&a);
	diag_release(&d);
	return out;
}

START_TEST(a_template_gives_what_the_schema_wants)
{
	struct scene s;

	scene_open(&s, fills[_i].schema, fills[_i].example);
	for (uint64_t i = 0; i < 4; i++) {
		ck_assert(generate(s.generator, s.model, i, wall_us, NULL, &s.made, &s.diag));
		ck_assert_msg(matches(s.made.payload, fills[_i].meets), "%s: %.*s", fills[_i].title,
			      SLICE_FMT(s.made.payload));
		ck_assert(slice_is(header_find(s.made.headers, "n"), "3"));
	}
	scene_close(&s);
}
END_TEST

START_TEST(a_template_gives_the_same_bytes_for_the_same_position)
{
	struct scene a, b;

	scene_open(&a, "{type: string}", "'{{uuid()}}{{randomString()}}{{randomFullName()}}'");
	scene_open(&b, "{type: string}", "'{{uuid()}}{{randomString()}}{{randomFullName()}}'");
	ck_assert(generate(b.generator, b.model, 7, wall_us, NULL, &b.made, NULL));
	for (uint64_t i = 0; i < 5; i++) {
		ck_assert(generate(a.generator, a.model, i, wall_us, NULL, &a.made, NULL));
		ck_assert(!slice_eq(a.made.payload, b.made.payload));
		ck_assert(generate(b.generator, b.model, i, wall_us, NULL, &b.made, NULL));
		ck_assert(slice_eq(a.made.payload, b.made.payload));
	}
	scene_close(&a);
	scene_close(&b);
}
END_TEST

START_TEST(an_answer_takes_from_the_request)
{
	static const char body[64] = "{\"order\":{\"id\":\"o-1\",\"n\":[4,5]}}";
	BUF_AUTO struct buf headers = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct node *params = node_new(&a, NODE_MAP, NULL);
	struct answered r = { .payload = slice_str(body),
			      .address = SLICE_LIT("orders/7"),
			      .params = params };
	struct scene s;

	header_add(&headers, SLICE_LIT("trace"), SLICE_LIT("abc"));
	r.headers = buf_view(&headers);
	node_set(&a, params, SLICE_LIT("region"), node_new_text(&a, SLICE_LIT("eu"), NULL));
	scene_open(
		&s, "{type: array}",
		"['{{request.body/order/id}}', '{{request.body/order/n/1}}', '{{request.headers[trace]}}', "
		"'{{request.params[region]}}', '{{request.path[1]}}', '{{request.body/no || uuid() }}', "
		"'{{request.body/order/n}}', 'for {{request.body/order/n}}']");
	ck_assert(generate_answer(s.generator, s.model, 0, wall_us, &r, &s.made, &s.diag));
	ck_assert_msg(matches(s.made.payload,
			      "^\\[\"o-1\",5,\"abc\",\"eu\",\"7\",\"[-0-9a-f]{36}\",\\[4,5\\],"
			      "\"for \\[4,5\\]\"\\]$"),
		      "%.*s", SLICE_FMT(s.made.payload));
	/* Where nobody asked, the example cannot be used; the schema is. */
	ck_assert(generate(s.generator, s.model, 0, wall_us, NULL, &s.made, &s.diag));
	ck_assert_msg(!strstr(s.made.payload.ptr, "{{"), "%.*s", SLICE_FMT(s.made.payload));
	scene_close(&s);
	arena_free(&a);
}
END_TEST

/* clang-format off */
static const struct {
	const char *schema, *example, *said; /* NULL: nothing */
} said[] = {
	{ "{type: integer}", "'{{now()}}'", NULL },
	{ "{type: string, format: uuid}", "'{{uuid()}}'", NULL },
	{ "{type: object, properties: {a: {type: integer}, b: {type: integer}}}", "{a: '{{now()}}', b: '{{randomInt(9)}}'}", NULL },
	{ "{type: array, items: {type: string, format: uuid}}", "['{{uuid() > put(id)}}', '{{id}}']", NULL },
	{ "{oneOf: [{type: integer}, {type: boolean}]}", "'{{randomInt()}}'", NULL },
	{ "{type: object, properties: {a: {type: integer}, b: {type: integer}}}", "{a: '{{now()}}', b: x}",
	  "the example breaks its own schema: payload.b must be an integer (got \"x\")" },
	{ "{type: integer}", "'{{name}}'", "the example breaks its own schema: payload must be an integer (got \"{{name}}\")" },
	{ "{type: string}", "'{{randomSting(8)}}'",
	  "there is no template function for \"{{randomSting(8)}}\", so the text stays as it is; did you mean \"randomString\"?" },
	{ "{type: string}", "'{{name}} and {{#each}}'", NULL },
};
/* clang-format on */

START_TEST(an_example_is_not_judged_by_the_letters_of_its_templates)
{
	struct scene s;

	scene_open(&s, said[_i].schema, said[_i].example);
	ck_assert_msg(s.diag.n == (said[_i].said != NULL), "%s: %s", said[_i].example,
		      s.diag.n ? s.diag.findings[0].text : "nothing");
	if (said[_i].said)
		ck_assert_str_eq(s.diag.findings[0].text, said[_i].said);
	scene_close(&s);
}
END_TEST

/* Braces that never close are looked at once. */
START_TEST(a_long_text_of_braces_is_read_in_no_time)
{
	enum { BYTES = 4 << 20 };
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct slice rest, before, inside;
	struct timespec start, end;

	for (size_t i = 0; i < BYTES; i += 4)
		buf_str(&text, i % 8 ? "{{ }" : "a{ {");
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
	rest = buf_view(&text);
	ck_assert(!template_next(&rest, &before, &inside));
	ck_assert_uint_eq(before.len, text.len);
	ck_assert_uint_eq(rest.len, 0);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
	ck_assert_int_lt(end.tv_sec - start.tv_sec, 2);
}
END_TEST

START_TEST(an_example_that_cannot_be_filled_is_left_out_and_said_once)
{
	struct scene s;

	scene_open(&s, "{type: string, maxLength: 8}", "'{{uuid()}}'");
	for (uint64_t i = 0; i < 3; i++) {
		ck_assert(generate(s.generator, s.model, i, wall_us, NULL, &s.made, &s.diag));
		ck_assert_uint_le(s.made.payload.len, 10);
	}
	ck_assert_uint_eq(s.diag.n, 1);
	ck_assert_str_eq(s.diag.findings[0].text,
			 "what fills the templates of this example breaks its schema; it is left out");
	scene_close(&s);
}
END_TEST

SUITE(generate_template)
{
	TEST(a_long_text_of_braces_is_read_in_no_time);
	TEST(an_example_that_cannot_be_filled_is_left_out_and_said_once);
	TEST(dates_follow_their_pattern);
	TEST(dates_move_by_the_calendar);
	TEST(the_calendar_is_right_on_every_day);
	LOOP_TEST(a_template_gives_what_the_schema_wants, 0, ARRAY_SIZE(fills));
	TEST(a_template_gives_the_same_bytes_for_the_same_position);
	TEST(an_answer_takes_from_the_request);
	LOOP_TEST(an_example_is_not_judged_by_the_letters_of_its_templates, 0, ARRAY_SIZE(said));
}
