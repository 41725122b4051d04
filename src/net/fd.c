/* Descriptors that are not ours: what a library reads and writes by itself, told when it is time to. */
#include <stdlib.h>

#include "base/memory.h"
#include "net/loop_state.h"

struct fd_state {
	ev_io io;
	struct fd_watcher *of;
};

static void on_event(struct ev_loop *ev, ev_io *io, int events)
{
	struct fd_watcher *w = ((struct fd_state *)io->data)->of;

	(void)ev;
	w->fn(w, (events & EV_READ ? LOOP_READABLE : 0u) | (events & EV_WRITE ? LOOP_WRITABLE : 0u));
}

static int ev_events(unsigned events)
{
	return (events & LOOP_READABLE ? EV_READ : 0) | (events & LOOP_WRITABLE ? EV_WRITE : 0);
}

static void end(struct loop *l, struct fd_watcher *w)
{
	if (!w->state)
		return;
	ev_io_stop(l->ev, &w->state->io);
	free(w->state);
	w->state = NULL;
}

void loop_watch_fd(struct loop *l, struct fd_watcher *w, int fd, unsigned events)
{
	int wanted = ev_events(events);

	if (!wanted) {
		end(l, w);
		return;
	}
	if (w->state && w->state->io.fd == fd && (w->state->io.events & (EV_READ | EV_WRITE)) == wanted)
		return;
	if (!w->state) {
		w->state = NEW(struct fd_state);
		w->state->of = w;
		ev_init(&w->state->io, on_event);
		w->state->io.data = w->state;
	}
	ev_io_stop(l->ev, &w->state->io);
	ev_io_set(&w->state->io, fd, wanted);
	ev_io_start(l->ev, &w->state->io);
}
