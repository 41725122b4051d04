/* Finds a seed under which no two names meet; names that always meet are probed in a row. */
#include "schema/names.h"

enum { SEEDS_TRIED = 200, SLOTS_PER_NAME = 4 };

/* How many names did not get their own place. */
static size_t place_all(struct names *names, size_t slots)
{
	size_t collisions = 0;

	memset(names->slots, 0, slots * sizeof(*names->slots));
	for (size_t k = 0; k < names->n; k++) {
		struct slice s = names->list[k];
		uint64_t i = names_hash(s.ptr, s.len, names->words[k], names->seed) >> names->shift;

		for (; names->slots[i]; i = (i + 1) & (slots - 1))
			collisions++;
		names->slots[i] = (uint32_t)k + 1;
	}
	return collisions;
}

void names_init(struct names *names, struct arena *a, const struct slice *list, size_t n)
{
	size_t slots = 4;
	uint64_t seed = 0x9e3779b97f4a7c15u, best = seed;
	size_t least = SIZE_MAX;

	*names = (struct names){ .list = list, .n = n, .shift = 62 };
	while (slots < n * SLOTS_PER_NAME) {
		slots *= 2;
		names->shift--;
	}
	names->slots = arena_array(a, uint32_t, slots);
	names->words = arena_array(a, uint64_t, n + 1);
	for (size_t k = 0; k < n; k++)
		memcpy(&names->words[k], list[k].ptr ? list[k].ptr : "", list[k].len < 8 ? list[k].len : 8);
	for (unsigned i = 0; i < SEEDS_TRIED && least; i++) {
		size_t collisions;

		names->seed = seed | 1;
		collisions = place_all(names, slots);
		if (collisions < least) {
			least = collisions;
			best = names->seed;
		}
		seed = seed * 6364136223846793005u + 1442695040888963407u;
	}
	names->seed = best;
	place_all(names, slots);
}
