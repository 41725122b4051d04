/* The encodings of RFC 4648 by one reader, quoted-printable (RFC 2045, 6.7), and those that change nothing.
 */
#include "schema/text_encoding.h"

#include "schema/format.h"

static int digit_value(const struct text_encoding *e, char c)
{
	const char *at;

	if (e->ignores_case && c >= 'a' && c <= 'z')
		c = (char)(c - 32);
	at = c ? strchr(e->digits, c) : NULL;
	return at ? (int)(at - e->digits) : -1;
}

/* How many digits make whole bytes: 4 of 6 bits, 8 of 5, 2 of 4. */
static size_t group_of(unsigned bits)
{
	return bits == 6 ? 4 : bits == 5 ? 8 : 2;
}

static bool is_padded_well(const struct text_encoding *e, size_t digits, size_t padding)
{
	size_t group = group_of(e->bits), left = digits % group * e->bits;

	if (left % 8 >= e->bits) /* a digit that begins no byte */
		return false;
	return padding ? padding < group && (digits + padding) % group == 0 : !e->must_pad || !left;
}

static bool decode_digits(const struct text_encoding *e, struct slice text, struct buf *out)
{
	unsigned word = 0, held = 0;
	size_t n = text.len;

	while (n && text.ptr[n - 1] == '=')
		n--;
	for (size_t i = 0; i < n; i++) {
		int value = digit_value(e, text.ptr[i]);

		if (value < 0)
			return false;
		word = word << e->bits | (unsigned)value;
		held += e->bits;
		if (held >= 8) {
			held -= 8;
			buf_char(out, (char)(word >> held));
			word &= (1u << held) - 1;
		}
	}
	return !word && is_padded_well(e, n, text.len - n);
}

static bool hex_byte(const char *p, char *out)
{
	int value = 0;

	for (int i = 0; i < 2; i++) {
		if (!format_is_hex(p[i]))
			return false;
		value = value << 4 | (format_is_digit(p[i]) ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
	}
	*out = (char)value;
	return true;
}

/* A line that ends with = goes on in the next. */
static size_t soft_break(struct slice rest)
{
	return slice_starts(rest, SLICE_LIT("=\r\n")) ? 3 : slice_starts(rest, SLICE_LIT("=\n")) ? 2 : 0;
}

static bool decode_quoted(const struct text_encoding *e, struct slice text, struct buf *out)
{
	(void)e;
	while (text.len) {
		size_t n = soft_break(text);
		char c = text.ptr[0];

		if (!n) {
			n = c == '=' ? 3 : 1;
			if (n > text.len || (n == 3 && !hex_byte(text.ptr + 1, &c)) ||
			    (n == 1 && (unsigned char)c >= 127))
				return false;
			buf_char(out, c);
		}
		text = slice_from(text, n);
	}
	return true;
}

static bool decode_nothing(const struct text_encoding *e, struct slice text, struct buf *out)
{
	(void)e;
	buf_slice(out, text);
	return true;
}

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char base16[] = "0123456789ABCDEF";

static const struct text_encoding encodings[] = {
	{"base64",	    decode_digits,  base64,	   6, true,  false},
	{ "base64url",	       decode_digits,  base64url, 6, false, false},
	{ "base32",	    decode_digits,  base32,	   5, true,  true },
	{ "base16",	    decode_digits,  base16,	   4, true,  true },
	{ "quoted-printable", decode_quoted,  NULL,	   0, false, false},
	{ "7bit",		  decode_nothing, NULL,	0, false, false},
	{ "8bit",		  decode_nothing, NULL,	0, false, false},
	{ "binary",	    decode_nothing, NULL,	  0, false, false},
};

const struct text_encoding *text_encoding_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(encodings); i++)
		if (slice_eq_ignoring_case(name, slice_str(encodings[i].name)))
			return &encodings[i];
	return NULL;
}
