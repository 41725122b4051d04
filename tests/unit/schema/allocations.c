/* Judging allocates nothing once its scratch is warm. */
#include <stdlib.h>

#include "allocations.h"
#include "base/memory.h"
#include "schema/help.h"
#include "suite.h"

static const char *const payloads[] = {
	"{\"id\":\"ORD-12345678\",\"tags\":[\"a\",\"b\",\"c\"],\"n\":12.50}",
	"{\"id\":\"ORD-12345678\",\"tags\":[\"a\",\"b\\u00e9\",\"a\"],\"n\":12.50}",
	"{\"id\":\"x\",\"tags\":[],\"extra\":{\"a\":1,\"b\":[1,2,{}]},\"n\":1e400}",
	"{\"id\":",
	"{\"id\":\"ORD-12345678\",\"kind\":{\"t\":\"b\",\"v\":1},\"email\":\"a@example.com\"}",
};

static void judge_everything(struct judge *j, const struct schema *s, const char (*padded)[256])
{
	for (size_t i = 0; i < ARRAY_SIZE(payloads); i++)
		schema_accepts(s, j, slice_str(padded[i]));
}

START_TEST(a_warm_judge_allocates_nothing)
{
	static char padded[ARRAY_SIZE(payloads)][256];
	struct bench_of_judging b;
	struct schema *s;
	size_t before, after, last;

	judging_begin(&b);
	s = judging_schema(&b,
			   "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"pattern\":"
			   "\"^ORD-[0-9]{8}$\"},\"tags\":{\"uniqueItems\":true},\"n\":{\"multipleOf\":0.01},"
			   "\"email\":{\"format\":\"email\",\"pattern\":\"(a|b)@.*\"},\"kind\":{\"oneOf\":[{"
			   "\"properties\":"
			   "{\"t\":{\"const\":\"a\"}}},{\"properties\":{\"t\":{\"const\":\"b\"}}}]}}}");
	for (size_t i = 0; i < ARRAY_SIZE(payloads); i++)
		memcpy(padded[i], payloads[i], strlen(payloads[i]));
	for (int i = 0; i < 100; i++)
		judge_everything(b.judge, s, (const char(*)[256])padded);
	before = allocations_counted();
	for (int i = 0; i < 200000; i++)
		judge_everything(b.judge, s, (const char(*)[256])padded);
	after = allocations_counted();
	free(memory_new(1)); /* the count is alive */
	last = allocations_counted();
	ck_assert_uint_eq(after, before);
	ck_assert_uint_eq(last, after + ALLOCATIONS_ARE_COUNTED);
	judging_end(&b);
}
END_TEST

/* What goes to the tape and looks back there. */
START_TEST(a_warm_judge_of_a_later_draft_allocates_nothing)
{
	static const char *const texts[] = {
		"{\"kind\":\"b\",\"x\":1,\"list\":[null,true,3]}",
		"{\"kind\":\"a\",\"y\":1,\"list\":[1,2,3,4]}",
		"{\"kind\":\"c\",\"in\":{\"kind\":\"a\",\"z\":2}}",
		"{\"in\":{\"in\":{\"in\":{}}}}",
	};
	static char padded[ARRAY_SIZE(texts)][256];
	struct bench_of_judging b;
	struct schema *s;
	size_t before;

	judging_begin(&b);
	s = judging_schema_as(&b,
			      "{\"$dynamicAnchor\":\"n\",\"properties\":{\"kind\":true,\"in\":{\"$"
			      "dynamicRef\":\"#n\"},\"list\":{"
			      "\"contains\":{\"type\":\"null\"},\"if\":{\"minItems\":4},\"then\":{"
			      "\"prefixItems\":[true,true]},"
			      "\"unevaluatedItems\":{\"type\":[\"boolean\",\"integer\"]}}},\"discriminator\":"
			      "{\"propertyName\":\"kind\"},"
			      "\"oneOf\":[{\"properties\":{\"kind\":{\"const\":\"a\"},\"y\":true}},{"
			      "\"properties\":{\"kind\":{\"const\":"
			      "\"b\"},\"x\":true}}],\"dependentSchemas\":{\"in\":{\"properties\":{\"w\":true}"
			      "}},\"unevaluatedProperties\":"
			      "false}",
			      DIALECT_OPENAPI_3_1);
	ck_assert_ptr_nonnull(s);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		memcpy(padded[i], texts[i], strlen(texts[i]));
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		ck_assert_int_eq(schema_accepts(s, b.judge, slice_str(padded[i])), i == 0);
	before = allocations_counted();
	for (int i = 0; i < 100000; i++)
		schema_accepts(s, b.judge, slice_str(padded[i % ARRAY_SIZE(texts)]));
	ck_assert_uint_eq(allocations_counted(), before);
	judging_end(&b);
}
END_TEST

SUITE(schema_allocations)
{
	TEST(a_warm_judge_of_a_later_draft_allocates_nothing);
	TEST(a_warm_judge_allocates_nothing);
}
