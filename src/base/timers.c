/* A binary heap of pointers; each timer knows its place, so that disarming costs no search. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/timers.h"

void timers_release(struct timers *ts)
{
	for (size_t i = 0; i < ts->n; i++)
		ts->heap[i]->place = 0;
	free(ts->heap);
	*ts = (struct timers){ 0 };
}

static bool before(const struct timer *a, const struct timer *b)
{
	return a->due_us != b->due_us ? a->due_us < b->due_us : a->order < b->order;
}

static void put(struct timers *ts, size_t i, struct timer *t)
{
	ts->heap[i] = t;
	t->place = i + 1;
}

static void sift_up(struct timers *ts, size_t i, struct timer *t)
{
	for (; i && before(t, ts->heap[(i - 1) / 2]); i = (i - 1) / 2)
		put(ts, i, ts->heap[(i - 1) / 2]);
	put(ts, i, t);
}

static void sift_down(struct timers *ts, size_t i, struct timer *t)
{
	for (size_t child; (child = 2 * i + 1) < ts->n; i = child) {
		if (child + 1 < ts->n && before(ts->heap[child + 1], ts->heap[child]))
			child++;
		if (!before(ts->heap[child], t))
			break;
		put(ts, i, ts->heap[child]);
	}
	put(ts, i, t);
}

void timer_disarm(struct timers *ts, struct timer *t)
{
	size_t i = t->place - 1;
	struct timer *last;

	if (!t->place)
		return;
	t->place = 0;
	last = ts->heap[--ts->n];
	if (last == t)
		return;
	if (i && before(last, ts->heap[(i - 1) / 2]))
		sift_up(ts, i, last);
	else
		sift_down(ts, i, last);
}

void timer_arm(struct timers *ts, struct timer *t, int64_t due_us)
{
	timer_disarm(ts, t);
	ts->heap = memory_grow(ts->heap, ts->n, &ts->room, sizeof(*ts->heap));
	t->due_us = due_us;
	t->order = ts->next_order++;
	sift_up(ts, ts->n++, t);
}

int64_t timers_next(const struct timers *ts)
{
	return ts->n ? ts->heap[0]->due_us : TIMER_NEVER;
}

int64_t timers_run(struct timers *ts, int64_t now_us)
{
	uint64_t armed_before = ts->next_order;

	while (ts->n && ts->heap[0]->due_us <= now_us && ts->heap[0]->order < armed_before) {
		struct timer *t = ts->heap[0];

		timer_disarm(ts, t);
		t->fire(t, now_us);
	}
	return timers_next(ts);
}
