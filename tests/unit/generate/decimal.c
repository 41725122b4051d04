/* Exact decimals. */
#include "generate/decimal.h"
#include "suite.h"

static const struct {
	const char *text, *back;
} written[] = {
	{"19.65",			   "19.65"			   },
	{ "19.650",			 "19.65"			    },
	{ "20.00",			  "20"			    },
	{ "-0.010",			 "-0.01"			    },
	{ "1e3",			    "1000"			  },
	{ "2.5E-3",			 "0.0025"			     },
	{ "0",			      "0"			     },
	{ "-0",			     "0"			     },
	{ "0.00000001",			"0.00000001"		     },
	{ "123456789012345678901234567890", "123456789012345678901234567890"},
	{ "1e31",			   NULL			    },
	{ "1e-30",			  NULL			    },
	{ "1e99999",			NULL			    },
	{ "abc",			    NULL			    },
	{ "",			       NULL			    },
	{ "1.2.3",			  NULL			    },
	{ "0e99",			   "0"			     },
};

START_TEST(a_decimal_is_read_and_written_exactly)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct decimal d;
	bool ok = decimal_parse(slice_str(written[_i].text), &d);

	ck_assert_msg(ok == (written[_i].back != NULL), "%s", written[_i].text);
	if (!ok)
		return;
	decimal_add(&out, d.digits, d.scale);
	ck_assert_str_eq(buf_cstr(&out), written[_i].back);
}
END_TEST

START_TEST(rounding_goes_the_way_it_is_asked)
{
	struct decimal d;
	wide n;

	ck_assert(decimal_parse(SLICE_LIT("-2.5"), &d));
	ck_assert(decimal_floor(d, 0, &n) && n == -3);
	ck_assert(decimal_ceil(d, 0, &n) && n == -2);
	ck_assert(decimal_ceil(d, 2, &n) && n == -250);
	ck_assert(decimal_parse(SLICE_LIT("2.5"), &d));
	ck_assert(decimal_floor(d, 0, &n) && n == 2);
	ck_assert(decimal_ceil(d, 0, &n) && n == 3);
}
END_TEST

START_TEST(the_least_common_multiple_does_not_overflow)
{
	ck_assert(wide_lcm(4, 6) == 12);
	ck_assert(wide_lcm(wide_power10(30), 7) == 0);
}
END_TEST

SUITE(generate_decimal)
{
	LOOP_TEST(a_decimal_is_read_and_written_exactly, 0, ARRAY_SIZE(written));
	TEST(rounding_goes_the_way_it_is_asked);
	TEST(the_least_common_multiple_does_not_overflow);
}
