/* The MQTT binding of the server that a client connects to: what its CONNECT must say, what we say for it. */
#ifndef PROTOCOL_MQTT_BINDING_CONNECT_H
#define PROTOCOL_MQTT_BINDING_CONNECT_H

#include "protocol/mqtt/connection.h"

/* A CONNECT, as far as bindings speak of it. */
struct connect_said {
	uint8_t version;
	bool clean;
	uint16_t keep_alive_s;
	uint32_t expiry_s;
	struct slice client;	    /* absent: it asks for one */
	const struct publish *will; /* NULL: none */
};

/* What of the contract it breaks, into `out`. */
void mqtt_binding_judge_connect(struct mqtt_connection *c, const struct connect_said *said,
				struct violations *out);
/* maximumPacketSize, or what its schema has as maximum; 0: none is named. */
uint32_t mqtt_binding_most_bytes(const struct mqtt_connection *c);
/* Ends the connection for a packet of so many bytes; false. */
bool mqtt_binding_fail_too_large(struct mqtt_connection *c, size_t bytes);

#endif
