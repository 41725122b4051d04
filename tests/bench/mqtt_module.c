/* The MQTT module alone, driven from memory: what a message costs from its bytes to its subscribers' bytes,
 * without sockets.  The best of many short runs, so that a crowded machine shows through as little as can be.
 *
 *   mqtt_module CONTRACT PAYLOAD_FILE [TOPIC]
 *
 * Prints one line per case: "QoS 0, 1 to 1: N ns". */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "broker/broker.h"
#include "contract/contract.h"
#include "protocol/mqtt/mqtt.h"
#include "protocol/mqtt/native.h"

enum { AT_ONCE = 200, RUNS = 20000, MOST_SUBSCRIBERS = 50 };

struct bench {
	struct broker *broker;
	struct face face;
	void *module;
	int64_t now_us;
	struct peer publisher, subscribers[MOST_SUBSCRIBERS];
	unsigned n_subscribers;
	struct buf batch, acks;
};

static void on_wrote(struct peer *p)
{
	(void)p;
}

static void on_close(struct peer *p, bool abrupt, const char *why)
{
	(void)p;
	(void)abrupt;
	fprintf(stderr, "closed: %s\n", why);
	exit(1);
}

static const struct peer_calls calls = { .wrote = on_wrote, .close = on_close };

static void feed(struct peer *p, struct slice in)
{
	while (in.len) {
		size_t used = 0;

		if (protocol_mqtt.receive(p, in, &used) != EATEN_FRAME) {
			fprintf(stderr, "the module did not take it\n");
			exit(1);
		}
		in = slice_from(in, used);
	}
}

static void open_peer(struct bench *b, struct peer *p, char name)
{
	char connect[] = "\x10\x0e\0\4MQTT\4\2\0\0\0\2c?";

	*p = (struct peer){ .broker = b->broker,
			    .protocol = &protocol_mqtt,
			    .module = b->module,
			    .face = &b->face,
			    .out = BUF_INIT(LIMIT_OUTPUT_BYTES),
			    .now_us = b->now_us,
			    .remote = SLICE_LIT("memory"),
			    .calls = &calls };
	protocol_mqtt.open(p);
	connect[15] = name;
	feed(p, slice_of(connect, 16));
	buf_reset(&p->out);
}

static void text(struct buf *out, struct slice s)
{
	buf_u16(out, (uint16_t)s.len);
	buf_slice(out, s);
}

static void subscribe(struct peer *p, struct slice topic, int qos)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	buf_char(&out, (char)0x82);
	buf_char(&out, (char)(5 + topic.len));
	buf_u16(&out, 1);
	text(&out, topic);
	buf_char(&out, (char)qos);
	feed(p, buf_view(&out));
	buf_reset(&p->out);
}

static void put_publish(struct buf *out, struct slice topic, int qos, uint16_t id, struct slice payload)
{
	size_t left = 2 + topic.len + (qos ? 2 : 0) + payload.len;

	buf_char(out, (char)(0x30 | qos << 1));
	do {
		buf_char(out, (char)((left & 127) | (left > 127 ? 128 : 0)));
	} while (left >>= 7);
	text(out, topic);
	if (qos)
		buf_u16(out, id);
	buf_slice(out, payload);
}

/* Answers each PUBLISH of QoS 1 in what was sent. */
static void acknowledge(struct bench *b, struct peer *p)
{
	const unsigned char *at = (const void *)p->out.data, *end = at + p->out.len;

	buf_reset(&b->acks);
	while (at < end) {
		size_t left = 0, shift = 0, head = 1, topic;

		do {
			left |= (size_t)(at[head] & 127) << shift;
			shift += 7;
		} while (at[head++] & 128);
		topic = (size_t)at[head] << 8 | at[head + 1];
		buf_add(&b->acks, "\x40\x02", 2);
		buf_add(&b->acks, at + head + 2 + topic, 2);
		at += head + left;
	}
	buf_reset(&p->out);
	feed(p, buf_view(&b->acks));
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t run_once(struct bench *b, int qos)
{
	uint64_t began = now_ns();

	b->now_us += 1000;
	broker_turn(b->broker, b->now_us);
	feed(&b->publisher, buf_view(&b->batch));
	buf_reset(&b->publisher.out);
	for (unsigned i = 0; i < b->n_subscribers; i++) {
		if (qos)
			acknowledge(b, &b->subscribers[i]);
		buf_reset(&b->subscribers[i].out);
	}
	broker_turn(b->broker, b->now_us);
	return now_ns() - began;
}

static void measure(struct contract *contract, struct slice topic, struct slice payload, int qos, unsigned n)
{
	struct broker_options o = { .role = ROLE_COUNTERPART, .now_us = 1, .wall_us = 1700000000000000 };
	struct bench b = { .broker = broker_new(&contract, 1, &o), .n_subscribers = n, .now_us = 1 };
	uint64_t best = UINT64_MAX;

	b.face = (struct face){ .name = SLICE_LIT("bench"), .protocol = SLICE_LIT("mqtt"), .separator = '/' };
	b.face.protocol_number = broker_add_protocol(b.broker, &mqtt_native_form);
	b.module = protocol_mqtt.start(b.broker, b.face.protocol_number);
	open_peer(&b, &b.publisher, '!');
	for (unsigned i = 0; i < n; i++) {
		open_peer(&b, &b.subscribers[i], (char)('0' + i));
		subscribe(&b.subscribers[i], topic, qos);
	}
	for (unsigned i = 0; i < AT_ONCE; i++)
		put_publish(&b.batch, topic, qos, (uint16_t)(i + 1), payload);
	for (unsigned i = 0; i < RUNS / (n > 1 ? 10 : 1); i++) {
		uint64_t took = run_once(&b, qos);

		best = took < best ? took : best;
	}
	if (broker_counts(b.broker)->violating)
		exit(1); /* what is not judged as conforming is another path */
	printf("QoS %d, 1 to %u: %.0f ns\n", qos, n, (double)best / AT_ONCE);
	fflush(stdout);
	for (unsigned i = 0; i < n; i++)
		protocol_mqtt.close(&b.subscribers[i], "over");
	protocol_mqtt.close(&b.publisher, "over");
	protocol_mqtt.stop(b.module);
	broker_free(b.broker);
}

int main(int argc, char **argv)
{
	struct diag diag = { .out = stderr };
	struct contract *contract = argc > 2 ? contract_load(argv[1], &diag) : NULL;
	struct slice topic = slice_str(argc > 3 ? argv[3] : "orders/eu");
	static char payload[8192];
	FILE *f = contract ? fopen(argv[2], "r") : NULL;
	size_t n = f ? fread(payload, 1, sizeof(payload) - 64, f) : 0;

	if (!n) {
		fprintf(stderr, "usage: mqtt_module CONTRACT PAYLOAD_FILE [TOPIC]\n");
		return 2;
	}
	while (n && payload[n - 1] == '\n')
		n--;
	measure(contract, topic, slice_of(payload, n), 0, 0);
	measure(contract, topic, slice_of(payload, n), 0, 1);
	measure(contract, topic, slice_of(payload, n), 0, MOST_SUBSCRIBERS);
	measure(contract, topic, slice_of(payload, n), 1, 1);
	fclose(f);
	diag_release(&diag);
	return 0;
}
