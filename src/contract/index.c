/* Finding the parts of a contract by name. */
#include "contract/index.h"

#include "contract/address.h"

#include <stdlib.h>

size_t address_literal_bytes(struct slice address)
{
	size_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < address.len; i++) {
		if (address.ptr[i] == '{')
			inside = true;
		n += !inside;
		if (address.ptr[i] == '}')
			inside = false;
	}
	return n;
}

/* The longest literal part first, then as in the document. */
static int by_literal_length(const void *left, const void *right)
{
	const struct channel *a = *(struct channel *const *)left, *b = *(struct channel *const *)right;
	size_t n = address_literal_bytes(a->address), m = address_literal_bytes(b->address);

	if (n != m)
		return n > m ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static bool servers_overlap(const struct channel *a, const struct channel *b)
{
	if (!a->n_servers || !b->n_servers)
		return true;
	for (size_t i = 0; i < a->n_servers; i++)
		for (size_t k = 0; k < b->n_servers; k++)
			if (a->servers[i] == b->servers[k])
				return true;
	return false;
}

static void say_shared(const struct channel *first, const struct channel *ch, struct diag *d)
{
	diag_error(d, DIAG_CONTRACT, ch->at,
		   "channels \"%.*s\" and \"%.*s\" have the same address \"%.*s\": what comes there is "
		   "judged by "
		   "the first",
		   SLICE_FMT(first->name), SLICE_FMT(ch->name), SLICE_FMT(ch->address));
}

/* The first channel of an address keeps it. */
static void index_address(struct contract *c, struct channel *ch, struct diag *d)
{
	const struct channel *other = map_get(&c->names, ch->address);

	if (other) {
		if (servers_overlap(ch, other))
			say_shared(other, ch, d);
		return;
	}
	map_put(&c->names, ch->address, ch);
	if (!ch->n_parameters)
		map_put(&c->literals, ch->address, ch);
	else
		c->templates[c->n_templates++] = ch;
}

void contract_index(struct contract *c, struct diag *d)
{
	c->templates = arena_array(&c->arena, struct channel *, c->n_channels + 1);
	for (size_t i = 0; i < c->n_channels; i++)
		if (c->channels[i]->address.ptr)
			index_address(c, c->channels[i], d);
	for (size_t i = 0; i < c->n_channels; i++)
		map_put(&c->names, c->channels[i]->name, c->channels[i]);
	if (c->n_templates)
		qsort(c->templates, c->n_templates, sizeof(*c->templates), by_literal_length);
}

struct channel *contract_channel(const struct contract *c, struct slice name_or_address)
{
	return map_get(&c->names, name_or_address);
}

struct message_model *channel_message(const struct channel *ch, struct slice name)
{
	for (size_t i = 0; i < ch->n_messages; i++)
		if (slice_eq(ch->messages[i]->name, name))
			return ch->messages[i];
	return NULL;
}

struct operation *contract_operation(const struct contract *c, struct slice name)
{
	for (size_t i = 0; i < c->n_operations; i++)
		if (slice_eq(c->operations[i]->name, name))
			return c->operations[i];
	return NULL;
}

struct server *contract_server(const struct contract *c, struct slice name)
{
	for (size_t i = 0; i < c->n_servers; i++)
		if (slice_eq(c->servers[i]->name, name))
			return c->servers[i];
	return NULL;
}

struct parameter *channel_parameter(const struct channel *ch, struct slice name)
{
	for (size_t i = 0; i < ch->n_parameters; i++)
		if (slice_eq(ch->parameters[i].name, name))
			return &ch->parameters[i];
	return NULL;
}

static struct slice first_binding(const struct node *bindings)
{
	for (size_t i = 0; bindings && i < bindings->n; i++)
		if (!slice_starts(bindings->members[i].key, SLICE_LIT("x-")))
			return bindings->members[i].key;
	return SLICE_NONE;
}

struct slice contract_binding_protocol(const struct contract *c)
{
	struct slice found = SLICE_NONE;

	for (size_t i = 0; !found.ptr && i < c->n_channels; i++)
		found = first_binding(c->channels[i]->bindings);
	for (size_t i = 0; !found.ptr && i < c->n_operations; i++)
		found = first_binding(c->operations[i]->bindings);
	for (size_t i = 0; !found.ptr && i < c->n_messages; i++)
		found = first_binding(c->messages[i]->bindings);
	return found;
}
