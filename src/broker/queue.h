/* What one destination has still to be given, with acknowledgement.  Ordered by priority, then arrival; a
 * requeued item goes back to its place. */
#ifndef BROKER_QUEUE_H
#define BROKER_QUEUE_H

#include "base/timers.h"
#include "broker/hold.h"

struct queue;
struct consumer;

struct queue_rules {
	size_t max_items, max_bytes; /* 0 = LIMIT_QUEUE_ITEMS, LIMIT_QUEUE_BYTES */
	bool drop_oldest;	     /* when full: drop the oldest ready one instead of refusing the new */
	int64_t expire_us;	 /* an item leaves so long after it was pushed; 0 = when its message says */
	int64_t lease_us;	 /* a taken one comes back so long after; 0 = never by time */
	unsigned max_deliveries; /* then it goes to the dead letters; 0 = no limit */
	struct address *dead_letter; /* used by the queue; NULL: such items are dropped and counted */
};

struct item {
	struct hold *hold; /* owned by the item */
	uint64_t seq;
	uint64_t note;	     /* the module's own word, as pushed */
	uint32_t identifier; /* the same: MQTT subscription identifier */
	uint32_t deliveries; /* times taken */
	uint8_t priority;
	uint64_t mark;		   /* the taker's own, such as a packet id; 0 when pushed */
	struct consumer *taken_by; /* NULL: ready */
	struct queue *queue;
	struct timer lease, expiry;
	struct item *next, *previous;
};

/* Embedded by whoever takes.  Round robin over those with credit. */
struct consumer {
	/* How many more it may be given: queue_take counts down; the taker gives back when it settles, the
	 * queue when a lease ends. */
	unsigned credit;
	/* There is something and you have credit: call queue_take.  Called from a push, and from what puts an
	 * item back (requeue, leave, the end of a lease).  It may take, settle and leave, not free the queue.
	 */
	void (*ready)(struct consumer *c);
	struct queue *queue;
	struct consumer *next, *previous;
};

struct queue *queue_new(struct broker *b, const struct queue_rules *rules);
void queue_free(struct queue *q); /* before the broker */
bool queue_push(struct queue *q, struct message *m, uint64_t note,
		uint32_t identifier); /* false: full, counted */
/* Or: taken from a log, lazily, from an offset on. */
void queue_feed(struct queue *q, struct log *l, uint64_t from);

void queue_join(struct queue *q, struct consumer *c); /* ready() is not called for what is there already */
void queue_leave(struct consumer *c);		      /* what it had leased goes back to its place */
/* The next ready one, leased to `c`; NULL: nothing is ready, or no credit. */
struct item *queue_take(struct queue *q, struct consumer *c);

enum settle { SETTLE_ACK, SETTLE_REQUEUE, SETTLE_REJECT, SETTLE_EXTEND };
/* ACK, and REJECT (to the dead letters), free the item. */
void queue_settle(struct item *i, enum settle how);

size_t queue_ready(const struct queue *q);
size_t queue_leased(const struct queue *q);
uint64_t queue_dropped(const struct queue *q); /* full, expired, delivered too often, without dead letters */

#endif
