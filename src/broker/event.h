/* What observers are told: the recording, the console, expectations, the mock's own reactions. */
#ifndef BROKER_EVENT_H
#define BROKER_EVENT_H

#include "broker/gate.h"
#include "broker/session.h"

enum event_kind {
	EVENT_CONNECTED,
	EVENT_REFUSED, /* a client was not let in */
	EVENT_SUBSCRIBED,
	EVENT_UNSUBSCRIBED,
	EVENT_DISCONNECTED,
	EVENT_RELOADED, /* the contracts are others now; nothing else is set */
	EVENT_ARRIVAL,	/* message and receipt are set */
};
const char *event_name(enum event_kind k); /* "connected", ... as in the recording */

struct event {
	enum event_kind kind;
	uint64_t seq;
	int64_t wall_us;
	const struct face *face; /* NULL: our own doing */
	struct slice client;
	const struct session *session;		 /* NULL: refused before there was one */
	const struct subscription *subscription; /* EVENT_SUBSCRIBED */
	struct slice address;			 /* the subscription's text, or the message's address */
	struct slice detail;			 /* JSON members of the protocol's own, or absent */
	const char *why;			 /* refused, disconnected */
	const struct violations *violations; /* connected, refused: what of it breaks the contract; NULL or
						empty: nothing */
	struct message *message;	     /* EVENT_ARRIVAL: as it came, before faults */
	const struct receipt *receipt;	     /* EVENT_ARRIVAL */
};

/* Embedded by whoever listens; called in the order of adding.  It may publish: that is delivered when the
 * current delivery is over. */
struct observer {
	void (*on_event)(struct observer *o, const struct event *e);
	struct observer *next;
};
void broker_observe(struct broker *b, struct observer *o);
void broker_unobserve(struct broker *b, struct observer *o);

#endif
