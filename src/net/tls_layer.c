/* OpenSSL over a BIO of our own: it reads from the slice that just came and writes into a buffer.  Memory
 * BIOs would keep their largest size for ever. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "net/tls_context.h"
#include "net/tls_layer.h"

enum { MOST_RECORD_BYTES = 16384 };

struct tls_layer {
	SSL *ssl;
	struct slice in; /* borrowed: what the BIO may read now */
	struct buf wire;
	size_t sent; /* of wire */
	bool said_goodbye, broken;
	char error[160];
};

static int on_bio_read(BIO *b, char *to, int n)
{
	struct tls_layer *t = BIO_get_data(b);
	struct slice part = slice_first(t->in, (size_t)n);

	BIO_clear_retry_flags(b);
	if (!part.len) {
		BIO_set_retry_read(b);
		return -1;
	}
	memcpy(to, part.ptr, part.len);
	t->in = slice_from(t->in, part.len);
	return (int)part.len;
}

static int on_bio_write(BIO *b, const char *bytes, int n)
{
	struct tls_layer *t = BIO_get_data(b);

	BIO_clear_retry_flags(b);
	buf_add(&t->wire, bytes, (size_t)n);
	return t->wire.failed ? -1 : n;
}

static long on_bio_ctrl(BIO *b, int command, long n, void *arg)
{
	(void)b;
	(void)n;
	(void)arg;
	return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DUP;
}

/* One for the process: a BIO method is a table. */
static BIO_METHOD *bio_method(void)
{
	static BIO_METHOD *m;

	if (m)
		return m;
	m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "connection");
	if (!m)
		memory_exhausted();
	BIO_meth_set_read(m, on_bio_read);
	BIO_meth_set_write(m, on_bio_write);
	BIO_meth_set_ctrl(m, on_bio_ctrl);
	return m;
}

struct tls_layer *tls_layer_new(struct tls_context *context)
{
	struct tls_layer *t = NEW(struct tls_layer);
	BIO *b = BIO_new(bio_method());

	t->ssl = SSL_new(tls_context_ssl(context));
	if (!b || !t->ssl)
		memory_exhausted();
	t->wire = BUF_INIT(LIMIT_OUTPUT_BYTES);
	BIO_set_data(b, t);
	BIO_set_init(b, 1);
	SSL_set_bio(t->ssl, b, b); /* takes the one reference, for both ways */
	SSL_set_accept_state(t->ssl);
	return t;
}

void tls_layer_free(struct tls_layer *t)
{
	if (!t)
		return;
	SSL_free(t->ssl);
	buf_release(&t->wire);
	free(t);
}

bool tls_layer_is_ready(const struct tls_layer *t)
{
	return !t->broken && SSL_is_init_finished(t->ssl);
}

/* The usual mistakes in words that tell what to do. */
static const char *reason_text(unsigned long code)
{
	static const struct {
		int reason;
		const char *text;
	} rows[] = {
		{SSL_R_WRONG_VERSION_NUMBER,		      "the client speaks plain text to a TLS port"		   },
		{ SSL_R_HTTP_REQUEST,		      "the client speaks plain text to a TLS port"		   },
		{ SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, "the client showed no certificate"		      },
		{ SSL_R_CERTIFICATE_VERIFY_FAILED,	   "the client's certificate is not by a CA of --client-ca"},
		{ SSL_R_TLSV1_ALERT_UNKNOWN_CA,		"the client does not trust our test CA"			},
		{ SSL_R_SSLV3_ALERT_BAD_CERTIFICATE,	     "the client does not trust our certificate"		 },
		{ SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,	 "the client does not trust our certificate"	     },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (ERR_GET_REASON(code) == rows[i].reason)
			return rows[i].text;
	return ERR_reason_error_string(code);
}

static enum tls_got broke(struct tls_layer *t)
{
	unsigned long code = ERR_peek_error();
	const char *why = code ? reason_text(code) : NULL;

	snprintf(t->error, sizeof(t->error), "TLS failed: %s", why ? why : "the client broke the protocol");
	ERR_clear_error();
	t->broken = true;
	return TLS_BROKEN;
}

enum tls_got tls_layer_feed(struct tls_layer *t, struct slice wire,
			    void (*text)(void *arg, struct slice text), void *arg)
{
	char plain[MOST_RECORD_BYTES];

	t->in = wire;
	for (;;) {
		int n;

		ERR_clear_error(); /* the queue is the thread's, and others use it too */
		n = SSL_read(t->ssl, plain, sizeof(plain));
		if (n > 0) {
			text(arg, slice_of(plain, (size_t)n));
			continue;
		}
		switch (SSL_get_error(t->ssl, n)) {
		case SSL_ERROR_WANT_READ:
			return TLS_MORE; /* all input is inside OpenSSL now */
		case SSL_ERROR_ZERO_RETURN:
			return TLS_END;
		default:
			return broke(t);
		}
	}
}

const char *tls_layer_error(const struct tls_layer *t)
{
	return t->error;
}

size_t tls_layer_encrypt(struct tls_layer *t, struct slice text)
{
	size_t done = 0;

	if (!tls_layer_is_ready(t))
		return 0;
	while (done < text.len) {
		struct slice part = slice_first(slice_from(text, done), MOST_RECORD_BYTES);
		int n;

		ERR_clear_error();
		n = SSL_write(t->ssl, part.ptr, (int)part.len);
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	ERR_clear_error();
	return done;
}

struct slice tls_layer_wire(const struct tls_layer *t)
{
	return slice_from(buf_view(&t->wire), t->sent);
}

void tls_layer_sent(struct tls_layer *t, size_t n)
{
	t->sent += n;
	if (t->sent < t->wire.len)
		return;
	t->sent = 0;
	buf_reset(&t->wire);
}

bool tls_layer_goodbye(struct tls_layer *t)
{
	if (t->said_goodbye || !tls_layer_is_ready(t))
		return false;
	t->said_goodbye = true;
	ERR_clear_error();
	SSL_shutdown(t->ssl);
	ERR_clear_error();
	return true;
}

void tls_layer_cool(struct tls_layer *t)
{
	if (!t->wire.len)
		buf_release(&t->wire);
}
