/* Messages that go out: who is given what, and QoS 0. */
#include "protocol/mqtt/deliver.h"

#include "protocol/mqtt/flight.h"
#include "protocol/mqtt/native.h"
#include "protocol/mqtt/outgoing.h"
#include "protocol/mqtt/subscribe.h"

/* --- QoS 0 */

static uint32_t flavour_of(const struct mqtt_connection *c, const struct grant *g)
{
	return c->version >= VERSION_5 ? 2u | g->retain : g->retain;
}

/* One frame for all subscribers of a flavour; absent: there is no place to keep it, or nobody to share it. */
static struct slice make_frame(struct mqtt_connection *c, struct message *m, const struct publish *p,
			       uint32_t flavour)
{
	struct buf made = { 0 };

	if (!m->encodings)
		return SLICE_NONE;
	made.max = made.cap = mqtt_publish_bytes(p, c->version);
	made.data = made.cap ? encoding_put(m, c->mqtt, flavour, made.cap) : NULL;
	if (!made.data)
		return SLICE_NONE;
	mqtt_publish_write(p, c->version, &made);
	return buf_view(&made);
}

static bool write_frame(struct mqtt_connection *c, struct slice frame)
{
	if (frame.len > c->max_packet)
		return false;
	buf_slice(&c->peer->out, frame);
	return true;
}

static bool write_own(struct mqtt_connection *c, const struct message *m, struct publish *p)
{
	if (!mqtt_outgoing_fits(c, m, p))
		return false;
	mqtt_outgoing_write(c, m, p);
	return true;
}

/* What carries identifiers or a topic alias is its subscriber's alone. */
static bool write_0(struct mqtt_connection *c, struct message *m, const struct grant *g)
{
	bool is_shared = !g->n && !c->given.most;
	uint32_t flavour = flavour_of(c, g);
	struct slice frame = is_shared ? encoding_find(m, c->mqtt, flavour) : SLICE_NONE;
	struct publish p;

	if (frame.ptr)
		return write_frame(c, frame);
	if (mqtt_outgoing_is_late(c->mqtt, m) || !mqtt_outgoing(c->mqtt, m, g, &p))
		return false;
	if (is_shared)
		frame = make_frame(c, m, &p, flavour);
	return frame.ptr ? write_frame(c, frame) : write_own(c, m, &p);
}

/* `mark`: bytes that may be waiting before it is dropped. */
static void send_0(struct mqtt_session *s, struct message *m, const struct grant *g, size_t mark)
{
	struct peer *p;

	if (!mqtt_session_is_live(s))
		return;
	p = s->connection->peer;
	if (p->out.len + p->unsent >= mark || !write_0(s->connection, m, g))
		s->core->dropped++;
	else
		peer_wrote(p);
}

/* --- a message and all subscriptions of one session that match it (§3.3.4) */

static void delivery_begin(struct mqtt *mqtt, const struct message *m)
{
	struct delivery *d = &mqtt->delivery;
	struct publish p;

	if (d->seq == m->seq && d->address == m->address && m->seq)
		return;
	mqtt_native_unpack(m, mqtt->number, &p);
	*d = (struct delivery){ .seq = m->seq, .address = m->address, .qos = p.qos };
}

/* Readers of one session stand side by side: the first one has taken the others along. */
static bool was_merged(struct delivery *d, const struct subscription *sub)
{
	while (d->merged < d->end && d->merged < d->address->n_readers)
		if (d->address->readers[d->merged++] == sub)
			return true;
	return false;
}

/* Deliveries go along the readers, so the search goes on where it ended. */
static size_t place_of(const struct delivery *d, const struct subscription *sub)
{
	const struct address *a = d->address;

	for (size_t i = d->end; i < a->n_readers; i++)
		if (a->readers[i] == sub)
			return i;
	for (size_t i = 0; i < d->end && i < a->n_readers; i++)
		if (a->readers[i] == sub)
			return i;
	return a->n_readers;
}

static void grant_add(struct grant *g, const struct subscription *sub, const struct message *m)
{
	uint8_t qos = sub->note & OPTION_QOS;

	if (qos > g->qos)
		g->qos = qos;
	if (sub->note & OPTION_RETAIN_AS_PUBLISHED && m->flags & MSG_RETAIN)
		g->retain = true;
	if (sub->identifier)
		g->identifiers[g->n++] = sub->identifier;
}

static bool may_join(const struct subscription *sub, const struct message *m)
{
	return !sub->group.ptr && !sub->gone && !(sub->no_local && sub->session == m->from);
}

static void merge(struct delivery *d, const struct subscription *sub, const struct message *m,
		  struct grant *g)
{
	const struct address *a = d->address;
	size_t i = place_of(d, sub) + 1;

	d->merged = i;
	for (; i < a->n_readers && a->readers[i]->session == sub->session; i++) {
		if (!may_join(a->readers[i], m))
			continue;
		if (g->n == MOST_IDENTIFIERS && a->readers[i]->identifier)
			break;
		grant_add(g, a->readers[i], m);
	}
	d->end = i;
}

static bool has_several(const struct session *s)
{
	return s->subscriptions && s->subscriptions->next_of_session;
}

void mqtt_deliver(void *to, const struct subscription *sub, struct message *m)
{
	struct mqtt_session *s = to;
	struct delivery *d = &s->mqtt->delivery;
	struct grant g = { 0 };

	delivery_begin(s->mqtt, m);
	if (!sub->group.ptr && was_merged(d, sub))
		return;
	grant_add(&g, sub, m);
	g.shared = sub->group.ptr ? sub->number : 0;
	if (!sub->group.ptr && has_several(s->core))
		merge(d, sub, m, &g);
	if (d->qos < g.qos)
		g.qos = d->qos;
	if (g.qos)
		mqtt_flight_push(s, m, &g);
	else
		send_0(s, m, &g, LIMIT_OUTPUT_MARK);
}

/* --- last values */

/* They come all at once, and only once: so more may wait in the connection than of live messages. */
enum { RETAINED_MARK = 8 << 20 };

static bool give_retained(void *arg, struct message *m)
{
	const struct subscription *sub = arg;
	struct mqtt_session *s = sub->session->of;
	struct grant g = { .retain = true };
	struct publish p;

	grant_add(&g, sub, m);
	mqtt_native_unpack(m, s->mqtt->number, &p);
	if (p.qos < g.qos)
		g.qos = p.qos;
	if (g.qos)
		mqtt_flight_push(s, m, &g);
	else
		send_0(s, m, &g, RETAINED_MARK);
	return true;
}

void mqtt_deliver_retained(struct mqtt_session *s, const struct subscription *sub)
{
	broker_each_retained(s->mqtt->broker, sub->pattern, give_retained, (void *)sub);
}
