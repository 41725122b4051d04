/* Messages that come in (§3.3 to §3.7, §4.3). */
#ifndef PROTOCOL_MQTT_PUBLISH_H
#define PROTOCOL_MQTT_PUBLISH_H

#include "protocol/mqtt/packet.h"
#include "protocol/mqtt/session.h"

/* Through the gate, as the session's own.  What was found wrong is in s->mqtt->receipt. */
enum outcome mqtt_publish_to_broker(struct mqtt_session *s, struct address *a, const struct publish *p);
/* The reason code for a message that the gate refused. */
enum reason mqtt_refusal_reason(const struct receipt *r);

#endif
