/* What the files of net/ share of the loop; nobody else includes it.
 *
 * A turn: wait; the clocks are read, timers fire and brokers turn; events are handled; then settle: brokers
 * turn again, modules hear of closes, before_send hooks run, and all output is sent at once. */
#ifndef NET_LOOP_STATE_H
#define NET_LOOP_STATE_H

#include <ev.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "net/loop.h"
#include "net/ring.h"

struct post;

struct loop {
	struct ev_loop *ev;
	ev_check check;	    /* start of a turn's work */
	ev_prepare prepare; /* its end: settle */
	ev_idle again;	    /* while it runs the loop does not wait */
	ev_async wake;	    /* other threads */
	ev_io alarm;	    /* a timerfd: libev's own timers know milliseconds only */
	int64_t now_us, wall_us;
	int64_t alarm_us; /* when the timerfd fires, TIMER_NEVER: not at all */
	struct timers timers;
	_Atomic(struct post *) posts;	   /* newest first */
	struct ring turners, *next_turner; /* the latter while they are turned */
	struct ring ready;		   /* connections that have events, in the order of these */
	struct ring pending;		   /* connections that settle must look at */
	struct ring warm;		   /* connections that keep their buffers a little while */
	struct timer cool;		   /* ...and when they lose them */
	struct before_send *hooks;
	struct frame_watcher *frames; /* NULL: nobody looks */
	struct ring signals;
	size_t n_connections;
	rlim_t descriptors;	     /* the soft limit that we found; children get it back */
	unsigned busy;		     /* depth of calls into modules: nothing is freed meanwhile */
	char read[LIMIT_READ_BYTES]; /* what the connection at hand has sent */
};

/* clock.c */
bool clock_init(struct loop *l, struct diag *d);
void clock_release(struct loop *l);
void clock_read(struct loop *l);
/* Wakes the loop for the soonest of its timers and its brokers' `due_us`. */
void clock_set_alarm(struct loop *l, int64_t due_us);

/* post.c */
void posts_init(struct loop *l);
void posts_release(struct loop *l);

/* signal.c */
void signals_release(struct loop *l);

/* turner.c */
int64_t turners_turn(struct loop *l); /* the soonest due time, or TIMER_NEVER */

/* loop.c */
void loop_run_hooks(struct loop *l);
void loop_again(struct loop *l); /* the next turn does not wait */

#endif
