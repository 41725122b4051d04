/* URIs (RFC 3986), IRIs (RFC 3987) and URI templates (RFC 6570). */
#include "base/text.h"
#include "schema/format.h"

static bool is_unreserved(char c)
{
	return format_is_letter(c) || format_is_digit(c) || (c && strchr("-._~", c));
}

static bool is_sub_delimiter(char c)
{
	return c && strchr("!$&'()*+,;=", c);
}

static bool is_escape(struct slice s, size_t at)
{
	return s.ptr[at] == '%' && at + 2 < s.len && format_is_hex(s.ptr[at + 1]) &&
	       format_is_hex(s.ptr[at + 2]);
}

/* RFC 3987: ucschar, and iprivate in queries. */
static bool is_iri_code_point(uint32_t c, bool in_query)
{
	if (in_query && ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000))
		return (c & 0xfffe) != 0xfffe;
	if (c < 0x10000)
		return (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) ||
		       (c >= 0xfdf0 && c <= 0xffef);
	return c < 0xf0000 && (c & 0xffff) <= 0xfffd && (c < 0xe0000 || c >= 0xe1000);
}

static uint32_t code_point(struct slice s, size_t at, size_t *n)
{
	unsigned char c = (unsigned char)s.ptr[at];
	uint32_t code;

	*n = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	code = c & (0x7fu >> *n);
	if (at + *n > s.len)
		*n = s.len - at;
	for (size_t i = 1; i < *n; i++)
		code = code << 6 | ((unsigned char)s.ptr[at + i] & 0x3f);
	return code;
}

enum { ASCII_ONLY, INTERNATIONAL };

/* Made of pchar-like characters and those in `more`. */
static bool made_of(struct slice s, const char *more, bool international, bool in_query)
{
	for (size_t i = 0; i < s.len;) {
		char c = s.ptr[i];
		size_t n = 1;

		if ((unsigned char)c >= 0x80) {
			if (!international || !is_iri_code_point(code_point(s, i, &n), in_query))
				return false;
		} else if (is_escape(s, i)) {
			n = 3;
		} else if (!is_unreserved(c) && !is_sub_delimiter(c) && !(c && strchr(more, c))) {
			return false;
		}
		i += n;
	}
	return true;
}

static bool is_ip_literal(struct slice s)
{
	size_t dot = slice_find(s, '.');

	if (s.len && (s.ptr[0] | 32) == 'v') { /* IPvFuture */
		for (size_t i = 1; i < dot; i++)
			if (!format_is_hex(s.ptr[i]))
				return false;
		return dot > 1 && dot + 1 < s.len && slice_find(s, '%') == s.len &&
		       made_of(slice_from(s, dot + 1), ":", false, false);
	}
	return format_ipv6(s);
}

static bool is_port(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!format_is_digit(s.ptr[i]))
			return false;
	return true;
}

static bool is_authority(struct slice s, bool international)
{
	size_t at = slice_find(s, '@'), close, colon;

	if (at < s.len) {
		if (!made_of(slice_first(s, at), ":", international, false))
			return false;
		s = slice_from(s, at + 1);
	}
	if (s.len && s.ptr[0] == '[') {
		struct slice rest;

		close = slice_find(s, ']');
		rest = slice_from(s, close + 1);
		return close < s.len && is_ip_literal(slice_of(s.ptr + 1, close - 1)) &&
		       (!rest.len || (rest.ptr[0] == ':' && is_port(slice_from(rest, 1))));
	}
	colon = slice_find(s, ':');
	return made_of(slice_first(s, colon), "", international, false) &&
	       (colon == s.len || is_port(slice_from(s, colon + 1)));
}

static size_t scheme_length(struct slice s)
{
	size_t n = 0;

	while (n < s.len && (format_is_letter(s.ptr[n]) ||
			     (n && (format_is_digit(s.ptr[n]) || strchr("+-.", s.ptr[n] ? s.ptr[n] : 'a')))))
		n++;
	return n && n < s.len && s.ptr[n] == ':' ? n : 0;
}

/* Everything behind the scheme; `relative`: there was none, so the first segment may hold no colon. */
static bool is_rest(struct slice s, bool international, bool relative)
{
	size_t fragment = slice_find(s, '#'), query;
	struct slice path;

	if (fragment < s.len && !made_of(slice_from(s, fragment + 1), ":@/?", international, false))
		return false;
	s = slice_first(s, fragment);
	query = slice_find(s, '?');
	if (query < s.len && !made_of(slice_from(s, query + 1), ":@/?", international, true))
		return false;
	path = slice_first(s, query);
	if (slice_starts(path, SLICE_LIT("//"))) {
		struct slice authority = slice_from(path, 2);

		authority = slice_first(authority, slice_find(authority, '/'));
		if (!is_authority(authority, international))
			return false;
		path = slice_from(path, 2 + authority.len);
	} else if (relative && slice_find(slice_first(path, slice_find(path, '/')), ':') < path.len &&
		   slice_find(path, ':') < slice_find(path, '/')) {
		return false;
	}
	return made_of(path, ":@/", international, false);
}

static bool is_uri(struct slice s, bool international, bool may_be_relative)
{
	size_t scheme = scheme_length(s);

	if (!scheme)
		return may_be_relative && is_rest(s, international, true);
	return is_rest(slice_from(s, scheme + 1), international, false);
}

bool format_uri(struct slice s)
{
	return is_uri(s, ASCII_ONLY, false);
}

bool format_uri_reference(struct slice s)
{
	return is_uri(s, ASCII_ONLY, true);
}

bool format_iri(struct slice s)
{
	return is_uri(s, INTERNATIONAL, false);
}

bool format_iri_reference(struct slice s)
{
	return is_uri(s, INTERNATIONAL, true);
}

/* RFC 6570, 2.3 and 2.4: varname, then :N or *. */
static bool is_variable(struct slice s)
{
	size_t n = 0, name;
	struct slice tail;

	while (n < s.len && (format_is_letter(s.ptr[n]) || format_is_digit(s.ptr[n]) || s.ptr[n] == '_' ||
			     is_escape(s, n) || (s.ptr[n] == '.' && n && s.ptr[n - 1] != '.')))
		n += s.ptr[n] == '%' ? 3 : 1;
	name = n;
	tail = slice_from(s, n);
	if (!name || s.ptr[name - 1] == '.')
		return false;
	if (!tail.len || slice_is(tail, "*"))
		return true;
	return tail.ptr[0] == ':' && tail.len >= 2 && tail.len <= 5 && tail.ptr[1] != '0' &&
	       is_port(slice_from(tail, 1));
}

static bool is_expression(struct slice s)
{
	struct slice variable;

	if (s.len && s.ptr[0] && strchr("+#./;?&=,!@|", s.ptr[0]))
		s = slice_from(s, 1);
	if (!s.len)
		return false;
	while (slice_split(&s, ',', &variable))
		if (!is_variable(variable))
			return false;
	return true;
}

bool format_uri_template(struct slice s)
{
	while (s.len) {
		size_t n = 1;

		if (s.ptr[0] == '{') {
			n = slice_find(s, '}') + 1;
			if (n > s.len || !is_expression(slice_of(s.ptr + 1, n - 2)))
				return false;
		} else if ((unsigned char)s.ptr[0] >= 0x80) {
			if (!is_iri_code_point(code_point(s, 0, &n), true))
				return false;
		} else if (is_escape(s, 0)) {
			n = 3;
		} else if ((unsigned char)s.ptr[0] <= ' ' || strchr("\"%<>\\^`{|}\x7f", s.ptr[0])) {
			return false;
		}
		s = slice_from(s, n);
	}
	return true;
}
