/* Random numbers that are the same on every machine for the same seed (xoshiro256**, seeded by splitmix64).
 * Whoever draws keeps a stream of its own, so that one more draw here changes nothing there. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/slice.h"

struct random {
	uint64_t state[4];
};

/* The stream named `name` of `seed`. */
struct random random_stream(uint64_t seed, struct slice name);
uint64_t random_next(struct random *r);
/* 0 .. n-1, without bias; 0 for n == 0. */
uint64_t random_below(struct random *r, uint64_t n);
/* From the operating system, for what must not be guessed or when no seed was given. */
uint64_t random_seed(void);

#endif
