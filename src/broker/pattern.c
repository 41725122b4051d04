/* Matching one pattern against one address, level by level; the trie does the same for all at once. */
#include "broker/pattern.h"

bool pattern_is_literal(const struct pattern *p)
{
	for (unsigned i = 0; i < p->n; i++)
		if (p->segments[i].kind != SEGMENT_LITERAL)
			return false;
	return true;
}

static bool hides(const struct pattern *p, struct slice address)
{
	return p->hides_dollar && p->n && p->segments[0].kind != SEGMENT_LITERAL && address.len &&
	       address.ptr[0] == '$';
}

bool pattern_matches(const struct pattern *p, struct slice address)
{
	struct slice rest = address.ptr ? address : SLICE_LIT(""), level;

	if (hides(p, address))
		return false;
	for (unsigned i = 0; i < p->n; i++) {
		const struct segment *s = &p->segments[i];

		if (s->kind == SEGMENT_REST)
			return true;
		if (!slice_split(&rest, p->separator, &level))
			return false;
		if (s->kind == SEGMENT_REST_ONE)
			return true;
		if (s->kind == SEGMENT_LITERAL && !slice_eq(s->text, level))
			return false;
	}
	return !rest.ptr;
}
