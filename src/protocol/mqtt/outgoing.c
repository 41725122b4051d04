/* How a message of the broker's is said to one session. */
#include "protocol/mqtt/outgoing.h"

#include "base/text.h"
#include "protocol/mqtt/native.h"
#include "protocol/mqtt/topic.h"

bool mqtt_session_is_live(const struct mqtt_session *s)
{
	return s->connection && !s->connection->peer->closing;
}

/* A topic that came over MQTT has been checked then. */
static bool is_topic(const struct mqtt *mqtt, const struct message *m)
{
	struct slice topic = m->address->text;

	return m->native_of == mqtt->number || (mqtt_topic_name_is_valid(topic) && utf8_is_valid(topic) &&
						slice_find(topic, '\0') == topic.len);
}

/* §3.3.2.3.3: the interval sent is what is left of it. */
static bool set_expiry(const struct mqtt *mqtt, const struct message *m, struct publish *out)
{
	int64_t left_us = m->expires_us - broker_wall_us(mqtt->broker);

	out->expires = m->expires_us != 0;
	if (!out->expires)
		return true;
	if (left_us < 0)
		return false;
	out->expiry_s = (uint32_t)((left_us + 999999) / 1000000);
	return true;
}

bool mqtt_outgoing(struct mqtt *mqtt, const struct message *m, const struct grant *g, struct publish *out)
{
	*out = (struct publish){
		.topic = m->address->text,
		.payload = m->payload,
		.content_type = m->content_type,
		.reply_to = m->reply_to,
		.correlation = m->correlation,
		.headers = m->headers,
		.identifiers = g->identifiers,
		.n_identifiers = g->n,
	};
	mqtt_native_unpack(m, mqtt->number, out);
	out->qos = g->qos;
	out->retain = g->retain;
	return set_expiry(mqtt, m, out) && is_topic(mqtt, m);
}

bool mqtt_outgoing_fits(const struct mqtt_connection *c, const struct publish *p)
{
	size_t n = mqtt_publish_bytes(p, c->version);

	return n && n <= c->max_packet;
}
