/* What a contract's channels mean to the gate: who may publish there, which messages are tried, which logs
 * keep them. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/logs.h"

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

/* What one of the channels lets in: all of it where nobody says which way it goes. */
static void add_channel(struct candidates *c, size_t *room, const struct channel *ch, enum role role)
{
	if (role == ROLE_AUTO || !ch->n_operations) {
		add_all(c, room, ch->messages, ch->n_messages);
		return;
	}
	for (size_t i = 0; i < ch->n_operations; i++) {
		const struct operation *o = ch->operations[i];

		if (o->action == action_heard(role))
			add_all(c, room, o->messages, o->n_messages);
	}
	add_answers(c, room, ch, action_heard(role));
}

static void find_candidates(struct channel_place *p, enum role role)
{
	size_t room = 0;

	for (size_t i = 0; i < p->n_all; i++)
		add_channel(&p->candidates[role], &room, p->all[i], role);
}

/* --- all contracts */

static struct contract_set *contract_set_new(struct contract *const *contracts, size_t n)
{
	struct contract_set *set = memory_new(sizeof(*set) + n * sizeof(*contracts));

	set->users = 1;
	set->n = n;
	for (size_t i = 0; i < n; i++)
		set->list[i] = contract_use(contracts[i]);
	return set;
}

void contract_set_drop(struct contract_set *set)
{
	if (--set->users)
		return;
	for (size_t i = 0; i < set->n; i++)
		contract_drop(set->list[i]);
	free(set);
}

/* The channel itself first. */
static void find_all(struct channel_place *p, const struct contract_set *set)
{
	size_t room = 0;

	p->all = memory_grow(p->all, p->n_all, &room, sizeof(*p->all));
	p->all[p->n_all++] = p->channel;
	for (size_t i = 0; i < set->n; i++) {
		const struct channel *other = contract_channel_at(set->list[i], p->channel->address);

		if (!other || other->contract == p->channel->contract)
			continue;
		p->all = memory_grow(p->all, p->n_all, &room, sizeof(*p->all));
		p->all[p->n_all++] = other;
	}
}

static void open_places(struct contract_place *place, const struct contract_set *set)
{
	const struct contract *c = place->contract;

	place->channels = memory_new(c->n_channels * sizeof(*place->channels));
	for (size_t i = 0; i < c->n_channels; i++) {
		struct channel_place *p = &place->channels[i];

		p->channel = c->channels[i];
		find_all(p, set);
		for (enum role r = ROLE_AUTO; r <= ROLE_COUNTERPART; r++)
			find_candidates(p, r);
	}
}

void contract_places_open(struct broker *b, struct contract *const *contracts, size_t n)
{
	size_t n_models = 0;

	b->set = contract_set_new(contracts, n);
	b->contracts = memory_new(n * sizeof(*b->contracts));
	for (size_t i = 0; i < n; i++) {
		b->contracts[i].contract = contracts[i];
		b->contracts[i].first_model = n_models;
		n_models += contracts[i]->n_messages;
		open_places(&b->contracts[i], b->set);
	}
	for (uint8_t number = 1; number <= b->n_native_forms; number++)
		bind_protocol(b, number);
}

void channel_place_release(struct channel_place *place)
{
	for (unsigned i = 0; i < place->n_logs; i++)
		log_free(place->logs[i]);
	free(place->logs);
	for (enum role r = ROLE_AUTO; r <= ROLE_COUNTERPART; r++)
		free(place->candidates[r].list);
	free(place->all);
	bound_release(place);
	*place = (struct channel_place){ 0 };
}

void contract_places_close(struct contract_place *places, struct contract_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		for (size_t c = 0; c < places[i].contract->n_channels; c++)
			channel_place_release(&places[i].channels[c]);
		free(places[i].channels);
	}
	free(places);
	contract_set_drop(set);
}

static struct contract_place *place_of(const struct broker *b, const struct contract *c)
{
	for (size_t i = 0; i < b->set->n; i++)
		if (b->set->list[i] == c)
			return &b->contracts[i];
	return NULL;
}

struct channel_place *broker_place(struct broker *b, const struct channel *ch)
{
	struct contract_place *p = place_of(b, ch->contract);

	return p && ch->id && ch->id <= ch->contract->n_channels ? &p->channels[ch->id - 1] : NULL;
}

/* --- the messages of all contracts, by number */

uint16_t broker_model_number(const struct broker *b, const struct message_model *m)
{
	const struct contract_place *p = place_of(b, m->channel->contract);
	size_t number = p ? p->first_model + m->id : 0;

	return number <= UINT16_MAX ? (uint16_t)number : 0;
}

struct message_model *broker_model(const struct broker *b, uint16_t number)
{
	for (size_t i = b->set->n; number && i-- > 0;) {
		const struct contract_place *p = &b->contracts[i];

		if (number > p->first_model && number - p->first_model <= p->contract->n_messages)
			return p->contract->messages[number - p->first_model - 1];
	}
	return NULL;
}

struct message_model *message_model_of(const struct message *m)
{
	return broker_model(m->address->logs[0]->broker, m->model);
}

/* AsyncAPI Kafka channel binding: `partitions`. */
unsigned channel_partitions(const struct channel *ch)
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
	place->n_logs = channel_partitions(place->channel);
	place->logs = memory_new(place->n_logs * sizeof(*place->logs));
	for (unsigned i = 0; i < place->n_logs; i++)
		place->logs[i] = log_new(b, &b->log_limits);
}

const struct candidates *channel_candidates(const struct broker *b, struct channel_place *place)
{
	return &place->candidates[b->role];
}
