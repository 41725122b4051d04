/* Messages of google.protobuf whose JSON is no object of their fields. */
#include "base/text.h"
#include "schema/proto_wire.h"

typedef bool read_form(struct proto_reading *r, const struct proto_message *m, size_t mark);

static size_t place_of(const struct proto_reading *r, size_t mark)
{
	return mark < r->n ? (uint32_t)r->stack[mark] : 0;
}

static bool read_timestamp(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	int64_t seconds = (int64_t)proto_last_bits(r, mark, 1);
	int32_t nanos = (int32_t)proto_last_bits(r, mark, 2);

	(void)m;
	buf_char(r->json, '"');
	if (!proto_time_add(r->json, seconds, nanos))
		return proto_read_fail(
			r, place_of(r, mark),
			"a timestamp of %lld seconds and %d nanoseconds is not within the years 1 "
			"to 9999",
			(long long)seconds, nanos);
	buf_char(r->json, '"');
	return true;
}

static bool read_duration(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	int64_t seconds = (int64_t)proto_last_bits(r, mark, 1);
	int32_t nanos = (int32_t)proto_last_bits(r, mark, 2);

	(void)m;
	buf_char(r->json, '"');
	if (!proto_duration_add(r->json, seconds, nanos))
		return proto_read_fail(
			r, place_of(r, mark),
			"a duration of %lld seconds and %d nanoseconds is out of range, or their "
			"signs differ",
			(long long)seconds, nanos);
	buf_char(r->json, '"');
	return true;
}

/* Paths in lowerCamelCase, parted by commas; one that would not come back from there has no JSON. */
static bool add_mask_path(struct buf *out, struct slice path)
{
	if (!path.len || slice_find(path, ',') < path.len)
		return false;
	for (size_t i = 0; i < path.len; i++) {
		char c = path.ptr[i], next = i + 1 < path.len ? path.ptr[i + 1] : '\0';

		if ((c >= 'A' && c <= 'Z') || (c == '_' && (next < 'a' || next > 'z')))
			return false;
		if (c == '_')
			buf_char(out, (char)(path.ptr[++i] - 'a' + 'A'));
		else
			buf_char(out, c);
	}
	return true;
}

static bool read_mask(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	BUF_AUTO struct buf text = BUF_INIT(r->json->max);

	(void)m;
	for (size_t i = mark; i < r->n; i++) {
		struct proto_record record;
		struct slice path;

		proto_read_record(r, (uint32_t)r->stack[i], r->in.len, &record);
		path = slice_of(r->in.ptr + record.value, record.end - record.value);
		if (text.len)
			buf_char(&text, ',');
		if (!utf8_is_valid(path))
			return proto_read_fail(r, record.tag, "a path of a field mask is not UTF-8");
		if (!add_mask_path(&text, path))
			return proto_read_fail(r, record.tag,
					       "the path \"%.*s\" of a field mask has no JSON form",
					       SLICE_FMT(slice_first(path, 60)));
	}
	json_string_add(r->json, buf_view(&text));
	return true;
}

/* The one field's value, written even where it is the default. */
static bool read_only_field(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	if (mark < r->n)
		return proto_read_field(r, m->fields[0], mark, r->n);
	if (m->fields[0]->label == LABEL_REPEATED)
		buf_str(r->json, m->form == FORM_STRUCT ? "{}" : "[]");
	else
		proto_default_json(r, m->fields[0]);
	return true;
}

static bool is_finite(uint64_t bits)
{
	return (bits >> 52 & 0x7ff) != 0x7ff;
}

/* All records but those that count. */
static bool read_dropped_members(struct proto_reading *r, const struct proto_message *m, size_t mark,
				 size_t from, size_t to)
{
	bool ok = true;

	for (size_t i = mark; ok && i < r->n; i++)
		if (i < from || i >= to)
			ok = proto_read_dropped(r, proto_field_numbered(m, r->stack[i] >> 32), i, i + 1);
	return ok;
}

/* The member that came last. */
static bool read_any_value(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	size_t last = mark, from;
	const struct proto_field *f;

	if (mark == r->n) {
		buf_str(r->json, "null"); /* as Google's readers in JSON have it */
		return true;
	}
	for (size_t i = mark; i < r->n; i++)
		if ((uint32_t)r->stack[i] > (uint32_t)r->stack[last])
			last = i;
	f = proto_field_numbered(m, r->stack[last] >> 32);
	if (f->kind == KIND_DOUBLE && !is_finite(proto_last_bits(r, mark, (uint64_t)f->number)))
		return proto_read_fail(r, place_of(r, last),
				       "a google.protobuf.Value holds no NaN or Infinity");
	from = last;
	if (proto_kind_is_message(f->kind)) {
		uint32_t cut = 0;

		for (size_t i = mark; i < r->n; i++)
			if (r->stack[i] >> 32 != (uint64_t)f->number && (uint32_t)r->stack[i] >= cut)
				cut = (uint32_t)r->stack[i] + 1;
		while (from > mark && r->stack[from - 1] >> 32 == (uint64_t)f->number &&
		       (uint32_t)r->stack[from - 1] >= cut)
			from--;
	}
	return read_dropped_members(r, m, mark, from, last + 1) && proto_read_field(r, f, from, last + 1);
}

static struct slice last_bytes(struct proto_reading *r, size_t mark, uint64_t number, size_t *at)
{
	struct proto_record record;

	*at = 0;
	if (!proto_last(r, mark, number, &record))
		return SLICE_LIT("");
	*at = record.value;
	return slice_of(r->in.ptr + record.value, record.end - record.value);
}

/* A type that the source does not know stays as it is: its bytes in base64. */
static void add_unknown_any(struct proto_reading *r, struct slice value)
{
	buf_str(r->json, ",\"value\":\"");
	base64_add(r->json, value);
	buf_str(r->json, "\"}");
}

static bool read_inner(struct proto_reading *r, const struct proto_message *m, size_t from, size_t to)
{
	size_t before = r->n, mark;
	bool some = true, ok;

	proto_push(r, from, to);
	if (m->form != FORM_PLAIN) {
		buf_str(r->json, ",\"value\":");
		ok = proto_read_message(r, m, before, 1);
	} else {
		ok = ++r->depth <= PROTO_DEEPEST ||
		     proto_read_fail(r, from, "more than %d messages in one another", PROTO_DEEPEST);
		ok = ok && proto_scan(r, m, before, 1, &mark) && proto_read_members(r, m, mark, &some);
		r->depth--;
	}
	buf_char(r->json, '}');
	r->n = before;
	return ok;
}

static bool read_any(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	size_t at;
	struct slice url = last_bytes(r, mark, 1, &at), value = last_bytes(r, mark, 2, &at);
	const struct proto_message *inner;
	size_t slash = url.len;

	if (!url.len && !value.len) {
		buf_str(r->json, "{}");
		return true;
	}
	if (!utf8_is_valid(url))
		return proto_read_fail(r, place_of(r, mark), "a type_url is not UTF-8");
	while (slash && url.ptr[slash - 1] != '/')
		slash--;
	buf_str(r->json, "{\"@type\":");
	json_string_add(r->json, url);
	inner = proto_message_named(m->at.file->pool, slice_from(url, slash));
	if (inner)
		return read_inner(r, inner, at, at + value.len);
	add_unknown_any(r, value);
	return true;
}

bool proto_read_form(struct proto_reading *r, const struct proto_message *m, size_t mark)
{
	static read_form *const readers[] = {
		[FORM_TIMESTAMP] = read_timestamp, [FORM_DURATION] = read_duration,
		[FORM_FIELD_MASK] = read_mask,	   [FORM_WRAPPER] = read_only_field,
		[FORM_STRUCT] = read_only_field,   [FORM_VALUE] = read_any_value,
		[FORM_LIST] = read_only_field,	   [FORM_ANY] = read_any,
	};

	return readers[m->form](r, m, mark);
}
