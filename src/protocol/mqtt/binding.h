/* The contract's MQTT bindings (AsyncAPI MQTT binding 0.2.0): what they ask of messages and of connections.
 */
#ifndef PROTOCOL_MQTT_BINDING_H
#define PROTOCOL_MQTT_BINDING_H

#include "broker/bound.h"

/* Of channels: their operations and messages. */
extern const struct binding_rules mqtt_binding_rules;

/* A value of a binding: a plain one, or a schema. */
struct bound_value {
	struct node *node; /* NULL: nothing is said */
	struct schema *schema;
};

struct bound_operation {
	const struct operation *operation;
	struct bound_value qos, retain, expiry;
};

struct bound_message {
	const struct message_model *model;
	struct bound_value payload_format, correlation, content_type, response_topic;
};

/* One channel, in all contracts that have it. */
struct mqtt_bound {
	struct bound_operation
		*operations; /* owned; all of the channel, for one without bindings allows anything */
	size_t n_operations;
	struct bound_message *messages; /* owned; those with bindings */
	size_t n_messages;
};

const struct bound_message *mqtt_bound_message(const struct mqtt_bound *b, const struct message_model *model);
bool mqtt_bound_uses(const struct operation *op, const struct message_model *model);

/* binding_dress.c */
void mqtt_binding_dress(const void *rules, struct dressing *d);
/* binding_judge.c */
void mqtt_binding_judge(const void *rules, struct judge *j, enum role role, const struct message *m,
			const struct message_model *model, struct violations *out);

#endif
