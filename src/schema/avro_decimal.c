/* The bytes of a decimal as a pattern: two's complement, most significant byte first, of a number with at
 * most so many digits (Avro 1.11, "Decimal").  Each byte is one character from U+0000 to U+00FF. */
#include "schema/avro.h"

/* 96 digits; a longer decimal is only bounded by its length. */
enum { MOST_BYTES = 40 };

#define ANY "[\\u0000-\\u00ff]"

/* 10^precision - 1, and its negative, with a sign bit in front. */
struct bounds {
	uint8_t high[MOST_BYTES + 1], low[MOST_BYTES + 1];
	size_t n;
};

/* False: it is too long. */
static bool find_high(int64_t precision, uint8_t *number)
{
	memset(number, 0, MOST_BYTES + 1);
	for (int64_t digit = 0; digit < precision; digit++) {
		unsigned carry = 9;

		for (size_t i = MOST_BYTES + 1; i-- > 0;) {
			carry += number[i] * 10u;
			number[i] = (uint8_t)carry;
			carry >>= 8;
		}
		if (number[0])
			return false;
	}
	return true;
}

static bool find_bounds(int64_t precision, struct bounds *b)
{
	uint8_t number[MOST_BYTES + 1];
	size_t from = 0;
	unsigned carry = 1;

	if (!find_high(precision, number))
		return false;
	while (from < MOST_BYTES && !number[from] && !(number[from + 1] & 0x80))
		from++;
	b->n = MOST_BYTES + 1 - from;
	memcpy(b->high, number + from, b->n);
	for (size_t i = b->n; i-- > 0;) {
		carry += (uint8_t)~b->high[i];
		b->low[i] = (uint8_t)carry;
		carry >>= 8;
	}
	return true;
}

static void add_range(struct buf *out, unsigned from, unsigned to)
{
	buf_printf(out, "[\\u%04x-\\u%04x]", from, to);
}

/* Strings of b->n bytes up to `high` (whose first bit is 0): at each place the same byte and on, or a smaller
 * one and anything. */
static void add_up_to(struct buf *out, const struct bounds *b)
{
	size_t open = 0, last = b->n - 1;

	for (size_t i = 0; i < last; i++) {
		if (b->high[i]) {
			buf_str(out, "(?:");
			add_range(out, 0, b->high[i] - 1u);
			buf_printf(out, ANY "{%zu}|", last - i);
			open++;
		}
		buf_printf(out, "\\u%04x", b->high[i]);
	}
	add_range(out, 0, b->high[last]);
	while (open--)
		buf_char(out, ')');
}

/* And from `low` on, whose first bit is 1. */
static void add_from(struct buf *out, const struct bounds *b)
{
	size_t open = 0, last = b->n - 1;

	for (size_t i = 0; i < last; i++) {
		if (b->low[i] < 0xff) {
			buf_str(out, "(?:");
			add_range(out, b->low[i] + 1u, 0xff);
			buf_printf(out, ANY "{%zu}|", last - i);
			open++;
		}
		buf_printf(out, "\\u%04x", b->low[i]);
	}
	add_range(out, b->low[last], 0xff);
	while (open--)
		buf_char(out, ')');
}

void avro_decimal_pattern(struct buf *out, int64_t precision, size_t size)
{
	struct bounds b;

	if (!find_bounds(precision, &b)) {
		buf_str(out, size ? "^" ANY "*$" : "^" ANY "+$");
		return;
	}
	buf_str(out, "^(?:");
	if (!size && b.n > 1)
		buf_printf(out, ANY "{1,%zu}|", b.n - 1);
	if (!size)
		buf_str(out, "\\u0000*");
	else if (size > b.n)
		buf_printf(out, "\\u0000{%zu}", size - b.n);
	add_up_to(out, &b);
	buf_char(out, '|');
	if (!size)
		buf_str(out, "\\u00ff*");
	else if (size > b.n)
		buf_printf(out, "\\u00ff{%zu}", size - b.n);
	add_from(out, &b);
	buf_str(out, ")$");
}
