/* Resolving one URI reference against another: RFC 3986, section 5.2. */
#include "base/buf.h"
#include "schema/program.h"

struct uri {
	struct slice scheme, authority, path, query, fragment; /* absent: not there */
};

static bool is_scheme(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!format_is_letter(s.ptr[i]) && !(i && (format_is_digit(s.ptr[i]) || s.ptr[i] == '+' ||
							   s.ptr[i] == '-' || s.ptr[i] == '.')))
			return false;
	return s.len;
}

/* Cuts what stands behind `sep` off the end. */
static struct slice cut_tail(struct slice *s, char sep)
{
	size_t at = slice_find(*s, sep);
	struct slice tail = SLICE_NONE;

	if (at < s->len) {
		tail = slice_of(s->ptr + at + 1, s->len - at - 1);
		s->len = at;
	}
	return tail;
}

static struct uri uri_split(struct slice s)
{
	struct uri out = { .fragment = cut_tail(&s, '#') };
	size_t colon;

	out.query = cut_tail(&s, '?');
	colon = slice_find(s, ':');
	if (colon < s.len && is_scheme(slice_first(s, colon))) {
		out.scheme = slice_first(s, colon);
		s = slice_from(s, colon + 1);
	}
	if (slice_starts(s, SLICE_LIT("//"))) {
		s = slice_from(s, 2);
		out.authority = slice_first(s, slice_find(s, '/'));
		s = slice_from(s, out.authority.len);
	}
	out.path = s;
	return out;
}

/* Appends the path without its . and .. segments; `from` is where the path begins in `out`. */
static void add_path(struct buf *out, struct slice path)
{
	size_t from = out->len;
	struct slice segment;

	while (slice_split(&path, '/', &segment)) {
		bool up = slice_is(segment, "..");

		if (up && out->len > from) {
			out->len--; /* the slash that ends the segment above */
			while (out->len > from && out->data[out->len - 1] != '/')
				out->len--;
		}
		if (up || slice_is(segment, "."))
			continue;
		buf_slice(out, segment);
		if (path.ptr)
			buf_char(out, '/');
	}
}

static void add_parts(struct buf *out, const struct uri *u)
{
	if (u->scheme.ptr)
		buf_printf(out, "%.*s:", SLICE_FMT(u->scheme));
	if (u->authority.ptr)
		buf_printf(out, "//%.*s", SLICE_FMT(u->authority));
	if (u->authority.ptr || slice_starts(u->path, SLICE_LIT("/")))
		add_path(out, u->path);
	else
		buf_slice(out, u->path);
	if (u->query.ptr)
		buf_printf(out, "?%.*s", SLICE_FMT(u->query));
	if (u->fragment.ptr)
		buf_printf(out, "#%.*s", SLICE_FMT(u->fragment));
}

struct slice uri_resolve(struct arena *a, struct slice base, struct slice ref)
{
	BUF_AUTO struct buf out = BUF_INIT(0), path = BUF_INIT(0);
	struct uri b = uri_split(base), r = uri_split(ref);

	if (!r.scheme.ptr) {
		r.scheme = b.scheme;
		if (!r.authority.ptr) {
			r.authority = b.authority;
			if (!r.path.len) {
				r.path = b.path;
				if (!r.query.ptr)
					r.query = b.query;
			} else if (r.path.ptr[0] != '/') {
				size_t keep = b.path.len;

				while (keep && b.path.ptr[keep - 1] != '/')
					keep--;
				if (!keep && b.authority.ptr)
					buf_char(&path, '/');
				buf_add(&path, b.path.ptr, keep);
				buf_slice(&path, r.path);
				r.path = buf_view(&path);
			}
		}
	}
	add_parts(&out, &r);
	return arena_copy(a, buf_view(&out));
}

static int hex_value(char c)
{
	return format_is_digit(c) ? c - '0' : (c | 32) - 'a' + 10;
}

struct slice uri_decode(struct arena *a, struct slice s)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '%' && i + 2 < s.len && format_is_hex(s.ptr[i + 1]) &&
		    format_is_hex(s.ptr[i + 2])) {
			buf_char(&out, (char)(hex_value(s.ptr[i + 1]) * 16 + hex_value(s.ptr[i + 2])));
			i += 2;
		} else {
			buf_char(&out, s.ptr[i]);
		}
	}
	return arena_copy(a, buf_view(&out));
}
