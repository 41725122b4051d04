#include "contract/location.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/content.h"
#include "contract/loader.h"
#include "contract/members.h"

/* --- where in the message */

/* A reference token of a JSON pointer (RFC 6901, section 4), decoded. */
static void token_add(struct buf *out, struct slice token)
{
	for (size_t i = 0; i < token.len; i++) {
		bool escaped = token.ptr[i] == '~' && i + 1 < token.len;

		buf_char(out, escaped ? (token.ptr[++i] == '1' ? '/' : '~') : token.ptr[i]);
	}
}

static struct slice child(struct slice json, struct slice token)
{
	struct slice key, value;
	uint64_t index = 0, wanted;
	struct members m;

	if (!members_begin(&m, json) || (!m.is_map && !number_parse(token, &wanted)))
		return SLICE_NONE;
	for (; members_next(&m, &key, &value); index++)
		if (m.is_map ? slice_eq(key, token) : index == wanted)
			return value;
	return SLICE_NONE;
}

static struct slice at_pointer(struct slice json, struct slice pointer)
{
	struct slice rest = slice_from(pointer, 1), token;

	if (!pointer.len)
		return json;
	while (json.ptr && slice_split(&rest, '/', &token)) {
		BUF_AUTO struct buf name = BUF_INIT(LIMIT_MESSAGE_BYTES);

		token_add(&name, token);
		json = child(json, buf_view(&name));
	}
	return json;
}

/* --- the two values */

/* A JSON value with what must be decoded to be compared. */
static bool is_same_decoded(struct slice json, struct slice text)
{
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *value = json_parse(&a, json, &why, &where), *given = NULL;
	bool same = node_is(value, NODE_TEXT) && slice_eq(value->text, text);

	if (node_is(value, NODE_NUMBER))
		given = json_parse(&a, text, &why, &where);
	same |= given && node_equal(value, given);
	arena_free(&a);
	return same;
}

static bool is_same(struct slice json, struct slice text)
{
	bool quoted = json.len >= 2 && json.ptr[0] == '"';

	if (slice_eq(quoted ? slice_of(json.ptr + 1, json.len - 2) : json, text))
		return true;
	if (quoted ? slice_find(json, '\\') < json.len
		   : json.ptr[0] == '-' || (json.ptr[0] >= '0' && json.ptr[0] <= '9'))
		return is_same_decoded(json, text);
	return false;
}

struct found {
	struct slice value; /* absent: the message has none; of the payload JSON, of a header text */
	bool fits;
};

static struct found look(const struct expression *e, const struct message_model *m, struct judge *j,
			 const struct judged *what, struct slice text)
{
	struct found f = { .fits = true };
	struct opened o;

	if (e->in_header) {
		BUF_AUTO struct buf name = BUF_INIT(LIMIT_MESSAGE_BYTES);

		token_add(&name, slice_from(e->pointer, 1));
		f.value = header_find(what->headers, buf_cstr(&name));
		f.fits = !f.value.ptr || slice_eq(f.value, text);
	} else if (e->in_payload) {
		payload_open(judge_content(j), m, what, &o);
		f.value = o.form == OPENED_JSON ? at_pointer(o.json, e->pointer) : SLICE_NONE;
		if (slice_is(f.value, "null"))
			f.value = SLICE_NONE;
		f.fits = !f.value.len || is_same(f.value, text);
	}
	return f;
}

static bool has_location(const struct judged *what, size_t i, struct expression *e)
{
	const struct parameter *p = channel_parameter(what->match->channel, what->match->names[i]);

	return p && p->location.ptr && expression_parse(p->location, e);
}

bool locations_fit(const struct message_model *m, struct judge *j, const struct judged *what)
{
	struct expression e;

	if (!what->match || !what->match->channel->has_locations)
		return true;
	for (size_t i = 0; i < what->match->n; i++)
		if (has_location(what, i, &e) && !look(&e, m, j, what, what->match->values[i]).fits)
			return false;
	return true;
}

/* "address parameter region must be what payload.region says, eu (got us)" */
static void explain_one(const struct parameter *p, const struct expression *e, const struct found *f,
			struct slice got, struct violations *out)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES), shown = BUF_INIT(0), schema = BUF_INIT(0),
			    value = BUF_INIT(0);
	struct violation v = { .keyword = "location",
			       .instance = e->in_header ? SLICE_LIT("") : e->pointer,
			       .at = p->at };

	printable_add(&shown, f->value, 64);
	buf_printf(&text, "address parameter %.*s must be what the %s has at %.*s, %s (got ",
		   SLICE_FMT(p->name), e->in_header ? "header" : "payload", SLICE_FMT(e->pointer),
		   buf_cstr(&shown));
	printable_add(&text, got, 64);
	buf_char(&text, ')');
	json_pointer_add(&schema, p->name);
	buf_str(&schema, "/location");
	json_string_add(&value, slice_first(got, LIMIT_VALUE_BYTES / 8));
	v.schema = buf_view(&schema);
	v.value = buf_view(&value);
	v.text = buf_view(&text);
	violations_add(out, &v);
}

void locations_explain(const struct message_model *m, struct judge *j, const struct judged *what,
		       struct violations *out)
{
	const struct address_match *match = what->match;
	struct expression e;

	for (size_t i = 0; match && match->channel->has_locations && i < match->n; i++) {
		struct found f;

		if (!has_location(what, i, &e))
			continue;
		f = look(&e, m, j, what, match->values[i]);
		if (!f.fits)
			explain_one(channel_parameter(match->channel, match->names[i]), &e, &f,
				    match->values[i], out);
	}
}
