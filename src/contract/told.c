#include "contract/told.h"

#include "contract/members.h"

enum { MOST_SEEN = 8 };

/* The message as far as it was looked at. */
struct looked {
	const struct judged *what;
	struct content_scratch *scratch;
	const struct message_model *as; /* opened as if it were this one */
	bool is_open;
	struct slice json; /* absent: it cannot be read */
	struct {
		struct slice name, value;
	} seen[MOST_SEEN];
	size_t n_seen;
};

/* --- what the message says */

static struct slice header_value(const struct looked *l, struct slice name)
{
	struct slice rest = l->what->headers;
	struct header h;

	while (header_next(&rest, &h))
		if (slice_eq_ignoring_case(h.name, name))
			return h.value;
	return SLICE_NONE;
}

static struct slice json_of(struct looked *l)
{
	struct opened o;

	if (l->is_open)
		return l->json;
	l->is_open = true;
	payload_open(l->scratch, l->as, l->what, &o);
	if (o.form == OPENED_JSON)
		l->json = o.json;
	return l->json;
}

static struct slice payload_value(struct looked *l, struct slice name)
{
	struct slice value;

	for (size_t i = 0; i < l->n_seen; i++)
		if (slice_eq(l->seen[i].name, name))
			return l->seen[i].value;
	value = json_member(json_of(l), name);
	if (l->n_seen < MOST_SEEN) {
		l->seen[l->n_seen].name = name;
		l->seen[l->n_seen++].value = value;
	}
	return value;
}

static bool has_value(struct looked *l, const struct tell *t)
{
	struct slice value = t->in_header ? header_value(l, t->name) : payload_value(l, t->name);

	for (size_t i = 0; value.ptr && i < t->n_values; i++)
		if (slice_eq(value, t->values[i]))
			return true;
	return false;
}

static bool is_same_place(const struct tell *a, const struct tell *b)
{
	return a->in_header == b->in_header && slice_eq(a->name, b->name);
}

/* Would it tell of another as well?  Then it tells nothing. */
static bool fits_another(struct message_model *const *candidates, size_t n, size_t but, struct looked *l,
			 const struct tell *t)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; i != but && k < candidates[i]->n_tells; k++)
			if (is_same_place(t, &candidates[i]->tells[k]) &&
			    has_value(l, &candidates[i]->tells[k]))
				return true;
	return false;
}

static const struct tell *told_by_rank(struct message_model *const *candidates, size_t n, struct looked *l,
				       enum tell_rank rank, size_t *which)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < candidates[i]->n_tells; k++) {
			const struct tell *t = &candidates[i]->tells[k];

			if (t->rank != rank || !has_value(l, t) || fits_another(candidates, n, i, l, t))
				continue;
			*which = i;
			return t;
		}
	return NULL;
}

const struct tell *told(struct message_model *const *candidates, size_t n, struct judge *j,
			const struct judged *what, size_t *which)
{
	struct looked l = { .what = what, .scratch = judge_content(j) };
	const struct tell *found = NULL;

	if (n < 2)
		return NULL;
	l.as = candidates[0];
	for (enum tell_rank rank = 0; rank < TELL_RANKS && !found; rank++)
		found = told_by_rank(candidates, n, &l, rank, which);
	return found;
}
