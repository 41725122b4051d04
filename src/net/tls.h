/* TLS for raw protocols, and a test CA made on the spot. */
#ifndef NET_TLS_H
#define NET_TLS_H

#include "base/diag.h"

struct tls_context; /* counted */

/* A certificate for the given names (DNS or IP) by the CA in `dir` (ca.pem, ca.key; made there when absent,
 * mode 0600 for the key).  NULL with an error in `d`. */
struct tls_context *tls_context_new(const char *dir, const char *const *names, size_t n_names,
				    struct diag *d);
/* From now on clients must show a certificate by one of the CAs in `file` (PEM).  False with an error in `d`.
 */
bool tls_context_ask(struct tls_context *t, const char *file, struct diag *d);
struct tls_context *tls_context_use(struct tls_context *t);
void tls_context_drop(struct tls_context *t);
const char *tls_context_ca(const struct tls_context *t); /* absolute path of ca.pem */

#endif
