#include "document/url.h"

static bool has_scheme(struct slice text, struct slice scheme)
{
	return text.len >= scheme.len && slice_eq_ignoring_case(slice_first(text, scheme.len), scheme);
}

bool url_is_http(struct slice text)
{
	return has_scheme(text, SLICE_LIT("http://")) || has_scheme(text, SLICE_LIT("https://"));
}

/* Where the path begins: behind "scheme://authority". */
static size_t path_start(struct slice url)
{
	size_t at = slice_find(url, ':') + 3;

	while (at < url.len && url.ptr[at] != '/' && url.ptr[at] != '?')
		at++;
	return at < url.len ? at : url.len;
}

static void drop_last(struct buf *out, size_t least)
{
	while (out->len > least && out->data[out->len - 1] != '/')
		out->len--;
	if (out->len > least)
		out->len--;
}

/* Section 5.2.4: "." and ".." are gone through, never above the root. */
static void add_path(struct buf *out, struct slice path)
{
	size_t least = out->len;
	struct slice rest = slice_starts(path, SLICE_LIT("/")) ? slice_from(path, 1) : path, segment;
	bool last_is_dots = false;

	while (slice_split(&rest, '/', &segment)) {
		last_is_dots = slice_is(segment, ".") || slice_is(segment, "..");
		if (slice_is(segment, "..")) {
			drop_last(out, least);
		} else if (!last_is_dots) {
			buf_char(out, '/');
			buf_slice(out, segment);
		}
	}
	if (last_is_dots)
		buf_char(out, '/');
}

/* The folder of the base's path, then the reference. */
static void add_merged(struct buf *out, struct slice base_path, struct slice ref_path)
{
	BUF_AUTO struct buf whole = BUF_INIT(0);
	size_t n = base_path.len;

	while (n && base_path.ptr[n - 1] != '/')
		n--;
	buf_slice(&whole, slice_first(base_path, n));
	buf_slice(&whole, ref_path);
	add_path(out, buf_view(&whole));
}

void url_join(struct slice base, struct slice ref, struct buf *out)
{
	size_t at = path_start(base), query = slice_find(ref, '?');
	struct slice base_path = slice_from(base, at), path = slice_first(ref, query);

	base_path = slice_first(base_path, slice_find(base_path, '?'));
	if (url_is_http(ref)) {
		buf_slice(out, ref);
		return;
	}
	if (slice_starts(ref, SLICE_LIT("//"))) {
		buf_slice(out, slice_first(base, slice_find(base, ':') + 1));
		buf_slice(out, ref);
		return;
	}
	buf_slice(out, slice_first(base, at));
	if (!path.len)
		buf_slice(out, base_path);
	else if (path.ptr[0] == '/')
		add_path(out, path);
	else
		add_merged(out, base_path, path);
	buf_slice(out, slice_from(ref, query));
}
