/* JSON numbers as text: compared and divided exactly, exponents never expanded. */
#ifndef SCHEMA_NUMBER_H
#define SCHEMA_NUMBER_H

#include "base/slice.h"

/* A number in JSON's grammar.  Most have at most 18 digits and no exponent: those are also whole / 10^scale.
 */
struct decimal {
	struct slice text; /* borrowed */
	bool quick;	   /* `whole` and `scale` hold it */
	uint8_t scale;
	int64_t whole;
};

enum { NUMBER_QUICK_DIGITS = 18, NUMBER_MODULUS_DIGITS = 36 };

struct decimal decimal_read(struct slice text);
/* <0, 0, >0 by value. */
int decimal_compare_slowly(const struct decimal *a, const struct decimal *b);
static inline int decimal_compare(const struct decimal *a, const struct decimal *b)
{
	if (a->quick && b->quick && (a->scale == b->scale || !b->whole))
		return (a->whole > b->whole) - (a->whole < b->whole);
	return decimal_compare_slowly(a, b);
}
/* No digit but zeros behind the point once the exponent is counted in: 1.0, 1e3, 15e-1 is none. */
bool decimal_is_integer(const struct decimal *d);
bool decimal_is_positive(const struct decimal *d);
/* Is `d` an integer times `step`?  `step` is positive and decimal_can_divide. */
bool decimal_is_multiple(const struct decimal *d, const struct decimal *step);
/* At most NUMBER_MODULUS_DIGITS significant digits. */
bool decimal_can_divide(const struct decimal *step);
/* Equal numbers give equal hashes. */
uint64_t decimal_hash(const struct decimal *d);

/* The end of the number that begins at `p`, or NULL when none does.  The text ends with a byte that is part
 * of no number; eight bytes can be read from any place in it. */
const char *number_scan(const char *p, struct decimal *out);

#endif
