/* The table of properties (MQTT 5 §2.2.2.2) and the one reader that it drives. */
#include "protocol/mqtt/packet.h"

enum property_type {
	TYPE_NONE,
	TYPE_FLAG,
	TYPE_U16,
	TYPE_U32,
	TYPE_VARINT,
	TYPE_TEXT,
	TYPE_BINARY,
	TYPE_PAIR
};

enum {
	IN_WILL = 1 << PACKET_WILL,
	IN_CONNECT = 1 << PACKET_CONNECT,
	IN_CONNACK = 1 << PACKET_CONNACK,
	IN_PUBLISH = 1 << PACKET_PUBLISH,
	IN_SUBSCRIBE = 1 << PACKET_SUBSCRIBE,
	IN_DISCONNECT = 1 << PACKET_DISCONNECT,
	IN_AUTH = 1 << PACKET_AUTH,
	IN_MESSAGE = IN_PUBLISH | IN_WILL,
	IN_ANSWERS = 1 << PACKET_CONNACK | 1 << PACKET_PUBACK | 1 << PACKET_PUBREC | 1 << PACKET_PUBREL |
		     1 << PACKET_PUBCOMP | 1 << PACKET_SUBACK | 1 << PACKET_UNSUBACK |
		     1 << PACKET_DISCONNECT | 1 << PACKET_AUTH,
	IN_ALL = 0xffff,
};

/* clang-format off */
static const struct {
	enum property_type type;
	uint16_t packets; /* bit per packet type */
	bool not_zero;
} rows[PROPERTY_COUNT] = {
	[PROPERTY_PAYLOAD_FORMAT] = { TYPE_FLAG, IN_MESSAGE, false },
	[PROPERTY_MESSAGE_EXPIRY] = { TYPE_U32, IN_MESSAGE, false },
	[PROPERTY_CONTENT_TYPE] = { TYPE_TEXT, IN_MESSAGE, false },
	[PROPERTY_RESPONSE_TOPIC] = { TYPE_TEXT, IN_MESSAGE, false },
	[PROPERTY_CORRELATION_DATA] = { TYPE_BINARY, IN_MESSAGE, false },
	[PROPERTY_SUBSCRIPTION_ID] = { TYPE_VARINT, IN_PUBLISH | IN_SUBSCRIBE, true },
	[PROPERTY_SESSION_EXPIRY] = { TYPE_U32, IN_CONNECT | IN_CONNACK | IN_DISCONNECT, false },
	[PROPERTY_ASSIGNED_CLIENT_ID] = { TYPE_TEXT, IN_CONNACK, false },
	[PROPERTY_SERVER_KEEP_ALIVE] = { TYPE_U16, IN_CONNACK, false },
	[PROPERTY_AUTHENTICATION_METHOD] = { TYPE_TEXT, IN_CONNECT | IN_CONNACK | IN_AUTH, false },
	[PROPERTY_AUTHENTICATION_DATA] = { TYPE_BINARY, IN_CONNECT | IN_CONNACK | IN_AUTH, false },
	[PROPERTY_REQUEST_PROBLEM_INFO] = { TYPE_FLAG, IN_CONNECT, false },
	[PROPERTY_WILL_DELAY] = { TYPE_U32, IN_WILL, false },
	[PROPERTY_REQUEST_RESPONSE_INFO] = { TYPE_FLAG, IN_CONNECT, false },
	[PROPERTY_RESPONSE_INFO] = { TYPE_TEXT, IN_CONNACK, false },
	[PROPERTY_SERVER_REFERENCE] = { TYPE_TEXT, IN_CONNACK | IN_DISCONNECT, false },
	[PROPERTY_REASON_STRING] = { TYPE_TEXT, IN_ANSWERS, false },
	[PROPERTY_RECEIVE_MAXIMUM] = { TYPE_U16, IN_CONNECT | IN_CONNACK, true },
	[PROPERTY_TOPIC_ALIAS_MAXIMUM] = { TYPE_U16, IN_CONNECT | IN_CONNACK, false },
	[PROPERTY_TOPIC_ALIAS] = { TYPE_U16, IN_PUBLISH, false },
	[PROPERTY_MAXIMUM_QOS] = { TYPE_FLAG, IN_CONNACK, false },
	[PROPERTY_RETAIN_AVAILABLE] = { TYPE_FLAG, IN_CONNACK, false },
	[PROPERTY_USER] = { TYPE_PAIR, IN_ALL, false },
	[PROPERTY_MAXIMUM_PACKET_SIZE] = { TYPE_U32, IN_CONNECT | IN_CONNACK, true },
	[PROPERTY_WILDCARD_AVAILABLE] = { TYPE_FLAG, IN_CONNACK, false },
	[PROPERTY_SUBSCRIPTION_ID_AVAILABLE] = { TYPE_FLAG, IN_CONNACK, false },
	[PROPERTY_SHARED_AVAILABLE] = { TYPE_FLAG, IN_CONNACK, false },
};
/* clang-format on */

static void value_read(struct cursor *c, uint32_t id, struct properties *out)
{
	switch (rows[id].type) {
	case TYPE_NONE:
		c->bad = true;
		break;
	case TYPE_FLAG:
		out->number[id] = cursor_u8(c);
		break;
	case TYPE_U16:
		out->number[id] = cursor_u16(c);
		break;
	case TYPE_U32:
		out->number[id] = cursor_u32(c);
		break;
	case TYPE_VARINT:
		out->number[id] = mqtt_cursor_varint(c);
		break;
	case TYPE_TEXT:
		out->bytes[id] = mqtt_cursor_text(c);
		break;
	case TYPE_BINARY:
		out->bytes[id] = mqtt_cursor_binary(c);
		break;
	case TYPE_PAIR:
		mqtt_cursor_text(c);
		out->bytes[id] = mqtt_cursor_text(c);
		break;
	}
}

/* Out of range is a protocol error in every property that has a range (§3.1.2.11, §3.8.2.1.2). */
static bool value_is_allowed(uint32_t id, const struct properties *p)
{
	return !(rows[id].type == TYPE_FLAG && p->number[id] > 1) && !(rows[id].not_zero && !p->number[id]);
}

static enum reason one_read(struct cursor *c, enum packet_type packet, struct properties *out)
{
	uint32_t id = mqtt_cursor_varint(c);
	bool again;

	if (id >= PROPERTY_COUNT || !(rows[id].packets >> packet & 1)) /* §2.2.2.2 */
		return REASON_MALFORMED;
	again = properties_have(out, id) && rows[id].type != TYPE_PAIR;
	value_read(c, id, out);
	out->present |= 1ull << id;
	if (c->bad)
		return REASON_MALFORMED;
	return again || !value_is_allowed(id, out) ? REASON_PROTOCOL_ERROR : REASON_SUCCESS;
}

enum reason mqtt_properties_read(struct cursor *c, enum packet_type packet, struct properties *out)
{
	struct slice block = cursor_bytes(c, mqtt_cursor_varint(c));
	struct cursor in = CURSOR(block);
	enum reason reason = c->bad ? REASON_MALFORMED : REASON_SUCCESS;

	out->present = 0;
	out->block = block;
	while (reason == REASON_SUCCESS && cursor_left(&in))
		reason = one_read(&in, packet, out);
	return reason;
}

bool mqtt_properties_next_user(struct slice *block, struct slice *name, struct slice *value)
{
	struct cursor c = CURSOR(*block);
	struct properties skipped;

	while (!c.bad && cursor_left(&c)) {
		uint32_t id = mqtt_cursor_varint(&c);

		if (id == PROPERTY_USER) {
			*name = mqtt_cursor_binary(&c);
			*value = mqtt_cursor_binary(&c);
			*block = slice_from(*block, c.at);
			return !c.bad;
		}
		if (id >= PROPERTY_COUNT)
			break;
		value_read(&c, id, &skipped);
	}
	*block = SLICE_NONE;
	return false;
}
