/* Values from schemas: valid, the same again, spread over the branches, and a reason when there are none. */
#include "generate/hint.h"
#include "generate/made.h"
#include "suite.h"

/* clang-format off */
static const struct {
	const char *title, *schema;
} satisfiable[] = {
	{ "bounds and steps as decimals",
	  "{\"type\":\"number\",\"multipleOf\":0.01,\"minimum\":0,\"maximum\":5000}" },
	{ "an integer that is a multiple of a fraction", "{\"type\":\"integer\",\"multipleOf\":2.5,\"minimum\":3}" },
	{ "a narrow gap between exclusive bounds",
	  "{\"type\":\"number\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":0.0001}" },
	{ "negative numbers", "{\"type\":\"integer\",\"maximum\":-1000000}" },
	{ "two steps at once", "{\"allOf\":[{\"multipleOf\":0.3},{\"multipleOf\":0.2}],\"minimum\":1,\"type\":\"number\"}" },
	{ "large integers", "{\"type\":\"integer\",\"minimum\":9007199254740993,\"maximum\":9007199254740995}" },
	{ "a length in code points", "{\"type\":\"string\",\"minLength\":37,\"maxLength\":38}" },
	{ "the empty string", "{\"type\":\"string\",\"maxLength\":0}" },
	{ "a short e-mail address", "{\"type\":\"string\",\"format\":\"email\",\"maxLength\":8}" },
	{ "a pattern and a length", "{\"type\":\"string\",\"pattern\":\"^[A-Z]{2,}-[0-9]+$\",\"minLength\":12,\"maxLength\":12}" },
	{ "two patterns", "{\"type\":\"string\",\"allOf\":[{\"pattern\":\"^[a-f]+$\"},{\"pattern\":\"c\"}]}" },
	{ "a lookahead", "{\"type\":\"string\",\"pattern\":\"^(?=.*[0-9])(?=.*[a-z]).{6,12}$\"}" },
	{ "a back reference", "{\"type\":\"string\",\"pattern\":\"^(ab|cd)-\\\\1$\"}" },
	{ "unique items", "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":3,\"items\":{\"enum\":[1,2,3]}}" },
	{ "contains", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"contains\":{\"minimum\":5000},\"maxItems\":2}" },
	{ "a tuple", "{\"type\":\"array\",\"items\":[{\"type\":\"string\"},{\"type\":\"boolean\"}],\"additionalItems\":false,\"minItems\":2}" },
	{ "not a type", "{\"not\":{\"type\":[\"string\",\"object\"]}}" },
	{ "not a required property", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"not\":{\"required\":[\"a\"]}}" },
	{ "not a value of a property", "{\"type\":\"object\",\"required\":[\"a\"],\"not\":{\"properties\":{\"a\":{\"type\":\"string\"}}}}" },
	{ "if and then", "{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{\"kind\":{\"enum\":[\"a\",\"b\"]}},"
			 "\"if\":{\"properties\":{\"kind\":{\"const\":\"a\"}}},\"then\":{\"required\":[\"x\"],\"properties\":{\"x\":{\"type\":\"integer\"}}},"
			 "\"else\":{\"properties\":{\"y\":{\"type\":\"string\"}},\"required\":[\"y\"]}}" },
	{ "oneOf that overlaps", "{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":2}]}" },
	{ "a dependency", "{\"type\":\"object\",\"properties\":{\"card\":{\"type\":\"string\"},\"cvc\":{\"type\":\"string\"}},"
			  "\"dependencies\":{\"card\":[\"cvc\"],\"cvc\":{\"required\":[\"holder\"]}}}" },
	{ "names by pattern and count", "{\"type\":\"object\",\"patternProperties\":{\"^x-[a-z]{3}$\":{\"type\":\"integer\"}},"
					"\"additionalProperties\":false,\"minProperties\":4}" },
	{ "names under a rule", "{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[A-Z]{5}$\"},\"minProperties\":3}" },
	{ "a list that refers to itself", "{\"type\":\"object\",\"required\":[\"value\"],\"properties\":{\"value\":{\"type\":\"integer\"},"
					  "\"next\":{\"$ref\":\"#\"}}}" },
	{ "a tree that must end in null", "{\"definitions\":{\"n\":{\"anyOf\":[{\"type\":\"object\",\"required\":[\"l\",\"r\"],\"properties\":"
					  "{\"l\":{\"$ref\":\"#/definitions/n\"},\"r\":{\"$ref\":\"#/definitions/n\"}}},{\"type\":\"null\"}]}},"
					  "\"$ref\":\"#/definitions/n\"}" },
	{ "an impossible optional property", "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":false,"
					     "\"c\":{\"type\":\"integer\",\"minimum\":5,\"maximum\":1}}}" },
	{ "a nullable type", "{\"type\":[\"string\",\"null\"],\"minLength\":3}" },
	{ "allOf over objects", "{\"allOf\":[{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\"}}},"
				"{\"properties\":{\"a\":{\"maxLength\":4},\"b\":{\"type\":\"number\"}},\"required\":[\"b\"]}]}" },
	{ "an enum under other constraints", "{\"enum\":[1,\"two\",3,null,[4]],\"type\":\"integer\",\"minimum\":2}" },
	{ "an example that does not fit", "{\"type\":\"integer\",\"examples\":[\"no\",12],\"default\":\"x\"}" },
	{ "many required of few", "{\"type\":\"object\",\"maxProperties\":2,\"required\":[\"b\"],\"properties\":{\"a\":{},\"b\":{},\"c\":{}}}" },
	{ "true", "true" },
};

/* clang-format on */

START_TEST(what_is_made_conforms)
{
	struct made m;

	made_init(&m, slice_str(satisfiable[_i].schema), 42);
	ck_assert_msg(m.schema, "%s: the schema does not compile: %s", satisfiable[_i].title,
		      made_reason(&m));
	for (uint64_t position = 0; position < 60; position++) {
		struct slice json = made_json(&m, position);

		ck_assert_msg(json.ptr, "%s, position %u: %s", satisfiable[_i].title, (unsigned)position,
			      made_reason(&m));
		ck_assert_msg(schema_accepts(m.schema, m.judge, json), "%s: %.*s", satisfiable[_i].title,
			      SLICE_FMT(json));
	}
	made_release(&m);
}
END_TEST

/* clang-format off */
static const struct {
	const char *schema, *reason;
} impossible[] = {
	{ "{\"type\":\"object\",\"required\":[\"amount\"],\"properties\":{\"amount\":{\"type\":\"number\",\"minimum\":10,\"maximum\":5}}}",
	  "no value satisfies the schema of payload.amount: minimum 10 (schema.json:1:80) and maximum 5 (schema.json:1:93) contradict each other" },
	{ "{\"type\":\"string\",\"minLength\":4,\"maxLength\":2}",
	  "no value satisfies the schema of payload: minLength 4 (schema.json:1:18) and maxLength 2 (schema.json:1:32) contradict each other" },
	{ "{\"type\":\"array\",\"minItems\":4,\"maxItems\":2}",
	  "no value satisfies the schema of payload: minItems 4 (schema.json:1:17) and maxItems 2 (schema.json:1:30) contradict each other" },
	{ "{\"type\":\"array\",\"items\":{\"enum\":[\"a\"],\"type\":\"integer\"},\"minItems\":1}",
	  "no value satisfies the schema of payload[0]: enum (schema.json:1:26) and type (schema.json:1:39) contradict each other" },
	{ "{\"type\":\"object\",\"required\":[\"a\"],\"additionalProperties\":false}",
	  "no value satisfies the schema of payload: \"a\" is required (schema.json:1:30), and additionalProperties false (schema.json:1:35) forbids it" },
	{ "false", "no value satisfies the schema of payload: it is false, which forbids every value" },
	{ "{\"not\":{}}", "no value satisfies the schema of payload: \"not\" forbids every value" },
	{ "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}",
	  "no value satisfies the schema of payload: type \"string\" (schema.json:1:12) and type \"integer\" (schema.json:1:30) contradict each other" },
	{ "{\"const\":3,\"type\":\"string\"}",
	  "no value satisfies the schema of payload: const 3 (schema.json:1:2) and type (schema.json:1:12) contradict each other" },
	{ "{\"type\":\"object\",\"minProperties\":3,\"maxProperties\":1}",
	  "no value satisfies the schema of payload: minProperties 3 (schema.json:1:18) and maxProperties 1 (schema.json:1:36) contradict each other" },
	{ "{\"type\":\"integer\",\"multipleOf\":10,\"minimum\":11,\"maximum\":19}",
	  "no value satisfies the schema of payload: multipleOf 10 (schema.json:1:19) leaves nothing between minimum 11 (schema.json:1:35) and maximum 19 (schema.json:1:48)" },
	{ "{\"type\":\"object\",\"required\":[\"self\"],\"properties\":{\"self\":{\"$ref\":\"#\"}}}", "it requires itself" },
};

/* clang-format on */

START_TEST(what_cannot_be_is_said_with_its_place)
{
	struct made m;

	made_init(&m, slice_str(impossible[_i].schema), 42);
	ck_assert_msg(m.schema, "the schema does not compile: %s", made_reason(&m));
	ck_assert(!made_json(&m, 0).ptr);
	ck_assert_msg(strstr(made_reason(&m), impossible[_i].reason), "got: %s\nnot: %s", made_reason(&m),
		      impossible[_i].reason);
	ck_assert_int_eq(m.diag.findings[0].code, DIAG_GENERATE);
	ck_assert_str_eq(m.diag.findings[0].at.file, "schema.json");
	ck_assert_uint_ge(m.diag.findings[0].at.line, 1);
	made_release(&m);
}
END_TEST

static const char order[] =
	"{\"type\":\"object\",\"required\":[\"orderId\",\"amount\",\"customer\",\"lines\",\"placedAt\"],"
	"\"properties\":{"
	"\"orderId\":{\"type\":\"string\",\"format\":\"uuid\"},"
	"\"amount\":{\"type\":\"number\",\"minimum\":0,\"maximum\":10000},"
	"\"currency\":{\"enum\":[\"EUR\",\"USD\",\"GBP\"]},"
	"\"customer\":{\"type\":\"object\",\"required\":[\"name\",\"email\"],\"properties\":{\"name\":{"
	"\"type\":\"string\"},"
	"\"email\":{\"type\":\"string\",\"format\":\"email\"},\"city\":{\"type\":\"string\"}}},"
	"\"lines\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"object\",\"required\":[\"sku\","
	"\"quantity\",\"price\"],"
	"\"properties\":{\"sku\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}-[0-9]{4}$\"},\"quantity\":{"
	"\"type\":\"integer\","
	"\"minimum\":1},\"price\":{\"type\":\"number\",\"multipleOf\":0.01,\"minimum\":0}}}},"
	"\"placedAt\":{\"type\":\"string\",\"format\":\"date-time\"}}}";

/* Changing a word table or the order of draws changes these, which users notice: their seeds give other data.
 */
static const char *const pinned[] = {
	"{\"orderId\":\"07f05c66-1a41-4be4-9993-f8bf8902be92\",\"amount\":324.50,\"currency\":\"EUR\","
	"\"customer\":{\"name\":\"Maria "
	"Kelly\",\"email\":\"maria.kelly@example.net\",\"city\":\"Lisbon\"},\"lines\":[{\"sku\":\"ZZ-4680\","
	"\"quantity\":1,\"price\":129.50}],\"placedAt\":\"2026-11-21T08:44:02.750Z\"}",
	"{\"orderId\":\"daf48a35-4da8-4c1e-bdf5-fb8f82ee37dd\",\"amount\":440.06,\"currency\":\"USD\","
	"\"customer\":{\"name\":\"Clara "
	"Irving\",\"email\":\"clara.irving@example.com\",\"city\":\"London\"},\"lines\":[{\"sku\":\"WN-"
	"9390\",\"quantity\":12,\"price\":42.75},{\"sku\":\"TH-5603\",\"quantity\":6,\"price\":24.50},{"
	"\"sku\":\"MN-7079\",\"quantity\":5,\"price\":54.90}],\"placedAt\":\"2026-11-21T08:44:02.750Z\"}",
};

START_TEST(seed_42_gives_these_bytes)
{
	struct made m;

	made_init(&m, slice_str(order), 42);
	for (size_t i = 0; i < ARRAY_SIZE(pinned); i++) {
		struct slice json = made_json(&m, i);

		ck_assert_msg(slice_is(json, pinned[i]), "position %zu:\n%.*s\nnot:\n%s", i, SLICE_FMT(json),
			      pinned[i]);
	}
	made_release(&m);
}
END_TEST

#define PINNED_HASH 0xf2057423b2d27306u

static uint64_t fnv(uint64_t h, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
	return h;
}

/* One object with a text property for every name and every format that we know. */
static void everything(struct buf *out)
{
	static const char *const formats[] = { "date-time",
					       "date",
					       "time",
					       "duration",
					       "email",
					       "hostname",
					       "ipv4",
					       "ipv6",
					       "uri",
					       "uri-reference",
					       "uri-template",
					       "uuid",
					       "json-pointer",
					       "regex",
					       "byte",
					       "password",
					       "relative-json-pointer" };

	buf_str(out, "{\"type\":\"object\",\"properties\":{");
	for (size_t i = 0; i < n_hints; i++)
		buf_printf(out, "\"%s\":{\"type\":\"%s\"},", hints[i].ends,
			   hints[i].text ? "string" : "number");
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		buf_printf(out, "%s\"f%zu\":{\"type\":\"string\",\"format\":\"%s\"}", i ? "," : "", i,
			   formats[i]);
	buf_str(out, "}}");
}

/* Compilers may order the arguments of a call as they like: draws must not stand there. */
START_TEST(every_writer_gives_the_same_bytes_under_every_compiler)
{
	BUF_AUTO struct buf schema = BUF_INIT(0);
	uint64_t h = 0xcbf29ce484222325u;
	struct made m;

	everything(&schema);
	made_init(&m, buf_view(&schema), 42);
	for (uint64_t position = 0; position < 20; position++)
		h = fnv(h, made_json(&m, position));
	ck_assert_msg(!m.diag.n, "%s", made_reason(&m));
	ck_assert_msg(h == PINNED_HASH, "0x%016llx", (unsigned long long)h);
	made_release(&m);
}
END_TEST

START_TEST(a_position_does_not_depend_on_what_was_made_before)
{
	struct made a, b;

	made_init(&a, slice_str(order), 7);
	made_init(&b, slice_str(order), 7);
	for (uint64_t position = 0; position < 5; position++)
		ck_assert(made_json(&a, position).ptr);
	ck_assert(slice_eq(made_json(&a, 9), made_json(&b, 9)));
	ck_assert(!slice_eq(made_json(&a, 9), made_json(&b, 10)));
	made_release(&b);
	made_init(&b, slice_str(order), 8);
	ck_assert(!slice_eq(made_json(&a, 9), made_json(&b, 9)));
	made_release(&a);
	made_release(&b);
}
END_TEST

START_TEST(branches_and_enums_come_in_turn)
{
	bool seen[2][3] = { 0 };
	struct made m;

	made_init(
		&m,
		SLICE_LIT("{\"type\":\"array\",\"items\":[{\"oneOf\":[{\"const\":\"a\"},{\"const\":\"b\"}]},"
			  "{\"enum\":[0,1,2]}],\"minItems\":2,\"maxItems\":2}"),
		42);
	for (uint64_t position = 0; position < 30; position++) {
		struct slice json = made_json(&m, position);

		ck_assert_uint_eq(json.len, strlen("[\"a\",0]"));
		seen[json.ptr[2] - 'a'][json.ptr[5] - '0'] = true;
	}
	for (size_t i = 0; i < 6; i++)
		ck_assert_msg(seen[i / 3][i % 3], "pair %zu/%zu never came", i / 3, i % 3);
	made_release(&m);
}
END_TEST

START_TEST(optional_properties_are_mostly_there_but_not_always)
{
	unsigned there = 0;
	struct made m;

	made_init(&m, SLICE_LIT("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}"), 42);
	for (uint64_t position = 0; position < 100; position++)
		there += made_json(&m, position).len > 2;
	ck_assert_uint_ge(there, 60);
	ck_assert_uint_lt(there, 100);
	made_release(&m);
}
END_TEST

START_TEST(examples_and_defaults_of_a_schema_are_used)
{
	unsigned defaults = 0;
	struct made m;

	made_init(&m, SLICE_LIT("{\"type\":\"string\",\"examples\":[\"one\",\"two\"],\"default\":\"three\"}"),
		  42);
	ck_assert(slice_is(made_json(&m, 0), "\"one\""));
	ck_assert(slice_is(made_json(&m, 1), "\"two\""));
	for (uint64_t position = 2; position < 60; position++)
		defaults += slice_is(made_json(&m, position), "\"two\"");
	ck_assert_uint_ge(defaults, 5);
	made_release(&m);
}
END_TEST

START_TEST(times_lie_near_now)
{
	struct made m;

	made_init(
		&m,
		SLICE_LIT(
			"{\"type\":\"object\",\"required\":[\"sentAt\"],\"properties\":{\"sentAt\":{\"type\":"
			"\"string\",\"format\":\"date-time\"}}}"),
		42);
	for (uint64_t position = 0; position < 20; position++) {
		struct slice json = made_json(&m, position);

		ck_assert_msg(slice_starts(json, SLICE_LIT("{\"sentAt\":\"2026-11-21T")), "%.*s",
			      SLICE_FMT(json));
		ck_assert_uint_eq(json.len, strlen("{\"sentAt\":\"2026-11-21T10:00:00.123Z\"}"));
	}
	made_release(&m);
}
END_TEST

START_TEST(a_short_schema_cannot_ask_for_the_whole_memory)
{
	struct made m;

	made_init(&m,
		  SLICE_LIT("{\"type\":\"array\",\"minItems\":10000,\"items\":{\"type\":\"array\","
			    "\"minItems\":10000,"
			    "\"items\":{\"type\":\"string\",\"minLength\":1000000}}}"),
		  42);
	ck_assert(!made_json(&m, 0).ptr);
	ck_assert_msg(strstr(made_reason(&m), "the search was given up"), "%s", made_reason(&m));
	made_release(&m);
}
END_TEST

SUITE(generate_value)
{
	LOOP_TEST(what_is_made_conforms, 0, ARRAY_SIZE(satisfiable));
	LOOP_TEST(what_cannot_be_is_said_with_its_place, 0, ARRAY_SIZE(impossible));
	TEST(seed_42_gives_these_bytes);
	TEST(every_writer_gives_the_same_bytes_under_every_compiler);
	TEST(a_position_does_not_depend_on_what_was_made_before);
	TEST(branches_and_enums_come_in_turn);
	TEST(optional_properties_are_mostly_there_but_not_always);
	TEST(examples_and_defaults_of_a_schema_are_used);
	TEST(times_lie_near_now);
	TEST(a_short_schema_cannot_ask_for_the_whole_memory);
}
