#include <stdio.h>
#include <sys/random.h>

#include "base/memory.h"
#include "base/random.h"

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* FNV-1a: unlike slice_hash() it reads byte by byte, so byte order does not matter. */
static uint64_t name_hash(struct slice name)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.ptr[i]) * 0x100000001b3u;
	return h;
}

struct random random_stream(uint64_t seed, struct slice name)
{
	uint64_t state = seed ^ name_hash(name);
	struct random r;

	for (int i = 0; i < 4; i++)
		r.state[i] = splitmix(&state);
	return r;
}

static uint64_t rotate(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

uint64_t random_next(struct random *r)
{
	uint64_t *s = r->state, out = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return out;
}

uint64_t random_below(struct random *r, uint64_t n)
{
	uint64_t x;

	if (!n)
		return 0;
	/* Values below 2^64 mod n would make small results likelier.  That is less than n: no division to see
	 * that most are well above it. */
	do
		x = random_next(r);
	while (x < n && x < (0 - n) % n);
	return x % n;
}

uint64_t random_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		BUG("the operating system gives no random bytes");
	return seed;
}
