/* One OpenSSL context per certificate, counted: listeners and mocks share it. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/memory.h"
#include "net/ca.h"
#include "net/tls_context.h"

struct tls_context {
	SSL_CTX *ssl;
	struct buf ca; /* path of ca.pem */
	unsigned users;
};

static SSL_CTX *ssl_new(const struct certificate *c)
{
	SSL_CTX *s = SSL_CTX_new(TLS_server_method());

	if (!s)
		return NULL;
	SSL_CTX_set_min_proto_version(s, TLS1_2_VERSION);
	SSL_CTX_set_mode(s, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
	SSL_CTX_set_options(s, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
	/* Not 0: without a ticket a TLS 1.3 client with Nagle waits 40 ms for our ACK. */
	SSL_CTX_set_num_tickets(s, 1);
	SSL_CTX_set_session_cache_mode(s, SSL_SESS_CACHE_OFF);
	if (SSL_CTX_use_certificate(s, c->leaf) != 1 || SSL_CTX_use_PrivateKey(s, c->key) != 1 ||
	    SSL_CTX_add1_chain_cert(s, c->ca) != 1) {
		SSL_CTX_free(s);
		return NULL;
	}
	return s;
}

/* Absolute: who is told of it mostly runs in another folder. */
static void keep_path(struct buf *ca, const char *dir)
{
	char *absolute = realpath(dir, NULL);

	buf_printf(ca, "%s/" CA_FILE, absolute ? absolute : dir);
	free(absolute);
}

struct tls_context *tls_context_new(const char *dir, const char *const *names, size_t n_names, struct diag *d)
{
	struct certificate c = { 0 };
	struct tls_context *t;
	SSL_CTX *ssl = NULL;

	if (ca_issue(dir, names, n_names, &c, d)) {
		ssl = ssl_new(&c);
		if (!ssl)
			diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "OpenSSL refuses the test certificate");
	}
	certificate_release(&c);
	ERR_clear_error();
	if (!ssl)
		return NULL;
	t = NEW(struct tls_context);
	t->ssl = ssl;
	t->users = 1;
	keep_path(&t->ca, dir);
	return t;
}

bool tls_context_ask(struct tls_context *t, const char *file, struct diag *d)
{
	STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(file);
	bool ok = names && SSL_CTX_load_verify_locations(t->ssl, file, NULL) == 1;

	ERR_clear_error();
	if (!ok) {
		sk_X509_NAME_pop_free(names, X509_NAME_free);
		return diag_error(d, DIAG_USAGE, LOC_NONE, "no certificate can be read from %s (--client-ca)",
				  file);
	}
	SSL_CTX_set_client_CA_list(t->ssl, names); /* takes it */
	SSL_CTX_set_verify(t->ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	return true;
}

struct tls_context *tls_context_use(struct tls_context *t)
{
	t->users++;
	return t;
}

void tls_context_drop(struct tls_context *t)
{
	if (!t || --t->users)
		return;
	SSL_CTX_free(t->ssl);
	buf_release(&t->ca);
	free(t);
}

const char *tls_context_ca(const struct tls_context *t)
{
	return t->ca.data; /* buf_printf() ends it with NUL */
}

SSL_CTX *tls_context_ssl(struct tls_context *t)
{
	return t->ssl;
}
