/* QoS 1 and 2 to the client: from the session's queue into its window, and again after a resume (§4.4). */
#ifndef PROTOCOL_MQTT_FLIGHT_H
#define PROTOCOL_MQTT_FLIGHT_H

#include "protocol/mqtt/outgoing.h"

/* Into the session's queue, from where it is sent at once when there is room. */
void mqtt_flight_push(struct mqtt_session *s, struct message *m, const struct grant *g);
/* The client has taken it over: out of the queue.  The flight goes on until its PUBCOMP. */
void mqtt_flight_taken(struct flight *f);
/* Over: out of the queue and the window; what waits for its place is sent.  `f` is gone. */
void mqtt_flight_end(struct mqtt_session *s, struct flight *f, enum settle how);
/* The session is over: what shared subscriptions gave it and it has not got goes to other members (§4.8.2).
 */
void mqtt_flight_pass_on(struct mqtt_session *s);

#endif
