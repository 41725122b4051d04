/* Queues on a fake clock: order, leases, expiry, dead letters, limits, turns. */
#include "broker/bench.h"

/* A consumer that takes all it may, and one that only looks. */
struct taker {
	struct consumer consumer;
	struct buf *into;
	char name;
	struct item *items[32];
	int n;
	bool idle;
};

static void take(struct taker *t)
{
	struct item *i;
	struct message m;

	while ((i = queue_take(t->consumer.queue, &t->consumer))) {
		hold_view(i->hold, &m);
		buf_printf(t->into, "%c%.*s ", t->name, SLICE_FMT(m.payload));
		t->items[t->n++] = i;
	}
}

static void ready(struct consumer *c)
{
	struct taker *t = container_of(c, struct taker, consumer);

	if (!t->idle)
		take(t);
}

static struct taker taker(char name, unsigned credit, struct buf *into)
{
	return (struct taker){
		.consumer = {.credit = credit, .ready = ready},
		.into = into,
		.name = name,
	};
}

static bool push(struct bench *b, struct queue *q, const char *payload, uint8_t priority)
{
	struct message m = bench_message(b, "raw", payload);

	m.priority = priority;
	ck_assert_int_eq(broker_publish(b->broker, &m, NULL), OUTCOME_ACCEPTED);
	return queue_push(q, &m, 0, 0);
}

START_TEST(items_are_given_by_priority_then_arrival_and_come_back_to_their_place)
{
	struct bench b;
	struct queue *q;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct taker t = taker('t', 3, &got);

	bench_open(&b, NULL);
	q = queue_new(b.broker, &(struct queue_rules){ 0 });
	push(&b, q, "1", 0);
	push(&b, q, "2", 4);
	push(&b, q, "3", 0);
	push(&b, q, "4", 9);
	push(&b, q, "5", 4);
	push(&b, q, "6", 0);
	queue_join(q, &t.consumer);
	take(&t);
	ck_assert_str_eq(buf_cstr(&got), "t4 t2 t5 ");
	ck_assert_uint_eq(queue_ready(q), 3);
	ck_assert_uint_eq(queue_leased(q), 3);
	t.idle = true;
	queue_settle(t.items[1], SETTLE_REQUEUE);
	queue_settle(t.items[2], SETTLE_ACK);
	queue_settle(t.items[0], SETTLE_REQUEUE);
	buf_reset(&got);
	t.consumer.credit = 10;
	take(&t);
	ck_assert_str_eq(buf_cstr(&got), "t4 t2 t1 t3 t6 ");
	ck_assert_uint_eq(t.items[3]->deliveries, 2);
	ck_assert_uint_eq(t.items[5]->deliveries, 1);
	ck_assert_uint_eq(t.consumer.credit, 5);
	queue_free(q);
	bench_close(&b);
}
END_TEST

START_TEST(consumers_with_credit_take_turns)
{
	struct bench b;
	struct queue *q;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct taker one = taker('a', 2, &got), two = taker('b', 9, &got), three = taker('c', 0, &got);

	bench_open(&b, NULL);
	q = queue_new(b.broker, &(struct queue_rules){ 0 });
	queue_join(q, &one.consumer);
	queue_join(q, &two.consumer);
	queue_join(q, &three.consumer);
	for (int i = 0; i < 5; i++)
		push(&b, q, (const char *[]){ "1", "2", "3", "4", "5" }[i], 0);
	ck_assert_str_eq(buf_cstr(&got), "a1 b2 a3 b4 b5 ");
	buf_reset(&got);
	queue_leave(&two.consumer); /* what it had goes back; only the third has credit now */
	ck_assert_uint_eq(queue_ready(q), 3);
	three.consumer.credit = 9;
	push(&b, q, "6", 0);
	ck_assert_str_eq(buf_cstr(&got), "c2 c4 c5 c6 ");
	ck_assert_ptr_null(two.consumer.queue);
	queue_free(q);
	ck_assert_ptr_null(one.consumer.queue);
	bench_close(&b);
}
END_TEST

START_TEST(a_lease_that_ends_gives_the_item_to_the_next)
{
	struct bench b;
	struct queue *q;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct taker one = taker('a', 1, &got), two = taker('b', 0, &got);

	bench_open(&b, NULL);
	q = queue_new(b.broker, &(struct queue_rules){ .lease_us = 1000 });
	queue_join(q, &one.consumer);
	queue_join(q, &two.consumer);
	push(&b, q, "1", 0);
	bench_turn(&b, 999);
	ck_assert_uint_eq(queue_leased(q), 1);
	queue_settle(one.items[0], SETTLE_EXTEND);
	bench_turn(&b, 999);
	ck_assert_uint_eq(queue_leased(q), 1);
	one.idle = true;
	two.consumer.credit = 1;
	bench_turn(&b, 1);
	ck_assert_str_eq(buf_cstr(&got), "a1 b1 ");
	ck_assert_uint_eq(one.consumer.credit, 1);
	ck_assert_uint_eq(two.items[0]->deliveries, 2);
	queue_settle(two.items[0], SETTLE_ACK);
	bench_turn(&b, 5000);
	ck_assert_uint_eq(queue_leased(q) + queue_ready(q), 0);
	ck_assert_uint_eq(queue_dropped(q), 0);
	queue_free(q);
	bench_close(&b);
}
END_TEST

START_TEST(an_item_expires_by_its_message_or_by_the_queues_rule)
{
	struct bench b;
	struct queue *q;
	struct message m;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct taker t = taker('t', 1, &got);

	bench_open(&b, NULL);
	q = queue_new(b.broker, &(struct queue_rules){ .expire_us = 1000 });
	push(&b, q, "rule", 0);
	m = bench_message(&b, "raw", "own");
	m.expires_us = broker_wall_us(b.broker) + 500;
	broker_publish(b.broker, &m, NULL);
	ck_assert(queue_push(q, &m, 0, 0));
	m.expires_us = broker_wall_us(b.broker) - 1; /* over already */
	ck_assert(queue_push(q, &m, 0, 0));
	ck_assert_uint_eq(queue_ready(q), 2);
	ck_assert_uint_eq(queue_dropped(q), 1);
	bench_turn(&b, 500);
	ck_assert_uint_eq(queue_ready(q), 1);
	queue_join(q, &t.consumer);
	take(&t);
	bench_turn(&b, 500); /* a leased one may still be settled... */
	ck_assert_uint_eq(queue_leased(q), 1);
	queue_settle(t.items[0], SETTLE_REQUEUE); /* ... but does not come back */
	ck_assert_uint_eq(queue_ready(q), 0);
	ck_assert_uint_eq(queue_dropped(q), 3);
	ck_assert_uint_eq(broker_counts(b.broker)->queue_dropped, 3);
	queue_free(q);
	bench_close(&b);
}
END_TEST

static void note_reason(void *to, const struct subscription *s, struct message *m)
{
	(void)s;
	buf_printf(to, "%.*s: %.*s, was at %.*s\n", SLICE_FMT(m->payload),
		   SLICE_FMT(header_find(m->headers, "understudy-reason")),
		   SLICE_FMT(header_find(m->headers, "understudy-address")));
}

START_TEST(what_is_not_taken_goes_to_the_dead_letters)
{
	struct bench b;
	struct queue *q;
	struct pattern p;
	BUF_AUTO struct buf got = BUF_INIT(0), dead = BUF_INIT(0);
	struct taker t = taker('t', 1, &got);

	bench_open(&b, NULL);
	q = queue_new(b.broker, &(struct queue_rules){
					.max_deliveries = 2,
					.max_items = 1,
					.drop_oldest = true,
					.lease_us = 100,
					.expire_us = 10000,
					.dead_letter = broker_address(b.broker, SLICE_LIT("dead"), '/') });
	bench_pattern(&p, "dead");
	broker_subscribe(b.broker, b.client, &p, (struct sink){ note_reason, &dead }, SLICE_NONE);
	queue_join(q, &t.consumer);
	push(&b, q, "1", 0);
	queue_settle(t.items[0], SETTLE_REJECT);
	t.consumer.credit = 1;
	push(&b, q, "2", 0);
	bench_turn(&b, 100); /* its lease ends, it is taken again at once */
	bench_turn(&b, 100); /* and ends again */
	t.idle = true;
	push(&b, q, "3", 0);
	push(&b, q, "4", 0); /* full: the third makes room */
	bench_turn(&b, 10000);
	ck_assert_str_eq(buf_cstr(&got), "t1 t2 t2 ");
	ck_assert_str_eq(buf_cstr(&dead), "1: rejected, was at raw\n2: delivered too often, was at raw\n"
					  "3: the queue is full, was at raw\n4: expired, was at raw\n");
	ck_assert_uint_eq(queue_dropped(q), 0);
	queue_free(q);
	bench_close(&b);
}
END_TEST

START_TEST(a_full_queue_refuses_or_drops_the_oldest_by_count_and_bytes)
{
	struct bench b;
	struct queue *q;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct taker t = taker('t', 9, &got);
	char large[1001];
	size_t n;

	bench_open(&b, NULL);
	q = queue_new(b.broker, &(struct queue_rules){ .max_items = 2 });
	ck_assert(push(&b, q, "1", 0));
	ck_assert(push(&b, q, "2", 0));
	ck_assert(!push(&b, q, "3", 0));
	ck_assert_uint_eq(queue_dropped(q), 1);
	queue_free(q);

	q = queue_new(b.broker, &(struct queue_rules){ .max_bytes = 1000, .drop_oldest = true });
	for (int i = 0; i < 50; i++)
		ck_assert(push(&b, q, i == 49 ? "last" : "one", 0));
	ck_assert_uint_le(queue_ready(q), 10);
	ck_assert_uint_ge(queue_ready(q), 3);
	ck_assert_uint_eq(queue_dropped(q), 50 - queue_ready(q));
	n = queue_ready(q);
	snprintf(large, sizeof(large), "%01000d", 0);
	ck_assert(!push(&b, q, large, 0)); /* larger than the whole: nothing leaves for it */
	ck_assert_uint_eq(queue_ready(q), n);
	queue_join(q, &t.consumer);
	take(&t);
	ck_assert(slice_ends(buf_view(&got), SLICE_LIT("tlast ")));
	queue_free(q);
	bench_close(&b);
}
END_TEST

START_TEST(a_queue_is_fed_from_a_log_as_it_is_taken)
{
	struct bench b;
	struct queue *q;
	struct log *l;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct taker t = taker('t', 2, &got);

	bench_open(&b, NULL);
	for (int i = 0; i < 4; i++)
		bench_publish(&b, "raw", (const char *[]){ "0", "1", "2", "3" }[i]);
	l = broker_address(b.broker, SLICE_LIT("raw"), '/')->logs[0];
	q = queue_new(b.broker, &(struct queue_rules){ 0 });
	queue_join(q, &t.consumer);
	queue_feed(q, l, 1);
	ck_assert_str_eq(buf_cstr(&got), "t1 t2 ");
	ck_assert_uint_eq(queue_ready(q), 1);
	t.consumer.credit = 2;
	queue_settle(t.items[0], SETTLE_REQUEUE);
	ck_assert_str_eq(buf_cstr(&got), "t1 t2 t1 t3 ");
	t.consumer.credit = 1;
	bench_publish(&b, "raw", "4");
	bench_turn(&b, 0);
	ck_assert_str_eq(buf_cstr(&got), "t1 t2 t1 t3 t4 ");
	/* What the log let go before it was taken is counted. */
	for (int i = 0; i < 5; i++)
		bench_publish(&b, "raw", "x");
	log_truncate_before(l, 8);
	ck_assert_uint_eq(queue_ready(q), 2);
	t.consumer.credit = 9;
	take(&t);
	ck_assert_uint_eq(queue_dropped(q), 3);
	ck_assert_uint_eq(t.n, 7);
	queue_free(q);
	bench_close(&b);
}
END_TEST

SUITE(broker_queue)
{
	TEST(items_are_given_by_priority_then_arrival_and_come_back_to_their_place);
	TEST(consumers_with_credit_take_turns);
	TEST(a_lease_that_ends_gives_the_item_to_the_next);
	TEST(an_item_expires_by_its_message_or_by_the_queues_rule);
	TEST(what_is_not_taken_goes_to_the_dead_letters);
	TEST(a_full_queue_refuses_or_drops_the_oldest_by_count_and_bytes);
	TEST(a_queue_is_fed_from_a_log_as_it_is_taken);
}
