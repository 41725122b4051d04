/* What the mock sends has what its bindings name: QoS, payload format, expiry, content type, response topic,
 * correlation data.  (Retain is the core's: MSG_RETAIN.) */
#include <stdlib.h>

#include "base/limits.h"
#include "protocol/mqtt/binding.h"
#include "protocol/mqtt/native.h"

static bool may_be_ours(const struct operation *op, enum role role)
{
	return role == ROLE_AUTO || op->action == (role == ROLE_APPLICATION ? ACTION_SEND : ACTION_RECEIVE);
}

static const struct bound_operation *operation_of(const struct mqtt_bound *b, const struct dressing *d)
{
	for (size_t i = 0; i < b->n_operations; i++)
		if (may_be_ours(b->operations[i].operation, d->role) &&
		    mqtt_bound_uses(b->operations[i].operation, d->model))
			return &b->operations[i];
	return NULL;
}

static struct slice made(struct dressing *d, const struct bound_value *v, const char *name)
{
	if (!v->schema)
		return v->node ? v->node->text : SLICE_NONE;
	return d->make ? d->make(d->arg, v->node, name) : SLICE_NONE;
}

/* A number of the binding, or one of its schema's; false: none. */
static bool number_of(struct dressing *d, const struct bound_value *v, const char *name, int64_t most,
		      int64_t *out)
{
	BUF_AUTO struct buf text = BUF_INIT(32);
	char *end;

	if (!v->node || (!v->schema && v->node->kind != NODE_NUMBER))
		return false;
	buf_slice(&text, made(d, v, name));
	*out = strtoll(buf_cstr(&text), &end, 10);
	return text.len && !*end && *out >= 0 && *out <= most;
}

/* A parameter of the response topic has the value of the address's own of that name, else it counts. */
static struct slice parameter_of(struct dressing *d, struct slice name)
{
	struct address_match match;

	address_parameters(d->m->address, &match);
	for (size_t i = 0; i < match.n; i++)
		if (slice_eq(match.names[i], name))
			return match.values[i];
	return slice_str(arena_printf(d->arena, "%llu", (unsigned long long)d->position + 1));
}

static struct slice topic_filled(struct dressing *d, struct slice topic)
{
	BUF_AUTO struct buf out = BUF_INIT(LIMIT_ADDRESS_BYTES);
	struct slice rest = topic, name;

	if (slice_find(topic, '{') == topic.len)
		return topic;
	for (;;) {
		struct slice before = rest;

		if (!address_next_parameter(&rest, &name))
			break;
		buf_slice(&out, slice_first(before, (size_t)(name.ptr - before.ptr) - 1));
		buf_slice(&out, parameter_of(d, name));
	}
	buf_slice(&out, rest);
	return arena_copy(d->arena, buf_view(&out));
}

static void dress_message(struct dressing *d, const struct bound_message *bm, struct publish *p)
{
	struct message *m = d->m;
	int64_t n;

	if (number_of(d, &bm->payload_format, "payloadFormatIndicator", 1, &n))
		p->payload_format = (uint8_t)(n + 1);
	if (!m->correlation.ptr && bm->correlation.node)
		m->correlation = made(d, &bm->correlation, "correlationId");
	if (bm->content_type.node)
		m->content_type = node_text(bm->content_type.node);
	if (!m->reply_to.ptr && bm->response_topic.node)
		m->reply_to = topic_filled(d, made(d, &bm->response_topic, "responseTopic"));
}

void mqtt_binding_dress(const void *rules, struct dressing *d)
{
	const struct mqtt_bound *b = rules;
	const struct bound_operation *op = operation_of(b, d);
	const struct bound_message *bm = d->model ? mqtt_bound_message(b, d->model) : NULL;
	struct publish p = { .qos = MQTT_QOS_OF_SUBSCRIBER, .retain = d->m->flags & MSG_RETAIN };
	int64_t n;

	if (op && number_of(d, &op->qos, "qos", MQTT_HIGHEST_QOS, &n))
		p.qos = (uint8_t)n;
	if (op && !d->m->expires_us && number_of(d, &op->expiry, "messageExpiryInterval", UINT32_MAX, &n))
		d->m->expires_us = d->m->wall_us + n * 1000000;
	if (bm)
		dress_message(d, bm, &p);
	_Static_assert(NATIVE_BYTES <= sizeof(d->native), "an MQTT native part has room");
	d->m->native = mqtt_native_pack(&p, d->native);
	d->m->native_of = d->number;
}
