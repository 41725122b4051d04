/* Telling quickly that a text does not match: by its length, and by the literal characters that it must begin
 * with. */
#include "base/text.h"
#include "generate/pattern.h"

enum beginning { BEGINS_WRONG, BEGINS_RIGHT, BEGINS_UNKNOWN };

static enum beginning set_begins(const struct pattern_node *set, struct slice *text)
{
	uint32_t want = set->ranges[0].from;

	if (set->n_ranges != 1 || set->ranges[0].to != want || want > 0x7f)
		return BEGINS_UNKNOWN;
	if (!text->len || (unsigned char)text->ptr[0] != want)
		return BEGINS_WRONG;
	*text = slice_from(*text, 1);
	return BEGINS_RIGHT;
}

/* Takes the literal characters off the front of the text.  Depth is bounded by the reader's. */
static enum beginning begins(const struct pattern_node *n, struct slice *text)
{
	enum beginning found = BEGINS_RIGHT;

	switch (n->kind) {
	case PATTERN_EMPTY:
		return BEGINS_RIGHT;
	case PATTERN_SET:
		return set_begins(n, text);
	case PATTERN_SEQUENCE:
	case PATTERN_GROUP:
		for (size_t i = 0; i < n->n && found == BEGINS_RIGHT; i++)
			found = begins(n->parts[i], text);
		return found;
	default:
		return BEGINS_UNKNOWN;
	}
}

bool pattern_excludes(const struct pattern *p, struct slice text)
{
	size_t n = utf8_count(text);

	if (!p->root)
		return false;
	if (n < p->root->shortest || n > p->root->longest)
		return true;
	return p->anchored && begins(p->root, &text) == BEGINS_WRONG;
}
