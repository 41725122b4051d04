/* The gate, step by step: limit, place, verdict, policy; then the arrival is told. */
#include "broker/core.h"
#include "broker/entry.h"
#include "broker/logs.h"
#include "broker/ruling.h"

const char *outcome_name(enum outcome o)
{
	static const char *const names[] = {
		[OUTCOME_ACCEPTED] = "accepted", [OUTCOME_REFUSED] = "refused",
		[OUTCOME_DIVERTED] = "diverted", [OUTCOME_DROPPED] = "dropped",
		[OUTCOME_DEFERRED] = "deferred",
	};

	return names[o];
}

void receipt_reset(struct receipt *r)
{
	if (r->violations.n || r->violations.left_out)
		violations_release(&r->violations);
	r->violations.max = LIMIT_VIOLATIONS;
	r->violations.root_name = "payload";
	r->outcome = OUTCOME_ACCEPTED;
	r->why = REFUSAL_NONE;
	r->nearest = NULL;
}

void receipt_release(struct receipt *r)
{
	violations_release(&r->violations);
}

bool fits_limits(const struct message *m)
{
	return m->payload.len <= LIMIT_MESSAGE_BYTES && m->headers.len <= LIMIT_MESSAGE_BYTES &&
	       m->native.len <= LIMIT_MESSAGE_BYTES && m->key.len <= LIMIT_MESSAGE_BYTES &&
	       m->correlation.len <= LIMIT_MESSAGE_BYTES && entry_size(m) <= LIMIT_MESSAGE_BYTES;
}

void payload_to_scratch(struct broker *b, struct message *m)
{
	char *to;

	if (!m->payload.ptr)
		return;
	buf_reset(&b->scratch);
	to = buf_reserve(&b->scratch, m->payload.len + SCHEMA_PADDING);
	memcpy(to, m->payload.ptr, m->payload.len);
	memset(to + m->payload.len, 0, SCHEMA_PADDING);
	m->payload.ptr = to;
}

/* Where it can be judged: where it will stay if it is accepted, or padded scratch. */
static void place(struct broker *b, struct message *m)
{
	m->staged = NULL;
	if (m->payload.ptr && !log_stage_message(message_log(m), m))
		payload_to_scratch(b, m);
}

static void count(struct broker *b, const struct message *m, const struct receipt *r)
{
	if (m->flags & MSG_INJECTED)
		return;
	b->counts.arrivals++;
	b->counts.violating += r->violations.n != 0;
	b->counts.accepted += r->outcome == OUTCOME_ACCEPTED;
	b->counts.refused += r->outcome == OUTCOME_REFUSED;
	b->counts.diverted += r->outcome == OUTCOME_DIVERTED;
}

static void tell(struct broker *b, struct message *m, const struct receipt *r)
{
	const struct session *s = m->from;
	struct event e = {
		.kind = EVENT_ARRIVAL,
		.seq = m->seq,
		.face = s ? s->face : NULL,
		.client = s ? s->client : SLICE_NONE,
		.session = s,
		.address = m->address->text,
		.message = m,
		.receipt = r,
	};

	broker_tell(b, &e);
}

void arrive(struct broker *b, struct message *m, struct receipt *r)
{
	m->seq = ++b->last_seq;
	m->wall_us = broker_wall_us(b);
	m->flags &= (uint8_t)~MSG_VIOLATES;
	if (m->from)
		m->from->received++;
	count(b, m, r);
	if (r->violations.n) {
		m->flags |= MSG_VIOLATES;
		violations_keep(b, m->seq, &r->violations);
	}
	tell(b, m, r);
}

static enum outcome admit(struct broker *b, struct message *m, struct receipt *r)
{
	if (!fits_limits(m)) {
		r->why = REFUSAL_LIMIT;
		b->counts.refused++;
		return r->outcome = OUTCOME_REFUSED;
	}
	place(b, m);
	rule(b, m, r);
	arrive(b, m, r);
	if (r->outcome == OUTCOME_DIVERTED)
		broker_dead_letter(b, m, NULL, NULL, &r->violations.list[0]);
	if (r->outcome == OUTCOME_ACCEPTED)
		remember_reply(b, m);
	else
		log_unstage(m);
	return r->outcome;
}

enum outcome broker_admit(struct broker *b, struct message *m, struct receipt *r)
{
	struct receipt own = { 0 };
	enum outcome out;

	if (r) {
		receipt_reset(r);
		return admit(b, m, r);
	}
	receipt_reset(&own);
	out = admit(b, m, &own);
	receipt_release(&own);
	return out;
}

void broker_append(struct broker *b, struct message *m)
{
	log_append(message_log(m), m);
	if (m->flags & MSG_RETAIN)
		address_retain(b, m);
}

enum outcome broker_publish(struct broker *b, struct message *m, struct receipt *r)
{
	enum outcome out = broker_admit(b, m, r);

	if (out != OUTCOME_ACCEPTED)
		return out;
	broker_append(b, m);
	broker_deliver(b, m);
	return out;
}
