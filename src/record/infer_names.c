#include "record/infer_names.h"

#include "base/buf.h"

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_word(char c)
{
	return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9');
}

static bool is_shouted(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (is_lower(word.ptr[i]))
			return false;
	return true;
}

static void add_word(struct buf *out, struct slice word)
{
	bool is_first = out->len == 0, shouted = is_shouted(word);

	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];

		if (i == 0 && !is_first && is_lower(c))
			c = (char)(c - 32);
		else if (is_upper(c) && ((i == 0 && is_first) || (i > 0 && shouted)))
			c = (char)(c + 32);
		buf_char(out, c);
	}
}

enum { NAME_BYTES = 80 };

struct slice name_camel(struct arena *a, struct slice text)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	size_t i = 0;

	text = slice_first(text, NAME_BYTES);
	while (i < text.len) {
		size_t start = i;

		while (i < text.len && is_word(text.ptr[i]))
			i++;
		if (i > start)
			add_word(&out, slice_of(text.ptr + start, i - start));
		else
			i++;
	}
	return arena_copy(a, buf_view(&out));
}

struct slice name_singular(struct arena *a, struct slice word)
{
	static const char *const not_plural[] = { "ss", "us", "is" };

	if (word.len > 4 && slice_ends(word, SLICE_LIT("ies")))
		return slice_str(arena_printf(a, "%.*sy", (int)word.len - 3, word.ptr));
	if (slice_ends(word, SLICE_LIT("sses")) || slice_ends(word, SLICE_LIT("xes")) ||
	    slice_ends(word, SLICE_LIT("ches")))
		return slice_first(word, word.len - 2);
	for (size_t i = 0; i < ARRAY_SIZE(not_plural); i++)
		if (slice_ends(word, slice_str(not_plural[i])))
			return word;
	if (word.len > 3 && slice_ends(word, SLICE_LIT("s")))
		return slice_first(word, word.len - 1);
	return word;
}

struct slice name_joined(struct arena *a, const char *verb, struct slice name)
{
	char *out = arena_printf(a, "%s%.*s", verb, SLICE_FMT(name)), *first = out + strlen(verb);

	if (is_lower(*first))
		*first = (char)(*first - 32);
	return slice_str(out);
}

struct slice name_unique(struct arena *a, struct map *taken, struct slice name)
{
	struct slice tried = name;

	for (unsigned n = 2; map_get(taken, tried); n++)
		tried = slice_str(arena_printf(a, "%.*s%u", SLICE_FMT(name), n));
	map_put(taken, tried, taken);
	return tried;
}
