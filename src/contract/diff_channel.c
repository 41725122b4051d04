/* Channels: which is which, their addresses, parameters and bindings. */
#include "contract/address.h"
#include "contract/diff_compare.h"

struct slice channel_shown(const struct channel *ch)
{
	return ch->address.ptr ? ch->address : ch->name;
}

/* The same but for the names of parameters. */
static bool same_form(struct slice a, struct slice b)
{
	struct slice name;

	if (!a.ptr || !b.ptr)
		return false;
	for (;;) {
		struct slice rest_a = a, rest_b = b;
		bool more_a = address_next_parameter(&rest_a, &name),
		     more_b = address_next_parameter(&rest_b, &name);
		size_t literal_a = slice_find(a, '{'), literal_b = slice_find(b, '{');

		if (more_a != more_b || !slice_eq(slice_first(a, literal_a), slice_first(b, literal_b)))
			return false;
		if (!more_a)
			return true;
		a = rest_a;
		b = rest_b;
	}
}

static struct channel *by_address(const struct channel *ch, const struct contract *c, bool exactly)
{
	for (size_t i = 0; ch->address.ptr && i < c->n_channels; i++) {
		struct channel *other = c->channels[i];

		if (!other->address.ptr)
			continue;
		if (exactly ? slice_eq(other->address, ch->address) : same_form(other->address, ch->address))
			return other;
	}
	return NULL;
}

static struct channel *by_name(const struct channel *ch, const struct contract *c, bool same_address)
{
	for (size_t i = 0; i < c->n_channels; i++)
		if (slice_eq(c->channels[i]->name, ch->name) &&
		    (!same_address || slice_eq(c->channels[i]->address, ch->address)))
			return c->channels[i];
	return NULL;
}

/* Two channels may share an address: then the name tells. */
struct channel *channel_counterpart(const struct channel *ch, const struct contract *c)
{
	struct channel *found = by_name(ch, c, true);

	if (!found)
		found = by_address(ch, c, true);
	if (!found)
		found = by_address(ch, c, false);
	return found ? found : by_name(ch, c, false);
}

static unsigned direction_of(enum action action)
{
	return action == ACTION_SEND ? WE_SEND : WE_RECEIVE;
}

static unsigned opposite(enum action action)
{
	return action == ACTION_SEND ? WE_RECEIVE : WE_SEND;
}

/* What operations and replies say of the channel. */
static unsigned directions_said(const struct channel *ch)
{
	const struct contract *c = ch->contract;
	unsigned directions = 0;

	for (size_t i = 0; i < c->n_operations; i++) {
		const struct operation *o = c->operations[i];

		if (o->channel == ch)
			directions |= direction_of(o->action);
		if (o->reply && o->reply->channel == ch)
			directions |= opposite(o->action);
	}
	return directions;
}

unsigned channel_directions(const struct channel *ch)
{
	unsigned directions = directions_said(ch);

	return directions ? directions : WE_BOTH;
}

static bool lists(struct message_model *const *list, size_t n, const struct message_model *m)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == m)
			return true;
	return false;
}

unsigned message_uses(const struct message_model *m)
{
	const struct contract *c = m->channel->contract;
	unsigned directions = 0;

	for (size_t i = 0; i < c->n_operations; i++) {
		const struct operation *o = c->operations[i];

		if (lists(o->messages, o->n_messages, m))
			directions |= direction_of(o->action);
		if (o->reply && lists(o->reply->messages, o->reply->n_messages, m))
			directions |= opposite(o->action);
	}
	return directions || directions_said(m->channel) ? directions : WE_BOTH;
}

unsigned message_directions(const struct message_model *m)
{
	unsigned directions = message_uses(m);

	return directions ? directions : channel_directions(m->channel);
}

static void compare_address(struct comparer *c, const struct channel *a, const struct channel *b)
{
	struct noted n = { .code = "address", .effect = BOTH_WAYS, .at = b->at, .was_at = a->at };

	if (slice_eq(a->address, b->address) && !a->address.ptr == !b->address.ptr)
		return;
	n.was = arena_printf(&c->out->arena, "was %s",
			     a->address.ptr ? shown_text(c, a->address) : "known at run time only");
	if (same_form(a->address, b->address)) {
		n.effect = 0;
		note(c, n, "has another name for a parameter in its address");
		return;
	}
	note(c, n, "has another address: %s",
	     b->address.ptr ? shown_text(c, b->address) : "known at run time only");
}

void compare_channels(struct comparer *c, struct channel *a, struct channel *b)
{
	c->channel = channel_shown(b ? b : a);
	c->message = SLICE_NONE;
	c->subject = c->channel;
	c->directions = channel_directions(a ? a : b);
	if (!a) {
		note(c, (struct noted){ .code = "channel-added", .at = b->at }, "is a new channel");
	} else if (!b) {
		note(c, (struct noted){ .code = "channel-removed", .effect = BOTH_WAYS, .at = a->at },
		     "is no longer there (the channel)");
	} else {
		compare_address(c, a, b);
		compare_parameters(c, a, b);
		compare_bindings(c, a->bindings, b->bindings, b->at, a->at);
		compare_operations(c, a, b);
		compare_messages(c, a, b);
	}
	c->channel = c->message = SLICE_NONE;
	c->directions = WE_BOTH;
}
