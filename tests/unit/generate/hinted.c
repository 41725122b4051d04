/* What x-understudy asks for is made, unless the schema forbids it. */
#include "generate/hinted.h"
#include "made.h"
#include "suite.h"

static void made_string(struct made *m, const char *schema)
{
	made_init(m, slice_str(schema), 42);
	ck_assert_msg(m->schema, "%s", made_reason(m));
}

/* clang-format off */
static const struct {
	const char *title, *schema, *third; /* the value of position 2 */
} exact[] = {
	{ "a value is always that", "{\"type\":\"string\",\"x-understudy\":{\"value\":\"x\"}}", "\"x\"" },
	{ "values come in turn", "{\"x-understudy\":{\"values\":[1,\"two\",[3]]}}", "[3]" },
	{ "a sequence counts", "{\"type\":\"integer\",\"x-understudy\":{\"sequence\":true}}", "3" },
	{ "a sequence has start and step", "{\"type\":\"integer\",\"x-understudy\":{\"sequence\":{\"start\":100,\"step\":-10}}}", "80" },
	{ "decimals are exact", "{\"type\":\"number\",\"x-understudy\":{\"sequence\":{\"start\":0.1,\"step\":0.1}}}", "0.3" },
	{ "steps may be finer than the start", "{\"type\":\"number\",\"x-understudy\":{\"sequence\":{\"start\":1,\"step\":0.25}}}", "1.50" },
	{ "a sequence has a format", "{\"type\":\"string\",\"x-understudy\":{\"sequence\":{\"format\":\"ORD-%05d\"}}}", "\"ORD-00003\"" },
	{ "a number is text where text is asked", "{\"type\":\"string\",\"x-understudy\":{\"sequence\":true}}", "\"3\"" },
	{ "times go on", "{\"type\":\"string\",\"format\":\"date-time\",\"x-understudy\":{\"sequence\":{\"start\":"
	  "\"2026-01-31T23:00:00Z\",\"step\":\"1h\"}}}", "\"2026-02-01T01:00:00.000000Z\"" },
	{ "a hint beside a reference is obeyed", "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/a\",\"x-understudy\":{\"value\":7}}},"
	  "\"required\":[\"a\"],\"type\":\"object\",\"definitions\":{\"a\":{\"type\":\"integer\"}}}", "{\"a\":7}" },
	{ "what is referred to may have it", "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/a\"}},"
	  "\"required\":[\"a\"],\"type\":\"object\",\"definitions\":{\"a\":{\"type\":\"integer\",\"x-understudy\":{\"value\":7}}}}", "{\"a\":7}" },
};
/* clang-format on */

START_TEST(a_hint_is_obeyed)
{
	struct made m;

	made_string(&m, exact[_i].schema);
	ck_assert_msg(slice_is(made_json(&m, 2), exact[_i].third), "%s: %.*s %s", exact[_i].title,
		      SLICE_FMT(made_json(&m, 2)), made_reason(&m));
	ck_assert_uint_eq(m.diag.n, 0);
	made_release(&m);
}
END_TEST

/* The pattern of what each faker makes. */
static const struct {
	const char *faker, *pattern;
} fakers[] = {
	{"person.email",	  "^[a-z]+[.][a-z]+@example[.](com|org|net)$"},
	{ "finance.iban",	  "^[A-Z]{2}[0-9]{2}"			      },
	{ "vehicle.vin",	 "^[A-HJ-NPR-Z0-9]{17}$"			 },
	{ "string.uuid",	 "^[0-9a-f]{8}-[0-9a-f]{4}-4"		      },
	{ "commerce.price", "^[0-9]+[.][0-9]{2}$"			  },
	{ "system.semver",  "^[0-9]+[.][0-9]+[.][0-9]+$"		},
};

START_TEST(a_faker_is_known_by_its_name)
{
	BUF_AUTO struct buf schema = BUF_INIT(0), wanted = BUF_INIT(0);
	struct made m, judge;

	buf_printf(
		&schema,
		"{\"type\":\"object\",\"required\":[\"q\",\"r\"],\"properties\":{\"q\":{\"type\":\"string\","
		"\"x-understudy\":{\"faker\":\"%s\"}},\"r\":{\"type\":\"string\",\"x-faker\":\"%s\"}}}",
		fakers[_i].faker, fakers[_i].faker);
	buf_printf(&wanted, "{\"properties\":{\"q\":{\"pattern\":\"%s\"},\"r\":{\"pattern\":\"%s\"}}}",
		   fakers[_i].pattern, fakers[_i].pattern);
	made_string(&m, buf_cstr(&schema));
	made_string(&judge, buf_cstr(&wanted));
	for (uint64_t i = 0; i < 20; i++) {
		struct slice json = made_json(&m, i);

		ck_assert_msg(schema_accepts(judge.schema, judge.judge, json), "%.*s", SLICE_FMT(json));
	}
	ck_assert_uint_eq(m.diag.n, 0);
	made_release(&m);
	made_release(&judge);
}
END_TEST

/* clang-format off */
static const char *const breaking[] = {
	"{\"type\":\"string\",\"maxLength\":2,\"x-understudy\":{\"value\":\"abc\"}}",
	"{\"type\":\"boolean\",\"x-understudy\":{\"sequence\":true}}",
	"{\"type\":\"string\",\"pattern\":\"^[0-9]{3}$\",\"x-understudy\":{\"faker\":\"person.email\"}}",
	"{\"type\":\"integer\",\"x-understudy\":{\"faker\":\"person.email\"}}",
	"{\"type\":\"integer\",\"minimum\":1000000,\"x-understudy\":{\"faker\":\"commerce.price\"}}",
};
/* clang-format on */

START_TEST(a_hint_that_breaks_the_schema_is_refused_once)
{
	struct made m;

	made_string(&m, breaking[_i]);
	for (uint64_t i = 0; i < 5; i++) {
		struct slice json = made_json(&m, i);

		ck_assert_msg(json.ptr && schema_accepts(m.schema, m.judge, json), "%.*s", SLICE_FMT(json));
	}
	ck_assert_uint_eq(m.diag.n, 1);
	ck_assert_str_eq(made_reason(&m),
			 "the hint gives what breaks the schema that it stands in; it is left out");
	ck_assert_int_eq(m.diag.findings[0].severity, SEVERITY_WARNING);
	ck_assert_uint_eq(m.diag.findings[0].at.line, 1);
	made_release(&m);
}
END_TEST

static unsigned how_often(const char *schema, const char *value)
{
	unsigned n = 0;
	struct made m;

	made_string(&m, schema);
	for (uint64_t i = 0; i < 1000; i++)
		n += slice_is(made_json(&m, i), value);
	made_release(&m);
	return n;
}

static void assert_about(unsigned n, unsigned wanted)
{
	ck_assert_msg(n > wanted - wanted / 4 && n < wanted + wanted / 4, "%u instead of %u", n, wanted);
}

START_TEST(weights_say_how_often)
{
	assert_about(how_often("{\"enum\":[\"a\",\"b\"],\"x-understudy\":{\"weights\":{\"a\":9}}}", "\"b\""),
		     100);
	assert_about(how_often("{\"enum\":[1,2],\"x-understudy\":{\"weights\":{\"2\":3}}}", "2"), 750);
	assert_about(
		how_often("{\"oneOf\":[{\"const\":1,\"x-understudy\":{\"weight\":4}},{\"const\":2}]}", "2"),
		200);
	assert_about(how_often("{\"x-understudy\":{\"values\":[1,2],\"weights\":{\"1\":1,\"2\":4}}}", "1"),
		     200);
	ck_assert_uint_eq(
		how_often("{\"enum\":[\"a\",\"b\"],\"x-understudy\":{\"weights\":{\"a\":0}}}", "\"a\""), 0);
	assert_about(how_often("{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1,\"x-understudy\":{"
			       "\"chance\":20}}}}",
			       "{\"a\":1}"),
		     200);
	ck_assert_uint_eq(
		how_often("{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1,\"x-understudy\":{"
			  "\"chance\":0}}}}",
			  "{}"),
		1000);
}
END_TEST

START_TEST(what_is_shared_is_the_same_in_messages_of_one_position)
{
	BUF_AUTO struct buf before = BUF_INIT(0);
	struct made a, b;

	made_string(&a,
		    "{\"type\":\"string\",\"title\":\"placed\",\"x-understudy\":{\"share\":\"orderId\"}}");
	made_string(&b,
		    "{\"type\":\"object\",\"required\":[\"note\",\"ref\"],\"properties\":{\"note\":{\"type\":"
		    "\"string\"},\"ref\":{\"type\":\"string\",\"x-understudy\":{\"share\":\"orderId\"}}}}");
	for (uint64_t i = 0; i < 20; i++) {
		struct slice one = made_json(&a, i), other = made_json(&b, i);

		ck_assert_msg(slice_starts(one, SLICE_LIT("\"ORD-")), "%.*s", SLICE_FMT(one));
		ck_assert_msg(memmem(other.ptr, other.len, one.ptr, one.len), "%.*s not in %.*s",
			      SLICE_FMT(one), SLICE_FMT(other));
		ck_assert(!slice_eq(one, buf_view(&before)));
		buf_reset(&before);
		buf_slice(&before, one);
	}
	made_release(&a);
	made_release(&b);
}
END_TEST

SUITE(generate_hinted)
{
	LOOP_TEST(a_hint_is_obeyed, 0, ARRAY_SIZE(exact));
	LOOP_TEST(a_faker_is_known_by_its_name, 0, ARRAY_SIZE(fakers));
	LOOP_TEST(a_hint_that_breaks_the_schema_is_refused_once, 0, ARRAY_SIZE(breaking));
	TEST(weights_say_how_often);
	TEST(what_is_shared_is_the_same_in_messages_of_one_position);
}
