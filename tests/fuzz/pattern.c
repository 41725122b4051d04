/* A pattern on the first line, a text behind it: whatever is accepted as ECMA-262 also compiles and matches,
 * and the loop for simple patterns says what PCRE2 says. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "schema/pattern.h"
#include "schema/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MOST = 4096 };

/* In a group, which no loop knows. */
static enum matched match_by_pcre(struct arena *a, struct matcher *m, struct slice pattern, struct slice text)
{
	struct slice grouped = slice_str(arena_printf(a, "(?:%.*s)", SLICE_FMT(pattern)));
	const char *why;
	size_t where;
	struct pattern *p = pattern_compile(a, grouped, false, &why, &where);
	enum matched found = p ? pattern_match(p, m, text) : MATCHED_TOO_LONG;

	if (p)
		pattern_release(p);
	return found;
}

static void match_both_ways(struct arena *a, struct matcher *m, struct slice pattern, struct slice text)
{
	const char *why = NULL;
	size_t where = 0;
	struct pattern *p = pattern_compile(a, pattern, false, &why, &where);
	enum matched found, other;

	if (!p) {
		if (!why || where > pattern.len)
			abort();
		return;
	}
	found = pattern_match(p, m, text);
	other = match_by_pcre(a, m, pattern, text);
	if (p->steps && found != other && other != MATCHED_TOO_LONG) {
		fprintf(stderr, "%.*s: the loop says %d, PCRE2 %d\n", SLICE_FMT(pattern), found, other);
		abort();
	}
	pattern_release(p);
}

/* Only what can stand in a JSON document: UTF-8 without zero bytes in the pattern. */
static bool is_text(struct slice s)
{
	BUF_AUTO struct buf scratch = BUF_INIT(0);
	BUF_AUTO struct buf padded = BUF_INIT(0);
	struct text text;
	const char *why, *where, *p;

	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < ' ' || s.ptr[i] == '"' || s.ptr[i] == '\\')
			buf_char(&padded, 'x'); /* allowed here, escaped in JSON */
		else
			buf_char(&padded, s.ptr[i]);
	buf_char(&padded, '"');
	memset(buf_reserve(&padded, SCHEMA_PADDING), 0, SCHEMA_PADDING);
	p = string_scan(padded.data, &scratch, &text, &why, &where);
	return p == padded.data + padded.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct matcher *m;
	struct slice text = slice_of(data, size), pattern;
	struct arena a = ARENA_INIT;

	if (!m)
		m = matcher_new();
	if (!memchr(data, '\n', size))
		return 0;
	slice_split(&text, '\n', &pattern);
	if (memchr(pattern.ptr, 0, pattern.len) || text.len > TEXT_MOST || !is_text(pattern) ||
	    !is_text(text))
		return 0;
	match_both_ways(&a, m, pattern, text);
	arena_free(&a);
	return 0;
}
