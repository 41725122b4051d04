/* A queue: items ready, items leased, consumers in a ring, and perhaps a log that it is fed from. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/entry.h"
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

static void item_free(struct item *i)
{
	struct queue *q = i->queue;

	broker_disarm(q->broker, &i->lease);
	broker_disarm(q->broker, &i->expiry);
	q->bytes -= hold_bytes(i->hold);
	hold_release(i->hold);
	free(i);
}

/* It stands in no list any more. */
static void item_bury(struct item *i, const char *why)
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

/* --- lists */

static void lease_add(struct queue *q, struct item *i)
{
	i->previous = NULL;
	i->next = q->leased;
	if (i->next)
		i->next->previous = i;
	q->leased = i;
	q->n_leased++;
}

static void lease_remove(struct queue *q, struct item *i)
{
	*(i->previous ? &i->previous->next : &q->leased) = i->next;
	if (i->next)
		i->next->previous = i->previous;
	i->next = i->previous = NULL;
	q->n_leased--;
	broker_disarm(q->broker, &i->lease);
}

/* --- consumers */

static struct consumer *next_with_credit(struct queue *q)
{
	for (unsigned n = 0; n < q->n_consumers; n++) {
		struct consumer *c = q->turn;

		q->turn = c->next;
		if (c->credit)
			return c;
	}
	return NULL;
}

/* Asks consumers in turn until nothing is ready, nobody has credit, or none of them takes anything. */
static void offer(struct queue *q)
{
	unsigned idle = 0;

	if (q->offering)
		return;
	q->offering = true;
	while (idle <= q->n_consumers && queue_ready(q)) {
		struct consumer *c = next_with_credit(q);
		size_t before = queue_ready(q);

		if (!c)
			break;
		c->ready(c);
		idle = queue_ready(q) < before ? 0 : idle + 1;
	}
	q->offering = false;
}

void queue_join(struct queue *q, struct consumer *c)
{
	c->queue = q;
	if (!q->turn) {
		q->turn = c->next = c->previous = c;
	} else {
		c->next = q->turn;
		c->previous = q->turn->previous;
		c->previous->next = c->next->previous = c;
	}
	q->n_consumers++;
}

static void ring_leave(struct queue *q, struct consumer *c)
{
	c->previous->next = c->next;
	c->next->previous = c->previous;
	if (q->turn == c)
		q->turn = c->next == c ? NULL : c->next;
	c->queue = NULL;
	c->next = c->previous = NULL;
	q->n_consumers--;
}

/* --- back to its place, or away */

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

static void put_back(struct item *i)
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

void queue_leave(struct consumer *c)
{
	struct queue *q = c->queue;
	bool was_offering = q && q->offering;
	struct item *next;

	if (!q)
		return;
	ring_leave(q, c);
	q->offering = true; /* nothing is taken until all of it is back */
	for (struct item *i = q->leased; i; i = next) {
		next = i->next;
		if (i->taken_by == c)
			put_back(i);
	}
	q->offering = was_offering;
	offer(q);
}

static void lease_ends(struct timer *t, int64_t now_us)
{
	struct item *i = container_of(t, struct item, lease);
	struct queue *q = i->queue;

	(void)now_us;
	i->taken_by->credit++;
	put_back(i);
	offer(q);
}

/* --- in */

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
	struct item *i = NEW(struct item);

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

static void add(struct queue *q, struct message *m, uint64_t note, uint32_t identifier)
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

static bool is_full(const struct queue *q, const struct message *m)
{
	return q->ready.n + q->n_leased >= q->rules.max_items ||
	       q->bytes + entry_size(m) > q->rules.max_bytes;
}

static bool make_room(struct queue *q, const struct message *m)
{
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
	add(q, m, note, identifier);
	offer(q);
	return true;
}

/* --- from a log */

static void more(struct waiter *w)
{
	struct queue *q = container_of(w, struct queue, more);

	log_watch(q->log, w);
	offer(q);
}

void queue_feed(struct queue *q, struct log *l, uint64_t from)
{
	q->log = l;
	q->from = from;
	q->more.wake = more;
	log_watch(l, &q->more);
	offer(q);
}

static void pull(struct queue *q)
{
	uint64_t from;
	struct message m;

	while (!q->ready.n && q->log) {
		from = q->from;
		switch (log_read(q->log, &q->from, &m)) {
		case LOG_READ_END:
			return;
		case LOG_READ_GONE:
			q->dropped += q->from - from;
			q->broker->counts.queue_dropped += q->from - from;
			break;
		case LOG_READ_OK:
			if (m.address)
				add(q, &m, 0, 0);
			break;
		}
	}
}

/* --- out */

struct item *queue_take(struct queue *q, struct consumer *c)
{
	struct item *i;

	if (!c->credit)
		return NULL;
	pull(q);
	i = order_first(&q->ready);
	if (!i)
		return NULL;
	order_remove(&q->ready, i);
	lease_add(q, i);
	c->credit--;
	i->taken_by = c;
	i->deliveries++;
	if (q->rules.lease_us)
		broker_arm(q->broker, &i->lease, broker_now_us(q->broker) + q->rules.lease_us);
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
		put_back(i);
		offer(q);
		break;
	case SETTLE_EXTEND:
		if (q->rules.lease_us)
			broker_arm(q->broker, &i->lease, broker_now_us(q->broker) + q->rules.lease_us);
		break;
	}
}

size_t queue_ready(const struct queue *q)
{
	uint64_t first = q->log ? log_first(q->log) : 0, from = q->from > first ? q->from : first;

	return q->ready.n + (q->log ? log_next(q->log) - from : 0);
}

size_t queue_leased(const struct queue *q)
{
	return q->n_leased;
}

uint64_t queue_dropped(const struct queue *q)
{
	return q->dropped;
}

void queue_free(struct queue *q)
{
	struct item *i;

	if (!q)
		return;
	while (q->turn)
		ring_leave(q, q->turn);
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
