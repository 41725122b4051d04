/* The topics of `$SYS` that clients look at (§4.7.2): retained-like on subscribing, told anew every ten
 * seconds while somebody listens. */
#ifndef PROTOCOL_MQTT_SYS_H
#define PROTOCOL_MQTT_SYS_H

#include "protocol/mqtt/session.h"

void mqtt_sys_start(struct mqtt *m);
void mqtt_sys_stop(struct mqtt *m);
/* Somebody is about to subscribe: where it is to these topics, their values are made as of now. */
void mqtt_sys_asked(struct mqtt *m, struct slice filter);

#endif
