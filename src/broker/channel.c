/* What a contract's channels mean to the gate: who may publish there, which messages are tried, which logs
 * keep them. */
#include <stdlib.h>

#include "broker/core.h"

enum { MOST_PARTITIONS = 256 }; /* message.partition is a byte */

/* A client does the opposite of what the mock does in its role. */
static enum action action_heard(enum role role)
{
	return role == ROLE_APPLICATION ? ACTION_RECEIVE : ACTION_SEND;
}

static void add_message(struct candidates *c, size_t *room, struct message_model *m)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->list[i] == m)
			return;
	c->list = memory_grow(c->list, c->n, room, sizeof(*c->list));
	c->list[c->n++] = m;
}

static void add_all(struct candidates *c, size_t *room, struct message_model *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_message(c, room, list[i]);
	c->allowed = true;
}

/* Whoever hears the request sends its answer: to the mock come answers to what it sends. */
static void add_answers(struct candidates *c, size_t *room, const struct channel *ch, enum action heard)
{
	const struct contract *contract = ch->contract;

	for (size_t i = 0; i < contract->n_operations; i++) {
		const struct operation *o = contract->operations[i];

		if (!o->reply || o->reply->channel != ch || o->action == heard)
			continue;
		if (o->reply->n_messages)
			add_all(c, room, o->reply->messages, o->reply->n_messages);
		else
			add_all(c, room, ch->messages, ch->n_messages);
	}
}

static void find_candidates(struct candidates *c, const struct channel *ch, enum role role)
{
	size_t room = 0;

	if (role == ROLE_AUTO || !ch->n_operations) {
		*c = (struct candidates){ .list = ch->messages, .n = ch->n_messages, .allowed = true };
		return;
	}
	c->owned = true;
	for (size_t i = 0; i < ch->n_operations; i++) {
		const struct operation *o = ch->operations[i];

		if (o->action == action_heard(role))
			add_all(c, &room, o->messages, o->n_messages);
	}
	add_answers(c, &room, ch, action_heard(role));
}

void channel_places_init(struct contract_place *place, struct contract *c)
{
	place->contract = contract_use(c);
	place->channels = memory_new(c->n_channels * sizeof(*place->channels));
	for (size_t i = 0; i < c->n_channels; i++) {
		struct channel_place *p = &place->channels[i];

		p->channel = c->channels[i];
		for (enum role r = ROLE_AUTO; r <= ROLE_COUNTERPART; r++)
			find_candidates(&p->candidates[r], p->channel, r);
	}
}

void channel_place_release(struct channel_place *place)
{
	for (unsigned i = 0; i < place->n_logs; i++)
		log_free(place->logs[i]);
	free(place->logs);
	for (enum role r = ROLE_AUTO; r <= ROLE_COUNTERPART; r++)
		if (place->candidates[r].owned)
			free(place->candidates[r].list);
	*place = (struct channel_place){ 0 };
}

struct channel_place *broker_place(struct broker *b, const struct channel *ch)
{
	for (size_t i = 0; i < b->n_contracts; i++)
		if (b->contracts[i].contract == ch->contract && ch->id && ch->id <= ch->contract->n_channels)
			return &b->contracts[i].channels[ch->id - 1];
	return NULL;
}

/* AsyncAPI Kafka channel binding: `partitions`. */
static unsigned partitions_of(const struct channel *ch)
{
	int64_t n;

	if (!ch || !node_int(node_get(node_get(ch->bindings, "kafka"), "partitions"), &n) || n < 1)
		return 1;
	return n > MOST_PARTITIONS ? MOST_PARTITIONS : (unsigned)n;
}

void channel_place_open(struct broker *b, struct channel_place *place)
{
	if (place->logs)
		return;
	place->n_logs = partitions_of(place->channel);
	place->logs = memory_new(place->n_logs * sizeof(*place->logs));
	for (unsigned i = 0; i < place->n_logs; i++)
		place->logs[i] = log_new(b, &b->log_limits);
}

const struct candidates *channel_candidates(const struct broker *b, struct channel_place *place)
{
	return &place->candidates[b->role];
}
