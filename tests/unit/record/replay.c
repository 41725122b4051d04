/* A recording is sent once more at the pace that is asked for, by a clock that the test turns. */
#include "record/replay.h"

#include "broker/broker.h"
#include "suite.h"

static const char text[] =
	"{\"understudy\":1,\"started\":\"2026-11-21T10:00:00Z\",\"seed\":7,\"contracts\":[]}\n"
	"{\"seq\":1,\"time\":\"2026-11-21T10:00:01Z\",\"event\":\"connected\",\"client\":\"c\"}\n"
	"{\"seq\":2,\"time\":\"2026-11-21T10:00:02Z\",\"address\":\"a\",\"channel\":\"x\",\"payload\":1,"
	"\"outcome\":\"accepted\"}\n"
	"{\"seq\":3,\"time\":\"2026-11-21T10:00:03Z\",\"address\":\"b\",\"payload\":2,\"outcome\":"
	"\"refused\"}\n"
	"{\"seq\":4,\"time\":\"2026-11-21T10:00:04Z\",\"address\":\"b\",\"text\":\"two\",\"outcome\":"
	"\"accepted\"}\n"
	"{\"seq\":5,\"time\":\"2026-11-21T10:00:06Z\",\"address\":\"a\",\"channel\":\"x\",\"payload\":3}\n";

struct stage {
	struct contract *contract;
	struct broker *broker;
	struct observer observer;
	struct diag diag;
	struct replay_options options;
	struct replay *replay;
	unsigned arrivals, done;
	int64_t due_us;
	bool room;
};

static void on_event(struct observer *o, const struct event *e)
{
	container_of(o, struct stage, observer)->arrivals += e->kind == EVENT_ARRIVAL;
}

static void on_done(void *arg)
{
	((struct stage *)arg)->done++;
}

static bool has_room(void *arg)
{
	return ((struct stage *)arg)->room;
}

static void stage_open(struct stage *s)
{
	static const char none[] = "{\"asyncapi\":\"3.0.0\",\"info\":{\"title\":\"T\",\"version\":\"1\"}}";
	struct broker_options o = { .unknown = UNKNOWN_RELAY };

	*s = (struct stage){ .observer.on_event = on_event, .room = true };
	s->contract = contract_load_text("t.json", slice_str(none), &s->diag);
	ck_assert_ptr_nonnull(s->contract);
	s->broker = broker_new(&s->contract, 1, &o);
	broker_observe(s->broker, &s->observer);
	s->options = (struct replay_options){ .broker = s->broker,
					      .separator = '/',
					      .text = slice_str(text),
					      .file = "x.jsonl",
					      .speed = 1,
					      .arg = s,
					      .has_room = has_room,
					      .on_done = on_done,
					      .diag = &s->diag };
}

static void stage_start(struct stage *s)
{
	s->replay = replay_new(&s->options);
	ck_assert_ptr_nonnull(s->replay);
	replay_start(s->replay);
}

static unsigned arrivals_at(struct stage *s, int64_t now_us)
{
	s->due_us = broker_turn(s->broker, now_us);
	return s->arrivals;
}

static void stage_close(struct stage *s)
{
	replay_free(s->replay);
	broker_unobserve(s->broker, &s->observer);
	broker_free(s->broker);
	contract_drop(s->contract);
	diag_release(&s->diag);
}

START_TEST(the_pauses_are_the_recordings)
{
	struct stage s;

	stage_open(&s);
	stage_start(&s);
	ck_assert_uint_eq(arrivals_at(&s, 0), 1);
	ck_assert_int_eq(s.due_us, 2000000);
	ck_assert_uint_eq(arrivals_at(&s, 1999999), 1);
	ck_assert_uint_eq(arrivals_at(&s, 2000000), 2);
	ck_assert_uint_eq(arrivals_at(&s, 4000000), 3);
	ck_assert_uint_eq(s.done, 1);
	ck_assert_uint_eq(replay_counts(s.replay)->sent, 3);
	ck_assert_uint_eq(replay_counts(s.replay)->left_out, 1);
	stage_close(&s);
}
END_TEST

static const struct {
	const char *title;
	double speed, per_second;
	int64_t second_us, third_us;
} paces[] = {
	{"twice as fast", 2,   0,	 1000000, 2000000},
	{ "half as fast", 0.5, 0,  4000000, 8000000},
	{ "ten a second", 1,   10, 100000,	 200000 },
	{ "at once",	     0,	0,  0,	      0	},
};

START_TEST(another_pace_is_kept_to_the_microsecond)
{
	struct stage s;

	stage_open(&s);
	s.options.speed = paces[_i].speed;
	s.options.per_second = paces[_i].per_second;
	stage_start(&s);
	arrivals_at(&s, 0);
	if (paces[_i].second_us) {
		ck_assert_uint_eq(s.arrivals, 1);
		ck_assert_uint_eq(arrivals_at(&s, paces[_i].second_us - 1), 1);
		ck_assert_uint_eq(arrivals_at(&s, paces[_i].second_us), 2);
		ck_assert_uint_eq(arrivals_at(&s, paces[_i].third_us - 1), 2);
	}
	ck_assert_msg(arrivals_at(&s, paces[_i].third_us) == 3, "%s", paces[_i].title);
	stage_close(&s);
}
END_TEST

START_TEST(it_waits_for_room)
{
	struct stage s;

	stage_open(&s);
	s.options.speed = 0;
	s.room = false;
	stage_start(&s);
	ck_assert_uint_eq(arrivals_at(&s, 10), 0);
	ck_assert_int_gt(s.due_us, 10);
	s.room = true;
	ck_assert_uint_eq(arrivals_at(&s, s.due_us), 3);
	stage_close(&s);
}
END_TEST

START_TEST(one_channel_or_address_alone_is_sent)
{
	struct stage s;

	stage_open(&s);
	s.options.only = SLICE_LIT("x");
	s.options.speed = 0;
	stage_start(&s);
	ck_assert_uint_eq(arrivals_at(&s, 0), 2);
	ck_assert_uint_eq(replay_counts(s.replay)->left_out, 0);
	stage_close(&s);
}
END_TEST

START_TEST(what_is_no_recording_is_refused)
{
	struct stage s;

	stage_open(&s);
	s.options.text = SLICE_LIT("{\"a\":1}\n");
	ck_assert_ptr_null(replay_new(&s.options));
	ck_assert_uint_eq(s.diag.errors, 1);
	stage_close(&s);
}
END_TEST

static const struct {
	const char *text;
	double speed, rate; /* -1: none */
} words[] = {
	{"recorded", 1,	 -1 },
	       { "full",	 0,   -1 },
	    { "2x",	    2,   -1 },
	  { "0.5x",    0.5, -1 },
	{ "100/s",   -1,  100},
	       { "30/m",	 -1,  0.5},
	    { "x",	   -1,  -1 },
	  { "0x",	  -1,  -1 },
	{ "-1x",	 -1,  -1 },
	       { "1e3x",	 -1,  -1 },
	    { "1.2.3x",	-1,  -1 },
	  { "",	-1,  -1 },
	{ "infx",	  -1,  -1 },
	       { "0/s",	-1,  -1 },
	    { "5",	   -1,  -1 },
};

START_TEST(speeds_and_rates_are_words_with_a_unit)
{
	double speed = -1, rate = -1;

	ck_assert_int_eq(replay_speed_parse(slice_str(words[_i].text), &speed), words[_i].speed >= 0);
	ck_assert_int_eq(replay_rate_parse(slice_str(words[_i].text), &rate), words[_i].rate >= 0);
	if (words[_i].speed >= 0)
		ck_assert_double_eq(speed, words[_i].speed);
	if (words[_i].rate >= 0)
		ck_assert_double_eq(rate, words[_i].rate);
}
END_TEST

SUITE(replay)
{
	TEST(the_pauses_are_the_recordings);
	LOOP_TEST(another_pace_is_kept_to_the_microsecond, 0, ARRAY_SIZE(paces));
	TEST(it_waits_for_room);
	TEST(one_channel_or_address_alone_is_sent);
	TEST(what_is_no_recording_is_refused);
	LOOP_TEST(speeds_and_rates_are_words_with_a_unit, 0, ARRAY_SIZE(words));
}
