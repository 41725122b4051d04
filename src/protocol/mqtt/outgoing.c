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

static int64_t left_us(const struct mqtt *mqtt, const struct message *m)
{
	return m->expires_us - broker_wall_us(mqtt->broker);
}

bool mqtt_outgoing_is_late(const struct mqtt *mqtt, const struct message *m)
{
	return m->expires_us && left_us(mqtt, m) < 0;
}

/* §3.3.2.3.3: the interval sent is what is left of it. */
static void set_expiry(const struct mqtt *mqtt, const struct message *m, struct publish *out)
{
	int64_t left;

	if (!m->expires_us)
		return;
	left = left_us(mqtt, m);
	out->expires = true;
	out->expiry_s = left > 0 ? (uint32_t)((left + 999999) / 1000000) : 0;
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
	set_expiry(mqtt, m, out);
	return is_topic(mqtt, m);
}

static bool is_taken(const struct mqtt_connection *c, const struct publish *p)
{
	size_t n = mqtt_publish_bytes(p, c->version);

	return n && n <= c->max_packet;
}

/* An alias that is told for the first time makes the packet longer: then perhaps without. */
bool mqtt_outgoing_fits(const struct mqtt_connection *c, const struct message *m, struct publish *p)
{
	mqtt_alias_put(&c->given, m->address, p);
	if (is_taken(c, p))
		return true;
	if (!p->alias || !p->topic.len)
		return false;
	p->alias = 0;
	return is_taken(c, p);
}

void mqtt_outgoing_write(struct mqtt_connection *c, const struct message *m, const struct publish *p)
{
	mqtt_publish_write(p, c->version, &c->peer->out);
	mqtt_alias_written(&c->given, m->address, p);
}
