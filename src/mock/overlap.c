#include "mock/overlap.h"

/* One level of a template ("{region}", "eu", "shop-{id}") against one literal level; a parameter's value is
 * set. */
static bool level_fits(struct slice level, struct slice literal, struct arena *a, struct node *params)
{
	size_t open = slice_find(level, '{'), close = slice_find(level, '}');
	struct slice name, value, tail;

	if (open == level.len || close < open || close == level.len)
		return slice_eq(level, literal);
	name = slice_of(level.ptr + open + 1, close - open - 1);
	tail = slice_from(level, close + 1);
	if (literal.len <= open + tail.len || !slice_starts(literal, slice_first(level, open)))
		return false;
	if (slice_find(tail, '{') < tail.len) /* two parameters in one level: leave both to the generator */
		return true;
	if (!slice_ends(literal, tail))
		return false;
	value = slice_of(literal.ptr + open, literal.len - open - tail.len);
	if (params)
		node_set(a, params, arena_copy(a, name), node_new_text(a, value, NULL));
	return true;
}

bool pattern_overlaps(const struct pattern *p, const struct channel *ch, struct arena *a, struct node *params)
{
	struct slice rest = ch->address, level;
	unsigned i = 0;

	if (!ch->address.ptr)
		return false;
	if (p->hides_dollar && p->n && p->segments[0].kind != SEGMENT_LITERAL &&
	    slice_starts(rest, SLICE_LIT("$")))
		return false;
	while (slice_split(&rest, p->separator, &level)) {
		if (i == p->n)
			return false;
		if (p->segments[i].kind == SEGMENT_REST || p->segments[i].kind == SEGMENT_REST_ONE)
			return true;
		if (p->segments[i].kind == SEGMENT_LITERAL &&
		    !level_fits(level, p->segments[i].text, a, params))
			return false;
		i++;
	}
	return i == p->n || (i + 1 == p->n && p->segments[i].kind == SEGMENT_REST);
}
