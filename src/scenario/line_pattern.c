/* Keeps schema/pattern.h apart from the broker's patterns, which bear the same name. */
#include "scenario/line_pattern.h"

#include "base/text.h"
#include "schema/pattern.h"

struct line_pattern {
	struct pattern *pattern;
	struct matcher *matcher;
};

struct line_pattern *line_pattern_new(struct arena *a, struct slice text, const char **why, size_t *where)
{
	struct pattern *pattern = pattern_compile(a, text, true, why, where);
	struct line_pattern *p;

	if (!pattern)
		return NULL;
	p = arena_new(a, struct line_pattern);
	*p = (struct line_pattern){ pattern, matcher_new() };
	return p;
}

void line_pattern_release(struct line_pattern *p)
{
	pattern_release(p->pattern);
	matcher_free(p->matcher);
}

static void add_well_formed(struct buf *b, struct slice line)
{
	while (line.len) {
		size_t n = utf8_valid_prefix(line);

		buf_add(b, line.ptr, n);
		if (n < line.len)
			utf8_add(b, 0xfffd);
		line = slice_from(line, n + 1);
	}
}

bool line_pattern_finds(const struct line_pattern *p, struct slice text)
{
	struct slice line;
	BUF_AUTO struct buf b = BUF_INIT(0);

	while (slice_split(&text, '\n', &line)) {
		buf_reset(&b);
		add_well_formed(&b, line);
		if (pattern_match(p->pattern, p->matcher, buf_view(&b)) == MATCHED_YES)
			return true;
	}
	return false;
}
