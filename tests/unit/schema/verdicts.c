/* Verdicts that other judges get wrong, and every keyword once, by every way of judging. */
#include "schema/help.h"
#include "suite.h"

static const struct {
	const char *schema, *payload;
	bool conforms;
} rows[] = {
	/* numbers stay text */
	{"{\"multipleOf\":0.01}",									    "19.65",			    true },
	{ "{\"multipleOf\":0.01}",									   "1e-2",				   true },
	{ "{\"multipleOf\":1e-3}",									   "0.0005",			     false},
	{ "{\"multipleOf\":3}",									      "1e1000000000000",		   false},
	{ "{\"multipleOf\":7}",									      "123456789012345678901234567890",  true },
	{ "{\"multipleOf\":7}",									      "123456789012345678901234567891",  false},
	{ "{\"multipleOf\":123456789012345678901234567}",							  "246913578024691357802469134.0e1", true },
	{ "{\"maximum\":9007199254740993}",								  "9007199254740994",		false},
	{ "{\"maximum\":9007199254740993}",								  "9007199254740993.0",		  true },
	{ "{\"maximum\":1e400}",									     "9e399",				  true },
	{ "{\"maximum\":1e400}",									     "1.1e400",			    false},
	{ "{\"minimum\":-0.1}",									      "-0.10000000000000000000001",      false},
	{ "{\"const\":0}",										   "-0.0e5",			     true },
	{ "{\"const\":100}",										 "1e2",				    true },
	{ "{\"enum\":[0.1]}",										"0.10",			      true },
	{ "{\"enum\":[12345678901234567890]}",							       "12345678901234567891",	       false},
	{ "{\"type\":\"integer\"}",									  "1.0",				   true },
	{ "{\"type\":\"integer\"}",									  "1e400",			     true },
	{ "{\"type\":\"integer\"}",									  "12e-1",			     false},
	{ "{\"type\":\"integer\"}",									  "120e-1",			      true },
	{ "{\"uniqueItems\":true}",									  "[1,1.0]",			       false},
	{ "{\"uniqueItems\":true}",									  "[1,true,\"1\",[1],{\"a\":1}]",    true },
 /* strings */
	{ "{\"maxLength\":1}",									       "\"\\ud83d\\ude00\"",		     true },
	{ "{\"const\":\"a\\u0000b\"}",								       "\"a\\u0000b\"",			true },
	{ "{\"const\":\"a\"}",									       "\"\\u0061\"",		      true },
	{ "{\"maxLength\":3}",									       "\"a\\u0000b\"",			true },
	{ "{\"pattern\":\"^a.b$\"}",									 "\"a\\u0000b\"",		      true },
 /* keys, escaped or not */
	{ "{\"properties\":{\"a\":{\"type\":\"null\"}},\"additionalProperties\":false}",			 "{\"\\u0061\":null}",
	  true																	},
	{ "{\"required\":[\"\\u00e9\"]}",								    "{\"\xc3\xa9\":1}",		      true },
	{ "{\"properties\":{\"a\\\"b\":{\"type\":\"null\"}},\"required\":[\"a\\\"b\"]}",			 "{\"a\\\"b\":1}",
	  false																       },
	{ "{\"required\":[\"\"],\"additionalProperties\":{\"type\":\"null\"}}",				"{\"\":null}",		       true },
	{ "{\"properties\":{\"abcdefgh\":{\"type\":\"null\"},\"abcdefghi\":{\"type\":\"string\"}}}",
	  "{\"abcdefgh\":null,\"abcdefghi\":\"\"}",											      true },
	{ "{\"properties\":{\"a\":true}}",								   "{\"a\":1,\"a\":1}",		false},
 /* merged parts */
	{ "{\"allOf\":[{\"properties\":{\"a\":{\"minimum\":2}}},{\"properties\":{\"a\":{\"maximum\":4}}}]}",
	  "{\"a\":3}",															   true },
	{ "{\"allOf\":[{\"properties\":{\"a\":{\"minimum\":2}}},{\"properties\":{\"a\":{\"maximum\":4}}}]}",
	  "{\"a\":5}",															   false},
	{ "{\"allOf\":[{\"properties\":{\"a\":true},\"additionalProperties\":false},{\"properties\":{\"b\":"
	  "true}}]}",									       "{\"b\":1}",		       false},
	{ "{\"allOf\":[{\"minimum\":1},{\"exclusiveMinimum\":1}]}",					    "1",				 false},
	{ "{\"allOf\":[{\"enum\":[1,2,3]},{\"enum\":[3,4]},{\"const\":3}]}",				     "3",				  true },
	{ "{\"allOf\":[{\"enum\":[1,2]},{\"enum\":[3,4]}]}",						     "1",				  false},
	{ "{\"allOf\":[{\"patternProperties\":{\"^a\":{\"minimum\":2}}},{\"patternProperties\":{\"b$\":{"
	  "\"maximum\":4}}}]}",								     "{\"ab\":1}",			false},
	{ "{\"allOf\":[{\"patternProperties\":{\"^a\":{\"minimum\":2}}},{\"patternProperties\":{\"b$\":{"
	  "\"maximum\":4}}}]}",								     "{\"ab\":3,\"b\":3,\"a\":9}",	true },
	{ "{\"patternProperties\":{\"^a\":true},\"additionalProperties\":{\"type\":\"null\"}}",
	  "{\"a1\":1,\"b\":2}",														  false},
 /* choices that the one pass may not cut short */
	{ "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]}",					"1",				     false},
	{ "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]}",					"1.5",			       true },
	{ "{\"oneOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}",					 "{\"a\":1,\"b\":1}",		      false},
	{ "{\"anyOf\":[{\"minimum\":5},{\"type\":\"string\"}],\"oneOf\":[{\"type\":\"string\"},{"
	  "\"multipleOf\":2}]}",								    "6",			       true },
	{ "{\"oneOf\":[{\"properties\":{\"t\":{\"const\":1}}},{\"properties\":{\"t\":{\"const\":2}}}]}",	 "{}",
	  false																       },
	{ "{\"oneOf\":[{\"properties\":{\"t\":{\"const\":1}},\"required\":[\"t\"]},{\"properties\":{\"t\":{"
	  "\"const\":2}}}]}",								       "5",			       false},
	{ "{\"not\":{\"anyOf\":[{\"type\":\"null\"},{\"const\":1}]}}",				       "1.0",			      false},
	{ "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"required\":[\"c\"]}}",
	  "{\"c\":1}",															   true },
	{ "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"required\":[\"c\"]}}",
	  "{\"a\":1}",															   false},
 /* $ref hides what stands beside it; $id opens a resource */
	{ "{\"$ref\":\"#/definitions/n\",\"type\":\"string\",\"definitions\":{\"n\":{\"type\":\"null\"}}}",
	  "null",																true },
	{ "{\"$id\":\"http://x.example/"
	  "a.json\",\"items\":{\"$ref\":\"b.json#c\"},\"definitions\":{\"b\":{\"$id\":\"b.json\","
	  "\"definitions\":{\"c\":{\"$id\":\"#c\",\"type\":\"null\"}}}}}",			  "[null,1]",			false},
	{ "{\"$ref\":\"http://json-schema.org/draft-07/schema#\"}",
	  "{\"properties\":{\"a\":{\"minLength\":-1}}}",											 false},
 /* annotations and words of other dialects say nothing */
	{ "{\"contentEncoding\":\"base64\",\"nullable\":false,\"discriminator\":\"x\",\"default\":3}",
	  "\"%\"",															       true },
	{ "{\"format\":\"no-such-format\"}",								 "\"x\"",			      true },
 /* not JSON */
	{ "true",											    "{\"a\":1}x",			false},
	{ "true",											    "[1,]",			    false},
	{ "true",											    "nul",			     false},
	{ "true",											    "-",			       false},
	{ "true",											    "1.",			      false},
	{ "true",											    "\"\t\"",			    false},
	{ "true",											    "\"\\x\"",			     false},
	{ "true",											    "\"\xed\xa0\x80\"",		      false},
	{ "true",											    "\"\\udc00\\ud800\"",		false},
	{ "true",											    " \n\t\r1 ",		       true },
};

START_TEST(a_verdict_is_this_by_every_way)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(&b, rows[_i].schema);
	ck_assert_msg(s != NULL, "%s", rows[_i].schema);
	ck_assert_msg(judging_verdict(&b, s, slice_str(rows[_i].payload)) == rows[_i].conforms, "%s on %s",
		      rows[_i].schema, rows[_i].payload);
	judging_end(&b);
}
END_TEST

START_TEST(a_guess_never_changes_a_verdict)
{
	static const char *const payloads[] = { "{\"t\":\"a\",\"x\":1}",  "{\"x\":[],\"t\":\"b\"}",
						"{\"t\":\"a\",\"x\":[]}", "{\"x\":1,\"t\":\"a\"}",
						"{\"t\":\"b\",\"x\":1}",  "{\"y\":0,\"t\":\"b\"}" };
	static const bool want[] = { true, true, false, true, false, true };
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(
		&b, "{\"type\":\"object\",\"required\":[\"t\"],\"oneOf\":[{\"properties\":{\"t\":{\"const\":"
		    "\"a\"},"
		    "\"x\":{\"type\":\"integer\"}}},{\"properties\":{\"t\":{\"const\":\"b\"},\"x\":{\"type\":"
		    "\"array\"}}}]}");
	for (size_t i = 0; i < 200; i++) {
		size_t k = i * 7 % 6;

		ck_assert_msg(judging_verdict(&b, s, slice_str(payloads[k])) == want[k], "%s", payloads[k]);
	}
	judging_end(&b);
}
END_TEST

/* `n` times `open`, then `close` as often. */
static void nest(struct buf *out, size_t n, const char *open, const char *close)
{
	for (size_t i = 0; i < n; i++)
		buf_str(out, open);
	for (size_t i = 0; i < n; i++)
		buf_str(out, close);
}

START_TEST(depth_is_limited_alike_on_every_way)
{
	static const char *const schemas[] = { "true", "{\"items\":{\"$ref\":\"#\"}}",
					       "{\"items\":{\"items\":{\"uniqueItems\":true}}}" };
	struct bench_of_judging b;

	for (size_t i = 0; i < ARRAY_SIZE(schemas); i++) {
		BUF_AUTO struct buf fits = BUF_INIT(0), too_deep = BUF_INIT(0);
		struct schema *s;

		judging_begin(&b);
		s = judging_schema(&b, schemas[i]);
		nest(&fits, 256, "[", "]");
		nest(&too_deep, 257, "[", "]");
		ck_assert(judging_verdict(&b, s, buf_view(&fits)));
		ck_assert(!judging_verdict(&b, s, buf_view(&too_deep)));
		ck_assert_str_eq(b.found.list[0].keyword, "json");
		judging_end(&b);
	}
}
END_TEST

START_TEST(many_keys_are_told_apart)
{
	BUF_AUTO struct buf payload = BUF_INIT(0);
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(&b, "{\"additionalProperties\":{\"type\":\"integer\"}}");
	for (int i = 0; i < 3000; i++)
		buf_printf(&payload, "%s\"key-%d\":%d", i ? "," : "{", i, i);
	buf_char(&payload, '}');
	ck_assert(judging_verdict(&b, s, buf_view(&payload)));
	payload.len--;
	buf_str(&payload, ",\"key-17\":1}");
	ck_assert(!judging_verdict(&b, s, buf_view(&payload)));
	ck_assert_uint_eq(b.found.n, 1);
	ck_assert_str_eq(b.found.list[0].text.ptr, "payload has the key \"key-17\" twice");
	judging_end(&b);
}
END_TEST

START_TEST(a_pattern_that_never_ends_is_a_finding_of_its_own)
{
	static const char *const schemas[] = {
		"{\"properties\":{\"x\":{\"pattern\":\"^(a|aa|a+)+$\"}}}",
		"{\"properties\":{\"x\":{\"not\":{\"pattern\":\"^(a|aa|a+)+$\"}}}}",
		"{\"patternProperties\":{\"^(a|aa|a+)+$\":true},\"additionalProperties\":false}",
	};
	static const char *const payloads[] = {
		"{\"x\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"}",
		"{\"x\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"}",
		"{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\":1}",
	};
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert(!judging_verdict(&b, judging_schema(&b, schemas[_i]), slice_str(payloads[_i])));
	ck_assert_uint_eq(b.found.n, 1);
	ck_assert_str_eq(b.found.list[0].keyword, "limit");
	if (_i < 2)
		ck_assert_str_eq(b.found.list[0].instance.ptr, "/x");
	judging_end(&b);
}
END_TEST

START_TEST(a_schema_that_branches_without_end_is_given_up)
{
	BUF_AUTO struct buf payload = BUF_INIT(0);
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(
		&b, "{\"anyOf\":[{\"items\":{\"$ref\":\"#\"},\"minItems\":1},{\"items\":{\"$ref\":\"#\"},"
		    "\"maxItems\":1,\"minItems\":1}]}");
	nest(&payload, 200, "[", "]");
	ck_assert(!judging_verdict(&b, s, buf_view(&payload)));
	ck_assert_str_eq(b.found.list[b.found.n - 1].keyword, "limit");
	judging_end(&b);
}
END_TEST

SUITE(schema_verdicts)
{
	LOOP_TEST(a_verdict_is_this_by_every_way, 0, ARRAY_SIZE(rows));
	TEST(a_guess_never_changes_a_verdict);
	TEST(depth_is_limited_alike_on_every_way);
	TEST(many_keys_are_told_apart);
	LOOP_TEST(a_pattern_that_never_ends_is_a_finding_of_its_own, 0, 3);
	TEST(a_schema_that_branches_without_end_is_given_up);
}
