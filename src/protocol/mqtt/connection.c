/* One network connection: opened, kept alive, answered, ended. */
#include "protocol/mqtt/connection.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "protocol/mqtt/deliver.h"

/* §3.1.2.10: one and a half times the Keep Alive.  Not armed anew for each packet: when it fires too early it
 * is armed for the rest. */
static int64_t patience_us(const struct mqtt_connection *c)
{
	return (int64_t)c->keep_alive_s * 1500000;
}

static void silent(struct timer *t, int64_t now_us)
{
	struct mqtt_connection *c = container_of(t, struct mqtt_connection, keep_alive);
	char why[64];

	if (now_us < c->heard_us + patience_us(c)) {
		mqtt_connection_keep_alive(c);
		return;
	}
	snprintf(why, sizeof(why), "keep-alive of %u s passed without a packet", c->keep_alive_s);
	mqtt_connection_close(c, REASON_KEEP_ALIVE_TIMEOUT, why);
}

void mqtt_connection_keep_alive(struct mqtt_connection *c)
{
	if (c->keep_alive_s)
		broker_arm(c->mqtt->broker, &c->keep_alive, c->heard_us + patience_us(c));
}

bool mqtt_open(struct peer *p)
{
	struct mqtt_connection *c = NEW(struct mqtt_connection);

	c->peer = p;
	c->mqtt = p->module;
	c->heard_us = p->now_us;
	c->keep_alive.fire = silent;
	p->state = c;
	return true;
}

void mqtt_connection_leave(struct mqtt_connection *c, const char *why)
{
	struct mqtt_session *s = c->session;

	broker_disarm(c->mqtt->broker, &c->keep_alive);
	if (!s)
		return;
	c->session = NULL;
	c->peer->session = NULL;
	mqtt_session_leave(s, why);
}

bool mqtt_connection_takes(struct mqtt_connection *c, size_t before)
{
	struct buf *out = &c->peer->out;

	if (out->failed || out->len - before <= c->max_packet)
		return true;
	out->len = before;
	return false;
}

static void say_disconnect(struct mqtt_connection *c, enum reason reason, const char *why)
{
	struct buf *out = &c->peer->out;
	size_t packet, block, before = out->len;

	if (c->version < VERSION_5 || c->peer->closing)
		return;
	packet = mqtt_packet_begin(out, PACKET_DISCONNECT << 4);
	buf_char(out, (char)reason);
	block = mqtt_block_begin(out);
	if (c->explains)
		mqtt_property_text(out, PROPERTY_REASON_STRING, slice_str(why));
	mqtt_block_end(out, block);
	mqtt_packet_end(out, packet);
	mqtt_connection_takes(c, before);
}

void mqtt_connection_close(struct mqtt_connection *c, enum reason reason, const char *why)
{
	say_disconnect(c, reason, why);
	peer_close(c->peer, why);
	mqtt_connection_leave(c, why);
}

bool mqtt_connection_fail(struct mqtt_connection *c, enum reason reason, const char *why)
{
	char text[256];

	if (!c->session) {
		session_refused(c->mqtt->broker, c->peer->face, SLICE_LIT(""), why);
		return false;
	}
	snprintf(text, sizeof(text), "protocol error: %s", why);
	say_disconnect(c, reason, why);
	mqtt_connection_leave(c, text);
	return false;
}

static void answer_5(struct buf *out, enum reason reason, struct slice text)
{
	size_t block;

	if (reason == REASON_SUCCESS && !text.ptr) /* §3.4.2.1: may be left out */
		return;
	buf_char(out, (char)reason);
	if (!text.ptr)
		return;
	block = mqtt_block_begin(out);
	mqtt_property_text(out, PROPERTY_REASON_STRING, slice_first(text, MOST_STRING_BYTES));
	mqtt_block_end(out, block);
}

void mqtt_connection_answer(struct mqtt_connection *c, uint8_t first_byte, uint16_t id, enum reason reason,
			    struct slice text)
{
	const char plain[] = { (char)first_byte, 2, (char)(id >> 8), (char)id };
	struct buf *out = &c->peer->out;
	size_t before = out->len;
	size_t packet;

	if (c->version < VERSION_5 || (reason == REASON_SUCCESS && !text.ptr)) {
		buf_add(out, plain, sizeof(plain));
		return;
	}
	packet = mqtt_packet_begin(out, first_byte);
	buf_u16(out, id);
	answer_5(out, reason, c->explains ? text : SLICE_NONE);
	mqtt_packet_end(out, packet);
	if (text.ptr && !mqtt_connection_takes(c, before)) /* §3.4.2.2.2 */
		mqtt_connection_answer(c, first_byte, id, reason, SLICE_NONE);
}

void mqtt_room(struct peer *p)
{
	struct mqtt_connection *c = p->state;

	if (c->session)
		mqtt_deliver_more(c->session);
}

static void forget_addresses(struct mqtt_connection *c)
{
	struct broker *b = c->mqtt->broker;

	if (c->last)
		address_drop(b, c->last);
	for (size_t i = 0; c->aliases && i < TOPIC_ALIAS_MAXIMUM; i++)
		if (c->aliases[i])
			address_drop(b, c->aliases[i]);
	free(c->aliases);
	mqtt_alias_release(&c->given, b);
}

void mqtt_close(struct peer *p, const char *why)
{
	struct mqtt_connection *c = p->state;

	mqtt_connection_leave(c, why);
	forget_addresses(c);
	free(c);
	p->state = NULL;
}

/* Asked for by a scenario or a fault, perhaps inside a delivery: the session is left when net closes. */
static void disconnect(struct session *core, bool abrupt, const char *why)
{
	struct mqtt_session *s = core->of;
	struct mqtt_connection *c = s->connection;

	if (!c)
		return;
	if (!abrupt)
		say_disconnect(c, REASON_ADMINISTRATIVE, why);
	c->peer->calls->close(c->peer, abrupt, why);
}

const struct session_calls mqtt_session_calls = { .disconnect = disconnect };
