/* TLS over our own layer, by an OpenSSL client that trusts the test CA and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/memory.h"
#include "net/tls.h"
#include "world.h"

static const char *const names[] = { "broker.example.com", "localhost", "127.0.0.1" };

struct tls_world {
	struct world w;
	struct tls_context *tls;
	char dir[64], sub[80];
};

static struct tls_context *make_context(struct tls_world *t)
{
	struct tls_context *c = tls_context_new(t->sub, names, ARRAY_SIZE(names), &t->w.diag);

	ck_assert_msg(c, "%s", t->w.diag.n ? t->w.diag.findings[0].text : "?");
	return c;
}

static void tls_world_open(struct tls_world *t, const struct protocol *p)
{
	*t = (struct tls_world){ 0 };
	snprintf(t->dir, sizeof(t->dir), "/tmp/understudy-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(t->dir));
	snprintf(t->sub, sizeof(t->sub), "%s/ca", t->dir);
	world_open(&t->w, NULL, NULL);
	t->tls = make_context(t);
	if (p)
		mock_open(&t->w.mock, &t->w, p, t->tls);
}

static void tls_world_close(struct tls_world *t)
{
	char path[128];

	world_close(&t->w);
	tls_context_drop(t->tls);
	snprintf(path, sizeof(path), "%s/ca.pem", t->sub);
	unlink(path);
	snprintf(path, sizeof(path), "%s/ca.key", t->sub);
	unlink(path);
	rmdir(t->sub);
	ck_assert_int_eq(rmdir(t->dir), 0); /* nothing else was left there */
}

/* --- the client */

struct tls_client {
	SSL_CTX *context;
	SSL *ssl;
	int fd;
};

static void client_new(struct tls_client *c, struct tls_world *t, int version, bool trusts, const char *name)
{
	c->context = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_min_proto_version(c->context, version);
	SSL_CTX_set_max_proto_version(c->context, version);
	SSL_CTX_set_verify(c->context, SSL_VERIFY_PEER, NULL);
	if (trusts)
		ck_assert_int_eq(SSL_CTX_load_verify_locations(c->context, tls_context_ca(t->tls), NULL), 1);
	c->ssl = SSL_new(c->context);
	if (name[0] == '1')
		X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(c->ssl), name);
	else
		SSL_set1_host(c->ssl, name);
	c->fd = client_open(listener_port(t->w.mock.listener));
	SSL_set_fd(c->ssl, c->fd);
	SSL_set_connect_state(c->ssl);
}

static void client_free(struct tls_client *c)
{
	SSL_free(c->ssl);
	SSL_CTX_free(c->context);
	close(c->fd);
}

/* Turns the loop as long as OpenSSL wants the network. */
static int insist(struct tls_world *t, struct tls_client *c, int (*call)(SSL *s, void *bytes, int n),
		  void *bytes, int n)
{
	for (int64_t until_us = deadline_us();;) {
		int got, error;

		ERR_clear_error();
		got = call(c->ssl, bytes, n);
		error = SSL_get_error(c->ssl, got);
		if (got > 0 || (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE))
			return got;
		ck_assert(!is_late(until_us));
		loop_turn(t->w.loop, 1000);
	}
}

static int do_handshake(SSL *s, void *bytes, int n)
{
	(void)bytes;
	(void)n;
	return SSL_do_handshake(s);
}

static int do_write(SSL *s, void *bytes, int n)
{
	return SSL_write(s, bytes, n);
}

static void expect(struct tls_world *t, struct tls_client *c, const char *said)
{
	char back[256] = "";
	int n = (int)strlen(said);

	memcpy(back, said, (size_t)n);
	ck_assert_int_eq(insist(t, c, do_write, back, n), n);
	memset(back, 0, sizeof(back));
	ck_assert_int_eq(insist(t, c, SSL_read, back, n), n);
	ck_assert_str_eq(back, said);
}

/* --- talking */

static const struct {
	int version;
	const char *name;
} handshakes[] = {
	{TLS1_2_VERSION,  "localhost"	      },
	{ TLS1_3_VERSION, "localhost"	      },
	{ TLS1_3_VERSION, "127.0.0.1"	      },
	{ TLS1_3_VERSION, "broker.example.com"},
};

START_TEST(a_client_that_trusts_the_ca_is_served)
{
	struct tls_world t;
	struct tls_client c;
	int plain;

	tls_world_open(&t, &echo_protocol);
	client_new(&c, &t, handshakes[_i].version, true, handshakes[_i].name);
	ck_assert_int_eq(insist(&t, &c, do_handshake, NULL, 0), 1);
	ck_assert_int_eq(SSL_version(c.ssl), handshakes[_i].version);
	expect(&t, &c, "in secret\n");
	/* Plain text on the same port. */
	plain = client_open(listener_port(t.w.mock.listener));
	client_say(&t.w, plain, "in the open\n");
	client_expect(&t.w, plain, "in the open\n");
	close(plain);
	WORLD_UNTIL(&t.w, t.w.mock.echo.closed == 1);
	expect(&t, &c, "still secret\n");
	SSL_shutdown(c.ssl);
	WORLD_UNTIL(&t.w, t.w.mock.echo.closed == 2);
	ck_assert_str_eq(t.w.mock.echo.why, "client closed the connection");
	client_free(&c);
	tls_world_close(&t);
}
END_TEST

START_TEST(a_name_that_is_not_in_the_certificate_is_refused_by_the_client)
{
	struct tls_world t;
	struct tls_client c;

	tls_world_open(&t, &echo_protocol);
	client_new(&c, &t, TLS1_3_VERSION, true, "other.example.com");
	ck_assert_int_le(insist(&t, &c, do_handshake, NULL, 0), 0);
	ck_assert_int_eq(SSL_get_verify_result(c.ssl), X509_V_ERR_HOSTNAME_MISMATCH);
	client_free(&c);
	tls_world_close(&t);
}
END_TEST

START_TEST(a_client_that_refuses_the_ca_is_told_apart)
{
	struct tls_world t;
	struct tls_client c;

	tls_world_open(&t, &echo_protocol);
	client_new(&c, &t, TLS1_2_VERSION, false, "localhost");
	ck_assert_int_le(insist(&t, &c, do_handshake, NULL, 0), 0);
	WORLD_UNTIL(&t.w, t.w.mock.echo.closed == 1);
	ck_assert_msg(strstr(t.w.mock.echo.why, "does not trust our test CA"), "%s", t.w.mock.echo.why);
	client_free(&c);
	tls_world_close(&t);
}
END_TEST

START_TEST(a_megabyte_goes_both_ways_in_secret)
{
	enum { N = 1 << 20 };
	char *sent = memory_new(N), *back = memory_new(N);
	struct tls_world t;
	struct tls_client c;

	for (int i = 0; i < N; i++)
		sent[i] = (char)('a' + i % 23);
	sent[N - 1] = '\n';
	tls_world_open(&t, &echo_protocol);
	client_new(&c, &t, TLS1_3_VERSION, true, "localhost");
	ck_assert_int_eq(insist(&t, &c, do_handshake, NULL, 0), 1);
	for (int at = 0; at < N;) {
		int n = insist(&t, &c, do_write, sent + at, N - at < 10000 ? N - at : 10000);

		ck_assert_int_gt(n, 0);
		at += n;
	}
	for (int at = 0; at < N;) {
		int n = insist(&t, &c, SSL_read, back + at, N - at);

		ck_assert_int_gt(n, 0);
		at += n;
	}
	ck_assert_mem_eq(sent, back, N);
	expect(&t, &c, "bye\n");
	/* Our close is a TLS one too. */
	ck_assert_int_eq(insist(&t, &c, SSL_read, back, N), 0);
	ck_assert_int_eq(SSL_get_error(c.ssl, 0), SSL_ERROR_ZERO_RETURN);
	client_free(&c);
	tls_world_close(&t);
	free(sent);
	free(back);
}
END_TEST

/* The client's side over memory, its bytes sent one by one. */
START_TEST(tls_survives_byte_by_byte)
{
	static const char said[] = "slowly\n";
	struct tls_world t;
	struct tls_client c;
	BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
	char back[sizeof(said)] = "";
	bool wrote = false;

	tls_world_open(&t, &echo_protocol);
	client_new(&c, &t, TLS1_3_VERSION, true, "localhost");
	SSL_set_bio(c.ssl, in, out);
	for (int64_t until_us = deadline_us();;) {
		char byte;

		ERR_clear_error();
		if (SSL_do_handshake(c.ssl) == 1 && !wrote)
			wrote = SSL_write(c.ssl, said, (int)strlen(said)) > 0;
		if (wrote && SSL_read(c.ssl, back, (int)strlen(said)) > 0)
			break;
		while (BIO_read(out, &byte, 1) == 1)
			client_send(&t.w, c.fd, &byte, 1);
		loop_turn(t.w.loop, 0);
		if (recv(c.fd, &byte, 1, 0) == 1)
			BIO_write(in, &byte, 1);
		ck_assert(!is_late(until_us));
	}
	ck_assert_str_eq(back, said);
	client_free(&c);
	tls_world_close(&t);
}
END_TEST

START_TEST(a_handshake_that_never_finishes_is_cut)
{
	static const char hello[] = { 0x16, 3, 1, 0, 100, 1, 0, 0, 96 };
	struct tls_world t;
	int fd;

	tls_world_open(&t, &hasty_echo_protocol);
	fd = client_open(listener_port(t.w.mock.listener));
	client_send(&t.w, fd, hello, sizeof(hello));
	client_read_to_end(&t.w, fd, NULL);
	ck_assert_str_eq(t.w.mock.echo.why, "client did not finish its TLS handshake in time");
	close(fd);
	tls_world_close(&t);
}
END_TEST

START_TEST(where_only_tls_is_spoken_plain_text_is_refused)
{
	struct tls_world t;
	struct listener *l;
	int fd;

	tls_world_open(&t, &echo_protocol);
	l = listener_open(t.w.loop,
			  &(struct listen_options){
				  .host = "127.0.0.1",
				  .label = "secure",
				  .protocol = &echo_protocol,
				  .broker = t.w.mock.broker,
				  .module = &t.w.mock.echo,
				  .tls = t.tls,
				  .tls_only = true,
			  },
			  &t.w.diag);
	fd = client_open(listener_port(l));
	client_say(&t.w, fd, "hello\n");
	client_read_to_end(&t.w, fd, NULL);
	ck_assert_uint_eq(t.w.mock.echo.frames, 0);
	ck_assert_uint_eq(t.w.mock.echo.closed, 1);
	ck_assert_msg(slice_starts(slice_str(t.w.mock.echo.why), SLICE_LIT("TLS failed: ")), "%s",
		      t.w.mock.echo.why);
	close(fd);
	listener_close(l);
	tls_world_close(&t);
}
END_TEST

/* --- the CA in its folder */

static void read_ca(struct tls_world *t, struct buf *out)
{
	FILE *f = fopen(tls_context_ca(t->tls), "re");

	ck_assert_ptr_nonnull(f);
	buf_reserve(out, 8192);
	out->len = fread(out->data, 1, 8192, f);
	fclose(f);
}

START_TEST(the_ca_is_made_once_and_again_when_it_is_broken)
{
	struct tls_world t;
	BUF_AUTO struct buf first = BUF_INIT(0), second = BUF_INIT(0), third = BUF_INIT(0);
	char key[128];
	struct stat st;

	tls_world_open(&t, NULL);
	read_ca(&t, &first);
	ck_assert_int_eq(stat(t.sub, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0700);
	snprintf(key, sizeof(key), "%s/ca.key", t.sub);
	ck_assert_int_eq(stat(key, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);

	tls_context_drop(make_context(&t));
	read_ca(&t, &second);
	ck_assert(slice_eq(buf_view(&first), buf_view(&second)));

	ck_assert_int_eq(truncate(key, 10), 0);
	tls_context_drop(make_context(&t));
	read_ca(&t, &third);
	ck_assert(!slice_eq(buf_view(&first), buf_view(&third)));
	tls_world_close(&t);
}
END_TEST

START_TEST(a_folder_that_cannot_be_is_said)
{
	struct diag d = { 0 };

	ck_assert_ptr_null(tls_context_new("/proc/no/such", names, 1, &d));
	ck_assert_str_eq(d.findings[0].text,
			 "no folder /proc/no/such for the test CA: No such file or directory");
	diag_release(&d);
}
END_TEST

SUITE(tls)
{
	LOOP_TEST(a_client_that_trusts_the_ca_is_served, 0, ARRAY_SIZE(handshakes));
	TEST(a_name_that_is_not_in_the_certificate_is_refused_by_the_client);
	TEST(a_client_that_refuses_the_ca_is_told_apart);
	TEST(a_megabyte_goes_both_ways_in_secret);
	TEST(tls_survives_byte_by_byte);
	TEST(a_handshake_that_never_finishes_is_cut);
	TEST(where_only_tls_is_spoken_plain_text_is_refused);
	TEST(the_ca_is_made_once_and_again_when_it_is_broken);
	TEST(a_folder_that_cannot_be_is_said);
}
