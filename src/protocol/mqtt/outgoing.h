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
};

/* The packet: all but its id and DUP; borrows from both.  False: it has expired (§3.3.2.3.3), or its address
 * is no topic name. */
bool mqtt_outgoing(struct mqtt *mqtt, const struct message *m, const struct grant *g, struct publish *out);
/* Does the client take a packet so large (§3.1.2.11.4)? */
bool mqtt_outgoing_fits(const struct mqtt_connection *c, const struct publish *p);
/* There is a connection, and it is not ending. */
bool mqtt_session_is_live(const struct mqtt_session *s);

#endif
