#include "contract/members.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Over what neither ends a string nor escapes, 16 bytes at a time. */
static size_t skip_plain(struct slice json, size_t at)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');

	for (; at + 16 <= json.len; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(json.ptr + at));
		int stop = _mm_movemask_epi8(
			_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)));

		if (stop)
			return at + (unsigned)__builtin_ctz((unsigned)stop);
	}
#endif
	while (at < json.len && json.ptr[at] != '"' && json.ptr[at] != '\\')
		at++;
	return at;
}

static size_t string_end(struct slice json, size_t at)
{
	for (at = skip_plain(json, at + 1); at < json.len && json.ptr[at] != '"';)
		at = skip_plain(json, at + 2);
	return at + 1;
}

static size_t skip_space(struct slice json, size_t at)
{
	while (at < json.len && (json.ptr[at] == ' ' || (json.ptr[at] >= '\t' && json.ptr[at] <= '\r')))
		at++;
	return at;
}

/* Behind the value that begins at `at`; past the end of what is no JSON. */
static size_t value_end(struct slice json, size_t at)
{
	size_t depth = 0;

	while (at < json.len) {
		char c = json.ptr[at];

		if (c == '"') {
			at = string_end(json, at);
			if (!depth)
				return at;
			continue;
		}
		if ((c == ',' || c == '}' || c == ']') && !depth)
			return at;
		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
		at++;
		if ((c == '}' || c == ']') && !depth)
			return at;
	}
	return at;
}

bool members_begin(struct members *m, struct slice json)
{
	size_t at = skip_space(json, 0);

	*m = (struct members){ .json = json, .at = at + 1 };
	if (at >= json.len || (json.ptr[at] != '{' && json.ptr[at] != '['))
		return false;
	m->is_map = json.ptr[at] == '{';
	return true;
}

/* The key and the colon; where the value begins, or past the end. */
static size_t read_key(const struct members *m, size_t at, struct slice *key)
{
	size_t end, colon;

	if (at >= m->json.len || m->json.ptr[at] != '"')
		return m->json.len;
	end = string_end(m->json, at);
	colon = skip_space(m->json, end);
	if (colon >= m->json.len || m->json.ptr[colon] != ':')
		return m->json.len;
	*key = slice_of(m->json.ptr + at + 1, end - at - 2);
	return skip_space(m->json, colon + 1);
}

bool members_next(struct members *m, struct slice *key, struct slice *value)
{
	size_t from = skip_space(m->json, m->at), end;

	*key = SLICE_NONE;
	if (m->is_map)
		from = read_key(m, from, key);
	end = value_end(m->json, from);
	if (from >= m->json.len || end > m->json.len || end == from)
		return false;
	*value = slice_trim(slice_of(m->json.ptr + from, end - from));
	end = skip_space(m->json, end);
	m->at = end < m->json.len && m->json.ptr[end] == ',' ? end + 1 : m->json.len;
	return true;
}

static bool is_quoted_at(const char *at, struct slice name)
{
	return at[0] == '"' && at[1 + name.len] == '"' && !memcmp(at + 1, name.ptr, name.len);
}

/* Does the name stand in it at all, in quotes?  Most often it does not, and all members need not be parted to
 * know that.  Looks for the two quotes at their distance, 16 places at a time. */
static bool may_have(struct slice json, struct slice name)
{
	size_t far = name.len + 1, at = 0;
	size_t n = json.len > far ? json.len - far : 0; /* places where it might begin */

#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');

	for (; at + 16 <= n; at += 16) {
		__m128i left = _mm_loadu_si128((const __m128i *)(const void *)(json.ptr + at));
		__m128i right = _mm_loadu_si128((const __m128i *)(const void *)(json.ptr + at + far));
		int both = _mm_movemask_epi8(
			_mm_and_si128(_mm_cmpeq_epi8(left, quote), _mm_cmpeq_epi8(right, quote)));

		for (; both; both &= both - 1)
			if (is_quoted_at(json.ptr + at + __builtin_ctz((unsigned)both), name))
				return true;
	}
#endif
	for (; at < n; at++)
		if (is_quoted_at(json.ptr + at, name))
			return true;
	return false;
}

struct slice json_member(struct slice json, struct slice name)
{
	struct slice key, value;
	struct members m;

	if (may_have(json, name) && members_begin(&m, json) && m.is_map)
		while (members_next(&m, &key, &value))
			if (slice_eq(key, name))
				return value;
	return SLICE_NONE;
}
