/* Sessions by client identifier: made, left, expired, ended. */
#include "protocol/mqtt/session.h"

#include <stdlib.h>

#include "base/memory.h"
#include "protocol/mqtt/connection.h"
#include "protocol/mqtt/deliver.h"
#include "protocol/mqtt/flight.h"
#include "protocol/mqtt/will.h"

struct mqtt_session *mqtt_session_find(const struct mqtt *m, struct slice client)
{
	return map_get(&m->sessions, client);
}

static void expire(struct timer *t, int64_t now_us)
{
	(void)now_us;
	mqtt_session_end(container_of(t, struct mqtt_session, expiry));
}

static void will_is_due(struct timer *t, int64_t now_us)
{
	(void)now_us;
	mqtt_will_send(container_of(t, struct mqtt_session, will_delay));
}

struct mqtt_session *mqtt_session_new(struct mqtt *m, const struct face *face, struct slice client)
{
	struct session *core = session_new(m->broker, face, ORIGIN_CLIENT, client);
	struct mqtt_session *s;

	if (!core)
		return NULL;
	s = NEW(struct mqtt_session);
	s->mqtt = m;
	s->core = core;
	s->expiry.fire = expire;
	s->will_delay.fire = will_is_due;
	s->consumer.ready = mqtt_deliver_ready;
	core->of = s;
	core->calls = &mqtt_session_calls;
	map_put(&m->sessions, core->client, s);
	return s;
}

static int64_t seconds_from_now(const struct mqtt_session *s, uint32_t seconds)
{
	return broker_now_us(s->mqtt->broker) + (int64_t)seconds * 1000000;
}

/* §3.1.3.2.2: when the delay has passed or the session ends, whichever is first; the end sends it itself. */
static void will_begin(struct mqtt_session *s)
{
	uint32_t delay_s = s->will ? mqtt_will_delay_s(s->will) : 0;

	if (s->will && (!delay_s || !s->expiry_s))
		mqtt_will_send(s);
	else if (s->will)
		broker_arm(s->mqtt->broker, &s->will_delay, seconds_from_now(s, delay_s));
}

void mqtt_session_leave(struct mqtt_session *s, const char *why)
{
	s->connection = NULL;
	s->consumer.credit = 0;
	s->core->queues_while_away = s->expiry_s != 0;
	session_disconnected(s->core, why);
	will_begin(s);
	if (!s->expiry_s)
		mqtt_session_end(s);
	else if (s->expiry_s != NEVER_EXPIRES)
		broker_arm(s->mqtt->broker, &s->expiry, seconds_from_now(s, s->expiry_s));
}

void mqtt_session_end(struct mqtt_session *s)
{
	struct broker *b = s->mqtt->broker;

	broker_disarm(b, &s->expiry);
	if (s->will)
		mqtt_will_send(s);
	map_remove(&s->mqtt->sessions, s->core->client);
	if (s->core->subscriptions)
		mqtt_flight_pass_on(s);
	if (s->queue) {
		queue_leave(&s->consumer);
		queue_free(s->queue);
	}
	mqtt_window_release(&s->window);
	mqtt_ids_release(&s->received);
	session_free(s->core);
	free(s);
}
