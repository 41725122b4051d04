/* What the dispatcher hands to the one who acts on a packet. */
#ifndef PROTOCOL_MQTT_ACTION_H
#define PROTOCOL_MQTT_ACTION_H

#include "protocol/mqtt/connection.h"

/* Acts on one packet whose type, flags, length and place in the conversation have been checked; `c` stands at
 * its variable header.  False: the connection has been failed, and ends. */
typedef bool mqtt_action(struct mqtt_connection *c, const struct frame *f, struct cursor *in);

mqtt_action mqtt_connect;
mqtt_action mqtt_publish, mqtt_puback, mqtt_pubrec, mqtt_pubrel, mqtt_pubcomp;
mqtt_action mqtt_subscribe, mqtt_unsubscribe;

#endif
