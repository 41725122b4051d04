/* A test CA that is made on the spot and kept in a folder, and certificates by it that are kept nowhere. */
#ifndef NET_CA_H
#define NET_CA_H

#include <openssl/types.h>

#include "base/diag.h"

#define CA_FILE	    "ca.pem"
#define CA_KEY_FILE "ca.key"

/* All owned; all NULL is none. */
struct certificate {
	X509 *leaf, *ca;
	EVP_PKEY *key; /* the leaf's */
};

/* A certificate for the names (DNS or IP; the first is its common name, at least one). */
bool ca_issue(const char *dir, const char *const *names, size_t n_names, struct certificate *out,
	      struct diag *d);
void certificate_release(struct certificate *c);

#endif
