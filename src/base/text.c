#include <time.h>

#include "base/text.h"

/* Length of the well-formed sequence at the front, 0 if there is none (RFC 3629 §4). */
static size_t utf8_sequence(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	size_t n;

	if (!s.len)
		return 0;
	if (p[0] < 0x80)
		return 1;
	n = p[0] >= 0xc2 && p[0] <= 0xdf   ? 2
	    : p[0] >= 0xe0 && p[0] <= 0xef ? 3
	    : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4
					   : 0;
	if (!n || n > s.len)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) ||
	    (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

size_t utf8_valid_prefix(struct slice s)
{
	size_t at = 0;

	while (at < s.len) {
		size_t n;
		uint64_t word;

		for (; s.len - at >= 8; at += 8) {
			memcpy(&word, s.ptr + at, 8);
			if (word & 0x8080808080808080u)
				break;
		}
		if (at == s.len)
			break;
		n = utf8_sequence(slice_from(s, at));
		if (!n)
			break;
		at += n;
	}
	return at;
}

bool utf8_is_valid(struct slice s)
{
	return utf8_valid_prefix(s) == s.len;
}

size_t utf8_count(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += (s.ptr[i] & 0xc0) != 0x80;
	return n;
}

void utf8_add(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
	} else if (c < 0x800) {
		buf_char(b, (char)(0xc0 | c >> 6));
		buf_char(b, (char)(0x80 | (c & 63)));
	} else if (c < 0x10000) {
		buf_char(b, (char)(0xe0 | c >> 12));
		buf_char(b, (char)(0x80 | (c >> 6 & 63)));
		buf_char(b, (char)(0x80 | (c & 63)));
	} else {
		buf_char(b, (char)(0xf0 | c >> 18));
		buf_char(b, (char)(0x80 | (c >> 12 & 63)));
		buf_char(b, (char)(0x80 | (c >> 6 & 63)));
		buf_char(b, (char)(0x80 | (c & 63)));
	}
}

enum { LONGEST_COMPARED_NAME = 256 };

/* Optimal string alignment: insert, remove, replace, swap neighbours. */
size_t edit_distance(struct slice a, struct slice b, size_t most)
{
	size_t rows[3][LONGEST_COMPARED_NAME + 1];

	if (a.len > LONGEST_COMPARED_NAME || b.len > LONGEST_COMPARED_NAME)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t best = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
			    above2[j - 2] + 1 < best)
				best = above2[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[a.len % 3][b.len] <= most ? rows[a.len % 3][b.len] : SIZE_MAX;
}

struct slice nearest_name(struct slice wrong, const struct slice *candidates, size_t n)
{
	size_t best = wrong.len / 3 + 1;
	struct slice out = SLICE_NONE;

	for (size_t i = 0; i < n; i++) {
		size_t d = slice_eq_ignoring_case(wrong, candidates[i])
				   ? 0
				   : edit_distance(wrong, candidates[i], best);

		if (d <= best && (!out.ptr || d < best)) {
			best = d;
			out = candidates[i];
		}
	}
	return out;
}

static const struct {
	const char *unit;
	int64_t us;
} units[] = {
	{"us",	1	  },
	   { "ms", 1000	},
	{ "s",  1000000    },
	{ "m",  60000000	},
	   { "h",  3600000000 },
	{ "d",  86400000000},
};

bool duration_parse(struct slice s, int64_t *us)
{
	int64_t whole = 0, fraction = 0, scale = 1;
	size_t i = 0;

	for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++) {
		if (whole > INT64_MAX / 20)
			return false;
		whole = whole * 10 + (s.ptr[i] - '0');
	}
	if (!i)
		return false;
	if (i < s.len && s.ptr[i] == '.') {
		size_t from = ++i;

		for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
			if (scale < 1000000) {
				fraction = fraction * 10 + (s.ptr[i] - '0');
				scale *= 10;
			}
		if (i == from)
			return false;
	}
	for (size_t u = 0; u < ARRAY_SIZE(units); u++) {
		if (!slice_is(slice_from(s, i), units[u].unit))
			continue;
		if (whole > INT64_MAX / 4 / units[u].us)
			return false;
		*us = whole * units[u].us +
		      (int64_t)((double)fraction / (double)scale * (double)units[u].us + 0.5);
		return true;
	}
	return false;
}

void duration_add(struct buf *b, int64_t us)
{
	size_t u = 3; /* minutes: hours and days read worse as 2880m */

	if (!us) {
		buf_str(b, "0s");
		return;
	}
	while (u && us % units[u].us)
		u--;
	buf_signed(b, us / units[u].us);
	buf_str(b, units[u].unit);
}

/* Of days since 1970, in the Gregorian calendar before and after.  Years begin in March, so that the leap day
 * is a year's last; an era is 400 years. */
static void civil_date(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
	int64_t from_0000 = days + 719468;
	int64_t era = (from_0000 >= 0 ? from_0000 : from_0000 - 146096) / 146097;
	unsigned of_era = (unsigned)(from_0000 - era * 146097);
	unsigned years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	unsigned of_year = of_era - (365 * years + years / 4 - years / 100);
	unsigned from_march = (5 * of_year + 2) / 153;

	*day = of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = (int64_t)years + era * 400 + (*month <= 2);
}

static char *put_digits(char *at, unsigned value, int n, char behind)
{
	for (int i = n; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	at[n] = behind;
	return at + n + 1;
}

void time_add(struct buf *b, int64_t wall_us)
{
	enum { DAY_S = 86400 };
	int64_t us = wall_us % 1000000, seconds = wall_us / 1000000 - (us < 0), days, year;
	unsigned month, day, of_day;
	char *to;

	us += us < 0 ? 1000000 : 0;
	days = seconds / DAY_S - (seconds % DAY_S < 0);
	of_day = (unsigned)(seconds - days * DAY_S);
	civil_date(days, &year, &month, &day);
	if (year < 0 || year > 9999) {
		buf_printf(b, "%04lld-%02u-%02uT%02u:%02u:%02u.%06uZ", (long long)year, month, day,
			   of_day / 3600, of_day / 60 % 60, of_day % 60, (unsigned)us);
		return;
	}
	to = buf_reserve(b, sizeof("2026-11-21T10:00:01.000000Z"));
	if (!to)
		return;
	to = put_digits(to, (unsigned)year, 4, '-');
	to = put_digits(to, month, 2, '-');
	to = put_digits(to, day, 2, 'T');
	to = put_digits(to, of_day / 3600, 2, ':');
	to = put_digits(to, of_day / 60 % 60, 2, ':');
	to = put_digits(to, of_day % 60, 2, '.');
	put_digits(to, (unsigned)us, 6, 'Z');
	b->len += sizeof("2026-11-21T10:00:01.000000Z") - 1;
}

static bool digits(struct slice *s, size_t n, int *value)
{
	*value = 0;
	if (s->len < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->ptr[i] < '0' || s->ptr[i] > '9')
			return false;
		*value = *value * 10 + (s->ptr[i] - '0');
	}
	*s = slice_from(*s, n);
	return true;
}

static bool one_of(struct slice *s, const char *chars)
{
	if (!s->len || !strchr(chars, s->ptr[0]) || !s->ptr[0])
		return false;
	*s = slice_from(*s, 1);
	return true;
}

bool time_parse(struct slice s, int64_t *wall_us)
{
	struct tm tm = { 0 };
	int offset_h = 0, offset_m = 0, sign = 0;
	int64_t us = 0, scale = 100000;

	if (!digits(&s, 4, &tm.tm_year) || !one_of(&s, "-") || !digits(&s, 2, &tm.tm_mon) ||
	    !one_of(&s, "-") || !digits(&s, 2, &tm.tm_mday) || !one_of(&s, "Tt ") ||
	    !digits(&s, 2, &tm.tm_hour) || !one_of(&s, ":") || !digits(&s, 2, &tm.tm_min) ||
	    !one_of(&s, ":") || !digits(&s, 2, &tm.tm_sec))
		return false;
	if (tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 || tm.tm_mday > 31 || tm.tm_hour > 23 ||
	    tm.tm_min > 59 || tm.tm_sec > 60)
		return false;
	if (one_of(&s, ".")) {
		size_t n = 0;

		for (; s.len && s.ptr[0] >= '0' && s.ptr[0] <= '9'; s = slice_from(s, 1), n++) {
			us += (s.ptr[0] - '0') * scale;
			scale /= 10;
		}
		if (!n)
			return false;
	}
	if (s.len && (s.ptr[0] == '+' || s.ptr[0] == '-')) {
		sign = s.ptr[0] == '+' ? 1 : -1;
		s = slice_from(s, 1);
		if (!digits(&s, 2, &offset_h) || !one_of(&s, ":") || !digits(&s, 2, &offset_m))
			return false;
	} else if (!one_of(&s, "Zz")) {
		return false;
	}
	if (s.len)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	*wall_us = ((int64_t)timegm(&tm) - sign * (offset_h * 3600 + offset_m * 60)) * 1000000 + us;
	return true;
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_add(struct buf *b, struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.ptr;

	for (size_t i = 0; i < s.len; i += 3) {
		unsigned n = (unsigned)(s.len - i > 3 ? 3 : s.len - i);
		unsigned word =
			(unsigned)p[i] << 16 | (n > 1 ? (unsigned)p[i + 1] << 8 : 0) | (n > 2 ? p[i + 2] : 0);
		const char out[4] = { base64_digits[word >> 18], base64_digits[word >> 12 & 63],
				      n > 1 ? base64_digits[word >> 6 & 63] : '=',
				      n > 2 ? base64_digits[word & 63] : '=' };

		buf_add(b, out, 4);
	}
}

bool base64_decode(struct slice text, struct buf *out)
{
	if (text.len % 4)
		return false;
	for (size_t i = 0; i < text.len; i += 4) {
		unsigned word = 0, pad = 0;

		for (size_t j = 0; j < 4; j++) {
			char c = text.ptr[i + j];
			const char *at = c ? strchr(base64_digits, c) : NULL;

			if (c == '=' && i + 4 == text.len && j >= 2)
				pad++;
			else if (!at || pad)
				return false;
			word = word << 6 | (at ? (unsigned)(at - base64_digits) : 0);
		}
		if (word & (pad == 2 ? 0xffffu : pad == 1 ? 0xffu : 0))
			return false;
		buf_char(out, (char)(word >> 16));
		if (pad < 2)
			buf_char(out, (char)(word >> 8));
		if (pad < 1)
			buf_char(out, (char)word);
	}
	return !out->failed;
}

/* What stands for itself in a JSON string and is ASCII. */
static const bool is_plain[256] = {
	[' '] = true,
	['!'] = true,
	['#' ... '['] = true,
	[']' ... '~'] = true,
};

/* How many bytes at the front stand for themselves.  Eight at a time as far as none of them is a control
 * character, a quote, a backslash or beyond '~'. */
static size_t plain_length(struct slice s)
{
	const uint64_t each = 0x0101010101010101u, high = each << 7;
	size_t n = 0;

	for (; n + 8 <= s.len; n += 8) {
		uint64_t word;

		memcpy(&word, s.ptr + n, 8);
		if (((word - each * ' ') | ((word ^ each * '"') - each) | ((word ^ each * '\\') - each) |
		     (word + each) | word) &
		    high)
			break;
	}
	while (n < s.len && is_plain[(unsigned char)s.ptr[n]])
		n++;
	return n;
}

static void add_quoted(struct buf *b, struct slice plain)
{
	char *to = buf_reserve(b, plain.len + 2);

	if (!to)
		return;
	to[0] = '"';
	if (plain.len)
		memcpy(to + 1, plain.ptr, plain.len);
	to[plain.len + 1] = '"';
	b->len += plain.len + 2;
}

void json_string_add(struct buf *b, struct slice s)
{
	static const char hex[] = "0123456789abcdef";

	if (plain_length(s) == s.len) {
		add_quoted(b, s);
		return;
	}
	buf_char(b, '"');
	while (s.len) {
		size_t plain = plain_length(s), n;
		unsigned char c;

		buf_add(b, s.ptr, plain);
		s = slice_from(s, plain);
		if (!s.len)
			break;
		c = (unsigned char)s.ptr[0];
		n = utf8_sequence(s);
		if (n > 1) {
			buf_add(b, s.ptr, n);
		} else if (!n) {
			buf_str(b, "\xef\xbf\xbd");
			n = 1;
		} else if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c == '\n' || c == '\t' || c == '\r') {
			buf_char(b, '\\');
			buf_char(b, c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
		} else {
			const char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

			buf_add(b, escape, sizeof(escape));
		}
		s = slice_from(s, n);
	}
	buf_char(b, '"');
}

void json_pointer_add(struct buf *b, struct slice token)
{
	buf_char(b, '/');
	for (size_t i = 0; i < token.len; i++) {
		if (token.ptr[i] == '~')
			buf_str(b, "~0");
		else if (token.ptr[i] == '/')
			buf_str(b, "~1");
		else
			buf_char(b, token.ptr[i]);
	}
}

bool number_parse(struct slice s, uint64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)(s.ptr[i] - '0');

		if (digit > 9 || *value > (UINT64_MAX - digit) / 10)
			return false;
		*value = *value * 10 + digit;
	}
	return s.len > 0;
}

void printable_add(struct buf *b, struct slice s, size_t most)
{
	bool cut = s.len > most;

	s = slice_first(s, most);
	while (s.len) {
		size_t n = utf8_sequence(s);
		unsigned char c = (unsigned char)s.ptr[0];

		if (!n || c < 0x20 || c == 0x7f) {
			buf_printf(b, "\\x%02x", c);
			n = 1;
		} else {
			buf_add(b, s.ptr, n);
		}
		s = slice_from(s, n);
	}
	if (cut)
		buf_str(b, "...");
}
