/* A number is taken apart once: sign, significant digits, and the power of ten of the last of them.
 * Exponents are never expanded, so 1e999999999 costs what it is long. */
#include "document/number.h"

enum { MOST_EXPONENT_DIGITS = 17, MOST_INT_DIGITS = 19 };

struct parts {
	bool negative, huge; /* huge: the exponent does not fit, only `exponent` as written tells */
	struct slice digits; /* from the first to the last that is not 0, perhaps with a '.' inside */
	size_t n;	     /* digits in there; 0: the number is zero */
	int64_t scale;	     /* power of ten of the last one */
	struct slice exponent;
};

static bool exponent_parse(struct slice s, int64_t *value)
{
	bool negative = s.len && s.ptr[0] == '-';

	*value = 0;
	if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
		s = slice_from(s, 1);
	while (s.len && s.ptr[0] == '0')
		s = slice_from(s, 1);
	if (s.len > MOST_EXPONENT_DIGITS)
		return false;
	for (size_t i = 0; i < s.len; i++)
		*value = *value * 10 + (s.ptr[i] - '0');
	if (negative)
		*value = -*value;
	return true;
}

static struct slice trim_zeros(struct slice s)
{
	while (s.len && (s.ptr[0] == '0' || s.ptr[0] == '.'))
		s = slice_from(s, 1);
	while (s.len && (s.ptr[s.len - 1] == '0' || s.ptr[s.len - 1] == '.'))
		s.len--;
	return s;
}

static struct parts parts_of(struct slice s)
{
	struct parts p = { .negative = s.len && s.ptr[0] == '-' };
	struct slice mantissa;
	size_t e = 0, point;
	const char *last;

	if (p.negative)
		s = slice_from(s, 1);
	while (e < s.len && s.ptr[e] != 'e' && s.ptr[e] != 'E')
		e++;
	mantissa = slice_first(s, e);
	p.exponent = slice_from(s, e + 1);
	p.huge = !exponent_parse(p.exponent, &p.scale);
	point = slice_find(mantissa, '.');
	p.digits = trim_zeros(mantissa);
	p.n = p.digits.len - (slice_find(p.digits, '.') < p.digits.len);
	if (!p.n)
		return (struct parts){ 0 };
	last = p.digits.ptr + p.digits.len - 1;
	/* Digits between the last one and the point: zeros before it count up, places after it down. */
	p.scale += (mantissa.ptr + point) - last - (last < mantissa.ptr + point ? 1 : 0);
	return p;
}

static bool digits_equal(struct slice a, struct slice b)
{
	size_t i = 0, j = 0;

	for (; i < a.len && j < b.len; i++, j++) {
		i += a.ptr[i] == '.';
		j += b.ptr[j] == '.';
		if (a.ptr[i] != b.ptr[j])
			return false;
	}
	return true;
}

bool number_equal(struct slice a, struct slice b)
{
	struct parts p, q;

	if (slice_eq(a, b))
		return true;
	p = parts_of(a);
	q = parts_of(b);
	if (p.n != q.n || p.negative != q.negative || p.huge != q.huge || p.scale != q.scale)
		return false;
	if (p.huge && !slice_eq(p.exponent, q.exponent))
		return false;
	return digits_equal(p.digits, q.digits);
}

bool number_int(struct slice s, int64_t *value)
{
	struct parts p = parts_of(s);
	int64_t sum = 0;

	*value = 0;
	if (p.n && (p.huge || p.scale < 0 || p.scale > MOST_INT_DIGITS || p.n > MOST_INT_DIGITS))
		return false;
	/* Summed below zero, where there is one more. */
	for (size_t i = 0; i < p.digits.len; i++)
		if (p.digits.ptr[i] != '.' && (__builtin_mul_overflow(sum, 10, &sum) ||
					       __builtin_sub_overflow(sum, p.digits.ptr[i] - '0', &sum)))
			return false;
	for (int64_t i = 0; p.n && i < p.scale; i++)
		if (__builtin_mul_overflow(sum, 10, &sum))
			return false;
	return p.negative ? (*value = sum, true) : !__builtin_sub_overflow((int64_t)0, sum, value);
}
