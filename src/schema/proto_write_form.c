/* Messages of google.protobuf from their own JSON forms. */
#include "base/text.h"
#include "schema/proto_wire.h"

typedef bool write_form(struct proto_writing *w, const struct proto_message *m, const struct node *value);

static void write_seconds(struct buf *out, int64_t seconds, int32_t nanos)
{
	if (seconds) {
		proto_write_tag(out, 1, WIRE_VARINT);
		proto_write_varint(out, (uint64_t)seconds);
	}
	if (nanos) {
		proto_write_tag(out, 2, WIRE_VARINT);
		proto_write_varint(out, (uint64_t)(int64_t)nanos);
	}
}

static bool write_timestamp(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	int64_t seconds;
	int32_t nanos;

	(void)m;
	if (!proto_time_parse(node_text(value), &seconds, &nanos))
		return proto_write_fail(w, "this is no time such as \"2026-11-21T10:00:00Z\"");
	write_seconds(w->out, seconds, nanos);
	return true;
}

static bool write_duration(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	int64_t seconds;
	int32_t nanos;

	(void)m;
	if (!proto_duration_parse(node_text(value), &seconds, &nanos))
		return proto_write_fail(w, "this is no duration such as \"1.5s\"");
	write_seconds(w->out, seconds, nanos);
	return true;
}

static bool write_mask(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	struct slice rest = node_text(value), path;

	(void)m;
	if (!node_is(value, NODE_TEXT))
		return proto_write_fail(w, "%s where a string belongs", node_kind_name(value));
	while (rest.len && slice_split(&rest, ',', &path)) {
		size_t from;

		proto_write_tag(w->out, 1, WIRE_BYTES);
		from = w->out->len;
		for (size_t i = 0; i < path.len; i++) {
			char c = path.ptr[i];

			if (c == '_')
				return proto_write_fail(w, "a field mask's paths are in lowerCamelCase");
			if (c >= 'A' && c <= 'Z')
				buf_char(w->out, '_');
			buf_char(w->out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
		}
		proto_write_length(w->out, from);
	}
	return true;
}

static bool write_only_field(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	return proto_write_field(w, m->fields[0], value);
}

/* Which member of google.protobuf.Value holds a value of that kind. */
static bool write_any_value(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	static const unsigned members[] = {
		[NODE_NULL] = 1, [NODE_NUMBER] = 2, [NODE_TEXT] = 3,
		[NODE_BOOL] = 4, [NODE_MAP] = 5,    [NODE_LIST] = 6,
	};

	return proto_write_field(w, proto_field_numbered(m, members[value->kind]), value);
}

/* The message inside an Any, in `out`. */
static bool write_inner(struct proto_writing *w, const struct proto_message *inner, const struct node *value)
{
	const struct node *special = node_get(value, "value");
	bool ok;

	if (inner->form == FORM_PLAIN) {
		if (++w->depth > PROTO_DEEPEST)
			return proto_write_fail(w, "more than %d messages in one another", PROTO_DEEPEST);
		ok = proto_write_members(w, inner, value, SLICE_LIT("@type"));
		w->depth--;
		return ok;
	}
	if (!special)
		return proto_write_fail(w, "\"value\" is missing: that of a %.*s",
					SLICE_FMT(inner->full_name));
	return proto_write_message(w, inner, special);
}

static bool write_unknown(struct proto_writing *w, const struct node *value, struct slice url)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0);

	if (!base64_decode(node_get_text(value, "value"), &bytes))
		return proto_write_fail(
			w, "the type \"%.*s\" is not in the source; \"value\" would be its bytes in base64",
			SLICE_FMT(url));
	buf_slice(w->out, buf_view(&bytes));
	return true;
}

static bool write_any(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	struct slice url = node_get_text(value, "@type");
	const struct proto_message *inner;
	size_t slash = url.len, from;
	bool ok;

	if (node_is(value, NODE_MAP) && !value->n)
		return true;
	if (!url.ptr)
		return proto_write_fail(w, "\"@type\" is missing");
	while (slash && url.ptr[slash - 1] != '/')
		slash--;
	inner = proto_message_named(m->at.file->pool, slice_from(url, slash));
	proto_write_tag(w->out, 1, WIRE_BYTES);
	from = w->out->len;
	buf_slice(w->out, url);
	proto_write_length(w->out, from);
	proto_write_tag(w->out, 2, WIRE_BYTES);
	from = w->out->len;
	ok = inner ? write_inner(w, inner, value) : write_unknown(w, value, url);
	if (w->out->len == from && !w->out->failed)
		w->out->len = from - 1; /* nothing in it: left out, tag and all */
	else
		proto_write_length(w->out, from);
	return ok;
}

bool proto_write_form(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	static write_form *const writers[] = {
		[FORM_TIMESTAMP] = write_timestamp, [FORM_DURATION] = write_duration,
		[FORM_FIELD_MASK] = write_mask,	    [FORM_WRAPPER] = write_only_field,
		[FORM_STRUCT] = write_only_field,   [FORM_VALUE] = write_any_value,
		[FORM_LIST] = write_only_field,	    [FORM_ANY] = write_any,
	};

	return writers[m->form](w, m, value);
}
