/* AsyncAPI 2.x, turned into the model of 3.x.
 *
 * The key of a channel is its id and its address.  `publish` says what others publish to the application, so
 * the application receives it; `subscribe` says what others may subscribe to, so the application sends it. */
#include "contract/loader.h"

static const struct {
	const char *keyword;
	enum action action;
} keywords[] = {
	{"publish",    ACTION_RECEIVE},
	{ "subscribe", ACTION_SEND   },
};

/* A few choices that lead to one another stand for millions of messages. */
enum { MOST_NESTED = 16, MOST_LOOKED_AT = 200000 };

/* A message, or {oneOf: [messages]}, which may nest.  False: one cannot be understood. */
static bool add_messages(struct loader *l, struct operation *op, struct node *n, unsigned depth)
{
	struct node *to = library_resolve(l->library, n);
	struct node *list = node_get(to, "oneOf");
	struct message_model *m;
	bool ok = true;

	if (depth >= MOST_NESTED)
		return diag_error(l->d, DIAG_LIMIT, node_loc(n), "oneOf of messages nests deeper than %d",
				  MOST_NESTED);
	if (l->messages_looked_at++ >= MOST_LOOKED_AT)
		return diag_error(l->d, DIAG_LIMIT, node_loc(n), "oneOf of messages leads to more than %d",
				  MOST_LOOKED_AT);
	if (node_is(list, NODE_LIST)) {
		for (size_t i = 0; ok && i < list->n; i++)
			ok = add_messages(l, op, list->items[i], depth + 1);
		return ok;
	}
	m = to ? message_load(l, op->channel, SLICE_NONE, n) : NULL;
	for (size_t i = 0; m && i < op->n_messages; i++)
		if (op->messages[i] == m)
			return true;
	if (m)
		LIST_ADD(l->a, op, messages, m);
	return m != NULL;
}

/* Without an operationId it is called by keyword and channel: "publish orders". */
static struct slice operation_name(struct loader *l, const struct operation *op)
{
	struct slice id = node_get_text(op->node, "operationId");

	if (id.len && contract_operation(l->contract, id))
		diag_error(l->d, DIAG_CONTRACT, node_loc(node_get(op->node, "operationId")),
			   "operationId \"%.*s\" is there twice", SLICE_FMT(id));
	if (id.len)
		return id;
	return slice_str(
		arena_printf(l->a, "%.*s %.*s", SLICE_FMT(op->keyword), SLICE_FMT(op->channel->name)));
}

static struct operation *operation_load(struct loader *l, struct channel *ch, size_t keyword)
{
	struct node *n = node_get(ch->node, keywords[keyword].keyword);
	struct operation *op;

	n = n ? library_resolve(l->library, n) : NULL;
	if (!node_is(n, NODE_MAP))
		return NULL;
	op = arena_new(l->a, struct operation);
	op->channel = ch;
	op->action = keywords[keyword].action;
	op->keyword = slice_str(keywords[keyword].keyword);
	op->at = node_loc(n);
	op->source = n;
	op->node = traits_apply(l, n);
	op->name = operation_name(l, op);
	op->bindings = bindings_load(l, op->node);
	return op;
}

static bool operations_load(struct loader *l, struct channel *ch)
{
	size_t messages = l->contract->n_messages, operations = l->contract->n_operations;

	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++) {
		struct operation *op = operation_load(l, ch, i);
		struct node *message = op ? node_get(op->node, "message") : NULL;

		if (!op)
			continue;
		if (message && !add_messages(l, op, message, 0)) {
			l->contract->n_messages = messages;
			l->contract->n_operations = operations;
			leave_out(l, ch->name, ch->at, "a message of \"%s\" cannot be understood",
				  keywords[i].keyword);
			return false;
		}
		LIST_ADD(l->a, ch, operations, op);
		LIST_ADD(l->a, l->contract, operations, op);
	}
	return true;
}

void load_v2(struct loader *l)
{
	struct node *channels = node_get(l->contract->root, "channels");

	channels = channels ? library_resolve(l->library, channels) : NULL;
	for (size_t i = 0; node_is(channels, NODE_MAP) && i < channels->n; i++) {
		struct member *m = &channels->members[i];
		struct channel *ch = arena_new(l->a, struct channel);

		if (slice_starts(m->key, SLICE_LIT("x-")) && !node_is(m->value, NODE_MAP))
			continue;
		ch->name = ch->address = m->key;
		ch->node = library_resolve(l->library, m->value);
		if (!node_is(ch->node, NODE_MAP) || l->contract->n_channels >= UINT16_MAX)
			leave_out(l, m->key, node_loc(m->value), "it cannot be read");
		else if (channel_fill_in(l, ch) && operations_load(l, ch))
			channel_add(l, ch);
	}
}
