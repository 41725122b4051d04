/* The wire format, pure and both ways: fixed header, variable byte integers, strings, properties, PUBLISH.
 *
 * Readers work on a struct cursor with its sticky `bad`; writers on a struct buf with its sticky `failed`. */
#ifndef PROTOCOL_MQTT_PACKET_H
#define PROTOCOL_MQTT_PACKET_H

#include "base/buf.h"
#include "protocol/mqtt/reason.h"

enum packet_type {
	PACKET_WILL, /* no packet: the will's part of CONNECT, where properties are concerned */
	PACKET_CONNECT,
	PACKET_CONNACK,
	PACKET_PUBLISH,
	PACKET_PUBACK,
	PACKET_PUBREC,
	PACKET_PUBREL,
	PACKET_PUBCOMP,
	PACKET_SUBSCRIBE,
	PACKET_SUBACK,
	PACKET_UNSUBSCRIBE,
	PACKET_UNSUBACK,
	PACKET_PINGREQ,
	PACKET_PINGRESP,
	PACKET_DISCONNECT,
	PACKET_AUTH,
};

/* Protocol levels (§3.1.2.2). */
enum { VERSION_3_1 = 3, VERSION_3_1_1 = 4, VERSION_5 = 5 };

enum { MOST_STRING_BYTES = 65535, MOST_VARINT = 268435455 };

/* The fixed header (§2.1). */
struct frame {
	uint8_t type, flags;
	bool padded;	   /* the Remaining Length was longer than it had to be */
	size_t head, body; /* bytes of the fixed header, and behind it */
};
enum frame_state { FRAME_PARTIAL, FRAME_OK, FRAME_BAD };
/* PARTIAL: the header is not there whole yet; type and flags are known from one byte on. */
enum frame_state mqtt_frame_read(struct slice in, struct frame *f);

uint32_t mqtt_cursor_varint(struct cursor *c); /* §1.5.5: the shortest form only */
struct slice mqtt_cursor_binary(struct cursor *c);
struct slice mqtt_cursor_text(struct cursor *c); /* §1.5.4: well-formed, without U+0000 */
struct slice mqtt_cursor_rest(struct cursor *c);

size_t mqtt_varint_bytes(size_t v);
size_t mqtt_varint_put(char *to, size_t v); /* how many bytes: as above */
void mqtt_buf_varint(struct buf *b, size_t v);
void mqtt_buf_text(struct buf *b, struct slice s);

/* Properties (§2.2.2). */
enum property {
	PROPERTY_PAYLOAD_FORMAT = 0x01,
	PROPERTY_MESSAGE_EXPIRY = 0x02,
	PROPERTY_CONTENT_TYPE = 0x03,
	PROPERTY_RESPONSE_TOPIC = 0x08,
	PROPERTY_CORRELATION_DATA = 0x09,
	PROPERTY_SUBSCRIPTION_ID = 0x0b,
	PROPERTY_SESSION_EXPIRY = 0x11,
	PROPERTY_ASSIGNED_CLIENT_ID = 0x12,
	PROPERTY_SERVER_KEEP_ALIVE = 0x13,
	PROPERTY_AUTHENTICATION_METHOD = 0x15,
	PROPERTY_AUTHENTICATION_DATA = 0x16,
	PROPERTY_REQUEST_PROBLEM_INFO = 0x17,
	PROPERTY_WILL_DELAY = 0x18,
	PROPERTY_REQUEST_RESPONSE_INFO = 0x19,
	PROPERTY_RESPONSE_INFO = 0x1a,
	PROPERTY_SERVER_REFERENCE = 0x1c,
	PROPERTY_REASON_STRING = 0x1f,
	PROPERTY_RECEIVE_MAXIMUM = 0x21,
	PROPERTY_TOPIC_ALIAS_MAXIMUM = 0x22,
	PROPERTY_TOPIC_ALIAS = 0x23,
	PROPERTY_MAXIMUM_QOS = 0x24,
	PROPERTY_RETAIN_AVAILABLE = 0x25,
	PROPERTY_USER = 0x26,
	PROPERTY_MAXIMUM_PACKET_SIZE = 0x27,
	PROPERTY_WILDCARD_AVAILABLE = 0x28,
	PROPERTY_SUBSCRIPTION_ID_AVAILABLE = 0x29,
	PROPERTY_SHARED_AVAILABLE = 0x2a,
	PROPERTY_COUNT,
};

/* The properties of one packet; a value is meaningful only where `present` has its bit. */
struct properties {
	uint64_t present;
	struct slice block; /* all of them as they came, for mqtt_properties_next_user() */
	uint32_t number[PROPERTY_COUNT];
	struct slice bytes[PROPERTY_COUNT];
};
/* Reads length and properties; SUCCESS, MALFORMED or PROTOCOL_ERROR.  The cursor stands behind them. */
enum reason mqtt_properties_read(struct cursor *c, enum packet_type packet, struct properties *out);
static inline bool properties_have(const struct properties *p, enum property id)
{
	return p->present >> id & 1;
}
/* A number, or what it is when absent. */
static inline uint32_t properties_number(const struct properties *p, enum property id, uint32_t otherwise)
{
	return properties_have(p, id) ? p->number[id] : otherwise;
}
static inline struct slice properties_bytes(const struct properties *p, enum property id)
{
	return properties_have(p, id) ? p->bytes[id] : SLICE_NONE;
}
/* The next user property of a block that mqtt_properties_read() has accepted. */
bool mqtt_properties_next_user(struct slice *block, struct slice *name, struct slice *value);

void mqtt_property_u16(struct buf *b, enum property id, uint16_t v);
void mqtt_property_u32(struct buf *b, enum property id, uint32_t v);
void mqtt_property_text(struct buf *b, enum property id, struct slice s);

/* Writes a small packet of which the length is known only at its end: begin, body, end.  At the end the
 * length is put where it belongs. */
size_t mqtt_packet_begin(struct buf *b, uint8_t first_byte);
void mqtt_packet_end(struct buf *b, size_t begun);
size_t mqtt_block_begin(struct buf *b); /* the same for a property block */
void mqtt_block_end(struct buf *b, size_t begun);

/* A PUBLISH packet (§3.3), or a will, read or to be written. */
struct publish {
	uint8_t qos;
	bool dup, retain, expires;
	uint8_t payload_format; /* the indicator's value + 1; 0 = absent */
	uint16_t id;		/* 0 for QoS 0 */
	uint32_t expiry_s;	/* if `expires` */
	uint16_t alias;		/* written: of the topic, which may be empty then; 0 = none */
	struct slice topic, payload;
	struct slice content_type, reply_to, correlation; /* ptr NULL = absent */
	struct slice user; /* read: the block with the user properties; empty: none, absent: before MQTT 5 */
	struct slice headers;	     /* written: packed pairs, header_next() */
	const uint32_t *identifiers; /* written: of the subscriptions that matched */
	unsigned n_identifiers;
};
/* Bytes of the whole packet; 0: it cannot be said in MQTT. */
size_t mqtt_publish_bytes(const struct publish *p, uint8_t version);
void mqtt_publish_write(const struct publish *p, uint8_t version, struct buf *out);
/* What PUBLISH and a will have in common, from properties that were read. */
void mqtt_publish_properties(struct publish *p, const struct properties *from);

#endif
