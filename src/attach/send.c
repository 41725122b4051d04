/* What is published in our broker, on its way to a real one. */
#include "attach/internal.h"

#include "attach/filter.h"
#include "base/text.h"

enum { MOST_WAITING = 100000, BITS = 8 };

/* --- what MQTT says of it */

static bool uses_model(const struct operation *op, const struct message_model *model)
{
	for (size_t i = 0; i < op->n_messages; i++)
		if (op->messages[i] == model)
			return true;
	return !op->n_messages || !model;
}

static bool bound_qos(const struct message *m, int64_t *qos)
{
	const struct channel *ch = m->address->channel;

	for (size_t i = 0; ch && i < ch->n_operations; i++)
		if (uses_model(ch->operations[i], message_model_of(m)) &&
		    node_int(node_get(node_get(ch->operations[i]->bindings, "mqtt"), "qos"), qos) &&
		    *qos >= 0 && *qos <= 2)
			return true;
	return false;
}

struct mqtt_part {
	int qos;
	bool retain;
	int format; /* -1: not said */
};

/* Its own, if it came by MQTT or was recorded there; else the contract's, else the URL's. */
static struct mqtt_part part_of(struct attached *a, const struct message *m)
{
	const struct native_form *form = broker_native_form(a->o.broker, m->native_of);
	struct mqtt_part p = { (int)a->o.url->qos, (m->flags & MSG_RETAIN) != 0, -1 };
	struct arena arena = ARENA_INIT;
	struct node *object;
	const char *why;
	size_t where;
	int64_t n;

	if (!m->native.ptr || m->native_of != a->o.face->protocol_number) {
		if (bound_qos(m, &n))
			p.qos = (int)n;
		return p;
	}
	buf_reset(&a->scratch);
	buf_char(&a->scratch, '{');
	form->write(m, &a->scratch);
	buf_char(&a->scratch, '}');
	object = json_parse(&arena, buf_view(&a->scratch), &why, &where);
	if (node_int(node_get(object, "qos"), &n))
		p.qos = (int)n;
	if (node_int(node_get(object, "payloadFormat"), &n))
		p.format = (int)n;
	arena_free(&arena);
	return p;
}

/* --- properties, MQTT 5 only */

static const char *c_string(struct attached *a, struct slice s)
{
	buf_reset(&a->scratch);
	buf_slice(&a->scratch, s);
	return buf_cstr(&a->scratch);
}

static void add_text(struct attached *a, mosquitto_property **list, int id, struct slice text)
{
	if (text.ptr && utf8_is_valid(text))
		a->lib.property_add_string(list, id, c_string(a, text));
}

static void add_headers(struct attached *a, mosquitto_property **list, struct slice packed)
{
	struct header h;

	while (header_next(&packed, &h)) {
		BUF_AUTO struct buf name = BUF_INIT(0);

		buf_slice(&name, h.name);
		if (utf8_is_valid(h.name) && utf8_is_valid(h.value))
			a->lib.property_add_string_pair(list, MQTT_PROP_USER_PROPERTY, buf_cstr(&name),
							c_string(a, h.value));
	}
}

static mosquitto_property *properties_of(struct attached *a, const struct message *m,
					 const struct mqtt_part *p)
{
	mosquitto_property *list = NULL;
	int64_t left_us = m->expires_us - broker_wall_us(a->o.broker);

	if (a->version != MQTT_PROTOCOL_V5)
		return NULL;
	if (p->format >= 0)
		a->lib.property_add_byte(&list, MQTT_PROP_PAYLOAD_FORMAT_INDICATOR, (uint8_t)p->format);
	if (m->expires_us)
		a->lib.property_add_int32(&list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL,
					  left_us > 0 ? (uint32_t)((left_us + 999999) / 1000000) : 0);
	add_text(a, &list, MQTT_PROP_CONTENT_TYPE, m->content_type);
	add_text(a, &list, MQTT_PROP_RESPONSE_TOPIC, m->reply_to);
	if (m->correlation.ptr && m->correlation.len <= UINT16_MAX)
		a->lib.property_add_binary(&list, MQTT_PROP_CORRELATION_DATA, m->correlation.ptr,
					   (uint16_t)m->correlation.len);
	add_headers(a, &list, m->headers);
	return list;
}

/* --- what is under way */

static bool take_written_later(struct attached *a, int id)
{
	uint8_t *byte = &a->written_later[id / BITS % (int)sizeof(a->written_later)];
	bool was = *byte >> id % BITS & 1;

	*byte &= (uint8_t) ~(1 << id % BITS);
	return was;
}

void send_written(struct attached *a, int id)
{
	if (take_written_later(a, id))
		a->n_written_later--;
	else if (id == a->publishing)
		a->publishing_done = true;
	else if (a->n_unacknowledged)
		a->n_unacknowledged--;
}

static void count_sent(struct attached *a, int qos)
{
	if (qos) {
		a->n_unacknowledged++;
	} else if (!a->publishing_done) {
		a->written_later[a->publishing / BITS] |= (uint8_t)(1 << a->publishing % BITS);
		a->n_written_later++;
	}
	a->publishing = 0;
	a->publishing_done = false;
}

static bool comes_back(const struct attached *a, struct slice topic)
{
	for (size_t i = 0; i < a->o.n_filters; i++)
		if (filter_takes_topic(a->o.filters[i], topic))
			return true;
	return false;
}

void send_message(void *attached, const struct subscription *s, struct message *m)
{
	struct attached *a = attached;
	struct mqtt_part p = part_of(a, m);
	mosquitto_property *list;
	int failed;

	(void)s;
	if (a->state != ATTACHED_READY || attached_unsent(a) >= MOST_WAITING) {
		a->session->dropped++;
		return;
	}
	list = properties_of(a, m, &p);
	failed = a->lib.publish_v5(a->m, &a->publishing, c_string(a, m->address->text), (int)m->payload.len,
				   m->payload.ptr, p.qos, p.retain, list);
	a->lib.property_free_all(&list);
	if (failed) {
		a->publishing = 0;
		a->session->dropped++;
	} else {
		count_sent(a, p.qos);
		if (a->echoes && comes_back(a, m->address->text))
			echoes_add(a->echoes, m->address->text, m->payload, loop_now_us(a->loop));
	}
	attached_attend(a);
}
