/* The packed form of what only MQTT understands: byte 0 holds QoS (bits 0, 1), retain (2) and DUP (3), byte 1
 * the payload format indicator + 1, or 0. */
#include "protocol/mqtt/native.h"

#include "protocol/mqtt/binding.h"

enum { QOS_BITS = 3, RETAIN_BIT = 4, DUP_BIT = 8 };

struct slice mqtt_native_pack(const struct publish *p, char to[NATIVE_BYTES])
{
	to[0] = (char)(p->qos | (p->retain ? RETAIN_BIT : 0) | (p->dup ? DUP_BIT : 0));
	to[1] = (char)p->payload_format;
	return slice_of(to, NATIVE_BYTES);
}

uint8_t mqtt_native_qos(const struct message *m)
{
	return m->native.len == NATIVE_BYTES ? (uint8_t)m->native.ptr[0] & QOS_BITS : 0;
}

uint8_t mqtt_native_payload_format(const struct message *m)
{
	return m->native.len == NATIVE_BYTES ? (uint8_t)m->native.ptr[1] : 0;
}

/* `bindings.mqtt.qos` of an operation on the channel that has such messages. */
static bool bound_qos(const struct message *m, int64_t *qos)
{
	const struct message_model *model = message_model_of(m);
	const struct channel *ch = model ? model->channel : m->address->channel;

	for (size_t i = 0; ch && i < ch->n_operations; i++) {
		const struct node *binding = node_get(ch->operations[i]->bindings, "mqtt");

		if (mqtt_bound_uses(ch->operations[i], model) && node_int(node_get(binding, "qos"), qos) &&
		    *qos >= 0 && *qos <= MQTT_HIGHEST_QOS)
			return true;
	}
	return false;
}

/* A message that came over another protocol, or that the mock made, has no QoS of its own.  Without a binding
 * it counts as QoS 2, so that each subscriber is given it at the QoS that it asked for. */
void mqtt_native_unpack(const struct message *m, uint8_t number, struct publish *p)
{
	int64_t qos;

	if (m->native_of == number && m->native.len == NATIVE_BYTES) {
		p->qos = (uint8_t)m->native.ptr[0] & QOS_BITS;
		p->payload_format = (uint8_t)m->native.ptr[1];
		return;
	}
	p->qos = bound_qos(m, &qos) ? (uint8_t)qos : MQTT_HIGHEST_QOS;
	p->payload_format = 0;
}

static void write_members(const struct message *m, struct buf *out)
{
	unsigned bits, format;

	if (m->native.len != NATIVE_BYTES)
		return;
	bits = (uint8_t)m->native.ptr[0];
	format = (uint8_t)m->native.ptr[1];
	buf_printf(out, "\"qos\":%u", bits & QOS_BITS);
	if (bits & RETAIN_BIT)
		buf_str(out, ",\"retain\":true");
	if (bits & DUP_BIT)
		buf_str(out, ",\"dup\":true");
	if (format)
		buf_printf(out, ",\"payloadFormat\":%u", format - 1);
}

static void read_members(const struct node *object, struct buf *out)
{
	struct publish p = { .retain = node_get_bool(object, "retain", false),
			     .dup = node_get_bool(object, "dup", false) };
	char packed[NATIVE_BYTES];
	int64_t number;

	if (node_int(node_get(object, "qos"), &number) && number >= 0 && number <= MQTT_HIGHEST_QOS)
		p.qos = (uint8_t)number;
	if (node_int(node_get(object, "payloadFormat"), &number) && (number == 0 || number == 1))
		p.payload_format = (uint8_t)(number + 1);
	buf_slice(out, mqtt_native_pack(&p, packed));
}

const struct native_form mqtt_native_form = {
	.name = "mqtt",
	.bindings = &mqtt_binding_rules,
	.write = write_members,
	.read = read_members,
};
