/* Plain only where every reader agrees: the core schema of YAML 1.2.2 §10.3.2 and the types of YAML 1.1
 * (yaml.org/type: bool, int, float, null, timestamp, merge, value) are both kept clear of. */
#include "document/yaml_write_scalar.h"

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- what a plain scalar could be taken for */

static bool is_word(struct slice s)
{
	static const char *const words[] = { "null", "true", "false", "yes", "no", "on",
					     "off",  "y",    "n",     "~",   "=",  "<<" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (slice_eq_ignoring_case(s, slice_str(words[i])))
			return true;
	return false;
}

static bool all_of(struct slice s, const char *set)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_one_of(s.ptr[i], set))
			return false;
	return true;
}

/* 0x1F, 0o17, 0b11 and 017. */
static bool is_radix(struct slice s)
{
	return s.len > 2 && s.ptr[0] == '0' && is_one_of(s.ptr[1], "xXoObB") &&
	       all_of(slice_from(s, 2), "0123456789abcdefABCDEF_");
}

/* 12, 1_000, 1.5, 1e3, and the sexagesimal 12:30 and 1:30.5. */
static bool is_decimal(struct slice s)
{
	size_t points = 0;

	if (!s.len || !all_of(s, "0123456789_.:eE+-,"))
		return false;
	for (size_t i = 0; i < s.len; i++)
		points += s.ptr[i] == '.';
	return points <= 1 && (is_digit(s.ptr[0]) || (s.len > 1 && s.ptr[0] == '.' && is_digit(s.ptr[1])));
}

/* 2001-12-14, alone or with a time behind it. */
static bool is_date(struct slice s)
{
	return s.len >= 8 && all_of(slice_first(s, 4), "0123456789") && s.ptr[4] == '-' && is_digit(s.ptr[5]);
}

static bool is_number_or_date(struct slice s)
{
	struct slice bare = is_one_of(s.ptr[0], "+-") ? slice_from(s, 1) : s;

	return is_radix(bare) || is_decimal(bare) || is_date(s) ||
	       slice_eq_ignoring_case(bare, SLICE_LIT(".inf")) ||
	       slice_eq_ignoring_case(bare, SLICE_LIT(".nan"));
}

/* --- which characters stand where */

/* Line breaks of YAML 1.1 (U+0085, U+2028, U+2029), the byte order mark, controls: only as escapes. */
static size_t unprintable_at(struct slice s, size_t i)
{
	unsigned char c = (unsigned char)s.ptr[i];
	struct slice rest = slice_from(s, i);

	if (c < ' ' || c == 0x7f)
		return 1;
	if (c == 0xc2 && rest.len > 1 && (unsigned char)rest.ptr[1] < 0xa0)
		return 2;
	if (slice_starts(rest, SLICE_LIT("\xe2\x80\xa8")) || slice_starts(rest, SLICE_LIT("\xe2\x80\xa9")) ||
	    slice_starts(rest, SLICE_LIT("\xef\xbb\xbf")) || slice_starts(rest, SLICE_LIT("\xef\xbf\xbe")) ||
	    slice_starts(rest, SLICE_LIT("\xef\xbf\xbf")))
		return 3;
	return 0;
}

static bool is_printable(struct slice s, const char *except)
{
	for (size_t i = 0; i < s.len; i++)
		if (unprintable_at(s, i) && !is_one_of(s.ptr[i], except))
			return false;
	return true;
}

static bool begins_plain(struct slice s)
{
	/* "-a" would do, but few people know. */
	return !is_one_of(s.ptr[0], " -?:,[]{}#&*!|>'\"%@`");
}

static bool is_plain(struct slice s, bool in_brackets)
{
	if (!s.len || !begins_plain(s) || s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == ':')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char next = i + 1 < s.len ? s.ptr[i + 1] : ' ';

		if ((s.ptr[i] == ':' && next == ' ') || (s.ptr[i] == ' ' && next == '#'))
			return false;
		if (in_brackets && is_one_of(s.ptr[i], ",[]{}:?"))
			return false;
	}
	return !is_word(s) && !is_number_or_date(s) && !slice_starts(s, SLICE_LIT("...")) &&
	       is_printable(s, "");
}

/* --- writing */

static void add_single(struct buf *out, struct slice s)
{
	buf_char(out, '\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\'')
			buf_char(out, '\'');
		buf_char(out, s.ptr[i]);
	}
	buf_char(out, '\'');
}

static unsigned code_point(const char *p, size_t bytes)
{
	const unsigned char *u = (const unsigned char *)p;

	if (bytes == 1)
		return u[0];
	if (bytes == 2)
		return (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
	return (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
}

static void add_escape(struct buf *out, const char *p, size_t bytes)
{
	static const char from[] = "\n\t\r", to[] = "ntr";

	if (is_one_of(*p, from))
		buf_printf(out, "\\%c", to[strchr(from, *p) - from]);
	else if (code_point(p, bytes) < 0x100)
		buf_printf(out, "\\x%02X", code_point(p, bytes));
	else
		buf_printf(out, "\\u%04X", code_point(p, bytes));
}

static void add_double(struct buf *out, struct slice s)
{
	buf_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		size_t bytes = unprintable_at(s, i);

		if (bytes) {
			add_escape(out, s.ptr + i, bytes);
			i += bytes - 1;
			continue;
		}
		if (is_one_of(s.ptr[i], "\"\\"))
			buf_char(out, '\\');
		buf_char(out, s.ptr[i]);
	}
	buf_char(out, '"');
}

void yaml_text_add(struct buf *out, struct slice s, bool in_brackets)
{
	if (is_plain(s, in_brackets))
		buf_slice(out, s);
	else if (is_printable(s, ""))
		add_single(out, s);
	else
		add_double(out, s);
}

/* YAML 1.1 wants a point in a float and a sign in its exponent: 1e3 becomes 1.0e+3. */
static void add_number(struct buf *out, struct slice s)
{
	size_t e = slice_find(s, 'e') < slice_find(s, 'E') ? slice_find(s, 'e') : slice_find(s, 'E');
	struct slice exponent = slice_from(s, e + 1);

	buf_slice(out, slice_first(s, e));
	if (e == s.len)
		return;
	buf_str(out, slice_find(slice_first(s, e), '.') < e ? "e" : ".0e");
	if (!is_one_of(exponent.ptr[0], "+-"))
		buf_char(out, '+');
	buf_slice(out, exponent);
}

void yaml_scalar_add(struct buf *out, const struct node *n, bool in_brackets)
{
	if (n->kind == NODE_TEXT)
		yaml_text_add(out, n->text, in_brackets);
	else if (n->kind == NODE_NUMBER)
		add_number(out, n->text);
	else
		buf_str(out, n->kind == NODE_NULL ? "null" : n->truth ? "true" : "false");
}

/* --- literal blocks */

/* A line of white space alone, or one that begins with a tab, is read differently by different readers. */
static bool is_literal_line(struct slice line)
{
	return !line.len || (slice_trim(line).len && line.ptr[0] != '\t');
}

bool yaml_is_literal(struct slice text)
{
	struct slice rest = text, line;
	bool has_text = false;

	if (slice_find(text, '\n') == text.len || !is_printable(text, "\n\t"))
		return false;
	while (slice_split(&rest, '\n', &line)) {
		if (!is_literal_line(line))
			return false;
		has_text |= line.len > 0;
	}
	return has_text;
}

void yaml_literal_header(struct buf *out, struct slice text)
{
	buf_char(out, '|');
	if (is_one_of(text.ptr[0], " \n"))
		buf_char(out, '2'); /* its indentation cannot be seen in its first line */
	if (text.ptr[text.len - 1] != '\n')
		buf_char(out, '-');
	else if (text.len > 1 && text.ptr[text.len - 2] == '\n')
		buf_char(out, '+');
}

void yaml_literal_lines(struct buf *out, struct slice text, size_t indent)
{
	struct slice rest = text, line;

	if (slice_ends(rest, SLICE_LIT("\n")))
		rest.len--;
	while (slice_split(&rest, '\n', &line)) {
		for (size_t i = 0; line.len && i < indent; i++)
			buf_char(out, ' ');
		buf_slice(out, line);
		buf_char(out, '\n');
	}
}
