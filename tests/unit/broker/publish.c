/* The hot path: 100,000 conforming messages to one subscriber, without the heap. */
#include "allocations.h"
#include "broker/bench.h"

enum { MESSAGES = 100000, A_TURN = 100 };

static void count(void *to, const struct subscription *s, struct message *m)
{
	size_t *n = to;

	(void)s;
	*n += m->model == 1; /* no assertion here: Check's own allocate */
}

static void publish_many(struct bench *b, struct address *a, int n)
{
	struct receipt r = { 0 };

	for (int i = 0; i < n; i++) {
		struct message m = {
			.address = a,
			.payload = SLICE_LIT(ORDER),
			.content_type = SLICE_LIT("application/json"),
			.headers = SLICE_LIT(""),
			.from = b->client,
		};

		broker_publish(b->broker, &m, &r);
		if (i % A_TURN == 0)
			bench_turn(b, 10);
	}
	receipt_release(&r);
}

START_TEST(a_conforming_message_costs_no_allocation)
{
	struct bench b;
	struct address *a;
	struct pattern p;
	size_t delivered = 0, before, after, last;

	bench_open(&b, &(struct broker_options){ .log.max_bytes = 2 << 20 });
	broker_unobserve(b.broker, &b.observer); /* its notes are on the heap */
	a = broker_address(b.broker, SLICE_LIT("orders/eu"), '/');
	address_use(a);
	bench_pattern(&p, "orders/+");
	broker_subscribe(b.broker, b.client, &p, (struct sink){ count, &delivered }, SLICE_NONE);
	publish_many(&b, a, MESSAGES / 5); /* until the log drops as much as it takes */
	before = allocations_counted();
	publish_many(&b, a, MESSAGES);
	after = allocations_counted();
	free(memory_new(1)); /* the count is alive */
	last = allocations_counted();
	ck_assert_uint_eq(after, before);
	ck_assert_uint_eq(last, after + ALLOCATIONS_ARE_COUNTED);
	ck_assert_uint_eq(delivered, MESSAGES + MESSAGES / 5);
	address_drop(b.broker, a);
	bench_close(&b);
}
END_TEST

START_TEST(a_publish_does_not_pay_for_those_who_do_not_match)
{
	struct bench b;
	struct pattern p;
	size_t delivered = 0;
	char text[32];

	bench_open(&b, NULL);
	for (int i = 0; i < 100000; i++) {
		snprintf(text, sizeof(text), "devices/%d/state", i);
		bench_pattern(&p, text);
		broker_subscribe(b.broker, b.client, &p, (struct sink){ count, &delivered }, SLICE_NONE);
	}
	/* Every address is new, so that every one is matched against all of the 100,000. */
	for (int i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "other/%d/state", i);
		bench_publish(&b, text, "x");
		buf_reset(&b.told);
	}
	ck_assert_uint_eq(delivered, 0);
	bench_close(&b);
}
END_TEST

SUITE(broker_publish)
{
	TEST(a_conforming_message_costs_no_allocation);
	TEST(a_publish_does_not_pay_for_those_who_do_not_match);
}
