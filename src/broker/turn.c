/* Time, and what is done once per turn of the loop. */
#include "broker/core.h"
#include "broker/logs.h"
#include "broker/segment.h"

enum { KEPT_SCRATCH_BYTES = 1 << 20 };

int64_t broker_now_us(const struct broker *b)
{
	return b->now_us;
}

int64_t broker_wall_us(const struct broker *b)
{
	return b->now_us + b->wall_ahead_us;
}

void broker_on_wake(struct broker *b, void (*wake)(void *arg), void *arg)
{
	b->wake = wake;
	b->wake_arg = arg;
}

static void wake(struct broker *b)
{
	if (!b->turning && b->wake)
		b->wake(b->wake_arg);
}

void broker_need_turn(struct broker *b)
{
	if (b->woken)
		return;
	b->woken = true;
	wake(b);
}

void broker_arm(struct broker *b, struct timer *t, int64_t due_us)
{
	timer_arm(&b->timers, t, due_us);
	if (b->told_us != TIMER_NEVER && due_us >= b->told_us)
		return;
	b->told_us = due_us;
	wake(b);
}

void broker_disarm(struct broker *b, struct timer *t)
{
	timer_disarm(&b->timers, t);
}

int64_t broker_turn(struct broker *b, int64_t now_us)
{
	b->now_us = now_us;
	b->turn++;
	b->woken = false;
	b->turning = true;
	timers_run(&b->timers, now_us);
	broker_drain(b);
	logs_wake(b);
	broker_drain(b);
	subscriptions_bury(b);
	segments_reclaim(b);
	if (b->scratch.cap > KEPT_SCRATCH_BYTES)
		buf_release(&b->scratch);
	b->turning = false;
	b->told_us = b->woken ? now_us : timers_next(&b->timers);
	return b->told_us;
}
