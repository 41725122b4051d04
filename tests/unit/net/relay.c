/* A protocol of two dozen lines on the real core: what one client says, all of its mock hear.  Neither net/
 * nor broker/ know any more of a protocol than this. */
#include <unistd.h>

#include "world.h"

static void relay_deliver(void *to, const struct subscription *s, struct message *m)
{
	struct peer *p = to;

	(void)s;
	buf_slice(&p->out, m->payload);
	peer_wrote(p);
	if (slice_is(m->payload, "go away\n") && m->from != p->session)
		peer_close(p, "sent away inside a delivery");
}

static bool relay_open(struct peer *p)
{
	const struct pattern all = {
		.text = SLICE_LIT("#"), .separator = '/', .n = 1, .segments = { { SEGMENT_REST, SLICE_NONE } }
	};

	p->session = session_new(p->broker, p->face, ORIGIN_CLIENT, p->remote);
	session_connected(p->session, SLICE_NONE);
	broker_subscribe(p->broker, p->session, &all, (struct sink){ relay_deliver, p }, SLICE_NONE);
	return true;
}

static void say(struct peer *p, struct slice text)
{
	struct message m = {
		.address = broker_address(p->broker, SLICE_LIT("hall"), '/'),
		.payload = text,
		.from = p->session,
	};
	struct receipt r = { 0 };

	broker_publish(p->broker, &m, &r);
	receipt_release(&r);
}

static enum eaten relay_receive(struct peer *p, struct slice in, size_t *used)
{
	size_t n = slice_find(in, '\n');

	if (n == in.len)
		return EATEN_NONE;
	*used = n + 1;
	say(p, slice_first(in, n + 1));
	return EATEN_FRAME;
}

static void relay_close(struct peer *p, const char *why)
{
	session_disconnected(p->session, why);
	session_free(p->session);
	p->session = NULL;
	say(p, SLICE_LIT("somebody left\n"));
}

static const struct scheme schemes[] = {
	{NULL, 0, false},
};

static const struct protocol relay_protocol = {
	.name = "relay",
	.schemes = schemes,
	.open = relay_open,
	.receive = relay_receive,
	.close = relay_close,
};

START_TEST(what_one_client_says_the_others_of_its_mock_hear)
{
	struct world w;
	struct mock other;
	int a, b, c;

	world_open(&w, &relay_protocol, NULL);
	mock_open(&other, &w, &relay_protocol, NULL);
	a = client_open(listener_port(w.mock.listener));
	b = client_open(listener_port(w.mock.listener));
	c = client_open(listener_port(other.listener));
	WORLD_UNTIL(&w,
		    listener_connections(w.mock.listener) == 2 && listener_connections(other.listener) == 1);
	client_say(&w, a, "good morning\n");
	client_expect(&w, a, "good morning\n");
	client_expect(&w, b, "good morning\n");
	client_say(&w, c, "elsewhere\n");
	client_expect(&w, c, "elsewhere\n");
	ck_assert_uint_eq(broker_counts(w.mock.broker)->arrivals, 1);
	ck_assert_uint_eq(broker_counts(w.mock.broker)->delivered, 2);
	ck_assert_uint_eq(broker_counts(other.broker)->arrivals, 1);
	/* A message of the close is heard by who is left. */
	close(a);
	client_expect(&w, b, "somebody left\n");
	mock_close(&other);
	ck_assert_uint_eq(client_read_to_end(&w, c, NULL), 0);
	client_say(&w, b, "still here\n");
	client_expect(&w, b, "still here\n");
	close(b);
	close(c);
	world_close(&w);
}
END_TEST

START_TEST(a_close_inside_a_delivery_is_safe)
{
	enum { N = 5 };
	struct world w;
	int fds[N];

	world_open(&w, &relay_protocol, NULL);
	for (int i = 0; i < N; i++)
		fds[i] = client_open(listener_port(w.mock.listener));
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == N);
	client_say(&w, fds[0], "go away\n");
	client_expect(&w, fds[0], "go away\n");
	for (int i = 1; i < N; i++) {
		client_expect(&w, fds[i], "go away\n");
		client_read_to_end(&w, fds[i], NULL);
		close(fds[i]);
		client_expect(&w, fds[0], "somebody left\n");
	}
	client_say(&w, fds[0], "alone\n");
	client_expect(&w, fds[0], "alone\n");
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == 1);
	close(fds[0]);
	world_close(&w);
}
END_TEST

/* In one turn of the loop, over connections of any age: who spoke first is heard first. */
START_TEST(what_clients_say_is_heard_in_the_order_in_which_they_said_it)
{
	static const char *const lines[] = { "one\n", "two\n", "three\n", "four\n" };
	struct world w;
	int fds[4], ear;

	world_open(&w, &relay_protocol, NULL);
	ear = client_open(listener_port(w.mock.listener));
	for (size_t i = 0; i < 4; i++)
		fds[i] = client_open(listener_port(w.mock.listener));
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == 5);
	for (size_t round = 0; round < 4; round++) {
		world_expect_quiet(&w); /* the kernel forgets who was ready before */
		for (size_t i = 0; i < 4; i++)
			ck_assert_int_gt(write(fds[(i * 3 + round) % 4], lines[i], strlen(lines[i])), 0);
		client_expect(&w, ear, "one\ntwo\nthree\nfour\n");
	}
	for (size_t i = 0; i < 4; i++)
		close(fds[i]);
	close(ear);
	world_close(&w);
}
END_TEST

SUITE(relay)
{
	TEST(what_clients_say_is_heard_in_the_order_in_which_they_said_it);
	TEST(what_one_client_says_the_others_of_its_mock_hear);
	TEST(a_close_inside_a_delivery_is_safe);
}
