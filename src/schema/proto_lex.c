/* Cuts a .proto source into words, comments left out (protobuf language specification, "Lexical elements").
 */
#include "schema/proto_lex.h"

#include "base/text.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
	char low = (char)(c | 0x20);

	return is_digit(c) ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* NUL behind the end: the grammar has none. */
static char peek(const struct proto_lexer *x, size_t ahead)
{
	return x->in.len - x->at > ahead ? x->in.ptr[x->at + ahead] : '\0';
}

static void skip(struct proto_lexer *x, size_t n)
{
	for (; n && x->at < x->in.len; n--, x->at++) {
		char c = x->in.ptr[x->at];

		if (c == '\n') {
			x->line++;
			x->col = 1;
		} else if ((c & 0xc0) != 0x80) {
			x->col++;
		}
	}
}

/* Goes behind a comment that opens here; stays where it is if it never closes. */
static bool skip_block_comment(struct proto_lexer *x)
{
	struct proto_lexer open = *x;

	skip(x, 2);
	while (x->at < x->in.len) {
		if (peek(x, 0) == '*' && peek(x, 1) == '/') {
			skip(x, 2);
			return true;
		}
		skip(x, 1);
	}
	*x = open;
	return false;
}

static bool skip_blank(struct proto_lexer *x)
{
	for (;;) {
		char c = peek(x, 0);

		if (c && strchr(" \t\r\n\f\v", c)) {
			skip(x, 1);
		} else if (c == '/' && peek(x, 1) == '/') {
			while (x->at < x->in.len && peek(x, 0) != '\n')
				skip(x, 1);
		} else if (c == '/' && peek(x, 1) == '*') {
			if (!skip_block_comment(x))
				return false;
		} else {
			return true;
		}
	}
}

static size_t name_length(const struct proto_lexer *x, enum proto_token_kind *kind)
{
	size_t n = 1;

	*kind = TOKEN_NAME;
	while (is_letter(peek(x, n)) || is_digit(peek(x, n)))
		n++;
	return n;
}

static size_t digits(const struct proto_lexer *x, size_t from)
{
	while (is_digit(peek(x, from)))
		from++;
	return from;
}

/* 12, 017, 0xFF, 1.5, .5, 1e9. */
static size_t number_length(const struct proto_lexer *x, enum proto_token_kind *kind, const char **why)
{
	size_t n = 0;

	*kind = TOKEN_INTEGER;
	if (peek(x, 0) == '0' && (peek(x, 1) | 0x20) == 'x') {
		for (n = 2; hex_value(peek(x, n)) >= 0; n++)
			;
		*why = n == 2 ? "\"0x\" without digits" : NULL;
	} else {
		n = digits(x, 0);
		if (peek(x, n) == '.' || (peek(x, n) | 0x20) == 'e')
			*kind = TOKEN_FLOAT;
		if (peek(x, n) == '.')
			n = digits(x, n + 1);
		if ((peek(x, n) | 0x20) == 'e') {
			size_t sign = peek(x, n + 1) == '-' || peek(x, n + 1) == '+';
			size_t end = digits(x, n + 1 + sign);

			*why = end == n + 1 + sign ? "an exponent without digits" : NULL;
			n = end;
		}
	}
	if (is_letter(peek(x, n)))
		*why = "a number that runs into a name";
	return n;
}

static size_t text_length(const struct proto_lexer *x, enum proto_token_kind *kind, const char **why)
{
	char quote = peek(x, 0);
	size_t n = 1;

	*kind = TOKEN_TEXT;
	while (x->in.len - x->at > n && peek(x, n) != quote) {
		if (peek(x, n) == '\n')
			break;
		n += peek(x, n) == '\\' ? 2 : 1;
	}
	if (x->in.len - x->at > n && peek(x, n) == quote)
		return n + 1;
	*why = "a string that does not end on its line";
	return n < x->in.len - x->at ? n : x->in.len - x->at;
}

struct proto_token proto_lex(struct proto_lexer *x)
{
	bool closed = skip_blank(x);
	struct proto_token t = { .kind = TOKEN_END, .line = x->line, .col = x->col };
	char c = peek(x, 0);
	size_t n = 1;

	if (!closed)
		t.why = "a comment that does not end";
	else if (x->at == x->in.len)
		return t;
	else if (is_letter(c))
		n = name_length(x, &t.kind);
	else if (is_digit(c) || (c == '.' && is_digit(peek(x, 1))))
		n = number_length(x, &t.kind, &t.why);
	else if (c == '"' || c == '\'')
		n = text_length(x, &t.kind, &t.why);
	else if (c > ' ' && c < 0x7f)
		t.kind = TOKEN_SYMBOL;
	else
		t.why = "a character that has no place outside of strings and comments";
	if (t.why)
		t.kind = TOKEN_BAD;
	t.text = slice_first(slice_from(x->in, x->at), n);
	skip(x, n);
	return t;
}

/* --- values */

/* \x41, \101: one byte; \u0041 and \U00000041: a code point. */
static bool add_number(struct slice *s, unsigned base, unsigned least, unsigned most, struct buf *out,
		       bool is_byte)
{
	uint32_t value = 0;
	unsigned n = 0;

	while (n < most && s->len && hex_value(s->ptr[0]) >= 0 && (unsigned)hex_value(s->ptr[0]) < base) {
		value = value * base + (unsigned)hex_value(s->ptr[0]);
		*s = slice_from(*s, 1);
		n++;
	}
	if (n < least || (is_byte ? value > 0xff : value > 0x10ffff))
		return false;
	if (is_byte)
		buf_char(out, (char)value);
	else
		utf8_add(out, value);
	return true;
}

static bool add_escape(struct slice *s, struct buf *out)
{
	static const char from[] = "abfnrtv\\'\"?", to[] = "\a\b\f\n\r\t\v\\'\"?";
	char c = s->len ? s->ptr[0] : '\0';
	const char *plain = c ? strchr(from, c) : NULL;

	if (is_digit(c))
		return add_number(s, 8, 1, 3, out, true);
	*s = slice_from(*s, 1);
	if (plain)
		buf_char(out, to[plain - from]);
	else if ((c | 0x20) == 'x')
		return add_number(s, 16, 1, 2, out, true);
	else if (c == 'u')
		return add_number(s, 16, 4, 4, out, false);
	else if (c == 'U')
		return add_number(s, 16, 8, 8, out, false);
	return plain != NULL;
}

bool proto_unescape(struct slice quoted, struct buf *out)
{
	struct slice s = slice_from(slice_first(quoted, quoted.len - 1), 1);

	while (s.len) {
		char c = s.ptr[0];

		s = slice_from(s, 1);
		if (c != '\\')
			buf_char(out, c);
		else if (!add_escape(&s, out))
			return false;
	}
	return true;
}

bool proto_integer(struct slice text, uint64_t *value)
{
	unsigned base = text.len > 1 && text.ptr[0] == '0' ? (text.ptr[1] | 0x20) == 'x' ? 16 : 8 : 10;

	*value = 0;
	for (size_t i = base == 16 ? 2 : 0; i < text.len; i++) {
		int digit = hex_value(text.ptr[i]);

		if (digit < 0 || (unsigned)digit >= base || *value > (UINT64_MAX - (unsigned)digit) / base)
			return false;
		*value = *value * base + (unsigned)digit;
	}
	return text.len > 0;
}
