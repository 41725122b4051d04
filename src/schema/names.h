/* A fixed set of names with a small hash: first and last eight bytes, length, a seed found when it is made.
 */
#ifndef SCHEMA_NAMES_H
#define SCHEMA_NAMES_H

#include "base/arena.h"

struct names {
	const struct slice *list; /* in the arena */
	uint64_t *words;	  /* their first eight bytes */
	size_t n;
	uint32_t *slots; /* index + 1; 0: empty */
	uint64_t seed;
	unsigned shift;
};

enum { NAMES_NONE = UINT32_MAX };

/* `list` is kept. */
void names_init(struct names *names, struct arena *a, const struct slice *list, size_t n);

/* The first eight bytes, zeros behind a shorter name.  Eight bytes from `p` on can be read whatever the
 * length. */
static inline uint64_t names_word(const char *p, size_t len)
{
	uint64_t word;

	memcpy(&word, p, 8);
	return len >= 8 ? word : len ? word & UINT64_MAX >> (64 - 8 * len) : 0;
}

static inline uint64_t names_hash(const char *p, size_t len, uint64_t word, uint64_t seed)
{
	uint64_t last = word;

	if (len > 8)
		memcpy(&last, p + len - 8, 8);
	word ^= (last << 32 | last >> 32) + len * 0x9e3779b97f4a7c15u;
	word ^= word >> 29; /* the middle bytes count too */
	return word * seed;
}

/* Index into the list, or NAMES_NONE.  As above, eight bytes can be read. */
static inline uint32_t names_find(const struct names *names, struct slice s)
{
	uint64_t word, mask;

	if (!names->n)
		return NAMES_NONE;
	word = names_word(s.ptr, s.len);
	mask = (UINT64_C(1) << (64 - names->shift)) - 1;
	for (uint64_t i = names_hash(s.ptr, s.len, word, names->seed) >> names->shift; names->slots[i];
	     i = (i + 1) & mask) {
		uint32_t k = names->slots[i] - 1;

		if (names->words[k] == word && names->list[k].len == s.len &&
		    (s.len <= 8 || memcmp(names->list[k].ptr, s.ptr, s.len) == 0))
			return k;
	}
	return NAMES_NONE;
}

#endif
