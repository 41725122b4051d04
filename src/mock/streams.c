/* Messages that go out by themselves: one stream per channel, driven by a timer while somebody listens. */
#include <stdlib.h>

#include "base/memory.h"
#include "generate/turns.h"
#include "mock/internal.h"
#include "mock/overlap.h"
#include "mock/pace.h"

static int64_t interval_of(const struct mock *m, const struct channel *ch)
{
	const struct mock_pace pace = { .intervals = m->options.intervals,
					.n_intervals = m->options.n_intervals,
					.every_us = m->options.every_us,
					.usual_us = m->options.usual_us };

	return mock_interval_of(&pace, ch, broker_role(m->broker));
}

/* A subscription by name is a wish; one to everything ("#") is a spectator, from whom auto learns nothing. */
static bool is_spectator(const struct pattern *p)
{
	return p->n == 1 && (p->segments[0].kind == SEGMENT_REST || p->segments[0].kind == SEGMENT_REST_ONE);
}

static bool wants(const struct stream *s, const struct subscription *sub)
{
	const struct session *who = sub->session;

	if (sub->gone || !who->connected || (who->origin != ORIGIN_CLIENT && who->origin != ORIGIN_ATTACHED))
		return false;
	if (broker_role(s->mock->broker) == ROLE_AUTO && is_spectator(sub->pattern))
		return false;
	return pattern_overlaps(sub->pattern, s->channel, NULL, NULL);
}

static size_t count_wanting(const struct stream *s)
{
	size_t n = 0;

	for (struct session *who = broker_first_session(s->mock->broker); who; who = who->next)
		for (struct subscription *sub = who->subscriptions; sub; sub = sub->next_of_session)
			n += wants(s, sub);
	return n;
}

/* Subscribers take turns in saying which parameter values the next message has. */
static struct subscription *nth_wanting(const struct stream *s, size_t n)
{
	for (struct session *who = broker_first_session(s->mock->broker); who; who = who->next)
		for (struct subscription *sub = who->subscriptions; sub; sub = sub->next_of_session)
			if (wants(s, sub) && n-- == 0)
				return sub;
	return NULL;
}

/* The models that we send there, in turn; *nth is the place among those of its kind: the sequence does not
 * depend on when it is sent. */
static const struct message_model *model_at(const struct stream *s, const struct operation *op, uint64_t *nth)
{
	struct message_model *const *models = op ? op->messages : s->channel->messages;

	return turns_at(models, op ? op->n_messages : s->channel->n_messages, s->position, nth);
}

static void send_one(struct stream *s, const struct subscription *for_whom)
{
	struct mock *m = s->mock;
	const struct operation *op = channel_sender(s->channel, broker_role(m->broker), true);
	uint64_t nth;
	const struct message_model *model = model_at(s, op, &nth);
	struct arena scratch = ARENA_INIT;
	struct node *params = node_new(&scratch, NODE_MAP, NULL);
	struct generated made;

	if (!model || s->failed)
		return;
	pattern_overlaps(for_whom->pattern, s->channel, &scratch, params);
	if (generate(s->generator, model, nth, broker_wall_us(m->broker), params, &made, m->diag)) {
		struct outgoing out = { .from = m->generated,
					.model = model,
					.address = made.address,
					.separator = for_whom->pattern->separator,
					.payload = made.payload,
					.headers = made.headers,
					.key = made.key,
					.content_type = made.content_type,
					.retain = operation_retains(op),
					.generator = s->generator,
					.position = nth };

		s->position++;
		outgoing_publish(m->broker, &out, &m->receipt, NULL);
	} else {
		s->failed = true;
	}
	arena_free(&scratch);
}

/* Late firings are not made up for, except that a rate faster than the loop's turns goes out in bursts. */
enum { MOST_PER_TURN = 1000 };

static void on_timer(struct timer *t, int64_t now_us)
{
	struct stream *s = container_of(t, struct stream, timer);
	int64_t due_us = t->due_us;

	for (int i = 0; due_us <= now_us && i < MOST_PER_TURN; i++, due_us += s->every_us) {
		size_t n = count_wanting(s);

		if (!n || !s->ours || s->failed)
			return; /* the next subscriber arms it again */
		send_one(s, nth_wanting(s, s->position % n));
	}
	broker_arm(s->mock->broker, t, due_us > now_us ? due_us : now_us + s->every_us);
}

void streams_on_subscribed(struct mock *m, const struct event *e)
{
	for (size_t i = 0; i < m->n_streams; i++) {
		struct stream *s = &m->streams[i];

		if (!s->ours || !s->every_us || !wants(s, e->subscription))
			continue;
		send_one(s, e->subscription);
		if (!timer_is_armed(&s->timer))
			broker_arm(m->broker, &s->timer, broker_now_us(m->broker) + s->every_us);
	}
}

void streams_on_arrival(struct mock *m, const struct event *e)
{
	const struct channel *const *all;
	size_t n = address_channels(e->message->address, &all);

	if (broker_role(m->broker) != ROLE_AUTO)
		return;
	for (size_t i = 0; i < m->n_streams; i++)
		for (size_t k = 0; k < n; k++)
			if (m->streams[i].channel == all[k])
				m->streams[i].ours = false;
}

/* A reply goes out when it is asked for, never by itself. */
static bool is_reply_channel(const struct contract *c, const struct channel *ch)
{
	for (size_t i = 0; i < c->n_operations; i++) {
		const struct reply *r = c->operations[i]->reply;

		if (r && r->channel == ch)
			return true;
	}
	return false;
}

static bool has_messages_of(const struct channel *a, const struct channel *b)
{
	for (size_t i = 0; i < b->n_messages; i++)
		if (!channel_message(a, b->messages[i]->name))
			return false;
	return true;
}

/* Of a channel that stands in two contracts, one stream is enough. */
static bool is_sent_already(const struct mock *m, const struct channel *ch)
{
	for (size_t i = 0; i < m->n_streams; i++)
		if (address_same(m->streams[i].channel->address, ch->address) &&
		    has_messages_of(m->streams[i].channel, ch))
			return true;
	return false;
}

static void add_streams(struct mock *m, size_t nth)
{
	struct contract *c = broker_contract(m->broker, nth);

	for (size_t i = 0; i < c->n_channels; i++) {
		struct channel *ch = c->channels[i];

		if (!ch->address.ptr || !mock_sends_on(ch, broker_role(m->broker)) ||
		    is_reply_channel(c, ch) || is_sent_already(m, ch))
			continue;
		m->streams[m->n_streams++] = (struct stream){ .mock = m,
							      .channel = ch,
							      .generator = m->generators[nth],
							      .timer.fire = on_timer,
							      .every_us = interval_of(m, ch),
							      .ours = true };
	}
}

void streams_init(struct mock *m)
{
	size_t room = 0;

	for (size_t i = 0; i < broker_n_contracts(m->broker); i++)
		room += broker_contract(m->broker, i)->n_channels;
	m->streams = memory_new(room * sizeof(*m->streams));
	for (size_t i = 0; i < broker_n_contracts(m->broker); i++)
		add_streams(m, i);
}

static const struct stream *same_stream(const struct stream *list, size_t n, const struct stream *s)
{
	for (size_t i = 0; i < n; i++)
		if (address_same(list[i].channel->address, s->channel->address))
			return &list[i];
	return NULL;
}

/* To those who have subscribed to it before there was such a channel. */
static void begin(struct stream *s)
{
	size_t n = count_wanting(s);

	if (!n || !s->every_us || !s->mock->options.generate)
		return;
	send_one(s, nth_wanting(s, 0));
	broker_arm(s->mock->broker, &s->timer, broker_now_us(s->mock->broker) + s->every_us);
}

static void go_on(struct stream *s, const struct stream *before)
{
	s->position = before->position;
	s->ours = before->ours;
	if (timer_is_armed(&before->timer))
		broker_arm(s->mock->broker, &s->timer, before->timer.due_us);
}

void streams_reload(struct mock *m)
{
	struct stream *before = m->streams;
	size_t n = m->n_streams;

	m->n_streams = 0;
	streams_init(m);
	for (size_t i = 0; i < m->n_streams; i++) {
		const struct stream *same = same_stream(before, n, &m->streams[i]);

		if (same)
			go_on(&m->streams[i], same);
		else
			begin(&m->streams[i]);
	}
	for (size_t i = 0; i < n; i++)
		broker_disarm(m->broker, &before[i].timer);
	free(before);
}

void streams_release(struct mock *m)
{
	for (size_t i = 0; i < m->n_streams; i++)
		broker_disarm(m->broker, &m->streams[i].timer);
	free(m->streams);
}
