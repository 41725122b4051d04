/* Packets written as text, for the tables of transcripts.
 *
 *	PUBLISH(...)   a packet: its first byte by name, its Remaining Length counted
 *	32(...)        the same, the first byte in hex
 *	{...}          a property block with its length
 *	[...]          bytes with their length in two bytes
 *	'a/b'          a string with its length in two bytes; \00 is a byte in hex
 *	<hello>        bytes as they stand
 *	0A 0000003C    bytes in hex
 *	x5000:41       a byte 5000 times
 *
 * Names: CONNECT CONNACK PUBLISH PUBLISH1 PUBLISH2 (QoS 1, 2) PUBACK PUBREC PUBREL PUBCOMP SUBSCRIBE SUBACK
 * UNSUBSCRIBE UNSUBACK PINGREQ PINGRESP DISCONNECT AUTH. */
#ifndef TESTS_MQTT_WIRE_H
#define TESTS_MQTT_WIRE_H

#include "base/buf.h"

/* Ends the program with a message when the text cannot be understood: that is the test's own mistake. */
void mqtt_wire_write(struct buf *out, struct slice text);
/* Packets as such lines of hex, for messages. */
void mqtt_wire_show(struct buf *out, struct slice bytes);

#endif
