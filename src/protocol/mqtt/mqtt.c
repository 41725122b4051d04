/* The module: its row for the table of protocols, its table of packets, and the dispatcher, which makes every
 * check that is not one packet's own. */
#include "protocol/mqtt/mqtt.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "protocol/mqtt/action.h"
#include "protocol/mqtt/binding_connect.h"
#include "protocol/mqtt/native.h"
#include "protocol/mqtt/sys.h"
#include "protocol/mqtt/will.h"

/* --- what a mock has of MQTT */

static void *start(struct broker *b, uint8_t number)
{
	struct mqtt *m = NEW(struct mqtt);

	m->broker = b;
	m->number = number;
	m->sessions.seed = random_seed();
	m->headers = BUF_INIT(2 * (size_t)MOST_PACKET_BYTES);
	mqtt_sys_start(m);
	return m;
}

/* Wills that still wait are not sent: there will be nobody. */
static void stop(void *module)
{
	struct mqtt *m = module;

	mqtt_sys_stop(m);
	for (size_t i = 0; i < m->sessions.n_entries; i++) {
		struct mqtt_session *s = m->sessions.entries[i].key.ptr ? m->sessions.entries[i].value : NULL;

		if (!s)
			continue;
		mqtt_will_drop(s);
		mqtt_session_end(s);
	}
	map_release(&m->sessions);
	receipt_release(&m->receipt);
	buf_release(&m->headers);
	free(m);
}

/* --- packets without a file of their own */

static bool ping(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	(void)f;
	(void)in;
	buf_add(&c->peer->out, "\xd0", 2);
	return true;
}

/* §3.14.4: a will is kept only for the reason codes that ask for it; §3.14.2.2.2: an expiry of 0 stays. */
static bool said_goodbye(struct mqtt_connection *c, uint8_t code, const struct properties *props)
{
	struct mqtt_session *s = c->session;
	uint32_t expiry_s = properties_number(props, PROPERTY_SESSION_EXPIRY, s->expiry_s);
	char why[96];

	if (!s->expiry_s && expiry_s)
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR,
					    "session expiry in DISCONNECT after none in CONNECT");
	s->expiry_s = expiry_s;
	if (code == REASON_SUCCESS)
		mqtt_will_drop(s);
	snprintf(why, sizeof(why), "client sent DISCONNECT%s%s%s", code ? " (" : "",
		 code ? mqtt_reason_name(code) : "", code ? ")" : "");
	peer_close(c->peer, why);
	mqtt_connection_leave(c, why);
	return true;
}

static bool disconnect(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct properties props = { 0 };
	enum reason reason = REASON_SUCCESS;
	uint8_t code = REASON_SUCCESS;

	(void)f;
	if (cursor_left(in)) /* §3.14.2.1 */
		code = cursor_u8(in);
	if (!mqtt_reason_is_for(code, PACKET_DISCONNECT))
		reason = REASON_PROTOCOL_ERROR;
	else if (cursor_left(in))
		reason = mqtt_properties_read(in, PACKET_DISCONNECT, &props);
	if (reason == REASON_SUCCESS && cursor_left(in))
		reason = REASON_MALFORMED;
	if (reason != REASON_SUCCESS)
		return mqtt_connection_fail(c, reason, "DISCONNECT that cannot be read");
	return said_goodbye(c, code, &props);
}

/* --- the table of packets */

enum { ANY_FLAGS = 0xff, ANY_LENGTH = 0x7f };

/* Adding a packet is one row here and its action.  No action: not for a server, or not without a method of
 * authentication (§4.12). */
/* clang-format off */
static const struct packet {
	const char *name;
	uint8_t flags;	 /* §2.1.3 */
	uint8_t since;	 /* protocol level */
	uint8_t most_v3; /* bytes of body before MQTT 5; ANY_LENGTH: its action looks */
	uint8_t most_v5;
	mqtt_action *run;
} packets[16] = {
	[PACKET_CONNECT] = { "CONNECT", 0, 0, ANY_LENGTH, ANY_LENGTH, mqtt_connect },
	[PACKET_CONNACK] = { "CONNACK", 0, 0, ANY_LENGTH, ANY_LENGTH, NULL },
	[PACKET_PUBLISH] = { "PUBLISH", ANY_FLAGS, 0, ANY_LENGTH, ANY_LENGTH, mqtt_publish },
	[PACKET_PUBACK] = { "PUBACK", 0, 0, 2, ANY_LENGTH, mqtt_puback },
	[PACKET_PUBREC] = { "PUBREC", 0, 0, 2, ANY_LENGTH, mqtt_pubrec },
	[PACKET_PUBREL] = { "PUBREL", 2, 0, 2, ANY_LENGTH, mqtt_pubrel },
	[PACKET_PUBCOMP] = { "PUBCOMP", 0, 0, 2, ANY_LENGTH, mqtt_pubcomp },
	[PACKET_SUBSCRIBE] = { "SUBSCRIBE", 2, 0, ANY_LENGTH, ANY_LENGTH, mqtt_subscribe },
	[PACKET_SUBACK] = { "SUBACK", 0, 0, ANY_LENGTH, ANY_LENGTH, NULL },
	[PACKET_UNSUBSCRIBE] = { "UNSUBSCRIBE", 2, 0, ANY_LENGTH, ANY_LENGTH, mqtt_unsubscribe },
	[PACKET_UNSUBACK] = { "UNSUBACK", 0, 0, ANY_LENGTH, ANY_LENGTH, NULL },
	[PACKET_PINGREQ] = { "PINGREQ", 0, 0, 0, 0, ping },
	[PACKET_PINGRESP] = { "PINGRESP", 0, 0, 0, 0, NULL },
	[PACKET_DISCONNECT] = { "DISCONNECT", 0, 0, 0, ANY_LENGTH, disconnect },
	[PACKET_AUTH] = { "AUTH", 0, VERSION_5, 0, ANY_LENGTH, NULL },
};
/* clang-format on */

/* --- the dispatcher */

/* 3.1 lets DUP stand in whatever may come twice (its §2.1). */
static bool flags_are_right(const struct mqtt_connection *c, const struct frame *f)
{
	uint8_t flags = c->version == VERSION_3_1 ? f->flags & ~8 : f->flags;

	return packets[f->type].flags == ANY_FLAGS || flags == packets[f->type].flags;
}

/* What the first byte tells. */
static bool may_come(struct mqtt_connection *c, const struct frame *f)
{
	if (!c->version && (f->type != PACKET_CONNECT || f->flags)) /* §3.1 */
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "first packet that is not CONNECT");
	if (!packets[f->type].name || c->version < packets[f->type].since) /* §2.1.2 */
		return mqtt_connection_fail(c, REASON_MALFORMED, "packet of a reserved type");
	if (!flags_are_right(c, f))
		return mqtt_connection_fail(c, REASON_MALFORMED, "reserved flags set in the fixed header");
	if (!packets[f->type].run)
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "packet that a client does not send");
	if (c->version && f->type == PACKET_CONNECT) /* §3.1 */
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "second CONNECT");
	return true;
}

/* What the whole fixed header tells. */
static bool may_be_so_long(struct mqtt_connection *c, const struct frame *f)
{
	uint8_t most = c->version < VERSION_5 ? packets[f->type].most_v3 : packets[f->type].most_v5;
	size_t limit = f->type == PACKET_PUBLISH ? MOST_PACKET_BYTES : MOST_CONTROL_BYTES;

	if (c->version >= VERSION_5 && f->padded) /* §1.5.5 */
		return mqtt_connection_fail(c, REASON_MALFORMED, "Remaining Length longer than it has to be");
	if (c->most_bytes && f->head + f->body > c->most_bytes)
		return mqtt_binding_fail_too_large(c, f->head + f->body);
	if (f->head + f->body > limit) /* §3.2.2.3.6 */
		return mqtt_connection_fail(c, REASON_PACKET_TOO_LARGE, "packet larger than we take");
	if (most != ANY_LENGTH && f->body > most)
		return mqtt_connection_fail(c, REASON_MALFORMED, "packet longer than its kind can be");
	return true;
}

static enum eaten receive(struct peer *p, struct slice in, size_t *used)
{
	struct mqtt_connection *c = p->state;
	struct frame f;
	enum frame_state state = mqtt_frame_read(in, &f);
	struct cursor body;

	c->heard_us = p->now_us;
	if (!may_come(c, &f))
		return EATEN_BAD;
	if (state == FRAME_BAD) {
		mqtt_connection_fail(c, REASON_MALFORMED, "Remaining Length of more than four bytes");
		return EATEN_BAD;
	}
	if (state == FRAME_PARTIAL)
		return EATEN_NONE;
	if (!may_be_so_long(c, &f))
		return EATEN_BAD;
	if (in.len < f.head + f.body)
		return EATEN_NONE;
	*used = f.head + f.body;
	body = CURSOR(slice_of(in.ptr + f.head, f.body));
	return packets[f.type].run(c, &f, &body) ? EATEN_FRAME : EATEN_BAD;
}

static size_t describe(struct slice bytes, struct buf *out)
{
	struct frame f;

	if (mqtt_frame_read(bytes, &f) != FRAME_OK || f.head + f.body > bytes.len)
		return 0;
	buf_str(out, packets[f.type].name ? packets[f.type].name : "reserved");
	return f.head + f.body;
}

/* --- the row */

/* clang-format off */
static const struct scheme schemes[] = {
	{ "mqtt", 1883, false },
	{ "mqtts", 8883, true },
	{ "secure-mqtt", 8883, true },
	{ "mqtt5", 1883, false },
	{ "mqtt5s", 8883, true },
	{ NULL, 0, false },
};
/* clang-format on */

const struct protocol protocol_mqtt = {
	.name = "mqtt",
	.schemes = schemes,
	.carrier = CARRIER_BYTES,
	.separator = '/',
	.native = &mqtt_native_form,
	.idle_timeout_us = 10 * 1000000, /* arbitrary: a person with a terminal has to be quick */
	.start = start,
	.stop = stop,
	.open = mqtt_open,
	.describe = describe,
	.receive = receive,
	.room = mqtt_room,
	.close = mqtt_close,
};
