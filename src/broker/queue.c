/* A queue as its users see it: made, filled within its limits, taken from, settled. */
#include <stdlib.h>

#include "broker/entry.h"
#include "broker/queue_state.h"

struct queue *queue_new(struct broker *b, const struct queue_rules *rules)
{
	struct queue *q = NEW(struct queue);

	q->broker = b;
	q->rules = *rules;
	if (!q->rules.max_items)
		q->rules.max_items = LIMIT_QUEUE_ITEMS;
	if (!q->rules.max_bytes)
		q->rules.max_bytes = LIMIT_QUEUE_BYTES;
	if (q->rules.dead_letter)
		address_use(q->rules.dead_letter);
	return q;
}

void queue_free(struct queue *q)
{
	struct item *i;

	if (!q)
		return;
	while (q->turn)
		queue_part(q, q->turn);
	while ((i = order_first(&q->ready))) {
		order_remove(&q->ready, i);
		item_free(i);
	}
	while ((i = q->leased)) {
		lease_remove(q, i);
		item_free(i);
	}
	log_unwatch(&q->more);
	if (q->rules.dead_letter)
		address_drop(q->broker, q->rules.dead_letter);
	order_release(&q->ready);
	free(q);
}

static size_t count(const struct queue *q)
{
	return q->ready.n + q->n_leased;
}

static bool is_full(const struct queue *q, const struct message *m)
{
	return count(q) >= q->rules.max_items || (count(q) && q->bytes + entry_size(m) > q->rules.max_bytes);
}

static bool make_room(struct queue *q, const struct message *m)
{
	/* It is not worth all the others; alone it is taken, else it could never be given. */
	if (count(q) && entry_size(m) > q->rules.max_bytes)
		return false;
	while (is_full(q, m)) {
		struct item *oldest = order_oldest(&q->ready);

		if (!q->rules.drop_oldest || !oldest)
			return false;
		order_remove(&q->ready, oldest);
		item_bury(oldest, "the queue is full");
	}
	return true;
}

bool queue_push(struct queue *q, struct message *m, uint64_t note, uint32_t identifier)
{
	if (!make_room(q, m)) {
		q->dropped++;
		q->broker->counts.queue_dropped++;
		return false;
	}
	item_add(q, m, note, identifier);
	queue_offer(q);
	return true;
}

struct item *queue_take(struct queue *q, struct consumer *c)
{
	struct item *i;

	if (!c->credit)
		return NULL;
	queue_pull(q);
	i = order_first(&q->ready);
	if (!i)
		return NULL;
	order_remove(&q->ready, i);
	lease_add(q, i);
	c->credit--;
	i->taken_by = c;
	i->deliveries++;
	lease_extend(i);
	return i;
}

void queue_settle(struct item *i, enum settle how)
{
	struct queue *q = i->queue;

	switch (how) {
	case SETTLE_ACK:
		lease_remove(q, i);
		item_free(i);
		break;
	case SETTLE_REJECT:
		lease_remove(q, i);
		item_bury(i, "rejected");
		break;
	case SETTLE_REQUEUE:
		item_put_back(i);
		queue_offer(q);
		break;
	case SETTLE_EXTEND:
		lease_extend(i);
		break;
	}
}

size_t queue_leased(const struct queue *q)
{
	return q->n_leased;
}

uint64_t queue_dropped(const struct queue *q)
{
	return q->dropped;
}
