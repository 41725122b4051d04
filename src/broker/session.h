/* What the broker remembers of a client.  Generator, scenario and replay are sessions too. */
#ifndef BROKER_SESSION_H
#define BROKER_SESSION_H

#include "broker/subscription.h"

/* A server of the contract, as it is being played.  Servers of one protocol on one port are faces of one
 * core. */
struct face {
	const struct server *server; /* borrowed from the contract; NULL: made up by --protocol */
	struct slice name;	     /* as in reports: "production" */
	struct slice protocol;	     /* canonical: "mqtt" */
	uint8_t protocol_number;     /* as in message.native_of; from 1 */
	char separator;		     /* of its addresses */
};

enum origin {
	ORIGIN_CLIENT,
	ORIGIN_ATTACHED,
	ORIGIN_GENERATED,
	ORIGIN_REPLY,
	ORIGIN_SCENARIO,
	ORIGIN_REPLAY,
	ORIGIN_DEAD_LETTER,
};
const char *origin_name(enum origin o); /* "client", "generated", ... as in the recording */

/* What the core asks of the session's module. */
struct session_calls {
	/* Ends the connection, the protocol's own way, or without a word (`abrupt`: a fault).  Done after the
	 * turn. */
	void (*disconnect)(struct session *s, bool abrupt, const char *why);
};

struct session {
	struct broker *broker;
	struct slice client;	 /* owned: client id as it named itself; "" not known */
	const struct face *face; /* borrowed; NULL for our own */
	enum origin origin;
	uint32_t number; /* never used again in this mock */
	bool connected;
	bool queues_while_away; /* it gets later what comes now (MQTT: a session that is kept) */
	struct subscription *subscriptions;
	const struct session_calls *calls; /* NULL: nothing to ask */
	void *of;			   /* the module's own */
	/* Messages: that arrived from it (counted by the gate), that were given to its sinks (counted by
	 * broker_deliver), that its module could not give on (counted by the module). */
	uint64_t received, delivered, dropped;
	struct session *next, *previous; /* of all in the broker */
};

/* Makes one, not yet connected; NULL past LIMIT_SESSIONS.  Owned by the caller until session_free(). */
struct session *session_new(struct broker *b, const struct face *f, enum origin o, struct slice client);
void session_rename(struct session *s, struct slice client);
void session_free(struct session *s); /* its subscriptions go too */

/* Tell observers.  `detail` becomes the recording's part of that protocol: JSON members ("\"qos\":1"), or
 * absent. */
void session_connected(struct session *s, struct slice detail);
void session_refused(struct broker *b, const struct face *f, struct slice client, const char *why);
/* The same of a connection that breaks the contract (`v`, not empty; copied): it is told with it, and kept in
 * the side log. */
void session_connected_wrong(struct session *s, struct slice detail, const struct violations *v);
void session_refused_wrong(struct broker *b, const struct face *f, struct slice client, const char *why,
			   const struct violations *v);
void session_subscribed(struct session *s, const struct subscription *sub, struct slice detail);
void session_unsubscribed(struct session *s, struct slice text);
void session_disconnected(struct session *s, const char *why); /* one phrase: "client sent DISCONNECT" */

#endif
