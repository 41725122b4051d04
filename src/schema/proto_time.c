/* Timestamps and durations as ProtoJSON writes them, to the nanosecond and without the C library's clock. */
#include "schema/proto_wire.h"

enum { SECONDS_OF_DAY = 86400 };

static const int64_t first_second = -62135596800, last_second = 253402300799; /* years 1 to 9999 */
static const int64_t longest_duration = 315576000000;

/* --- days (proleptic Gregorian, counted from 1970-01-01; years begin in March) */

static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1, era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400, of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;

	*day = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

static int64_t days_in(int64_t year, int64_t month)
{
	int64_t next = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);

	return next - days_of(year, month, 1);
}

/* --- fractions: none, or 3, 6, 9 digits */

static void add_fraction(struct buf *out, uint32_t nanos)
{
	if (!nanos)
		return;
	if (nanos % 1000000 == 0)
		buf_printf(out, ".%03u", nanos / 1000000);
	else if (nanos % 1000 == 0)
		buf_printf(out, ".%06u", nanos / 1000);
	else
		buf_printf(out, ".%09u", nanos);
}

/* ".5" of the front of *s; false: a point without digits, or more than nine. */
static bool take_fraction(struct slice *s, int32_t *nanos)
{
	int32_t unit = PROTO_NANOS;
	size_t n = 1;

	*nanos = 0;
	if (!s->len || s->ptr[0] != '.')
		return true;
	for (; n < s->len && s->ptr[n] >= '0' && s->ptr[n] <= '9'; n++) {
		unit /= 10;
		if (!unit)
			return false;
		*nanos += (s->ptr[n] - '0') * unit;
	}
	*s = slice_from(*s, n);
	return n > 1;
}

/* Exactly `n` digits, and what follows them unless that is NUL. */
static bool take_digits(struct slice *s, size_t n, char behind, int64_t *value)
{
	*value = 0;
	if (s->len < n + (behind != '\0'))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->ptr[i] < '0' || s->ptr[i] > '9')
			return false;
		*value = *value * 10 + (s->ptr[i] - '0');
	}
	if (behind && s->ptr[n] != behind)
		return false;
	*s = slice_from(*s, n + (behind != '\0'));
	return true;
}

/* --- timestamps */

bool proto_time_add(struct buf *out, int64_t seconds, int32_t nanos)
{
	int64_t days = seconds / SECONDS_OF_DAY, rest = seconds % SECONDS_OF_DAY, year, month, day;

	if (seconds < first_second || seconds > last_second || nanos < 0 || nanos >= PROTO_NANOS)
		return false;
	if (rest < 0) {
		rest += SECONDS_OF_DAY;
		days--;
	}
	date_of(days, &year, &month, &day);
	buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d", (int)year, (int)month, (int)day, (int)(rest / 3600),
		   (int)(rest / 60 % 60), (int)(rest % 60));
	add_fraction(out, (uint32_t)nanos);
	buf_char(out, 'Z');
	return true;
}

static bool take_offset(struct slice s, int64_t *seconds)
{
	int64_t hours, minutes;
	bool west = s.len && s.ptr[0] == '-';

	*seconds = 0;
	if (slice_is(s, "Z"))
		return true;
	if (!s.len || (s.ptr[0] != '+' && !west))
		return false;
	s = slice_from(s, 1);
	if (!take_digits(&s, 2, ':', &hours) || !take_digits(&s, 2, '\0', &minutes) || s.len || hours > 23 ||
	    minutes > 59)
		return false;
	*seconds = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
	return true;
}

bool proto_time_parse(struct slice s, int64_t *seconds, int32_t *nanos)
{
	int64_t year, month, day, hour, minute, second, offset;

	if (!take_digits(&s, 4, '-', &year) || !take_digits(&s, 2, '-', &month) ||
	    !take_digits(&s, 2, 'T', &day) || !take_digits(&s, 2, ':', &hour) ||
	    !take_digits(&s, 2, ':', &minute) || !take_digits(&s, 2, '\0', &second) ||
	    !take_fraction(&s, nanos) || !take_offset(s, &offset))
		return false;
	if (!year || month < 1 || month > 12 || day < 1 || day > days_in(year, month) || hour > 23 ||
	    minute > 59 || second > 59)
		return false;
	*seconds = days_of(year, month, day) * SECONDS_OF_DAY + hour * 3600 + minute * 60 + second - offset;
	return *seconds >= first_second && *seconds <= last_second;
}

/* --- durations */

bool proto_duration_add(struct buf *out, int64_t seconds, int32_t nanos)
{
	if (seconds < -longest_duration || seconds > longest_duration || nanos <= -PROTO_NANOS ||
	    nanos >= PROTO_NANOS || (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0))
		return false;
	buf_printf(out, "%s%lld", seconds < 0 || nanos < 0 ? "-" : "",
		   (long long)(seconds < 0 ? -seconds : seconds));
	add_fraction(out, (uint32_t)(nanos < 0 ? -nanos : nanos));
	buf_char(out, 's');
	return true;
}

bool proto_duration_parse(struct slice s, int64_t *seconds, int32_t *nanos)
{
	bool negative = slice_starts(s, SLICE_LIT("-"));
	size_t n = 0;

	s = slice_from(s, negative);
	while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9')
		n++;
	if (!n || n > 12 || !take_digits(&s, n, '\0', seconds) || !take_fraction(&s, nanos) ||
	    !slice_is(s, "s"))
		return false;
	if (*seconds > longest_duration || (*seconds == longest_duration && *nanos))
		return false;
	if (negative) {
		*seconds = -*seconds;
		*nanos = -*nanos;
	}
	return true;
}
