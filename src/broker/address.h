/* Where messages go: interned once, resolved against the contract once per reload, kept by hot paths.
 *
 * The text is the contract's own spelling; each protocol maps it to its wire form and back. */
#ifndef BROKER_ADDRESS_H
#define BROKER_ADDRESS_H

#include "broker/message.h"

struct broker;
struct pattern;
struct subscription;

struct address {
	struct slice text;	       /* owned */
	const struct channel *channel; /* borrowed from the current contract; NULL = uncontracted */
	struct log **logs;	       /* its channel's (one per partition), or the shared one */
	unsigned n_logs;
	struct subscription **readers; /* who matches; rebuilt when `epoch` is behind */
	size_t n_readers, room_readers;
	struct hold *last;			  /* retained value, or NULL */
	uint64_t epoch;				  /* of the subscriptions when `readers` was made */
	uint32_t users;				  /* retained value, queues, holds, peers that remember it */
	struct address *older, *newer;		  /* of the unused ones: they leave, oldest first */
	struct address *kept_before, *kept_after; /* of those with a last value, in the order of keeping */
	uint64_t turn;		     /* when it was last asked for: not before the next one it leaves */
	struct channel_place *place; /* the core's own: what it knows of the channel */
	const struct reply *reply;   /* answers to an earlier request may come here; NULL: none may */
	char separator;
	bool parameters_fit; /* a message here has conformed: the address itself need not be judged again */
};

/* Its parameter values, slices into its text; false (and n 0) when no channel has it.  Not kept in the
 * address: a struct of 1 KiB, 100,000 times. */
bool address_parameters(const struct address *a, struct address_match *out);

/* Its channel and those of the mock's other contracts that have the same address; 0: no contract has it. */
size_t address_channels(const struct address *a, const struct channel *const **list);

/* Finds or makes it; `separator` parts the levels in this spelling ('/' MQTT, '.' NATS; who made
 * it decided).  NULL past
 * LIMIT_ADDRESSES or LIMIT_ADDRESS_BYTES.  Valid until the end of the turn unless used. */
struct address *broker_address(struct broker *b, struct slice text, char separator);
struct address *broker_address_find(struct broker *b,
				    struct slice text); /* one that is there already, or NULL */
void address_use(struct address *a);
void address_drop(struct broker *b, struct address *a);

/* Makes it the last value (an empty payload clears it); false past LIMIT_RETAINED_BYTES. */
bool address_retain(struct broker *b, struct message *m);
/* The last value of every address that the pattern matches, with MSG_WAS_RETAINED set. */
void broker_each_retained(struct broker *b, const struct pattern *p, message_fn *each, void *arg);

#endif
