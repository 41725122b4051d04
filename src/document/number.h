/* Numbers as text in JSON's grammar, compared and read by value without ever becoming a double. */
#ifndef DOCUMENT_NUMBER_H
#define DOCUMENT_NUMBER_H

#include "base/slice.h"

/* 1, 1.0, 10e-1 are equal; so are 0, -0 and 0e999.  Exponents of more than 17 digits are equal only when
 * written alike. */
bool number_equal(struct slice a, struct slice b);
/* An integer that fits, also written 1e3 or 5.0. */
bool number_int(struct slice s, int64_t *value);

#endif
