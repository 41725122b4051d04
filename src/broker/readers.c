/* Who is given what comes at an address: the list, and the choice among a group. */
#include <stdlib.h>

#include "broker/core.h"

static void add_reader(void *arg, struct subscription *s)
{
	struct address *a = arg;

	a->readers = memory_grow(a->readers, a->n_readers, &a->room_readers, sizeof(struct subscription *));
	a->readers[a->n_readers++] = s;
}

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* Groups behind the rest, each in one run; else by session; then by age. */
static int by_session(const void *left, const void *right)
{
	const struct subscription *a = *(struct subscription *const *)left;
	const struct subscription *b = *(struct subscription *const *)right;
	int order = compare(a->share ? a->share->number : 0, b->share ? b->share->number : 0);

	if (!order && !a->share)
		order = compare(a->session->number, b->session->number);
	return order ? order : compare(a->number, b->number);
}

void address_read(struct broker *b, struct address *a)
{
	if (a->epoch == b->epoch)
		return;
	a->n_readers = 0;
	trie_match(&b->tries, a->text, add_reader, a);
	if (a->n_readers > 1)
		qsort(a->readers, a->n_readers, sizeof(struct subscription *), by_session);
	a->epoch = b->epoch;
}

size_t share_end(const struct address *a, size_t i)
{
	const struct share *share = a->readers[i]->share;

	while (share && i < a->n_readers && a->readers[i]->share == share)
		i++;
	return i;
}

static struct subscription *pick(struct address *a, size_t from, size_t n, const struct session *but,
				 bool away)
{
	uint64_t turn = a->readers[from]->share->turns;

	for (size_t i = 0; i < n; i++) {
		struct subscription *s = a->readers[from + (turn + i) % n];

		if (!s->gone && s->session != but &&
		    (s->session->connected || (away && s->session->queues_while_away)))
			return s;
	}
	return NULL;
}

struct subscription *share_pick(struct address *a, size_t from, size_t to, const struct session *but)
{
	struct subscription *s = pick(a, from, to - from, but, false);

	return s ? s : pick(a, from, to - from, but, true);
}

static bool counts(const struct session *s)
{
	return (s->origin == ORIGIN_CLIENT || s->origin == ORIGIN_ATTACHED) &&
	       (s->connected || s->queues_while_away);
}

static unsigned count(struct address *a)
{
	const struct session *last = NULL;
	unsigned n = 0;

	for (size_t i = 0, end; i<a->n_readers; i = end> i ? end : i + 1) {
		const struct subscription *s = a->readers[i];

		end = share_end(a, i);
		if (end > i)
			s = share_pick(a, i, end, NULL);
		if (!s || (end == i && s->session == last))
			continue;
		last = end == i ? s->session : last;
		n += counts(s->session);
	}
	return n;
}

/* Inside a delivery the address's own list must stay as it is. */
unsigned broker_receivers(struct broker *b, struct address *a)
{
	struct address now = { .text = a->text };
	unsigned n;

	if (!b->delivering) {
		address_read(b, a);
		return count(a);
	}
	address_read(b, &now);
	n = count(&now);
	free(now.readers);
	return n;
}
