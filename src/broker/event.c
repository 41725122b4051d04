/* Telling observers, every one of them everything, in the order of `seq`.
 *
 * An observer may do what makes another event.  Then the event that is being told is first told to the rest
 * of them, so that nobody hears of an answer before its question. */
#include "broker/core.h"

const char *event_name(enum event_kind k)
{
	static const char *const names[] = {
		[EVENT_CONNECTED] = "connected",       [EVENT_REFUSED] = "refused",
		[EVENT_SUBSCRIBED] = "subscribed",     [EVENT_UNSUBSCRIBED] = "unsubscribed",
		[EVENT_DISCONNECTED] = "disconnected", [EVENT_RELOADED] = "reloaded",
		[EVENT_ARRIVAL] = "arrival",
	};

	return names[k];
}

void broker_observe(struct broker *b, struct observer *o)
{
	struct observer **link = &b->observers;

	while (*link)
		link = &(*link)->next;
	o->next = NULL;
	*link = o;
}

void broker_unobserve(struct broker *b, struct observer *o)
{
	for (struct telling *t = b->telling; t; t = t->outer)
		if (t->next == o)
			t->next = o->next;
	for (struct observer **link = &b->observers; *link; link = &(*link)->next) {
		if (*link == o) {
			*link = o->next;
			return;
		}
	}
}

static void tell_rest(struct telling *t)
{
	while (t->next) {
		struct observer *o = t->next;

		t->next = o->next;
		o->on_event(o, t->event);
	}
}

/* The outermost first: it is the oldest. */
static void finish(struct telling *t)
{
	if (!t)
		return;
	finish(t->outer);
	tell_rest(t);
}

void broker_tell(struct broker *b, struct event *e)
{
	struct telling t = { .event = e, .outer = b->telling };

	if (!e->seq)
		e->seq = ++b->last_seq;
	e->wall_us = broker_wall_us(b);
	if (!b->observers)
		return;
	finish(b->telling);
	t.next = b->observers;
	b->telling = &t;
	tell_rest(&t);
	b->telling = t.outer;
}
