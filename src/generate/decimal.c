/* Exact decimals in 128 bits. */
#include "generate/decimal.h"

enum { SHORT_POWER = 18 };

wide wide_power10(int n)
{
	static const int64_t powers[SHORT_POWER + 1] = {
		1,
		10,
		100,
		1000,
		10000,
		100000,
		1000000,
		10000000,
		100000000,
		1000000000,
		10000000000,
		100000000000,
		1000000000000,
		10000000000000,
		100000000000000,
		1000000000000000,
		10000000000000000,
		100000000000000000,
		1000000000000000000,
	};
	wide p = 1;

	for (; n > SHORT_POWER; n -= SHORT_POWER)
		p *= powers[SHORT_POWER];
	return n > 0 ? p * powers[n] : p;
}

/* Nearly every number is short, and dividing 128 bits is slow. */
static bool is_short(wide a)
{
	return a >= -INT64_MAX && a <= INT64_MAX;
}

wide wide_floor_div(wide a, wide b)
{
	wide q;

	if (is_short(a) && is_short(b)) {
		int64_t n = (int64_t)a, by = (int64_t)b;

		return n / by - (n % by < 0);
	}
	q = a / b;
	return a % b < 0 ? q - 1 : q;
}

wide wide_lcm(wide a, wide b)
{
	wide x = a, y = b;

	while (y) {
		wide rest = x % y;

		x = y;
		y = rest;
	}
	if (!x || a / x > wide_power10(DECIMAL_DIGITS) / b)
		return 0;
	return a / x * b;
}

/* The digits before the exponent; leading zeros do not count, too many do. */
static bool mantissa(struct slice text, size_t *at, struct decimal *out)
{
	bool fraction = false;
	int n = 0;

	for (; *at < text.len; (*at)++) {
		char c = text.ptr[*at];

		if (c == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		out->digits = out->digits * 10 + (c - '0');
		out->scale += fraction;
		if (out->digits && ++n > DECIMAL_DIGITS)
			return false;
		if (out->scale > 1000)
			return false;
	}
	return true;
}

static bool exponent(struct slice text, size_t *at, int *out)
{
	bool minus = false;
	int value = 0;

	(*at)++;
	if (*at < text.len && (text.ptr[*at] == '-' || text.ptr[*at] == '+'))
		minus = text.ptr[(*at)++] == '-';
	for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; (*at)++) {
		value = value * 10 + (text.ptr[*at] - '0');
		if (value > 1000)
			return false;
	}
	*out = minus ? -value : value;
	return true;
}

/* Brings the scale into 0 .. DECIMAL_SCALE. */
static bool normalise(struct decimal *d)
{
	wide most = wide_power10(DECIMAL_DIGITS);

	while (d->scale > 0 && d->digits % 10 == 0) {
		d->digits /= 10;
		d->scale--;
	}
	for (; d->scale < 0; d->scale++) {
		if (d->digits > most / 10)
			return false;
		d->digits *= 10;
	}
	return d->scale <= DECIMAL_SCALE;
}

bool decimal_parse(struct slice text, struct decimal *out)
{
	bool minus = text.len && text.ptr[0] == '-';
	size_t at = minus;
	int exp = 0;

	*out = (struct decimal){ 0 };
	if (!mantissa(text, &at, out))
		return false;
	if (at < text.len && (text.ptr[at] | 32) == 'e' && !exponent(text, &at, &exp))
		return false;
	if (at != text.len || !text.len)
		return false;
	if (!out->digits)
		out->scale = exp = 0;
	out->scale -= exp;
	if (!normalise(out))
		return false;
	if (minus)
		out->digits = -out->digits;
	return true;
}

bool decimal_floor(struct decimal d, int scale, wide *out)
{
	wide most;

	if (scale < d.scale) {
		*out = wide_floor_div(d.digits, wide_power10(d.scale - scale));
		return true;
	}
	wide by = wide_power10(scale - d.scale);

	if (is_short(d.digits) && is_short(by)) {
		*out = d.digits * by;
		return *out <= wide_power10(36) && *out >= -wide_power10(36);
	}
	most = wide_power10(36);
	if (d.digits > most / by || d.digits < -(most / by))
		return false;
	*out = d.digits * by;
	return true;
}

bool decimal_ceil(struct decimal d, int scale, wide *out)
{
	d.digits = -d.digits;
	if (!decimal_floor(d, scale, out))
		return false;
	*out = -*out;
	return true;
}

static wide tenth(wide n, int *rest)
{
	if (is_short(n)) {
		*rest = (int)((int64_t)n % 10);
		return (int64_t)n / 10;
	}
	*rest = (int)(n % 10);
	return n / 10;
}

void decimal_add(struct buf *b, wide digits, int scale)
{
	char text[64];
	size_t at = sizeof(text);
	bool minus = digits < 0;
	wide shorter;
	int last;

	if (minus)
		digits = -digits;
	for (shorter = tenth(digits, &last); scale > 0 && !last; scale--, shorter = tenth(digits, &last))
		digits = shorter;
	do {
		digits = tenth(digits, &last);
		text[--at] = (char)('0' + last);
		if (--scale == 0)
			text[--at] = '.';
	} while (digits || scale >= 0);
	if (minus)
		text[--at] = '-';
	buf_add(b, text + at, sizeof(text) - at);
}
