/* JSON into CBOR (RFC 8949, 6.2): integers stay integers of any size, a decimal that no double has becomes a
 * decimal fraction, so that reading it back gives the same value. */
#include <cbor.h>

#include "base/limits.h"
#include "base/text.h"
#include "schema/content_cbor.h"
#include "schema/content_wire.h"

enum { HEAD_MOST = 9, BIGNUM = 2, NEGATIVE_BIGNUM = 3, DECIMAL_FRACTION = 4 };

typedef size_t encode_number(uint64_t value, unsigned char *to, size_t room);
typedef size_t encode_length(size_t length, unsigned char *to, size_t room);

static void number(struct buf *out, encode_number *encode, uint64_t value)
{
	unsigned char *to = (unsigned char *)buf_reserve(out, HEAD_MOST);

	if (to)
		out->len += encode(value, to, HEAD_MOST);
}

static void length(struct buf *out, encode_length *encode, size_t n)
{
	unsigned char *to = (unsigned char *)buf_reserve(out, HEAD_MOST);

	if (to)
		out->len += encode(n, to, HEAD_MOST);
}

/* true, false and null are whole in one byte. */
static size_t encode_simple(uint64_t byte, unsigned char *to, size_t room)
{
	(void)room;
	to[0] = (unsigned char)byte;
	return 1;
}

static void text(struct buf *out, struct slice s)
{
	length(out, cbor_encode_string_start, s.len);
	buf_slice(out, s);
}

static void real(struct buf *out, double value)
{
	unsigned char *to = (unsigned char *)buf_reserve(out, HEAD_MOST);

	if (to)
		out->len += cbor_encode_double(value, to, HEAD_MOST);
}

/* An integer of any size, as written. */
static bool integer(struct buf *out, struct slice digits, struct wire_error *why)
{
	char bytes[LIMIT_BIGNUM_BYTES];
	struct number_read n = number_read(digits);
	bool negative = digits.len && digits.ptr[0] == '-';
	struct slice big;

	if (n.form == NUMBER_UNSIGNED || n.form == NUMBER_NEGATIVE) {
		number(out, n.form == NUMBER_UNSIGNED ? cbor_encode_uint : cbor_encode_negint, n.magnitude);
		return true;
	}
	big = bignum_bytes(bytes, slice_from(digits, negative), negative);
	if (!big.ptr)
		return wire_fail(why, 0, "an integer of more than 2048 bits");
	number(out, cbor_encode_tag, negative ? NEGATIVE_BIGNUM : BIGNUM);
	length(out, cbor_encode_bytestring_start, big.len);
	buf_slice(out, big);
	return true;
}

/* The digits of 12.5e-3 without leading zeros, "125"; *exponent is that of their last digit, -4. */
static bool take_apart(struct slice written, struct buf *digits, int64_t *exponent)
{
	size_t e = 0;
	uint64_t power = 0;
	bool fraction = false, minus;

	*exponent = 0;
	for (; e < written.len && (written.ptr[e] | 0x20) != 'e'; e++) {
		char c = written.ptr[e];

		fraction |= c == '.';
		*exponent -= fraction && c != '.';
		if (c >= '0' && c <= '9' && (digits->len || c != '0'))
			buf_char(digits, c);
	}
	written = slice_from(written, e + 1);
	minus = written.len && written.ptr[0] == '-';
	written = slice_from(written, minus || (written.len && written.ptr[0] == '+'));
	if (written.len && (!number_parse(written, &power) || power > INT32_MAX))
		return false;
	*exponent += minus ? -(int64_t)power : (int64_t)power;
	return true;
}

static bool decimal(struct buf *out, struct slice written, struct wire_error *why)
{
	BUF_AUTO struct buf digits = BUF_INIT(0), mantissa = BUF_INIT(0);
	int64_t exponent;

	if (!take_apart(written, &digits, &exponent))
		return wire_fail(why, 0, "a number with an exponent past 2147483647");
	if (written.ptr[0] == '-')
		buf_char(&mantissa, '-');
	buf_slice(&mantissa, digits.len ? buf_view(&digits) : SLICE_LIT("0"));
	number(out, cbor_encode_tag, DECIMAL_FRACTION);
	length(out, cbor_encode_array_start, 2);
	if (exponent < 0)
		number(out, cbor_encode_negint, (uint64_t)(-exponent - 1));
	else
		number(out, cbor_encode_uint, (uint64_t)exponent);
	return integer(out, buf_view(&mantissa), why);
}

static bool any_number(struct buf *out, struct slice written, struct wire_error *why)
{
	struct number_read n = number_read(written);

	if (n.form == NUMBER_DECIMAL)
		return decimal(out, written, why);
	if (n.form != NUMBER_DOUBLE)
		return integer(out, written, why);
	real(out, n.real);
	return true;
}

static bool value(struct buf *out, const struct node *n, struct wire_error *why);

static bool list(struct buf *out, const struct node *n, struct wire_error *why)
{
	length(out, cbor_encode_array_start, n->n);
	for (size_t i = 0; i < n->n; i++)
		if (!value(out, n->items[i], why))
			return false;
	return true;
}

static bool map(struct buf *out, const struct node *n, struct wire_error *why)
{
	length(out, cbor_encode_map_start, n->n);
	for (size_t i = 0; i < n->n; i++) {
		text(out, n->members[i].key);
		if (!value(out, n->members[i].value, why))
			return false;
	}
	return true;
}

static bool value(struct buf *out, const struct node *n, struct wire_error *why)
{
	switch (n->kind) {
	case NODE_NULL:
		number(out, encode_simple, 0xf6);
		break;
	case NODE_BOOL:
		number(out, encode_simple, n->truth ? 0xf5 : 0xf4);
		break;
	case NODE_NUMBER:
		return any_number(out, n->text, why);
	case NODE_TEXT:
		text(out, n->text);
		break;
	case NODE_LIST:
		return list(out, n, why);
	case NODE_MAP:
		return map(out, n, why);
	}
	return !out->failed || wire_fail(why, 0, "it is too large");
}

bool cbor_from_json(const struct node *n, struct buf *bytes, struct wire_error *why)
{
	return value(bytes, n, why) && (!bytes->failed || wire_fail(why, 0, "it is too large"));
}
