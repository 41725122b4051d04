/* Borrowed bytes, and the few questions everybody asks of them.
 *
 * A slice is never freed by its holder and is not NUL-terminated; NUL inside is
 * legal.  `ptr` NULL means absent, `len` 0 with a pointer means empty. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *ptr;
	size_t len;
};

#define SLICE_LIT(s) ((struct slice){ (s), sizeof(s) - 1 })
#define SLICE_NONE   ((struct slice){ NULL, 0 })
/* For "%.*s". */
#define SLICE_FMT(s)  (int)(s).len, (s).ptr ? (s).ptr : ""
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static inline struct slice slice_of(const void *ptr, size_t len)
{
	return (struct slice){ (const char *)ptr, len };
}

/* NULL gives the absent slice. */
static inline struct slice slice_str(const char *s)
{
	return (struct slice){ s, s ? strlen(s) : 0 };
}

static inline bool slice_eq(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool slice_is(struct slice a, const char *s)
{
	return slice_eq(a, slice_str(s));
}

static inline bool slice_starts(struct slice a, struct slice prefix)
{
	return a.len >= prefix.len && (prefix.len == 0 || memcmp(a.ptr, prefix.ptr, prefix.len) == 0);
}

static inline bool slice_ends(struct slice a, struct slice suffix)
{
	return a.len >= suffix.len &&
	       (suffix.len == 0 || memcmp(a.ptr + a.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

/* The rest after `n` bytes; the empty end when there are fewer. */
static inline struct slice slice_from(struct slice a, size_t n)
{
	return n < a.len ? slice_of(a.ptr + n, a.len - n) : slice_of(a.ptr ? a.ptr + a.len : NULL, 0);
}

/* At most the first `n` bytes. */
static inline struct slice slice_first(struct slice a, size_t n)
{
	return slice_of(a.ptr, n < a.len ? n : a.len);
}

/* Index of the first `c`, or a.len. */
static inline size_t slice_find(struct slice a, char c)
{
	const char *at = a.len ? memchr(a.ptr, c, a.len) : NULL;

	return at ? (size_t)(at - a.ptr) : a.len;
}

/* <0, 0, >0 by bytes, the shorter first: for qsort and stable output. */
int slice_compare(struct slice a, struct slice b);

/* ASCII letters alike. */
bool slice_eq_ignoring_case(struct slice a, struct slice b);

/* Cuts the part before the next `sep` off the front of `rest`; false when `rest` is used up.
 * "a//b" by '/' gives "a", "", "b"; the empty slice gives one empty part. */
bool slice_split(struct slice *rest, char sep, struct slice *part);

struct slice slice_trim(struct slice a);

/* A keyed 64-bit hash; `seed` is drawn per process where a peer chooses the keys. */
uint64_t slice_hash(struct slice a, uint64_t seed);

#endif
