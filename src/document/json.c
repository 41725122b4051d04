/* Recursive descent over text that ends in a zero byte, so that looking ahead needs no bounds.  Strings
 * without escapes are borrowed from the text.  Columns count code points; the place is carried along, never
 * counted again from the start of the line. */
#include "base/limits.h"
#include "base/text.h"
#include "document/json.h"

struct reader {
	struct build *b;
	const char *start, *at, *end;
	const char *counted; /* line and col are those of this place */
	struct place place;
	unsigned depth;
	struct json_error error; /* why NULL: none */
};

static struct place place_of(struct reader *r, const char *at)
{
	for (; r->counted < at; r->counted++) {
		if (*r->counted == '\n')
			r->place = (struct place){ r->place.line + 1, 1 };
		else
			r->place.col += (*r->counted & 0xc0) != 0x80;
	}
	return r->place;
}

/* `at` is not before the last place that was asked for. */
static struct node *fail(struct reader *r, const char *at, enum diag_code code, const char *why)
{
	if (!r->error.why)
		r->error = (struct json_error){ code, why, place_of(r, at), (size_t)(at - r->start) };
	return NULL;
}

static struct node *bad(struct reader *r, const char *at, const char *why)
{
	return fail(r, at, DIAG_SYNTAX, why);
}

static void skip_space(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')
		r->at++;
}

/* --- strings */

static bool hex4(const char *p, uint32_t *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i], low = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			*out = *out << 4 | (uint32_t)(c - '0');
		else if (low >= 'a' && low <= 'f')
			*out = *out << 4 | (uint32_t)(low - 'a' + 10);
		else
			return false; /* the zero behind the text too */
	}
	return true;
}

/* r->at is behind "\u".  A pair of surrogates is one code point; half of one is none (RFC 8259 §8.2). */
static bool unescape_unicode(struct reader *r, struct buf *out)
{
	const char *escape = r->at - 2;
	uint32_t code, low;

	if (!hex4(r->at, &code))
		return bad(r, escape, "\\u takes four hexadecimal digits");
	r->at += 4;
	if (code >= 0xd800 && code <= 0xdfff) {
		if (code > 0xdbff || r->at[0] != '\\' || r->at[1] != 'u' || !hex4(r->at + 2, &low) ||
		    low < 0xdc00 || low > 0xdfff)
			return bad(r, escape, "half of a surrogate pair stands for no character");
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		r->at += 6;
	}
	utf8_add(out, code);
	return true;
}

static bool unescape(struct reader *r, struct buf *out)
{
	static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

	if (*r->at == 'u') {
		r->at++;
		return unescape_unicode(r, out);
	}
	for (size_t i = 0; i + 1 < sizeof(escapes); i += 2)
		if (escapes[i] == *r->at) {
			buf_char(out, escapes[i + 1]);
			r->at++;
			return true;
		}
	return bad(r, r->at - 1, "a backslash must be followed by one of \" \\ / b f n r t u");
}

static const char *plain_end(const char *p)
{
	while ((unsigned char)*p >= 0x20 && *p != '"' && *p != '\\')
		p++;
	return p;
}

static void bad_string_end(struct reader *r, const char *quote)
{
	if (r->at >= r->end || *r->at == '\n' || *r->at == '\r')
		bad(r, quote, "the string that begins here has no closing quote on its line");
	else
		bad(r, r->at, "a control character in a string must be written as \\u00..");
}

static bool read_escaped(struct reader *r, const char *quote, struct slice *out)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	buf_add(&b, quote + 1, (size_t)(r->at - quote) - 1);
	while (*r->at != '"') {
		const char *from = r->at;

		if (*r->at == '\\') {
			r->at++;
			if (!unescape(r, &b))
				return false;
			continue;
		}
		r->at = plain_end(from);
		buf_add(&b, from, (size_t)(r->at - from));
		if ((unsigned char)*r->at < 0x20) {
			bad_string_end(r, quote);
			return false;
		}
	}
	r->at++;
	*out = arena_copy(r->b->arena, buf_view(&b));
	return true;
}

/* r->at is at the opening quote, whose place has been asked for. */
static bool read_string(struct reader *r, struct slice *out)
{
	const char *quote = r->at;

	r->at = plain_end(quote + 1);
	if (*r->at == '\\')
		return read_escaped(r, quote, out);
	if (*r->at != '"') {
		bad_string_end(r, quote);
		return false;
	}
	*out = slice_of(quote + 1, (size_t)(r->at - quote) - 1);
	r->at++;
	return true;
}

static struct node *read_text(struct reader *r)
{
	struct node *n = build_node(r->b, NODE_TEXT, place_of(r, r->at));

	return read_string(r, &n->text) ? n : NULL;
}

/* --- numbers and words */

static size_t skip_digits(struct reader *r)
{
	const char *from = r->at;

	while (*r->at >= '0' && *r->at <= '9')
		r->at++;
	return (size_t)(r->at - from);
}

static struct node *read_number(struct reader *r)
{
	const char *from = r->at;
	struct node *n = build_node(r->b, NODE_NUMBER, place_of(r, from));
	const char *digits;

	r->at += *r->at == '-';
	digits = r->at;
	if (!skip_digits(r))
		return bad(r, from, "a digit must follow the minus sign");
	if (*digits == '0' && r->at - digits > 1)
		return bad(r, from, "a number must not begin with 0");
	if (*r->at == '.') {
		r->at++;
		if (!skip_digits(r))
			return bad(r, from, "a digit must follow the decimal point");
	}
	if (*r->at == 'e' || *r->at == 'E') {
		r->at++;
		r->at += *r->at == '+' || *r->at == '-';
		if (!skip_digits(r))
			return bad(r, from, "the exponent has no digits");
	}
	n->text = slice_of(from, (size_t)(r->at - from));
	return n;
}

static const struct {
	struct slice text;
	enum node_kind kind;
	bool truth;
} words[] = {
	{SLICE_LIT("true"),   NODE_BOOL, true },
	{ SLICE_LIT("false"), NODE_BOOL, false},
	{ SLICE_LIT("null"),  NODE_NULL, false},
};

static struct slice word_at(const char *p)
{
	size_t n = 0;

	while ((p[n] >= 'a' && p[n] <= 'z') || (p[n] >= 'A' && p[n] <= 'Z') ||
	       (n && p[n] >= '0' && p[n] <= '9') || p[n] == '_')
		n++;
	return slice_of(p, n);
}

static struct node *read_word(struct reader *r)
{
	struct slice word = word_at(r->at);

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (slice_eq(word, words[i].text)) {
			struct node *n = build_node(r->b, words[i].kind, place_of(r, r->at));

			n->truth = words[i].truth;
			r->at += word.len;
			return n;
		}
	if (r->at >= r->end)
		return bad(r, r->at, "the text ends where a value is expected");
	if (*r->at == '\'')
		return bad(r, r->at, "JSON strings take double quotes");
	if (*r->at == '/')
		return bad(r, r->at, "JSON has no comments");
	if (word.len)
		return bad(r, r->at, "a word without quotes is not a JSON value");
	return bad(r, r->at, "a value is expected here");
}

/* --- lists and maps */

static struct node *read_value(struct reader *r);

/* Behind an item or member: true at the closing bracket (eaten), false on a comma or an error. */
static bool at_close(struct reader *r, char close)
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
			bad(r, comma, "JSON allows no comma behind the last one");
	} else if (r->at >= r->end) {
		bad(r, r->at,
		    close == '}' ? "the text ends inside an object" : "the text ends inside an array");
	} else {
		bad(r, r->at, close == '}' ? "',' or '}' is expected here" : "',' or ']' is expected here");
	}
	return false;
}

static struct node *read_list(struct reader *r)
{
	struct node *n = build_node(r->b, NODE_LIST, place_of(r, r->at));
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

static bool read_member(struct reader *r)
{
	struct place at;
	struct slice key;
	struct node *value;

	skip_space(r);
	at = place_of(r, r->at);
	if (*r->at != '"')
		return bad(r, r->at,
			   r->at < r->end ? "a key in double quotes is expected here"
					  : "the text ends inside an object");
	if (!read_string(r, &key))
		return false;
	skip_space(r);
	if (*r->at != ':')
		return bad(r, r->at, "':' is expected behind the key");
	r->at++;
	value = read_value(r);
	if (!value)
		return false;
	build_push_member(r->b, key, value, at);
	return true;
}

static struct node *read_map(struct reader *r)
{
	const char *from = r->at;
	struct node *n = build_node(r->b, NODE_MAP, place_of(r, from));
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
		return fail(r, r->at, DIAG_DUPLICATE_KEY, "an object has the same key twice");
	return r->error.why ? NULL : n;
}

static struct node *read_nested(struct reader *r)
{
	struct node *n;

	if (r->depth == LIMIT_DOCUMENT_DEPTH)
		return fail(r, r->at, DIAG_LIMIT, "nested too deeply");
	r->depth++;
	n = *r->at == '{' ? read_map(r) : read_list(r);
	r->depth--;
	return n;
}

static struct node *read_value(struct reader *r)
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
		return fail(r, r->at, DIAG_LIMIT, "too many values");
	return n;
}

struct node *json_read(struct build *b, struct slice text, struct json_error *error)
{
	struct reader r = {
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
		n = bad(&r, r.at, "more text behind the end of the value");
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
