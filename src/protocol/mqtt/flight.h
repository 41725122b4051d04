/* QoS 1 and 2 to the client: from the session's queue into its window, and again after a resume (§4.4). */
#ifndef PROTOCOL_MQTT_FLIGHT_H
#define PROTOCOL_MQTT_FLIGHT_H

#include "protocol/mqtt/outgoing.h"

/* Into the session's queue, from where it is sent at once when there is room. */
void mqtt_flight_push(struct mqtt_session *s, struct message *m, const struct grant *g);
/* Answered: out of the queue.  The flight goes on when it still awaits its PUBCOMP, else call
 * mqtt_window_shut(). */
void mqtt_flight_settle(struct flight *f, enum settle how);

#endif
