#include "scenario/path.h"

#include <stdlib.h>

const char *path_dir(struct arena *a, const char *file)
{
	const char *slash = strrchr(file, '/');

	if (!slash)
		return ".";
	return slash == file ? "/" : arena_strdup(a, slice_of(file, (size_t)(slash - file)));
}

/* "scenarios/../contracts/orders.yaml" to "contracts/orders.yaml". */
static const char *shortened(struct arena *a, const char *path)
{
	struct slice rest = slice_str(path), part;
	char *out = arena_alloc(a, rest.len + 2);
	size_t n = 0;

	if (path[0] == '/')
		out[n++] = '/';
	while (slice_split(&rest, '/', &part)) {
		size_t last = n;

		if (!part.len || slice_is(part, "."))
			continue;
		while (last && out[last - 1] != '/')
			last--;
		if (slice_is(part, "..") && n > last && !slice_is(slice_of(out + last, n - last), "..")) {
			n = last > 1 ? last - 1 : last;
			continue;
		}
		if (n && out[n - 1] != '/')
			out[n++] = '/';
		memcpy(out + n, part.ptr, part.len);
		n += part.len;
	}
	out[n] = '\0';
	return n ? out : ".";
}

static bool is_same(const char *a, const char *b)
{
	char *x = realpath(a, NULL), *y = realpath(b, NULL);
	bool same = x && y && strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

const char *path_beside(struct arena *a, const char *file, struct slice path)
{
	const char *dir = path_dir(a, file), *joined, *brief;

	if (!path.len || path.ptr[0] == '/' || strcmp(dir, ".") == 0)
		return arena_strdup(a, path);
	joined = arena_printf(a, "%s/%.*s", strcmp(dir, "/") ? dir : "", SLICE_FMT(path));
	brief = shortened(a, joined);
	return is_same(joined, brief) ? brief : joined;
}
