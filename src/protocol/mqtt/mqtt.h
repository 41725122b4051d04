/* MQTT 3.1, 3.1.1 and 5.0, the server's side.  The one entry to this folder. */
#ifndef PROTOCOL_MQTT_MQTT_H
#define PROTOCOL_MQTT_MQTT_H

#include "protocol/peer.h"

extern const struct protocol protocol_mqtt;

#endif
