/* International labels; shared by the format files only. */
#ifndef SCHEMA_FORMAT_IDN_H
#define SCHEMA_FORMAT_IDN_H

#include "base/slice.h"

enum { LABEL_OCTETS = 63 };

/* A label as code points; no legal one has more. */
struct label {
	uint32_t code[LABEL_OCTETS + 1];
	size_t n;
};

/* "xn--" and Punycode that decodes to a legal U-label and is its one spelling. */
bool idn_is_a_label(struct slice label);

/* The part behind "xn--". */
bool punycode_decode(struct slice s, struct label *out);
/* The length, or more than LABEL_OCTETS when it does not fit. */
size_t punycode_encode(const struct label *label, char out[LABEL_OCTETS]);

#endif
