/* Digests, as people compare them: in hex. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/slice.h"

enum { SHA256_HEX = 65 }; /* with the NUL */

void sha256_hex(struct slice bytes, char hex[SHA256_HEX]);

#endif
