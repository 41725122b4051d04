/* The MQTT bindings of a channel's operations and messages, made ready. */
#include "protocol/mqtt/binding.h"

#include <stdlib.h>

#include "base/memory.h"

static struct bound_value value_at(const struct contract *c, struct node *bindings, const char *name)
{
	struct node *n = contract_resolve(c, node_get(node_get(bindings, "mqtt"), name));

	struct schema *s = node_is(n, NODE_MAP) ? contract_binding_schema(c, n) : NULL;
	bool is_value = n && n->kind != NODE_MAP && n->kind != NODE_LIST && n->kind != NODE_NULL;

	return (struct bound_value){ .node = s || is_value ? n : NULL, .schema = s };
}

static void add_operation(struct mqtt_bound *b, const struct contract *c, const struct operation *op)
{
	b->operations[b->n_operations++] = (struct bound_operation){
		.operation = op,
		.qos = value_at(c, op->bindings, "qos"),
		.retain = value_at(c, op->bindings, "retain"),
		.expiry = value_at(c, op->bindings, "messageExpiryInterval"),
	};
}

static void add_message(struct mqtt_bound *b, const struct contract *c, const struct message_model *m)
{
	if (node_get(m->bindings, "mqtt"))
		b->messages[b->n_messages++] = (struct bound_message){
			.model = m,
			.payload_format = value_at(c, m->bindings, "payloadFormatIndicator"),
			.correlation = value_at(c, m->bindings, "correlationData"),
			.content_type = value_at(c, m->bindings, "contentType"),
			.response_topic = value_at(c, m->bindings, "responseTopic"),
		};
}

static bool has_bindings(const struct channel *ch)
{
	for (size_t i = 0; i < ch->n_operations; i++)
		if (node_get(ch->operations[i]->bindings, "mqtt"))
			return true;
	for (size_t i = 0; i < ch->n_messages; i++)
		if (node_get(ch->messages[i]->bindings, "mqtt"))
			return true;
	return false;
}

static void *rules_open(const struct channel *const *channels, size_t n)
{
	size_t n_operations = 0, n_messages = 0;
	bool any = false;
	struct mqtt_bound *b;

	for (size_t i = 0; i < n; i++) {
		any |= has_bindings(channels[i]);
		n_operations += channels[i]->n_operations;
		n_messages += channels[i]->n_messages;
	}
	if (!any)
		return NULL;
	b = NEW(struct mqtt_bound);
	b->operations = memory_new(n_operations * sizeof(*b->operations) + 1);
	b->messages = memory_new(n_messages * sizeof(*b->messages) + 1);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < channels[i]->n_operations; k++)
			add_operation(b, channels[i]->contract, channels[i]->operations[k]);
		for (size_t k = 0; k < channels[i]->n_messages; k++)
			add_message(b, channels[i]->contract, channels[i]->messages[k]);
	}
	return b;
}

static void rules_close(void *rules)
{
	struct mqtt_bound *b = rules;

	free(b->operations);
	free(b->messages);
	free(b);
}

const struct bound_message *mqtt_bound_message(const struct mqtt_bound *b, const struct message_model *model)
{
	for (size_t i = 0; i < b->n_messages; i++)
		if (b->messages[i].model == model)
			return &b->messages[i];
	return NULL;
}

bool mqtt_bound_uses(const struct operation *op, const struct message_model *model)
{
	for (size_t i = 0; i < op->n_messages; i++)
		if (op->messages[i] == model)
			return true;
	return !op->n_messages || !model;
}

const struct binding_rules mqtt_binding_rules = {
	.open = rules_open,
	.close = rules_close,
	.judge = mqtt_binding_judge,
	.dress = mqtt_binding_dress,
};
