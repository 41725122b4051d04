/* What is kept of a client by its client identifier, with and without a connection (§4.1), and what one mock
 * keeps of MQTT. */
#ifndef PROTOCOL_MQTT_SESSION_H
#define PROTOCOL_MQTT_SESSION_H

#include "base/map.h"
#include "broker/broker.h"
#include "protocol/mqtt/window.h"

struct mqtt_connection;
struct will;

/* What deliver.c knows of the message that is being delivered, so that it is found out once and not once a
 * subscriber. */
struct delivery {
	uint64_t seq;
	struct address *address;
	size_t merged, end; /* readers[merged .. end) have had it with the first of their session */
	uint8_t qos;
};

/* Of `$SYS`. */
struct sys {
	struct timer timer; /* armed while somebody listens */
	int64_t started_us, set_us;
};

/* The state per mock. */
struct mqtt {
	struct broker *broker;
	uint8_t number;		/* as in message.native_of */
	struct map sessions;	/* client id (the core session's) -> struct mqtt_session */
	uint64_t n_assigned;	/* client ids that we have made up */
	struct receipt receipt; /* of the publish at hand; reused */
	struct buf headers;	/* the same: its user properties, packed */
	struct delivery delivery;
	struct sys sys;
};

enum { NEVER_EXPIRES = 0xffffffff }; /* §3.1.2.11.2 */

struct mqtt_session {
	struct mqtt *mqtt;
	struct session *core;		    /* owned; its `of` is this */
	struct mqtt_connection *connection; /* NULL: away */
	uint32_t expiry_s;
	struct timer expiry;
	struct will *will; /* owned; NULL: none */
	struct timer will_delay;
	struct packet_ids received; /* QoS 2 from the client, not yet released */
	struct window window;	    /* to the client */
	unsigned window_size;	    /* at most so many in flight to this connection */
	struct queue *queue;	    /* QoS 1 and 2; NULL before the first */
	struct consumer consumer;   /* of the queue; credit 0 while away */
};

/* NULL: there is none. */
struct mqtt_session *mqtt_session_find(const struct mqtt *m, struct slice client);
/* NULL past LIMIT_SESSIONS. */
struct mqtt_session *mqtt_session_new(struct mqtt *m, const struct face *face, struct slice client);
/* The connection is gone: tells observers why, sends the will or sets its delay, ends the session or lets its
 * expiry begin.  The session may be gone afterwards. */
void mqtt_session_leave(struct mqtt_session *s, const char *why);
/* It is over: subscriptions, queue, ids; a will that was waiting is sent (§3.1.3.2.2). */
void mqtt_session_end(struct mqtt_session *s);

#endif
