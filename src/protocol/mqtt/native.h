/* What of an MQTT message only MQTT understands: QoS, retain, DUP, payload format; and how a contract's
 * bindings say it. */
#ifndef PROTOCOL_MQTT_NATIVE_H
#define PROTOCOL_MQTT_NATIVE_H

#include "broker/broker.h"
#include "protocol/mqtt/packet.h"

enum {
	NATIVE_BYTES = 2,
	MQTT_HIGHEST_QOS = 2,
	/* Each subscriber is given it at the QoS that it asked for. */
	MQTT_QOS_OF_SUBSCRIBER = MQTT_HIGHEST_QOS,
};

/* The packed form, for message.native. */
struct slice mqtt_native_pack(const struct publish *p, char to[NATIVE_BYTES]);
/* Sets qos and payload_format (not retain, not dup) of a message to be sent.  `number`: ours, as in
 * native_of. */
void mqtt_native_unpack(const struct message *m, uint8_t number, struct publish *p);

/* Of a message that has ours. */
uint8_t mqtt_native_qos(const struct message *m);
uint8_t mqtt_native_payload_format(const struct message *m); /* the indicator + 1; 0: absent */

extern const struct native_form mqtt_native_form;

#endif
