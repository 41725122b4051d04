/* What differs between the dialects, beyond what the public suite shows. */
#include "generate/made.h"
#include "suite.h"

/* clang-format off */
static const struct {
	const char *title, *schema;
	enum schema_dialect dialect;
	const char *has; /* in each instance; NULL: nothing in particular */
} rows[] = {
	{ "flags of bounds", "{\"type\":\"integer\",\"minimum\":5,\"exclusiveMinimum\":true,\"maximum\":6}",
	  DIALECT_DRAFT_04, "6" },
	{ "flags that are off",
	  "{\"type\":\"integer\",\"minimum\":5,\"exclusiveMinimum\":false,\"maximum\":5}",
	  DIALECT_OPENAPI_3_0, "5" },
	{ "a nullable that cannot be but null",
	  "{\"type\":\"integer\",\"nullable\":true,\"minimum\":5,\"maximum\":4}", DIALECT_OPENAPI_3_0, "null" },
	{ "the mapping of a discriminator",
	  "{\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{\"cat\":\"#/definitions/Cat\",\"dog\":"
	  "\"#/definitions/Dog\"}},\"oneOf\":[{\"$ref\":\"#/definitions/Cat\"},{\"$ref\":\"#/definitions/Dog\"}],"
	  "\"definitions\":{\"Cat\":{\"type\":\"object\",\"required\":[\"kind\",\"lives\"],\"properties\":{"
	  "\"kind\":{\"type\":\"string\"},\"lives\":{\"type\":\"integer\"}}},\"Dog\":{\"type\":\"object\","
	  "\"required\":[\"kind\",\"tricks\"],\"properties\":{\"kind\":{\"type\":\"string\"},\"tricks\":{"
	  "\"type\":\"boolean\"}}}}}",
	  DIALECT_OPENAPI_3_0, "\"kind\":\"" },
	{ "the names of schemas for a discriminator",
	  "{\"discriminator\":{\"propertyName\":\"kind\"},\"anyOf\":[{\"$ref\":\"#/$defs/Cat\"},{\"$ref\":"
	  "\"#/$defs/Dog\"}],\"$defs\":{\"Cat\":{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{"
	  "\"kind\":{\"type\":\"string\"}}},\"Dog\":{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":"
	  "{\"kind\":{\"type\":\"string\"}}}}}",
	  DIALECT_OPENAPI_3_1, "\"kind\":\"" },
	{ "unevaluated members of a chosen branch",
	  "{\"oneOf\":[{\"required\":[\"a\"],\"properties\":{\"a\":{\"const\":1}}},{\"required\":[\"b\"],"
	  "\"properties\":{\"b\":{\"const\":2}}}],\"properties\":{\"c\":{\"type\":\"integer\"}},\"type\":\"object\","
	  "\"unevaluatedProperties\":false,\"required\":[\"c\"]}",
	  DIALECT_DRAFT_2020_12, "\"c\":" },
	{ "a tuple and what it contains",
	  "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"type\":\"integer\"},\"contains\":"
	  "{\"const\":7},\"minContains\":2,\"maxContains\":3,\"minItems\":5}",
	  DIALECT_DRAFT_2020_12, "7" },
	{ "keywords beside $ref",
	  "{\"$ref\":\"#/$defs/id\",\"minLength\":9,\"$defs\":{\"id\":{\"type\":\"string\",\"maxLength\":9}}}",
	  DIALECT_DRAFT_2019_09, NULL },
	{ "keywords beside $ref that do not count",
	  "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/id\",\"minLength\":99}},\"required\":[\"a\"],\"type\":"
	  "\"object\",\"definitions\":{\"id\":{\"type\":\"string\",\"maxLength\":9}}}",
	  DIALECT_ASYNCAPI, "\"a\":" },
	{ "a keyword that the draft does not know", "{\"type\":\"string\",\"const\":3}", DIALECT_DRAFT_04, NULL },
};

/* clang-format on */

START_TEST(instances_follow_the_rules_of_the_dialect)
{
	struct made m;

	made_init_with(&m, slice_str(rows[_i].schema), 42, rows[_i].dialect, NULL);
	ck_assert_msg(m.schema, "%s: does not compile: %s", rows[_i].title, made_reason(&m));
	for (uint64_t position = 0; position < 40; position++) {
		struct slice json = made_json(&m, position);

		ck_assert_msg(json.ptr, "%s: %s", rows[_i].title, made_reason(&m));
		ck_assert_msg(schema_accepts(m.schema, m.judge, json), "%s: %.*s", rows[_i].title,
			      SLICE_FMT(json));
		ck_assert_msg(!rows[_i].has || memmem(json.ptr, json.len, rows[_i].has, strlen(rows[_i].has)),
			      "%s: %.*s", rows[_i].title, SLICE_FMT(json));
	}
	made_release(&m);
}
END_TEST

SUITE(generate_dialect)
{
	LOOP_TEST(instances_follow_the_rules_of_the_dialect, 0, ARRAY_SIZE(rows));
}
