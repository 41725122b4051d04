#include "mock/outgoing.h"

#include "base/limits.h"
#include "broker/bound.h"

bool operation_retains(const struct operation *op)
{
	return op && node_get_bool(node_get(op->bindings, "mqtt"), "retain", false);
}

/* In AsyncAPI an operation says what the described application does: as the application we do it ourselves,
 * as its counterpart we do the other half. */
static bool is_senders(const struct operation *op, enum role role, bool mock)
{
	bool by_application = op->action == ACTION_SEND;

	if (role == ROLE_AUTO)
		return true;
	return by_application == ((role == ROLE_APPLICATION) == mock);
}

const struct operation *channel_sender(const struct channel *ch, enum role role, bool mock)
{
	for (size_t i = 0; i < ch->n_operations; i++)
		if (is_senders(ch->operations[i], role, mock))
			return ch->operations[i];
	return NULL;
}

bool mock_sends_on(const struct channel *ch, enum role role)
{
	return !ch->n_operations || channel_sender(ch, role, true);
}

/* What it takes to make the values of bindings. */
struct maker {
	const struct outgoing *o;
	struct arena *a;
	int64_t wall_us;
};

static struct slice make_value(void *arg, struct node *schema, const char *name)
{
	const struct maker *by = arg;
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct node *value = NULL;

	if (by->o->generator)
		value = generate_value(by->o->generator, schema, slice_str(name), by->o->position,
				       by->wall_us, by->a, NULL);
	if (!value || node_is(value, NODE_TEXT))
		return node_text(value);
	node_write_json(&text, value);
	return arena_copy(by->a, buf_view(&text));
}

enum outcome outgoing_publish(struct broker *b, const struct outgoing *o, struct receipt *r, uint64_t *seq)
{
	struct message m = {
		.address = broker_address(b, o->address, o->separator),
		.payload = o->payload,
		.headers = o->headers,
		.key = o->key,
		.content_type = o->content_type,
		.reply_to = o->reply_to,
		.correlation = o->correlation,
		.wall_us = broker_wall_us(b),
		.from = o->from,
		.model = o->model ? broker_model_number(b, o->model) : 0,
		.flags = (uint8_t)(MSG_INJECTED | (o->wrong ? MSG_WRONG : 0) | (o->retain ? MSG_RETAIN : 0)),
	};
	struct arena a = ARENA_INIT;
	struct maker maker = { .o = o, .a = &a, .wall_us = m.wall_us };
	struct dressing d = { .m = &m,
			      .model = o->model,
			      .position = o->position,
			      .make = make_value,
			      .arg = &maker,
			      .arena = &a };
	enum outcome out;

	receipt_reset(r);
	if (!m.address) {
		r->outcome = OUTCOME_REFUSED;
		r->why = REFUSAL_LIMIT;
		return r->outcome;
	}
	if (o->model) /* what is raw goes as it is */
		broker_dress(b, &d);
	out = broker_publish(b, &m, r);
	arena_free(&a);
	if (seq)
		*seq = m.seq;
	return out;
}
