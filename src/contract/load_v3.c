/* AsyncAPI 3.x: channels and their messages; operation_v3.c has the operations that refer to them. */
#include "contract/loader.h"

/* An address is text, or null (the same as none): known only at runtime. */
static bool address_load(struct loader *l, struct channel *ch)
{
	struct node *address = node_get(ch->node, "address");

	ch->address = node_text(address);
	if (!address || node_is(address, NODE_NULL) || node_is(address, NODE_TEXT))
		return true;
	leave_out(l, ch->name, node_loc(address), "its address is no text");
	return diag_error(l->d, DIAG_CONTRACT, node_loc(address),
			  "\"address\" must be a text or null, not %s", node_kind_name(address));
}

static bool messages_load(struct loader *l, struct channel *ch)
{
	struct node *messages = node_get(ch->node, "messages");
	size_t before = l->contract->n_messages;

	messages = messages ? library_resolve(l->library, messages) : NULL;
	for (size_t i = 0; node_is(messages, NODE_MAP) && i < messages->n; i++) {
		struct member *m = &messages->members[i];

		if (message_load(l, ch, m->key, m->value))
			continue;
		l->contract->n_messages = before;
		leave_out(l, ch->name, ch->at, "message \"%.*s\" cannot be understood", SLICE_FMT(m->key));
		return false;
	}
	return true;
}

static void load_channels(struct loader *l)
{
	struct node *channels = node_get(l->contract->root, "channels");

	channels = channels ? library_resolve(l->library, channels) : NULL;
	for (size_t i = 0; node_is(channels, NODE_MAP) && i < channels->n; i++) {
		struct member *m = &channels->members[i];
		struct channel *ch = arena_new(l->a, struct channel);

		ch->name = m->key;
		ch->node = library_resolve(l->library, m->value);
		if (!node_is(ch->node, NODE_MAP) || l->contract->n_channels >= UINT16_MAX)
			leave_out(l, m->key, node_loc(m->value), "it cannot be read");
		else if (address_load(l, ch) && channel_fill_in(l, ch) && messages_load(l, ch))
			channel_add(l, ch);
	}
}

void load_v3(struct loader *l)
{
	load_channels(l);
	load_operations_v3(l);
}
