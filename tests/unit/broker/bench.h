/* What the core's tests stand on: a broker over a small contract, with a clock turned by hand, sessions that
 * note what they are given, and an observer that notes what it is told. */
#ifndef TESTS_BROKER_BENCH_H
#define TESTS_BROKER_BENCH_H

#include <stdlib.h>

#include "base/memory.h"
#include "broker/broker.h"
#include "suite.h"

/* orders/{region} (sent by the application), shipments (received), notes (no operation), raw (no messages),
 * requests (received, answered at a place that the request names), parts (three partitions). */
extern const char bench_contract[];

struct bench {
	struct broker *broker;
	struct contract *contract;
	int64_t now_us;
	struct face face;
	struct observer observer;
	struct buf told;	/* one line per event */
	struct session *client; /* connected */
};

void bench_open(struct bench *b, const struct broker_options *options); /* options: clocks are set here */
void bench_close(struct bench *b);
void bench_turn(struct bench *b, int64_t after_us); /* moves the clock and turns */

/* Patterns as MQTT spells them. */
void bench_pattern(struct pattern *p, const char *text);
struct session *bench_session(struct bench *b, const char *client);
/* Notes "CLIENT:PAYLOAD " in `into`. */
struct subscription *bench_subscribe(struct bench *b, struct session *s, const char *pattern,
				     struct buf *into);
struct subscription *bench_share(struct bench *b, struct session *s, const char *pattern, const char *group,
				 struct buf *into);

/* A message from b->client, not published yet. */
struct message bench_message(struct bench *b, const char *address, const char *payload);
enum outcome bench_publish(struct bench *b, const char *address, const char *payload);
enum outcome bench_judge(struct bench *b, const char *address, const char *payload, struct receipt *r);

#define ORDER "{\"id\":1,\"amount\":10}"

#endif
