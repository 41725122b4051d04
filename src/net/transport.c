/* Sockets on libev.  One read per connection and turn, so that a busy one does not keep the others waiting.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/transport.h"
#include "net/connection.h"

/* libev's flags change only while a watcher is stopped. */
static void watch_for(struct connection *c, int events)
{
	int now = ev_is_active(&c->io) ? c->io.events & (EV_READ | EV_WRITE) : 0;

	if (events == now)
		return;
	ev_io_stop(c->loop->ev, &c->io);
	ev_io_set(&c->io, c->io.fd, events);
	if (events)
		ev_io_start(c->loop->ev, &c->io);
}

static int watched(const struct connection *c)
{
	return c->io.events & (EV_READ | EV_WRITE);
}

static bool is_only_for_now(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static void on_readable(struct connection *c)
{
	ssize_t n = recv(c->io.fd, c->loop->read, sizeof(c->loop->read), MSG_DONTWAIT);

	if (n > 0) {
		connection_input(c, slice_of(c->loop->read, n));
	} else if (n == 0) {
		transport_read(c, false);
		connection_input_ended(c);
	} else if (!is_only_for_now(errno)) {
		transport_kill(c);
	}
}

/* libev calls back in the opposite order of events (its ev_invoke_pending): what came first would be handled
 * last, and a client that subscribes before another one publishes would miss the message. */
static void on_event(struct ev_loop *ev, ev_io *w, int events)
{
	struct connection *c = w->data;

	(void)ev;
	c->events = events;
	ring_remove(&c->ready);
	ring_add_first(&c->loop->ready, &c->ready);
}

static void handle(struct connection *c, int events)
{
	if (events & EV_WRITE) {
		watch_for(c, watched(c) & ~EV_WRITE);
		connection_writable(c);
	}
	if (events & EV_READ)
		on_readable(c);
}

void transport_handle_all(struct loop *l)
{
	while (!ring_is_empty(&l->ready)) {
		struct connection *c = container_of(l->ready.next, struct connection, ready);

		ring_remove(&c->ready);
		handle(c, c->events & watched(c));
	}
}

void transport_adopt(struct connection *c, int fd)
{
	ev_io_init(&c->io, on_event, fd, EV_READ);
	c->io.data = c;
	c->attached = true;
	ev_io_start(c->loop->ev, &c->io);
}

bool transport_is_open(const struct connection *c)
{
	return c->attached;
}

int transport_fd(const struct connection *c)
{
	return c->io.fd;
}

ssize_t transport_send(struct connection *c, struct slice bytes)
{
	ssize_t n = send(c->io.fd, bytes.ptr, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n >= 0)
		return n;
	return is_only_for_now(errno) ? 0 : -1;
}

void transport_want_write(struct connection *c)
{
	watch_for(c, watched(c) | EV_WRITE);
}

void transport_read(struct connection *c, bool on)
{
	watch_for(c, on && !c->ended ? watched(c) | EV_READ : watched(c) & ~EV_READ);
}

void transport_kill(struct connection *c)
{
	if (!c->attached)
		return;
	c->attached = false;
	ring_remove(&c->ready);
	ev_io_stop(c->loop->ev, &c->io);
	close(c->io.fd);
	connection_lost(c);
}
