/* The ledger: everything that came in since the scenario began, in order of arrival, as it came, copied.
 *
 * What the mock and the scenario send is there too, for the timeline only: it can never be claimed. */
#ifndef SCENARIO_LEDGER_H
#define SCENARIO_LEDGER_H

#include "broker/broker.h"

struct entry {
	enum event_kind kind;
	uint64_t seq;
	int64_t since_us; /* since the scenario began */
	int64_t wall_us;
	bool ours;    /* sent by the mock or the scenario */
	bool claimed; /* an expectation has met it */
	bool violates;
	bool has_offset;
	uint64_t offset;
	struct slice client, server, address; /* of a subscription: its text */
	struct slice payload, headers, key, content_type, correlation;
	const struct channel *channel;	     /* of a message; NULL: an address that no contract has */
	const struct message_model *model;   /* it conforms to; NULL: none */
	const struct message_model *nearest; /* of a violating one, or NULL */
	struct node *params;		     /* of the address */
	const struct channel **covers;	     /* of a subscription: channels that it can be given */
	size_t n_covers;
	struct violation *violations;
	size_t n_violations;
	enum outcome outcome;
	const char *why;    /* refused, disconnected */
	struct node *value; /* of the payload, once somebody asked: entry_value() */
	bool decoded;
};

struct ledger {
	struct observer observer;
	struct broker *broker; /* borrowed */
	struct arena arena;    /* owns the entries */
	struct entry **list;
	size_t n, room;
	int64_t began_us;
	bool full; /* LIMIT_LEDGER_BYTES: nothing more is kept */
	void (*on_entry)(void *arg);
	void *arg;
};

/* Observes `b` from now on; `on_entry` is told after each, inside the event: it may only make a note. */
void ledger_start(struct ledger *l, struct broker *b, void (*on_entry)(void *arg), void *arg);
void ledger_release(struct ledger *l);

/* The payload as a value: JSON, else text, else base64.  NULL when there is none. */
struct node *entry_value(struct ledger *l, struct entry *e);
/* What `as` keeps: payload headers key address params client server time offset correlationId. */
struct node *entry_capture(struct ledger *l, struct entry *e);

#endif
