/* What a real broker sends, on its way into ours. */
#include "attach/internal.h"

#include <stdlib.h>

#include "document/document.h"

/* The protocol's own form of a message's MQTT part is not ours to know: it is asked for each once. */
void hear_prepare(struct attached *a)
{
	const struct native_form *form = broker_native_form(a->o.broker, a->o.face->protocol_number);

	for (unsigned i = 0; form && i < NATIVE_FORMS; i++) {
		struct arena arena = ARENA_INIT;
		unsigned format = i % 3;
		const char *text = arena_printf(&arena, "{\"qos\":%u,\"retain\":%s,\"payloadFormat\":%d}",
						i / 6, i / 3 % 2 ? "true" : "false", (int)format - 1);
		const char *why;
		size_t where;

		form->read(json_parse(&arena, slice_str(text), &why, &where), &a->natives[i]);
		arena_free(&arena);
	}
}

static struct slice text_of(struct attached *a, const mosquitto_property *list, int id, char **to)
{
	return a->lib.property_read_string(list, id, to, false) ? slice_str(*to) : SLICE_NONE;
}

static struct slice headers_of(struct attached *a, const mosquitto_property *list)
{
	const mosquitto_property *at = list;
	char *name, *value;
	bool next = false;

	if (a->version != MQTT_PROTOCOL_V5)
		return SLICE_NONE;
	buf_reset(&a->headers);
	buf_reserve(&a->headers, 1); /* none is not absent */
	while ((at = a->lib.property_read_string_pair(at, MQTT_PROP_USER_PROPERTY, &name, &value, next))) {
		header_add(&a->headers, slice_str(name), slice_str(value));
		free(name);
		free(value);
		next = true;
	}
	return slice_of(a->headers.data, a->headers.len);
}

static int64_t expires_us(struct attached *a, const mosquitto_property *list)
{
	uint32_t s;

	return a->lib.property_read_int32(list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, &s, false)
		       ? broker_wall_us(a->o.broker) + s * 1000000LL
		       : 0;
}

static struct slice native_of(struct attached *a, const struct mosquitto_message *what,
			      const mosquitto_property *list)
{
	uint8_t format = 0;
	unsigned n = 0;

	if (a->lib.property_read_byte(list, MQTT_PROP_PAYLOAD_FORMAT_INDICATOR, &format, false) &&
	    format <= 1)
		n = format + 1u;
	return buf_view(&a->natives[(unsigned)what->qos % 3 * 6 + (what->retain ? 3u : 0u) + n]);
}

static void publish(struct attached *a, const struct mosquitto_message *what, const mosquitto_property *list)
{
	char *content_type = NULL, *reply_to = NULL;
	void *correlation = NULL;
	uint16_t n = 0;
	struct message m = { .address = broker_address(a->o.broker, slice_str(what->topic), '/'),
			     .payload =
				     slice_of(what->payload ? what->payload : "", (size_t)what->payloadlen),
			     .headers = headers_of(a, list),
			     .content_type = text_of(a, list, MQTT_PROP_CONTENT_TYPE, &content_type),
			     .reply_to = text_of(a, list, MQTT_PROP_RESPONSE_TOPIC, &reply_to),
			     .expires_us = expires_us(a, list),
			     .native = native_of(a, what, list),
			     .native_of = a->o.face->protocol_number,
			     .flags = what->retain ? MSG_RETAIN : 0,
			     .from = a->session };

	if (a->lib.property_read_binary(list, MQTT_PROP_CORRELATION_DATA, &correlation, &n, false))
		m.correlation = slice_of(correlation ? correlation : "", n);
	if (m.address)
		broker_publish(a->o.broker, &m, NULL);
	else
		a->session->dropped++;
	free(content_type);
	free(reply_to);
	free(correlation);
}

void hear_message(struct attached *a, const struct mosquitto_message *what, const mosquitto_property *list)
{
	struct slice topic = slice_str(what->topic),
		     payload = slice_of(what->payload ? what->payload : "", (size_t)what->payloadlen);

	if (a->leaving)
		return;
	/* Without retain-as-published the flag means: from before the subscription. */
	if (a->version != MQTT_PROTOCOL_V5 && what->retain && !a->o.hears_retained)
		return;
	if (a->echoes && echoes_take(a->echoes, topic, payload, loop_now_us(a->loop)))
		return;
	publish(a, what, list);
}
