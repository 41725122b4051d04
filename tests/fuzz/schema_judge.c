/* Payloads against built-in schemas: the one pass, the walker and the list of reasons must agree.  The first
 * byte chooses the schema. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/judge.h"

static const char *const schemas[] = {
	"true",
	/* a plain event */
	"{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"amount\"],\"properties\":"
	"{"
	"\"id\":{\"type\":\"string\",\"pattern\":\"^ORD-[0-9]{3,}$\"},\"amount\":{\"type\":\"number\","
	"\"minimum\":-5,"
	"\"exclusiveMaximum\":1e3,\"multipleOf\":0.01},\"state\":{\"enum\":[\"open\",\"closed\",1,null,true]}"
	","
	"\"at\":{\"format\":\"date-time\"},\"aVeryLongPropertyName\":{\"type\":\"integer\"},"
	"\"note\":{\"minLength\":2,\"maxLength\":4}}}",
	/* a union, by constants */
	"{\"oneOf\":[{\"type\":\"object\",\"required\":[\"t\"],\"properties\":{\"t\":{\"const\":\"a\"},\"x\":"
	"{\"type\":"
	"\"integer\"}}},{\"type\":\"object\",\"required\":[\"t\"],\"properties\":{\"t\":{\"const\":\"b\"},"
	"\"x\":{\"type\":"
	"\"array\"}}},{\"type\":[\"null\",\"string\"]}]}",
	/* merged parts that speak of the same names */
	"{\"allOf\":[{\"properties\":{\"a\":{\"minimum\":1},\"b\":true},\"additionalProperties\":{\"type\":"
	"\"string\"}},"
	"{\"properties\":{\"a\":{\"maximum\":9,\"type\":\"integer\"}},\"patternProperties\":{\"^x\":{"
	"\"type\":"
	"\"string\",\"minLength\":1},\"y$\":false}},{\"required\":[\"a\"],\"minProperties\":1,"
	"\"maxProperties\":4}]}",
	/* what looks back */
	"{\"uniqueItems\":true,\"contains\":{\"type\":\"integer\"},\"items\":[{\"type\":\"integer\"},{"
	"\"not\":{\"const\":"
	"{\"a\":[1,{}]}}}],\"additionalItems\":{\"if\":{\"type\":\"string\"},\"then\":{\"maxLength\":3},"
	"\"else\":{\"enum\":"
	"[[],{\"b\":2},1.50,null]}},\"minItems\":1}",
	/* a tree */
	"{\"$ref\":\"#/definitions/"
	"node\",\"definitions\":{\"node\":{\"type\":\"object\",\"required\":[\"v\"],"
	"\"properties\":{\"v\":{\"type\":[\"number\",\"string\"]},\"kids\":{\"type\":\"array\",\"items\":{\"$"
	"ref\":"
	"\"#/definitions/"
	"node\"}}},\"dependencies\":{\"w\":[\"v\"],\"u\":{\"required\":[\"kids\"]}},\"propertyNames\":{"
	"\"maxLength\":5}}}}",
	/* open choices inside lists */
	"{\"items\":{\"anyOf\":[{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[a-z]+$\"},"
	"\"additionalProperties\":{"
	"\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"array\",\"items\":{\"oneOf\":[{\"type\":\"string\"},{"
	"\"type\":"
	"\"null\"}]}}]}},{\"type\":\"string\",\"pattern\":\"(a+)+$|\\\\u00e9\"},{\"multipleOf\":7}]},"
	"\"maxItems\":5}",
	/* formats */
	"{\"properties\":{\"date\":{\"format\":\"date\"},\"time\":{\"format\":\"time\"},\"uuid\":{\"format\":"
	"\"uuid\"},"
	"\"email\":{\"format\":\"email\"},\"uri\":{\"format\":\"uri\"},\"ref\":{\"format\":\"iri-reference\"}"
	",\"host\":{"
	"\"format\":\"hostname\"},\"idn\":{\"format\":\"idn-hostname\"},\"v4\":{\"format\":\"ipv4\"},\"v6\":{"
	"\"format\":"
	"\"ipv6\"},\"regex\":{\"format\":\"regex\"},\"ptr\":{\"format\":\"json-pointer\"},\"rel\":{"
	"\"format\":"
	"\"relative-json-pointer\"},\"tpl\":{\"format\":\"uri-template\"},\"dur\":{\"format\":\"duration\"}}"
	"}",
	/* draft 4 */
	"1{\"id\":\"http://x.example/"
	"\",\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"},\"m\":{"
	"\"minimum\":1,\"exclusiveMinimum\":true,\"maximum\":9.5,\"exclusiveMaximum\":true}},"
	"\"dependencies\":{\"n\":"
	"[\"m\"]},\"additionalProperties\":{\"uniqueItems\":true,\"items\":[{\"type\":[\"integer\",\"null\"]}"
	"]}}",
	/* 2019-09 */
	"4{\"$recursiveAnchor\":true,\"properties\":{\"in\":{\"$recursiveRef\":\"#\"},\"l\":{\"items\":[true,"
	"{\"type\":"
	"\"null\"}],\"contains\":{\"type\":\"integer\"},\"minContains\":2,\"maxContains\":3,"
	"\"unevaluatedItems\":{"
	"\"type\":\"string\"}}},\"dependentRequired\":{\"l\":[\"in\"]},\"dependentSchemas\":{\"a\":{"
	"\"properties\":{"
	"\"b\":{\"type\":\"null\"}}}},\"unevaluatedProperties\":{\"type\":\"boolean\"}}",
	/* 2020-12: a closed tree */
	"5{\"$id\":\"http://x.example/"
	"strict\",\"$dynamicAnchor\":\"node\",\"$ref\":\"tree\",\"unevaluatedProperties\":"
	"false,\"$defs\":{\"tree\":{\"$id\":\"tree\",\"$dynamicAnchor\":\"node\",\"type\":\"object\","
	"\"properties\":{"
	"\"data\":true,\"kids\":{\"type\":\"array\",\"items\":{\"$dynamicRef\":\"#node\"}}}}}}",
	/* 2020-12: what is spoken of, by choices */
	"5{\"properties\":{\"k\":{\"enum\":[1,2,3]}},\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"integer\"}"
	"},"
	"\"required\":[\"a\"]},{\"properties\":{\"b\":{\"type\":\"string\"}}},{\"patternProperties\":{\"^x\":"
	"{\"minimum\":"
	"3}}}],\"unevaluatedProperties\":false}",
	"5{\"oneOf\":[{\"required\":[\"t\"],\"properties\":{\"t\":{\"const\":1},\"a\":true}},{\"required\":["
	"\"t\"],"
	"\"properties\":{\"t\":{\"const\":2},\"b\":{\"allOf\":[{\"prefixItems\":[{\"type\":\"null\"}]},{"
	"\"if\":{\"minItems\":2},"
	"\"then\":{\"prefixItems\":[true,{\"type\":\"integer\"}]},\"else\":{\"contains\":{\"type\":"
	"\"string\"}}}],"
	"\"unevaluatedItems\":{\"type\":\"boolean\"}}}}],\"unevaluatedProperties\":{\"type\":\"null\"}}",
	/* OpenAPI 3.0 and 3.1: the discriminator */
	"6{\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{\"miaow\":\"#/components/schemas/"
	"Cat\"}},\"oneOf\":[{"
	"\"$ref\":\"#/components/schemas/Cat\"},{\"$ref\":\"#/components/schemas/"
	"Dog\"}],\"components\":{\"schemas\":{"
	"\"Cat\":{\"required\":[\"kind\"],\"properties\":{\"lives\":{\"type\":\"integer\",\"nullable\":true}}"
	"},\"Dog\":{"
	"\"properties\":{\"bark\":{\"type\":\"boolean\"}}}}}}",
	"7{\"discriminator\":{\"propertyName\":\"kind\"},\"anyOf\":[{\"properties\":{\"kind\":{\"const\":"
	"\"a\"},\"x\":{"
	"\"type\":\"null\"}}},{\"properties\":{\"kind\":{\"enum\":[\"b\",\"c\"]}}}],"
	"\"unevaluatedProperties\":false}",
	/* exact numbers, and the formats that ask for integers */
	"{\"items\":[{\"format\":\"int32\"},{\"format\":\"int64\",\"multipleOf\":0.5},{\"multipleOf\":1e-3,"
	"\"minimum\":-1e400},{\"const\":9007199254740993},{\"exclusiveMaximum\":"
	"972783798187987123879878123.18878137},{\"enum\":[0,1e2,0.1]}],\"uniqueItems\":true}",
	/* patterns: of fixed length, loops, and those for PCRE2 */
	"{\"items\":[{\"pattern\":\"^[A-Z]{3}-[0-9]{5}$\"},{\"pattern\":\"^ab[^-a]+-?[a-c]*x{2,3}\"},"
	"{\"pattern\":\"^(?=.*\\\\d)\\\\p{Lu}\\\\w*(?<!z)$\"},{\"pattern\":\"^\\\\s|[^\\\\ud800-\\\\uffff]\"}"
	"],"
	"\"additionalItems\":{\"pattern\":\"(x+x+)+y\"}}",
	/* what strings hold */
	"{\"properties\":{\"a\":{\"contentEncoding\":\"base64\",\"contentMediaType\":\"application/json\"},"
	"\"b\":{\"contentMediaType\":\"application/"
	"json\",\"items\":{\"$ref\":\"#\"}},\"c\":{\"contentEncoding\":"
	"\"quoted-printable\"},\"d\":{\"contentEncoding\":\"base32\"},\"e\":{\"$schema\":"
	"\"https://json-schema.org/draft/2020-12/schema\",\"contentMediaType\":\"application/json\","
	"\"contentSchema\":{\"$ref\":\"#\"}}}}",
	/* the other formats, by place */
	"{\"items\":[{\"format\":\"date-time\"},{\"format\":\"idn-email\"},{\"format\":\"iri\"},{\"format\":"
	"\"uri-reference\"},{\"format\":\"byte\"},{\"format\":\"idn-hostname\",\"maxLength\":300}]}",
};

/* A schema may begin with the digit of its dialect. */
static enum schema_dialect dialect_of(char digit)
{
	return digit > '0' && digit < '0' + SCHEMA_DIALECTS ? (enum schema_dialect)(digit - '0')
							    : DIALECT_ASYNCAPI;
}

enum { SCHEMAS = sizeof(schemas) / sizeof(schemas[0]) };

struct fixture {
	struct library library;
	struct diag diag;
	struct arena arena;
	struct judge *judge;
	struct schema *compiled[SCHEMAS];
};

static struct fixture *fixture_new(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		abort();
	library_init(&f->library, &f->diag);
	f->diag.out = stderr;
	f->judge = judge_new();
	for (size_t i = 0; i < SCHEMAS; i++) {
		struct schema_options options = { .dialect = dialect_of(schemas[i][0]),
						  .formats_assert = true,
						  .content_asserts = true };
		struct slice text = slice_from(slice_str(schemas[i]), options.dialect != DIALECT_ASYNCAPI);
		char name[32];

		snprintf(name, sizeof(name), "%zu.json", i);
		f->compiled[i] = schema_compile(&f->arena, &f->library,
						library_load_text(&f->library, name, text)->root, &options);
		if (!f->compiled[i])
			abort();
	}
	return f;
}

static void must(bool ok, const char *what, struct slice json)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %.*s\n", what, SLICE_FMT(json));
	abort();
}

static void judge_all_ways(struct fixture *f, const struct schema *s, struct slice json)
{
	struct violations found = { .root_name = "payload" };
	bool accepts = schema_accepts(s, f->judge, json), one_pass = judge_in_one_pass(s, f->judge, json);
	bool walker = judge_on_tape(s, f->judge, json, NULL),
	     reasons = judge_on_tape(s, f->judge, json, &found);

	must(!one_pass || walker, "the one pass accepts, the walker does not", json);
	must(accepts == walker, "schema_accepts and the walker disagree", json);
	must(reasons == walker, "the reasons and the walker disagree", json);
	must(reasons == (found.n + found.left_out == 0), "reasons do not fit the verdict", json);
	must(!walker || json_is_valid(f->judge, json), "conforms, but is no JSON", json);
	for (size_t i = 0; i < found.n; i++)
		must(found.list[i].text.len && found.list[i].keyword, "a violation without words", json);
	violations_release(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fixture *f;
	char *padded;

	if (!f)
		f = fixture_new();
	if (size < 1)
		return 0;
	/* Exactly the promised padding, so that one byte more is found by the sanitizer. */
	padded = calloc(1, size - 1 + SCHEMA_PADDING);
	if (!padded)
		abort();
	memcpy(padded, data + 1, size - 1);
	judge_all_ways(f, f->compiled[data[0] % SCHEMAS], slice_of(padded, size - 1));
	free(padded);
	return 0;
}
