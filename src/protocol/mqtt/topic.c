/* Topic names and filters, and how a filter becomes a pattern. */
#include "protocol/mqtt/topic.h"

static const char share[] = "$share/";
enum { SHARE_BYTES = sizeof(share) - 1 };

bool mqtt_topic_name_is_valid(struct slice name)
{
	return name.len && slice_find(name, '#') == name.len && slice_find(name, '+') == name.len;
}

static bool segment_read(struct slice text, bool is_last, struct segment *out)
{
	*out = (struct segment){ SEGMENT_LITERAL, text };
	if (slice_is(text, "+"))
		out->kind = SEGMENT_ONE;
	else if (slice_is(text, "#"))
		out->kind = SEGMENT_REST;
	else
		return !text.len || mqtt_topic_name_is_valid(text);
	return out->kind == SEGMENT_ONE || is_last;
}

static enum filter_state pattern_read(struct slice filter, struct pattern *out)
{
	struct slice rest = filter, level;

	out->text = filter;
	out->separator = '/';
	out->hides_dollar = true;
	out->n = 0;
	if (!filter.len)
		return FILTER_BAD;
	while (slice_split(&rest, '/', &level)) {
		if (out->n == PATTERN_MAX_SEGMENTS)
			return FILTER_TOO_DEEP;
		if (!segment_read(level, !rest.ptr, &out->segments[out->n++]))
			return FILTER_BAD;
	}
	return FILTER_OK;
}

enum filter_state mqtt_filter_read(struct slice filter, struct pattern *out, struct slice *group)
{
	struct slice rest = slice_from(filter, SHARE_BYTES), name;

	*group = SLICE_NONE;
	if (!slice_starts(filter, slice_of(share, SHARE_BYTES)))
		return pattern_read(filter, out);
	name = slice_first(rest, slice_find(rest, '/'));
	if (!mqtt_topic_name_is_valid(name) || name.len == rest.len)
		return FILTER_BAD;
	*group = name;
	return pattern_read(slice_from(rest, name.len + 1), out);
}
