/* The Will Message. */
#include "protocol/mqtt/will.h"

#include <stdlib.h>

#include "base/memory.h"
#include "protocol/mqtt/publish.h"

struct will {
	struct arena arena; /* owns what `publish` points to */
	struct publish publish;
	uint32_t delay_s;
};

struct will *mqtt_will_new(const struct publish *p, uint32_t delay_s)
{
	struct will *w = NEW(struct will);
	struct arena *a = &w->arena;

	w->publish = *p;
	w->delay_s = delay_s;
	w->publish.topic = arena_copy(a, p->topic);
	w->publish.payload = arena_copy(a, p->payload);
	w->publish.content_type = arena_copy(a, p->content_type);
	w->publish.reply_to = arena_copy(a, p->reply_to);
	w->publish.correlation = arena_copy(a, p->correlation);
	w->publish.user = arena_copy(a, p->user);
	return w;
}

void mqtt_will_free(struct will *w)
{
	if (w)
		arena_free(&w->arena);
	free(w);
}

uint32_t mqtt_will_delay_s(const struct will *w)
{
	return w->delay_s;
}

void mqtt_will_drop(struct mqtt_session *s)
{
	broker_disarm(s->mqtt->broker, &s->will_delay);
	mqtt_will_free(s->will);
	s->will = NULL;
}

/* What the gate says of it is told to observers; there is nobody to answer. */
void mqtt_will_send(struct mqtt_session *s)
{
	struct address *a = broker_address(s->mqtt->broker, s->will->publish.topic, '/');

	if (a)
		mqtt_publish_to_broker(s, a, &s->will->publish);
	mqtt_will_drop(s);
}
