/* The table of addresses.  One that nobody uses stays, in case it is asked for again, until the table is
 * full: then the one that was not asked for the longest leaves. */
#include <stdlib.h>

#include "broker/core.h"

static void unused_take(struct broker *b, struct address *a)
{
	*(a->older ? &a->older->newer : &b->oldest_unused) = a->newer;
	*(a->newer ? &a->newer->older : &b->newest_unused) = a->older;
	a->older = a->newer = NULL;
}

static void unused_add(struct broker *b, struct address *a)
{
	a->older = b->newest_unused;
	*(a->older ? &a->older->newer : &b->oldest_unused) = a;
	b->newest_unused = a;
}

static bool is_unused(const struct broker *b, const struct address *a)
{
	return a->older || a->newer || b->oldest_unused == a;
}

/* Of several contracts that have it, the one that names it most literally, as within one contract. */
static const struct channel *find_channel(const struct broker *b, struct slice text, char separator)
{
	const struct channel *found = NULL;
	size_t most = 0;
	struct address_match m;

	for (size_t i = 0; i < b->set->n; i++) {
		size_t literal;

		if (!contract_match(b->set->list[i], text, separator, &m))
			continue;
		literal = address_literal_bytes(m.channel->address);
		if (!found || literal > most) {
			found = m.channel;
			most = literal;
		}
	}
	return found;
}

void address_resolve(struct broker *b, struct address *a)
{
	a->channel = find_channel(b, a->text, a->separator);
	a->place = a->channel ? broker_place(b, a->channel) : &b->outside;
	channel_place_open(b, a->place);
	a->logs = a->place->logs;
	a->n_logs = a->place->n_logs;
}

static struct address *make(struct broker *b, struct slice text, char separator)
{
	struct address *a = NEW(struct address);
	char *copy = memory_new(text.len + 1);

	if (text.len)
		memcpy(copy, text.ptr, text.len);
	a->text = slice_of(copy, text.len);
	a->separator = separator;
	address_resolve(b, a);
	map_put(&b->addresses, a->text, a);
	unused_add(b, a);
	return a;
}

static void address_free(struct address *a)
{
	free(a->readers);
	free((char *)a->text.ptr);
	free(a);
}

/* False: all are in use, or were asked for in this very turn. */
static bool make_room(struct broker *b)
{
	struct address *a = b->oldest_unused;

	/* address_use() knows no broker: those that it took are found out here, once each. */
	for (; a && a->users; a = b->oldest_unused)
		unused_take(b, a);
	if (!a || a->turn == b->turn)
		return false;
	unused_take(b, a);
	map_remove(&b->addresses, a->text);
	address_free(a);
	return true;
}

struct address *broker_address_find(struct broker *b, struct slice text)
{
	struct address *a = map_get(&b->addresses, text);

	if (a && a->turn != b->turn) {
		a->turn = b->turn;
		if (is_unused(b, a)) {
			unused_take(b, a);
			unused_add(b, a);
		}
	}
	return a;
}

struct address *broker_address(struct broker *b, struct slice text, char separator)
{
	struct address *a = broker_address_find(b, text);

	if (a)
		return a;
	if (text.len > LIMIT_ADDRESS_BYTES || (b->addresses.count >= LIMIT_ADDRESSES && !make_room(b)))
		return NULL;
	a = make(b, text, separator);
	a->turn = b->turn;
	return a;
}

void address_use(struct address *a)
{
	a->users++;
}

void address_drop(struct broker *b, struct address *a)
{
	if (!a->users)
		BUG("address \"%.*s\" was dropped once too often", SLICE_FMT(a->text));
	if (--a->users == 0 && !is_unused(b, a))
		unused_add(b, a);
}

bool address_parameters(const struct address *a, struct address_match *out)
{
	out->n = 0;
	return a->channel && channel_match(a->channel, a->text, a->separator, out);
}

size_t address_channels(const struct address *a, const struct channel *const **list)
{
	*list = a->place->all;
	return a->channel ? a->place->n_all : 0;
}

void addresses_release(struct broker *b)
{
	for (size_t i = 0; i < b->addresses.n_entries; i++)
		if (b->addresses.entries[i].key.ptr)
			address_free(b->addresses.entries[i].value);
	map_release(&b->addresses);
	b->oldest_unused = b->newest_unused = NULL;
}
