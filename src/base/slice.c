/* The questions about slices that are too long for the header. */
#include "base/slice.h"

int slice_compare(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n ? memcmp(a.ptr, b.ptr, n) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool slice_eq_ignoring_case(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

bool slice_split(struct slice *rest, char sep, struct slice *part)
{
	size_t at;

	if (!rest->ptr)
		return false;
	at = slice_find(*rest, sep);
	*part = slice_of(rest->ptr, at);
	*rest = at < rest->len ? slice_of(rest->ptr + at + 1, rest->len - at - 1) : SLICE_NONE;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct slice slice_trim(struct slice a)
{
	while (a.len && is_space(a.ptr[0]))
		a = slice_from(a, 1);
	while (a.len && is_space(a.ptr[a.len - 1]))
		a.len--;
	return a;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Multiply and fold, eight bytes at a time (the construction of wyhash). */
uint64_t slice_hash(struct slice a, uint64_t seed)
{
	uint64_t h = seed ^ 0x9e3779b97f4a7c15u, word;
	const char *p = a.ptr;
	size_t left = a.len;

	for (; left >= 8; p += 8, left -= 8) {
		memcpy(&word, p, 8);
		h = mix(h ^ word, 0xe7037ed1a0b428dbu);
	}
	word = 0;
	if (left)
		memcpy(&word, p, left);
	return mix(h ^ word, 0x8ebc6af09c88c6e3u ^ a.len);
}
