/* One network connection: the state of one peer, its keep-alive, and how it ends. */
#ifndef PROTOCOL_MQTT_CONNECTION_H
#define PROTOCOL_MQTT_CONNECTION_H

#include "protocol/mqtt/alias.h"
#include "protocol/mqtt/packet.h"
#include "protocol/mqtt/session.h"
#include "protocol/peer.h"

enum {
	/* Announced in CONNACK: enough for a client that names every topic of a contract once. */
	TOPIC_ALIAS_MAXIMUM = 100,
	/* Announced: QoS 2 messages that a client may leave unreleased.  Far more than clients use, so
	 * whoever passes it leaks packet identifiers. */
	RECEIVE_MAXIMUM = 1000,
	/* Of any packet but PUBLISH; the three strings of CONNECT at their longest fit, with properties. */
	MOST_CONTROL_BYTES = 1 << 20,
	MOST_PACKET_BYTES = LIMIT_MESSAGE_BYTES, /* announced as Maximum Packet Size */
};

struct mqtt_connection {
	struct peer *peer; /* whose state this is */
	struct mqtt *mqtt;
	struct mqtt_session *session; /* NULL before CONNECT and after the end */
	uint8_t version;	      /* 0 before CONNECT */
	bool explains;		      /* reason strings may be sent (Request Problem Information) */
	uint16_t keep_alive_s;
	uint32_t max_packet; /* that the client takes */
	uint32_t most_bytes; /* that it may send in one packet, by the contract; 0: as much as we take */
	struct timer keep_alive;
	int64_t heard_us;	  /* when the last bytes came */
	struct alias_table given; /* topic aliases towards it */
	struct address *last;	  /* used: what it published to last */
	struct address **aliases; /* [TOPIC_ALIAS_MAXIMUM], each used; NULL before the first */
};

/* What a mistake of the client leads to: the session is left (or the connection refused, before CONNECT),
 * MQTT 5 is told the reason, and the caller ends it with what this returns: false. */
bool mqtt_connection_fail(struct mqtt_connection *c, enum reason reason, const char *why);
/* We end it, the protocol's own way. */
void mqtt_connection_close(struct mqtt_connection *c, enum reason reason, const char *why);
/* The client has said goodbye, or is gone. */
void mqtt_connection_leave(struct mqtt_connection *c, const char *why);
/* The Keep Alive of CONNECT begins. */
void mqtt_connection_keep_alive(struct mqtt_connection *c);

/* The packet that begins at `before` is as the client takes it; too large, it is taken back: false
 * (§3.1.2.11.4). */
bool mqtt_connection_takes(struct mqtt_connection *c, size_t before);
/* PUBACK and its like: v5 gets the reason and, where it wants it, the text (absent: none). */
void mqtt_connection_answer(struct mqtt_connection *c, uint8_t first_byte, uint16_t id, enum reason reason,
			    struct slice text);

bool mqtt_open(struct peer *p);
void mqtt_room(struct peer *p);
void mqtt_close(struct peer *p, const char *why);

extern const struct session_calls mqtt_session_calls;

#endif
