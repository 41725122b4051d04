/* A queue that takes from a log instead of being pushed to: an item is made when somebody wants one. */
#include "broker/queue_state.h"

static void more(struct waiter *w)
{
	struct queue *q = container_of(w, struct queue, more);

	log_watch(q->log, w);
	queue_offer(q);
}

void queue_feed(struct queue *q, struct log *l, uint64_t from)
{
	q->log = l;
	q->from = from;
	q->more.wake = more;
	log_watch(l, &q->more);
	queue_offer(q);
}

void queue_pull(struct queue *q)
{
	uint64_t from;
	struct message m;

	while (!q->ready.n && q->log) {
		from = q->from;
		switch (log_read(q->log, &q->from, &m)) {
		case LOG_READ_END:
			return;
		case LOG_READ_GONE:
			q->dropped += q->from - from;
			q->broker->counts.queue_dropped += q->from - from;
			break;
		case LOG_READ_OK:
			if (m.address)
				item_add(q, &m, 0, 0);
			break;
		}
	}
}

size_t queue_ready(const struct queue *q)
{
	uint64_t first = q->log ? log_first(q->log) : 0, from = q->from > first ? q->from : first;

	return q->ready.n + (q->log ? log_next(q->log) - from : 0);
}
