/* PUBLISH written whole (§3.3), its length known beforehand, so that it can be written into a place of
 * exactly that size. */
#include "base/text.h"
#include "contract/verdict.h"
#include "protocol/mqtt/packet.h"

void mqtt_publish_properties(struct publish *p, const struct properties *from)
{
	p->payload_format = properties_have(from, PROPERTY_PAYLOAD_FORMAT)
				    ? (uint8_t)(from->number[PROPERTY_PAYLOAD_FORMAT] + 1)
				    : 0;
	p->expires = properties_have(from, PROPERTY_MESSAGE_EXPIRY);
	p->expiry_s = properties_number(from, PROPERTY_MESSAGE_EXPIRY, 0);
	p->content_type = properties_bytes(from, PROPERTY_CONTENT_TYPE);
	p->reply_to = properties_bytes(from, PROPERTY_RESPONSE_TOPIC);
	p->correlation = properties_bytes(from, PROPERTY_CORRELATION_DATA);
	p->user = properties_have(from, PROPERTY_USER) ? from->block : SLICE_LIT("");
}

/* What another protocol wrote may be longer than MQTT can say, or no UTF-8; it is left out. */
static bool is_binary(struct slice s)
{
	return s.ptr && s.len <= MOST_STRING_BYTES;
}

static bool is_text(struct slice s)
{
	return is_binary(s) && utf8_is_valid(s) && slice_find(s, '\0') == s.len;
}

static size_t text_bytes(struct slice s)
{
	return is_text(s) ? 3 + s.len : 0;
}

static size_t user_bytes(struct slice headers)
{
	struct header h;
	size_t n = 0;

	while (header_next(&headers, &h))
		if (is_text(h.name) && is_text(h.value))
			n += 5 + h.name.len + h.value.len;
	return n;
}

static size_t block_bytes(const struct publish *p)
{
	size_t n = (p->payload_format ? 2 : 0) + (p->expires ? 5 : 0) + (p->alias ? 3 : 0) +
		   text_bytes(p->content_type) + text_bytes(p->reply_to) +
		   (is_binary(p->correlation) ? 3 + p->correlation.len : 0) + user_bytes(p->headers);

	for (unsigned i = 0; i < p->n_identifiers; i++)
		n += 1 + mqtt_varint_bytes(p->identifiers[i]);
	return n;
}

static size_t body_bytes(const struct publish *p, uint8_t version)
{
	size_t n = 2 + p->topic.len + (p->qos ? 2 : 0) + p->payload.len;
	size_t block;

	if (version < VERSION_5)
		return n;
	block = block_bytes(p);
	return n + mqtt_varint_bytes(block) + block;
}

size_t mqtt_publish_bytes(const struct publish *p, uint8_t version)
{
	size_t body = body_bytes(p, version);

	if ((!p->topic.len && !p->alias) || p->topic.len > MOST_STRING_BYTES || body > MOST_VARINT)
		return 0;
	return 1 + mqtt_varint_bytes(body) + body;
}

static void text_write(struct buf *out, enum property id, struct slice s)
{
	if (is_text(s))
		mqtt_property_text(out, id, s);
}

static void block_write(const struct publish *p, struct buf *out)
{
	struct slice headers = p->headers;
	struct header h;

	mqtt_buf_varint(out, block_bytes(p));
	if (p->payload_format) {
		buf_char(out, PROPERTY_PAYLOAD_FORMAT);
		buf_char(out, (char)(p->payload_format - 1));
	}
	if (p->expires)
		mqtt_property_u32(out, PROPERTY_MESSAGE_EXPIRY, p->expiry_s);
	if (p->alias)
		mqtt_property_u16(out, PROPERTY_TOPIC_ALIAS, p->alias);
	text_write(out, PROPERTY_CONTENT_TYPE, p->content_type);
	text_write(out, PROPERTY_RESPONSE_TOPIC, p->reply_to);
	if (is_binary(p->correlation))
		mqtt_property_text(out, PROPERTY_CORRELATION_DATA, p->correlation);
	for (unsigned i = 0; i < p->n_identifiers; i++) {
		buf_char(out, PROPERTY_SUBSCRIPTION_ID);
		mqtt_buf_varint(out, p->identifiers[i]);
	}
	while (header_next(&headers, &h)) {
		if (!is_text(h.name) || !is_text(h.value))
			continue;
		mqtt_property_text(out, PROPERTY_USER, h.name);
		mqtt_buf_text(out, h.value);
	}
}

/* All before the properties, in one piece. */
static void head_write(const struct publish *p, size_t body, struct buf *out)
{
	size_t n = 1 + mqtt_varint_bytes(body) + 2 + p->topic.len + (p->qos ? 2 : 0);
	char *start = buf_reserve(out, n), *to = start;

	if (!start)
		return;
	*to++ = (char)(PACKET_PUBLISH << 4 | (p->dup ? 8 : 0) | p->qos << 1 | (p->retain ? 1 : 0));
	to += mqtt_varint_put(to, body);
	*to++ = (char)(p->topic.len >> 8);
	*to++ = (char)p->topic.len;
	memcpy(to, p->topic.ptr, p->topic.len);
	to += p->topic.len;
	if (p->qos) {
		*to++ = (char)(p->id >> 8);
		*to++ = (char)p->id;
	}
	out->len += n;
}

void mqtt_publish_write(const struct publish *p, uint8_t version, struct buf *out)
{
	head_write(p, body_bytes(p, version), out);
	if (version >= VERSION_5)
		block_write(p, out);
	buf_slice(out, p->payload);
}
