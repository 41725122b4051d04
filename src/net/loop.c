/* The loop: its life, and the order of a turn. */
#include <signal.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "net/connection.h"
#include "net/loop_state.h"
#include "net/transport.h"

/* A close may publish a will, which may close another, and so on; what is left then is the next turn's. */
enum { MOST_ROUNDS = 8 };

/* The usual 1,024 is soon used up by a broker's clients. */
enum { LEAST_DESCRIPTORS = LIMIT_CONNECTIONS + 1024 };

static void set_descriptor_limit(struct loop *l)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r))
		return;
	l->descriptors = r.rlim_cur;
	if (r.rlim_cur < LEAST_DESCRIPTORS)
		r.rlim_cur = r.rlim_max < LEAST_DESCRIPTORS ? r.rlim_max : LEAST_DESCRIPTORS;
	setrlimit(RLIMIT_NOFILE, &r);
}

void loop_again(struct loop *l)
{
	ev_idle_start(l->ev, &l->again);
}

/* Only its being active matters: then the loop does not wait. */
static void on_again(struct ev_loop *ev, ev_idle *w, int events)
{
	(void)events;
	ev_idle_stop(ev, w);
}

void loop_run_hooks(struct loop *l)
{
	for (struct before_send *b = l->hooks, *next; b; b = next) {
		next = b->next;
		b->fn(b);
	}
}

static void settle(struct loop *l)
{
	int64_t due_us = TIMER_NEVER;

	for (int n = 0; n < MOST_ROUNDS; n++) {
		due_us = turners_turn(l);
		if (!connections_attend(l))
			break;
	}
	loop_run_hooks(l);
	connections_flush(l);
	clock_set_alarm(l, due_us);
	if (!ring_is_empty(&l->pending))
		loop_again(l);
}

static void on_prepare(struct ev_loop *ev, ev_prepare *w, int events)
{
	(void)ev;
	(void)events;
	settle(w->data);
}

static void on_check(struct ev_loop *ev, ev_check *w, int events)
{
	struct loop *l = w->data;

	(void)ev;
	(void)events;
	clock_read(l);
	turners_turn(l);
	timers_run(&l->timers, l->now_us);
}

static void handle_events(struct ev_loop *ev)
{
	ev_invoke_pending(ev);
	transport_handle_all(ev_userdata(ev));
}

static void watch(struct loop *l)
{
	ev_set_userdata(l->ev, l);
	ev_set_invoke_pending_cb(l->ev, handle_events);
	ev_check_init(&l->check, on_check);
	ev_set_priority(&l->check, EV_MAXPRI); /* before any event, so that all see the new time */
	ev_prepare_init(&l->prepare, on_prepare);
	ev_idle_init(&l->again, on_again);
	l->check.data = l->prepare.data = l->again.data = l;
	ev_check_start(l->ev, &l->check);
	ev_prepare_start(l->ev, &l->prepare);
	posts_init(l);
}

struct loop *loop_new(struct diag *d)
{
	struct loop *l = NEW(struct loop);

	ring_init(&l->turners);
	ring_init(&l->ready);
	ring_init(&l->pending);
	ring_init(&l->warm);
	ring_init(&l->signals);
	signal(SIGPIPE, SIG_IGN); /* a pipe that nobody reads is an error of its write */
	l->ev = ev_loop_new(EVFLAG_NOENV);
	if (!l->ev) {
		free(l);
		diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "no event loop to be had (libev)");
		return NULL;
	}
	if (!clock_init(l, d)) {
		ev_loop_destroy(l->ev);
		free(l);
		return NULL;
	}
	watch(l);
	set_descriptor_limit(l);
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	if (l->n_connections)
		BUG("loop_free() with %zu connections", l->n_connections);
	signals_release(l);
	posts_release(l);
	clock_release(l);
	ev_loop_destroy(l->ev);
	free(l);
}

/* Output is sent at the start of libev's iteration, so what the last one wrote is still to be sent. */
void loop_run(struct loop *l)
{
	ev_run(l->ev, 0);
	settle(l);
}

void loop_stop(struct loop *l)
{
	ev_break(l->ev, EVBREAK_ALL);
}

static void on_turn_over(struct timer *t, int64_t now_us)
{
	(void)t;
	(void)now_us;
}

void loop_turn(struct loop *l, int64_t most_us)
{
	struct timer limit = { .fire = on_turn_over };

	if (l->busy)
		BUG("loop_turn() from inside a module's call");
	if (most_us > 0) {
		clock_read(l);
		loop_arm(l, &limit, l->now_us + most_us);
	}
	ev_run(l->ev, most_us ? EVRUN_ONCE : EVRUN_NOWAIT);
	loop_disarm(l, &limit);
	settle(l);
}

void loop_watch_frames(struct loop *l, struct frame_watcher *w)
{
	l->frames = w;
}

void loop_before_send(struct loop *l, struct before_send *b)
{
	struct before_send **end = &l->hooks;

	while (*end)
		end = &(*end)->next;
	b->next = NULL;
	*end = b;
}

void loop_not_before_send(struct loop *l, struct before_send *b)
{
	for (struct before_send **at = &l->hooks; *at; at = &(*at)->next) {
		if (*at == b) {
			*at = b->next;
			return;
		}
	}
}
