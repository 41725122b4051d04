/* A fixed set of names with a small hash: first and last eight bytes, length, a seed found when it is made.
 */
#ifndef SCHEMA_NAMES_H
#define SCHEMA_NAMES_H

#include "base/arena.h"

struct names {
	const struct slice *list; /* in the arena */
	size_t n;
	uint32_t *slots; /* index + 1; 0: empty */
	uint64_t seed;
	unsigned shift;
};

enum { NAMES_NONE = UINT32_MAX };

/* `list` is kept. */
void names_init(struct names *names, struct arena *a, const struct slice *list, size_t n);

/* Eight bytes from `p` on can be read whatever the length. */
static inline uint64_t names_hash(const char *p, size_t len, uint64_t seed)
{
	uint64_t first, last;

	memcpy(&first, p, 8);
	if (len < 8) {
		first &= len ? UINT64_MAX >> (64 - 8 * len) : 0;
		last = first;
	} else {
		memcpy(&last, p + len - 8, 8);
	}
	first ^= (last << 32 | last >> 32) + len * 0x9e3779b97f4a7c15u;
	first ^= first >> 29; /* the middle bytes count too */
	return first * seed;
}

/* Index into the list, or NAMES_NONE.  As above, eight bytes can be read. */
static inline uint32_t names_find(const struct names *names, struct slice s)
{
	uint64_t mask, i;

	if (!names->n)
		return NAMES_NONE;
	mask = (UINT64_C(1) << (64 - names->shift)) - 1;
	for (i = names_hash(s.ptr, s.len, names->seed) >> names->shift; names->slots[i]; i = (i + 1) & mask)
		if (slice_eq(names->list[names->slots[i] - 1], s))
			return names->slots[i] - 1;
	return NAMES_NONE;
}

#endif
