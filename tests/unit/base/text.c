/* Durations, times, base64, UTF-8 and names. */
#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "suite.h"

static const struct {
	const char *text;
	int64_t us;
} durations[] = {
	{"500us",		   500      },
	     { "20ms",		       20000    },
	{ "5s",			5000000	},
	   { "2m",			   120000000},
	{ "1.5s",		  1500000  },
	     { "5",			    -1       },
	{ "",		      -1	 },
	   { "s",			  -1	     },
	{ "-5s",		   -1	    },
	     { "5 s",		      -1	 },
	{ "1.s",			 -1	    },
	   { "99999999999999999999s", -1	 },
};

START_TEST(a_duration_carries_its_unit)
{
	int64_t us = -1;
	bool ok = duration_parse(slice_str(durations[_i].text), &us);

	ck_assert_msg(ok == (durations[_i].us >= 0), "%s", durations[_i].text);
	if (ok)
		ck_assert_int_eq(us, durations[_i].us);
}
END_TEST

START_TEST(a_time_survives_the_way_there_and_back)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	int64_t us = 0;

	ck_assert(time_parse(SLICE_LIT("2026-11-21T11:00:01.113402+01:00"), &us));
	time_add(&b, us);
	ck_assert_str_eq(buf_cstr(&b), "2026-11-21T10:00:01.113402Z");
	ck_assert(!time_parse(SLICE_LIT("2026-11-21T10:00:01"), &us));
	ck_assert(!time_parse(SLICE_LIT("2026-13-21T10:00:01Z"), &us));
}
END_TEST

/* The calendar is ours; the library's is the judge. */
START_TEST(times_are_those_of_the_c_library)
{
	for (int64_t s = -62135596800; s < 253402300800; s += 86400 * 17 + 12345) {
		BUF_AUTO struct buf ours = BUF_INIT(0);
		time_t seconds = (time_t)s;
		char theirs[64];
		struct tm tm;

		gmtime_r(&seconds, &tm);
		strftime(theirs, sizeof(theirs), "T%H:%M:%S.000007Z", &tm);
		time_add(&ours, s * 1000000 + 7);
		ck_assert_uint_eq(ours.len, strlen("2026-11-21T10:00:01.113402Z"));
		ck_assert_str_eq(buf_cstr(&ours) + strlen("2026-11-21"), theirs);
		strftime(theirs, sizeof(theirs), "-%m-%dT", &tm);
		ck_assert(!strncmp(ours.data + 4, theirs, strlen(theirs)));
		ck_assert_int_eq(strtol(ours.data, NULL, 10), tm.tm_year + 1900);
	}
}
END_TEST

START_TEST(base64_takes_back_what_it_gave)
{
	for (size_t n = 0; n < 8; n++) {
		BUF_AUTO struct buf text = BUF_INIT(0), back = BUF_INIT(0);
		struct slice bytes = slice_of("\0\xff\x10zq\n8!", n);

		base64_add(&text, bytes);
		ck_assert(base64_decode(buf_view(&text), &back));
		ck_assert(slice_eq(buf_view(&back), bytes));
	}
	BUF_AUTO struct buf out = BUF_INIT(0);
	ck_assert(!base64_decode(SLICE_LIT("QQ="), &out));
	ck_assert(!base64_decode(SLICE_LIT("QR=="), &out));
	ck_assert(!base64_decode(SLICE_LIT("Q==="), &out));
}
END_TEST

START_TEST(the_nearest_name_is_found)
{
	const struct slice names[] = { SLICE_LIT("orders"), SLICE_LIT("shipments"), SLICE_LIT("invoices") };

	ck_assert(slice_is(nearest_name(SLICE_LIT("order"), names, 3), "orders"));
	ck_assert(slice_is(nearest_name(SLICE_LIT("shipmenst"), names, 3), "shipments"));
	ck_assert(!nearest_name(SLICE_LIT("payments-eu"), names, 3).ptr);
}
END_TEST

START_TEST(utf8_is_checked_to_the_letter)
{
	ck_assert(utf8_is_valid(SLICE_LIT("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80 \0 end")));
	ck_assert(!utf8_is_valid(SLICE_LIT("\xc0\xaf")));	  /* overlong */
	ck_assert(!utf8_is_valid(SLICE_LIT("\xed\xa0\x80")));	  /* surrogate */
	ck_assert(!utf8_is_valid(SLICE_LIT("\xf4\x90\x80\x80"))); /* past U+10FFFF */
	ck_assert(!utf8_is_valid(SLICE_LIT("abcdefg\xe2\x82")));  /* torn */
	ck_assert_uint_eq(utf8_valid_prefix(SLICE_LIT("gr\xc3\xbc\xc3\x9f and \xe2\x82 end")), 11);
	ck_assert_uint_eq(utf8_count(SLICE_LIT("gr\xc3\xbc\xc3\x9f")), 4);
}
END_TEST

SUITE(text)
{
	LOOP_TEST(a_duration_carries_its_unit, 0, ARRAY_SIZE(durations));
	TEST(a_time_survives_the_way_there_and_back);
	TEST(times_are_those_of_the_c_library);
	TEST(base64_takes_back_what_it_gave);
	TEST(the_nearest_name_is_found);
	TEST(utf8_is_checked_to_the_letter);
}
