/* A broker and MQTT clients in memory. */
#include "world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "wire.h"

/* --- what net/ does */

static void on_wrote(struct peer *p)
{
	(void)p;
}

static void on_close(struct peer *p, bool abrupt, const char *why)
{
	struct client *c = container_of(p, struct client, peer);

	c->abrupt |= abrupt;
	if (p->closing)
		return;
	p->closing = true;
	snprintf(c->why, sizeof(c->why), "%s", why);
}

static const struct peer_calls calls = { .wrote = on_wrote, .close = on_close };

static void client_open(struct client *c)
{
	struct world *w = c->world;

	c->open = true;
	c->ended = c->abrupt = c->stalled = false;
	c->peer = (struct peer){
		.broker = w->broker,
		.protocol = &protocol_mqtt,
		.module = w->module,
		.face = &w->face,
		.out = BUF_INIT(LIMIT_OUTPUT_BYTES),
		.now_us = w->now_us,
		.remote = SLICE_LIT("memory"),
		.calls = &calls,
	};
	ck_assert(protocol_mqtt.open(&c->peer));
}

static void client_end(struct client *c)
{
	if (!c->abrupt)
		buf_slice(&c->got, buf_view(&c->peer.out));
	protocol_mqtt.close(&c->peer, c->why);
	ck_assert_ptr_null(c->peer.state);
	buf_release(&c->peer.out);
	buf_release(&c->in);
	c->open = false;
	c->ended = true;
}

static void client_flush(struct client *c)
{
	if (c->stalled || !c->peer.out.len)
		return;
	buf_slice(&c->got, buf_view(&c->peer.out));
	buf_reset(&c->peer.out);
	protocol_mqtt.room(&c->peer);
}

void mqtt_world_settle(struct world *w)
{
	bool again = true;

	while (again) {
		again = false;
		broker_turn(w->broker, w->now_us);
		for (struct client *c = w->clients; c < w->clients + MOST_CLIENTS; c++) {
			if (!c->open)
				continue;
			c->peer.now_us = w->now_us;
			again |= c->peer.closing || (!c->stalled && c->peer.out.len);
			if (c->peer.closing)
				client_end(c);
			else
				client_flush(c);
		}
	}
}

static void client_eat(struct client *c)
{
	while (c->in.len && !c->peer.closing) {
		size_t used = 0;
		enum eaten how = protocol_mqtt.receive(&c->peer, buf_view(&c->in), &used);

		ck_assert_uint_le(used, c->in.len);
		if (how == EATEN_NONE)
			return;
		if (how == EATEN_BAD)
			on_close(&c->peer, false, "client broke the protocol");
		else
			ck_assert(how == EATEN_FRAME && used);
		buf_consume(&c->in, used);
	}
}

void mqtt_client_send(struct client *c, struct slice bytes)
{
	size_t step = c->world->step ? c->world->step : bytes.len;

	if (!c->open)
		client_open(c);
	c->peer.now_us = c->world->now_us;
	for (; bytes.len && c->open; bytes = slice_from(bytes, step)) {
		buf_slice(&c->in, slice_first(bytes, step));
		client_eat(c);
		mqtt_world_settle(c->world);
	}
}

void mqtt_client_lose(struct client *c)
{
	on_close(&c->peer, true, "connection lost");
	mqtt_world_settle(c->world);
}

void mqtt_world_pass(struct world *w, int64_t us)
{
	w->now_us += us;
	mqtt_world_settle(w);
}

/* --- events as text */

/* "qos must be 1 (got 2) 26:99; ..." */
static void say_wrong(struct buf *out, const struct violations *v)
{
	for (size_t i = 0; v && i < v->n; i++)
		buf_printf(out, "%s%.*s %u:%u", i ? "; " : " ", SLICE_FMT(v->list[i].text),
			   v->list[i].at.line, v->list[i].at.col);
}

static void on_event(struct observer *o, const struct event *e)
{
	struct world *w = container_of(o, struct world, observer);
	struct buf *out = &w->events;

	buf_str(out, event_name(e->kind));
	buf_printf(out, " [%.*s]", SLICE_FMT(e->client));
	if (e->address.ptr)
		buf_printf(out, " %.*s", SLICE_FMT(e->address));
	if (e->detail.ptr)
		buf_printf(out, " {%.*s}", SLICE_FMT(e->detail));
	if (e->why)
		buf_printf(out, ": %s", e->why);
	if (e->kind == EVENT_ARRIVAL) {
		w->arrivals++;
		buf_printf(out, " %s {", outcome_name(e->receipt->outcome));
		protocol_mqtt.native->write(e->message, out);
		buf_str(out, "}");
		say_wrong(out, &e->receipt->violations);
	}
	say_wrong(out, e->violations);
	if (e->kind == EVENT_CONNECTED && !e->violations)
		buf_str(out, " conforms");
	buf_char(out, '\n');
}

/* --- the world */

void mqtt_world_open(struct world *w, const char *text, const struct broker_options *options)
{
	struct contract *contract = NULL;
	struct diag d = { .out = stderr };

	*w = (struct world){ .now_us = options->now_us, .observer.on_event = on_event };
	if (text) {
		contract = contract_load_text("test.yaml", slice_str(text), &d);
		ck_assert_uint_eq(d.errors, 0);
	}
	w->broker = broker_new(&contract, contract != NULL, options);
	if (contract)
		contract_drop(contract);
	diag_release(&d);
	w->face = (struct face){
		.name = SLICE_LIT("test"),
		.protocol = SLICE_LIT("mqtt"),
		.protocol_number = broker_add_protocol(w->broker, protocol_mqtt.native),
		.separator = '/',
	};
	if (text && broker_contract(w->broker, 0)->n_servers)
		w->face.server = broker_contract(w->broker, 0)->servers[0];
	w->module = protocol_mqtt.start(w->broker, w->face.protocol_number);
	broker_observe(w->broker, &w->observer);
	for (size_t i = 0; i < MOST_CLIENTS; i++)
		w->clients[i].world = w;
}

void mqtt_world_close(struct world *w)
{
	for (struct client *c = w->clients; c < w->clients + MOST_CLIENTS; c++) {
		if (c->open)
			mqtt_client_lose(c);
		buf_release(&c->got);
	}
	broker_unobserve(w->broker, &w->observer);
	protocol_mqtt.stop(w->module);
	broker_free(w->broker);
	buf_release(&w->events);
}

struct client *mqtt_world_client(struct world *w, char name)
{
	ck_assert(name >= 'a' && name <= 'z');
	return &w->clients[name - 'a'];
}

/* --- scripts */

struct script {
	struct world *world;
	const char *title;
	struct slice line;
};

static void expect_bytes(const struct script *s, struct client *c, struct slice text)
{
	BUF_AUTO struct buf want = BUF_INIT(0), shown = BUF_INIT(0);

	mqtt_wire_write(&want, text);
	if (!slice_eq(buf_view(&want), buf_view(&c->got))) {
		buf_str(&shown, "wanted:\n");
		mqtt_wire_show(&shown, buf_view(&want));
		buf_str(&shown, "\ngot:\n");
		mqtt_wire_show(&shown, buf_view(&c->got));
		ck_abort_msg("%s: \"%.*s\" (in pieces of %zu)\n%s\nevents:\n%s", s->title, SLICE_FMT(s->line),
			     s->world->step, buf_cstr(&shown), buf_cstr(&s->world->events));
	}
	buf_reset(&c->got);
}

static void expect_event(const struct script *s, struct slice text)
{
	struct buf *events = &s->world->events;

	ck_assert_msg(memmem(events->data, events->len, text.ptr, text.len) != NULL,
		      "%s: \"%.*s\" is not among\n%s", s->title, SLICE_FMT(text), buf_cstr(events));
	buf_reset(events);
}

static void send_text(struct client *c, struct slice text)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0);

	mqtt_wire_write(&bytes, text);
	mqtt_client_send(c, buf_view(&bytes));
}

static void client_word(const struct script *s, struct client *c, struct slice word)
{
	if (slice_is(word, ".stall")) {
		c->stalled = true;
	} else if (slice_is(word, ".read")) {
		c->stalled = false;
		mqtt_world_settle(s->world);
	} else {
		ck_abort_msg("%s: \"%.*s\"?", s->title, SLICE_FMT(s->line));
	}
}

static void client_step(const struct script *s)
{
	struct client *c = mqtt_world_client(s->world, s->line.ptr[0]);
	struct slice rest = slice_trim(slice_from(s->line, 2));

	switch (s->line.len > 1 ? s->line.ptr[1] : 0) {
	case '>':
		send_text(c, rest);
		break;
	case '<':
		expect_bytes(s, c, rest);
		break;
	case '!':
		ck_assert_msg(c->ended, "%s: \"%.*s\": still open", s->title, SLICE_FMT(s->line));
		c->ended = false;
		break;
	case '~':
		ck_assert_msg(c->open, "%s: \"%.*s\": not open", s->title, SLICE_FMT(s->line));
		mqtt_client_lose(c);
		c->ended = false;
		break;
	default:
		client_word(s, c, slice_from(s->line, 1));
	}
}

static void step(const struct script *s)
{
	int64_t us;

	if (s->line.ptr[0] == '+') {
		ck_assert(duration_parse(slice_trim(slice_from(s->line, 1)), &us));
		mqtt_world_pass(s->world, us);
	} else if (s->line.ptr[0] == '?') {
		expect_event(s, slice_trim(slice_from(s->line, 1)));
	} else {
		client_step(s);
	}
}

/* What nobody looked at must not have happened. */
static void expect_no_more(struct script *s)
{
	for (struct client *c = s->world->clients; c < s->world->clients + MOST_CLIENTS; c++) {
		char name = (char)('a' + (c - s->world->clients));

		s->line = slice_of(&name, 1);
		expect_bytes(s, c, SLICE_LIT(""));
		ck_assert_msg(!c->ended, "%s: %c was closed (%s)\n%s", s->title, name, c->why,
			      buf_cstr(&s->world->events));
	}
}

void mqtt_world_play(struct world *w, const char *title, const char *script)
{
	struct slice rest = slice_str(script);
	struct script s = { .world = w, .title = title };

	while (slice_split(&rest, '\n', &s.line)) {
		s.line = slice_trim(s.line);
		if (s.line.len)
			step(&s);
	}
	expect_no_more(&s);
}
