/* The loop's two clocks and its timers.
 *
 * A timerfd wakes the loop at the exact microsecond; libev's timers go through epoll_wait's milliseconds. */
#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "net/loop_state.h"

static int64_t read_clock(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_read(struct loop *l)
{
	l->now_us = read_clock(CLOCK_MONOTONIC);
	l->wall_us = read_clock(CLOCK_REALTIME);
}

/* The turn that it wakes does the work. */
static void on_alarm(struct ev_loop *ev, ev_io *w, int events)
{
	struct loop *l = w->data;
	uint64_t times;
	ssize_t n = read(w->fd, &times, sizeof(times));

	(void)ev;
	(void)events;
	(void)n;
	l->alarm_us = TIMER_NEVER;
}

bool clock_init(struct loop *l, struct diag *d)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	if (fd < 0)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "no timer to be had: %s", strerror(errno));
	l->alarm_us = TIMER_NEVER;
	ev_io_init(&l->alarm, on_alarm, fd, EV_READ);
	l->alarm.data = l;
	ev_io_start(l->ev, &l->alarm);
	clock_read(l);
	return true;
}

void clock_release(struct loop *l)
{
	ev_io_stop(l->ev, &l->alarm);
	close(l->alarm.fd);
	timers_release(&l->timers);
}

void clock_set_alarm(struct loop *l, int64_t due_us)
{
	struct itimerspec at = { 0 };
	int64_t first = timers_next(&l->timers);

	if (first == TIMER_NEVER || (due_us != TIMER_NEVER && due_us < first))
		first = due_us;
	/* All zero would mean never: what was due at the start of time is due now. */
	if (first != TIMER_NEVER && first < 1)
		first = 1;
	if (first == l->alarm_us)
		return;
	l->alarm_us = first;
	if (first != TIMER_NEVER) {
		at.it_value.tv_sec = (time_t)(first / 1000000);
		at.it_value.tv_nsec = (long)(first % 1000000) * 1000;
	}
	timerfd_settime(l->alarm.fd, TFD_TIMER_ABSTIME, &at, NULL);
}

int64_t loop_now_us(const struct loop *l)
{
	return l->now_us;
}

int64_t loop_wall_us(const struct loop *l)
{
	return l->wall_us;
}

void loop_arm(struct loop *l, struct timer *t, int64_t due_us)
{
	timer_arm(&l->timers, t, due_us);
}

void loop_disarm(struct loop *l, struct timer *t)
{
	timer_disarm(&l->timers, t);
}
