/* The test CA: EC P-256, ca.pem and ca.key in a folder of mode 0700, used again as long as they fit.
 *
 * The folder is locked meanwhile, so that programs started at once agree on one CA. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/random.h"
#include "net/ca.h"

enum { DAY_S = 24 * 3600, CA_DAYS = 3650, LEAF_DAYS = 365, LEAST_DAYS_LEFT = 30 };

struct authority {
	X509 *cert;
	EVP_PKEY *key;
};

static void authority_release(struct authority *a)
{
	X509_free(a->cert);
	EVP_PKEY_free(a->key);
	*a = (struct authority){ 0 };
}

void certificate_release(struct certificate *c)
{
	X509_free(c->leaf);
	X509_free(c->ca);
	EVP_PKEY_free(c->key);
	*c = (struct certificate){ 0 };
}

/* --- making certificates */

static bool add_extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *e;
	X509V3_CTX context;
	bool ok;

	X509V3_set_ctx(&context, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	ok = e && X509_add_ext(x, e, -1) == 1;
	X509_EXTENSION_free(e);
	return ok;
}

static bool set_serial(X509 *x)
{
	BIGNUM *n = BN_new();
	/* 127 bits: positive, and well over the 64 that are asked for */
	bool ok = n && BN_rand(n, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
		  BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));

	BN_free(n);
	return ok;
}

/* Unsigned, without extensions; NULL when OpenSSL says no. */
static X509 *draft(EVP_PKEY *key, const char *name, int days)
{
	X509 *x = X509_new();
	X509_NAME *subject = x ? X509_get_subject_name(x) : NULL;

	if (x && X509_set_version(x, X509_VERSION_3) == 1 && set_serial(x) &&
	    X509_gmtime_adj(X509_getm_notBefore(x), -DAY_S) && /* clocks differ */
	    X509_gmtime_adj(X509_getm_notAfter(x), (long)days * DAY_S) &&
	    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8, (const unsigned char *)"Understudy test",
				       -1, -1, 0) == 1 &&
	    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name,
				       (int)strnlen(name, 64), -1, 0) == 1 &&
	    X509_set_pubkey(x, key) == 1)
		return x;
	X509_free(x);
	return NULL;
}

static bool authority_make(struct authority *a)
{
	a->key = EVP_EC_gen("P-256");
	a->cert = a->key ? draft(a->key, "Understudy test CA", CA_DAYS) : NULL;
	return a->cert && X509_set_issuer_name(a->cert, X509_get_subject_name(a->cert)) == 1 &&
	       add_extension(a->cert, a->cert, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
	       add_extension(a->cert, a->cert, NID_key_usage, "critical,keyCertSign,cRLSign") &&
	       add_extension(a->cert, a->cert, NID_subject_key_identifier, "hash") &&
	       X509_sign(a->cert, a->key, EVP_sha256()) > 0;
}

/* A name comes from a document: never through OpenSSL's configuration syntax. */
static GENERAL_NAME *general_name(const char *name)
{
	GENERAL_NAME *g = GENERAL_NAME_new();
	ASN1_OCTET_STRING *ip = a2i_IPADDRESS(name);
	ASN1_IA5STRING *dns;

	if (!g || ip) {
		if (g)
			GENERAL_NAME_set0_value(g, GEN_IPADD, ip);
		return g;
	}
	dns = ASN1_IA5STRING_new();
	if (!dns || ASN1_STRING_set(dns, name, -1) != 1)
		memory_exhausted();
	GENERAL_NAME_set0_value(g, GEN_DNS, dns);
	return g;
}

static bool add_names(X509 *x, const char *const *names, size_t n)
{
	GENERAL_NAMES *all = GENERAL_NAMES_new();
	bool ok = all != NULL;

	for (size_t i = 0; ok && i < n; i++) {
		GENERAL_NAME *g = general_name(names[i]);

		ok = g && sk_GENERAL_NAME_push(all, g) > 0;
		if (!ok)
			GENERAL_NAME_free(g);
	}
	ok = ok && X509_add1_ext_i2d(x, NID_subject_alt_name, all, 0, X509V3_ADD_DEFAULT) == 1;
	GENERAL_NAMES_free(all);
	return ok;
}

static bool leaf_make(const struct authority *a, const char *const *names, size_t n, struct certificate *out)
{
	out->key = EVP_EC_gen("P-256");
	out->leaf = out->key ? draft(out->key, names[0], LEAF_DAYS) : NULL;
	out->ca = a->cert;
	X509_up_ref(a->cert);
	return out->leaf && X509_set_issuer_name(out->leaf, X509_get_subject_name(a->cert)) == 1 &&
	       add_extension(out->leaf, a->cert, NID_basic_constraints, "critical,CA:FALSE") &&
	       add_extension(out->leaf, a->cert, NID_key_usage, "critical,digitalSignature") &&
	       add_extension(out->leaf, a->cert, NID_ext_key_usage, "serverAuth") &&
	       add_extension(out->leaf, a->cert, NID_authority_key_identifier, "keyid") &&
	       add_names(out->leaf, names, n) && X509_sign(out->leaf, a->key, EVP_sha256()) > 0;
}

/* --- the folder */

static FILE *open_at(int dir, const char *name, int flags, mode_t mode, const char *how)
{
	int fd = openat(dir, name, flags | O_CLOEXEC, mode);
	FILE *f = fd < 0 ? NULL : fdopen(fd, how);

	if (!f && fd >= 0)
		close(fd);
	return f;
}

static bool is_usable(const struct authority *a)
{
	time_t later = time(NULL) + (time_t)LEAST_DAYS_LEFT * DAY_S;

	return a->cert && a->key && X509_check_private_key(a->cert, a->key) == 1 &&
	       X509_check_ca(a->cert) == 1 && X509_cmp_time(X509_get0_notAfter(a->cert), &later) > 0;
}

static bool authority_load(int dir, struct authority *a)
{
	FILE *cert = open_at(dir, CA_FILE, O_RDONLY, 0, "r");
	FILE *key = open_at(dir, CA_KEY_FILE, O_RDONLY, 0, "r");

	if (cert)
		a->cert = PEM_read_X509(cert, NULL, NULL, NULL);
	if (key)
		a->key = PEM_read_PrivateKey(key, NULL, NULL, NULL);
	if (cert)
		fclose(cert);
	if (key)
		fclose(key);
	if (is_usable(a))
		return true;
	authority_release(a);
	return false;
}

/* Whole or not at all: written beside, then renamed. */
static bool write_file(int dir, const char *name, mode_t mode, const struct authority *a, bool is_key)
{
	static const char beside[] = ".new";
	FILE *f;
	bool ok;

	unlinkat(dir, beside, 0);
	f = open_at(dir, beside, O_WRONLY | O_CREAT | O_EXCL, mode, "w");
	if (!f)
		return false;
	ok = is_key ? PEM_write_PKCS8PrivateKey(f, a->key, NULL, NULL, 0, NULL, NULL) == 1
		    : PEM_write_X509(f, a->cert) == 1;
	ok = fclose(f) == 0 && ok;
	return ok && renameat(dir, beside, dir, name) == 0;
}

static bool authority_save(int dir, const struct authority *a)
{
	return write_file(dir, CA_KEY_FILE, 0600, a, true) && write_file(dir, CA_FILE, 0644, a, false);
}

/* Locked until it is closed; -1: errno. */
static int open_folder(const char *path)
{
	int fd;

	if (mkdir(path, 0700) && errno != EEXIST)
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && flock(fd, LOCK_EX)) {
		close(fd);
		return -1;
	}
	return fd;
}

bool ca_issue(const char *path, const char *const *names, size_t n_names, struct certificate *out,
	      struct diag *d)
{
	struct authority a = { 0 };
	int dir = open_folder(path);
	bool ok;

	if (dir < 0)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "no folder %s for the test CA: %s", path,
				  strerror(errno));
	ok = authority_load(dir, &a);
	if (!ok) {
		ok = authority_make(&a);
		if (!ok)
			diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "OpenSSL cannot make a test CA");
		else if (!authority_save(dir, &a))
			ok = diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "cannot write the test CA into %s: %s",
					path, strerror(errno));
	}
	close(dir);
	if (ok && !leaf_make(&a, names, n_names, out))
		ok = diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "OpenSSL cannot make a certificate for %s",
				names[0]);
	authority_release(&a);
	return ok;
}
