/* PUBACK, PUBREC, PUBREL and PUBCOMP from the client (§3.4 to §3.7). */
#include "protocol/mqtt/action.h"
#include "protocol/mqtt/deliver.h"
#include "protocol/mqtt/flight.h"

/* §3.4.2.1: v5 may leave out the reason code (success), or the properties behind it. */
static enum reason reason_read(struct mqtt_connection *c, enum packet_type type, struct cursor *in,
			       uint8_t *code)
{
	struct properties props;

	*code = REASON_SUCCESS;
	if (c->version < VERSION_5 || !cursor_left(in))
		return REASON_SUCCESS;
	*code = cursor_u8(in);
	if (!mqtt_reason_is_for(*code, type))
		return REASON_PROTOCOL_ERROR;
	return cursor_left(in) ? mqtt_properties_read(in, type, &props) : REASON_SUCCESS;
}

static bool answer_read(struct mqtt_connection *c, enum packet_type type, struct cursor *in, uint16_t *id,
			uint8_t *code)
{
	enum reason reason;

	*id = cursor_u16(in);
	reason = in->bad || !*id ? REASON_MALFORMED : reason_read(c, type, in, code);
	if (reason == REASON_SUCCESS && (in->bad || cursor_left(in)))
		reason = REASON_MALFORMED;
	return reason == REASON_SUCCESS ||
	       mqtt_connection_fail(c, reason, "acknowledgement that cannot be read");
}

static enum settle settled_by(uint8_t code)
{
	return code < REASON_UNSPECIFIED ? SETTLE_ACK : SETTLE_REJECT;
}

bool mqtt_puback(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct flight *flight;
	uint16_t id;
	uint8_t code;

	(void)f;
	if (!answer_read(c, PACKET_PUBACK, in, &id, &code))
		return false;
	flight = mqtt_window_find(&c->session->window, id);
	if (flight && flight->qos != 1)
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "PUBACK for a message of QoS 2");
	if (flight)
		mqtt_flight_end(c->session, flight, settled_by(code));
	return true;
}

/* The message is the client's now: only its identifier is kept until PUBCOMP.  An error ends the exchange
 * (§4.3.3). */
bool mqtt_pubrec(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct flight *flight;
	uint16_t id;
	uint8_t code;

	(void)f;
	if (!answer_read(c, PACKET_PUBREC, in, &id, &code))
		return false;
	flight = mqtt_window_find(&c->session->window, id);
	if (flight && flight->qos != 2)
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "PUBREC for a message of QoS 1");
	if (flight && code >= REASON_UNSPECIFIED) {
		mqtt_flight_end(c->session, flight, settled_by(code));
		return true;
	}
	if (flight)
		mqtt_flight_taken(flight);
	if (code < REASON_UNSPECIFIED)
		mqtt_connection_answer(c, PACKET_PUBREL << 4 | 2, id,
				       flight ? REASON_SUCCESS : REASON_PACKET_ID_NOT_FOUND, SLICE_NONE);
	return true;
}

bool mqtt_pubrel(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	uint16_t id;
	uint8_t code;
	bool known;

	(void)f;
	if (!answer_read(c, PACKET_PUBREL, in, &id, &code))
		return false;
	known = mqtt_ids_remove(&c->session->received, id);
	mqtt_connection_answer(c, PACKET_PUBCOMP << 4, id,
			       known ? REASON_SUCCESS : REASON_PACKET_ID_NOT_FOUND, SLICE_NONE);
	return true;
}

bool mqtt_pubcomp(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct flight *flight;
	uint16_t id;
	uint8_t code;

	(void)f;
	if (!answer_read(c, PACKET_PUBCOMP, in, &id, &code))
		return false;
	flight = mqtt_window_find(&c->session->window, id);
	if (flight && (flight->qos != 2 || flight->item))
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "PUBCOMP before PUBREC");
	if (flight)
		mqtt_flight_end(c->session, flight, SETTLE_ACK);
	return true;
}
