/* One client, what it sends and what it gets. */
#include "transcript.h"

#include "wire.h"
#include "world.h"

static const char *const connects[] = { [3] = CONNECT_3, [4] = CONNECT_4, [5] = CONNECT_5 };
static const char *const connacks[] = { [3] = CONNACK_4, [4] = CONNACK_4, [5] = CONNACK_5 };

static void check(const struct transcript *t, struct world *w, struct client *c, size_t cut)
{
	BUF_AUTO struct buf want = BUF_INIT(0), shown = BUF_INIT(0);

	if (t->version)
		mqtt_wire_write(&want, slice_str(connacks[t->version]));
	mqtt_wire_write(&want, slice_str(t->back));
	buf_str(&shown, "wanted:\n");
	mqtt_wire_show(&shown, buf_view(&want));
	buf_str(&shown, "\ngot:\n");
	mqtt_wire_show(&shown, buf_view(&c->got));
	ck_assert_msg(slice_eq(buf_view(&want), buf_view(&c->got)), "%s (cut at %zu)\n%s\nevents:\n%s",
		      t->title, cut, buf_cstr(&shown), buf_cstr(&w->events));
	ck_assert_msg(c->ended == (t->end == CLOSED), "%s (cut at %zu): %s\nevents:\n%s", t->title, cut,
		      c->ended ? "closed" : "still open", buf_cstr(&w->events));
	ck_assert_msg(!t->event || strstr(buf_cstr(&w->events), t->event),
		      "%s (cut at %zu): no \"%s\" in\n%s", t->title, cut, t->event, buf_cstr(&w->events));
}

/* In pieces of `step` bytes (0: whole), or whole but for one cut. */
static void play(const struct transcript *t, struct slice sent, size_t step, size_t cut)
{
	struct world w;
	struct client *c;

	mqtt_world_open(&w, NULL, &(struct broker_options){ .unknown = UNKNOWN_RELAY, .now_us = 1 });
	w.step = step;
	c = mqtt_world_client(&w, 'a');
	mqtt_client_send(c, slice_first(sent, cut));
	if (!c->ended && cut < sent.len)
		mqtt_client_send(c, slice_from(sent, cut));
	check(t, &w, c, cut);
	mqtt_world_close(&w);
}

enum { LONGEST_CUT_EVERYWHERE = 400 };

void mqtt_transcript_play(const struct transcript *t)
{
	BUF_AUTO struct buf sent = BUF_INIT(0);

	if (t->version)
		mqtt_wire_write(&sent, slice_str(connects[t->version]));
	mqtt_wire_write(&sent, slice_str(t->sent));
	play(t, buf_view(&sent), 0, sent.len);
	if (sent.len > LONGEST_CUT_EVERYWHERE)
		return;
	play(t, buf_view(&sent), 1, sent.len);
	for (size_t cut = 1; cut < sent.len; cut++)
		play(t, buf_view(&sent), 0, cut);
}
