/* What the parts of a queue share: the queue itself, and the ways of an item between its lists. */
#ifndef BROKER_QUEUE_STATE_H
#define BROKER_QUEUE_STATE_H

#include "broker/core.h"
#include "broker/queue_order.h"

struct queue {
	struct broker *broker;
	struct queue_rules rules;
	struct queue_order ready;
	struct item *leased; /* the one taken last comes first */
	size_t n_leased, bytes;
	struct consumer *turn; /* in the ring: the next to be asked */
	unsigned n_consumers;
	bool offering;
	uint64_t dropped;
	struct log *log; /* fed from; NULL: pushed to */
	uint64_t from;	 /* the next offset */
	struct waiter more;
};

/* item.c: where an item stands.  Burying (to the dead letters, or dropped and counted) and freeing want it in
 * no list. */
void item_free(struct item *i);
void item_bury(struct item *i, const char *why);
void lease_add(struct queue *q, struct item *i);
void lease_remove(struct queue *q, struct item *i);
void lease_extend(struct item *i);
void item_put_back(struct item *i); /* a leased one, to its place, or away when its time is over */
/* A new one, ready; away at once when it has expired. */
void item_add(struct queue *q, struct message *m, uint64_t note, uint32_t identifier);

/* queue_turns.c: asks consumers in turn until nothing is ready, nobody has credit, or none takes anything. */
void queue_offer(struct queue *q);
void queue_part(struct queue *q, struct consumer *c); /* out of the ring; what it has stays leased */

/* queue_feed.c: when nothing is ready, the next of the log is made so. */
void queue_pull(struct queue *q);

#endif
