/* QoS 1 and 2 to the client.
 *
 * A message waits in the session's queue; sent, it is leased to the session and has a place in the window
 * until it is acknowledged, connection or not. */
#include "protocol/mqtt/flight.h"

#include <limits.h>

#include "protocol/mqtt/deliver.h"

/* --- a grant, as the queue keeps it: QoS in bits 0 and 1 of the note, retain in 2; from bit 8 on two
 * identifiers of 28 bits (the first stands beside the note), or, with bit 3, the number of the shared
 * subscription, which has one identifier at most */

enum { NOTE_RETAIN = 4, NOTE_SHARED = 8, IDENTIFIER_BITS = 28, FIRST_IDENTIFIER_AT = 8 };

static uint64_t grant_pack(const struct grant *g)
{
	uint64_t note = g->qos | (g->retain ? NOTE_RETAIN : 0u);

	if (g->shared)
		return note | NOTE_SHARED | g->shared << FIRST_IDENTIFIER_AT;
	for (unsigned i = 1; i < g->n && i < MOST_IDENTIFIERS; i++)
		note |= (uint64_t)g->identifiers[i] << (FIRST_IDENTIFIER_AT + (i - 1) * IDENTIFIER_BITS);
	return note;
}

static struct grant grant_unpack(const struct item *item)
{
	struct grant g = { .qos = item->note & 3, .retain = item->note & NOTE_RETAIN };
	uint64_t rest = item->note >> FIRST_IDENTIFIER_AT;

	if (item->note & NOTE_SHARED) {
		g.shared = rest;
		rest = 0;
	}
	for (uint32_t id = item->identifier; id && g.n < MOST_IDENTIFIERS; rest >>= IDENTIFIER_BITS) {
		g.identifiers[g.n++] = id;
		id = rest & MOST_VARINT;
	}
	return g;
}

/* --- into the queue */

static void set_credit(struct mqtt_session *s)
{
	bool open = mqtt_session_is_live(s) && !s->window.unsent && s->window_size > s->window.sent;

	s->consumer.credit = open ? s->window_size - (unsigned)s->window.sent : 0;
}

/* A kept session's queue refuses what comes when it is full: the oldest messages are the ones that the client
 * has been promised first. */
static struct queue *queue_of(struct mqtt_session *s)
{
	if (!s->queue) {
		s->queue = queue_new(s->mqtt->broker, &(struct queue_rules){ 0 });
		set_credit(s);
		queue_join(s->queue, &s->consumer);
	}
	return s->queue;
}

void mqtt_flight_push(struct mqtt_session *s, struct message *m, const struct grant *g)
{
	if (!queue_push(queue_of(s), m, grant_pack(g), g->n ? g->identifiers[0] : 0))
		s->core->dropped++;
}

void mqtt_flight_taken(struct flight *f)
{
	struct item *item = f->item;

	f->item = NULL;
	if (item)
		queue_settle(item, SETTLE_ACK);
}

/* Settling may send, and sending may move the window's places: so the flight goes first. */
static void flight_drop(struct mqtt_session *s, struct flight *f, enum settle how)
{
	struct item *item = f->item;

	mqtt_window_shut(&s->window, f);
	if (item)
		queue_settle(item, how);
}

void mqtt_flight_end(struct mqtt_session *s, struct flight *f, enum settle how)
{
	flight_drop(s, f, how);
	mqtt_deliver_more(s);
}

/* --- out of it */

struct load {
	struct message m;
	struct grant g;
	struct publish p; /* borrows from both */
};

static bool load(struct mqtt_session *s, const struct item *item, struct load *l)
{
	l->g = grant_unpack(item);
	hold_view(item->hold, &l->m);
	return mqtt_outgoing(s->mqtt, &l->m, &l->g, &l->p) && mqtt_outgoing_fits(s->connection, &l->m, &l->p);
}

static void write_out(struct mqtt_session *s, struct flight *f, struct load *l, bool again)
{
	l->p.id = f->id;
	l->p.dup = again;
	mqtt_outgoing_write(s->connection, &l->m, &l->p);
}

/* What cannot be sent to this client counts as sent (§3.1.2.11.4). */
static void send_new(struct mqtt_session *s, struct item *item)
{
	struct load l;
	struct flight *f;

	if (!load(s, item, &l) || mqtt_outgoing_is_late(s->mqtt, &l.m)) {
		queue_settle(item, SETTLE_ACK);
		s->core->dropped++;
		return;
	}
	f = mqtt_window_open(&s->window);
	f->item = item;
	f->qos = l.p.qos;
	item->mark = f->id;
	mqtt_window_mark_sent(&s->window, f);
	write_out(s, f, &l, false);
}

/* §4.4: with its old identifier and DUP, or, once PUBREC has come, PUBREL. */
static void send_again(struct mqtt_session *s, struct flight *f)
{
	struct load l;

	mqtt_window_mark_sent(&s->window, f);
	if (!f->item) {
		mqtt_connection_answer(s->connection, PACKET_PUBREL << 4 | 2, f->id, REASON_SUCCESS,
				       SLICE_NONE);
	} else if (load(s, f->item, &l)) {
		write_out(s, f, &l, true);
	} else {
		flight_drop(s, f, SETTLE_ACK);
		s->core->dropped++;
	}
}

static bool has_room(const struct mqtt_session *s)
{
	return peer_room(s->connection->peer) > 0;
}

void mqtt_deliver_more(struct mqtt_session *s)
{
	struct item *item;
	size_t before;

	if (!mqtt_session_is_live(s))
		return;
	before = s->connection->peer->out.len;
	while (s->window.unsent && s->window.sent < s->window_size && has_room(s))
		send_again(s, mqtt_window_find(&s->window, s->window.unsent));
	set_credit(s);
	while (s->queue && has_room(s) && (item = queue_take(s->queue, &s->consumer)) != NULL) {
		send_new(s, item);
		set_credit(s);
	}
	if (s->connection->peer->out.len > before)
		peer_wrote(s->connection->peer);
}

/* --- the session is over */

static const struct subscription *shared_by(const struct mqtt_session *s, const struct item *item)
{
	const struct subscription *sub = s->core->subscriptions;
	uint64_t number = item->note >> FIRST_IDENTIFIER_AT;

	if (!(item->note & NOTE_SHARED))
		return NULL;
	while (sub && sub->number != number)
		sub = sub->next_of_session;
	return sub;
}

static void pass_on(struct mqtt_session *s, struct item *item)
{
	const struct subscription *sub = shared_by(s, item);
	struct message m;

	if (!sub)
		return;
	hold_view(item->hold, &m);
	if (!broker_pass_on(s->mqtt->broker, sub, &m))
		s->core->dropped++;
}

/* §4.8.2: QoS 2 that has been sent once is nobody else's. */
void mqtt_flight_pass_on(struct mqtt_session *s)
{
	struct window *w = &s->window;
	struct item *item;

	for (uint16_t id = w->oldest; id; id = mqtt_window_find(w, id)->newer) {
		const struct flight *f = mqtt_window_find(w, id);

		if (f->item && f->qos == 1)
			pass_on(s, f->item);
	}
	s->consumer.credit = UINT_MAX;
	while (s->queue && (item = queue_take(s->queue, &s->consumer)) != NULL) {
		pass_on(s, item);
		queue_settle(item, SETTLE_ACK);
	}
	s->consumer.credit = 0;
}

void mqtt_deliver_ready(struct consumer *c)
{
	mqtt_deliver_more(container_of(c, struct mqtt_session, consumer));
}

void mqtt_deliver_resume(struct mqtt_session *s)
{
	mqtt_window_resume(&s->window);
	mqtt_deliver_more(s);
}
