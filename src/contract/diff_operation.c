/* Operations of a channel, by what the application does there: their names are not on the wire. */
#include "contract/diff_compare.h"

static struct operation *same_action(const struct channel *ch, const struct operation *o)
{
	for (size_t i = 0; i < ch->n_operations; i++)
		if (ch->operations[i]->action == o->action && slice_eq(ch->operations[i]->name, o->name))
			return ch->operations[i];
	for (size_t i = 0; i < ch->n_operations; i++)
		if (ch->operations[i]->action == o->action)
			return ch->operations[i];
	return NULL;
}

static const char *does(const struct operation *o)
{
	return o->action == ACTION_SEND ? "sends" : "receives";
}

static struct slice reply_address(const struct reply *r)
{
	return r->channel ? channel_shown(r->channel) : SLICE_NONE;
}

static bool same_reply_address(const struct reply *a, const struct reply *b)
{
	return a->address.in_header == b->address.in_header &&
	       a->address.in_payload == b->address.in_payload &&
	       slice_eq(a->address.pointer, b->address.pointer);
}

/* Who asks and who answers are on either side of it. */
static void compare_replies(struct comparer *c, const struct operation *a, const struct operation *b)
{
	const struct reply *was = a->reply, *is = b->reply;
	struct noted n = { .code = "reply",
			   .effect = BOTH_WAYS,
			   .at = is ? is->at : b->at,
			   .was_at = was ? was->at : LOC_NONE };

	c->directions = WE_BOTH;
	if (was && !is) {
		note(c, n, "has no reply any more");
	} else if (!was && is) {
		n.effect = a->action == ACTION_SEND ? BOTH_WAYS : 0; /* whoever consumes must now answer */
		note(c, n, "has a reply now");
	} else if (was && !slice_eq(reply_address(was), reply_address(is)) && was->channel && is->channel) {
		n.was = arena_printf(&c->out->arena, "was %s", shown_text(c, reply_address(was)));
		note(c, n, "has its reply on %s", shown_text(c, reply_address(is)));
	} else if (was && !same_reply_address(was, is)) {
		note(c, n, "has its reply's address in another place");
	}
}

static void compare_operation(struct comparer *c, const struct operation *a, const struct operation *b)
{
	c->directions = a->action == ACTION_SEND ? WE_SEND : WE_RECEIVE;
	c->subject = b->name.len ? b->name : c->channel;
	compare_security(c, node_get(a->node, "security"), node_get(b->node, "security"), b->at, a->at);
	compare_bindings(c, a->bindings, b->bindings, b->at, a->at);
	compare_replies(c, a, b);
}

static void say_gone(struct comparer *c, const struct operation *o, const struct channel *after)
{
	bool flipped = after->n_operations > 0;

	c->directions = o->action == ACTION_SEND ? WE_SEND : WE_RECEIVE;
	note(c,
	     (struct noted){ .code = flipped ? "direction" : "operation-removed",
			     .effect = BOTH_WAYS,
			     .at = flipped ? after->operations[0]->at : o->at,
			     .was_at = o->at,
			     .was = o->action == ACTION_SEND ? "was: it sends" : "was: it receives" },
	     flipped ? "is a channel on which the application no longer %s, it %s"
		     : "is a channel for which it is no longer said that the application %s%s",
	     o->action == ACTION_SEND ? "sends" : "receives", flipped ? does(after->operations[0]) : "");
}

void compare_operations(struct comparer *c, struct channel *a, struct channel *b)
{
	struct slice subject = c->subject;

	for (size_t i = 0; i < b->n_operations; i++) {
		const struct operation *o = b->operations[i];
		const struct operation *was = same_action(a, o);

		c->subject = subject;
		if (was) {
			compare_operation(c, was, o);
			continue;
		}
		c->directions = WE_BOTH;
		note(c, (struct noted){ .code = "operation-added", .at = o->at },
		     "is a channel on which the application now %s", does(o));
	}
	c->subject = subject;
	for (size_t i = 0; i < a->n_operations; i++)
		if (!same_action(b, a->operations[i]))
			say_gone(c, a->operations[i], b);
	c->subject = subject;
}
