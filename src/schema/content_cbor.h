/* Integers of any size between bytes and decimal digits: CBOR's bignums (RFC 8949, 3.4.3). */
#ifndef SCHEMA_CONTENT_CBOR_H
#define SCHEMA_CONTENT_CBOR_H

#include "base/buf.h"

/* Appends the decimal digits of a big-endian integer of at most LIMIT_BIGNUM_BYTES; negative: of -1 - n. */
void bignum_decimal(struct buf *out, struct slice bytes, bool negative);

/* The big-endian bytes of decimal digits into `to`, LIMIT_BIGNUM_BYTES long; minus_one: of n - 1 (n not 0).
 * The slice in `to` without leading zeros; absent: it is larger. */
struct slice bignum_bytes(char *to, struct slice digits, bool minus_one);

#endif
