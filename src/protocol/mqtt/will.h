/* The Will Message (§3.1.2.5, §3.1.3.2): kept beside the session, sent when the connection is lost. */
#ifndef PROTOCOL_MQTT_WILL_H
#define PROTOCOL_MQTT_WILL_H

#include "protocol/mqtt/packet.h"
#include "protocol/mqtt/session.h"

/* Copies what it is given; owned by whoever keeps it. */
struct will *mqtt_will_new(const struct publish *p, uint32_t delay_s);
void mqtt_will_free(struct will *w); /* NULL is none */
uint32_t mqtt_will_delay_s(const struct will *w);
/* Publishes the session's will and forgets it. */
void mqtt_will_send(struct mqtt_session *s);
/* Forgets it unsent, delay and all. */
void mqtt_will_drop(struct mqtt_session *s);

#endif
