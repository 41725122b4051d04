/* Formats: what each takes, in which dialect it asks anything, and how its violation reads. */
#include "schema/help.h"
#include "suite.h"

/* Values are JSON.  What the public suite has is not repeated here. */
static const struct {
	const char *format, *value;
	bool conforms;
} rows[] = {
	{"date",		   "\"2024-02-29\"",				    true },
	{ "date",		  "\"1900-02-29\"",				    false},
	{ "date",		  "\"2000-02-29\"",				    true },
	{ "date",		  "\"2026-11-31\"",				    false},
	{ "date",		  "\"2026-11-2\"",				     false},
	{ "date",		  "17",						true },
	{ "time",		  "\"23:59:60Z\"",				     true },
	{ "time",		  "\"22:59:60Z\"",				     false},
	{ "time",		  "\"00:59:60+01:00\"",				true },
	{ "time",		  "\"10:00:00\"",				      false},
	{ "time",		  "\"10:00:00.Z\"",				    false},
	{ "date-time",	       "\"2026-11-21T10:00:00.123456789+14:00\"",		  true },
	{ "date-time",	       "\"2026-11-21t10:00:00z\"",			   true },
	{ "date-time",	       "\"2026-11-21 10:00:00Z\"",			   false},
	{ "date-time",	       "\"2026-11-21T24:00:00Z\"",			   false},
	{ "date-time",	       "\"2026-11-21T10:00:00+24:00\"",			false},
	{ "date-time",	       "\"2026-11-21T10:00:00Z\\u0000\"",			  false},
	{ "date-time",	       "\"\\u0032026-11-21T10:00:00Z\"",			 true },
	{ "date-time",	       "\"\"",					      false},
	{ "duration",	      "\"P3Y6M4DT12H30M5S\"",			      true },
	{ "duration",	      "\"P1Y2D\"",					 false},
	{ "duration",	      "\"P2W\"",					   true },
	{ "duration",	      "\"P2W1D\"",					 false},
	{ "duration",	      "\"PT\"",					    false},
	{ "duration",	      "\"P1DT\"",					  false},
	{ "email",		   "\"a.b+c@example.com\"",				    true },
	{ "email",		   "\"a..b@example.com\"",				   false},
	{ "email",		   "\"\\\"a b\\\"@example.com\"",			  true },
	{ "email",		   "\"a@[IPv6:2001:db8::1]\"",			       true },
	{ "email",		   "\"a@[192.0.2.300]\"",				  false},
	{ "email",		   "\"\xc3\xa9@example.com\"",			       false},
	{ "idn-email",	       "\"\xc3\xa9@\xc3\xa9.example\"",			true },
	{ "hostname",	      "\"xn--bcher-kva.example\"",			   true },
	{ "hostname",	      "\"xn--bcher-.example\"",				false},
	{ "hostname",	      "\"ab--cd.example\"",				    false},
	{ "hostname",	      "\"a_b.example\"",					 false},
	{ "hostname",	      "\"-a.example\"",					false},
	{ "idn-hostname",
	  "\"b\xc3\xbc"
	  "cher.example\"",							     true },
	{ "idn-hostname",
	  "\"B\xc3\x9c"
	  "CHER.example\"",							     false},
	{ "idn-hostname",	  "\"l\xc2\xb7l\"",				    true },
	{ "idn-hostname",	  "\"a\xc2\xb7l\"",				    false},
	{ "ipv4",		  "\"192.0.2.1\"",				     true },
	{ "ipv4",		  "\"192.0.2.01\"",				    false},
	{ "ipv4",		  "\"192.0.2\"",				       false},
	{ "ipv6",		  "\"::\"",					    true },
	{ "ipv6",		  "\"::ffff:192.0.2.1\"",				  true },
	{ "ipv6",		  "\"1::2::3\"",				       false},
	{ "ipv6",		  "\"fe80::1%eth0\"",				      false},
	{ "ipv6",		  "\"1:2:3:4:5:6:7:8:9\"",				   false},
	{ "uri",		   "\"https://[2001:db8::1]:8080/a?b=c#d\"",		   true },
	{ "uri",		   "\"//example.com/a\"",				false},
	{ "uri",		   "\"https://example.com/a b\"",			false},
	{ "uri",		   "\"https://example.com/%zz\"",			false},
	{ "uri",		   "\"urn:isbn:0451450523\"",			    true },
	{ "uri",		   "\"https://[::1/a\"",				       false},
	{ "uri-reference",	   "\"../a?b\"",					 true },
	{ "uri-reference",	   "\"a:b/c\"",					 true },
	{ "uri-reference",	   "\"1:b/c\"",					 false},
	{ "iri",		   "\"https://\xc3\xa9.example/\xe6\xbc\xa2\"",	      true },
	{ "iri",		   "\"https://example.com/\xee\x80\x80\"",		 false},
	{ "iri-reference",	   "\"\xce\xb1?\xee\x80\x80\"",				true },
	{ "uri-template",	  "\"/orders/{id}{?page,size*}\"",			   true },
	{ "uri-template",	  "\"/orders/{id\"",				     false},
	{ "uri-template",	  "\"/{a:10000}\"",				    false},
	{ "json-pointer",	  "\"/a~1b/~0\"",					  true },
	{ "json-pointer",	  "\"/a~2\"",					  false},
	{ "json-pointer",	  "\"a\"",					     false},
	{ "relative-json-pointer", "\"1/a\"",					      true },
	{ "relative-json-pointer", "\"01/a\"",					       false},
	{ "relative-json-pointer", "\"2#\"",					     true },
	{ "uuid",		  "\"2EB8AA08-aa98-11ea-b4aa-73b441d16380\"",	      true },
	{ "uuid",		  "\"urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380\"", false},
	{ "uuid",		  "\"2eb8aa08aa9811eab4aa73b441d16380\"",		  false},
	{ "regex",		   "\"^a+$\"",					  true },
	{ "regex",		   "\"a++\"",					   false},
 /* OpenAPI's, which AsyncAPI has too */
	{ "int32",		   "2147483647",					true },
	{ "int32",		   "2147483648",					false},
	{ "int32",		   "-2147483648",				       true },
	{ "int32",		   "-2147483649",				       false},
	{ "int32",		   "2.147483647e9",				     true },
	{ "int32",		   "1.5",					       false},
	{ "int32",		   "1.0",					       true },
	{ "int32",		   "\"text\"",					  true },
	{ "int64",		   "9223372036854775807",				  true },
	{ "int64",		   "9223372036854775808",				  false},
	{ "int64",		   "-9223372036854775808",				   true },
	{ "int64",		   "-9223372036854775809",				   false},
	{ "int64",		   "1e19",					      false},
	{ "byte",		  "\"aGk=\"",					  true },
	{ "byte",		  "\"aGk\"",					   false},
	{ "byte",		  "\"aG-_\"",					  false},
	{ "byte",		  "\"====\"",					  false},
	{ "byte",		  "\"\"",					      true },
	{ "float",		   "1e300",					     true },
	{ "double",		    "1e400",					     true },
	{ "binary",		    "\"\\u0000%\"",				      true },
	{ "password",	      "\"x\"",					     true },
};

static struct schema *schema_of(struct bench_of_judging *b, const char *format, enum schema_dialect dialect)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_printf(&text, "{\"format\":\"%s\"}", format);
	return judging_schema_as(b, buf_cstr(&text), dialect);
}

START_TEST(a_format_takes_what_its_standard_says)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = schema_of(&b, rows[_i].format, DIALECT_ASYNCAPI);
	ck_assert_msg(judging_verdict(&b, s, slice_str(rows[_i].value)) == rows[_i].conforms, "%s: %s",
		      rows[_i].format, rows[_i].value);
	judging_end(&b);
}
END_TEST

static const struct {
	const char *format, *value;
	enum schema_dialect dialect;
	bool conforms;
} by_dialect[] = {
	{"hostname",  "\"ab--cd.example\"",  DIALECT_DRAFT_04,      true },
	{ "hostname", "\"ab--cd.example\"",  DIALECT_DRAFT_06,      true },
	{ "hostname", "\"ab--cd.example\"",  DIALECT_DRAFT_07,      false},
	{ "int32",	   "2147483648",		 DIALECT_DRAFT_07,	   true },
	{ "int32",	   "2147483648",		 DIALECT_DRAFT_2020_12, true },
	{ "int32",	   "2147483648",		 DIALECT_OPENAPI_3_0,   false},
	{ "int64",	   "9223372036854775808", DIALECT_OPENAPI_3_1,   false},
	{ "byte",	  "\"%\"",		   DIALECT_OPENAPI_3_0,	false},
	{ "byte",	  "\"%\"",		   DIALECT_DRAFT_2019_09, true },
};

START_TEST(a_format_belongs_to_dialects)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = schema_of(&b, by_dialect[_i].format, by_dialect[_i].dialect);
	ck_assert_msg(judging_verdict(&b, s, slice_str(by_dialect[_i].value)) == by_dialect[_i].conforms,
		      "%s: %s in %s", by_dialect[_i].format, by_dialect[_i].value,
		      schema_dialect_name(by_dialect[_i].dialect));
	judging_end(&b);
}
END_TEST

START_TEST(formats_of_numbers_merge_with_bounds)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(&b,
			   "{\"type\":\"number\",\"minimum\":2147483640.5,\"allOf\":[{\"format\":\"int32\"},"
			   "{\"format\":\"int64\"},{\"multipleOf\":2}]}");
	ck_assert(judging_verdict(&b, s, SLICE_LIT("2147483646")));
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("2147483647")));
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("2147483648")));
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("2147483640")));
	judging_end(&b);
}
END_TEST

START_TEST(a_violation_names_what_the_value_must_be)
{
	static const char *const cases[][3] = {
		{"int32", "3e9",	  "payload must be an integer of 32 bits (got 3e9)"	    },
		{ "byte", "\"%\"", "payload must be base64 text (got \"%\")"		     },
		{ "date", "\"x\"", "payload must be a date such as 2026-11-21 (got \"x\")"},
	};
	const char *const *one = cases[_i];
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = schema_of(&b, one[0], DIALECT_ASYNCAPI);
	ck_assert(!judging_verdict(&b, s, slice_str(one[1])));
	ck_assert_uint_eq(b.found.n, 1);
	ck_assert_str_eq(b.found.list[0].keyword, "format");
	ck_assert_msg(slice_is(b.found.list[0].text, one[2]), "%.*s", SLICE_FMT(b.found.list[0].text));
	judging_end(&b);
}
END_TEST

SUITE(schema_format)
{
	LOOP_TEST(a_format_takes_what_its_standard_says, 0, ARRAY_SIZE(rows));
	LOOP_TEST(a_format_belongs_to_dialects, 0, ARRAY_SIZE(by_dialect));
	TEST(formats_of_numbers_merge_with_bounds);
	LOOP_TEST(a_violation_names_what_the_value_must_be, 0, 3);
}
