/* AsyncAPI 3.x: operations and their replies. */
#include "contract/point_v3.h"

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

static void load_listed(struct loader *l)
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

void load_operations_v3(struct loader *l)
{
	load_listed(l);
	check_components(l);
}
