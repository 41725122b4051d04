#include "attach/filter.h"

#include "base/buf.h"

struct slice filter_for_address(struct arena *a, struct slice address)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct slice level;
	bool first = true;

	while (slice_split(&address, '/', &level)) {
		if (!first)
			buf_char(&out, '/');
		first = false;
		if (slice_find(level, '{') < level.len)
			buf_char(&out, '+');
		else
			buf_slice(&out, level);
	}
	return arena_copy(a, buf_view(&out));
}

/* Does `wide` take all that `narrow` takes?  A topic is a filter without wildcards. */
static bool takes(struct slice wide, struct slice narrow)
{
	struct slice w, n;
	bool more_wide = slice_split(&wide, '/', &w), more_narrow = slice_split(&narrow, '/', &n);

	/* MQTT 4.7.2: a leading wildcard does not take what begins with $. */
	if (more_narrow && n.len && n.ptr[0] == '$' && (slice_is(w, "+") || slice_is(w, "#")))
		return false;
	for (; more_wide;
	     more_wide = slice_split(&wide, '/', &w), more_narrow = slice_split(&narrow, '/', &n)) {
		if (slice_is(w, "#"))
			return true;
		if (!more_narrow || slice_is(n, "#") || (!slice_is(w, "+") && !slice_eq(w, n)))
			return false;
	}
	return !more_narrow;
}

bool filter_takes_topic(struct slice filter, struct slice topic)
{
	return takes(filter, topic);
}

size_t filter_add(struct slice *list, size_t n, struct slice filter)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (takes(list[i], filter))
			return n;
	for (size_t i = 0; i < n; i++)
		if (!takes(filter, list[i]))
			list[kept++] = list[i];
	list[kept] = filter;
	return kept + 1;
}
