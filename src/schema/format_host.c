/* Addresses of hosts and of people. */
#include "schema/format.h"
#include "schema/format_idn.h"

bool format_ipv4(struct slice s)
{
	size_t parts = 0;
	struct slice part;

	while (slice_split(&s, '.', &part)) {
		int value = 0;

		if (!part.len || part.len > 3 || (part.len > 1 && part.ptr[0] == '0') || ++parts > 4)
			return false;
		for (size_t i = 0; i < part.len; i++) {
			if (!format_is_digit(part.ptr[i]))
				return false;
			value = value * 10 + (part.ptr[i] - '0');
		}
		if (value > 255)
			return false;
	}
	return parts == 4;
}

/* One to four hexadecimal digits. */
static bool is_group(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!format_is_hex(s.ptr[i]))
			return false;
	return s.len >= 1 && s.len <= 4;
}

/* Groups parted by colons, an IPv4 address at the end counting as two; -1 when it is none. */
static int count_groups(struct slice s, bool may_end_in_ipv4)
{
	int groups = 0;
	struct slice part;

	if (!s.len)
		return 0;
	while (slice_split(&s, ':', &part)) {
		bool last = !s.ptr;

		if (last && may_end_in_ipv4 && slice_find(part, '.') < part.len)
			return format_ipv4(part) ? groups + 2 : -1;
		if (!is_group(part))
			return -1;
		groups++;
	}
	return groups;
}

bool format_ipv6(struct slice s)
{
	for (size_t i = 0; i + 1 < s.len; i++)
		if (s.ptr[i] == ':' && s.ptr[i + 1] == ':') {
			int before = count_groups(slice_first(s, i), false);
			int after = count_groups(slice_from(s, i + 2), true);

			return before >= 0 && after >= 0 && before + after <= 7;
		}
	return count_groups(s, true) == 8;
}

static bool is_ldh_label(struct slice label)
{
	if (!label.len || label.len > 63 || label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (!format_is(label.ptr[i], CHAR_LETTER | CHAR_DIGIT | CHAR_HYPHEN))
			return false;
	return true;
}

/* RFC 5891, 4.2.3.1: hyphens in the third and fourth place are kept for A-labels. */
static bool is_idna_label(struct slice label)
{
	return label.len < 4 || label.ptr[2] != '-' || label.ptr[3] != '-' || idn_is_a_label(label);
}

static bool is_hostname(struct slice s, bool idna)
{
	struct slice label;

	if (!s.len || s.len > 253)
		return false;
	while (slice_split(&s, '.', &label))
		if (!is_ldh_label(label) || (idna && !is_idna_label(label)))
			return false;
	return true;
}

bool format_hostname(struct slice s)
{
	return is_hostname(s, true);
}

bool format_plain_hostname(struct slice s)
{
	return is_hostname(s, false);
}

/* RFC 5321, 4.1.2: Dot-string. */
static bool is_dot_string(struct slice s, bool international)
{
	bool may_part = false; /* a dot may stand here */

	for (size_t i = 0; i < s.len; i++) {
		if (format_is(s.ptr[i], CHAR_ATEXT) || (international && (unsigned char)s.ptr[i] >= 0x80))
			may_part = true;
		else if (s.ptr[i] == '.' && may_part)
			may_part = false;
		else
			return false;
	}
	return may_part;
}

/* RFC 5321, 4.1.2: Quoted-string, the quotes included. */
static bool is_quoted_string(struct slice s, bool international)
{
	if (s.len < 2 || s.ptr[0] != '"' || s.ptr[s.len - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (c == '\\')
			c = (unsigned char)s.ptr[++i];
		else if (c == '"')
			return false;
		if (i + 1 >= s.len || c < 32 || c == 127 || (c >= 0x80 && !international))
			return false;
	}
	return true;
}

static bool is_mail_domain(struct slice s, bool international)
{
	if (s.len > 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']') {
		s = slice_of(s.ptr + 1, s.len - 2);
		if (slice_eq_ignoring_case(slice_first(s, 5), SLICE_LIT("IPv6:")))
			return format_ipv6(slice_from(s, 5));
		return format_ipv4(s);
	}
	return international ? format_idn_hostname(s) : format_hostname(s);
}

static bool is_email(struct slice s, bool international)
{
	size_t at = s.len;
	struct slice local;

	while (at && s.ptr[at - 1] != '@')
		at--;
	if (!at)
		return false;
	local = slice_first(s, at - 1);
	if (local.len > 64 ||
	    (!is_dot_string(local, international) && !is_quoted_string(local, international)))
		return false;
	return is_mail_domain(slice_from(s, at), international);
}

bool format_email(struct slice s)
{
	return is_email(s, false);
}

bool format_idn_email(struct slice s)
{
	return is_email(s, true);
}
