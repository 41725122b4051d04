/* An item's life: ready, leased, back to its place, and out, by settling, by time or for want of room. */
#include <stdlib.h>

#include "broker/queue_state.h"

void item_free(struct item *i)
{
	struct queue *q = i->queue;

	broker_disarm(q->broker, &i->lease);
	broker_disarm(q->broker, &i->expiry);
	q->bytes -= hold_bytes(i->hold);
	hold_release(i->hold);
	free(i);
}

/* It stands in no list any more. */
void item_bury(struct item *i, const char *why)
{
	struct queue *q = i->queue;
	struct message m;

	if (q->rules.dead_letter) {
		hold_view(i->hold, &m);
		broker_dead_letter(q->broker, &m, q->rules.dead_letter, why, NULL);
	} else {
		q->dropped++;
		q->broker->counts.queue_dropped++;
	}
	item_free(i);
}

void lease_add(struct queue *q, struct item *i)
{
	i->previous = NULL;
	i->next = q->leased;
	if (i->next)
		i->next->previous = i;
	q->leased = i;
	q->n_leased++;
}

void lease_remove(struct queue *q, struct item *i)
{
	*(i->previous ? &i->previous->next : &q->leased) = i->next;
	if (i->next)
		i->next->previous = i->previous;
	i->next = i->previous = NULL;
	q->n_leased--;
	broker_disarm(q->broker, &i->lease);
}

void lease_extend(struct item *i)
{
	struct queue *q = i->queue;

	if (q->rules.lease_us)
		broker_arm(q->broker, &i->lease, broker_now_us(q->broker) + q->rules.lease_us);
}

static bool has_expired(const struct item *i)
{
	return i->expiry.fire && !timer_is_armed(&i->expiry);
}

/* A leased one whose time is over is judged when it comes back. */
static void expire(struct timer *t, int64_t now_us)
{
	struct item *i = container_of(t, struct item, expiry);

	(void)now_us;
	if (i->taken_by)
		return;
	order_remove(&i->queue->ready, i);
	item_bury(i, "expired");
}

void item_put_back(struct item *i)
{
	struct queue *q = i->queue;

	lease_remove(q, i);
	i->taken_by = NULL;
	if (has_expired(i))
		item_bury(i, "expired");
	else if (q->rules.max_deliveries && i->deliveries >= q->rules.max_deliveries)
		item_bury(i, "delivered too often");
	else
		order_insert(&q->ready, i);
}

static void lease_ends(struct timer *t, int64_t now_us)
{
	struct item *i = container_of(t, struct item, lease);
	struct queue *q = i->queue;

	(void)now_us;
	i->taken_by->credit++;
	item_put_back(i);
	queue_offer(q);
}

/* When it leaves by itself; TIMER_NEVER: not at all. */
static int64_t expiry_of(const struct queue *q, const struct message *m)
{
	int64_t now_us = broker_now_us(q->broker), due_us = TIMER_NEVER;

	if (m->expires_us)
		due_us = now_us + (m->expires_us - broker_wall_us(q->broker));
	if (q->rules.expire_us && (due_us == TIMER_NEVER || now_us + q->rules.expire_us < due_us))
		due_us = now_us + q->rules.expire_us;
	return due_us;
}

static struct item *item_new(struct queue *q, struct message *m, uint64_t note, uint32_t identifier)
{
	struct item *i = memory_resize(NULL, sizeof(*i));

	*i = (struct item){
		.hold = message_hold(q->broker, m),
		.seq = m->seq,
		.note = note,
		.identifier = identifier,
		.priority = m->priority,
		.queue = q,
		.lease.fire = lease_ends,
	};
	q->bytes += hold_bytes(i->hold);
	return i;
}

void item_add(struct queue *q, struct message *m, uint64_t note, uint32_t identifier)
{
	struct item *i = item_new(q, m, note, identifier);
	int64_t due_us = expiry_of(q, m);

	if (due_us != TIMER_NEVER && due_us <= broker_now_us(q->broker)) {
		item_bury(i, "expired");
		return;
	}
	if (due_us != TIMER_NEVER) {
		i->expiry.fire = expire;
		broker_arm(q->broker, &i->expiry, due_us);
	}
	order_insert(&q->ready, i);
}
