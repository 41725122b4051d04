/* Numbers by value, without doubles. */
#include "document/number.h"
#include "suite.h"

static const struct {
	const char *a, *b;
	bool equal;
} pairs[] = {
	{"1",			     "1.0",			 true },
	{ "1",			    "1e0",			 true },
	{ "1",			    "10e-1",			true },
	{ "100",			  "1e2",			 true },
	{ "1200",			 "1.2E+3",			    true },
	{ "0.001",			"1e-3",			   true },
	{ "0.0010",		       "0.1e-2",		      true },
	{ "-0",			   "0",			   true },
	{ "0",			    "0.000e999",		    true },
	{ "0e99999999999999999999999",    "0",			    true },
	{ "1",			    "-1",			  false},
	{ "1",			    "2",			   false},
	{ "1",			    "10",			  false},
	{ "12",			   "1.2",			 false},
	{ "123",			  "12",			  false},
	{ "0.1",			  "0.10000000000000000001",	   false},
	{ "9007199254740993",	      "9007199254740992",		  false},
	{ "1e999999999",			 "10e999999998",		 true },
	{ "1e999999999",			 "1e999999998",			false},
	{ "1e99999999999999999999999",    "1.0e99999999999999999999999", true },
	{ "1e99999999999999999999999",    "1e99999999999999999999998",   false},
	{ "1e99999999999999999999999",    "1",			    false},
	{ "1e00000000000000000000000002", "100",			 true },
	{ "101",			  "1.01e2",			   true },
	{ "1.10",			 "1.1",			 true },
};

START_TEST(numbers_are_equal_by_value)
{
	struct slice a = slice_str(pairs[_i].a), b = slice_str(pairs[_i].b);

	ck_assert_msg(number_equal(a, b) == pairs[_i].equal, "%s and %s", pairs[_i].a, pairs[_i].b);
	ck_assert_msg(number_equal(b, a) == pairs[_i].equal, "%s and %s", pairs[_i].b, pairs[_i].a);
}
END_TEST

static const struct {
	const char *text;
	bool ok;
	int64_t value;
} ints[] = {
	{"0",			  true,  0	       },
	{ "-0",			true,  0	},
	{ "42",			true,  42	 },
	{ "1e3",		       true,  1000	    },
	{ "5.0",		       true,  5	 },
	{ "-12.50e1",		      true,  -125	 },
	{ "1200e-2",		     true,  12	      },
	{ "9223372036854775807",	 true,  INT64_MAX},
	{ "-9223372036854775808",	  true,	INT64_MIN},
	{ "9223372036854775808",	 false, 0	  },
	{ "-9223372036854775809",	  false, 0	   },
	{ "1e19",		      false, 0	   },
	{ "1.5",		       false, 0	  },
	{ "1e-1",		      false, 0	   },
	{ "1e999999999999",	    false, 0	     },
	{ "1e99999999999999999999999", false, 0	},
	{ "0e99999999999999999999999", true,  0	       },
};

START_TEST(an_integer_is_read_if_it_fits)
{
	int64_t value = -1;
	bool ok = number_int(slice_str(ints[_i].text), &value);

	ck_assert_msg(ok == ints[_i].ok, "%s", ints[_i].text);
	if (ok)
		ck_assert_msg(value == ints[_i].value, "%s: %lld", ints[_i].text, (long long)value);
}
END_TEST

SUITE(number)
{
	LOOP_TEST(numbers_are_equal_by_value, 0, ARRAY_SIZE(pairs));
	LOOP_TEST(an_integer_is_read_if_it_fits, 0, ARRAY_SIZE(ints));
}
