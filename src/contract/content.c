/* Which content a payload has, and its way to JSON. */
#include "contract/content.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/judged.h"

/* --- which row */

static const struct content *row_json(void)
{
	return content_find(SLICE_LIT("application/json"));
}

/* What the sender says counts, where we know it; else what the contract says. */
static const struct content *row_of(struct content_scratch *s, const struct message_model *m,
				    const struct judged *what)
{
	const struct content *declared = m ? m->content : NULL, *said;

	if (!what->content_type.len || (declared && slice_eq(what->content_type, m->content_type)))
		return declared;
	said = content_said(s, what->content_type);
	return (said->kind == CONTENT_UNKNOWN || said->kind == CONTENT_OPAQUE) && declared ? declared : said;
}

/* What is in a payload whose content type tells only how it is packed. */
static const struct content *inner_row(const struct message_model *m, struct slice content_type)
{
	struct slice type = media_type_of(content_type);
	size_t plus = type.len;

	if (m && m->content && m->content->kind != CONTENT_COMPRESSED)
		return m->content;
	while (plus && type.ptr[plus - 1] != '+')
		plus--;
	return plus ? content_find(slice_first(type, plus - 1)) : NULL;
}

/* --- packing */

/* One pass over the headers by the length of their names: cheaper than any comparison. */
static struct slice encoding_of(struct slice headers)
{
	static const struct slice name = SLICE_LIT("content-encoding");
	struct header h;

	while (header_next(&headers, &h))
		if (h.name.len == name.len && slice_eq_ignoring_case(h.name, name))
			return slice_trim(h.value);
	return SLICE_NONE;
}

static void pad(struct buf *b)
{
	static const char zeros[SCHEMA_PADDING];

	buf_add(b, zeros, sizeof(zeros));
	b->len -= b->failed ? 0 : sizeof(zeros);
}

static void broken(struct opened *out, const char *what, const char *keyword)
{
	out->form = OPENED_BROKEN;
	out->what = what;
	out->keyword = keyword;
}

static bool unpack(struct content_scratch *s, enum compression how, const char *name, struct opened *out,
		   struct slice *bytes)
{
	struct expand_error why;

	s->expanded.max = LIMIT_MESSAGE_BYTES + SCHEMA_PADDING;
	buf_reset(&s->expanded);
	if (expand(&s->expander, how, *bytes, &s->expanded, &why)) {
		pad(&s->expanded);
		*bytes = buf_view(&s->expanded);
		return true;
	}
	broken(out, name, "content-encoding");
	out->why = (struct wire_error){ .text = why.text, .at = why.at };
	return false;
}

static bool unpack_encoding(struct content_scratch *s, struct slice encoding, struct opened *out,
			    struct slice *bytes)
{
	static const char *const names[] = { "gzip", "deflate", "zstd" };
	enum compression how;

	if (!encoding.len || slice_eq_ignoring_case(encoding, SLICE_LIT("identity")))
		return true;
	if (content_encoding_find(encoding, &how))
		return unpack(s, how, names[how], out, bytes);
	broken(out, "gzip, deflate or zstd", "content-encoding");
	out->why.text = "its content-encoding is another";
	return false;
}

/* --- each kind */

static bool charset_is_utf8(struct slice charset)
{
	static const char *const same[] = { "utf-8", "utf8", "us-ascii", "ascii" };

	for (size_t i = 0; i < ARRAY_SIZE(same); i++)
		if (slice_eq_ignoring_case(charset, slice_str(same[i])))
			return true;
	return false;
}

static struct buf *fresh(struct buf *b)
{
	b->max = LIMIT_MESSAGE_BYTES + SCHEMA_PADDING;
	buf_reset(b);
	return b;
}

static void opened_json(struct opened *out, struct buf *json)
{
	pad(json);
	out->form = OPENED_JSON;
	out->json = buf_view(json);
}

static void open_wire(struct content_scratch *s, const struct content *c, struct slice bytes,
		      struct opened *out)
{
	if (c->to_json(bytes, fresh(&s->json), &out->why))
		opened_json(out, &s->json);
	else
		broken(out, c->name, c->keyword);
}

static void open_language(struct content_scratch *s, const struct message_model *m, struct slice bytes,
			  struct opened *out)
{
	if (m->language->to_json(m->wire, bytes, fresh(&s->json), &out->why))
		opened_json(out, &s->json);
	else
		broken(out, m->language->name, content_keyword(m->language->name));
}

/* As one JSON string, or as what the schema reads such a text as. */
static void open_text(struct content_scratch *s, const struct message_model *m, const struct content *c,
		      struct slice charset, struct slice bytes, struct opened *out)
{
	bool as_is = charset.len && !charset_is_utf8(charset);

	if (!as_is && !c->to_json(bytes, &s->json, &out->why)) {
		broken(out, c->name, c->keyword);
		return;
	}
	out->form = OPENED_OPAQUE;
	if (!m || as_is || (!m->payload_takes_text && !m->payload_reads))
		return;
	fresh(&s->json);
	if (text_reads_as(bytes, m->payload_reads))
		buf_slice(&s->json, bytes);
	else
		json_string_add(&s->json, bytes);
	opened_json(out, &s->json);
}

static void open_bytes(struct content_scratch *s, const struct message_model *m, const struct content *c,
		       struct slice content_type, struct slice bytes, struct opened *out)
{
	bool has_language = m && m->language;

	out->content = c;
	if (c->kind == CONTENT_TEXT && !has_language)
		open_text(s, m, c, media_type_parameter(content_type, "charset"), bytes, out);
	else if (c->kind != CONTENT_JSON && has_language)
		open_language(s, m, bytes, out);
	else if (!bytes.len)
		out->form =
			c->kind == CONTENT_JSON || c->kind == CONTENT_WIRE ? OPENED_NOTHING : OPENED_OPAQUE;
	else if (c->kind == CONTENT_WIRE)
		open_wire(s, c, bytes, out);
	else
		out->form = c->kind == CONTENT_JSON ? OPENED_JSON : OPENED_OPAQUE;
}

/* Nobody says what it is: JSON, unless it begins as what the schema's language writes. */
static const struct content *guess(const struct message_model *m, struct slice bytes)
{
	static const struct content wire = { .kind = CONTENT_LANGUAGE };

	if (m && m->language && bytes.ptr && m->language->is_wire(m->wire, bytes))
		return &wire;
	return row_json();
}

/* JSON in place of bytes, as people write it; what is text or JSON anyway stays what it is. */
static const struct content *row_decoded(const struct message_model *m)
{
	const struct content *c = m ? m->content : NULL;

	return c && c->kind != CONTENT_WIRE && c->kind != CONTENT_LANGUAGE && c->kind != CONTENT_COMPRESSED &&
			       !m->language
		       ? c
		       : row_json();
}

void payload_open(struct content_scratch *s, const struct message_model *m, const struct judged *what,
		  struct opened *out)
{
	const struct content *c = what->decoded ? row_decoded(m) : row_of(s, m, what);
	struct slice bytes = what->payload;

	if (s->arena.total_bytes)
		arena_free(&s->arena);
	out->why = (struct wire_error){ .arena = &s->arena };
	out->content = c;
	out->form = OPENED_NOTHING;
	if (!bytes.ptr)
		return;
	if (what->headers.len && bytes.len && !what->decoded &&
	    !unpack_encoding(s, encoding_of(what->headers), out, &bytes))
		return;
	if (c && c->kind == CONTENT_COMPRESSED) {
		if (!unpack(s, c->compression, c->name, out, &bytes))
			return;
		c = inner_row(m, what->content_type.len ? what->content_type : m->content_type);
	}
	open_bytes(s, m, c ? c : guess(m, bytes), what->content_type, bytes, out);
	if (out->form == OPENED_JSON && out->content->kind == CONTENT_JSON)
		out->json = bytes;
	out->is_payload = out->json.ptr == what->payload.ptr;
}

struct node *payload_node(struct arena *a, const struct message_model *m, const struct judged *what)
{
	struct content_scratch s = { 0 };
	struct node *found = NULL;
	struct opened o;
	const char *why;
	size_t where;

	payload_open(&s, m, what, &o);
	if (o.form == OPENED_JSON)
		found = json_parse(a, o.is_payload ? o.json : arena_copy(a, o.json), &why, &where);
	else if (o.form == OPENED_OPAQUE && o.content->kind != CONTENT_TEXT)
		found = json_parse(a, what->payload, &why, &where);
	content_scratch_release(&s);
	return found;
}

/* --- writing */

static void write_text(const struct node *value, struct buf *out)
{
	if (node_is(value, NODE_TEXT))
		buf_slice(out, value->text);
	else
		node_write_json(out, value);
}

static bool write_bytes(const struct message_model *m, const struct content *c, const struct node *value,
			struct slice json, struct buf *out, struct wire_error *why)
{
	enum content_kind kind = c ? c->kind : CONTENT_JSON;

	if (m && m->language && (!c || kind != CONTENT_JSON))
		return m->language->from_json(m->wire, value, out, why);
	if (kind == CONTENT_WIRE)
		return c->from_json(value, out, why);
	if (kind != CONTENT_JSON)
		write_text(value, out);
	else if (json.ptr)
		buf_slice(out, json);
	else
		node_write_json(out, value);
	return true;
}

static bool pack(enum compression how, struct buf *out, size_t from, struct wire_error *why)
{
	BUF_AUTO struct buf packed = BUF_INIT(LIMIT_MESSAGE_BYTES);

	if (!compress_add(how, slice_from(buf_view(out), from), &packed)) {
		why->text = "it is too large";
		return false;
	}
	out->len = from;
	buf_slice(out, buf_view(&packed));
	return true;
}

bool payload_write(const struct message_model *m, struct slice content_type, struct slice headers,
		   const struct node *value, struct buf *out, struct wire_error *why)
{
	return payload_write_known(m, content_type, headers, value, SLICE_NONE, out, why);
}

bool payload_write_known(const struct message_model *m, struct slice content_type, struct slice headers,
			 const struct node *value, struct slice json, struct buf *out, struct wire_error *why)
{
	const struct content *c = content_type.len ? content_find(content_type) : m ? m->content : NULL;
	const struct content *outer = c;
	struct slice encoding = encoding_of(headers);
	enum compression how;
	size_t from = out->len;

	if (c && c->kind == CONTENT_COMPRESSED)
		c = inner_row(m, content_type.len ? content_type : m->content_type);
	if (!write_bytes(m, c, value, json, out, why))
		return false;
	if (outer && outer->kind == CONTENT_COMPRESSED && !pack(outer->compression, out, from, why))
		return false;
	if (content_encoding_find(encoding, &how) && !pack(how, out, from, why))
		return false;
	pad(out);
	return true;
}

/* --- is it what the contract says? */

static bool charset_fits(const struct content *c, struct slice content_type)
{
	struct slice charset = media_type_parameter(content_type, "charset");

	return !charset.len || (c->kind != CONTENT_JSON && c->kind != CONTENT_TEXT) ||
	       charset_is_utf8(charset);
}

static bool may_stand_for(struct slice said, const struct content *is, const struct message_model *m)
{
	struct slice declared = media_type_of(m->content_type), type = media_type_of(said);

	return is->kind == CONTENT_COMPRESSED || is->event || slice_eq_ignoring_case(type, declared) ||
	       content_is_alias(type, declared);
}

enum content_fit content_fit(struct content_scratch *s, const struct message_model *m,
			     const struct judged *what)
{
	struct slice said = what->content_type;
	const struct content *is;

	if (!said.len || what->decoded || slice_eq(said, m->content_type))
		return CONTENT_FITS;
	is = content_said(s, said);
	if (m->content_type.len && !may_stand_for(said, is, m))
		return CONTENT_OTHER_TYPE;
	if (!m->content_type.len && is->kind == CONTENT_UNKNOWN && m->payload && !m->language &&
	    !m->payload_takes_text)
		return CONTENT_NO_TYPE;
	return charset_fits(is, said) ? CONTENT_FITS : CONTENT_OTHER_CHARSET;
}

bool content_must_be_whole(const struct message_model *m)
{
	return !m->payload && !m->schema_format.ptr && m->content_type_declared;
}
