/* Who is given what: patterns, overlapping subscriptions, groups, and what may be done inside a delivery. */
#include "broker/bench.h"

static const struct {
	const char *pattern, *address;
	bool matches;
} rows[] = {
	{"a/b",	 "a/b",	true },
	{ "a/b",	 "a",	      false},
	{ "a/b",	 "a/b/c",	  false},
	{ "a/+",	 "a/b",	true },
	{ "a/+",	 "a/",	       true },
	{ "a/+",	 "a",	      false},
	{ "a/+/c",  "a/b/c",	    true },
	{ "+/+",	 "/finance",  true },
	{ "/+",	"/finance",  true },
	{ "+",      "/finance",  false},
	{ "#",      "a/b/c",	true },
	{ "#",      "",	   true },
	{ "a/#",	 "a",	      true },
	{ "a/#",	 "a/b/c",	  true },
	{ "a/#",	 "ab",	       false},
	{ "a/>",	 "a",	      false},
	{ "a/>",	 "a/b",	true },
	{ "+/b/#",  "a/b",	  true },
	{ "+/b/#",  "a/c",	  false},
	{ "#",      "$SYS/load", false},
	{ "+/load", "$SYS/load", false},
	{ "$SYS/#", "$SYS/load", true },
	{ "$SYS/+", "$SYS/load", true },
	{ "a/+",	 "a/$b",	 true },
};

/* The one by one matcher and the trie of all must agree, with the others of these rows in it as well. */
START_TEST(a_pattern_matches_alone_and_among_others)
{
	struct bench b;
	struct pattern p;
	BUF_AUTO struct buf got = BUF_INIT(0), others = BUF_INIT(0);

	bench_open(&b, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (i != (size_t)_i)
			bench_subscribe(&b, b.client, rows[i].pattern, &others);
	bench_subscribe(&b, b.client, rows[_i].pattern, &got);
	bench_pattern(&p, rows[_i].pattern);
	ck_assert_msg(pattern_matches(&p, slice_str(rows[_i].address)) == rows[_i].matches, "%s %s",
		      rows[_i].pattern, rows[_i].address);
	bench_publish(&b, rows[_i].address, "x");
	ck_assert_msg(slice_is(buf_view(&got), rows[_i].matches ? "c:x " : ""), "%s %s: got %s",
		      rows[_i].pattern, rows[_i].address, buf_cstr(&got));
	while (b.client->subscriptions)
		broker_unsubscribe(b.broker, b.client->subscriptions);
	buf_reset(&got);
	bench_publish(&b, rows[_i].address, "x");
	ck_assert_uint_eq(got.len, 0);
	bench_close(&b);
}
END_TEST

START_TEST(one_sessions_subscriptions_are_served_together_oldest_first)
{
	struct bench b;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct session *first, *second;

	bench_open(&b, NULL);
	first = bench_session(&b, "first");
	second = bench_session(&b, "second");
	bench_subscribe(&b, second, "notes", &got);
	bench_subscribe(&b, first, "#", &got);
	bench_subscribe(&b, second, "+", &got);
	bench_subscribe(&b, first, "notes", &got);
	bench_publish(&b, "notes", "x");
	ck_assert_str_eq(buf_cstr(&got), "first:x first:x second:x second:x ");
	ck_assert_uint_eq(broker_receivers(b.broker, broker_address(b.broker, SLICE_LIT("notes"), '/')), 2);
	second->connected = false;
	ck_assert_uint_eq(broker_receivers(b.broker, broker_address(b.broker, SLICE_LIT("notes"), '/')), 1);
	second->queues_while_away = true;
	ck_assert_uint_eq(broker_receivers(b.broker, broker_address(b.broker, SLICE_LIT("notes"), '/')), 2);
	ck_assert_uint_eq(broker_receivers(b.broker, broker_address(b.broker, SLICE_LIT("a/b"), '/')), 1);
	ck_assert_uint_eq(second->delivered, 2);
	bench_close(&b);
}
END_TEST

START_TEST(of_a_group_one_gets_each_in_turn)
{
	struct bench b;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct session *s[3];
	struct address *a;

	bench_open(&b, NULL);
	for (int i = 0; i < 3; i++)
		s[i] = bench_session(&b, (const char *[]){ "1", "2", "3" }[i]);
	for (int i = 0; i < 3; i++)
		bench_share(&b, s[i], "notes", "g", &got);
	bench_share(&b, b.client, "notes", "other", &got);
	bench_subscribe(&b, b.client, "#", &got);
	a = broker_address(b.broker, SLICE_LIT("notes"), '/');
	ck_assert_uint_eq(broker_receivers(b.broker, a), 3);
	for (int i = 0; i < 3; i++)
		bench_publish(&b, "notes", "x");
	ck_assert_str_eq(buf_cstr(&got), "c:x 1:x c:x c:x 2:x c:x c:x 3:x c:x ");
	buf_reset(&got);
	s[0]->connected = s[1]->connected = false;
	s[1]->queues_while_away = true;
	bench_publish(&b, "notes", "x");
	ck_assert_str_eq(buf_cstr(&got), "c:x 3:x c:x ");
	buf_reset(&got);
	s[2]->connected = false; /* nobody is there: the one that is served later */
	bench_publish(&b, "notes", "x");
	ck_assert_str_eq(buf_cstr(&got), "c:x 2:x c:x ");
	bench_close(&b);
}
END_TEST

START_TEST(a_session_need_not_hear_itself)
{
	struct bench b;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct subscription *own;

	bench_open(&b, NULL);
	own = bench_subscribe(&b, b.client, "notes", &got);
	own->no_local = true;
	bench_subscribe(&b, bench_session(&b, "other"), "notes", &got);
	bench_publish(&b, "notes", "x");
	ck_assert_str_eq(buf_cstr(&got), "other:x ");
	bench_close(&b);
}
END_TEST

START_TEST(a_subscription_is_found_by_its_text_and_group)
{
	struct bench b;
	struct subscription *plain, *shared;
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, NULL);
	shared = bench_share(&b, b.client, "a/+", "g", &got);
	plain = bench_subscribe(&b, b.client, "a/+", &got);
	ck_assert_ptr_eq(session_subscription(b.client, SLICE_LIT("a/+"), SLICE_NONE), plain);
	ck_assert_ptr_eq(session_subscription(b.client, SLICE_LIT("a/+"), SLICE_LIT("g")), shared);
	ck_assert_ptr_null(session_subscription(b.client, SLICE_LIT("a/b"), SLICE_NONE));
	bench_close(&b);
}
END_TEST

/* --- inside a delivery */

struct inside {
	struct bench b;
	struct buf got;
	struct session *doomed;
	struct subscription *end;
	int publishes;
};

static void publish_inside(void *to, const struct subscription *s, struct message *m)
{
	struct inside *t = to;
	char next[2] = { (char)(m->payload.ptr[0] + 1), 0 };

	(void)s;
	buf_printf(&t->got, "(%c", m->payload.ptr[0]);
	if (t->publishes-- > 0)
		ck_assert_int_eq(bench_publish(&t->b, "raw", next), OUTCOME_ACCEPTED);
	buf_printf(&t->got, "%c)", m->payload.ptr[0]);
}

START_TEST(a_publish_inside_a_delivery_waits_for_its_end)
{
	struct inside t = { .publishes = 3 };
	struct pattern p;

	bench_open(&t.b, NULL);
	bench_pattern(&p, "raw");
	broker_subscribe(t.b.broker, bench_session(&t.b, "s"), &p, (struct sink){ publish_inside, &t },
			 SLICE_NONE);
	bench_subscribe(&t.b, t.b.client, "raw", &t.got);
	bench_publish(&t.b, "raw", "a");
	ck_assert_str_eq(buf_cstr(&t.got), "c:a (aa)c:b (bb)c:c (cc)c:d (dd)");
	/* All had arrived at once, in order. */
	ck_assert_str_eq(buf_cstr(&t.b.told), "1 arrival c raw accepted\n2 arrival c raw accepted\n"
					      "3 arrival c raw accepted\n4 arrival c raw accepted\n");
	buf_release(&t.got);
	bench_close(&t.b);
}
END_TEST

static void end_others(void *to, const struct subscription *s, struct message *m)
{
	struct inside *t = to;

	(void)s;
	ck_assert(m->from == t->doomed);
	broker_unsubscribe(t->b.broker, t->end);
	session_free(t->doomed);
	ck_assert(m->from == NULL);
	buf_str(&t->got, "ended ");
}

START_TEST(what_ends_inside_a_delivery_gets_nothing_more_of_it)
{
	struct inside t = { 0 };
	struct pattern p;
	struct message m;

	bench_open(&t.b, NULL);
	bench_pattern(&p, "raw");
	broker_subscribe(t.b.broker, t.b.client, &p, (struct sink){ end_others, &t }, SLICE_NONE);
	t.doomed = bench_session(&t.b, "doomed");
	bench_subscribe(&t.b, t.doomed, "raw", &t.got);
	t.end = bench_subscribe(&t.b, bench_session(&t.b, "other"), "raw", &t.got);
	bench_subscribe(&t.b, bench_session(&t.b, "last"), "raw", &t.got);
	m = bench_message(&t.b, "raw", "x");
	m.from = t.doomed;
	broker_publish(t.b.broker, &m, NULL);
	ck_assert_str_eq(buf_cstr(&t.got), "ended last:x ");
	buf_release(&t.got);
	bench_close(&t.b);
}
END_TEST

static void leave_group(void *to, const struct subscription *s, struct message *m)
{
	struct inside *t = to;

	(void)s;
	(void)m;
	if (t->end)
		broker_unsubscribe(t->b.broker, t->end);
	t->end = NULL;
}

START_TEST(a_group_that_loses_a_member_meanwhile_still_gets_one)
{
	struct inside t = { 0 };
	struct pattern p;

	bench_open(&t.b, NULL);
	bench_pattern(&p, "raw");
	broker_subscribe(t.b.broker, t.b.client, &p, (struct sink){ leave_group, &t }, SLICE_NONE);
	bench_share(&t.b, bench_session(&t.b, "1"), "raw", "g", &t.got);
	t.end = bench_share(&t.b, bench_session(&t.b, "2"), "raw", "g", &t.got);
	bench_share(&t.b, bench_session(&t.b, "3"), "raw", "g", &t.got);
	bench_publish(&t.b, "raw", "x");
	ck_assert_str_eq(buf_cstr(&t.got), "1:x ");
	bench_publish(&t.b, "raw", "x");
	ck_assert_str_eq(buf_cstr(&t.got), "1:x 3:x ");
	buf_release(&t.got);
	bench_close(&t.b);
}
END_TEST

static void encode(void *to, const struct subscription *s, struct message *m)
{
	struct inside *t = to;
	struct slice frame = encoding_find(m, &rows, (uint32_t)s->note);

	if (!frame.ptr) {
		char *room = encoding_put(m, &rows, (uint32_t)s->note, m->payload.len);

		memcpy(room, m->payload.ptr, m->payload.len);
		t->publishes++;
		frame = encoding_find(m, &rows, (uint32_t)s->note);
	}
	ck_assert(slice_eq(frame, m->payload));
}

START_TEST(a_frame_is_made_once_a_flavour_and_delivery)
{
	struct inside t = { 0 };
	struct pattern p;

	bench_open(&t.b, NULL);
	bench_pattern(&p, "raw");
	for (unsigned i = 0; i < 10; i++)
		broker_subscribe(t.b.broker, t.b.client, &p, (struct sink){ encode, &t }, SLICE_NONE)->note =
			i % 2;
	bench_publish(&t.b, "raw", "x");
	ck_assert_int_eq(t.publishes, 2);
	bench_publish(&t.b, "raw", "another");
	ck_assert_int_eq(t.publishes, 4);
	bench_close(&t.b);
}
END_TEST

SUITE(broker_subscription)
{
	LOOP_TEST(a_pattern_matches_alone_and_among_others, 0, ARRAY_SIZE(rows));
	TEST(one_sessions_subscriptions_are_served_together_oldest_first);
	TEST(of_a_group_one_gets_each_in_turn);
	TEST(a_session_need_not_hear_itself);
	TEST(a_subscription_is_found_by_its_text_and_group);
	TEST(a_publish_inside_a_delivery_waits_for_its_end);
	TEST(what_ends_inside_a_delivery_gets_nothing_more_of_it);
	TEST(a_group_that_loses_a_member_meanwhile_still_gets_one);
	TEST(a_frame_is_made_once_a_flavour_and_delivery);
}
