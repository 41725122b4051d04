#include "record/line.h"

#include "base/text.h"
#include "contract/content.h"
#include "record/verdict_json.h"

static void member(struct buf *out, const char *name, struct slice value)
{
	if (!value.ptr)
		return;
	buf_printf(out, ",\"%s\":", name);
	json_string_add(out, value);
}

/* Bytes that a recording must give back exactly: text where that is UTF-8, else an object with base64. */
static void bytes_member(struct buf *out, const char *name, struct slice value)
{
	if (!value.ptr || utf8_is_valid(value)) {
		member(out, name, value);
		return;
	}
	buf_printf(out, ",\"%s\":{\"base64\":\"", name);
	base64_add(out, value);
	buf_str(out, "\"}");
}

static void quoted_time(struct buf *out, int64_t wall_us)
{
	buf_char(out, '"');
	time_add(out, wall_us);
	buf_char(out, '"');
}

void headers_object(struct buf *out, struct slice packed)
{
	struct header h;
	bool first = true;

	buf_char(out, '{');
	while (header_next(&packed, &h)) {
		if (!first)
			buf_char(out, ',');
		first = false;
		json_string_add(out, h.name);
		buf_char(out, ':');
		json_string_add(out, h.value);
	}
	buf_char(out, '}');
}

/* None is told from a protocol without any, since a contract may ask for some. */
static void headers_member(struct buf *out, struct slice packed)
{
	if (!packed.ptr)
		return;
	buf_str(out, ",\"headers\":");
	headers_object(out, packed);
}

/* JSON as it came: in valid JSON a line break stands only between tokens, where a space means the same. */
static void json_on_one_line(struct buf *out, struct slice json)
{
	char *to = buf_reserve(out, json.len);

	if (!to)
		return;
	for (size_t i = 0; i < json.len; i++)
		to[i] = json.ptr[i] == '\n' || json.ptr[i] == '\r' ? ' ' : json.ptr[i];
	out->len += json.len;
}

static void base64_member(struct buf *out, struct slice payload)
{
	buf_str(out, "\"base64\":\"");
	base64_add(out, payload);
	buf_char(out, '"');
}

/* Bytes that mean something: they are kept as they came, and beside them stands what they say. */
static void wire_member(struct buf *out, struct judge *j, struct slice payload, const struct opened *o)
{
	base64_member(out, payload);
	if (o->form != OPENED_JSON || !json_is_valid(j, o->json))
		return;
	buf_str(out, ",\"decoded\":");
	json_on_one_line(out, o->json);
}

/* Is it turned into something else before it is judged?  Then not even JSON that it may look like is its own.
 */
static bool is_wire(const struct opened *o)
{
	if (o->form == OPENED_JSON)
		return !o->is_payload && o->content->kind != CONTENT_TEXT;
	return o->form == OPENED_BROKEN && o->content && o->content->kind != CONTENT_TEXT;
}

void payload_member(struct buf *out, struct judge *j, const struct message_model *m,
		    const struct judged *what)
{
	struct slice payload = what->payload;
	struct opened o;

	if (!payload.ptr)
		return;
	payload_open(judge_content(j), m, what, &o);
	if (is_wire(&o)) {
		wire_member(out, j, payload, &o);
	} else if (payload.len && (!o.content || o.content->kind != CONTENT_TEXT) &&
		   json_is_valid(j, payload)) {
		buf_str(out, "\"payload\":");
		json_on_one_line(out, payload);
	} else if (utf8_is_valid(payload)) {
		buf_str(out, "\"text\":");
		json_string_add(out, payload);
	} else {
		base64_member(out, payload);
	}
}

static void native_member(struct buf *out, const struct broker *b, const struct message *m)
{
	const struct native_form *form = m->native_of ? broker_native_form(b, m->native_of) : NULL;
	size_t before = out->len, start;

	if (!form || !form->write)
		return;
	buf_printf(out, ",\"%s\":{", form->name);
	start = out->len;
	form->write(m, out);
	if (out->len == start)
		out->len = before;
	else
		buf_char(out, '}');
}

static void verdict_member(struct buf *out, const struct message *m, const struct receipt *r)
{
	if (r->violations.n) {
		buf_str(out, ",\"verdict\":{\"conforms\":false");
		if (r->nearest)
			member(out, "message", r->nearest->name);
		buf_char(out, ',');
		violations_write(out, &r->violations);
		buf_char(out, '}');
	} else if (m->address->channel) {
		buf_str(out, ",\"verdict\":{\"conforms\":true}");
	}
}

static void arrival_members(struct buf *out, const struct broker *b, struct judge *j, const struct event *e)
{
	const struct message *m = e->message;
	const struct message_model *model = message_model_of(m);
	const struct judged what = { .payload = m->payload,
				     .headers = m->headers,
				     .content_type = m->content_type };
	size_t before;

	member(out, "address", m->address->text);
	if (m->address->channel)
		member(out, "channel", m->address->channel->name);
	if (model)
		member(out, "message", model->name);
	if (m->flags & MSG_WRONG)
		buf_str(out, ",\"wrong\":true");
	bytes_member(out, "key", m->key);
	headers_member(out, m->headers);
	member(out, "contentType", m->content_type);
	member(out, "replyTo", m->reply_to);
	bytes_member(out, "correlationId", m->correlation);
	native_member(out, b, m);
	buf_char(out, ',');
	before = out->len;
	payload_member(out, j, model ? model : e->receipt->nearest, &what);
	if (out->len == before)
		out->len--;
	buf_printf(out, ",\"outcome\":\"%s\"", outcome_name(e->receipt->outcome));
	verdict_member(out, m, e->receipt);
}

static void session_members(struct buf *out, const struct event *e)
{
	member(out, "address", e->address);
	member(out, "why", slice_str(e->why));
	if (e->violations && e->violations->n) {
		buf_str(out, ",\"verdict\":{\"conforms\":false,");
		violations_write(out, e->violations);
		buf_char(out, '}');
	}
	if (e->detail.len && e->face) {
		buf_printf(out, ",\"%.*s\":{", SLICE_FMT(e->face->protocol));
		buf_slice(out, e->detail);
		buf_char(out, '}');
	}
}

static void contracts_member(struct buf *out, const struct broker *b)
{
	buf_str(out, ",\"contracts\":[");
	for (size_t i = 0; i < broker_n_contracts(b); i++) {
		const struct contract *c = broker_contract(b, i);

		buf_str(out, i ? ",{\"file\":" : "{\"file\":");
		json_string_add(out, slice_str(c->file));
		member(out, "version", c->version);
		member(out, "sha256", slice_str(c->sha256));
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

void recording_line(struct buf *out, const struct broker *b, struct judge *j, const struct event *e)
{
	buf_str(out, "{\"seq\":");
	buf_decimal(out, e->seq);
	buf_str(out, ",\"time\":");
	quoted_time(out, e->wall_us);
	if (e->kind != EVENT_ARRIVAL)
		buf_printf(out, ",\"event\":\"%s\"", event_name(e->kind));
	if (e->face) {
		member(out, "server", e->face->name);
		member(out, "protocol", e->face->protocol);
	}
	if (e->session && e->session->origin != ORIGIN_CLIENT)
		member(out, "origin", slice_str(origin_name(e->session->origin)));
	else
		member(out, "client", e->client);
	if (e->kind == EVENT_ARRIVAL)
		arrival_members(out, b, j, e);
	else
		session_members(out, e);
	if (e->kind == EVENT_RELOADED)
		contracts_member(out, b);
	buf_str(out, "}\n");
}

void recording_header(struct buf *out, const struct broker *b, uint64_t seed)
{
	buf_str(out, "{\"understudy\":1,\"started\":");
	quoted_time(out, broker_wall_us(b));
	buf_printf(out, ",\"seed\":%llu", (unsigned long long)seed);
	contracts_member(out, b);
	buf_str(out, "}\n");
}
