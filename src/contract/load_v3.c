/* AsyncAPI 3.x: channels, messages and operations that refer to one another. */
#include "contract/loader.h"

#include "base/limits.h"

/* --- channels */

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

/* --- what operations point to */

/* One token of a reference, with the escapes of a JSON pointer undone. */
static struct slice token_text(struct loader *l, struct slice token)
{
	BUF_AUTO struct buf out = BUF_INIT(LIMIT_ADDRESS_BYTES);

	for (size_t i = 0; i < token.len; i++) {
		bool escape = token.ptr[i] == '~' && i + 1 < token.len;

		if (escape)
			i++;
		buf_char(&out, !escape ? token.ptr[i] : token.ptr[i] == '1' ? '/' : '~');
	}
	return arena_copy(l->a, buf_view(&out));
}

/* "#/channels/NAME" and what is behind it, in the main document; absent: another kind of reference. */
static struct slice channel_in_ref(struct loader *l, const struct node *ref, struct slice *rest)
{
	static const struct slice prefix = SLICE_LIT("#/channels/");
	struct slice text = node_get_text(ref, "$ref");
	struct slice name = SLICE_NONE;

	if (ref->in != l->contract->root->in || !slice_starts(text, prefix))
		return SLICE_NONE;
	*rest = slice_from(text, prefix.len);
	if (!slice_split(rest, '/', &name))
		return SLICE_NONE;
	return token_text(l, name);
}

static struct channel *channel_named(const struct contract *c, struct slice name)
{
	for (size_t i = 0; name.ptr && i < c->n_channels; i++)
		if (slice_eq(c->channels[i]->name, name))
			return c->channels[i];
	return NULL;
}

/* The channel that a reference means: by its name, else by what the reference leads to. */
static struct channel *channel_of(struct loader *l, struct node *ref)
{
	struct slice rest = SLICE_NONE;
	struct channel *ch = channel_named(l->contract, channel_in_ref(l, ref, &rest));
	struct node *n;

	if (ch && !rest.len)
		return ch;
	n = library_resolve(l->library, ref);
	return n ? map_get(&l->channels, node_key(&n)) : NULL;
}

static struct message_model *message_of_node(const struct channel *ch, const struct node *n)
{
	for (size_t i = 0; n && i < ch->n_messages; i++)
		if (ch->messages[i]->source == n)
			return ch->messages[i];
	return NULL;
}

/* The message that a reference means: "#/channels/c/messages/m" by its names, else by where it leads. */
static struct message_model *message_of(struct loader *l, const struct channel *ch, struct node *ref)
{
	struct slice rest = SLICE_NONE, word = SLICE_NONE;
	struct channel *named = channel_named(l->contract, channel_in_ref(l, ref, &rest));
	struct message_model *m = NULL;

	if (named && (!ch || named == ch) && slice_split(&rest, '/', &word) && slice_is(word, "messages"))
		m = channel_message(named, token_text(l, rest));
	if (m || !ch)
		return m;
	return message_of_node(ch, library_resolve(l->library, ref));
}

/* "MUST be a subset of the messages of the channel, and MUST NOT point to components". */
static void check_subset(struct loader *l, const struct channel *ch, const struct message_model *m,
			 struct node *ref)
{
	struct slice text = node_get_text(ref, "$ref");

	if (m && !slice_starts(text, SLICE_LIT("#/components/messages/")))
		return;
	diag_error(l->d, DIAG_REF, node_loc(node_get(ref, "$ref")),
		   "\"%.*s\" does not point to one of the messages of channel \"%.*s\"", SLICE_FMT(text),
		   SLICE_FMT(ch->name));
}

struct picked {
	struct message_model **messages;
	size_t n_messages;
};

/* False: one of them is not known. */
static bool pick_messages(struct loader *l, const struct channel *ch, struct node *list, struct picked *out)
{
	bool all = true;

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++) {
		struct node *ref = list->items[i];
		struct message_model *m;

		if (!node_get_text(ref, "$ref").ptr)
			continue; /* said by the tables */
		m = message_of(l, ch, ref);
		if (ch && library_resolve(l->library, ref))
			check_subset(l, ch, m, ref);
		if (m)
			LIST_ADD(l->a, out, messages, m);
		all &= m != NULL;
	}
	return all;
}

/* --- replies */

static void reply_channel(struct loader *l, struct reply *r, struct node *n)
{
	struct node *ref = node_get(n, "channel");

	if (!node_get_text(ref, "$ref").ptr)
		return;
	r->channel = channel_of(l, ref);
	if (!r->channel && library_resolve(l->library, ref))
		diag_error(l->d, DIAG_REF, node_loc(ref),
			   "the reply's channel is not one of \"channels\", or was left out");
}

static struct reply *reply_load(struct loader *l, struct node *operation)
{
	struct node *n = node_get(operation, "reply");
	struct node *address;
	struct reply *r;
	struct picked picked = { 0 };

	n = n ? library_resolve(l->library, n) : NULL;
	if (!node_is(n, NODE_MAP))
		return NULL;
	r = arena_new(l->a, struct reply);
	r->at = node_loc(n);
	address = node_get(n, "address");
	address = address ? library_resolve(l->library, address) : NULL;
	expression_parse(node_get_text(address, "location"), &r->address);
	reply_channel(l, r, n);
	pick_messages(l, r->channel, node_get(n, "messages"), &picked);
	r->messages = picked.messages;
	r->n_messages = picked.n_messages;
	if (!node_get(n, "messages") && r->channel) {
		r->messages = r->channel->messages;
		r->n_messages = r->channel->n_messages;
	}
	if ((r->address.in_header || r->address.in_payload) && r->channel && r->channel->address.ptr)
		diag_warning(l->d, DIAG_CONTRACT, r->at,
			     "the reply has an address of its own, so the address of channel \"%.*s\" "
			     "should be null",
			     SLICE_FMT(r->channel->name));
	return r;
}

/* --- operations */

static bool operation_channel(struct loader *l, struct operation *op)
{
	struct node *ref = node_get(op->node, "channel");

	if (!node_get_text(ref, "$ref").ptr)
		return false; /* said by the tables */
	op->channel = channel_of(l, ref);
	if (slice_starts(node_get_text(ref, "$ref"), SLICE_LIT("#/components/")))
		diag_error(l->d, DIAG_REF, node_loc(node_get(ref, "$ref")),
			   "an operation's channel must be one of \"channels\", not of the components");
	else if (!op->channel && library_resolve(l->library, ref) &&
		 !channel_in_ref(l, ref, &(struct slice){ 0 }).ptr)
		diag_error(l->d, DIAG_REF, node_loc(node_get(ref, "$ref")),
			   "\"%.*s\" is not one of \"channels\"", SLICE_FMT(node_get_text(ref, "$ref")));
	return op->channel != NULL;
}

static bool operation_action(struct operation *op)
{
	struct slice action = node_get_text(op->node, "action");

	op->keyword = action;
	op->action = slice_is(action, "send") ? ACTION_SEND : ACTION_RECEIVE;
	return slice_is(action, "send") || slice_is(action, "receive");
}

/* No list means all of the channel's; an empty list too (the specification's "no messages" helps nobody). */
static bool operation_messages(struct loader *l, struct operation *op)
{
	struct picked picked = { 0 };
	bool all = pick_messages(l, op->channel, node_get(op->node, "messages"), &picked);

	op->messages = picked.n_messages ? picked.messages : op->channel->messages;
	op->n_messages = picked.n_messages ? picked.n_messages : op->channel->n_messages;
	return all;
}

static void name_reply_header(struct operation *op)
{
	for (size_t i = 0; op->reply && i < op->n_messages; i++)
		op->messages[i]->reply_header = expression_header(&op->reply->address);
}

static void operation_load(struct loader *l, const struct member *m)
{
	struct operation *op = arena_new(l->a, struct operation);
	struct node *n = library_resolve(l->library, m->value);

	op->name = m->key;
	op->at = n ? node_loc(n) : node_loc(m->value);
	op->source = n;
	op->node = traits_apply(l, n);
	if (!node_is(n, NODE_MAP) || !operation_action(op))
		leave_out(l, m->key, op->at, "the operation cannot be read");
	else if (!operation_channel(l, op))
		leave_out(l, m->key, op->at, "the operation's channel is not known");
	else if (!operation_messages(l, op))
		leave_out(l, m->key, op->at, "a message of the operation is not known");
	else {
		op->bindings = bindings_load(l, op->node);
		op->reply = reply_load(l, op->node);
		name_reply_header(op);
		LIST_ADD(l->a, op->channel, operations, op);
		LIST_ADD(l->a, l->contract, operations, op);
	}
}

static void load_operations(struct loader *l)
{
	struct node *operations = node_get(l->contract->root, "operations");

	operations = operations ? library_resolve(l->library, operations) : NULL;
	for (size_t i = 0; node_is(operations, NODE_MAP) && i < operations->n; i++)
		operation_load(l, &operations->members[i]);
}

/* Those of the components that no operation of the document is: only checked. */
static void check_components(struct loader *l)
{
	struct node *operations = node_get(node_get(l->contract->root, "components"), "operations");

	for (size_t i = 0; node_is(operations, NODE_MAP) && i < operations->n; i++) {
		struct node *n = operations->members[i].value;
		struct channel *ch = node_get(n, "channel") ? channel_of(l, node_get(n, "channel")) : NULL;
		struct picked picked = { 0 };
		bool used = false;

		for (size_t k = 0; k < l->contract->n_operations; k++)
			used |= l->contract->operations[k]->source == n;
		if (ch && !used)
			pick_messages(l, ch, node_get(n, "messages"), &picked);
	}
}

void load_v3(struct loader *l)
{
	load_channels(l);
	load_operations(l);
	check_components(l);
}
