/* Packet identifiers of one session. */
#include "protocol/mqtt/window.h"

#include <stdlib.h>

#include "base/memory.h"

enum { FIRST_PLACES = 16, MOST_PLACES = 65536 };

static struct flight *place_of(const struct window *w, uint16_t id)
{
	return &w->places[id & (w->n_places - 1)];
}

/* Two ids that differ modulo n differ modulo 2n. */
static void grow(struct window *w)
{
	struct window old = *w;

	w->n_places = old.n_places ? old.n_places * 2 : FIRST_PLACES;
	w->places = memory_new(w->n_places * sizeof(*w->places));
	for (size_t i = 0; i < old.n_places; i++)
		if (old.places[i].id)
			*place_of(w, old.places[i].id) = old.places[i];
	free(old.places);
}

struct flight *mqtt_window_open(struct window *w)
{
	struct flight *f;

	if (w->count == UINT16_MAX)
		BUG("more than 65535 in flight");
	if (w->count == w->n_places && w->n_places < MOST_PLACES)
		grow(w);
	do {
		w->last_id++;
		f = place_of(w, w->last_id);
	} while (!w->last_id || f->id);
	*f = (struct flight){ .id = w->last_id, .older = w->newest };
	if (w->newest)
		place_of(w, w->newest)->newer = f->id;
	else
		w->oldest = f->id;
	w->newest = f->id;
	w->count++;
	return f;
}

struct flight *mqtt_window_find(const struct window *w, uint16_t id)
{
	struct flight *f = w->n_places && id ? place_of(w, id) : NULL;

	return f && f->id == id ? f : NULL;
}

void mqtt_window_shut(struct window *w, struct flight *f)
{
	if (w->unsent == f->id)
		w->unsent = f->newer;
	if (f->older)
		place_of(w, f->older)->newer = f->newer;
	else
		w->oldest = f->newer;
	if (f->newer)
		place_of(w, f->newer)->older = f->older;
	else
		w->newest = f->older;
	w->sent -= f->sent;
	w->count--;
	*f = (struct flight){ 0 };
}

void mqtt_window_mark_sent(struct window *w, struct flight *f)
{
	if (w->unsent == f->id)
		w->unsent = f->newer;
	w->sent += !f->sent;
	f->sent = true;
}

void mqtt_window_resume(struct window *w)
{
	for (size_t i = 0; i < w->n_places; i++)
		w->places[i].sent = false;
	w->sent = 0;
	w->unsent = w->oldest;
}

void mqtt_window_release(struct window *w)
{
	free(w->places);
	*w = (struct window){ 0 };
}

enum { ID_WORDS = 65536 / 64 };

bool mqtt_ids_have(const struct packet_ids *s, uint16_t id)
{
	return s->words && s->words[id / 64] >> id % 64 & 1;
}

void mqtt_ids_add(struct packet_ids *s, uint16_t id)
{
	if (!s->words)
		s->words = memory_new(ID_WORDS * sizeof(*s->words));
	s->count += !mqtt_ids_have(s, id);
	s->words[id / 64] |= 1ull << id % 64;
}

bool mqtt_ids_remove(struct packet_ids *s, uint16_t id)
{
	if (!mqtt_ids_have(s, id))
		return false;
	s->words[id / 64] &= ~(1ull << id % 64);
	s->count--;
	return true;
}

void mqtt_ids_release(struct packet_ids *s)
{
	free(s->words);
	*s = (struct packet_ids){ 0 };
}
