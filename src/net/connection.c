/* How a connection begins and ends, and what its module may ask of it. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/transport.h"
#include "net/connection.h"
#include "net/listener.h"
#include "net/tls_layer.h"

enum { LINGER_US = 1000000 }; /* arbitrary; for a client that reads slowly, or does not hang up */

void connection_pend(struct connection *c)
{
	if (!ring_is_linked(&c->pending))
		ring_add(&c->loop->pending, &c->pending);
}

/* --- what a module asks */

static void on_wrote(struct peer *p)
{
	connection_pend(container_of(p, struct connection, peer));
}

static void on_close(struct peer *p, bool abrupt, const char *why)
{
	connection_end(container_of(p, struct connection, peer), abrupt, why);
}

static void on_resume(struct peer *p)
{
	struct connection *c = container_of(p, struct connection, peer);

	c->resumed = true;
	connection_pend(c);
}

static const struct peer_calls calls = {
	.wrote = on_wrote,
	.close = on_close,
	.resume = on_resume,
};

/* --- the beginning */

static void write_remote(struct connection *c, const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;
	char host[INET6_ADDRSTRLEN] = "?";
	bool is_v6 = address->sa_family == AF_INET6;

	inet_ntop(address->sa_family, is_v6 ? (const void *)&v6->sin6_addr : (const void *)&v4->sin_addr,
		  host, sizeof(host));
	snprintf(c->remote, sizeof(c->remote), is_v6 ? "[%s]:%u" : "%s:%u", host,
		 ntohs(is_v6 ? v6->sin6_port : v4->sin_port));
	c->peer.remote = slice_str(c->remote);
}

static void on_time(struct timer *t, int64_t now_us)
{
	struct connection *c = container_of(t, struct connection, timer);

	(void)now_us;
	if (c->stage >= STAGE_LEAVING)
		transport_kill(c);
	else if (c->stage == STAGE_OPEN && !c->peer.session)
		connection_end(c, false,
			       c->tls && !tls_layer_is_ready(c->tls)
				       ? "client did not finish its TLS handshake in time"
				       : "client did not introduce itself in time");
}

static struct connection *connection_new(struct listener *from, const struct sockaddr *address)
{
	const struct listen_options *o = listener_options(from);
	struct connection *c = NEW(struct connection);

	c->from = from;
	c->loop = listener_loop(from);
	c->in = BUF_INIT(LIMIT_INPUT_BYTES);
	c->taken = BUF_INIT(LIMIT_OUTPUT_BYTES);
	c->timer.fire = on_time;
	c->peer = (struct peer){
		.broker = o->broker,
		.protocol = o->protocol,
		.module = o->module,
		.face = o->face,
		.out = BUF_INIT(LIMIT_OUTPUT_BYTES),
		.now_us = c->loop->now_us,
		.calls = &calls,
	};
	write_remote(c, address);
	ring_add(listener_ring(from), &c->of_listener);
	c->loop->n_connections++;
	return c;
}

static void open_module(struct connection *c)
{
	const struct protocol *p = c->peer.protocol;

	c->loop->busy++;
	c->opened = !p->open || p->open(&c->peer);
	c->loop->busy--;
	if (!c->opened)
		connection_end(c, false, "refused");
	if (p->idle_timeout_us)
		loop_arm(c->loop, &c->timer, c->loop->now_us + (int64_t)p->idle_timeout_us);
	connection_pend(c);
}

void connection_accept(struct listener *from, int fd, const struct sockaddr *address)
{
	const struct listen_options *o = listener_options(from);
	struct connection *c;
	int on = 1;

	if (listener_loop(from)->n_connections >= LIMIT_CONNECTIONS) {
		close(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)); /* output is coalesced already */
	c = connection_new(from, address);
	transport_adopt(c, fd);
	if (o->tls && o->tls_only)
		c->tls = tls_layer_new(o->tls);
	open_module(c);
}

/* --- the end */

void connection_end(struct connection *c, bool abrupt, const char *why)
{
	if (abrupt)
		c->abrupt = true;
	connection_pend(c);
	if (c->stage != STAGE_OPEN)
		return;
	c->stage = STAGE_ENDING;
	c->peer.closing = true;
	c->why = strdup(why ? why : "closed");
	if (!c->why)
		memory_exhausted();
}

void connection_lost(struct connection *c)
{
	loop_disarm(c->loop, &c->timer);
	connection_end(c, false, "client closed the connection");
}

/* From now on the connection is net's alone. */
void connection_tell_end(struct connection *c)
{
	if (c->stage != STAGE_ENDING)
		return;
	c->stage = STAGE_LEAVING;
	connection_drop_input(c);
	if (c->attached)
		loop_arm(c->loop, &c->timer, c->loop->now_us + LINGER_US);
	if (!c->opened)
		return;
	c->opened = false;
	c->peer.now_us = c->loop->now_us;
	c->loop->busy++;
	c->peer.protocol->close(&c->peer, c->why);
	c->loop->busy--;
}

static void reset(struct connection *c)
{
	struct linger none = { .l_onoff = 1, .l_linger = 0 };

	if (c->abrupt)
		setsockopt(transport_fd(c), SOL_SOCKET, SO_LINGER, &none, sizeof(none));
}

void connection_destroy(struct connection *c)
{
	if (c->attached) {
		reset(c);
		transport_kill(c);
	}
	loop_disarm(c->loop, &c->timer);
	ring_remove(&c->pending);
	ring_remove(&c->warm);
	ring_remove(&c->of_listener);
	c->loop->n_connections--;
	tls_layer_free(c->tls);
	buf_release(&c->in);
	buf_release(&c->taken);
	buf_release(&c->peer.out);
	free(c->why);
	free(c);
}

/* --- settle */

static bool attend(struct connection *c)
{
	if (c->stage == STAGE_ENDING) {
		connection_tell_end(c);
		return true;
	}
	if (!c->resumed)
		return false;
	connection_resume(c);
	return true;
}

bool connections_attend(struct loop *l)
{
	bool any = false;

	for (struct ring *at = l->pending.next; at != &l->pending; at = at->next)
		any |= attend(container_of(at, struct connection, pending));
	return any;
}

/* Whoever is marked meanwhile waits for the next turn: its hooks have not run yet. */
void connections_flush(struct loop *l)
{
	struct ring now;

	ring_move(&l->pending, &now);
	while (!ring_is_empty(&now)) {
		struct connection *c = container_of(now.next, struct connection, pending);

		ring_remove(&c->pending);
		connection_flush(c);
	}
}
