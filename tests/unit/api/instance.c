/* Whole mocks in one process, with libmosquitto as the client: everything in one thread, turn by turn. */
#include <dirent.h>
#include <mosquitto.h>
#include <stdlib.h>

#include "api/instance.h"
#include "suite.h"

static const char contract_text[] = "asyncapi: 3.0.0\n"
				    "info: { title: T, version: 1.0.0 }\n"
				    "servers: { one: { host: 'localhost:1883', protocol: mqtt } }\n"
				    "channels:\n"
				    "  readings:\n"
				    "    address: readings/{id}\n"
				    "    parameters: { id: {} }\n"
				    "    messages: { reading: { payload: { type: object, required: "
				    "[celsius], properties: { celsius: { type: number } } } } }\n"
				    "operations:\n"
				    "  take: { action: receive, channel: { $ref: '#/channels/readings' } }\n";

enum { MOST_TURNS = 20000 };

struct world {
	struct diag diag;
	struct contract *contract;
	struct loop *loop;
};

static void world_init(struct world *w)
{
	*w = (struct world){ .diag.out = stderr };
	w->contract = contract_load_text("t.yaml", slice_str(contract_text), &w->diag);
	ck_assert_ptr_nonnull(w->contract);
	w->loop = loop_new(&w->diag);
	ck_assert_ptr_nonnull(w->loop);
	mosquitto_lib_init();
}

static void world_release(struct world *w)
{
	loop_free(w->loop);
	contract_drop(w->contract);
	diag_release(&w->diag);
	mosquitto_lib_cleanup();
}

static struct instance *start(struct world *w)
{
	struct port_choice any = { .port = 0 };
	struct instance_options o = { .contracts = &w->contract,
				      .n_contracts = 1,
				      .ports = &any,
				      .n_ports = 1,
				      .seed = 1,
				      .answer = true };
	struct instance *i = instance_start(w->loop, &o, &w->diag);

	ck_assert_ptr_nonnull(i);
	return i;
}

static int port_of(const struct instance *i)
{
	const struct played *list;

	ck_assert_uint_eq(instance_played(i, &list), 1);
	return list[0].port;
}

struct client {
	struct mosquitto *mosq;
	bool connected, subscribed, lost;
	unsigned received;
	char last[64];
};

static void on_connect(struct mosquitto *m, void *arg, int rc)
{
	(void)m;
	((struct client *)arg)->connected = rc == 0;
}

static void on_subscribe(struct mosquitto *m, void *arg, int mid, int n, const int *granted)
{
	(void)m, (void)mid, (void)n, (void)granted;
	((struct client *)arg)->subscribed = true;
}

static void on_message(struct mosquitto *m, void *arg, const struct mosquitto_message *msg)
{
	struct client *c = arg;

	(void)m;
	c->received++;
	snprintf(c->last, sizeof(c->last), "%.*s", msg->payloadlen, (const char *)msg->payload);
}

static void on_disconnect(struct mosquitto *m, void *arg, int rc)
{
	(void)m, (void)rc;
	((struct client *)arg)->lost = true;
}

static void turn(struct world *w, struct client *clients, size_t n)
{
	loop_turn(w->loop, 1000);
	for (size_t i = 0; i < n; i++)
		mosquitto_loop(clients[i].mosq, 0, 1);
}

#define AWAIT(w, clients, n, condition)                                                                      \
	do {                                                                                                 \
		int left = MOST_TURNS;                                                                       \
		while (!(condition) && left--)                                                               \
			turn(w, clients, n);                                                                 \
		ck_assert_msg(condition, "never came: " #condition);                                         \
	} while (0)

/* The client connects without blocking: the broker lives in this thread.  Without Nagle's algorithm, which
 * keeps a small packet back for 40 ms when the one before had no answer: longer than MOST_TURNS. */
static void client_init(struct client *c, int port)
{
	*c = (struct client){ .mosq = mosquitto_new(NULL, true, c) };
	mosquitto_connect_callback_set(c->mosq, on_connect);
	mosquitto_subscribe_callback_set(c->mosq, on_subscribe);
	mosquitto_message_callback_set(c->mosq, on_message);
	mosquitto_disconnect_callback_set(c->mosq, on_disconnect);
	mosquitto_int_option(c->mosq, MOSQ_OPT_TCP_NODELAY, 1);
	ck_assert_int_eq(mosquitto_connect_async(c->mosq, "127.0.0.1", port, 60), MOSQ_ERR_SUCCESS);
}

static size_t open_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

START_TEST(libmosquitto_publishes_and_subscribes)
{
	struct world w;
	struct instance *i;
	struct client c[2];

	world_init(&w);
	i = start(&w);
	client_init(&c[0], port_of(i));
	client_init(&c[1], port_of(i));
	AWAIT(&w, c, 2, c[0].connected && c[1].connected);
	mosquitto_subscribe(c[0].mosq, NULL, "readings/+", 2);
	AWAIT(&w, c, 2, c[0].subscribed);
	for (int qos = 0; qos <= 2; qos++) {
		mosquitto_publish(c[1].mosq, NULL, "readings/7", 15, "{\"celsius\":21} ", qos, false);
		AWAIT(&w, c, 2, c[0].received == (unsigned)qos + 1);
		ck_assert_str_eq(c[0].last, "{\"celsius\":21} ");
	}
	ck_assert_uint_eq(broker_counts(instance_broker(i))->arrivals, 3);
	ck_assert_uint_eq(broker_counts(instance_broker(i))->violating, 0);
	mosquitto_publish(c[1].mosq, NULL, "readings/7", 2, "{}", 1, false);
	AWAIT(&w, c, 2, c[0].received == 4);
	ck_assert_uint_eq(broker_counts(instance_broker(i))->violating, 1);
	mosquitto_destroy(c[0].mosq);
	mosquitto_destroy(c[1].mosq);
	instance_stop(i);
	world_release(&w);
}
END_TEST

START_TEST(two_mocks_in_one_loop_know_nothing_of_each_other)
{
	struct world w;
	struct instance *i[2];
	struct client c[2];

	world_init(&w);
	for (int k = 0; k < 2; k++) {
		i[k] = start(&w);
		client_init(&c[k], port_of(i[k]));
	}
	AWAIT(&w, c, 2, c[0].connected && c[1].connected);
	for (int k = 0; k < 2; k++) {
		mosquitto_subscribe(c[k].mosq, NULL, "readings/#", 1);
		AWAIT(&w, c, 2, c[k].subscribed);
	}
	mosquitto_publish(c[0].mosq, NULL, "readings/1", 13, "{\"celsius\":1}", 1, true);
	AWAIT(&w, c, 2, c[0].received == 1);
	ck_assert_uint_eq(c[1].received, 0);
	ck_assert_uint_eq(broker_counts(instance_broker(i[1]))->arrivals, 0);

	/* One goes; the other does not notice. */
	instance_stop(i[0]);
	AWAIT(&w, c, 2, c[0].lost);
	mosquitto_publish(c[1].mosq, NULL, "readings/1", 13, "{\"celsius\":2}", 1, false);
	AWAIT(&w, c + 1, 1, c[1].received == 1);
	ck_assert_str_eq(c[1].last, "{\"celsius\":2}");
	mosquitto_destroy(c[0].mosq);
	mosquitto_destroy(c[1].mosq);
	instance_stop(i[1]);
	world_release(&w);
}
END_TEST

START_TEST(mocks_come_and_go_two_hundred_times)
{
	struct world w;
	size_t before = 0;

	world_init(&w);
	for (int round = 0; round < 200; round++) {
		struct instance *i = start(&w);
		struct client c;

		client_init(&c, port_of(i));
		AWAIT(&w, &c, 1, c.connected);
		if (round % 2) {
			mosquitto_subscribe(c.mosq, NULL, "readings/#", round % 3);
			mosquitto_publish(c.mosq, NULL, "readings/1", 13, "{\"celsius\":1}", round % 3,
					  round % 5 == 0);
		}
		if (round % 4 == 3)
			AWAIT(&w, &c, 1, c.received);
		instance_stop(i);
		mosquitto_destroy(c.mosq);
		loop_turn(w.loop, 0);
		if (round == 10)
			before = open_descriptors();
	}
	ck_assert_uint_eq(open_descriptors(), before);
	world_release(&w);
}
END_TEST

SUITE(instance)
{
	TEST(libmosquitto_publishes_and_subscribes);
	TEST(two_mocks_in_one_loop_know_nothing_of_each_other);
	TEST(mocks_come_and_go_two_hundred_times);
}
