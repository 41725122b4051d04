/* Strings that hold more than plain ASCII: UTF-8 is checked, escapes are undone, surrogates joined. */
#include "base/text.h"
#include "schema/scan.h"

struct reading {
	const char *run; /* start of what is not yet in the scratch */
	struct buf *scratch;
	size_t from;  /* where the text begins in the scratch */
	size_t extra; /* bytes that continue a code point */
	bool escaped;
	const char *why, *where;
};

static const char *refuse(struct reading *r, const char *why, const char *where)
{
	r->why = why;
	r->where = where;
	return NULL;
}

/* One code point of more than one byte, checked: no overlong form, no surrogate, nothing past U+10FFFF. */
static const char *high_scan(struct reading *r, const char *p)
{
	const unsigned char *b = (const unsigned char *)p;
	size_t n = b[0] < 0xc2 ? 0 : b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : b[0] < 0xf5 ? 4 : 0;
	unsigned char low = b[0] == 0xe0 ? 0xa0 : b[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char high = b[0] == 0xed ? 0x9f : b[0] == 0xf4 ? 0x8f : 0xbf;

	if (!n || b[1] < low || b[1] > high || (n > 2 && b[2] >> 6 != 2) || (n > 3 && b[3] >> 6 != 2))
		return refuse(r, "bytes that are not UTF-8", p);
	r->extra += n - 1;
	return p + n;
}

/* Four hexadecimal digits, or -1. */
static int read_hex(const char *p)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			value = value << 4 | ((c | 32) - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/* `p` stands on the u. */
static const char *unicode_escape(struct reading *r, const char *p)
{
	int code = read_hex(p + 1), low;
	uint32_t whole;

	if (code < 0)
		return refuse(r, "a \\u without four hexadecimal digits", p - 1);
	whole = (uint32_t)code;
	if (code >= 0xdc00 && code <= 0xdfff)
		return refuse(r, "a lone surrogate", p - 1);
	if (code >= 0xd800 && code <= 0xdbff) {
		low = p[5] == '\\' && p[6] == 'u' ? read_hex(p + 7) : -1;
		if (low < 0xdc00 || low > 0xdfff)
			return refuse(r, "a lone surrogate", p - 1);
		whole = 0x10000 + ((uint32_t)(code & 0x3ff) << 10) + (uint32_t)(low & 0x3ff);
		p += 6;
	}
	r->extra += whole < 0x80 ? 0 : whole < 0x800 ? 1 : whole < 0x10000 ? 2 : 3;
	utf8_add(r->scratch, whole);
	return p + 5;
}

/* `p` stands on the backslash. */
static const char *escape_scan(struct reading *r, const char *p)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *known;

	buf_add(r->scratch, r->run, (size_t)(p - r->run));
	r->escaped = true;
	p++;
	if (*p == 'u') {
		p = unicode_escape(r, p);
	} else {
		known = *p ? strchr(names, *p) : NULL;
		if (!known)
			return refuse(r, "an escape that JSON does not know", p - 1);
		buf_char(r->scratch, values[known - names]);
		p++;
	}
	r->run = p;
	return p;
}

static const char *body_scan(struct reading *r, const char *p)
{
	while (p && *p != '"') {
		if ((unsigned char)*p >= 0x80)
			p = high_scan(r, p);
		else if (*p == '\\')
			p = escape_scan(r, p);
		else if (*p == '\0')
			return refuse(r, "a string that is not closed", p);
		else
			return refuse(r, "a control character in a string", p);
		if (p)
			p = skip_plain(p);
	}
	return p;
}

const char *string_scan_slowly(const char *start, const char *p, struct buf *scratch, struct text *out,
			       const char **why, const char **where)
{
	struct reading r = { .run = start, .scratch = scratch, .from = scratch->len };

	p = body_scan(&r, p);
	if (!p) {
		*why = r.why;
		*where = r.where;
		return NULL;
	}
	if (r.escaped) {
		buf_add(scratch, r.run, (size_t)(p - r.run));
		memset(buf_reserve(scratch, SCHEMA_PADDING), 0,
		       SCHEMA_PADDING); /* room behind it, as behind a payload */
		out->s = slice_of(scratch->data + r.from, scratch->len - r.from);
	} else {
		out->s = slice_of(start, (size_t)(p - start));
	}
	out->escaped = r.escaped;
	out->length = out->s.len - r.extra;
	return p + 1;
}
