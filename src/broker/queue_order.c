/* New items go to the end of their level, old ones come back near its front: both are found at once. */
#include <stdlib.h>

#include "base/memory.h"
#include "broker/queue_order.h"

static struct queue_level *level_of(struct queue_order *o, uint8_t priority)
{
	size_t at = 0;

	while (at < o->n_levels && o->levels[at].priority > priority)
		at++;
	if (at < o->n_levels && o->levels[at].priority == priority)
		return &o->levels[at];
	o->levels = memory_grow(o->levels, o->n_levels, &o->room, sizeof(*o->levels));
	memmove(&o->levels[at + 1], &o->levels[at], (o->n_levels - at) * sizeof(*o->levels));
	o->levels[at] = (struct queue_level){ .priority = priority };
	o->n_levels++;
	return &o->levels[at];
}

/* The one that it goes behind, sought from the nearer end; NULL: it is the first. */
static struct item *find_previous(const struct queue_level *l, uint64_t seq)
{
	struct item *at;

	if (l->first && seq < l->first->seq + (l->last->seq - l->first->seq) / 2) {
		for (at = l->first; at && at->seq <= seq;)
			at = at->next;
		return at ? at->previous : l->last;
	}
	for (at = l->last; at && at->seq > seq;)
		at = at->previous;
	return at;
}

void order_insert(struct queue_order *o, struct item *i)
{
	struct queue_level *l = level_of(o, i->priority);

	i->previous = find_previous(l, i->seq);
	i->next = i->previous ? i->previous->next : l->first;
	*(i->previous ? &i->previous->next : &l->first) = i;
	*(i->next ? &i->next->previous : &l->last) = i;
	o->n++;
}

void order_remove(struct queue_order *o, struct item *i)
{
	struct queue_level *l = level_of(o, i->priority);

	*(i->previous ? &i->previous->next : &l->first) = i->next;
	*(i->next ? &i->next->previous : &l->last) = i->previous;
	i->next = i->previous = NULL;
	o->n--;
}

struct item *order_first(const struct queue_order *o)
{
	for (size_t i = 0; i < o->n_levels; i++)
		if (o->levels[i].first)
			return o->levels[i].first;
	return NULL;
}

struct item *order_oldest(const struct queue_order *o)
{
	for (size_t i = o->n_levels; i > 0; i--)
		if (o->levels[i - 1].first)
			return o->levels[i - 1].first;
	return NULL;
}

void order_release(struct queue_order *o)
{
	free(o->levels);
	*o = (struct queue_order){ 0 };
}
