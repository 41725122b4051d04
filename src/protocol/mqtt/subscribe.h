/* Subscription Options (§3.8.3.1), as they stand in the packet and in subscription->note. */
#ifndef PROTOCOL_MQTT_SUBSCRIBE_H
#define PROTOCOL_MQTT_SUBSCRIBE_H

enum subscription_options {
	OPTION_QOS = 0x03,
	OPTION_NO_LOCAL = 0x04,
	OPTION_RETAIN_AS_PUBLISHED = 0x08,
	OPTION_RETAIN_HANDLING = 0x30,
	OPTION_RESERVED = 0xc0,
};
enum { RETAIN_IF_NEW = 0x10, RETAIN_NEVER = 0x20 }; /* in OPTION_RETAIN_HANDLING; 0: always */

#endif
