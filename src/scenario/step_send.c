/* send: waits until somebody would receive it, then sends it, once or several times. */
#include "base/text.h"
#include "scenario/internal.h"

enum { SENT_PER_TURN = 500 };

static bool count_of(struct run *r, struct node *n, size_t otherwise, size_t *out)
{
	struct node *value;
	int64_t count;

	*out = otherwise;
	if (!n)
		return true;
	if (!run_value(r, n, &value))
		return false;
	if (!node_int(value, &count) || count < 0) {
		run_fail(r, node_loc(n), NULL, "a whole number is expected here, not %.*s",
			 SLICE_FMT(value_text(&r->arena, value)));
		return false;
	}
	*out = (size_t)count;
	return true;
}

enum progress send_start(struct run *r)
{
	r->send.next_us = run_now(r);
	return count_of(r, r->step->send.times, 1, &r->send.times) ? PROGRESS_WAIT : PROGRESS_FAILED;
}

/* Of the first message.  What it draws at random, the message draws again. */
static bool address_of(struct run *r, const struct send *s, struct slice *address)
{
	struct random before = r->scope.random;
	struct parcel p;
	bool ok = s->again.ptr ? parcel_make(r, s, &p) : parcel_address(r, s, address);

	r->scope.random = before;
	if (ok && s->again.ptr)
		*address = p.address;
	return ok;
}

static enum progress wait_for_receivers(struct run *r, const struct send *s)
{
	size_t wanted, have = 0;
	struct slice address;
	struct address *to;
	int64_t within = step_within(r, r->step->within_us);
	BUF_AUTO struct buf b = BUF_INIT(0), us = BUF_INIT(0);

	if (!count_of(r, s->receivers, 1, &wanted))
		return PROGRESS_FAILED;
	if (!wanted)
		return PROGRESS_DONE;
	if (!address_of(r, s, &address))
		return PROGRESS_FAILED;
	to = broker_address(r->broker, address, r->separator);
	have = to ? broker_receivers(r->broker, to) : 0;
	if (have >= wanted)
		return PROGRESS_DONE;
	run_wake_at(r, r->step_began_us + within);
	if (run_now(r) < r->step_began_us + within)
		return PROGRESS_WAIT;
	explain_nobody(&b, r, address);
	duration_add(&us, within);
	if (wanted == 1)
		return run_fail(r, r->step->at, buf_cstr(&b), "nobody subscribed to %.*s within %s",
				SLICE_FMT(address), buf_cstr(&us));
	return run_fail(r, r->step->at, buf_cstr(&b), "%zu of %zu receivers subscribed to %.*s within %s",
			have, wanted, SLICE_FMT(address), buf_cstr(&us));
}

static void publish(struct run *r, const struct send *s, const struct parcel *p, uint64_t *seq)
{
	enum role role = broker_role(r->broker);
	struct outgoing o =
		(struct outgoing){ .from = r->session,
				   .model = p->model,
				   .address = p->address,
				   .separator = r->separator,
				   .payload = p->payload,
				   .headers = p->headers,
				   .key = p->key,
				   .content_type = p->content_type,
				   .correlation = p->correlation,
				   .wrong = s->invalid,
				   .retain = p->channel &&
					     operation_retains(channel_sender(p->channel, role, true)) };
	outgoing_publish(r->broker, &o, &r->receipt, seq);
}

/* What is made for one message is given back with it: there may be a million. */
static bool send_one(struct run *r, const struct send *s, uint64_t *seq)
{
	struct parcel p;
	bool made;

	r->scope.arena = &r->scratch;
	made = parcel_make(r, s, &p);
	if (made)
		publish(r, s, &p, seq);
	r->scope.arena = &r->arena;
	arena_free(&r->scratch);
	return made;
}

static void keep(struct run *r, uint64_t first_seq)
{
	struct entry **sent = arena_array(&r->arena, struct entry *, r->send.times + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->ledger.n && n < r->send.times; i++) {
		struct entry *e = r->ledger.list[i];

		if (e->seq >= first_seq && e->ours && slice_is(e->client, "scenario"))
			sent[n++] = e;
	}
	capture_entries(r, r->step->as, sent, n, r->step->send.times != NULL && r->send.times != 1);
}

enum progress send_poll(struct run *r)
{
	const struct send *s = &r->step->send;
	size_t in_this_turn = 0;
	uint64_t seq = 0;

	if (!r->send.sent && r->send.times) {
		enum progress waiting = wait_for_receivers(r, s);

		if (waiting != PROGRESS_DONE)
			return waiting;
	}
	while (r->send.sent < r->send.times) {
		if (run_now(r) < r->send.next_us || in_this_turn++ == SENT_PER_TURN) {
			run_wake_at(r, r->send.next_us > run_now(r) ? r->send.next_us : run_now(r));
			return PROGRESS_WAIT;
		}
		if (!send_one(r, s, &seq))
			return PROGRESS_FAILED;
		if (!r->send.sent++)
			r->send.first_seq = seq;
		r->send.next_us += s->every_us;
	}
	keep(r, r->send.first_seq);
	return PROGRESS_DONE;
}
