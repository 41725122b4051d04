/* Bytes out: once a turn, as much as the socket takes; a client that does not read meets a limit.
 *
 * peer.out is swapped out whole and sent from its front, so that nothing is moved.  Buffers stay with a
 * connection for a moment after it has sent: a busy one allocates nothing, an idle one owns none. */
#include <sys/socket.h>

#include "net/transport.h"
#include "net/connection.h"
#include "net/tls_layer.h"

enum {
	MOST_SEND_BYTES = 256 << 10, /* in one call */
	WARM_US = 100000,
	MOST_WARM_BYTES = 256 << 10, /* a larger buffer goes at once */
};

/* --- buffers that stay for a moment */

static void let_go(struct connection *c)
{
	ring_remove(&c->warm);
	if (!c->peer.out.len)
		buf_release(&c->peer.out);
	if (c->sent == c->taken.len) {
		buf_release(&c->taken);
		c->sent = 0;
	}
	if (c->tls)
		tls_layer_cool(c->tls);
}

static void on_cool(struct timer *t, int64_t now_us)
{
	struct loop *l = container_of(t, struct loop, cool);

	while (!ring_is_empty(&l->warm)) {
		struct connection *c = container_of(l->warm.next, struct connection, warm);

		if (c->warm_us > now_us - WARM_US) {
			loop_arm(l, t, c->warm_us + WARM_US);
			return;
		}
		let_go(c);
	}
}

static void keep_warm(struct connection *c)
{
	struct loop *l = c->loop;

	if (c->peer.out.cap > MOST_WARM_BYTES || c->taken.cap > MOST_WARM_BYTES) {
		let_go(c);
		return;
	}
	ring_remove(&c->warm);
	ring_add(&l->warm, &c->warm);
	c->warm_us = l->now_us;
	l->cool.fire = on_cool;
	if (!timer_is_armed(&l->cool))
		loop_arm(l, &l->cool, l->now_us + WARM_US);
}

/* --- sending */

/* Swaps the two buffers when the one in hand is done; false: there is nothing. */
static bool take(struct connection *c)
{
	struct buf done = c->taken;

	if (c->sent < c->taken.len)
		return true;
	if (!c->peer.out.len)
		return false;
	buf_reset(&done);
	c->taken = c->peer.out;
	c->peer.out = done;
	c->sent = 0;
	if (c->loop->frames)
		c->loop->frames->fn(c->loop->frames, &c->peer, true, buf_view(&c->taken));
	return true;
}

static struct slice next_plain(struct connection *c)
{
	if (!take(c))
		return SLICE_NONE;
	return slice_first(slice_from(buf_view(&c->taken), c->sent), MOST_SEND_BYTES);
}

/* What the TLS layer has ready; when that is all sent, the next piece of text is encrypted. */
static struct slice next_wire(struct connection *c)
{
	struct slice wire = tls_layer_wire(c->tls), text;

	if (wire.len)
		return wire;
	text = next_plain(c);
	if (text.len)
		c->sent += tls_layer_encrypt(c->tls, text);
	return tls_layer_wire(c->tls);
}

/* False: the connection is lost. */
static bool send_what_fits(struct connection *c)
{
	while (!c->stuck) {
		struct slice next = c->tls ? next_wire(c) : next_plain(c);
		ssize_t n;

		if (!next.len)
			return true;
		n = transport_send(c, next);
		if (n < 0)
			return false;
		if (c->tls)
			tls_layer_sent(c->tls, (size_t)n);
		else
			c->sent += (size_t)n;
		if ((size_t)n < next.len) {
			c->stuck = true;
			transport_want_write(c);
		}
	}
	return true;
}

static size_t count_unsent(struct connection *c)
{
	c->peer.unsent = c->taken.len - c->sent + (c->tls ? tls_layer_wire(c->tls).len : 0);
	return c->peer.out.len + c->peer.unsent;
}

/* --- the end */

/* Closing with unread input would reset the connection and might take our last bytes with it: so our end is
 * closed first, and the client's awaited. */
static void shut(struct connection *c)
{
	if (c->tls && tls_layer_goodbye(c->tls)) {
		connection_pend(c);
		return;
	}
	if (c->ended) {
		connection_destroy(c);
		return;
	}
	shutdown(transport_fd(c), SHUT_WR);
	c->stage = STAGE_SHUT;
}

void connection_send_last(struct connection *c)
{
	if (!c->attached || c->abrupt || !send_what_fits(c) || count_unsent(c))
		return;
	if (c->tls && tls_layer_goodbye(c->tls))
		send_what_fits(c);
}

/* What was never encrypted, because the handshake did not get so far, has no way out. */
static bool is_all_sent(struct connection *c)
{
	if (c->tls && !tls_layer_is_ready(c->tls))
		return !tls_layer_wire(c->tls).len;
	return !count_unsent(c);
}

static void flush_leaving(struct connection *c)
{
	bool lost = c->abrupt || !c->attached || (c->stage == STAGE_LEAVING && !send_what_fits(c));

	if (lost)
		connection_destroy(c);
	else if (c->stage == STAGE_LEAVING && is_all_sent(c))
		shut(c);
}

static void give_room(struct connection *c)
{
	c->peer.now_us = c->loop->now_us;
	c->loop->busy++;
	c->peer.protocol->room(&c->peer);
	c->loop->busy--;
}

static void flush_open(struct connection *c)
{
	size_t before = count_unsent(c), unsent;

	if (!c->attached)
		return;
	if (!send_what_fits(c)) {
		transport_kill(c);
		return;
	}
	unsent = count_unsent(c);
	if (unsent > LIMIT_OUTPUT_BYTES || c->peer.out.failed) {
		connection_end(c, true, "client does not read");
		return;
	}
	if (!unsent)
		keep_warm(c);
	if (unsent < before && unsent < LIMIT_OUTPUT_MARK && c->peer.protocol->room)
		give_room(c);
}

void connection_flush(struct connection *c)
{
	if (c->stage >= STAGE_LEAVING)
		flush_leaving(c);
	else if (c->stage == STAGE_ENDING)
		connection_pend(c); /* marked after the last round of attending */
	else
		flush_open(c);
}

void connection_writable(struct connection *c)
{
	c->stuck = false;
	connection_pend(c);
}
