/* Logs, holds and waiters: what is kept, for how long, and who is told. */
#include "broker/bench.h"

static void append(struct bench *b, struct log *l, const char *payload, uint32_t count)
{
	struct message m = bench_message(b, "raw", payload);

	m.seq = 1;
	m.count = count;
	m.wall_us = broker_wall_us(b->broker);
	log_append(l, &m);
	ck_assert(slice_is(m.payload, payload));
	ck_assert_uint_eq(m.offset + (count ? count : 1), log_next(l));
}

START_TEST(a_message_comes_back_as_it_went_in)
{
	struct bench b;
	struct log *l;
	uint64_t at = 0;
	struct message m, back;
	static const char zeros[SCHEMA_PADDING];

	bench_open(&b, NULL);
	l = log_new(b.broker, NULL);
	m = bench_message(&b, "orders/eu", "payload");
	m.key = SLICE_LIT("");
	m.headers = SLICE_LIT("headers");
	m.reply_to = SLICE_LIT("reply");
	m.native = SLICE_LIT("\0native");
	m.seq = 7;
	m.wall_us = 8;
	m.expires_us = 9;
	m.model = 3;
	m.partition = 2;
	m.priority = 5;
	m.flags = MSG_RETAIN;
	m.native_of = 1;
	log_append(l, &m);
	ck_assert_int_eq(log_read(l, &at, &back), LOG_READ_OK);
	ck_assert_ptr_eq(back.address, m.address);
	ck_assert_ptr_eq(back.from, b.client);
	ck_assert(slice_is(back.payload, "payload") && back.payload.ptr == m.payload.ptr);
	ck_assert_mem_eq(back.payload.ptr + back.payload.len, zeros, SCHEMA_PADDING);
	ck_assert(back.key.ptr && !back.key.len);
	ck_assert(!back.content_type.ptr && !back.correlation.ptr);
	ck_assert(slice_is(back.headers, "headers") && slice_is(back.reply_to, "reply"));
	ck_assert(slice_eq(back.native, m.native));
	ck_assert(back.seq == 7 && back.wall_us == 8 && back.expires_us == 9 && back.model == 3);
	ck_assert(back.partition == 2 && back.priority == 5 && back.flags == MSG_RETAIN &&
		  back.native_of == 1);
	ck_assert_int_eq(log_read(l, &at, &back), LOG_READ_END);
	session_free(b.client);
	at = 0;
	log_read(l, &at, &back);
	ck_assert_ptr_null(back.from);
	log_free(l);
	bench_close(&b);
}
END_TEST

START_TEST(offsets_are_dense_over_segments_and_batches)
{
	struct bench b;
	struct log *l;
	char payload[64];
	struct message m;
	uint64_t at = 0, n = 0;

	bench_open(&b, NULL);
	l = log_new(b.broker, NULL);
	for (unsigned i = 0; i < 5000; i++) {
		snprintf(payload, sizeof(payload), "%u", i);
		append(&b, l, payload, i % 10 == 9 ? 4 : 0);
	}
	ck_assert_uint_eq(log_next(l), 5000 + 500 * 3);
	for (; log_read(l, &at, &m) == LOG_READ_OK; n++) {
		snprintf(payload, sizeof(payload), "%llu", (unsigned long long)n);
		ck_assert(slice_is(m.payload, payload));
	}
	ck_assert_uint_eq(n, 5000);
	at = 13 * 4 + 11; /* inside the fifth batch: 13 offsets for each ten, the last of which has four */
	ck_assert_int_eq(log_read(l, &at, &m), LOG_READ_OK);
	ck_assert(slice_is(m.payload, "49"));
	ck_assert_uint_eq(at, 13 * 5);
	log_free(l);
	bench_close(&b);
}
END_TEST

START_TEST(limits_drop_whole_segments_from_the_back)
{
	struct bench b;
	struct log *l;
	struct message m;
	uint64_t at = 0;

	bench_open(&b, NULL);
	l = log_new(b.broker, &(struct log_limits){ .max_count = 100 });
	for (int i = 0; i < 10000; i++)
		append(&b, l, "x", 0);
	ck_assert_uint_eq(log_next(l), 10000);
	ck_assert_uint_le(log_first(l), 10000 - 100);
	ck_assert_uint_ge(log_first(l), 5000);
	ck_assert_int_eq(log_read(l, &at, &m), LOG_READ_GONE);
	ck_assert_uint_eq(at, log_first(l));
	ck_assert_int_eq(log_read(l, &at, &m), LOG_READ_OK);
	log_truncate_before(l, 9999);
	ck_assert_uint_eq(log_first(l), 9999);
	log_free(l);

	l = log_new(b.broker, &(struct log_limits){ .max_age_us = 1000 });
	for (int i = 0; i < 100; i++)
		append(&b, l, "x", 0);
	bench_turn(&b, 1001);
	append(&b, l, "x", 0);
	ck_assert_uint_gt(log_first(l), 50);
	log_free(l);

	l = log_new(b.broker, &(struct log_limits){ .max_bytes = 64 << 10 });
	for (int i = 0; i < 1000; i++)
		append(&b, l, "some more than nothing", 0);
	/* An entry has a header of some 120 bytes. */
	ck_assert_uint_gt(log_first(l), 500);
	ck_assert_uint_lt(log_first(l), 900);
	log_free(l);
	bench_close(&b);
}
END_TEST

START_TEST(a_message_larger_than_a_segment_has_one_of_its_own)
{
	struct bench b;
	struct log *l;
	struct message m;
	char *large = memory_new(1000001);
	uint64_t at = 0;

	memset(large, 'x', 1000000);
	bench_open(&b, NULL);
	l = log_new(b.broker, NULL);
	append(&b, l, "before", 0);
	append(&b, l, large, 0);
	append(&b, l, "after", 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(log_read(l, &at, &m), LOG_READ_OK);
	ck_assert(slice_is(m.payload, "after"));
	log_free(l);
	bench_close(&b);
	free(large);
}
END_TEST

START_TEST(what_is_staged_is_judged_in_place_and_committed_there)
{
	struct bench b;
	struct message m;
	struct receipt r = { 0 };
	const char *judged;

	bench_open(&b, NULL);
	m = bench_message(&b, "orders/eu", ORDER);
	m.content_type = SLICE_LIT("application/json");
	ck_assert_int_eq(broker_admit(b.broker, &m, &r), OUTCOME_ACCEPTED);
	judged = m.payload.ptr;
	ck_assert_int_eq(judged[m.payload.len], 0);
	/* Another one comes, is appended, and one is refused, before the first is appended. */
	bench_publish(&b, "orders/us", "{\"reason\":\"x\"}");
	broker_append(b.broker, &m);
	ck_assert_ptr_eq(m.payload.ptr, judged);
	ck_assert(slice_is(m.payload, ORDER) && slice_is(m.content_type, "application/json"));
	ck_assert_uint_eq(m.offset, 1);
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

START_TEST(a_channel_has_a_log_for_each_partition_that_its_binding_names)
{
	struct bench b;
	struct message m;

	bench_open(&b, NULL);
	for (uint8_t i = 0; i < 4; i++) {
		m = bench_message(&b, "parts", "x");
		m.partition = i;
		ck_assert_int_eq(broker_publish(b.broker, &m, NULL), OUTCOME_ACCEPTED);
		ck_assert_uint_eq(m.offset, i / 3);
	}
	ck_assert_uint_eq(m.address->n_logs, 3);
	ck_assert_ptr_eq(broker_address(b.broker, SLICE_LIT("orders/eu"), '/')->logs,
			 broker_address(b.broker, SLICE_LIT("orders/us"), '/')->logs);
	ck_assert_ptr_eq(broker_address(b.broker, SLICE_LIT("here"), '/')->logs,
			 broker_address(b.broker, SLICE_LIT("there"), '/')->logs);
	bench_close(&b);
}
END_TEST

/* --- holds */

START_TEST(a_held_message_outlives_its_log)
{
	struct bench b;
	struct message m, view;
	struct hold *first, *second, *third;

	bench_open(&b, &(struct broker_options){ .log.max_bytes = 16 << 10 });
	m = bench_message(&b, "raw", "kept");
	broker_publish(b.broker, &m, NULL);
	first = message_hold(b.broker, &m);
	second = message_hold(b.broker, &m);
	ck_assert_ptr_eq(first, second);
	hold_view(first, &view);
	ck_assert_ptr_eq(view.payload.ptr, m.payload.ptr); /* no copy as long as the log has it */
	for (int i = 0; i < 1000; i++) {
		bench_publish(&b, "raw", "something else, long enough to push the first one out");
		bench_turn(&b, 1);
	}
	hold_view(first, &view);
	ck_assert_ptr_ne(view.payload.ptr, m.payload.ptr);
	ck_assert(slice_is(view.payload, "kept"));
	ck_assert(slice_is(view.address->text, "raw"));
	ck_assert_uint_eq(view.seq, 1);
	third = message_hold(b.broker, &view);
	ck_assert_ptr_eq(third, first);
	hold_release(first);
	hold_release(second);
	hold_view(third, &view);
	ck_assert(slice_is(view.payload, "kept"));
	hold_release(third);
	bench_close(&b);
}
END_TEST

START_TEST(a_message_in_no_log_is_copied_when_held)
{
	struct bench b;
	char payload[] = "will";
	struct message m, view;
	struct hold *h;

	bench_open(&b, NULL);
	m = bench_message(&b, "raw", payload);
	h = message_hold(b.broker, &m);
	payload[0] = 'k';
	hold_view(h, &view);
	ck_assert(slice_is(view.payload, "will"));
	hold_release(h);
	bench_close(&b);
}
END_TEST

/* --- waiters */

struct watch {
	struct waiter waiter;
	struct log *log;
	int woken;
	bool again;
};

static void wake(struct waiter *w)
{
	struct watch *watch = container_of(w, struct watch, waiter);

	watch->woken++;
	if (watch->again)
		log_watch(watch->log, w);
}

static void need_turn(void *arg)
{
	++*(int *)arg;
}

START_TEST(a_waiter_is_woken_once_after_the_turn_of_the_append)
{
	struct bench b;
	struct watch once = { .waiter.wake = wake }, ever = { .waiter.wake = wake, .again = true },
		     never = { .waiter.wake = wake };
	int asked = 0;

	bench_open(&b, NULL);
	broker_on_wake(b.broker, need_turn, &asked);
	once.log = ever.log = broker_address(b.broker, SLICE_LIT("raw"), '/')->logs[0];
	log_watch(once.log, &once.waiter);
	log_watch(ever.log, &ever.waiter);
	log_watch(ever.log, &never.waiter);
	log_unwatch(&never.waiter);
	bench_turn(&b, 1);
	ck_assert_int_eq(once.woken, 0);
	bench_publish(&b, "raw", "x");
	bench_publish(&b, "raw", "y");
	ck_assert_int_eq(once.woken, 0);
	ck_assert_int_eq(asked, 1);
	bench_turn(&b, 0);
	ck_assert_int_eq(once.woken, 1);
	ck_assert_int_eq(ever.woken, 1);
	bench_publish(&b, "raw", "z");
	bench_turn(&b, 0);
	ck_assert_int_eq(once.woken, 1);
	ck_assert_int_eq(ever.woken, 2);
	ck_assert_int_eq(never.woken, 0);
	bench_close(&b);
	ck_assert_ptr_null(ever.waiter.link);
}
END_TEST

SUITE(broker_log)
{
	TEST(a_message_comes_back_as_it_went_in);
	TEST(offsets_are_dense_over_segments_and_batches);
	TEST(limits_drop_whole_segments_from_the_back);
	TEST(a_message_larger_than_a_segment_has_one_of_its_own);
	TEST(what_is_staged_is_judged_in_place_and_committed_there);
	TEST(a_channel_has_a_log_for_each_partition_that_its_binding_names);
	TEST(a_held_message_outlives_its_log);
	TEST(a_message_in_no_log_is_copied_when_held);
	TEST(a_waiter_is_woken_once_after_the_turn_of_the_append);
}
