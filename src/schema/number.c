/* Exact arithmetic on the text of JSON numbers: order, integrality, remainders, hashes. */
#include "schema/number.h"

/* Value = 0.d1 d2 d3 ... * 10^top, the first and last digit not zero.  No digits: zero. */
struct parts {
	bool negative;
	struct slice digits; /* may hold the point */
	size_t count;	     /* of digits, without the point */
	int64_t top;
};

static const int64_t exponent_most = 100000000000000000; /* far past any text's length; saturates */

static int64_t read_exponent(struct slice s)
{
	bool negative = s.len && s.ptr[0] == '-';
	int64_t value = 0;

	for (size_t i = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'); i < s.len; i++)
		if (value < exponent_most)
			value = value * 10 + (s.ptr[i] - '0');
	return negative ? -value : value;
}

/* The digits between first and last non-zero one, and how many stand before the point. */
static void trim_digits(struct slice s, struct parts *out)
{
	size_t point = slice_find(s, '.'), first = 0, last = s.len;

	while (first < s.len && (s.ptr[first] == '0' || s.ptr[first] == '.'))
		first++;
	while (last > first && (s.ptr[last - 1] == '0' || s.ptr[last - 1] == '.'))
		last--;
	out->digits = slice_of(s.ptr + first, last - first);
	out->count = last - first - (point > first && point < last);
	out->top = first <= point ? (int64_t)(point - first) : -(int64_t)(first - point - 1);
}

static struct parts decimal_parts(struct slice text)
{
	struct parts out = { .negative = text.len && text.ptr[0] == '-' };
	size_t e = 0;
	struct slice mantissa = slice_from(text, out.negative);

	while (e < mantissa.len && (mantissa.ptr[e] | 32) != 'e')
		e++;
	trim_digits(slice_first(mantissa, e), &out);
	if (e < mantissa.len)
		out.top += read_exponent(slice_from(mantissa, e + 1));
	if (!out.count)
		out.negative = false, out.top = 0;
	return out;
}

struct decimal decimal_read(struct slice text)
{
	struct decimal out = { .text = text, .quick = true };
	size_t digits = 0;
	bool negative = text.len && text.ptr[0] == '-', fraction = false;

	for (size_t i = negative; i < text.len && out.quick; i++) {
		if (text.ptr[i] == '.') {
			fraction = true;
		} else if ((text.ptr[i] | 32) == 'e' || ++digits > NUMBER_QUICK_DIGITS) {
			out.quick = false;
		} else {
			out.whole = out.whole * 10 + (text.ptr[i] - '0');
			out.scale += fraction;
		}
	}
	if (negative)
		out.whole = -out.whole;
	return out;
}

static char next_digit(const struct parts *p, size_t *at)
{
	if (*at < p->digits.len && p->digits.ptr[*at] == '.')
		++*at;
	return *at < p->digits.len ? p->digits.ptr[(*at)++] : '0';
}

static int compare_magnitude(const struct parts *a, const struct parts *b)
{
	size_t most = a->count > b->count ? a->count : b->count;

	if (!a->count || !b->count)
		return (a->count != 0) - (b->count != 0);
	if (a->top != b->top)
		return a->top < b->top ? -1 : 1;
	for (size_t i = 0, at_a = 0, at_b = 0; i < most; i++) {
		char x = next_digit(a, &at_a), y = next_digit(b, &at_b);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

static int compare_exactly(const struct decimal *a, const struct decimal *b)
{
	struct parts x = decimal_parts(a->text), y = decimal_parts(b->text);

	if (x.negative != y.negative)
		return x.negative ? -1 : 1;
	return x.negative ? compare_magnitude(&y, &x) : compare_magnitude(&x, &y);
}

static const int64_t powers[NUMBER_QUICK_DIGITS + 1] = {
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

/* Brings both to one scale; false when that does not fit. */
static bool same_scale(const struct decimal *a, const struct decimal *b, int64_t *x, int64_t *y)
{
	*x = a->whole;
	*y = b->whole;
	if (!a->quick || !b->quick)
		return false;
	if (a->scale < b->scale)
		return !__builtin_mul_overflow(*x, powers[b->scale - a->scale], x);
	return a->scale == b->scale || !__builtin_mul_overflow(*y, powers[a->scale - b->scale], y);
}

int decimal_compare_slowly(const struct decimal *a, const struct decimal *b)
{
	int64_t x, y;

	if (!same_scale(a, b, &x, &y))
		return compare_exactly(a, b);
	return (x > y) - (x < y);
}

bool decimal_is_integer(const struct decimal *d)
{
	struct parts p;

	if (d->quick)
		return d->scale == 0 || d->whole % powers[d->scale] == 0;
	p = decimal_parts(d->text);
	return !p.count || p.top - (int64_t)p.count >= 0;
}

bool decimal_is_positive(const struct decimal *d)
{
	struct parts p = decimal_parts(d->text);

	return p.count && !p.negative;
}

bool decimal_can_divide(const struct decimal *step)
{
	return decimal_parts(step->text).count <= NUMBER_MODULUS_DIGITS;
}

typedef unsigned __int128 wide;

/* a * b mod m without overflow: m < 10^36 leaves room to double. */
static wide multiply_mod(wide a, wide b, wide m)
{
	wide sum = 0;

	for (a %= m; b; b >>= 1) {
		if (b & 1)
			sum = (sum + a) % m;
		a = (a + a) % m;
	}
	return sum;
}

static wide power_of_ten_mod(int64_t n, wide m)
{
	wide result = 1 % m, base = 10 % m;

	for (; n; n >>= 1) {
		if (n & 1)
			result = multiply_mod(result, base, m);
		base = multiply_mod(base, base, m);
	}
	return result;
}

static wide digits_mod(const struct parts *p, wide m)
{
	wide value = 0;

	for (size_t i = 0, at = 0; i < p->count; i++) {
		value = value * 10 + (wide)(next_digit(p, &at) - '0');
		if (m)
			value %= m;
	}
	return value;
}

/* v = V*10^i and step = S*10^k with V and S not ending in 0: for i < k nothing can fit, else the remainder of
 * V*10^(i-k) by S decides. */
static bool is_multiple_exactly(const struct decimal *d, const struct decimal *step)
{
	struct parts v = decimal_parts(d->text), s = decimal_parts(step->text);
	int64_t shift = (v.top - (int64_t)v.count) - (s.top - (int64_t)s.count);
	wide modulus = digits_mod(&s, 0);

	if (!v.count)
		return true;
	if (shift < 0 || !modulus)
		return false;
	return multiply_mod(digits_mod(&v, modulus), power_of_ten_mod(shift, modulus), modulus) == 0;
}

bool decimal_is_multiple(const struct decimal *d, const struct decimal *step)
{
	int64_t x, y;

	if (!same_scale(d, step, &x, &y) || !y)
		return is_multiple_exactly(d, step);
	return y == 1 || x % y == 0;
}

uint64_t decimal_hash(const struct decimal *d)
{
	struct parts p = decimal_parts(d->text);
	uint64_t hash = (uint64_t)p.top * 0x9e3779b97f4a7c15u + p.negative;

	for (size_t i = 0, at = 0; i < p.count; i++)
		hash = (hash ^ (uint64_t)next_digit(&p, &at)) * 0x100000001b3u;
	return hash;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *p)
{
	while (is_digit(*p))
		p++;
	return p;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Eight bytes at a time: how many digits stand at `p`, up to 8, and their value, without a branch for each.
 */
static inline size_t few_digits(const char *p, uint64_t *value)
{
	const uint64_t ones = 0x0101010101010101u, zeros = ones * '0', tens = 0xf0f0f0f0f0f0f0f0u;
	uint64_t v, other;
	size_t n;

	memcpy(&v, p, 8);
	other = ((v & tens) ^ zeros) | (((v + ones * 6) & tens) ^ zeros); /* not 0 where no digit stands */
	n = other ? (size_t)__builtin_ctzll(other) / 8 : 8;
	v = n ? (v ^ zeros) << (64 - 8 * n) : 0; /* zeros in front */
	v = v * 10 + (v >> 8);
	*value = ((v & 0x000000ff000000ffu) * 0x000f424000000064u +
		  ((v >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >>
		 32;
	return n;
}
#else
static inline size_t few_digits(const char *p, uint64_t *value)
{
	size_t n = 0;

	for (*value = 0; n < 8 && is_digit(p[n]); n++)
		*value = *value * 10 + (uint64_t)(p[n] - '0');
	return n;
}
#endif

/* All digits at `p`, their value added to *whole; it wraps when they are many: then it is not used. */
static inline const char *scan_digits(const char *p, uint64_t *whole)
{
	uint64_t value;
	size_t n = few_digits(p, &value);

	*whole = *whole * (uint64_t)powers[n] + value;
	for (p += n; n == 8 && is_digit(*p); p++)
		*whole = *whole * 10 + (uint64_t)(*p - '0');
	return p;
}

const char *number_scan(const char *p, struct decimal *out)
{
	const char *start = p, *digits;
	uint64_t whole = 0;
	size_t count, scale = 0;

	p += *p == '-';
	digits = p;
	p = scan_digits(p, &whole);
	count = (size_t)(p - digits);
	if (!count || (*digits == '0' && count > 1))
		return NULL;
	if (*p == '.') {
		const char *fraction = ++p;

		p = scan_digits(p, &whole);
		scale = (size_t)(p - fraction);
		if (!scale)
			return NULL;
	}
	out->quick = count + scale <= NUMBER_QUICK_DIGITS;
	if ((*p | 32) == 'e') {
		p += p[1] == '+' || p[1] == '-' ? 2 : 1;
		if (!is_digit(*p))
			return NULL;
		p = skip_digits(p);
		out->quick = false;
	}
	out->text = slice_of(start, (size_t)(p - start));
	out->scale = (uint8_t)(out->quick ? scale : 0);
	out->whole = !out->quick ? 0 : *start == '-' ? -(int64_t)whole : (int64_t)whole;
	return p;
}
