/* What observers are told, in which order, and the turn of the clock. */
#include "broker/bench.h"

START_TEST(session_events_and_arrivals_share_one_dense_order)
{
	struct bench b;
	struct session *s;
	struct subscription *sub;
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, NULL);
	session_refused(b.broker, &b.face, SLICE_LIT("bad"), "the protocol's name is wrong");
	s = session_new(b.broker, &b.face, ORIGIN_CLIENT, SLICE_LIT(""));
	session_rename(s, SLICE_LIT("node-1"));
	session_connected(s, SLICE_NONE);
	ck_assert(s->connected);
	sub = bench_subscribe(&b, s, "orders/+", &got);
	session_subscribed(s, sub, SLICE_LIT("\"qos\":1"));
	bench_publish(&b, "orders/eu", ORDER);
	broker_unsubscribe(b.broker, sub);
	session_unsubscribed(s, SLICE_LIT("orders/+"));
	session_disconnected(s, "client sent DISCONNECT");
	ck_assert(!s->connected);
	ck_assert_str_eq(buf_cstr(&b.told), "1 refused bad (the protocol's name is wrong)\n"
					    "2 connected node-1\n"
					    "3 subscribed node-1 orders/+\n"
					    "4 arrival c orders/eu accepted\n"
					    "5 unsubscribed node-1 orders/+\n"
					    "6 disconnected node-1 (client sent DISCONNECT)\n");
	bench_close(&b);
}
END_TEST

/* Publishes an answer to the first arrival, from within being told of it. */
struct answering {
	struct observer observer;
	struct bench *b;
	bool done;
};

static void answer(struct observer *o, const struct event *e)
{
	struct answering *a = container_of(o, struct answering, observer);

	if (e->kind != EVENT_ARRIVAL || a->done)
		return;
	a->done = true;
	ck_assert_int_eq(bench_publish(a->b, "raw", "answer"), OUTCOME_ACCEPTED);
	ck_assert(slice_is(e->message->payload, "question"));
}

START_TEST(an_answer_is_told_and_delivered_after_its_question_to_all)
{
	struct bench b;
	struct answering a = { .observer.on_event = answer, .b = &b };
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, NULL);
	/* The one that answers comes first, the one that notes second. */
	broker_unobserve(b.broker, &b.observer);
	broker_observe(b.broker, &a.observer);
	broker_observe(b.broker, &b.observer);
	bench_subscribe(&b, b.client, "raw", &got);
	bench_publish(&b, "raw", "question");
	ck_assert_str_eq(buf_cstr(&b.told), "1 arrival c raw accepted\n2 arrival c raw accepted\n");
	ck_assert_str_eq(buf_cstr(&got), "c:question c:answer ");
	bench_close(&b);
}
END_TEST

static void answer_subscriber(struct observer *o, const struct event *e)
{
	struct answering *a = container_of(o, struct answering, observer);

	if (e->kind == EVENT_SUBSCRIBED)
		bench_publish(a->b, "raw", "welcome");
}

START_TEST(what_is_published_while_a_subscription_is_told_waits_for_the_turn)
{
	struct bench b;
	struct answering a = { .observer.on_event = answer_subscriber, .b = &b };
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct subscription *sub;

	bench_open(&b, NULL);
	broker_observe(b.broker, &a.observer);
	sub = bench_subscribe(&b, b.client, "raw", &got);
	session_subscribed(b.client, sub, SLICE_NONE);
	ck_assert_uint_eq(got.len, 0);
	bench_turn(&b, 0);
	ck_assert_str_eq(buf_cstr(&got), "c:welcome ");
	bench_close(&b);
}
END_TEST

struct leaving {
	struct observer observer;
	struct broker *broker;
	struct observer *other;
	int told;
};

static void leave(struct observer *o, const struct event *e)
{
	struct leaving *l = container_of(o, struct leaving, observer);

	(void)e;
	l->told++;
	broker_unobserve(l->broker, l->other);
	broker_unobserve(l->broker, o);
}

START_TEST(an_observer_may_leave_while_it_is_told)
{
	struct bench b;
	struct leaving l = { .observer.on_event = leave };

	bench_open(&b, NULL);
	broker_unobserve(b.broker, &b.observer);
	l.broker = b.broker;
	l.other = &b.observer;
	broker_observe(b.broker, &l.observer);
	broker_observe(b.broker, &b.observer);
	bench_publish(&b, "raw", "x");
	bench_publish(&b, "raw", "x");
	ck_assert_int_eq(l.told, 1);
	ck_assert_uint_eq(b.told.len, 0);
	bench_close(&b);
}
END_TEST

static void end_session(struct observer *o, const struct event *e)
{
	struct leaving *l = container_of(o, struct leaving, observer);

	if (e->kind == EVENT_ARRIVAL && l->told++ == 0)
		session_free(e->message->from);
}

START_TEST(a_session_may_end_while_its_arrival_is_told)
{
	struct bench b;
	struct leaving l = { .observer.on_event = end_session };
	struct message m;
	BUF_AUTO struct buf got = BUF_INIT(0);

	bench_open(&b, NULL);
	broker_observe(b.broker, &l.observer);
	bench_subscribe(&b, bench_session(&b, "other"), "raw", &got);
	m = bench_message(&b, "raw", "last words");
	ck_assert_int_eq(broker_publish(b.broker, &m, NULL), OUTCOME_ACCEPTED);
	ck_assert_ptr_null(m.from);
	ck_assert_str_eq(buf_cstr(&got), "other:last words ");
	bench_close(&b);
}
END_TEST

/* --- the turn */

struct alarm {
	struct timer timer;
	int fired;
};

static void ring(struct timer *t, int64_t now_us)
{
	(void)now_us;
	container_of(t, struct alarm, timer)->fired++;
}

static void need_turn(void *arg)
{
	++*(int *)arg;
}

START_TEST(the_broker_says_when_it_wants_to_be_turned)
{
	struct bench b;
	struct alarm first = { .timer.fire = ring }, second = { .timer.fire = ring };
	int asked = 0;

	bench_open(&b, NULL);
	broker_on_wake(b.broker, need_turn, &asked);
	ck_assert_int_eq(broker_turn(b.broker, 1000000), TIMER_NEVER);
	broker_arm(b.broker, &first.timer, 1000500);
	ck_assert_int_eq(asked, 1);
	broker_arm(b.broker, &second.timer, 1000900); /* later than what the loop knows */
	ck_assert_int_eq(asked, 1);
	ck_assert_int_eq(broker_turn(b.broker, 1000500), 1000900);
	ck_assert_int_eq(first.fired, 1);
	broker_disarm(b.broker, &second.timer);
	ck_assert_int_eq(broker_turn(b.broker, 1001000), TIMER_NEVER);
	ck_assert_int_eq(second.fired, 0);
	ck_assert_int_eq(broker_now_us(b.broker), 1001000);
	ck_assert_int_eq(broker_wall_us(b.broker), 1800000000001000);
	bench_close(&b);
}
END_TEST

START_TEST(numbers_are_never_given_twice)
{
	struct bench b;
	struct session *s;
	uint32_t number;

	bench_open(&b, NULL);
	s = bench_session(&b, "x");
	number = s->number;
	session_free(s);
	ck_assert_uint_gt(bench_session(&b, "y")->number, number);
	bench_close(&b);
}
END_TEST

SUITE(broker_event)
{
	TEST(session_events_and_arrivals_share_one_dense_order);
	TEST(an_answer_is_told_and_delivered_after_its_question_to_all);
	TEST(what_is_published_while_a_subscription_is_told_waits_for_the_turn);
	TEST(an_observer_may_leave_while_it_is_told);
	TEST(a_session_may_end_while_its_arrival_is_told);
	TEST(the_broker_says_when_it_wants_to_be_turned);
	TEST(numbers_are_never_given_twice);
}
