/* A PUBLISH held to the bindings of its operation and its message.
 *
 * What a binding names must be there.  Where several operations of a channel may have sent the message, it
 * has to be as one of them says, and one that says nothing allows anything. */
#include <stdio.h>

#include "base/text.h"
#include "protocol/mqtt/binding.h"
#include "protocol/mqtt/native.h"

static bool value_fits(const struct bound_value *v, struct judge *j, struct slice got)
{
	if (v->schema)
		return got.ptr && bound_schema_accepts(v->schema, j, "", v->node, got, NULL);
	return node_is(v->node, NODE_BOOL) ? slice_is(got, v->node->truth ? "true" : "false")
					   : slice_eq(v->node->text, got);
}

static void explain_value(const struct bound_value *v, struct judge *j, const char *keyword, struct slice got,
			  struct violations *out)
{
	BUF_AUTO struct buf wanted = BUF_INIT(0);

	if (v->schema && got.ptr) {
		bound_schema_accepts(v->schema, j, keyword, v->node, got, out);
		return;
	}
	if (v->schema)
		buf_str(&wanted, "there");
	else if (v->node->kind == NODE_BOOL)
		buf_str(&wanted, v->node->truth ? "true" : "false");
	else
		printable_add(&wanted, v->node->text, 64);
	bound_violation(out, keyword, v->node, buf_cstr(&wanted), got);
}

/* --- operations */

/* A client does the opposite of what the mock does in its role. */
static bool may_be_clients(const struct operation *op, enum role role)
{
	return role == ROLE_AUTO || op->action == (role == ROLE_APPLICATION ? ACTION_RECEIVE : ACTION_SEND);
}

typedef const struct bound_value *pick_fn(const struct bound_operation *op);

static const struct bound_value *pick_qos(const struct bound_operation *op)
{
	return &op->qos;
}

static const struct bound_value *pick_retain(const struct bound_operation *op)
{
	return &op->retain;
}

static const struct bound_value *pick_expiry(const struct bound_operation *op)
{
	return &op->expiry;
}

/* The first value that the message does not have, if it has that of no other operation either. */
static const struct bound_value *broken(const struct mqtt_bound *b, struct judge *j, enum role role,
					const struct message_model *model, pick_fn *pick, struct slice got)
{
	const struct bound_value *first = NULL;

	for (size_t i = 0; i < b->n_operations; i++) {
		const struct bound_operation *op = &b->operations[i];
		const struct bound_value *v = pick(op);

		if (!may_be_clients(op->operation, role) || !mqtt_bound_uses(op->operation, model))
			continue;
		if (!v->node || value_fits(v, j, got))
			return NULL;
		first = first ? first : v;
	}
	return first;
}

static struct slice expiry_text(const struct message *m, char to[24])
{
	if (!m->expires_us)
		return SLICE_NONE;
	snprintf(to, 24, "%lld", (long long)(m->expires_us - m->wall_us) / 1000000);
	return slice_str(to);
}

static void judge_operations(const struct mqtt_bound *b, struct judge *j, enum role role,
			     const struct message *m, const struct message_model *model,
			     struct violations *out)
{
	char qos = (char)('0' + mqtt_native_qos(m)), expiry[24];
	const struct {
		const char *keyword;
		pick_fn *pick;
		struct slice got;
		bool since_5;
	} rows[] = {
		{"qos",	 pick_qos,	   slice_of(&qos,						  1),   false},
		{ "retain",    pick_retain,	 m->flags & MSG_RETAIN ? SLICE_LIT("true") : SLICE_LIT("false"),
		  false											    },
		{ "messageExpiryInterval", pick_expiry, expiry_text(m,							       expiry), true     },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct bound_value *v = rows[i].since_5 && !m->headers.ptr
						      ? NULL
						      : broken(b, j, role, model, rows[i].pick, rows[i].got);

		if (v)
			explain_value(v, j, rows[i].keyword, rows[i].got, out);
	}
}

/* --- messages */

static void judge_value(const struct bound_value *v, struct judge *j, const char *keyword, struct slice got,
			struct violations *out)
{
	if (v->node && !value_fits(v, j, got))
		explain_value(v, j, keyword, got, out);
}

/* The response topic of the binding may have parameters, as an address has. */
static bool topic_fits(struct slice wanted, struct slice got)
{
	struct channel ch = { .address = wanted };
	struct address_match match;

	return got.ptr && (slice_eq(wanted, got) || channel_match(&ch, got, '/', &match));
}

static void judge_message(const struct bound_message *b, struct judge *j, const struct message *m,
			  struct violations *out)
{
	uint8_t format = mqtt_native_payload_format(m); /* + 1 */
	struct slice said = !format ? SLICE_NONE : format == 1 ? SLICE_LIT("0") : SLICE_LIT("1");
	int64_t wanted;

	/* §3.3.2.3.2: not to send it is to send 0. */
	if (!said.ptr && node_int(b->payload_format.node, &wanted) && !wanted)
		said = SLICE_LIT("0");
	judge_value(&b->payload_format, j, "payloadFormatIndicator", said, out);
	judge_value(&b->correlation, j, "correlationData", m->correlation, out);
	judge_value(&b->content_type, j, "contentType", m->content_type, out);
	if (b->response_topic.schema || !topic_fits(node_text(b->response_topic.node), m->reply_to))
		judge_value(&b->response_topic, j, "responseTopic", m->reply_to, out);
}

/* What is in the properties cannot be asked of clients that have none: before MQTT 5. */
void mqtt_binding_judge(const void *rules, struct judge *j, enum role role, const struct message *m,
			const struct message_model *model, struct violations *out)
{
	const struct mqtt_bound *b = rules;
	const struct bound_message *bm = model && m->headers.ptr ? mqtt_bound_message(b, model) : NULL;

	judge_operations(b, j, role, m, model, out);
	if (bm)
		judge_message(bm, j, m, out);
}
