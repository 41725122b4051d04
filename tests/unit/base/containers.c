/* Map, timers, arena and buffer. */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/timers.h"
#include "suite.h"

START_TEST(a_map_keeps_what_was_put_through_removals)
{
	static char keys[1000][8];
	struct map m = MAP_INIT;

	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 1000; i++) {
			snprintf(keys[i], sizeof(keys[i]), "k%d", i);
			map_put(&m, slice_str(keys[i]), keys[i]);
		}
		for (int i = 0; i < 1000; i += 2)
			ck_assert_ptr_eq(map_remove(&m, slice_str(keys[i])), keys[i]);
		for (int i = 0; i < 1000; i++)
			ck_assert_ptr_eq(map_get(&m, slice_str(keys[i])), i % 2 ? keys[i] : NULL);
		ck_assert_uint_eq(m.count, 500);
	}
	map_release(&m);
}
END_TEST

struct ring {
	struct timer timer;
	int fired;
	struct timers *again;
};

static void ring(struct timer *t, int64_t now_us)
{
	struct ring *r = container_of(t, struct ring, timer);

	r->fired++;
	if (r->again)
		timer_arm(r->again, t, now_us);
}

START_TEST(timers_fire_in_order_and_once_a_turn)
{
	struct timers ts = { 0 };
	struct ring a = { .timer.fire = ring }, b = { .timer.fire = ring },
		    c = { .timer.fire = ring, .again = &ts };

	timer_arm(&ts, &a.timer, 30);
	timer_arm(&ts, &b.timer, 10);
	timer_arm(&ts, &c.timer, 20);
	timer_arm(&ts, &a.timer, 5); /* moved */
	timer_disarm(&ts, &b.timer);
	ck_assert_int_eq(timers_next(&ts), 5);
	ck_assert_int_eq(timers_run(&ts, 25), 25);
	ck_assert_int_eq(a.fired, 1);
	ck_assert_int_eq(b.fired, 0);
	ck_assert_int_eq(c.fired, 1); /* armed itself again for now: next turn */
	timers_run(&ts, 25);
	ck_assert_int_eq(c.fired, 2);
	timers_release(&ts);
	ck_assert(!timer_is_armed(&c.timer));
}
END_TEST

START_TEST(a_buffer_stops_at_its_ceiling)
{
	BUF_AUTO struct buf b = BUF_INIT(4);

	buf_str(&b, "abc");
	buf_u16(&b, 7);
	buf_char(&b, 'x');
	ck_assert(b.failed);
	ck_assert_uint_eq(b.len, 3);
}
END_TEST

START_TEST(a_cursor_goes_bad_once_and_stays_so)
{
	struct cursor c = CURSOR(SLICE_LIT("\x01\x02\x03"));

	ck_assert_uint_eq(cursor_u16(&c), 0x0102);
	ck_assert_uint_eq(cursor_u16(&c), 0);
	ck_assert(c.bad);
	ck_assert_uint_eq(cursor_u8(&c), 0);
}
END_TEST

START_TEST(an_arena_hands_out_zeroed_aligned_memory)
{
	struct arena a = ARENA_INIT;

	for (size_t n = 1; n < 100000; n = n * 3 + 1) {
		char *p = arena_alloc(&a, n);

		ck_assert_uint_eq((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_free(&a);
}
END_TEST

START_TEST(an_arena_that_is_emptied_hands_out_zeroed_memory_again)
{
	struct arena a = ARENA_INIT;

	for (unsigned round = 0; round < 5; round++) {
		for (size_t n = 1; n < 3000; n = n * 3 + 1) {
			char *p = arena_alloc(&a, n);

			for (size_t i = 0; i < n; i++)
				ck_assert_int_eq(p[i], 0);
			memset(p, 'x', n);
		}
		arena_reset(&a);
		ck_assert_uint_eq(a.total_bytes, 0);
		ck_assert_ptr_nonnull(a.blocks);
	}
	arena_free(&a);
	arena_reset(&a);
	ck_assert_ptr_null(a.blocks);
}
END_TEST

SUITE(containers)
{
	TEST(a_map_keeps_what_was_put_through_removals);
	TEST(timers_fire_in_order_and_once_a_turn);
	TEST(a_buffer_stops_at_its_ceiling);
	TEST(a_cursor_goes_bad_once_and_stays_so);
	TEST(an_arena_hands_out_zeroed_aligned_memory);
	TEST(an_arena_that_is_emptied_hands_out_zeroed_memory_again);
}
