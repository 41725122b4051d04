/* How a message of the broker's is said to one session. */
#ifndef PROTOCOL_MQTT_OUTGOING_H
#define PROTOCOL_MQTT_OUTGOING_H

#include "protocol/mqtt/connection.h"

/* The sum of a session's subscriptions that match (§3.3.4). */
enum {
	MOST_IDENTIFIERS = 3
}; /* as many as go into an item of the queue; what matches besides goes as
      further copies */
struct grant {
	uint8_t qos;
	bool retain;
	unsigned n;
	uint32_t identifiers[MOST_IDENTIFIERS];
	uint64_t shared; /* the subscription's number, where it is a shared one; 0 = none */
};

/* It has expired (§3.3.2.3.3): not to be sent, unless it was once (§4.3.3). */
bool mqtt_outgoing_is_late(const struct mqtt *mqtt, const struct message *m);
/* The packet: all but its id and DUP; borrows from both.  False: its address is no topic name. */
bool mqtt_outgoing(struct mqtt *mqtt, const struct message *m, const struct grant *g, struct publish *out);
/* Gives it a topic alias where the client takes them; false: the packet is larger than the client takes
 * (§3.1.2.11.4). */
bool mqtt_outgoing_fits(const struct mqtt_connection *c, const struct message *m, struct publish *p);
/* Into the connection. */
void mqtt_outgoing_write(struct mqtt_connection *c, const struct message *m, const struct publish *p);
/* There is a connection, and it is not ending. */
bool mqtt_session_is_live(const struct mqtt_session *s);

#endif
