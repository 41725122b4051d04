/* Listening sockets. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/connection.h"
#include "net/listener.h"
#include "net/port.h"
#include "net/tls.h"

enum {
	BACKLOG = 1024,
	AGAIN_US = 100000, /* after running out of descriptors */
};

struct listener {
	struct loop *loop;
	struct listen_options options; /* its `label` and `host` are not kept */
	ev_io watcher;
	struct timer again;
	struct ring connections;
	uint16_t port;
};

const struct listen_options *listener_options(const struct listener *from)
{
	return &from->options;
}

struct loop *listener_loop(const struct listener *from)
{
	return from->loop;
}

struct ring *listener_ring(struct listener *from)
{
	return &from->connections;
}

/* --- accepting */

static bool is_out_of_room(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static void on_connect(struct ev_loop *ev, ev_io *w, int events)
{
	struct listener *l = w->data;

	(void)events;
	for (int n = 0; n < LIMIT_ACCEPTS_PER_TURN; n++) {
		struct sockaddr_storage address;
		socklen_t size = sizeof(address);
		int fd = accept4(w->fd, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			connection_accept(l, fd, (struct sockaddr *)&address);
			continue;
		}
		if (errno == ECONNABORTED || errno == EINTR)
			continue;
		if (is_out_of_room(errno)) {
			/* The socket stays readable: looking at it again and again would spin. */
			ev_io_stop(ev, w);
			loop_arm(l->loop, &l->again, l->loop->now_us + AGAIN_US);
		}
		return;
	}
}

static void on_again(struct timer *t, int64_t now_us)
{
	struct listener *l = container_of(t, struct listener, again);

	(void)now_us;
	ev_io_start(l->loop->ev, &l->watcher);
}

/* --- listening */

static struct addrinfo *resolve(const struct listen_options *o, struct diag *d)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
	};
	struct addrinfo *out = NULL;
	char port[8];
	int error;

	snprintf(port, sizeof(port), "%u", o->port);
	error = getaddrinfo(o->host, port, &hints, &out);
	if (!error)
		return out;
	diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "cannot listen on %s (%s): %s", o->host, o->label,
		   gai_strerror(error));
	return NULL;
}

static bool say_taken(const struct listen_options *o, struct diag *d)
{
	BUF_AUTO struct buf owner = BUF_INIT(0);

	if (!port_owner(o->port, &owner))
		buf_str(&owner, "another program");
	return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE,
			  "port %u (%s) is taken by %s; stop it, or serve with --port auto", o->port,
			  o->label, buf_cstr(&owner));
}

static bool say_why_not(const struct listen_options *o, int error, struct diag *d)
{
	switch (error) {
	case EADDRINUSE:
		return say_taken(o, d);
	case EACCES:
		return diag_error(
			d, DIAG_ENVIRONMENT, LOC_NONE,
			"port %u (%s) needs rights that this program does not have; serve with --port auto",
			o->port, o->label);
	case EADDRNOTAVAIL:
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "%s (%s) is not an address of this machine",
				  o->host, o->label);
	default:
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "cannot listen on %s port %u (%s): %s",
				  o->host, o->port, o->label, strerror(error));
	}
}

/* A listening socket, or -1 with errno. */
static int listen_at(const struct addrinfo *at)
{
	int on = 1, fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (!bind(fd, at->ai_addr, at->ai_addrlen) && !listen(fd, BACKLOG))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int open_socket(const struct listen_options *o, struct diag *d)
{
	struct addrinfo *at = resolve(o, d);
	int fd;

	if (!at)
		return -1;
	fd = listen_at(at);
	if (fd < 0)
		say_why_not(o, errno, d);
	freeaddrinfo(at);
	return fd;
}

static uint16_t port_of(int fd)
{
	struct sockaddr_storage a = { 0 };
	socklen_t size = sizeof(a);

	getsockname(fd, (struct sockaddr *)&a, &size);
	return ntohs(a.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&a)->sin6_port
					     : ((struct sockaddr_in *)&a)->sin_port);
}

struct listener *listener_open(struct loop *loop, const struct listen_options *o, struct diag *d)
{
	int fd = open_socket(o, d);
	struct listener *l;

	if (fd < 0)
		return NULL;
	l = NEW(struct listener);
	l->loop = loop;
	l->options = *o;
	l->options.host = l->options.label = NULL;
	if (o->tls)
		tls_context_use(o->tls);
	l->port = port_of(fd);
	l->again.fire = on_again;
	ring_init(&l->connections);
	ev_io_init(&l->watcher, on_connect, fd, EV_READ);
	l->watcher.data = l;
	ev_io_start(loop->ev, &l->watcher);
	return l;
}

uint16_t listener_port(const struct listener *l)
{
	return l->port;
}

size_t listener_connections(const struct listener *l)
{
	size_t n = 0;

	for (const struct ring *at = l->connections.next; at != &l->connections; at = at->next)
		n++;
	return n;
}

/* --- closing */

/* What the modules say for a goodbye still goes out, as far as the sockets take it at once, and not before
 * the hooks have seen what it answers. */
void listener_close(struct listener *l)
{
	if (!l)
		return;
	if (l->loop->busy)
		BUG("listener_close() from inside a module's call: post it to the loop");
	ev_io_stop(l->loop->ev, &l->watcher);
	loop_disarm(l->loop, &l->again);
	close(l->watcher.fd);
	for (struct ring *at = l->connections.next; at != &l->connections; at = at->next) {
		struct connection *c = container_of(at, struct connection, of_listener);

		connection_end(c, false, "the mock stopped");
		connection_tell_end(c);
	}
	loop_run_hooks(l->loop);
	while (!ring_is_empty(&l->connections)) {
		struct connection *c = container_of(l->connections.next, struct connection, of_listener);

		connection_send_last(c);
		connection_destroy(c);
	}
	tls_context_drop(l->options.tls);
	free(l);
}
