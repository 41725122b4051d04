/* JSON strings: escapes, surrogate pairs, and where a closing quote is missing. */
#include "base/text.h"
#include "document/json_reader.h"

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
static bool unescape_unicode(struct json_reader *r, struct buf *out)
{
	const char *escape = r->at - 2;
	uint32_t code, low;

	if (!hex4(r->at, &code))
		return json_bad(r, escape, "\\u takes four hexadecimal digits");
	r->at += 4;
	if (code >= 0xd800 && code <= 0xdfff) {
		if (code > 0xdbff || r->at[0] != '\\' || r->at[1] != 'u' || !hex4(r->at + 2, &low) ||
		    low < 0xdc00 || low > 0xdfff)
			return json_bad(r, escape, "half of a surrogate pair stands for no character");
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		r->at += 6;
	}
	utf8_add(out, code);
	return true;
}

static bool unescape(struct json_reader *r, struct buf *out)
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
	return json_bad(r, r->at - 1, "a backslash must be followed by one of \" \\ / b f n r t u");
}

static const char *plain_end(const char *p)
{
	while ((unsigned char)*p >= 0x20 && *p != '"' && *p != '\\')
		p++;
	return p;
}

static void bad_string_end(struct json_reader *r, const char *quote)
{
	if (r->at >= r->end || *r->at == '\n' || *r->at == '\r')
		json_bad(r, quote, "the string that begins here has no closing quote on its line");
	else
		json_bad(r, r->at, "a control character in a string must be written as \\u00..");
}

static bool read_escaped(struct json_reader *r, const char *quote, struct slice *out)
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

bool json_read_string(struct json_reader *r, struct slice *out)
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
