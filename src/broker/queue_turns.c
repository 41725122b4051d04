/* Who is given the next item: consumers stand in a ring and are asked in turn. */
#include "broker/queue_state.h"

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
void queue_offer(struct queue *q)
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

void queue_part(struct queue *q, struct consumer *c)
{
	c->previous->next = c->next;
	c->next->previous = c->previous;
	if (q->turn == c)
		q->turn = c->next == c ? NULL : c->next;
	c->queue = NULL;
	c->next = c->previous = NULL;
	q->n_consumers--;
}

void queue_leave(struct consumer *c)
{
	struct queue *q = c->queue;
	bool was_offering = q && q->offering;
	struct item *next;

	if (!q)
		return;
	queue_part(q, c);
	q->offering = true; /* nothing is taken until all of it is back */
	for (struct item *i = q->leased; i; i = next) {
		next = i->next;
		if (i->taken_by == c)
			item_put_back(i);
	}
	q->offering = was_offering;
	queue_offer(q);
}
