/* Dates, times and durations of RFC 3339. */
#include "schema/format.h"

/* Two digits at `at`; -1 when they are not there. */
static inline int two(struct slice s, size_t at)
{
	unsigned tens, ones;

	if (at + 2 > s.len)
		return -1;
	tens = (unsigned char)s.ptr[at] - '0';
	ones = (unsigned char)s.ptr[at + 1] - '0';
	return tens <= 9 && ones <= 9 ? (int)(tens * 10 + ones) : -1;
}

static inline bool is_at(struct slice s, size_t at, char c)
{
	return at < s.len && s.ptr[at] == c;
}

static int days_of(int year, int month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool format_date(struct slice s)
{
	int century = two(s, 0), year = two(s, 2), month = two(s, 5), day = two(s, 8);

	return s.len == 10 && is_at(s, 4, '-') && is_at(s, 7, '-') && century >= 0 && year >= 0 &&
	       month >= 1 && month <= 12 && day >= 1 && day <= days_of(century * 100 + year, month);
}

/* Z, or +hh:mm in minutes; the rest of `s` from `at`. */
static bool read_zone(struct slice s, size_t at, int *minutes)
{
	int hours = two(s, at + 1), rest = two(s, at + 4);

	*minutes = 0;
	if (is_at(s, at, 'Z') || is_at(s, at, 'z'))
		return s.len == at + 1;
	if (s.len != at + 6 || !(is_at(s, at, '+') || is_at(s, at, '-')) || !is_at(s, at + 3, ':'))
		return false;
	*minutes = (is_at(s, at, '-') ? -1 : 1) * (hours * 60 + rest);
	return hours >= 0 && hours <= 23 && rest >= 0 && rest <= 59;
}

bool format_time(struct slice s)
{
	int hour = two(s, 0), minute = two(s, 3), second = two(s, 6), zone;
	size_t at = 8;

	if (!is_at(s, 2, ':') || !is_at(s, 5, ':') || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
	    second < 0 || second > 60)
		return false;
	if (is_at(s, at, '.')) {
		for (at++; at < s.len && format_is_digit(s.ptr[at]); at++)
			;
		if (at == 9)
			return false;
	}
	if (!read_zone(s, at, &zone))
		return false;
	/* RFC 3339, 5.7: a leap second is the last of a day in UTC. */
	return second < 60 || (hour * 60 + minute - zone + 2880) % 1440 == 23 * 60 + 59;
}

bool format_date_time(struct slice s)
{
	return s.len > 11 && (s.ptr[10] | 32) == 't' && format_date(slice_first(s, 10)) &&
	       format_time(slice_from(s, 11));
}

/* Counts with the units in this order, each at most once, none left out between; "P1Y2D" is not in RFC 3339's
 * grammar. False: something else, or nothing. */
static bool read_units(struct slice *s, const char *units)
{
	bool any = false;

	while (s->len && s->ptr[0] != 'T') {
		size_t digits = 0;
		const char *unit;

		while (digits < s->len && format_is_digit(s->ptr[digits]))
			digits++;
		if (!digits || digits == s->len || !s->ptr[digits])
			return false;
		unit = strchr(units, s->ptr[digits]);
		if (!unit || (any && unit != units))
			return false;
		units = unit + 1;
		any = true;
		*s = slice_from(*s, digits + 1);
	}
	return any;
}

bool format_duration(struct slice s)
{
	struct slice weeks = slice_from(s, 1);
	bool dated;

	if (!s.len || s.ptr[0] != 'P')
		return false;
	if (read_units(&weeks, "W") && !weeks.len)
		return true;
	s = slice_from(s, 1);
	dated = s.len && s.ptr[0] != 'T';
	if (dated && !read_units(&s, "YMD"))
		return false;
	if (!s.len)
		return dated;
	s = slice_from(s, 1);
	return read_units(&s, "HMS") && !s.len;
}
