/* Dates in a pattern, in UTC, and calendar arithmetic on them. */
#include "base/text.h"
#include "generate/template.h"

struct calendar {
	int64_t year;
	unsigned month, day; /* from 1 */
	unsigned hour, minute, second, millis;
	unsigned weekday; /* 0 Sunday */
};

/* Days since 1970-01-01 to a date and back, in eras of 400 years that begin in March (a known construction:
 * leap days are at the end). */
static void date_of(int64_t days, struct calendar *c)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	c->day = doy - (153 * mp + 2) / 5 + 1;
	c->month = mp < 10 ? mp + 3 : mp - 9;
	c->year = (int64_t)yoe + era * 400 + (c->month <= 2);
	c->weekday = (unsigned)((days % 7 + 11) % 7);
}

static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
	int64_t y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400;
	unsigned yoe = (unsigned)(y - era * 400);
	unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + (int64_t)doe - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

enum { DAY_MS = 86400000 };

static struct calendar calendar_of(int64_t wall_us)
{
	int64_t ms = floor_div(wall_us, 1000), days = floor_div(ms, DAY_MS);
	unsigned rest = (unsigned)(ms - days * DAY_MS);
	struct calendar c = { .hour = rest / 3600000,
			      .minute = rest / 60000 % 60,
			      .second = rest / 1000 % 60,
			      .millis = rest % 1000 };

	date_of(days, &c);
	return c;
}

static unsigned last_day(int64_t year, unsigned month)
{
	return (unsigned)(days_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) -
			  days_of(year, month, 1));
}

/* The 31st of January and a month is the last of February. */
static void add_months(int64_t *wall_us, int64_t months)
{
	struct calendar c = calendar_of(*wall_us);
	int64_t in_day = *wall_us - days_of(c.year, c.month, c.day) * DAY_MS * 1000;
	int64_t all = c.year * 12 + c.month - 1 + months, year = floor_div(all, 12);
	unsigned month = (unsigned)(all - year * 12) + 1, most = last_day(year, month);

	*wall_us = days_of(year, month, c.day < most ? c.day : most) * DAY_MS * 1000 + in_day;
}

bool time_shift(int64_t *wall_us, struct slice amount)
{
	static const struct {
		char unit;
		int64_t seconds, months;
	} units[] = {
		{'s',  1,	  0 },
		       { 'm', 60,	  0 },
		       { 'H', 3600,	    0 },
		 { 'h', 3600,      0 },
		   { 'd', 86400,	 0 },
		{ 'w', 7 * 86400, 0 },
		       { 'M', 0,	 1 },
		       { 'y', 0,	 12},
		 { 'Y', 0,	   12},
	};
	bool minus = amount.len && amount.ptr[0] == '-';
	struct slice digits = slice_from(amount, minus || (amount.len && amount.ptr[0] == '+'));
	uint64_t n;

	if (digits.len < 2 || !number_parse(slice_first(digits, digits.len - 1), &n) || n > 1000000)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		int64_t by = minus ? -(int64_t)n : (int64_t)n;

		if (units[i].unit != digits.ptr[digits.len - 1])
			continue;
		*wall_us += by * units[i].seconds * 1000000;
		if (units[i].months)
			add_months(wall_us, by * units[i].months);
		return true;
	}
	return false;
}

static const char *const months[] = { "January", "February", "March",	  "April",   "May",	 "June",
				      "July",	 "August",   "September", "October", "November", "December" };
static const char *const days[] = { "Sunday",	"Monday", "Tuesday", "Wednesday",
				    "Thursday", "Friday", "Saturday" };

static void add_name(struct buf *out, const char *name, size_t letters)
{
	buf_slice(out, slice_first(slice_str(name), letters > 3 ? SIZE_MAX : 3));
}

/* One run of the same letter, `n` long. */
static void add_field(struct buf *out, char letter, size_t n, const struct calendar *c)
{
	int width = n < 20 ? (int)n : 20;

	switch (letter) {
	case 'y':
	case 'u':
		if (n == 2)
			buf_printf(out, "%02d", (int)(c->year % 100));
		else
			buf_printf(out, "%0*lld", width, (long long)c->year);
		return;
	case 'M':
	case 'L':
		if (n > 2)
			add_name(out, months[c->month - 1], n);
		else
			buf_printf(out, "%0*u", width, c->month);
		return;
	case 'E':
		add_name(out, days[c->weekday], n);
		return;
	case 'a':
		buf_str(out, c->hour < 12 ? "AM" : "PM");
		return;
	case 'X':
		buf_char(out, 'Z');
		return;
	case 'Z':
		buf_str(out, "+0000");
		return;
	case 'z':
		buf_str(out, "UTC");
		return;
	default:
		buf_printf(out, "%0*u", width,
			   letter == 'd'   ? c->day
			   : letter == 'H' ? c->hour
			   : letter == 'h' ? (c->hour + 11) % 12 + 1
			   : letter == 'm' ? c->minute
			   : letter == 's' ? c->second
					   : c->millis);
	}
}

/* Text up to the closing quote, two of which are one that is meant; returns how much that is. */
static size_t add_quoted(struct buf *out, struct slice text)
{
	size_t at = 0;

	if (text.len && text.ptr[0] == '\'') {
		buf_char(out, '\'');
		return 1;
	}
	for (; at < text.len; at++) {
		if (text.ptr[at] == '\'' && (++at == text.len || text.ptr[at] != '\''))
			return at;
		buf_char(out, text.ptr[at]);
	}
	return at;
}

void time_pattern_add(struct buf *out, struct slice pattern, int64_t wall_us)
{
	struct calendar c = calendar_of(wall_us);

	for (size_t i = 0; i < pattern.len;) {
		char letter = pattern.ptr[i];
		size_t n = 1;

		if (letter == '\'') {
			i += add_quoted(out, slice_from(pattern, i + 1)) + 1;
			continue;
		}
		while (i + n < pattern.len && pattern.ptr[i + n] == letter)
			n++;
		if (memchr("yuMLdHhmsSEaXZz", letter, 15))
			add_field(out, letter, n, &c);
		else
			buf_slice(out, slice_first(slice_from(pattern, i), n));
		i += n;
	}
}
