/* The table of MQTT 5 §2.4, with the packets in which a client may send each (§3.4 to §3.14). */
#include "protocol/mqtt/reason.h"

#include "base/slice.h"
#include "protocol/mqtt/packet.h"

enum {
	ACK = 1 << PACKET_PUBACK | 1 << PACKET_PUBREC,
	REL = 1 << PACKET_PUBREL | 1 << PACKET_PUBCOMP,
	DIS = 1 << PACKET_DISCONNECT,
	AUT = 1 << PACKET_AUTH,
};

/* clang-format off */
static const struct {
	uint8_t code, return_code; /* of 3.1.1 */
	uint16_t from_client;	   /* bit per packet type */
	const char *name;
} reasons[] = {
	{ 0x00, 0, ACK | REL | DIS | AUT, "Success" },
	{ 0x01, 0, 0, "Granted QoS 1" },
	{ 0x02, 0, 0, "Granted QoS 2" },
	{ 0x04, 0, DIS, "Disconnect with Will Message" },
	{ 0x10, 0, ACK, "No matching subscribers" },
	{ 0x11, 0, 0, "No subscription existed" },
	{ 0x18, 0, AUT, "Continue authentication" },
	{ 0x19, 0, AUT, "Re-authenticate" },
	{ 0x80, 0, ACK | DIS, "Unspecified error" },
	{ 0x81, 0, DIS, "Malformed Packet" },
	{ 0x82, 0, DIS, "Protocol Error" },
	{ 0x83, 0, ACK | DIS, "Implementation specific error" },
	{ 0x84, 1, 0, "Unsupported Protocol Version" },
	{ 0x85, 2, 0, "Client Identifier not valid" },
	{ 0x86, 4, 0, "Bad User Name or Password" },
	{ 0x87, 5, ACK, "Not authorized" },
	{ 0x88, 3, 0, "Server unavailable" },
	{ 0x89, 3, 0, "Server busy" },
	{ 0x8a, 5, 0, "Banned" },
	{ 0x8b, 3, 0, "Server shutting down" },
	{ 0x8c, 0, 0, "Bad authentication method" },
	{ 0x8d, 0, 0, "Keep Alive timeout" },
	{ 0x8e, 0, 0, "Session taken over" },
	{ 0x8f, 0, 0, "Topic Filter invalid" },
	{ 0x90, 0, ACK | DIS, "Topic Name invalid" },
	{ 0x91, 0, ACK, "Packet Identifier in use" },
	{ 0x92, 0, REL, "Packet Identifier not found" },
	{ 0x93, 0, DIS, "Receive Maximum exceeded" },
	{ 0x94, 0, DIS, "Topic Alias invalid" },
	{ 0x95, 0, DIS, "Packet too large" },
	{ 0x96, 0, DIS, "Message rate too high" },
	{ 0x97, 3, ACK | DIS, "Quota exceeded" },
	{ 0x98, 0, DIS, "Administrative action" },
	{ 0x99, 0, ACK | DIS, "Payload format invalid" },
	{ 0x9a, 0, 0, "Retain not supported" },
	{ 0x9b, 0, 0, "QoS not supported" },
	{ 0x9c, 0, 0, "Use another server" },
	{ 0x9d, 0, 0, "Server moved" },
	{ 0x9e, 0, 0, "Shared Subscriptions not supported" },
	{ 0x9f, 0, 0, "Connection rate exceeded" },
	{ 0xa0, 0, 0, "Maximum connect time" },
	{ 0xa1, 0, 0, "Subscription Identifiers not supported" },
	{ 0xa2, 0, 0, "Wildcard Subscriptions not supported" },
};
/* clang-format on */

static size_t find(uint8_t code)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(reasons) && reasons[i].code != code)
		i++;
	return i;
}

const char *mqtt_reason_name(uint8_t code)
{
	size_t i = find(code);

	return i < ARRAY_SIZE(reasons) ? reasons[i].name : NULL;
}

bool mqtt_reason_is_for(uint8_t code, unsigned packet_type)
{
	size_t i = find(code);

	return i < ARRAY_SIZE(reasons) && reasons[i].from_client & 1u << packet_type;
}

uint8_t mqtt_reason_return_code(enum reason reason)
{
	size_t i = find((uint8_t)reason);

	return i < ARRAY_SIZE(reasons) ? reasons[i].return_code : 0;
}
