/* CONNECT and CONNACK (§3.1, §3.2): who the client is, what it brings, whether it is let in. */
#include "base/text.h"
#include "protocol/mqtt/action.h"
#include "protocol/mqtt/binding_connect.h"
#include "protocol/mqtt/deliver.h"
#include "protocol/mqtt/topic.h"
#include "protocol/mqtt/will.h"

/* 3.1 and 3.1.1 have no flow control.  A thousand messages in flight keep any line busy, and bound what a
 * client that never acknowledges can tie up. */
enum { WINDOW_WITHOUT_RECEIVE_MAXIMUM = 1000 };

enum connect_flags {
	CONNECT_RESERVED = 0x01,
	CONNECT_CLEAN = 0x02,
	CONNECT_WILL = 0x04,
	CONNECT_WILL_QOS = 0x18,
	CONNECT_WILL_RETAIN = 0x20,
	CONNECT_PASSWORD = 0x40,
	CONNECT_USER = 0x80,
};

struct connect {
	uint8_t version, flags;
	uint16_t keep_alive_s;
	struct properties props;
	struct slice client;
	struct publish will;
	uint32_t will_delay_s;
	enum reason reason; /* why it is not to be let in */
	const char *why;    /* NULL: it is */
};

static bool wrong(struct connect *r, enum reason reason, const char *why)
{
	r->reason = reason;
	r->why = why;
	return false;
}

/* --- reading */

/* §3.1.2.1, §3.1.2.2.  A name that is not MQTT's gets no answer: who knows what it would make of one. */
static bool version_read(struct connect *r, struct cursor *in)
{
	struct slice name = mqtt_cursor_binary(in);
	uint8_t level = cursor_u8(in);

	if (in->bad)
		return wrong(r, REASON_MALFORMED, "CONNECT that cannot be read");
	if (!slice_is(name, "MQTT") && !slice_is(name, "MQIsdp"))
		return wrong(r, REASON_MALFORMED, "CONNECT of another protocol than MQTT");
	r->version = level;
	if (slice_is(name, "MQIsdp") ? level != VERSION_3_1 : level != VERSION_3_1_1 && level != VERSION_5)
		return wrong(r, REASON_UNSUPPORTED_VERSION, "protocol version that MQTT does not have");
	return true;
}

/* §3.1.2.3 to §3.1.2.9. */
static bool flags_check(struct connect *r)
{
	uint8_t flags = r->flags;

	if (r->version > VERSION_3_1 && flags & CONNECT_RESERVED)
		return wrong(r, REASON_MALFORMED, "reserved flag set in CONNECT");
	if ((flags & CONNECT_WILL_QOS) == CONNECT_WILL_QOS)
		return wrong(r, REASON_MALFORMED, "will of QoS 3");
	if (!(flags & CONNECT_WILL) && flags & (CONNECT_WILL_QOS | CONNECT_WILL_RETAIN))
		return wrong(r, REASON_MALFORMED, "will QoS or retain without a will");
	if (r->version < VERSION_5 && flags & CONNECT_PASSWORD && !(flags & CONNECT_USER))
		return wrong(r, REASON_MALFORMED, "password without a user name");
	return true;
}

static bool properties_check(struct connect *r, struct cursor *in)
{
	enum reason reason = mqtt_properties_read(in, PACKET_CONNECT, &r->props);

	if (reason != REASON_SUCCESS)
		return wrong(r, reason, "properties of CONNECT that cannot be read");
	if (properties_have(&r->props, PROPERTY_AUTHENTICATION_DATA) &&
	    !properties_have(&r->props, PROPERTY_AUTHENTICATION_METHOD)) /* §3.1.2.11.10 */
		return wrong(r, REASON_PROTOCOL_ERROR, "authentication data without a method");
	return true;
}

static bool will_properties_read(struct connect *r, struct cursor *in)
{
	struct properties props;
	enum reason reason = mqtt_properties_read(in, PACKET_WILL, &props);

	if (reason != REASON_SUCCESS)
		return wrong(r, reason, "will properties that cannot be read");
	mqtt_publish_properties(&r->will, &props);
	r->will_delay_s = properties_number(&props, PROPERTY_WILL_DELAY, 0);
	if (r->will.reply_to.ptr && !mqtt_topic_name_is_valid(r->will.reply_to))
		return wrong(r, REASON_PROTOCOL_ERROR, "response topic of the will that is no topic name");
	return true;
}

static bool will_read(struct connect *r, struct cursor *in)
{
	if (r->version >= VERSION_5 && !will_properties_read(r, in))
		return false;
	r->will.qos = (uint8_t)((r->flags & CONNECT_WILL_QOS) >> 3);
	r->will.retain = r->flags & CONNECT_WILL_RETAIN;
	r->will.topic = mqtt_cursor_text(in);
	r->will.payload = mqtt_cursor_binary(in);
	if (!in->bad && !mqtt_topic_name_is_valid(r->will.topic))
		return wrong(r, REASON_MALFORMED, "will topic that is no topic name");
	return true;
}

/* Any name and password will do.  3.1 lets them be missing though their flags are set (its §3.1, "User name
 * and password flags"). */
static void credentials_read(struct connect *r, struct cursor *in)
{
	bool may_lack = r->version == VERSION_3_1;

	if (r->flags & CONNECT_USER && !(may_lack && !cursor_left(in)))
		mqtt_cursor_text(in);
	if (r->flags & CONNECT_PASSWORD && !(may_lack && !cursor_left(in)))
		mqtt_cursor_binary(in);
}

static bool connect_read(struct connect *r, const struct frame *f, struct cursor *in)
{
	if (!version_read(r, in))
		return false;
	r->flags = cursor_u8(in);
	r->keep_alive_s = cursor_u16(in);
	if (in->bad || (r->version >= VERSION_5 && f->padded))
		return wrong(r, REASON_MALFORMED, "CONNECT that cannot be read");
	if (!flags_check(r) || (r->version >= VERSION_5 && !properties_check(r, in)))
		return false;
	r->client = mqtt_cursor_text(in);
	if (r->flags & CONNECT_WILL && !in->bad && !will_read(r, in))
		return false;
	credentials_read(r, in);
	if (in->bad || cursor_left(in))
		return wrong(r, REASON_MALFORMED, "CONNECT that cannot be read");
	return true;
}

/* Our CONNACK with its limits; and what a client identifier of ours adds at most. */
enum { LEAST_CONNACK_BYTES = 16, ASSIGNED_BYTES = 28 };

static uint32_t most_bytes(const struct connect *r)
{
	uint32_t most = properties_number(&r->props, PROPERTY_MAXIMUM_PACKET_SIZE, 0);

	return most ? most : UINT32_MAX; /* 0 is an error, and to be told */
}

static bool acceptable(struct connect *r)
{
	if (most_bytes(r) < LEAST_CONNACK_BYTES + (r->client.len ? 0 : ASSIGNED_BYTES)) /* §3.1.2.11.4 */
		return wrong(r, REASON_PACKET_TOO_LARGE, "client that takes no packet as large as CONNACK");
	if (properties_have(&r->props, PROPERTY_AUTHENTICATION_METHOD)) /* §4.12 */
		return wrong(r, REASON_BAD_AUTHENTICATION_METHOD,
			     "authentication method that we do not know");
	if (r->client.len || r->version >= VERSION_5)
		return true;
	if (r->version == VERSION_3_1 || !(r->flags & CONNECT_CLEAN)) /* 3.1.1 §3.1.3.1 */
		return wrong(r, REASON_CLIENT_ID, "empty client identifier for a session that is to be kept");
	return true;
}

/* --- answering */

/* What the client's level cannot say goes unsaid.  A level that there is not is answered as 3.1.1 §3.1.2.2
 * has it: every client can read that.  `text`: for MQTT 5, where it wants any; absent: none. */
static void say_refused(struct mqtt_connection *c, const struct connect *r, struct slice text)
{
	struct buf *out = &c->peer->out;
	size_t before = out->len, packet, block;
	uint8_t code = mqtt_reason_return_code(r->reason);

	if (r->version != VERSION_5 && !code)
		return;
	packet = mqtt_packet_begin(out, PACKET_CONNACK << 4);
	buf_char(out, 0);
	buf_char(out, r->version == VERSION_5 ? (char)r->reason : (char)code);
	if (r->version == VERSION_5) {
		block = mqtt_block_begin(out);
		if (text.len && properties_number(&r->props, PROPERTY_REQUEST_PROBLEM_INFO, 1))
			mqtt_property_text(out, PROPERTY_REASON_STRING, text);
		mqtt_block_end(out, block);
	}
	mqtt_packet_end(out, packet);
	if (out->failed || out->len - before <= most_bytes(r))
		return;
	out->len = before;
	if (text.len)
		say_refused(c, r, SLICE_NONE);
}

static struct slice client_of(const struct connect *r)
{
	return r->client.ptr ? r->client : SLICE_LIT("");
}

static bool refuse(struct mqtt_connection *c, const struct connect *r)
{
	session_refused(c->mqtt->broker, c->peer->face, client_of(r), r->why);
	say_refused(c, r, SLICE_NONE);
	return false;
}

/* The contract's server wants another CONNECT. */
static bool refuse_wrong(struct mqtt_connection *c, struct connect *r, const struct violations *v)
{
	const struct violation *first = &v->list[0];
	BUF_AUTO struct buf why = BUF_INIT(MOST_STRING_BYTES);

	buf_slice(&why, first->text);
	if (first->at.line)
		buf_printf(&why, " (%s:%u:%u)", first->at.file, first->at.line, first->at.col);
	r->reason = !strcmp(first->keyword, "clientId") ? REASON_CLIENT_ID : REASON_NOT_AUTHORIZED;
	session_refused_wrong(c->mqtt->broker, c->peer->face, client_of(r), buf_cstr(&why), v);
	say_refused(c, r, buf_view(&why));
	return false;
}

/* §3.2.2.3.15: where the client may listen for answers, if that can be a topic. */
static void response_information(struct buf *out, struct slice client)
{
	BUF_AUTO struct buf text = BUF_INIT(MOST_STRING_BYTES);

	buf_str(&text, "response/");
	buf_slice(&text, client);
	if (!text.failed && mqtt_topic_name_is_valid(client))
		mqtt_property_text(out, PROPERTY_RESPONSE_INFO, buf_view(&text));
}

static void connack_properties(struct mqtt_connection *c, const struct connect *r, struct slice assigned)
{
	struct buf *out = &c->peer->out;
	size_t block = mqtt_block_begin(out);

	mqtt_property_u16(out, PROPERTY_RECEIVE_MAXIMUM, RECEIVE_MAXIMUM);
	mqtt_property_u32(out, PROPERTY_MAXIMUM_PACKET_SIZE,
			  c->most_bytes ? c->most_bytes : (uint32_t)MOST_PACKET_BYTES);
	mqtt_property_u16(out, PROPERTY_TOPIC_ALIAS_MAXIMUM, TOPIC_ALIAS_MAXIMUM);
	if (assigned.len)
		mqtt_property_text(out, PROPERTY_ASSIGNED_CLIENT_ID, assigned);
	if (c->keep_alive_s != r->keep_alive_s) /* §3.2.2.3.14 */
		mqtt_property_u16(out, PROPERTY_SERVER_KEEP_ALIVE, c->keep_alive_s);
	if (properties_number(&r->props, PROPERTY_REQUEST_RESPONSE_INFO, 0))
		response_information(out, r->client);
	mqtt_block_end(out, block);
}

static void let_in(struct mqtt_connection *c, struct connect *r, bool present, struct slice assigned)
{
	struct buf *out = &c->peer->out;
	size_t before = out->len, packet = mqtt_packet_begin(out, PACKET_CONNACK << 4);

	buf_char(out, present && c->version > VERSION_3_1);
	buf_char(out, REASON_SUCCESS);
	if (c->version >= VERSION_5)
		connack_properties(c, r, assigned);
	mqtt_packet_end(out, packet);
	if (!mqtt_connection_takes(c, before) && properties_have(&r->props, PROPERTY_REQUEST_RESPONSE_INFO)) {
		r->props.present &= ~(1ull << PROPERTY_REQUEST_RESPONSE_INFO);
		let_in(c, r, present, assigned);
	}
}

/* --- which session */

/* §3.1.3.1: a name that no session has. */
static struct slice assign(struct mqtt *m, struct buf *name)
{
	do {
		buf_reset(name);
		buf_str(name, "auto-");
		buf_decimal(name, ++m->n_assigned);
	} while (mqtt_session_find(m, buf_view(name)));
	return buf_view(name);
}

/* §3.1.2.4, §3.1.4: another connection of the same client ends; what it leaves is resumed, or ended too. */
static struct mqtt_session *resume(struct mqtt *m, const struct connect *r)
{
	struct mqtt_session *s = mqtt_session_find(m, r->client);

	if (s && s->connection) {
		mqtt_connection_close(s->connection, REASON_TAKEN_OVER, "taken over by another connection");
		s = mqtt_session_find(m, r->client);
	}
	if (s && r->flags & CONNECT_CLEAN) {
		mqtt_session_end(s);
		return NULL;
	}
	if (s) {
		broker_disarm(m->broker, &s->expiry);
		mqtt_will_drop(s); /* §3.1.3.2.2: it is back before the delay has passed */
	}
	return s;
}

static uint32_t expiry_s(const struct connect *r)
{
	if (r->version >= VERSION_5)
		return properties_number(&r->props, PROPERTY_SESSION_EXPIRY, 0);
	return r->flags & CONNECT_CLEAN ? 0 : NEVER_EXPIRES;
}

/* The longest silence that the contract's server takes (`bindings.mqtt.keepAlive`).  Before MQTT 5 a client
 * cannot be told, so its own word holds. */
static uint16_t keep_alive_s(const struct connect *r, const struct face *face)
{
	const struct node *bindings = face->server ? face->server->bindings : NULL;
	int64_t most;

	if (r->version < VERSION_5 || !node_int(node_get(node_get(bindings, "mqtt"), "keepAlive"), &most) ||
	    most <= 0 || most > UINT16_MAX)
		return r->keep_alive_s;
	return r->keep_alive_s && r->keep_alive_s <= most ? r->keep_alive_s : (uint16_t)most;
}

static void attach(struct mqtt_connection *c, struct mqtt_session *s, const struct connect *r)
{
	const struct properties *props = &r->props;

	c->session = s;
	c->peer->session = s->core;
	c->version = r->version;
	c->keep_alive_s = keep_alive_s(r, c->peer->face);
	c->max_packet = most_bytes(r);
	c->most_bytes = mqtt_binding_most_bytes(c);
	if (c->most_bytes && c->most_bytes < c->max_packet) /* it is a client's own word too */
		c->max_packet = c->most_bytes;
	c->explains = r->version >= VERSION_5 && properties_number(props, PROPERTY_REQUEST_PROBLEM_INFO, 1);
	mqtt_alias_allow(&c->given, properties_number(props, PROPERTY_TOPIC_ALIAS_MAXIMUM, 0));
	s->connection = c;
	s->core->face = c->peer->face;
	s->expiry_s = expiry_s(r);
	s->window_size =
		properties_number(props, PROPERTY_RECEIVE_MAXIMUM,
				  r->version >= VERSION_5 ? UINT16_MAX : WINDOW_WITHOUT_RECEIVE_MAXIMUM);
	if (r->flags & CONNECT_WILL)
		s->will = mqtt_will_new(&r->will, r->will_delay_s);
}

static void tell(const struct connect *r, struct mqtt_session *s, bool present, const struct violations *v)
{
	BUF_AUTO struct buf detail = BUF_INIT(0);

	buf_printf(&detail, "\"version\":%u,\"cleanStart\":%s,\"keepAlive\":%u", r->version,
		   r->flags & CONNECT_CLEAN ? "true" : "false", r->keep_alive_s);
	if (present)
		buf_str(&detail, ",\"sessionPresent\":true");
	if (v->n)
		session_connected_wrong(s->core, buf_view(&detail), v);
	else
		session_connected(s->core, buf_view(&detail));
}

/* §3.1.4: past all checks. */
static bool enter(struct mqtt_connection *c, struct connect *r, const struct violations *v)
{
	BUF_AUTO struct buf name = BUF_INIT(64);
	struct slice assigned = SLICE_NONE;
	struct mqtt_session *s;
	bool present;

	if (!r->client.len)
		r->client = assigned = assign(c->mqtt, &name);
	s = resume(c->mqtt, r);
	present = s != NULL;
	if (!s)
		s = mqtt_session_new(c->mqtt, c->peer->face, r->client);
	if (!s) {
		wrong(r, REASON_QUOTA, "too many sessions");
		return refuse(c, r);
	}
	attach(c, s, r);
	let_in(c, r, present, assigned);
	mqtt_connection_keep_alive(c);
	tell(r, s, present, v);
	mqtt_deliver_resume(s);
	return true;
}

static void judge(struct mqtt_connection *c, const struct connect *r, struct violations *out)
{
	const struct connect_said said = {
		.version = r->version,
		.clean = r->flags & CONNECT_CLEAN,
		.keep_alive_s = r->keep_alive_s,
		.expiry_s = properties_number(&r->props, PROPERTY_SESSION_EXPIRY, 0),
		.client = r->client.len ? r->client : SLICE_NONE,
		.will = r->flags & CONNECT_WILL ? &r->will : NULL,
	};

	mqtt_binding_judge_connect(c, &said, out);
}

bool mqtt_connect(struct mqtt_connection *c, const struct frame *f, struct cursor *in)
{
	struct connect r = { .props.present = 0 };
	struct violations broken = { .max = LIMIT_VIOLATIONS };
	bool ok;

	if (!connect_read(&r, f, in) || !acceptable(&r))
		return refuse(c, &r);
	judge(c, &r, &broken);
	if (broken.n && broker_face_policy(c->mqtt->broker, c->peer->face) == POLICY_REJECT)
		ok = refuse_wrong(c, &r, &broken);
	else
		ok = enter(c, &r, &broken);
	violations_release(&broken);
	return ok;
}
