#include "document/known_keys.h"

#include "base/memory.h"
#include "base/text.h"

enum { MOST_KEYS = 64 };

static bool is_one_of(struct slice key, const struct slice *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(key, names[i]))
			return true;
	return false;
}

bool node_keys_known(const struct node *n, const char *what, const char *const *keys, size_t n_keys,
		     struct diag *d)
{
	struct slice names[MOST_KEYS], near;
	bool ok = true;

	if (n_keys > MOST_KEYS)
		BUG("%s has %zu keys", what, n_keys);
	for (size_t i = 0; i < n_keys; i++)
		names[i] = slice_str(keys[i]);
	for (size_t i = 0; i < n->n; i++) {
		const struct member *m = &n->members[i];

		if (is_one_of(m->key, names, n_keys))
			continue;
		near = nearest_name(m->key, names, n_keys);
		ok = diag_error(d, DIAG_UNKNOWN_KEY, (struct loc){ node_loc(n).file, m->line, m->col },
				"%s has no \"%.*s\"%s%.*s%s", what, SLICE_FMT(m->key),
				near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
	}
	return ok;
}
