/* Messages that come in.  QoS 2 is §4.3.3's method B: onward delivery begins with the PUBLISH, and only its
 * identifier is kept until PUBREL. */
#include "protocol/mqtt/publish.h"

#include "base/memory.h"
#include "base/text.h"
#include "protocol/mqtt/action.h"
#include "protocol/mqtt/native.h"
#include "protocol/mqtt/topic.h"

enum { FLAG_RETAIN = 1, FLAG_DUP = 8 };
enum { FORMAT_TEXT = 2 }; /* publish.payload_format: UTF-8, the indicator's 1 */

/* --- from the packet to the broker */

/* Empty: the client could have sent some; absent: it could not. */
static struct slice pack_headers(struct mqtt *m, struct slice user)
{
	struct slice name, value;

	if (!user.len)
		return user;
	buf_reset(&m->headers);
	while (mqtt_properties_next_user(&user, &name, &value))
		header_add(&m->headers, name, value);
	return buf_view(&m->headers);
}

enum outcome mqtt_publish_to_broker(struct mqtt_session *s, struct address *a, const struct publish *p)
{
	struct mqtt *m = s->mqtt;
	char native[NATIVE_BYTES];
	struct message message = {
		.address = a,
		.payload = p->payload,
		.headers = pack_headers(m, p->user),
		.content_type = p->content_type,
		.reply_to = p->reply_to,
		.correlation = p->correlation,
		.native = mqtt_native_pack(p, native),
		.native_of = m->number,
		.wall_us = broker_wall_us(m->broker),
		.from = s->core,
		.flags = p->retain ? MSG_RETAIN : 0,
	};

	if (p->payload_format == FORMAT_TEXT && !utf8_is_valid(p->payload)) /* §3.3.2.3.2 */
		message.flags |= MSG_NOT_TEXT;
	if (p->expires)
		message.expires_us = message.wall_us + (int64_t)p->expiry_s * 1000000;
	receipt_reset(&m->receipt);
	return broker_publish(m->broker, &message, &m->receipt);
}

/* --- the gate's answer in MQTT's words */

/* What breaks the contract is told as 0x99, wherever in the message it is, but for what is in the topic. */
enum reason mqtt_refusal_reason(const struct receipt *r)
{
	static const enum reason reasons[] = {
		[REFUSAL_NONE] = REASON_UNSPECIFIED,
		[REFUSAL_ACCESS] = REASON_NOT_AUTHORIZED,
		[REFUSAL_LIMIT] = REASON_QUOTA,
		[REFUSAL_FAULT] = REASON_UNSPECIFIED,
		[REFUSAL_UNKNOWN_ADDRESS] = REASON_TOPIC_NAME,
		[REFUSAL_DIRECTION] = REASON_NOT_AUTHORIZED,
		[REFUSAL_CONTRACT] = REASON_PAYLOAD_FORMAT,
	};
	const struct violations *v = &r->violations;

	if (r->why == REFUSAL_CONTRACT && v->n && !strcmp(v->list[0].keyword, "parameter"))
		return REASON_TOPIC_NAME;
	return reasons[r->why];
}

/* "payload.amount must be <= 10000 (got 12000) (orders.yaml:41:9)" */
static void explain(const struct receipt *r, struct buf *out)
{
	const struct violation *v = r->violations.list;

	if (!r->violations.n)
		return;
	buf_slice(out, v->text);
	if (v->at.file && v->at.line)
		buf_printf(out, " (%s:%u:%u)", v->at.file, v->at.line, v->at.col);
}

/* §3.3.4: QoS 0 has no answer. */
static void acknowledge(struct mqtt_connection *c, const struct publish *p, enum reason reason,
			const struct receipt *r)
{
	BUF_AUTO struct buf text = BUF_INIT(MOST_STRING_BYTES);
	uint8_t first = p->qos == 2 ? PACKET_PUBREC << 4 : PACKET_PUBACK << 4;
	struct slice said = SLICE_NONE;

	if (!p->qos)
		return;
	if (r && c->explains && c->version >= VERSION_5) {
		explain(r, &text);
		said = buf_view(&text);
	}
	if (!said.len || text.failed || !utf8_is_valid(said) || slice_find(said, '\0') < said.len)
		said = SLICE_NONE;
	mqtt_connection_answer(c, first, p->id, reason, said);
}

/* --- reading a PUBLISH */

/* A plain 3.1.1 publish has no properties: nothing of the tables is touched. */
static enum reason publish_read(struct mqtt_connection *c, uint8_t flags, struct cursor *in,
				struct publish *p, uint32_t *alias)
{
	struct properties props;
	enum reason reason;

	*p = (struct publish){ .qos = flags >> 1 & 3,
			       .dup = flags & FLAG_DUP,
			       .retain = flags & FLAG_RETAIN };
	*alias = 0;
	p->topic = mqtt_cursor_binary(in);
	if (p->qos)
		p->id = cursor_u16(in);
	if (c->version >= VERSION_5) {
		reason = in->bad ? REASON_MALFORMED : mqtt_properties_read(in, PACKET_PUBLISH, &props);
		if (reason != REASON_SUCCESS)
			return reason;
		p->user = SLICE_LIT("");
		if (props.present) {
			mqtt_publish_properties(p, &props);
			if (properties_have(&props, PROPERTY_SUBSCRIPTION_ID)) /* §3.3.4: server's only */
				return REASON_PROTOCOL_ERROR;
			*alias = properties_number(&props, PROPERTY_TOPIC_ALIAS, 0);
			if (properties_have(&props, PROPERTY_TOPIC_ALIAS) &&
			    (!*alias || *alias > TOPIC_ALIAS_MAXIMUM)) /* §3.3.2.3.4 */
				return REASON_TOPIC_ALIAS;
		}
	}
	p->payload = mqtt_cursor_rest(in);
	return in->bad ? REASON_MALFORMED : REASON_SUCCESS;
}

static const char *publish_fault(const struct publish *p)
{
	if (p->qos == 3)
		return "QoS 3 in PUBLISH"; /* §3.3.1.2 */
	if (!p->qos && p->dup)
		return "DUP set in a PUBLISH of QoS 0"; /* §3.3.1.1 */
	if (p->qos && !p->id)
		return "packet identifier 0 in PUBLISH"; /* §2.2.1 */
	return NULL;
}

/* --- which address */

static void remember(struct mqtt_connection *c, struct address **where, struct address *a)
{
	if (*where == a)
		return;
	address_use(a);
	if (*where)
		address_drop(c->mqtt->broker, *where);
	*where = a;
}

static bool topic_is_valid(struct slice topic)
{
	return mqtt_topic_name_is_valid(topic) && utf8_is_valid(topic) &&
	       slice_find(topic, '\0') == topic.len;
}

/* The slot of a topic alias (already checked against the maximum); 0 gives NULL. */
static struct address **alias_slot(struct mqtt_connection *c, uint32_t alias)
{
	if (!alias)
		return NULL;
	if (!c->aliases)
		c->aliases = memory_new(TOPIC_ALIAS_MAXIMUM * sizeof(struct address *));
	return &c->aliases[alias - 1];
}

/* Mostly a client publishes where it published last: that topic has been checked and resolved.  *a NULL:
 * no more addresses may be made. */
static bool resolve(struct mqtt_connection *c, struct slice topic, uint32_t alias, struct address **a)
{
	struct address **slot = alias_slot(c, alias);

	if (!topic.len) {
		*a = slot ? *slot : NULL;
		return *a ? true
			  : mqtt_connection_fail(c, REASON_PROTOCOL_ERROR,
						 slot ? "topic alias that was never set"
						      : "empty topic name");
	}
	if (c->last && slice_eq(topic, c->last->text)) {
		*a = c->last;
	} else {
		if (!topic_is_valid(topic))
			return mqtt_connection_fail(c, REASON_MALFORMED, "topic name that is not one");
		*a = broker_address(c->mqtt->broker, topic, '/');
	}
	if (*a && slot)
		remember(c, slot, *a);
	if (*a)
		remember(c, &c->last, *a);
	return true;
}

/* --- PUBLISH */

static bool is_ours(struct slice topic)
{
	return slice_starts(topic, SLICE_LIT("$SYS/"));
}

static enum reason give_to_broker(struct mqtt_connection *c, struct address *a, const struct publish *p)
{
	if (is_ours(a->text)) { /* §4.7.2 */
		receipt_reset(&c->mqtt->receipt);
		return REASON_NOT_AUTHORIZED;
	}
	if (mqtt_publish_to_broker(c->session, a, p) != OUTCOME_REFUSED)
		return REASON_SUCCESS;
	return mqtt_refusal_reason(&c->mqtt->receipt);
}

/* §4.3.3: an identifier that is still unreleased is the same message again.  True: there is no more to do. */
static bool is_repeated(struct mqtt_connection *c, const struct publish *p)
{
	if (p->qos != 2 || !mqtt_ids_have(&c->session->received, p->id))
		return false;
	mqtt_connection_answer(c, PACKET_PUBREC << 4, p->id, REASON_SUCCESS, SLICE_NONE);
	return true;
}

/* A refused QoS 2 message ends with its PUBREC in MQTT 5 (§4.3.3); before, nothing can be refused, so the
 * exchange goes on. */
static void keep_id(struct mqtt_connection *c, const struct publish *p, enum reason reason)
{
	if (p->qos == 2 && (c->version < VERSION_5 || reason < REASON_UNSPECIFIED))
		mqtt_ids_add(&c->session->received, p->id);
}

/* §3.3.4: QoS 1 is answered at once and never counts. */
static bool is_one_too_many(const struct mqtt_connection *c, const struct publish *p)
{
	return p->qos == 2 && c->version >= VERSION_5 && c->session->received.count >= RECEIVE_MAXIMUM;
}

bool mqtt_publish(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct publish p;
	uint32_t alias;
	struct address *a = NULL;
	enum reason reason = publish_read(c, f->flags, in, &p, &alias);
	const char *fault = publish_fault(&p);

	if (fault)
		return mqtt_connection_fail(c, REASON_MALFORMED, fault);
	if (reason != REASON_SUCCESS)
		return mqtt_connection_fail(c, reason, "PUBLISH that cannot be read");
	if (p.reply_to.ptr && !mqtt_topic_name_is_valid(p.reply_to)) /* §3.3.2.3.5 */
		return mqtt_connection_fail(c, REASON_PROTOCOL_ERROR, "response topic that is no topic name");
	if (!resolve(c, p.topic, alias, &a))
		return false;
	if (is_repeated(c, &p))
		return true;
	if (is_one_too_many(c, &p))
		return mqtt_connection_fail(c, REASON_RECEIVE_MAXIMUM,
					    "more QoS 2 messages unreleased than the receive maximum");
	reason = a ? give_to_broker(c, a, &p) : REASON_QUOTA;
	keep_id(c, &p, reason);
	acknowledge(c, &p, reason, a && reason != REASON_SUCCESS ? &c->mqtt->receipt : NULL);
	return true;
}
