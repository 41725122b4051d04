/* The ready items of a queue: by priority, the highest first, then by arrival. */
#ifndef BROKER_QUEUE_ORDER_H
#define BROKER_QUEUE_ORDER_H

#include "broker/queue.h"

struct queue_level {
	uint8_t priority;
	struct item *first, *last;
};

/* One level per priority in use; most queues have one. */
struct queue_order {
	struct queue_level *levels; /* owned; highest priority first; emptied ones stay */
	size_t n_levels, room, n;   /* n: items */
};

void order_insert(struct queue_order *o, struct item *i); /* also back to its place */
void order_remove(struct queue_order *o, struct item *i);
struct item *order_first(const struct queue_order *o);	/* NULL: empty */
struct item *order_oldest(const struct queue_order *o); /* of the lowest priority */
void order_release(struct queue_order *o);

#endif
