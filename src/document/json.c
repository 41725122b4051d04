/* Recursive descent, bounded in depth and in values.  Columns count code points; the place is carried along,
 * never counted again from the start of the line. */
#include "base/limits.h"
#include "base/text.h"
#include "document/json_reader.h"

struct place json_place(struct json_reader *r, const char *at)
{
	for (; r->counted < at; r->counted++) {
		if (*r->counted == '\n')
			r->place = (struct place){ r->place.line + 1, 1 };
		else
			r->place.col += (*r->counted & 0xc0) != 0x80;
	}
	return r->place;
}

struct node *json_fail(struct json_reader *r, const char *at, enum diag_code code, const char *why)
{
	if (!r->error.why)
		r->error = (struct json_error){ code, why, json_place(r, at), (size_t)(at - r->start) };
	return NULL;
}

struct node *json_bad(struct json_reader *r, const char *at, const char *why)
{
	return json_fail(r, at, DIAG_SYNTAX, why);
}

static void skip_space(struct json_reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')
		r->at++;
}

/* --- scalars */

static struct node *read_text(struct json_reader *r)
{
	struct node *n = build_node(r->b, NODE_TEXT, json_place(r, r->at));

	return json_read_string(r, &n->text) ? n : NULL;
}

static size_t skip_digits(struct json_reader *r)
{
	const char *from = r->at;

	while (*r->at >= '0' && *r->at <= '9')
		r->at++;
	return (size_t)(r->at - from);
}

static struct node *read_number(struct json_reader *r)
{
	const char *from = r->at;
	struct node *n = build_node(r->b, NODE_NUMBER, json_place(r, from));
	const char *digits;

	r->at += *r->at == '-';
	digits = r->at;
	if (!skip_digits(r))
		return json_bad(r, from, "a digit must follow the minus sign");
	if (*digits == '0' && r->at - digits > 1)
		return json_bad(r, from, "a number must not begin with 0");
	if (*r->at == '.') {
		r->at++;
		if (!skip_digits(r))
			return json_bad(r, from, "a digit must follow the decimal point");
	}
	if (*r->at == 'e' || *r->at == 'E') {
		r->at++;
		r->at += *r->at == '+' || *r->at == '-';
		if (!skip_digits(r))
			return json_bad(r, from, "the exponent has no digits");
	}
	n->text = slice_of(from, (size_t)(r->at - from));
	return n;
}

/* clang-format off */
static const struct {
	struct slice text;
	enum node_kind kind;
	bool truth;
} words[] = {
	{ SLICE_LIT("true"), NODE_BOOL, true },
	{ SLICE_LIT("false"), NODE_BOOL, false },
	{ SLICE_LIT("null"), NODE_NULL, false },
};
/* clang-format on */

static struct slice word_at(const char *p)
{
	size_t n = 0;

	while ((p[n] >= 'a' && p[n] <= 'z') || (p[n] >= 'A' && p[n] <= 'Z') ||
	       (n && p[n] >= '0' && p[n] <= '9') || p[n] == '_')
		n++;
	return slice_of(p, n);
}

static struct node *read_word(struct json_reader *r)
{
	struct slice word = word_at(r->at);

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (slice_eq(word, words[i].text)) {
			struct node *n = build_node(r->b, words[i].kind, json_place(r, r->at));

			n->truth = words[i].truth;
			r->at += word.len;
			return n;
		}
	if (r->at >= r->end)
		return json_bad(r, r->at, "the text ends where a value is expected");
	if (*r->at == '\'')
		return json_bad(r, r->at, "JSON strings take double quotes");
	if (*r->at == '/')
		return json_bad(r, r->at, "JSON has no comments");
	if (word.len)
		return json_bad(r, r->at, "a word without quotes is not a JSON value");
	return json_bad(r, r->at, "a value is expected here");
}

/* --- lists and maps */

static struct node *read_value(struct json_reader *r);

/* Behind an item or member: true at the closing bracket (eaten), false on a comma or an error. */
static bool at_close(struct json_reader *r, char close)
{
	skip_space(r);
	if (*r->at == close) {
		r->at++;
		return true;
	}
	if (*r->at == ',') {
		const char *comma = r->at++;

		skip_space(r);
		if (*r->at == close)
			json_bad(r, comma, "JSON allows no comma behind the last one");
	} else if (r->at >= r->end) {
		json_bad(r, r->at,
			 close == '}' ? "the text ends inside an object" : "the text ends inside an array");
	} else {
		json_bad(r, r->at,
			 close == '}' ? "',' or '}' is expected here" : "',' or ']' is expected here");
	}
	return false;
}

static struct node *read_list(struct json_reader *r)
{
	struct node *n = build_node(r->b, NODE_LIST, json_place(r, r->at));
	size_t mark = r->b->n_items;

	r->at++;
	skip_space(r);
	if (*r->at == ']')
		r->at++;
	else
		do {
			struct node *item = read_value(r);

			if (!item)
				return NULL;
			build_push_item(r->b, item);
		} while (!at_close(r, ']') && !r->error.why);
	build_close_list(r->b, n, mark);
	return r->error.why ? NULL : n;
}

static bool read_member(struct json_reader *r)
{
	struct place at;
	struct slice key;
	struct node *value;

	skip_space(r);
	at = json_place(r, r->at);
	if (*r->at != '"')
		return json_bad(r, r->at,
				r->at < r->end ? "a key in double quotes is expected here"
					       : "the text ends inside an object");
	if (!json_read_string(r, &key))
		return false;
	skip_space(r);
	if (*r->at != ':')
		return json_bad(r, r->at, "':' is expected behind the key");
	r->at++;
	value = read_value(r);
	if (!value)
		return false;
	build_push_member(r->b, key, value, at);
	return true;
}

static struct node *read_map(struct json_reader *r)
{
	const char *from = r->at;
	struct node *n = build_node(r->b, NODE_MAP, json_place(r, from));
	size_t mark = r->b->n_members;

	r->at++;
	skip_space(r);
	if (*r->at == '}')
		r->at++;
	else
		do {
			if (!read_member(r))
				return NULL;
		} while (!at_close(r, '}') && !r->error.why);
	if (!build_close_map(r->b, n, mark) && !r->b->diag)
		return json_fail(r, r->at, DIAG_DUPLICATE_KEY, "an object has the same key twice");
	return r->error.why ? NULL : n;
}

static struct node *read_nested(struct json_reader *r)
{
	struct node *n;

	if (r->depth == LIMIT_DOCUMENT_DEPTH)
		return json_fail(r, r->at, DIAG_LIMIT, "nested too deeply");
	r->depth++;
	n = *r->at == '{' ? read_map(r) : read_list(r);
	r->depth--;
	return n;
}

static struct node *read_value(struct json_reader *r)
{
	struct node *n;

	skip_space(r);
	if (*r->at == '{' || *r->at == '[')
		n = read_nested(r);
	else if (*r->at == '"')
		n = read_text(r);
	else if (*r->at == '-' || (*r->at >= '0' && *r->at <= '9'))
		n = read_number(r);
	else
		n = read_word(r);
	if (r->b->is_full)
		return json_fail(r, r->at, DIAG_LIMIT, "too many values");
	return n;
}

struct node *json_read(struct build *b, struct slice text, struct json_error *error)
{
	struct json_reader r = {
		.b = b,
		.start = text.ptr,
		.at = text.ptr,
		.end = text.ptr + text.len,
		.counted = text.ptr,
		.place = {1, 1},
	};
	struct node *n = read_value(&r);

	skip_space(&r);
	if (n && r.at < r.end)
		n = json_bad(&r, r.at, "more text behind the end of the value");
	*error = r.error;
	return n;
}

static struct slice padded_copy(struct arena *a, struct slice text)
{
	char *copy = arena_alloc(a, text.len + DOCUMENT_PADDING);

	if (text.len)
		memcpy(copy, text.ptr, text.len);
	return slice_of(copy, text.len);
}

struct node *json_parse(struct arena *a, struct slice text, const char **why, size_t *where)
{
	struct build b = { .arena = a };
	struct json_error error;
	struct node *n;

	*why = NULL;
	*where = utf8_valid_prefix(text);
	if (*where < text.len) {
		*why = "the text is not UTF-8";
		return NULL;
	}
	n = json_read(&b, padded_copy(a, text), &error);
	build_release(&b);
	*why = n ? NULL : error.why;
	*where = n ? 0 : error.offset;
	return n;
}
