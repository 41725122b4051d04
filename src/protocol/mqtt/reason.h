/* Reason codes (MQTT 5 §2.4): their names, and which packets may carry which. */
#ifndef PROTOCOL_MQTT_REASON_H
#define PROTOCOL_MQTT_REASON_H

#include <stdbool.h>
#include <stdint.h>

enum reason {
	REASON_SUCCESS = 0x00,
	REASON_DISCONNECT_WITH_WILL = 0x04,
	REASON_NO_MATCHING_SUBSCRIBERS = 0x10,
	REASON_NO_SUBSCRIPTION_EXISTED = 0x11,
	REASON_UNSPECIFIED = 0x80,
	REASON_MALFORMED = 0x81,
	REASON_PROTOCOL_ERROR = 0x82,
	REASON_IMPLEMENTATION = 0x83,
	REASON_UNSUPPORTED_VERSION = 0x84,
	REASON_CLIENT_ID = 0x85,
	REASON_NOT_AUTHORIZED = 0x87,
	REASON_BAD_AUTHENTICATION_METHOD = 0x8c,
	REASON_KEEP_ALIVE_TIMEOUT = 0x8d,
	REASON_TAKEN_OVER = 0x8e,
	REASON_TOPIC_FILTER = 0x8f,
	REASON_TOPIC_NAME = 0x90,
	REASON_PACKET_ID_NOT_FOUND = 0x92,
	REASON_RECEIVE_MAXIMUM = 0x93,
	REASON_TOPIC_ALIAS = 0x94,
	REASON_PACKET_TOO_LARGE = 0x95,
	REASON_QUOTA = 0x97,
	REASON_ADMINISTRATIVE = 0x98,
	REASON_PAYLOAD_FORMAT = 0x99,
};

/* As the specification names it; NULL: it knows no such code. */
const char *mqtt_reason_name(uint8_t code);
/* May a client's packet of this type carry it? */
bool mqtt_reason_is_for(uint8_t code, unsigned packet_type);
/* The CONNACK return code of 3.1.1 (§3.2.2.3) that says the same, or 0: close without a word. */
uint8_t mqtt_reason_return_code(enum reason reason);

#endif
