/* Timers, posts, signals, and the order of a turn. */
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/timers.h"
#include "world.h"

/* --- timers */

struct alarm_clock {
	struct timer timer;
	struct loop *loop;
	int64_t fired_us;
	unsigned n;
};

static void on_alarm(struct timer *t, int64_t now_us)
{
	struct alarm_clock *a = container_of(t, struct alarm_clock, timer);

	a->fired_us = now_us;
	a->n++;
}

START_TEST(timers_fire_when_due_and_in_order)
{
	enum { N = 20, STEP_US = 300 };
	struct alarm_clock a[N] = { 0 };
	struct world w;
	int64_t start_us;

	world_open(&w, NULL, NULL);
	loop_turn(w.loop, 0);
	start_us = loop_now_us(w.loop);
	for (int i = 0; i < N; i++) {
		a[i].timer.fire = on_alarm;
		loop_arm(w.loop, &a[i].timer, start_us + 2000 + (N - i) * STEP_US);
	}
	loop_disarm(w.loop, &a[3].timer);
	for (int turns = 0; turns < 100 && !a[0].n; turns++)
		loop_turn(w.loop, -1); /* only a timer can end it */
	for (int i = 0; i < N; i++) {
		ck_assert_uint_eq(a[i].n, i != 3);
		if (i == 3)
			continue;
		ck_assert_int_ge(a[i].fired_us, start_us + 2000 + (N - i) * STEP_US);
		ck_assert_int_ge(a[0].fired_us, a[i].fired_us);
	}
	world_close(&w);
}
END_TEST

START_TEST(an_idle_loop_rests)
{
	struct world w;

	world_open(&w, &echo_protocol, NULL);
	world_expect_quiet(&w);
	ck_assert_int_gt(loop_wall_us(w.loop), 1600000000000000);
	world_close(&w);
}
END_TEST

/* --- other threads */

struct poster {
	struct loop *loop;
	unsigned heard[3000], n;
	bool stops;
};
struct word {
	struct poster *to;
	unsigned number;
};

static void on_word(void *arg)
{
	struct word *word = arg;
	struct poster *p = word->to;

	p->heard[p->n++] = word->number;
	if (p->stops && p->n == ARRAY_SIZE(p->heard))
		loop_stop(p->loop);
}

static void *post_all(void *arg)
{
	static struct word words[3000];
	struct poster *p = arg;

	for (unsigned i = 0; i < ARRAY_SIZE(words); i++) {
		words[i] = (struct word){ p, i };
		loop_post(p->loop, on_word, &words[i]);
	}
	return NULL;
}

START_TEST(another_thread_is_heard_in_order)
{
	static struct poster p;
	struct world w;
	pthread_t thread;

	world_open(&w, NULL, NULL);
	p = (struct poster){ .loop = w.loop, .stops = true };
	pthread_create(&thread, NULL, post_all, &p);
	loop_run(w.loop);
	pthread_join(thread, NULL);
	ck_assert_uint_eq(p.n, ARRAY_SIZE(p.heard));
	for (unsigned i = 0; i < p.n; i++)
		ck_assert_uint_eq(p.heard[i], i);
	loop_post(w.loop, on_word, NULL); /* never heard, never leaked */
	world_close(&w);
}
END_TEST

/* --- signals */

static void on_signal(void *arg, int signo)
{
	struct world *w = arg;

	ck_assert_int_eq(signo, SIGUSR1);
	loop_stop(w->loop);
}

START_TEST(a_signal_comes_on_the_loop)
{
	struct world w;

	world_open(&w, NULL, NULL);
	loop_on_signal(w.loop, SIGUSR1, on_signal, &w);
	kill(getpid(), SIGUSR1);
	loop_run(w.loop);
	world_close(&w);
}
END_TEST

/* --- the order of a turn */

struct witness {
	struct before_send hook;
	struct world *w;
	int fd;
	unsigned frames, calls;
	bool answer_was_out;
};

static void on_before_send(struct before_send *b)
{
	struct witness *v = container_of(b, struct witness, hook);
	char byte;

	if (!v->w->mock.echo.frames)
		return;
	v->calls++;
	if (v->calls > 1)
		return;
	v->frames = v->w->mock.echo.frames;
	v->answer_was_out = recv(v->fd, &byte, 1, MSG_PEEK) > 0;
}

START_TEST(hooks_see_a_message_before_its_answer_leaves)
{
	struct world w;
	struct witness v = { .hook = { .fn = on_before_send }, .w = &w };

	world_open(&w, &echo_protocol, NULL);
	loop_before_send(w.loop, &v.hook);
	v.fd = client_open(listener_port(w.mock.listener));
	client_say(&w, v.fd, "to be recorded\n");
	client_expect(&w, v.fd, "to be recorded\n");
	ck_assert_uint_ge(v.calls, 1);
	ck_assert_uint_eq(v.frames, 1);
	ck_assert(!v.answer_was_out);
	loop_not_before_send(w.loop, &v.hook);
	v.calls = 0;
	loop_turn(w.loop, 0);
	ck_assert_uint_eq(v.calls, 0);
	close(v.fd);
	world_close(&w);
}
END_TEST

START_TEST(a_broker_is_turned_when_it_wants)
{
	struct world w;
	struct alarm_clock a = { .timer = { .fire = on_alarm } };
	int64_t due_us;

	world_open(&w, &echo_protocol, NULL);
	loop_turn(w.loop, 0);
	due_us = loop_now_us(w.loop) + 15000;
	broker_arm(w.mock.broker, &a.timer, due_us);
	for (int turns = 0; turns < 20 && !a.n; turns++)
		loop_turn(w.loop, 5000000);
	ck_assert_uint_eq(a.n, 1);
	ck_assert_int_ge(a.fired_us, due_us);
	ck_assert_int_lt(a.fired_us, due_us + 2000000); /* not because that turn was over */
	ck_assert_int_eq(broker_now_us(w.mock.broker), loop_now_us(w.loop));
	world_close(&w);
}
END_TEST

/* A timer of one broker ends the mock behind it in the list, as a scenario's end does. */
struct ender {
	struct timer timer;
	struct mock *mocks;
	unsigned n;
};

static void on_end(struct timer *t, int64_t now_us)
{
	struct ender *e = container_of(t, struct ender, timer);

	(void)now_us;
	for (; e->n; e->n--)
		mock_close(&e->mocks[e->n]);
}

START_TEST(a_broker_may_end_other_mocks_in_its_turn)
{
	enum { N = 4 };
	struct world w;
	struct mock mocks[N];
	struct ender e = { .timer = { .fire = on_end }, .mocks = mocks, .n = N - 1 };
	int fd;

	world_open(&w, NULL, NULL);
	for (int i = 0; i < N; i++)
		mock_open(&mocks[i], &w, &echo_protocol, NULL);
	fd = client_open(listener_port(mocks[2].listener));
	client_say(&w, fd, "hello\n");
	client_expect(&w, fd, "hello\n");
	broker_arm(mocks[0].broker, &e.timer, loop_now_us(w.loop));
	WORLD_UNTIL(&w, !e.n);
	ck_assert_uint_eq(client_read_to_end(&w, fd, NULL), 0);
	close(fd);
	mock_close(&mocks[0]);
	world_close(&w);
}
END_TEST

SUITE(loop)
{
	TEST(a_broker_may_end_other_mocks_in_its_turn);
	TEST(timers_fire_when_due_and_in_order);
	TEST(an_idle_loop_rests);
	TEST(another_thread_is_heard_in_order);
	TEST(a_signal_comes_on_the_loop);
	TEST(hooks_see_a_message_before_its_answer_leaves);
	TEST(a_broker_is_turned_when_it_wants);
}
