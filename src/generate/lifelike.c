/* Finding what a property's name suggests. */
#include "generate/hint.h"

size_t name_words(struct slice name, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n + 2 < NAME_BYTES; i++) {
		char c = name.ptr[i];
		bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
		bool after_lower = i && name.ptr[i - 1] >= 'a' && name.ptr[i - 1] <= 'z';
		bool before_lower = i + 1 < name.len && name.ptr[i + 1] >= 'a' && name.ptr[i + 1] <= 'z';
		bool after_upper = i && name.ptr[i - 1] >= 'A' && name.ptr[i - 1] <= 'Z';

		if (!upper && !lower) {
			if (n && out[n - 1] != ' ' && !(c >= '0' && c <= '9'))
				out[n++] = ' ';
			continue;
		}
		if (upper && n && out[n - 1] != ' ' && (after_lower || (after_upper && before_lower)))
			out[n++] = ' ';
		out[n++] = (char)(c | 32);
	}
	while (n && out[n - 1] == ' ')
		n--;
	return n;
}

static bool ends_with_words(struct slice words, struct slice row)
{
	return slice_ends(words, row) && (words.len == row.len || words.ptr[words.len - row.len - 1] == ' ');
}

static const struct hint *hint_in(struct slice words)
{
	const struct hint *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < n_hints; i++) {
		struct slice row = slice_str(hints[i].ends);

		if (row.len > longest && ends_with_words(words, row)) {
			best = &hints[i];
			longest = row.len;
		}
	}
	return best;
}

/* "tags" speaks of what "tag" does: items have the name of their array. */
static const struct hint *look_up(struct slice name)
{
	char space[NAME_BYTES];
	struct slice words = slice_of(space, name.ptr ? name_words(name, space) : 0);
	const struct hint *found = hint_in(words);

	if (!found && words.len > 2 && words.ptr[words.len - 1] == 's')
		found = hint_in(slice_first(words, words.len - 1));
	return found;
}

struct known_hint {
	struct slice name;
	const struct hint *hint;
};

/* Names come from schemas, mostly; those invented for the members of a map must not pile up. */
static const struct hint *hint_for(struct making *m, struct slice name)
{
	enum { MOST_KNOWN = 4096 };
	struct generator *g = m->g;
	struct known_hint *known = map_get(&g->hints, name);

	if (known)
		return known->hint;
	if (g->hints.count >= MOST_KNOWN)
		return look_up(name);
	known = arena_new(&g->arena, struct known_hint);
	known->name = arena_copy(&g->arena, name);
	known->hint = look_up(name);
	map_put(&g->hints, known->name, known);
	return known->hint;
}

void lifelike_text(struct making *m, struct slice name, struct buf *out)
{
	const struct hint *h = hint_for(m, name);

	if (h && h->text)
		h->text(m, name, out);
	else
		lifelike_words(m, 1, out);
}

bool lifelike_is_number(struct making *m, struct slice name)
{
	const struct hint *h = hint_for(m, name);

	return h && h->number;
}

/* Times as numbers are milliseconds, as most writers of JSON have them. */
static bool is_time(const struct hint *h)
{
	return h->text == hint_time;
}

bool lifelike_number(struct making *m, struct slice name, int64_t *low, int64_t *high, int *scale)
{
	const struct hint *h = hint_for(m, name);

	if (!h || (!h->low && !h->high && !is_time(h)))
		return false;
	*low = is_time(h) ? m->wall_us / 1000 - 2000 : h->low;
	*high = is_time(h) ? m->wall_us / 1000 : h->high;
	*scale = is_time(h) ? 0 : h->scale;
	return true;
}
