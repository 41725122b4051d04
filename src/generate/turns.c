/* Turns by weight, spread evenly: 2 and 1 give a b a, not a a b. */
#include "generate/turns.h"

#include "contract/hints.h"

enum { MOST_MODELS = 256, LONGEST_ROUND = 4096 };

struct round {
	unsigned weights[MOST_MODELS];
	int64_t credit[MOST_MODELS];
	uint64_t seen[MOST_MODELS];
	uint64_t length;
};

/* False: all alike. */
static bool read_weights(struct round *r, struct message_model *const *models, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		struct hints h;
		bool there = hints_read(&h, models[i]->node, HINT_MESSAGE, NULL, NULL);

		r->weights[i] = there ? h.weight : 1;
		r->length += r->weights[i];
		any = any || (there && h.has_weight);
	}
	return any;
}

/* A round is short enough to be counted out for each message. */
static void shorten(struct round *r, size_t n)
{
	uint64_t by = r->length / LONGEST_ROUND + 1;

	if (by == 1)
		return;
	r->length = 0;
	for (size_t i = 0; i < n; i++) {
		r->weights[i] = r->weights[i] ? (unsigned)(r->weights[i] / by) + 1 : 0;
		r->length += r->weights[i];
	}
}

/* Each gains its weight, the richest pays for the turn. */
static size_t next(struct round *r, size_t n)
{
	size_t best = 0;

	for (size_t i = 0; i < n; i++) {
		r->credit[i] += r->weights[i];
		if (r->credit[i] > r->credit[best] || !r->weights[best])
			best = i;
	}
	r->credit[best] -= (int64_t)r->length;
	return best;
}

const struct message_model *turns_at(struct message_model *const *models, size_t n, uint64_t position,
				     uint64_t *nth)
{
	struct round r = { .length = 0 };
	size_t turn = 0;

	if (!n)
		return NULL;
	if (n == 1 || n > MOST_MODELS || !read_weights(&r, models, n)) {
		*nth = position / n;
		return models[position % n];
	}
	if (!r.length)
		return NULL;
	shorten(&r, n);
	for (uint64_t i = 0; i <= position % r.length; i++) {
		turn = next(&r, n);
		r.seen[turn]++;
	}
	*nth = position / r.length * r.weights[turn] + r.seen[turn] - 1;
	return models[turn];
}
