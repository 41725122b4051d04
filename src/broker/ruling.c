/* The gate's three questions: is the address one of the contract's, may a client publish there, and is it one
 * of the messages that belong there? */
#include "broker/core.h"
#include "broker/ruling.h"

static void add_violation(struct receipt *r, const char *keyword, struct loc at, struct slice text)
{
	const struct violation one = {
		.keyword = keyword,
		.instance = SLICE_LIT(""),
		.schema = SLICE_LIT(""),
		.at = at,
		.text = text,
	};

	violations_add(&r->violations, &one);
}

static struct slice nearest_address(const struct broker *b, struct slice address)
{
	struct slice best = SLICE_NONE;
	size_t fewest = SIZE_MAX;

	for (size_t i = 0; i < b->set->n; i++) {
		struct slice near = contract_nearest(b->set->list[i], address);
		size_t edits = near.ptr ? edit_distance(address, near, address.len + near.len) : SIZE_MAX;

		if (near.ptr && (!best.ptr || edits < fewest)) {
			best = near;
			fewest = edits;
		}
	}
	return best;
}

static void say_unknown(const struct broker *b, const struct message *m, struct receipt *r)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES);
	struct slice nearest = nearest_address(b, m->address->text);
	struct loc at = { .file = b->set->n ? b->set->list[0]->file : NULL };

	buf_str(&text, "address \"");
	printable_add(&text, m->address->text, LIMIT_VALUE_BYTES);
	if (b->set->n == 1)
		buf_printf(&text, "\" is not in %s", at.file);
	else
		buf_str(&text, "\" is in none of the contracts");
	if (nearest.ptr) {
		buf_str(&text, "; did you mean \"");
		printable_add(&text, nearest, LIMIT_VALUE_BYTES);
		buf_str(&text, "\"?");
	}
	add_violation(r, "address", at, buf_view(&text));
}

static void say_direction(const struct broker *b, const struct channel *ch, struct receipt *r)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES);

	buf_str(&text, "channel \"");
	printable_add(&text, ch->name, LIMIT_VALUE_BYTES);
	if (b->role == ROLE_APPLICATION)
		buf_str(&text, "\" is sent by the application, which the mock plays; your program only "
			       "subscribes to it");
	else
		buf_str(&text, "\" is received by the application, which is your program; it only "
			       "subscribes to it");
	add_violation(r, "direction", ch->n_operations ? ch->operations[0]->at : ch->at, buf_view(&text));
}

static void by_policy(const struct broker *b, const struct message *m, struct receipt *r, enum refusal why)
{
	static const enum outcome outcomes[] = {
		[POLICY_ACCEPT] = OUTCOME_ACCEPTED,
		[POLICY_REJECT] = OUTCOME_REFUSED,
		[POLICY_DEAD_LETTER] = OUTCOME_DIVERTED,
	};

	r->outcome = outcomes[broker_policy(b, m)];
	r->why = r->outcome == OUTCOME_ACCEPTED ? REFUSAL_NONE : why;
}

/* What breaks its bindings conforms to no message. */
static void hold_to_bindings(struct broker *b, struct message *m, struct message_model *found,
			     struct receipt *r)
{
	judge_bound(b, m, found ? found : r->nearest, &r->violations);
	if (!found || !r->violations.n)
		return;
	r->nearest = found;
	m->model = 0;
}

/* An address that has carried a conforming message has parameters that fit: they are not judged again. */
static void judge(struct broker *b, struct message *m, struct receipt *r, struct message_model *const *list,
		  size_t n)
{
	struct address *a = m->address;
	struct address_match match;
	struct judged what = {
		.payload = m->payload,
		.headers = m->headers,
		.content_type = m->content_type,
		.correlation = m->correlation,
		.reply_to = m->reply_to,
		.has_headers = m->headers.ptr != NULL,
	};
	struct message_model *found;
	bool any;

	if ((!a->parameters_fit || (a->channel && a->channel->has_locations)) &&
	    address_parameters(a, &match) && match.n)
		what.match = &match;
	found = verdict_match(list, n, b->judge, &what, &any);
	m->model = found ? broker_model_number(b, found) : 0;
	a->parameters_fit |= found || any;
	if (m->flags & MSG_INJECTED)
		return;
	if (!found && !any)
		verdict_explain(list, n, b->judge, &what, &r->nearest, &r->violations);
	if (a->place->n_bound)
		hold_to_bindings(b, m, found, r);
	if (r->violations.n) /* without a reason there is no fault */
		by_policy(b, m, r, REFUSAL_CONTRACT);
}

/* What we send ourselves may be any message of the channel. */
static void judge_anything(struct broker *b, struct message *m, struct receipt *r)
{
	const struct candidates *c = &m->address->place->candidates[ROLE_AUTO];

	judge(b, m, r, c->list, c->n);
}

static void judge_reply(struct broker *b, struct message *m, struct receipt *r)
{
	const struct reply *reply = m->address->reply;

	if (reply->n_messages)
		judge(b, m, r, reply->messages, reply->n_messages);
	else if (reply->channel)
		judge(b, m, r, reply->channel->messages, reply->channel->n_messages);
}

static void rule_unknown(struct broker *b, struct message *m, struct receipt *r)
{
	if (m->address->reply) {
		judge_reply(b, m, r);
		return;
	}
	if ((m->flags & MSG_INJECTED) || b->unknown == UNKNOWN_RELAY)
		return;
	say_unknown(b, m, r);
	if (b->unknown == UNKNOWN_REFUSE) {
		r->outcome = OUTCOME_REFUSED;
		r->why = REFUSAL_UNKNOWN_ADDRESS;
	}
}

/* Whatever the contract says of it: the sender contradicts itself. */
static void judge_text(const struct broker *b, struct message *m, struct receipt *r)
{
	const struct channel *ch = m->address->channel;
	struct loc at = { .file = b->set->n ? b->set->list[0]->file : NULL };

	if (!(m->flags & MSG_NOT_TEXT) || (!ch && b->unknown == UNKNOWN_RELAY))
		return;
	m->model = 0;
	add_violation(r, "payloadFormat", ch ? ch->at : at,
		      SLICE_LIT("payload is not UTF-8, which its sender says it is"));
	if (r->outcome == OUTCOME_ACCEPTED)
		by_policy(b, m, r, REFUSAL_CONTRACT);
}

static void rule_received(struct broker *b, struct message *m, struct receipt *r)
{
	const struct address *a = m->address;
	const struct candidates *c;

	if (!a->channel) {
		rule_unknown(b, m, r);
		return;
	}
	c = channel_candidates(b, a->place);
	if (c->allowed) {
		judge(b, m, r, c->list, c->n);
		return;
	}
	say_direction(b, a->channel, r);
	by_policy(b, m, r, REFUSAL_DIRECTION);
}

void rule(struct broker *b, struct message *m, struct receipt *r)
{
	const struct address *a = m->address;

	if (m->flags & MSG_INJECTED) {
		if (!m->model && !(m->flags & MSG_WRONG) && a->channel)
			judge_anything(b, m, r);
		return;
	}
	m->model = 0;
	if (a->text.len && a->text.ptr[0] == '$') /* a protocol's own */
		return;
	rule_received(b, m, r);
	judge_text(b, m, r);
}

const struct reply reply_anything;

/* Where the request says it wants its answer: by its protocol's own means, else in a header (AsyncAPI 3,
 * Operation Reply Address). */
static struct slice reply_place(const struct message *m, const struct reply *reply)
{
	BUF_AUTO struct buf name = BUF_INIT(LIMIT_VALUE_BYTES);

	if (m->reply_to.len || !reply->address.in_header)
		return m->reply_to;
	buf_slice(&name, slice_from(reply->address.pointer, 1));
	return header_find(m->headers, buf_cstr(&name));
}

static void expect_reply(struct broker *b, const struct message *m, const struct reply *reply)
{
	struct slice where = reply_place(m, reply);
	struct address *a = where.len ? broker_address(b, where, m->address->separator) : NULL;

	if (a && !a->channel && !a->reply)
		a->reply = reply;
}

static void remember_replies_of(struct broker *b, const struct message *m, const struct channel *ch)
{
	for (size_t i = 0; i < ch->n_operations; i++)
		if (ch->operations[i]->reply)
			expect_reply(b, m, ch->operations[i]->reply);
}

void remember_reply(struct broker *b, const struct message *m)
{
	const struct channel *const *all;
	size_t n = address_channels(m->address, &all);

	for (size_t i = 0; i < n; i++)
		remember_replies_of(b, m, all[i]);
	if (m->reply_to.len)
		expect_reply(b, m, &reply_anything);
}
