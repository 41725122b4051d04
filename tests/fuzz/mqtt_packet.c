/* Whatever three clients send, in whatever order, time passing and connections breaking between: nothing
 * leaks, nothing crashes, what goes out is whole packets and bounded.
 *
 * The input is steps of a byte each: the client in bits 0 and 1 (3: all that follows is nobody's), what
 * happens in bits 2 to 4, a number in bits 5 to 7; a step that sends is followed by a length byte and its
 * bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "protocol/mqtt/mqtt.h"
#include "protocol/mqtt/packet.h"

enum { CLIENTS = 3, MOST_OUTPUT = 64 << 20 };

struct client {
	struct peer peer;
	struct buf in;
	bool open, stalled;
};

struct world {
	struct broker *broker;
	void *module;
	struct face face;
	int64_t now_us;
	size_t sent;
	struct client clients[CLIENTS];
};

static void on_wrote(struct peer *p)
{
	(void)p;
}

static void on_close(struct peer *p, bool abrupt, const char *why)
{
	(void)abrupt;
	(void)why;
	p->closing = true;
}

static const struct peer_calls calls = { .wrote = on_wrote, .close = on_close };

static void check_output(struct world *w, struct client *c)
{
	struct slice out = buf_view(&c->peer.out);
	struct frame f;

	w->sent += out.len;
	if (c->peer.out.failed || w->sent > MOST_OUTPUT)
		BUG("%zu bytes went out", w->sent);
	for (; out.len; out = slice_from(out, f.head + f.body))
		if (mqtt_frame_read(out, &f) != FRAME_OK || f.head + f.body > out.len)
			BUG("a torn packet of type %u went out", f.type);
	buf_reset(&c->peer.out);
}

static void end(struct world *w, struct client *c)
{
	check_output(w, c);
	protocol_mqtt.close(&c->peer, "gone");
	if (c->peer.state)
		BUG("the state of a closed peer is still there");
	buf_release(&c->peer.out);
	buf_release(&c->in);
	*c = (struct client){ 0 };
}

static void settle(struct world *w)
{
	for (unsigned round = 0; round < 4; round++) {
		broker_turn(w->broker, w->now_us);
		for (struct client *c = w->clients; c < w->clients + CLIENTS; c++) {
			if (!c->open)
				continue;
			c->peer.now_us = w->now_us;
			if (c->peer.closing) {
				end(w, c);
			} else if (!c->stalled && c->peer.out.len) {
				check_output(w, c);
				protocol_mqtt.room(&c->peer);
			}
		}
	}
}

static void open_client(struct world *w, struct client *c)
{
	c->open = true;
	c->in = BUF_INIT(1 << 20);
	c->peer = (struct peer){
		.broker = w->broker,
		.protocol = &protocol_mqtt,
		.module = w->module,
		.face = &w->face,
		.out = BUF_INIT(LIMIT_OUTPUT_BYTES),
		.now_us = w->now_us,
		.calls = &calls,
	};
	protocol_mqtt.open(&c->peer);
}

static void eat(struct client *c)
{
	while (c->in.len && !c->peer.closing) {
		size_t used = 0;
		enum eaten how = protocol_mqtt.receive(&c->peer, buf_view(&c->in), &used);

		if (used > c->in.len || (how == EATEN_FRAME && !used))
			BUG("ate %zu of %zu bytes", used, c->in.len);
		if (how == EATEN_BAD)
			c->peer.closing = true;
		if (how == EATEN_NONE)
			return;
		buf_consume(&c->in, used);
	}
}

static void give(struct world *w, struct client *c, struct slice bytes)
{
	if (!c->open)
		open_client(w, c);
	buf_slice(&c->in, bytes);
	eat(c);
	settle(w);
}

/* Ways in that a fuzzer would be long in finding: the client's own name, versions, clean or kept, with a
 * will. */
static void greet(struct world *w, struct client *c, unsigned number)
{
	static const char v4[] = "\x10\x16\0\4MQTT\4\4\0\x0a\0\1a\0\1w\0\4gone";
	static const char v5[] = "\x10\x2c\0\4MQTT\5\4\0\x0a\x0f\x11\0\0\0\x14\x21\0\2\x22\0\5\x17\1\x19\1"
				 "\0\1a\5\x18\0\0\0\5\0\1w\0\4gone";
	char bytes[64];
	size_t n = number & 1 ? sizeof(v5) - 1 : sizeof(v4) - 1;

	memcpy(bytes, number & 1 ? v5 : v4, n);
	bytes[9] = (char)(number & 2 ? bytes[9] | 2 : bytes[9]);
	bytes[number & 1 ? 30 : 14] = (char)('a' + (number & 4 ? 0 : c - w->clients));
	give(w, c, slice_of(bytes, n));
}

static void step(struct world *w, uint8_t code, struct cursor *in)
{
	static const int64_t seconds[8] = { 0, 1, 3, 6, 16, 25, 100, 100000 };
	struct client *c = &w->clients[code & 3];
	unsigned what = code >> 2 & 7, number = code >> 5;
	size_t n;

	switch (what) {
	case 0:
		greet(w, c, number);
		break;
	case 1:
		if (c->open)
			end(w, c);
		settle(w);
		break;
	case 2:
		w->now_us += seconds[number] * 1000000;
		settle(w);
		break;
	case 3:
		c->stalled = c->open && number & 1;
		settle(w);
		break;
	default:
		n = cursor_u8(in);
		give(w, c, cursor_bytes(in, n < cursor_left(in) ? n : cursor_left(in)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world w = { .now_us = 1 };
	struct cursor in = CURSOR(slice_of(data, size));

	w.broker = broker_new(NULL, 0, &(struct broker_options){ .unknown = UNKNOWN_RELAY, .now_us = 1 });
	w.face = (struct face){
		.name = SLICE_LIT("fuzz"),
		.protocol = SLICE_LIT("mqtt"),
		.protocol_number = broker_add_protocol(w.broker, protocol_mqtt.native),
		.separator = '/',
	};
	w.module = protocol_mqtt.start(w.broker, w.face.protocol_number);
	while (cursor_left(&in)) {
		uint8_t code = cursor_u8(&in);

		if ((code & 3) == 3)
			break;
		step(&w, code, &in);
	}
	for (struct client *c = w.clients; c < w.clients + CLIENTS; c++)
		if (c->open)
			end(&w, c);
	protocol_mqtt.stop(w.module);
	broker_free(w.broker);
	return 0;
}
