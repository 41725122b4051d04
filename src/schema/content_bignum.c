#include "base/limits.h"
#include "schema/content_cbor.h"

enum { LIMB = 1000000000, LIMBS = LIMIT_BIGNUM_BYTES * 8 / 29 + 1 };

struct limbs {
	uint32_t limb[LIMBS]; /* base 10^9, the lowest first */
	size_t n;
};

/* n * factor + add */
static void advance(struct limbs *l, uint32_t factor, uint32_t add)
{
	uint64_t carry = add;

	for (size_t i = 0; i < l->n; i++) {
		carry += (uint64_t)l->limb[i] * factor;
		l->limb[i] = (uint32_t)(carry % LIMB);
		carry /= LIMB;
	}
	while (carry) {
		l->limb[l->n++] = (uint32_t)(carry % LIMB);
		carry /= LIMB;
	}
}

void bignum_decimal(struct buf *out, struct slice bytes, bool negative)
{
	struct limbs l = { .n = 0 };

	for (size_t i = 0; i < bytes.len; i++)
		advance(&l, 256, (unsigned char)bytes.ptr[i]);
	if (negative) {
		advance(&l, 1, 1);
		buf_char(out, '-');
	}
	buf_decimal(out, l.n ? l.limb[l.n - 1] : 0);
	for (size_t i = l.n; i-- > 1;)
		buf_printf(out, "%09u", l.limb[i - 1]);
}

static bool times_ten(unsigned char *bytes, unsigned digit)
{
	unsigned carry = digit;

	for (size_t i = LIMIT_BIGNUM_BYTES; i-- > 0;) {
		carry += bytes[i] * 10U;
		bytes[i] = (unsigned char)carry;
		carry >>= 8;
	}
	return carry == 0;
}

struct slice bignum_bytes(char *to, struct slice digits, bool minus_one)
{
	unsigned char *bytes = (unsigned char *)to;
	size_t from = 0;

	memset(to, 0, LIMIT_BIGNUM_BYTES);
	for (size_t i = 0; i < digits.len; i++)
		if (!times_ten(bytes, (unsigned)(digits.ptr[i] - '0')))
			return SLICE_NONE;
	for (size_t i = LIMIT_BIGNUM_BYTES; minus_one && i-- > 0;)
		minus_one = bytes[i]-- == 0;
	while (from < LIMIT_BIGNUM_BYTES - 1 && !bytes[from])
		from++;
	return slice_of(to + from, LIMIT_BIGNUM_BYTES - from);
}
