/* Decimal numbers exactly as JSON writes them: digits times a power of ten.  No double anywhere, so 19.65
 * stays 19.65 and the bytes are the same on every machine. */
#ifndef GENERATE_DECIMAL_H
#define GENERATE_DECIMAL_H

#include "base/buf.h"

typedef __int128 wide;

enum { DECIMAL_DIGITS = 30, DECIMAL_SCALE = 24 };

/* digits * 10^-scale, scale 0 .. DECIMAL_SCALE */
struct decimal {
	wide digits;
	int scale;
};

/* False: not a number, or one of more digits than we count with. */
bool decimal_parse(struct slice text, struct decimal *out);
/* In units of 10^-scale, rounded down or up; false when that is too large. */
bool decimal_floor(struct decimal d, int scale, wide *out);
bool decimal_ceil(struct decimal d, int scale, wide *out);
/* Without zeros at the end of the fraction: "19.5", "20", "-0.01". */
void decimal_add(struct buf *b, wide digits, int scale);

wide wide_power10(int n); /* 0 .. DECIMAL_DIGITS */
/* The least common multiple; 0 when it is too large. */
wide wide_lcm(wide a, wide b);
wide wide_floor_div(wide a, wide b); /* b > 0 */

#endif
