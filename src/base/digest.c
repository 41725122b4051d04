/* SHA-256, by OpenSSL. */
#include "base/digest.h"

#include <openssl/evp.h>

#include "base/memory.h"

void sha256_hex(struct slice bytes, char hex[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (!EVP_Digest(bytes.ptr ? bytes.ptr : "", bytes.len, sum, &n, EVP_sha256(), NULL) || n != 32)
		BUG("SHA-256 is not to be had");
	for (unsigned i = 0; i < n; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[2 * n] = 0;
}
