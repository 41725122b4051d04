/* The comparison as a whole: servers, then channel by channel in NEW's order, then what is gone. */
#include "contract/diff_compare.h"

#include "base/buf.h"

static void compare_all_channels(struct comparer *c)
{
	for (size_t i = 0; i < c->after->n_channels; i++) {
		struct channel *b = c->after->channels[i];
		struct channel *a = channel_counterpart(b, c->before);

		compare_channels(c, a && channel_counterpart(a, c->after) == b ? a : NULL, b);
	}
	for (size_t i = 0; i < c->before->n_channels; i++) {
		struct channel *a = c->before->channels[i];
		struct channel *b = channel_counterpart(a, c->after);

		if (!b || channel_counterpart(b, c->before) != a)
			compare_channels(c, a, NULL);
	}
}

void contract_diff(struct contract *before, struct contract *after, enum diff_mode mode, struct diff *out)
{
	struct comparer c = { .out = out, .before = before, .after = after, .directions = WE_BOTH };

	*out = (struct diff){ .mode = mode };
	compare_servers(&c);
	compare_all_channels(&c);
	forget_pairs(&c);
	arena_free(&c.keys);
}
