/* Messages that go out: QoS 0 straight into the connection, QoS 1 and 2 through the session's queue and its
 * window (§4.3, §4.9). */
#ifndef PROTOCOL_MQTT_DELIVER_H
#define PROTOCOL_MQTT_DELIVER_H

#include "protocol/mqtt/session.h"

/* The sink of every subscription; `to` is a struct mqtt_session. */
void mqtt_deliver(void *to, const struct subscription *sub, struct message *m);
/* The last values that a subscription matches (§3.3.1.3). */
void mqtt_deliver_retained(struct mqtt_session *s, const struct subscription *sub);
/* A connection has begun: what was in flight is sent again, first of all (§4.4). */
void mqtt_deliver_resume(struct mqtt_session *s);
/* As much of the queue as window and connection take. */
void mqtt_deliver_more(struct mqtt_session *s);
void mqtt_deliver_ready(struct consumer *c);

#endif
