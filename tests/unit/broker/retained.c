/* Last values: kept, replaced, cleared, expired, found again. */
#include "broker/bench.h"

static void retain(struct bench *b, const char *address, const char *payload)
{
	struct message m = bench_message(b, address, payload);

	m.flags = MSG_RETAIN;
	broker_publish(b->broker, &m, NULL);
}

static bool note(void *arg, struct message *m)
{
	ck_assert(m->flags & MSG_WAS_RETAINED);
	buf_printf(arg, "%.*s=%.*s ", SLICE_FMT(m->address->text), SLICE_FMT(m->payload));
	return true;
}

static const char *all(struct bench *b, const char *pattern, struct buf *into)
{
	struct pattern p;

	bench_pattern(&p, pattern);
	buf_reset(into);
	broker_each_retained(b->broker, &p, note, into);
	return buf_cstr(into);
}

START_TEST(the_last_value_of_each_address_is_kept)
{
	struct bench b;
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, NULL);
	retain(&b, "a/1", "old");
	retain(&b, "a/2", "two");
	bench_publish(&b, "a/2", "not retained");
	retain(&b, "a/1", "one");
	retain(&b, "$SYS/x", "hidden");
	ck_assert_str_eq(all(&b, "a/1", &got), "a/1=one ");
	ck_assert_str_eq(all(&b, "a/+", &got), "a/2=two a/1=one ");
	ck_assert_str_eq(all(&b, "#", &got), "a/2=two a/1=one ");
	ck_assert_str_eq(all(&b, "a/3", &got), "");
	retain(&b, "a/2", "");
	ck_assert_str_eq(all(&b, "#", &got), "a/1=one ");
	bench_close(&b);
}
END_TEST

START_TEST(an_expired_one_is_skipped_and_dropped)
{
	struct bench b;
	struct message m;
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, NULL);
	m = bench_message(&b, "a", "x");
	m.flags = MSG_RETAIN;
	m.expires_us = broker_wall_us(b.broker) + 100;
	broker_publish(b.broker, &m, NULL);
	bench_turn(&b, 99);
	ck_assert_str_eq(all(&b, "a", &got), "a=x ");
	bench_turn(&b, 1);
	ck_assert_str_eq(all(&b, "a", &got), "");
	ck_assert_ptr_null(m.address->last);
	bench_close(&b);
}
END_TEST

START_TEST(what_a_refused_or_diverted_message_says_is_not_kept)
{
	struct bench b;
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, &(struct broker_options){ .policy = POLICY_DEAD_LETTER });
	retain(&b, "orders/eu", "no JSON");
	ck_assert_str_eq(all(&b, "#", &got), "");
	bench_close(&b);
}
END_TEST

static bool clear_next(void *arg, struct message *m)
{
	struct bench *b = arg;

	buf_printf(&b->told, "%.*s ", SLICE_FMT(m->address->text));
	if (slice_is(m->address->text, "a/1")) {
		retain(b, "a/1", "");
		retain(b, "a/2", "");
	}
	ck_assert(slice_is(m->payload, "x"));
	return !slice_is(m->address->text, "a/4");
}

START_TEST(a_walk_bears_that_values_go_meanwhile)
{
	struct bench b;
	struct pattern p;

	bench_open(&b, NULL);
	for (int i = 1; i <= 5; i++)
		retain(&b, (const char *[]){ "a/1", "a/2", "a/3", "a/4", "a/5" }[i - 1], "x");
	broker_unobserve(b.broker, &b.observer);
	buf_reset(&b.told);
	bench_pattern(&p, "#");
	broker_each_retained(b.broker, &p, clear_next, &b);
	ck_assert_str_eq(buf_cstr(&b.told), "a/1 a/3 a/4 ");
	bench_close(&b);
}
END_TEST

static bool count(void *arg, struct message *m)
{
	(void)m;
	++*(size_t *)arg;
	return true;
}

START_TEST(a_hundred_thousand_are_no_burden)
{
	struct bench b;
	struct pattern p;
	char address[32];
	size_t n = 0;

	bench_open(&b, &(struct broker_options){ .log.max_bytes = 1 << 20 });
	broker_unobserve(b.broker, &b.observer);
	for (int i = 0; i < 100000; i++) {
		snprintf(address, sizeof(address), "devices/%d", i);
		retain(&b, address, "x");
		if (i % 100 == 0)
			bench_turn(&b, 1);
	}
	bench_pattern(&p, "#");
	broker_each_retained(b.broker, &p, count, &n);
	ck_assert_uint_eq(n, 100000);
	for (int i = 0; i < 100000; i++) { /* literal: the others are not looked at */
		snprintf(address, sizeof(address), "devices/%d", i);
		bench_pattern(&p, address);
		broker_each_retained(b.broker, &p, count, &n);
	}
	ck_assert_uint_eq(n, 200000);
	bench_close(&b);
}
END_TEST

SUITE(broker_retained)
{
	TEST(the_last_value_of_each_address_is_kept);
	TEST(an_expired_one_is_skipped_and_dropped);
	TEST(what_a_refused_or_diverted_message_says_is_not_kept);
	TEST(a_walk_bears_that_values_go_meanwhile);
	TEST(a_hundred_thousand_are_no_burden);
}
