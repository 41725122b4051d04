/* What of an MQTT message only MQTT understands: QoS, retain, DUP, payload format; and how a contract's
 * bindings say it. */
#ifndef PROTOCOL_MQTT_NATIVE_H
#define PROTOCOL_MQTT_NATIVE_H

#include "broker/broker.h"
#include "protocol/mqtt/packet.h"

enum { NATIVE_BYTES = 2 };

/* The packed form, for message.native. */
struct slice mqtt_native_pack(const struct publish *p, char to[NATIVE_BYTES]);
/* Sets qos and payload_format (not retain, not dup) of a message to be sent.  `number`: ours, as in
 * native_of. */
void mqtt_native_unpack(const struct message *m, uint8_t number, struct publish *p);

extern const struct native_form mqtt_native_form;

#endif
