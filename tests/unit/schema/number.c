/* Numbers are judged as they are written: beyond 2^53, beyond any double, and as decimals. */
#include "schema/help.h"
#include "suite.h"

static const struct {
	const char *schema, *value;
	bool conforms;
} rows[] = {
	/* beyond 2^53 */
	{"{\"maximum\":9007199254740992}",				    "9007199254740993",				false},
	{ "{\"minimum\":9007199254740993}",				    "9007199254740992",				false},
	{ "{\"const\":9007199254740993}",				  "9007199254740992",			      false},
	{ "{\"const\":9007199254740993}",				  "9007199254740993.0",				true },
	{ "{\"enum\":[18446744073709551616]}",			       "18446744073709551617",		       false},
	{ "{\"exclusiveMaximum\":972783798187987123879878123.18878137}",
	  "972783798187987123879878123.188781371",								      false},
	{ "{\"exclusiveMaximum\":972783798187987123879878123.18878137}",
	  "972783798187987123879878123.188781369",								      true },
	{ "{\"multipleOf\":7}",					  "123456789012345678901234567890123456789",	   false},
	{ "{\"multipleOf\":3}",					  "123456789012345678901234567890123456789012", true },
	{ "{\"uniqueItems\":true}",				      "[9007199254740993,9007199254740992]",	   true },
	{ "{\"uniqueItems\":true}",				      "[1e2,100.0]",				   false},
	{ "{\"uniqueItems\":true}",				      "[0,-0]",				      false},
 /* decimals */
	{ "{\"multipleOf\":0.01}",				       "19.65",					    true },
	{ "{\"multipleOf\":0.01}",				       "19.655",				     false},
	{ "{\"multipleOf\":0.01}",				       "4.02",					   true },
	{ "{\"multipleOf\":0.0001}",				     "0.0075",				       true },
	{ "{\"multipleOf\":1e-8}",				       "12391239123",				  true },
	{ "{\"multipleOf\":0.1}",					"0.30000000000000004",			 false},
	{ "{\"multipleOf\":0.3}",					"0.9",					 true },
	{ "{\"maximum\":0.1}",					   "0.1000000000000000000001",		   false},
	{ "{\"const\":0.1}",					     "1e-1",				       true },
	{ "{\"const\":0.1}",					     "0.10000000000000001",			    false},
	{ "{\"minimum\":-0.0}",					  "-0",					 true },
	{ "{\"exclusiveMinimum\":0}",				      "-0.0",					      false},
 /* past any double */
	{ "{\"type\":\"number\"}",				       "1e400",					    true },
	{ "{\"type\":\"integer\"}",				      "1e400",					     true },
	{ "{\"type\":\"integer\"}",				      "1e-400",				      false},
	{ "{\"maximum\":1e400}",					 "1e399",					  true },
	{ "{\"maximum\":1e400}",					 "1.0000001e400",				  false},
	{ "{\"exclusiveMinimum\":0}",				      "1e-999",					true },
	{ "{\"multipleOf\":2}",					  "1e308",					 true },
	{ "{\"multipleOf\":0.123456789}",				  "1e308",					   false},
	{ "{\"type\":\"integer\",\"multipleOf\":0.5}",		       "1e308",					true },
	{ "{\"const\":1e400}",					   "10e399",					 true },
	{ "{\"const\":1e400}",					   "1e401",					false},
 /* exponents that no one could write out */
	{ "{\"type\":\"integer\"}",				      "1e999999999999",			      true },
	{ "{\"type\":\"integer\"}",				      "1e-999999999999",			       false},
	{ "{\"type\":\"integer\"}",				      "0e-999999999999",			       true },
	{ "{\"multipleOf\":7}",					  "1e999999999999",				  false},
	{ "{\"multipleOf\":7}",					  "7e999999999",				       true },
	{ "{\"multipleOf\":1e-999999999}",				   "1",						true },
	{ "{\"maximum\":5}",					     "-1e999999999",				     true },
	{ "{\"const\":0}",					       "0e999999999",				  true },
	{ "{\"const\":1e999999999999}",					"1e999999999998",				  false},
	{ "{\"const\":1e999999999999}",					"10e999999999998",				   true },
 /* what is whole */
	{ "{\"type\":\"integer\"}",				      "1.0",					   true },
	{ "{\"type\":\"integer\"}",				      "1.50e1",				      true },
	{ "{\"type\":\"integer\"}",				      "1.55e1",				      false},
	{ "{\"type\":\"integer\"}",				      "10000000000000000000000000000000.5",	  false},
};

START_TEST(a_number_is_what_is_written)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(&b, rows[_i].schema);
	ck_assert_msg(s != NULL, "%s", rows[_i].schema);
	ck_assert_msg(judging_verdict(&b, s, slice_str(rows[_i].value)) == rows[_i].conforms, "%s on %s",
		      rows[_i].schema, rows[_i].value);
	judging_end(&b);
}
END_TEST

static struct decimal small(int64_t value, unsigned scale, struct buf *text)
{
	struct decimal d;
	const char *end;

	buf_reset(text);
	buf_printf(text, "%lld", (long long)value);
	if (scale)
		buf_printf(text, "e-%u", scale);
	end = number_scan(buf_cstr(text), &d);
	ck_assert_ptr_eq(end, text->data + text->len);
	return d;
}

/* Against plain integers, for everything near zero in three scales. */
START_TEST(order_and_remainders_agree_with_integers)
{
	BUF_AUTO struct buf a_text = BUF_INIT(0);
	BUF_AUTO struct buf b_text = BUF_INIT(0);

	for (int64_t x = -30; x <= 30; x++)
		for (int64_t y = -30; y <= 30; y++)
			for (unsigned scale = 0; scale < 3; scale++) {
				static const int64_t tens[] = { 1, 10, 100 };
				struct decimal a = small(x, scale, &a_text), b = small(y, 0, &b_text);
				int64_t whole = y * tens[scale];
				int want = (x > whole) - (x < whole), got = decimal_compare(&a, &b);

				ck_assert_msg((got > 0) - (got < 0) == want, "%s and %s", buf_cstr(&a_text),
					      buf_cstr(&b_text));
				ck_assert(want != 0 || decimal_hash(&a) == decimal_hash(&b));
				ck_assert(decimal_is_integer(&a) == (x % tens[scale] == 0));
				if (y > 0)
					ck_assert_msg(decimal_is_multiple(&a, &b) == (x % whole == 0),
						      "%s by %s", buf_cstr(&a_text), buf_cstr(&b_text));
			}
}
END_TEST

SUITE(schema_number)
{
	LOOP_TEST(a_number_is_what_is_written, 0, ARRAY_SIZE(rows));
	TEST(order_and_remainders_agree_with_integers);
}
