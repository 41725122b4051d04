/* A regular expression that is looked for in lines of output. */
#ifndef SCENARIO_LINE_PATTERN_H
#define SCENARIO_LINE_PATTERN_H

#include "base/arena.h"

struct line_pattern;

/* In `a`, to be released; NULL: the reason in *why, the byte in *where. */
struct line_pattern *line_pattern_new(struct arena *a, struct slice text, const char **why, size_t *where);
void line_pattern_release(struct line_pattern *p);
/* Some line of the text matches; bytes that are not UTF-8 stand as U+FFFD. */
bool line_pattern_finds(const struct line_pattern *p, struct slice text);

#endif
