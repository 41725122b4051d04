#include "cli/remote.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/timers.h"

enum { MOST_REDIRECTS = 5, TIMEOUT_US = 10000000, MIB = 1 << 20 };

/* --- libcurl, by name */

struct curl {
	void *handle; /* NULL: not there */
	__typeof__(&curl_easy_init) init;
	__typeof__(&curl_easy_setopt) setopt;
	__typeof__(&curl_easy_perform) perform;
	__typeof__(&curl_easy_getinfo) getinfo;
	__typeof__(&curl_easy_strerror) strerror;
	__typeof__(&curl_easy_cleanup) cleanup;
};

static bool find(void *handle, const char *name, void *function)
{
	void *found = dlsym(handle, name);

	memcpy(function, &found, sizeof(found));
	return found != NULL;
}

static bool curl_load(struct curl *c)
{
	if (c->handle)
		return true;
	c->handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	return c->handle && find(c->handle, "curl_easy_init", &c->init) &&
	       find(c->handle, "curl_easy_setopt", &c->setopt) &&
	       find(c->handle, "curl_easy_perform", &c->perform) &&
	       find(c->handle, "curl_easy_getinfo", &c->getinfo) &&
	       find(c->handle, "curl_easy_strerror", &c->strerror) &&
	       find(c->handle, "curl_easy_cleanup", &c->cleanup);
}

struct remote {
	struct fetcher fetcher;
	struct curl curl;
	bool offline;
	int64_t timeout_us;
	char *cache;	    /* the folder; NULL: there is no place for one */
	struct map answers; /* by URL: what this run has got already */
	struct arena arena;
};

/* Got or not, a URL is asked for once in one load; what was got, once in all. */
struct answer {
	struct slice text;
	const char *why; /* NULL: got */
};

/* --- the cache */

static char *cache_folder(void)
{
	const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	BUF_AUTO struct buf path = BUF_INIT(0);

	if (base && base[0] == '/')
		buf_printf(&path, "%s/understudy", base);
	else if (home && home[0] == '/')
		buf_printf(&path, "%s/.cache/understudy", home);
	else
		return NULL;
	return memory_copy(buf_cstr(&path));
}

static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	mkdir(path, 0700);
}

static char *cache_file(const struct remote *r, const char *url)
{
	char hex[SHA256_HEX];
	BUF_AUTO struct buf path = BUF_INIT(0);

	if (!r->cache)
		return NULL;
	sha256_hex(slice_str(url), hex);
	buf_printf(&path, "%s/%s", r->cache, hex);
	return memory_copy(buf_cstr(&path));
}

static bool write_all(int fd, struct slice text)
{
	while (text.len) {
		ssize_t n = write(fd, text.ptr, text.len);

		if (n < 0 && errno != EINTR)
			return false;
		text = slice_from(text, n > 0 ? (size_t)n : 0);
	}
	return true;
}

/* Whole or not at all.  Without a cache the document is there all the same. */
static void cache_write(struct remote *r, const char *url, struct slice text)
{
	char *file = cache_file(r, url);
	BUF_AUTO struct buf beside = BUF_INIT(0);
	int fd;
	bool ok;

	if (!file)
		return;
	make_folders(r->cache);
	buf_printf(&beside, "%s.%d", file, (int)getpid());
	fd = open(buf_cstr(&beside), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ok = fd >= 0 && write_all(fd, text);
	if (fd >= 0)
		ok &= close(fd) == 0;
	if (!ok || rename(buf_cstr(&beside), file))
		unlink(buf_cstr(&beside));
	free(file);
}

static bool cache_read(const struct remote *r, const char *url, struct buf *out)
{
	char *file = cache_file(r, url);
	int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
	char *to;
	ssize_t n = fd < 0 ? -1 : 1;

	while (n > 0 && (to = buf_reserve(out, 64 << 10))) {
		n = read(fd, to, 64 << 10);
		if (n > 0)
			out->len += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	free(file);
	return n == 0;
}

/* --- the network */

struct download {
	struct buf *out;
	bool too_large;
};

static size_t on_bytes(char *bytes, size_t size, size_t n, void *arg)
{
	struct download *d = arg;

	if (size * n > LIMIT_REMOTE_BYTES - d->out->len) {
		d->too_large = true;
		return 0;
	}
	buf_add(d->out, bytes, size * n);
	return size * n;
}

static void set_options(struct remote *r, CURL *c, const char *url, struct download *d)
{
	const struct curl *lib = &r->curl;
	bool secure = slice_starts(slice_str(url), SLICE_LIT("https:"));
	long ms = (long)(r->timeout_us / 1000);

	lib->setopt(c, CURLOPT_URL, url);
	lib->setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	lib->setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
	lib->setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
	lib->setopt(c, CURLOPT_MAXREDIRS, (long)MOST_REDIRECTS);
	lib->setopt(c, CURLOPT_TIMEOUT_MS, ms ? ms : 1L);
	lib->setopt(c, CURLOPT_NOSIGNAL, 1L);
	lib->setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	lib->setopt(c, CURLOPT_USERAGENT, "understudy/" UNDERSTUDY_VERSION);
	lib->setopt(c, CURLOPT_WRITEFUNCTION, on_bytes);
	lib->setopt(c, CURLOPT_WRITEDATA, d);
}

static const char *why_not(struct remote *r, CURLcode code, long status, const struct download *d)
{
	BUF_AUTO struct buf time = BUF_INIT(0);

	duration_add(&time, r->timeout_us);
	if (d->too_large)
		return arena_printf(&r->arena, "which is larger than %d MiB", LIMIT_REMOTE_BYTES / MIB);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return arena_printf(&r->arena, "which does not come within %s (--remote-timeout)",
				    buf_cstr(&time));
	if (code == CURLE_TOO_MANY_REDIRECTS)
		return arena_printf(&r->arena, "which is redirected more than %d times", MOST_REDIRECTS);
	if (code != CURLE_OK)
		return arena_printf(&r->arena, "which cannot be fetched: %s", r->curl.strerror(code));
	return status == 200 ? NULL : arena_printf(&r->arena, "where the server answers %ld", status);
}

static const char *download(struct remote *r, const char *url, struct buf *out)
{
	struct download d = { .out = out };
	const char *why;
	long status = 0;
	CURLcode code;
	CURL *c;

	if (!curl_load(&r->curl))
		return "which cannot be fetched without libcurl (package libcurl4)";
	c = r->curl.init();
	if (!c)
		return "which cannot be fetched: libcurl does not start";
	set_options(r, c, url, &d);
	code = r->curl.perform(c);
	r->curl.getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	why = why_not(r, code, status, &d);
	r->curl.cleanup(c);
	return why;
}

/* --- for the library */

static struct answer *ask(struct remote *r, const char *url)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_REMOTE_BYTES + (64 << 10));
	struct answer *a = arena_new(&r->arena, struct answer);

	if (r->answers.count >= LIMIT_REMOTE_FILES) {
		a->why = arena_printf(&r->arena, "one document too many: at most %d are fetched",
				      LIMIT_REMOTE_FILES);
	} else if (r->offline) {
		if (!cache_read(r, url, &text))
			a->why = "which is not in the cache; fetch it once without --offline";
	} else {
		a->why = download(r, url, &text);
		if (!a->why)
			cache_write(r, url, buf_view(&text));
	}
	if (!a->why)
		a->text = arena_copy(&r->arena, buf_view(&text));
	return a;
}

static const char *fetch(struct fetcher *f, const char *url, struct slice *text)
{
	struct remote *r = container_of(f, struct remote, fetcher);
	struct answer *a = map_get(&r->answers, slice_str(url));

	if (!a) {
		a = ask(r, url);
		map_put(&r->answers, slice_str(arena_strdup(&r->arena, slice_str(url))), a);
	}
	*text = a->text;
	return a->why;
}

/* A contract that is loaded again, since it is watched, may have more luck. */
static void forget_failures(struct remote *r)
{
	for (size_t i = 0; i < r->answers.n_entries; i++) {
		const struct map_entry *e = &r->answers.entries[i];
		const struct answer *a = e->value;

		if (e->key.ptr && a->why)
			map_remove(&r->answers, e->key);
	}
}

struct fetcher *remote_fetcher(struct command_line *cl)
{
	struct remote *r = cl->remote;

	if (!option_flag(cl, OPT_ALLOW_REMOTE) && !option_flag(cl, OPT_OFFLINE))
		return NULL;
	if (!r) {
		r = NEW(struct remote);
		r->fetcher.fetch = fetch;
		r->offline = option_flag(cl, OPT_OFFLINE);
		r->timeout_us = option_us(cl, OPT_REMOTE_TIMEOUT, TIMEOUT_US);
		r->cache = cache_folder();
		cl->remote = r;
	}
	forget_failures(r);
	return &r->fetcher;
}

void remote_free(struct remote *r)
{
	if (!r)
		return;
	if (r->curl.handle)
		dlclose(r->curl.handle);
	map_release(&r->answers);
	arena_free(&r->arena);
	free(r->cache);
	free(r);
}
