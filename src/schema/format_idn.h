/* International labels; shared by the format files only. */
#ifndef SCHEMA_FORMAT_IDN_H
#define SCHEMA_FORMAT_IDN_H

#include "base/slice.h"

/* "xn--" and Punycode that decodes to a legal U-label and is its one spelling. */
bool idn_is_a_label(struct slice label);

#endif
