/* The words of a name, however it is written. */
#include "contract/lint_site.h"

#include <ctype.h>

/* Room for the longest name worth a look; the rest of a longer one is left out. */
void words_of(struct words *w, struct slice name)
{
	size_t at = 0, start = 0;

	w->n = 0;
	for (size_t i = 0; i <= name.len && at < sizeof(w->text); i++) {
		unsigned char c = i < name.len ? (unsigned char)name.ptr[i] : ' ';
		unsigned char before = i ? (unsigned char)name.ptr[i - 1] : ' ';
		unsigned char after = i + 1 < name.len ? (unsigned char)name.ptr[i + 1] : ' ';
		/* "userId", and "SSNValue" after "SSN" */
		bool begins = isupper(c) && (!isupper(before) || islower(after));

		if ((!isalnum(c) || begins) && at > start && w->n < ARRAY_SIZE(w->list)) {
			w->list[w->n++] = slice_of(w->text + start, at - start);
			start = at;
		}
		if (isalnum(c))
			w->text[at++] = (char)tolower(c);
	}
}

static bool phrase_at(const struct words *w, size_t at, struct slice phrase, bool at_end)
{
	struct slice word;

	for (; slice_split(&phrase, ' ', &word); at++)
		if (at >= w->n || !slice_eq(w->list[at], word))
			return false;
	return !at_end || at == w->n;
}

bool words_hold(const struct words *w, const char *phrase, bool at_end)
{
	for (size_t i = 0; i < w->n; i++)
		if (phrase_at(w, i, slice_str(phrase), at_end))
			return true;
	return false;
}
