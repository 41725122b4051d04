#include "report/xml.h"

#include "base/text.h"

static const char *escape_of(char c, bool in_attribute)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return in_attribute ? "&quot;" : NULL;
	case '\n':
		return in_attribute ? "&#10;" : NULL;
	case '\t':
		return in_attribute ? "&#9;" : NULL;
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

/* XML 1.0 §2.2: of the control characters only tab, newline and return; neither U+FFFE nor U+FFFF. */
static bool is_char(struct slice s)
{
	unsigned char c = (unsigned char)s.ptr[0];

	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return !slice_starts(s, SLICE_LIT("\xef\xbf\xbe")) && !slice_starts(s, SLICE_LIT("\xef\xbf\xbf"));
}

static size_t char_bytes(struct slice s)
{
	size_t n = 1;

	while (n < s.len && (s.ptr[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* "\x1b[31m": the colours of a program's output, taken out whole. */
static size_t escape_sequence(struct slice s)
{
	size_t n = 2;

	if (s.len < 3 || s.ptr[0] != 0x1b || s.ptr[1] != '[')
		return 0;
	while (n < s.len && (s.ptr[n] == ';' || (s.ptr[n] >= '0' && s.ptr[n] <= '9')))
		n++;
	return n < s.len ? n + 1 : n;
}

static void write(struct buf *out, struct slice s, bool in_attribute)
{
	while (s.len) {
		size_t n = escape_sequence(s);
		const char *escape;

		if (n) {
			s = slice_from(s, n);
			continue;
		}
		n = char_bytes(s);
		escape = escape_of(s.ptr[0], in_attribute);
		if (!utf8_is_valid(slice_first(s, n))) {
			utf8_add(out, 0xfffd);
			n = 1;
		} else if (escape) {
			buf_str(out, escape);
		} else if (is_char(s)) {
			buf_add(out, s.ptr, n);
		}
		s = slice_from(s, n);
	}
}

void xml_attribute(struct buf *out, struct slice s)
{
	write(out, s, true);
}

void xml_text(struct buf *out, struct slice s)
{
	write(out, s, false);
}
