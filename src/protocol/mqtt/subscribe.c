/* SUBSCRIBE and UNSUBSCRIBE (§3.8 to §3.11): the packet is checked whole before any of it is done. */
#include "protocol/mqtt/subscribe.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "protocol/mqtt/action.h"
#include "protocol/mqtt/deliver.h"
#include "protocol/mqtt/sys.h"
#include "protocol/mqtt/topic.h"

/* --- reading */

struct request {
	uint16_t id;
	uint32_t identifier; /* of the subscriptions; 0 = none */
	size_t n;	     /* filters */
	struct cursor filters;
};

/* §3.8.3.1; 3.1 left the upper bits to whoever liked them, 3.1.1 §3.8.3 has none but the QoS. */
static enum reason options_check(uint8_t version, uint8_t options, struct slice filter)
{
	if (version == VERSION_3_1)
		return (options & OPTION_QOS) == 3 ? REASON_MALFORMED : REASON_SUCCESS;
	if (options & (version < VERSION_5 ? ~OPTION_QOS : OPTION_RESERVED))
		return REASON_MALFORMED;
	if ((options & OPTION_QOS) == 3 || (options & OPTION_RETAIN_HANDLING) == OPTION_RETAIN_HANDLING)
		return REASON_PROTOCOL_ERROR;
	if (options & OPTION_NO_LOCAL && slice_starts(filter, SLICE_LIT("$share/")))
		return REASON_PROTOCOL_ERROR;
	return REASON_SUCCESS;
}

static enum reason filters_check(struct request *r, uint8_t version, bool with_options)
{
	struct cursor c = r->filters;
	enum reason reason = REASON_SUCCESS;

	for (r->n = 0; reason == REASON_SUCCESS && cursor_left(&c); r->n++) {
		struct slice filter = mqtt_cursor_text(&c);
		uint8_t options = with_options ? cursor_u8(&c) : 0;

		if (c.bad || !filter.len) /* §4.7.3 */
			return REASON_MALFORMED;
		reason = options_check(version, options, filter);
	}
	return r->n ? reason : REASON_PROTOCOL_ERROR;
}

static bool request_read(struct mqtt_connection *c, struct cursor *in, enum packet_type type,
			 struct request *r)
{
	struct properties props = { 0 };
	enum reason reason = REASON_SUCCESS;

	*r = (struct request){ .id = cursor_u16(in) };
	if (in->bad || !r->id) /* §2.2.1 */
		reason = REASON_MALFORMED;
	else if (c->version >= VERSION_5)
		reason = mqtt_properties_read(in, type, &props);
	r->identifier = properties_number(&props, PROPERTY_SUBSCRIPTION_ID, 0);
	r->filters = CURSOR(mqtt_cursor_rest(in));
	if (reason == REASON_SUCCESS)
		reason = filters_check(r, c->version, type == PACKET_SUBSCRIBE);
	return reason == REASON_SUCCESS ||
	       mqtt_connection_fail(c, reason,
				    type == PACKET_SUBSCRIBE ? "SUBSCRIBE that cannot be read"
							     : "UNSUBSCRIBE that cannot be read");
}

/* --- SUBSCRIBE */

struct granted {
	struct subscription *sub; /* NULL: refused */
	bool was_there;
	uint8_t code;
};

static struct subscription *find_or_add(struct mqtt_session *s, struct slice filter, struct granted *g)
{
	struct pattern pattern;
	struct slice group;
	struct sink sink = { mqtt_deliver, s };
	struct subscription *sub;

	g->code = REASON_TOPIC_FILTER;
	if (mqtt_filter_read(filter, &pattern, &group) != FILTER_OK)
		return NULL;
	mqtt_sys_asked(s->mqtt, pattern.text);
	g->code = REASON_QUOTA;
	sub = session_subscription(s->core, pattern.text, group);
	g->was_there = sub != NULL;
	return sub ? sub : broker_subscribe(s->mqtt->broker, s->core, &pattern, sink, group);
}

/* §3.8.4: an equal filter replaces the subscription that is there. */
static void subscribe_one(struct mqtt_session *s, const struct request *r, struct slice filter,
			  uint8_t options, struct granted *g)
{
	g->sub = find_or_add(s, filter, g);
	if (!g->sub)
		return;
	g->sub->note = options;
	g->sub->identifier = r->identifier;
	g->sub->no_local = options & OPTION_NO_LOCAL;
	g->code = options & OPTION_QOS;
}

/* 3.1.1 §3.9.3 knows one way to say no. */
static uint8_t code_for(const struct mqtt_connection *c, uint8_t code)
{
	return c->version < VERSION_5 && code >= REASON_UNSPECIFIED ? REASON_UNSPECIFIED : code;
}

static void suback(struct mqtt_connection *c, uint16_t id, const struct granted *granted, size_t n)
{
	struct buf *out = &c->peer->out;
	size_t before = out->len, packet = mqtt_packet_begin(out, PACKET_SUBACK << 4);

	buf_u16(out, id);
	if (c->version >= VERSION_5)
		mqtt_block_end(out, mqtt_block_begin(out));
	for (size_t i = 0; i < n; i++)
		buf_char(out, (char)code_for(c, granted[i].code));
	mqtt_packet_end(out, packet);
	mqtt_connection_takes(c, before);
}

static void tell(struct mqtt_session *s, const struct subscription *sub)
{
	BUF_AUTO struct buf detail = BUF_INIT(0);

	buf_printf(&detail, "\"qos\":%u", (unsigned)(sub->note & OPTION_QOS));
	if (sub->group.ptr) {
		buf_str(&detail, ",\"share\":");
		json_string_add(&detail, sub->group);
	}
	session_subscribed(s->core, sub, buf_view(&detail));
}

/* §3.8.3.1 Retain Handling; shared subscriptions get no last values (§4.8.2). */
static bool wants_retained(const struct granted *g)
{
	unsigned handling = g->sub->note & OPTION_RETAIN_HANDLING;

	return !g->sub->group.ptr && handling != RETAIN_NEVER && !(handling == RETAIN_IF_NEW && g->was_there);
}

bool mqtt_subscribe(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct mqtt_session *s = c->session;
	struct request r;
	struct granted *granted;

	(void)f;
	if (!request_read(c, in, PACKET_SUBSCRIBE, &r))
		return false;
	granted = memory_new(r.n * sizeof(*granted));
	for (size_t i = 0; i < r.n; i++) {
		struct slice filter = mqtt_cursor_binary(&r.filters);

		subscribe_one(s, &r, filter, cursor_u8(&r.filters), &granted[i]);
	}
	suback(c, r.id, granted, r.n);
	for (size_t i = 0; i < r.n; i++) {
		if (!granted[i].sub)
			continue;
		if (wants_retained(&granted[i]))
			mqtt_deliver_retained(s, granted[i].sub);
		tell(s, granted[i].sub);
	}
	free(granted);
	return true;
}

/* --- UNSUBSCRIBE */

static uint8_t unsubscribe_one(struct mqtt_session *s, struct slice filter)
{
	struct pattern pattern;
	struct slice group;
	struct subscription *sub;

	if (mqtt_filter_read(filter, &pattern, &group) != FILTER_OK)
		return REASON_TOPIC_FILTER;
	sub = session_subscription(s->core, pattern.text, group);
	if (!sub)
		return REASON_NO_SUBSCRIPTION_EXISTED;
	broker_unsubscribe(s->mqtt->broker, sub);
	session_unsubscribed(s->core, pattern.text);
	return REASON_SUCCESS;
}

/* 3.1.1 §3.11.3 has no payload. */
static void unsuback(struct mqtt_connection *c, uint16_t id, struct slice codes)
{
	struct buf *out = &c->peer->out;
	size_t before = out->len, packet = mqtt_packet_begin(out, PACKET_UNSUBACK << 4);

	buf_u16(out, id);
	if (c->version >= VERSION_5) {
		mqtt_block_end(out, mqtt_block_begin(out));
		buf_slice(out, codes);
	}
	mqtt_packet_end(out, packet);
	mqtt_connection_takes(c, before);
}

bool mqtt_unsubscribe(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	BUF_AUTO struct buf codes = BUF_INIT(MOST_CONTROL_BYTES);
	struct request r;

	(void)f;
	if (!request_read(c, in, PACKET_UNSUBSCRIBE, &r))
		return false;
	for (size_t i = 0; i < r.n; i++)
		buf_char(&codes, (char)unsubscribe_one(c->session, mqtt_cursor_binary(&r.filters)));
	unsuback(c, r.id, buf_view(&codes));
	return true;
}
