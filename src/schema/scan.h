/* Reading JSON's tokens in place: white space, strings, numbers.  Everything ends at the zero bytes behind
 * the payload, and wide loads stay inside them. */
#ifndef SCHEMA_SCAN_H
#define SCHEMA_SCAN_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/buf.h"
#include "schema/number.h"
#include "schema/schema.h"

/* A string as read: its text (unescaped) and its length in code points. */
struct text {
	struct slice s; /* in the payload, or in the scratch where it held an escape */
	size_t length;
	bool escaped;
};

static inline const char *skip_space(const char *p)
{
	while (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')
		p++;
	return p;
}

static inline uint64_t load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
}

/* The first byte that is not plain: a quote, a backslash, a control character, or not ASCII. */
static inline const char *skip_plain(const char *p)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(' ');

	for (;; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* Signed: bytes from 0x80 count as below the space, like the control characters. */
		__m128i stop =
			_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)),
				     _mm_cmplt_epi8(v, space));
		int mask = _mm_movemask_epi8(stop);

		if (mask)
			return p + __builtin_ctz((unsigned)mask);
	}
#else
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;

	for (;; p += 8) {
		uint64_t v = load8(p), quote = v ^ ones * '"', backslash = v ^ ones * '\\';
		uint64_t stop = ((v - ones * ' ') | (quote - ones) | (backslash - ones) | v) & tops;

		if (stop)
			break;
	}
	while ((unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
#endif
}

/* The string whose opening quote stands before `p`; the end behind the closing one, or NULL with *why
 * (static) and *where.  Escaped text goes to the end of `scratch`. */
const char *string_scan_slowly(const char *start, const char *p, struct buf *scratch, struct text *out,
			       const char **why, const char **where);

static inline const char *string_scan(const char *p, struct buf *scratch, struct text *out, const char **why,
				      const char **where)
{
	const char *end = skip_plain(p);

	if (__builtin_expect(*end != '"', 0))
		return string_scan_slowly(p, end, scratch, out, why, where);
	out->s = slice_of(p, (size_t)(end - p));
	out->length = out->s.len;
	out->escaped = false;
	return end + 1;
}

#endif
