/* Signals as events of the loop. */
#include <stdlib.h>

#include "base/memory.h"
#include "net/loop_state.h"

struct watched_signal {
	struct ring of_loop;
	ev_signal watcher;
	void (*fn)(void *arg, int signo);
	void *arg;
};

static void on_signal(struct ev_loop *ev, ev_signal *w, int events)
{
	struct watched_signal *s = w->data;

	(void)ev;
	(void)events;
	s->fn(s->arg, w->signum);
}

void loop_on_signal(struct loop *l, int signo, void (*fn)(void *arg, int signo), void *arg)
{
	struct watched_signal *s = NEW(struct watched_signal);

	s->fn = fn;
	s->arg = arg;
	ev_signal_init(&s->watcher, on_signal, signo);
	s->watcher.data = s;
	ev_signal_start(l->ev, &s->watcher);
	ring_add(&l->signals, &s->of_loop);
}

void signals_release(struct loop *l)
{
	while (!ring_is_empty(&l->signals)) {
		struct watched_signal *s = container_of(l->signals.next, struct watched_signal, of_loop);

		ev_signal_stop(l->ev, &s->watcher);
		ring_remove(&s->of_loop);
		free(s);
	}
}
