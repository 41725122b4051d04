/* Handing a message to everybody who listens at its address.
 *
 * Nothing here is re-entrant: a delivery that is asked for inside of one, or while an arrival is being told,
 * waits in a queue of holds until that is over. */
#include <stdlib.h>

#include "broker/core.h"

/* Of a chain in which each delivery causes the next, so many run before others have their turn. */
enum { DRAIN_AT_ONCE = 1000 };

bool broker_is_busy(const struct broker *b)
{
	return b->delivering || b->telling;
}

static void give(struct broker *b, struct subscription *s, struct message *m)
{
	if (!s || s->gone || (s->no_local && m->from == s->session))
		return;
	s->session->delivered++;
	b->counts.delivered++;
	s->sink.deliver(s->sink.to, s, m);
}

static void give_all(struct broker *b, struct message *m)
{
	struct address *a = m->address;

	for (size_t i = 0; i < a->n_readers;) {
		size_t end = share_end(a, i);

		if (end == i) {
			give(b, a->readers[i++], m);
			continue;
		}
		give(b, share_pick(a, i, end, NULL), m);
		a->readers[i]->share->turns++;
		i = end;
	}
}

static void begin(struct broker *b, struct message *m)
{
	b->delivering = true;
	b->current = m;
	if (m->address->n_readers > 1) /* alone it is written straight to where it goes */
		m->encodings = &b->encodings;
}

static void end(struct broker *b, struct message *m)
{
	m->encodings = NULL;
	encodings_reset(&b->encodings);
	b->current = NULL;
	b->delivering = false;
}

static void deliver_now(struct broker *b, struct message *m)
{
	address_read(b, m->address);
	if (m->address->n_readers) {
		begin(b, m);
		give_all(b, m);
		end(b, m);
	}
	if (b->gone)
		subscriptions_bury(b);
}

static struct subscription *other_member(struct address *a, const struct subscription *s)
{
	size_t i = 0;

	while (i < a->n_readers && a->readers[i]->share != s->share)
		i++;
	return i < a->n_readers ? share_pick(a, i, share_end(a, i), s->session) : NULL;
}

bool broker_pass_on(struct broker *b, const struct subscription *s, struct message *m)
{
	struct subscription *other;

	if (broker_is_busy(b))
		return false;
	address_read(b, m->address);
	other = other_member(m->address, s);
	if (!other)
		return false;
	other->share->turns++;
	begin(b, m);
	give(b, other, m);
	end(b, m);
	if (b->gone)
		subscriptions_bury(b);
	broker_drain(b);
	return true;
}

static void put_off(struct broker *b, struct message *m)
{
	struct put_off *p = &b->put_off;

	if (p->n == LIMIT_PUT_OFF) {
		b->counts.dropped++;
		return;
	}
	if (p->n == p->room) {
		size_t room = p->room ? p->room * 2 : 16;
		struct hold **ring = memory_new(room * sizeof(struct hold *));

		for (size_t i = 0; i < p->n; i++)
			ring[i] = p->ring[(p->head + i) % p->room];
		free(p->ring);
		*p = (struct put_off){ .ring = ring, .n = p->n, .room = room };
	}
	p->ring[(p->head + p->n++) % p->room] = message_hold(b, m);
	broker_need_turn(b);
}

static void deliver_first(struct broker *b)
{
	struct put_off *p = &b->put_off;
	struct hold *h = p->ring[p->head];
	struct message m;

	p->head = (p->head + 1) % p->room;
	p->n--;
	hold_view(h, &m);
	deliver_now(b, &m);
	hold_release(h);
}

void broker_drain(struct broker *b)
{
	for (unsigned i = 0; b->put_off.n; i++) {
		if (i == DRAIN_AT_ONCE) {
			broker_need_turn(b);
			return;
		}
		deliver_first(b);
	}
}

void broker_deliver(struct broker *b, struct message *m)
{
	if (broker_is_busy(b)) {
		put_off(b, m);
		return;
	}
	deliver_now(b, m);
	broker_drain(b);
}
