/* Other contracts, while everybody stays connected.  What is kept knows addresses only; so it is enough to
 * hand the logs over, address by address, and to resolve the table of addresses anew. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/ruling.h"

static struct channel_place *place_at(struct broker *b, struct slice address)
{
	const struct channel *ch = NULL;

	for (size_t i = 0; !ch && i < b->set->n; i++)
		ch = contract_channel_at(b->set->list[i], address);
	return ch ? broker_place(b, ch) : NULL;
}

/* As with Kafka, partitions are added but never taken away. */
static void take_logs(struct broker *b, struct channel_place *to, struct channel_place *from)
{
	struct log **logs = from->logs;
	unsigned n = from->n_logs;

	unsigned wanted = channel_partitions(to->channel);

	from->logs = NULL;
	from->n_logs = 0;
	if (wanted > n)
		logs = memory_resize(logs, wanted * sizeof(*logs));
	for (; n < wanted; n++)
		logs[n] = log_new(b, &b->log_limits);
	to->logs = logs;
	to->n_logs = n;
}

static void vanish(struct broker *b, struct channel_place *from)
{
	struct vanished *v = NEW(struct vanished);
	struct slice address = from->channel->address;
	char *copy = memory_new(address.len + 1);

	memcpy(copy, address.ptr, address.len);
	v->address = slice_of(copy, address.len);
	v->place.logs = from->logs;
	v->place.n_logs = from->n_logs;
	from->logs = NULL;
	from->n_logs = 0;
	v->next = b->vanished;
	b->vanished = v;
}

static void hand_over(struct broker *b, struct channel_place *from)
{
	struct channel_place *to = place_at(b, from->channel->address);

	if (to && from->has_policy) {
		to->has_policy = true;
		to->policy = from->policy;
	}
	if (!from->logs)
		return;
	if (to && !to->logs)
		take_logs(b, to, from);
	else
		vanish(b, from);
}

static void vanished_free(struct vanished *v)
{
	channel_place_release(&v->place);
	free((char *)v->address.ptr);
	free(v);
}

static void bring_back(struct broker *b)
{
	struct vanished **link = &b->vanished;

	while (*link) {
		struct vanished *v = *link;
		struct channel_place *to = place_at(b, v->address);

		if (!to || to->logs) {
			link = &v->next;
			continue;
		}
		take_logs(b, to, &v->place);
		*link = v->next;
		vanished_free(v);
	}
}

void vanished_release(struct broker *b)
{
	while (b->vanished) {
		struct vanished *v = b->vanished;

		b->vanished = v->next;
		vanished_free(v);
	}
}

/* --- addresses */

/* What an operation awaits now, by its name. */
static const struct reply *same_reply(const struct broker *b, const struct contract_set *before,
				      const struct reply *r)
{
	const struct operation *old = NULL, *now = NULL;

	for (size_t i = 0; i < before->n; i++)
		for (size_t k = 0; !old && k < before->list[i]->n_operations; k++)
			if (before->list[i]->operations[k]->reply == r)
				old = before->list[i]->operations[k];
	for (size_t i = 0; old && !now && i < b->set->n; i++)
		now = contract_operation(b->set->list[i], old->name);
	return now && now->reply ? now->reply : &reply_anything;
}

static struct channel_place *vanished_place(const struct broker *b, struct log **logs)
{
	for (struct vanished *v = b->vanished; v; v = v->next)
		if (v->place.logs == logs)
			return &v->place;
	return NULL;
}

/* An address that has used a log which nobody claims goes on using it. */
static void resolve_again(struct broker *b, struct address *a, const struct contract_set *before)
{
	struct channel_place *vanished = vanished_place(b, a->logs);

	address_resolve(b, a);
	a->parameters_fit = false;
	if (!a->channel && vanished) {
		a->place = vanished;
		a->logs = vanished->logs;
		a->n_logs = vanished->n_logs;
	}
	if (a->reply && a->reply != &reply_anything)
		a->reply = same_reply(b, before, a->reply);
}

static void resolve_all(struct broker *b, const struct contract_set *before)
{
	for (size_t i = 0; i < b->addresses.n_entries; i++)
		if (b->addresses.entries[i].key.ptr)
			resolve_again(b, b->addresses.entries[i].value, before);
}

void broker_reload(struct broker *b, struct contract *const *contracts, size_t n)
{
	struct contract_place *places = b->contracts;
	struct contract_set *before = b->set;
	struct event told = { .kind = EVENT_RELOADED };

	if (b->turning || broker_is_busy(b))
		BUG("a reload inside of a turn");
	contract_places_open(b, contracts, n);
	for (size_t i = 0; i < before->n; i++)
		for (size_t k = 0; k < before->list[i]->n_channels; k++)
			hand_over(b, &places[i].channels[k]);
	bring_back(b);
	resolve_all(b, before);
	contract_places_close(places, before);
	b->reloaded_seq = b->last_seq;
	broker_tell(b, &told);
}
