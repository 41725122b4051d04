/* Timers embedded in their owners, ordered by due time and then by arming order.  Nothing polls: whoever
 * turns the loop asks for the next due time. */
#ifndef BASE_TIMERS_H
#define BASE_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timer {
	int64_t due_us; /* monotonic */
	uint64_t order;
	size_t place;				       /* index in the heap + 1; 0 = not armed */
	void (*fire)(struct timer *t, int64_t now_us); /* disarmed before it is called; may arm again */
};

struct timers {
	struct timer **heap; /* owned array of borrowed timers */
	size_t n, room;
	uint64_t next_order;
};

enum { TIMER_NEVER = -1 };

void timers_release(struct timers *t);
/* Arms, or moves an armed one. */
void timer_arm(struct timers *ts, struct timer *t, int64_t due_us);
void timer_disarm(struct timers *ts, struct timer *t);
static inline bool timer_is_armed(const struct timer *t)
{
	return t->place != 0;
}
/* Fires what is due, each timer at most once a call; returns the next due time, or TIMER_NEVER. */
int64_t timers_run(struct timers *ts, int64_t now_us);
int64_t timers_next(const struct timers *ts);

/* The struct that embeds a member: container_of(t, struct session, will_timer). */
#define container_of(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

#endif
