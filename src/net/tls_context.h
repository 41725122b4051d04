/* What a TLS layer needs of a certificate's context; the rest of net/ sees tls.h. */
#ifndef NET_TLS_CONTEXT_H
#define NET_TLS_CONTEXT_H

#include <openssl/types.h>

#include "net/tls.h"

SSL_CTX *tls_context_ssl(struct tls_context *t);

#endif
