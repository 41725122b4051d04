/* JSON written for the judge from what came as text. */
#include "contract/judged.h"

#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"

void scratch_init(struct scratch *s)
{
	s->large = BUF_INIT(LIMIT_MESSAGE_BYTES);
	s->len = 0;
	s->failed = false;
}

void scratch_release(struct scratch *s)
{
	buf_release(&s->large);
}

void scratch_add(struct scratch *s, struct slice bytes)
{
	if (!s->large.data && s->len + bytes.len <= sizeof(s->small)) {
		if (bytes.len)
			memcpy(s->small + s->len, bytes.ptr, bytes.len);
		s->len += bytes.len;
		return;
	}
	if (!s->large.data)
		buf_add(&s->large, s->small, s->len);
	buf_slice(&s->large, bytes);
	s->len = s->large.len;
	s->failed |= s->large.failed;
}

struct slice scratch_json(struct scratch *s)
{
	static const char padding[SCHEMA_PADDING];
	size_t len = s->len;

	scratch_add(s, slice_of(padding, sizeof(padding)));
	s->len = len;
	if (s->large.data)
		s->large.len = len;
	return slice_of(s->large.data ? s->large.data : s->small, len);
}

static bool is_plain(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < 0x20 || c == '"' || c == '\\' || c >= 0x7f)
			return false;
	}
	return true;
}

void scratch_string(struct scratch *s, struct slice text)
{
	BUF_AUTO struct buf escaped = BUF_INIT(LIMIT_MESSAGE_BYTES);

	if (is_plain(text)) {
		scratch_add(s, SLICE_LIT("\""));
		scratch_add(s, text);
		scratch_add(s, SLICE_LIT("\""));
		return;
	}
	json_string_add(&escaped, text);
	s->failed |= escaped.failed;
	scratch_add(s, buf_view(&escaped));
}

static size_t digits(struct slice t, size_t i)
{
	while (i < t.len && t.ptr[i] >= '0' && t.ptr[i] <= '9')
		i++;
	return i;
}

/* RFC 8259, section 6. */
static bool is_json_number(struct slice t)
{
	size_t i = t.len && t.ptr[0] == '-';
	size_t whole = digits(t, i), end;

	if (whole == i || (t.ptr[i] == '0' && whole > i + 1))
		return false;
	end = whole;
	if (end < t.len && t.ptr[end] == '.') {
		size_t from = end + 1;

		end = digits(t, from);
		if (end == from)
			return false;
	}
	if (end < t.len && (t.ptr[end] | 0x20) == 'e') {
		size_t from = end + 1;

		from += from < t.len && (t.ptr[from] == '+' || t.ptr[from] == '-');
		end = digits(t, from);
		if (end == from)
			return false;
	}
	return end == t.len;
}

bool text_reads_as(struct slice text, unsigned reads)
{
	return ((reads & READS_NUMBER) && is_json_number(text)) ||
	       ((reads & READS_BOOL) && (slice_is(text, "true") || slice_is(text, "false"))) ||
	       ((reads & READS_NULL) && slice_is(text, "null"));
}

void scratch_typed(struct scratch *s, struct slice text, unsigned reads)
{
	if (text_reads_as(text, reads))
		scratch_add(s, text);
	else
		scratch_string(s, text);
}

static unsigned reads_of(const struct message_model *m, struct slice name)
{
	for (size_t i = 0; i < m->n_header_types; i++)
		if (slice_eq(m->header_types[i].name, name))
			return m->header_types[i].reads;
	return READS_TEXT;
}

/* Names met so far: a few are compared one by one, more go into a map, so that a peer cannot make us compare
 * each with each. */
struct names {
	struct slice few[32];
	size_t n;
	struct map many;
};

static void to_map(struct names *names)
{
	names->many.seed = random_seed();
	for (size_t i = 0; i < names->n; i++)
		map_put(&names->many, names->few[i], names);
}

/* Adds it; false: it was there already. */
static bool names_add(struct names *names, struct slice name)
{
	if (names->n == ARRAY_SIZE(names->few)) {
		if (!names->many.count)
			to_map(names);
		return map_put(&names->many, name, names) == NULL;
	}
	for (size_t i = 0; i < names->n; i++)
		if (slice_eq(names->few[i], name))
			return false;
	names->few[names->n++] = name;
	return true;
}

static void add_header(struct scratch *s, const struct message_model *m, struct names *names,
		       struct slice name, struct slice value)
{
	if (!name.ptr || !value.ptr || !names_add(names, name))
		return;
	if (s->len > 1)
		scratch_add(s, SLICE_LIT(","));
	scratch_string(s, name);
	scratch_add(s, SLICE_LIT(":"));
	scratch_typed(s, value, reads_of(m, name));
}

void scratch_headers(struct scratch *s, const struct message_model *m, const struct judged *what)
{
	struct slice packed = what->headers;
	struct names names;
	struct header h;

	names.n = 0;
	names.many = MAP_INIT;
	scratch_add(s, SLICE_LIT("{"));
	while (header_next(&packed, &h))
		add_header(s, m, &names, h.name, h.value);
	add_header(s, m, &names, m->correlation_header, what->correlation);
	add_header(s, m, &names, m->reply_header, what->reply_to);
	scratch_add(s, SLICE_LIT("}"));
	map_release(&names.many);
}
