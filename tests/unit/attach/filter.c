/* Filters for channels, and echoes. */
#include "attach/filter.h"

#include "attach/echo.h"
#include "base/memory.h"
#include "suite.h"

#include <stdlib.h>

static const struct {
	const char *address, *filter;
} addresses[] = {
	{"orders",	    "orders"  },
	  { "orders/{region}", "orders/+"},
	{ "{a}/b/{c}",       "+/b/+"   },
	  { "s/a-{x}/t",	 "s/+/t"	 },
	{ "a//b",		  "a//b"	 },
	  { "/a",		  "/a"      },
};

START_TEST(an_address_with_parameters_becomes_a_filter)
{
	struct arena a = ARENA_INIT;
	struct slice got = filter_for_address(&a, slice_str(addresses[_i].address));

	ck_assert_msg(slice_is(got, addresses[_i].filter), "%s: %.*s", addresses[_i].address, SLICE_FMT(got));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *filter, *topic;
	bool takes;
} topics[] = {
	{"#",       "a/b",    true },
	      { "#",	     "$SYS/a", false},
	{ "+/a",	 "$SYS/a", false},
	{ "$SYS/#", "$SYS/a", true },
	      { "a/#",    "a",	    true },
	{ "a/#",	 "a/b/c",  true },
	{ "a/+",	 "a",      false},
	      { "a/+",    "a/",     true },
	{ "a/+",	 "a/b/c",  false},
	{ "+/+",	 "/a",     true },
	      { "a",	     "a/b",    false},
	{ "a/b",	 "a",      false},
};

START_TEST(a_filter_takes_topics_as_mqtt_4_7_says)
{
	ck_assert_msg(filter_takes_topic(slice_str(topics[_i].filter), slice_str(topics[_i].topic)) ==
			      topics[_i].takes,
		      "%s %s", topics[_i].filter, topics[_i].topic);
}
END_TEST

START_TEST(a_filter_that_another_covers_is_not_subscribed_to)
{
	struct slice list[8];
	size_t n = filter_add(list, 0, SLICE_LIT("orders/eu"));

	n = filter_add(list, n, SLICE_LIT("shipments"));
	n = filter_add(list, n, SLICE_LIT("orders/+"));
	ck_assert_uint_eq(n, 2);
	ck_assert(slice_is(list[0], "shipments") && slice_is(list[1], "orders/+"));
	ck_assert_uint_eq(filter_add(list, n, SLICE_LIT("orders/us")), 2);
	ck_assert_uint_eq(filter_add(list, n, SLICE_LIT("#")), 1);
	ck_assert(slice_is(list[0], "#"));
}
END_TEST

START_TEST(an_echo_is_left_out_once_and_not_for_ever)
{
	struct echoes *e = NEW(struct echoes);
	struct slice t = SLICE_LIT("t"), x = SLICE_LIT("x");

	ck_assert(!echoes_take(e, t, x, 0));
	echoes_add(e, t, x, 5);
	echoes_add(e, t, x, 5);
	ck_assert(!echoes_take(e, SLICE_LIT("u"), x, 5));
	ck_assert(!echoes_take(e, t, SLICE_LIT("y"), 5));
	ck_assert(echoes_take(e, t, x, 5));
	ck_assert(!echoes_take(e, t, x, 6 + ECHO_FORGOTTEN_US));
	ck_assert(echoes_take(e, t, x, 5));
	ck_assert(!echoes_take(e, t, x, 5));
	free(e);
}
END_TEST

SUITE(attach_filter)
{
	LOOP_TEST(an_address_with_parameters_becomes_a_filter, 0, ARRAY_SIZE(addresses));
	LOOP_TEST(a_filter_takes_topics_as_mqtt_4_7_says, 0, ARRAY_SIZE(topics));
	TEST(a_filter_that_another_covers_is_not_subscribed_to);
	TEST(an_echo_is_left_out_once_and_not_for_ever);
}
