/* Follows $ref: which file, which node in it, and whether it may be followed at all (RFC 6901 pointers in URI
 * fragments, relative to the file that the $ref stands in). */
#include <errno.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/library.h"
#include "document/pointer.h"
#include "document/url.h"

enum { SHOWN_REF_BYTES = 200, MOST_CANDIDATES = 1000 };

/* One resolution under way: the $ref nodes that wait for it, the innermost first. */
struct frame {
	const struct node *n;
	const struct frame *up;
};

struct walk {
	struct library *l;
	unsigned steps; /* $refs followed, those on the way of a pointer included */
};

/* One reference as it is written, and whom to blame. */
struct ref {
	struct slice text;
	struct loc at;
	const struct document *in; /* NULL: stands in no file */
	struct slice file, pointer;
};

static struct node *follow(struct walk *w, struct node *n, const struct frame *up);

/* --- saying what is wrong, once per place */

static bool first_time(struct library *l, const struct ref *ref)
{
	char *key = arena_printf(&l->arena, "%s:%u:%u %.*s", ref->at.file ? ref->at.file : "", ref->at.line,
				 ref->at.col, SLICE_FMT(ref->text));

	return !map_put(&l->said, slice_str(key), key);
}

__attribute__((format(printf, 4, 5))) static struct node *fail(struct library *l, const struct ref *ref,
							       enum diag_code code, const char *fmt, ...)
{
	BUF_AUTO struct buf shown = BUF_INIT(0), why = BUF_INIT(0), safe = BUF_INIT(0);
	va_list ap;

	if (!l->diag || !first_time(l, ref))
		return NULL;
	printable_add(&shown, ref->text, SHOWN_REF_BYTES);
	va_start(ap, fmt);
	buf_vprintf(&why, fmt, ap);
	va_end(ap);
	printable_add(&safe, buf_view(&why), LIMIT_FINDING_BYTES);
	diag_error(l->diag, code, ref->at, "\"$ref\" points to '%s', %s", buf_cstr(&shown), buf_cstr(&safe));
	return NULL;
}

/* --- the file */

static int hex_digit(char c)
{
	char low = (char)(c | 0x20);

	return c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* Undoes %XX; a % without two digits stays, as people write it. */
static void percent_decode(struct slice s, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		bool is_escape = s.ptr[i] == '%' && s.len - i > 2 && hex_digit(s.ptr[i + 1]) >= 0 &&
				 hex_digit(s.ptr[i + 2]) >= 0;

		buf_char(out, (char)(is_escape ? hex_digit(s.ptr[i + 1]) << 4 | hex_digit(s.ptr[i + 2])
					       : s.ptr[i]));
		i += is_escape ? 2 : 0;
	}
}

/* The reference's file as the user would type it: beside the file that the reference stands in. */
static void file_name(const struct ref *ref, struct slice decoded, struct buf *out)
{
	const char *slash = ref->in ? strrchr(ref->in->file, '/') : NULL;

	while (slice_starts(decoded, SLICE_LIT("./")))
		decoded = slice_from(decoded, 2);
	if (slash && decoded.len && decoded.ptr[0] != '/')
		buf_add(out, ref->in->file, (size_t)(slash - ref->in->file) + 1);
	buf_slice(out, decoded);
}

static bool is_allowed(const struct library *l, const char *path)
{
	bool allowed = l->allow_outside || dir_holds(l->root_dir, path);

	for (size_t i = 0; !allowed && i < l->n_dirs; i++)
		allowed = dir_holds(l->dirs[i], path);
	return allowed;
}

static struct document *open_real(struct library *l, const struct ref *ref, const char *file)
{
	char *path = realpath(file, NULL);
	struct source_error error = { 0 };
	struct document *doc = NULL;

	if (!path)
		fail(l, ref, DIAG_REF,
		     errno == ENOENT ? "but there is no file '%s'" : "but '%s' cannot be reached", file);
	else if (!is_allowed(l, path))
		fail(l, ref, DIAG_REF,
		     "which is outside of '%s', the folder of this project; --allow-dir adds one",
		     l->root_dir);
	else if (!(doc = library_open(l, path, file, false, &error)))
		fail(l, ref, error.code, "a file that %s", error.why);
	free(path);
	return doc;
}

static struct document *document_of(struct library *l, const struct ref *ref)
{
	BUF_AUTO struct buf decoded = BUF_INIT(0), file = BUF_INIT(0);
	struct document *doc;

	percent_decode(ref->file, &decoded);
	file_name(ref, buf_view(&decoded), &file);
	if (slice_find(buf_view(&file), '\0') < file.len) {
		fail(l, ref, DIAG_REF, "which is no file name");
		return NULL;
	}
	doc = library_find(l, buf_cstr(&file));
	return doc ? doc : open_real(l, ref, buf_cstr(&file));
}

/* --- the document over HTTP */

static bool names_scheme(struct slice file)
{
	for (size_t i = 0; i + 2 < file.len; i++)
		if (memcmp(file.ptr + i, "://", 3) == 0)
			return true;
	return false;
}

/* What a document from afar refers to is there too, never a file of this machine. */
static bool is_remote(const struct ref *ref)
{
	return names_scheme(ref->file) || (ref->in && url_is_http(slice_str(ref->in->file)));
}

static struct document *fetch(struct library *l, const struct ref *ref, const char *url)
{
	struct source_error error = { 0 };
	struct document *doc = NULL;
	struct slice text;
	const char *why = l->fetcher->fetch(l->fetcher, url, &text);

	if (why)
		fail(l, ref, DIAG_REF, "%s", why);
	else if (!(doc = library_add_remote(l, url, text, &error)))
		fail(l, ref, error.code, "a document that %s", error.why);
	return doc;
}

static struct document *remote_document(struct library *l, const struct ref *ref)
{
	BUF_AUTO struct buf url = BUF_INIT(LIMIT_FINDING_BYTES);
	struct document *doc;

	if (names_scheme(ref->file) && !url_is_http(ref->file))
		fail(l, ref, DIAG_REF, "but only http and https are fetched");
	else if (ref->in && url_is_http(slice_str(ref->in->file)))
		url_join(slice_str(ref->in->file), ref->file, &url);
	else
		buf_slice(&url, ref->file);
	if (!url.len)
		return NULL;
	if (url.failed || slice_find(buf_view(&url), '\0') < url.len) {
		fail(l, ref, DIAG_REF, "which is no URL");
		return NULL;
	}
	doc = library_find(l, buf_cstr(&url));
	if (doc)
		return doc;
	if (l->fetcher)
		return fetch(l, ref, buf_cstr(&url));
	fail(l, ref, DIAG_REF,
	     "which is fetched only with --allow-remote; or keep a copy beside the document");
	return NULL;
}

/* --- the node in it */

static struct slice nearest_key(const struct node *n, struct slice name, struct arena *a)
{
	size_t most = node_is(n, NODE_MAP) ? n->n : 0;
	struct slice *keys;

	if (!most || most > MOST_CANDIDATES)
		return SLICE_NONE;
	keys = arena_array(a, struct slice, most);
	for (size_t i = 0; i < most; i++)
		keys[i] = n->members[i].key;
	return nearest_name(name, keys, most);
}

/* `rest` is what follows the name in the pointer, still encoded. */
static struct node *say_missing(struct library *l, const struct ref *ref, const struct node *parent,
				struct slice name, struct slice rest)
{
	BUF_AUTO struct buf whole = BUF_INIT(0), near = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	const char *where = parent->in && parent->in != ref->in ? parent->in->file : "this document";
	struct slice key;

	buf_slice(&whole, name);
	percent_decode(rest, &whole);
	if (rest.len && node_member(parent, buf_view(&whole))) {
		fail(l, ref, DIAG_REF, "which is not in %s; a '/' inside a name is written '~1'", where);
		return node_get_slice(parent, buf_view(&whole)); /* what is meant is beyond doubt */
	}
	key = nearest_key(parent, name, &a);
	if (key.ptr)
		printable_add(&near, key, SHOWN_REF_BYTES);
	arena_free(&a);
	if (key.ptr)
		return fail(l, ref, DIAG_REF, "which is not in %s; did you mean '%s'?", where,
			    buf_cstr(&near));
	return fail(l, ref, DIAG_REF, "which is not in %s", where);
}

/* A pointer may lead through a $ref: what that stands for is walked on in. */
static struct node *walk_pointer(struct walk *w, const struct ref *ref, const struct document *doc,
				 const struct frame *up)
{
	struct node *n = doc->root;
	struct slice rest = ref->pointer, token;

	while (pointer_next(&rest, &token)) {
		BUF_AUTO struct buf decoded = BUF_INIT(0), name = BUF_INIT(0);
		struct node *child;

		n = follow(w, n, up);
		if (!n)
			return NULL; /* said */
		percent_decode(token, &decoded);
		if (!pointer_unescape(buf_view(&decoded), &name))
			return fail(w->l, ref, DIAG_REF, "where a '~' is followed by neither 0 nor 1");
		child = pointer_child(n, buf_view(&name));
		if (!child)
			return say_missing(w->l, ref, n, buf_view(&name), rest);
		n = child;
	}
	return n;
}

static struct node *target(struct walk *w, struct ref *ref, const struct frame *up)
{
	size_t hash = slice_find(ref->text, '#');
	const struct document *doc = ref->in;

	ref->file = slice_first(ref->text, hash);
	ref->pointer = slice_from(ref->text, hash + 1);
	if (ref->pointer.len && ref->pointer.ptr[0] != '/')
		return fail(w->l, ref, DIAG_REF, "where '/' must follow '#'");
	if (ref->file.len)
		doc = is_remote(ref) ? remote_document(w->l, ref) : document_of(w->l, ref);
	else if (!doc)
		return fail(w->l, ref, DIAG_REF, "but stands in no document");
	/* A document without a root is broken, which was said. */
	return doc && doc->root ? walk_pointer(w, ref, doc, up) : NULL;
}

/* --- chains */

static struct ref ref_of(const struct node *n, const struct member *m)
{
	return (struct ref){
		.text = m->value->text,
		.at = {n->in ? n->in->file : NULL, m->line, m->col},
		.in = n->in,
	};
}

static const struct member *ref_member(const struct node *n)
{
	const struct member *m = node_member(n, SLICE_LIT("$ref"));

	return m && m->value->kind == NODE_TEXT ? m : NULL;
}

/* Said at the first of the circle that was met, and of no other of it later. */
static struct node *say_circle(struct library *l, const struct node *n, const struct frame *up)
{
	struct ref ref = ref_of(n, ref_member(n));

	fail(l, &ref, DIAG_REF, "which leads back to itself");
	for (; up->n != n; up = up->up) {
		ref = ref_of(up->n, ref_member(up->n));
		first_time(l, &ref);
	}
	return NULL;
}

static struct node *follow(struct walk *w, struct node *n, const struct frame *up)
{
	const struct member *m = n ? ref_member(n) : NULL;
	struct frame here = { n, up };
	struct ref ref;

	if (!m)
		return n;
	for (const struct frame *f = up; f; f = f->up)
		if (f->n == n)
			return say_circle(w->l, n, up);
	ref = ref_of(n, m);
	if (w->steps++ == LIMIT_REF_CHAIN)
		return fail(w->l, &ref, DIAG_LIMIT, "the end of a chain of more than %d references",
			    LIMIT_REF_CHAIN);
	return follow(w, target(w, &ref, &here), &here);
}

struct node *library_resolve(struct library *l, struct node *n)
{
	struct walk w = { .l = l };

	return follow(&w, n, NULL);
}

struct node *library_resolve_text(struct library *l, struct slice text, const struct node *at)
{
	struct walk w = { .l = l };
	struct ref ref = { .text = text, .at = node_loc(at), .in = at ? at->in : NULL };

	return follow(&w, target(&w, &ref, NULL), NULL);
}
