/* Bytes in: TLS or not, and a module that eats one frame at a time. */
#include "base/memory.h"
#include "net/transport.h"
#include "net/connection.h"
#include "net/listener.h"
#include "net/tls_layer.h"

enum { TLS_HANDSHAKE_RECORD = 0x16 }; /* RFC 8446, 5.1; begins no protocol of ours */

static void park(struct connection *c, bool parked)
{
	c->parked = parked;
	if (c->attached)
		transport_read(c, !parked);
}

/* How much of `in` the module ate before it wanted more, or to wait, or to end. */
static size_t eat(struct connection *c, struct slice in)
{
	size_t eaten = 0;

	while (eaten < in.len && c->stage == STAGE_OPEN && !c->parked) {
		size_t used = 0;
		enum eaten how = c->peer.protocol->receive(&c->peer, slice_from(in, eaten), &used);

		if (used > in.len - eaten || (how == EATEN_FRAME && !used))
			BUG("%s ate %zu of %zu bytes", c->peer.protocol->name, used, in.len - eaten);
		if (c->loop->frames && used)
			c->loop->frames->fn(c->loop->frames, &c->peer, false,
					    slice_first(slice_from(in, eaten), used));
		eaten += used;
		if (how == EATEN_NONE)
			break;
		if (how == EATEN_WAIT)
			park(c, true);
		if (how == EATEN_BAD)
			connection_end(c, false, "client broke the protocol");
	}
	return eaten;
}

static void feed(struct connection *c, struct slice in)
{
	size_t used;

	c->peer.now_us = c->loop->now_us;
	c->loop->busy++;
	if (c->in.len)
		buf_slice(&c->in, in);
	used = eat(c, c->in.len ? buf_view(&c->in) : in);
	c->loop->busy--;
	if (c->in.len)
		buf_consume(&c->in, used);
	else
		buf_slice(&c->in, slice_from(in, used));
	if (c->in.failed)
		connection_end(c, true, "client sent more than a frame may hold");
	if (!c->in.len || c->stage != STAGE_OPEN)
		buf_release(&c->in);
	connection_pend(c);
}

static void on_text(void *arg, struct slice text)
{
	struct connection *c = arg;

	if (c->stage == STAGE_OPEN)
		feed(c, text);
}

static void feed_tls(struct connection *c, struct slice in)
{
	switch (tls_layer_feed(c->tls, in, on_text, c)) {
	case TLS_MORE:
		break;
	case TLS_END:
		connection_end(c, false, "client closed the connection");
		break;
	case TLS_BROKEN:
		if (!c->peer.session) /* the usual mistakes: plain text, or a CA that the client does not
					 trust */
			session_refused(c->peer.broker, c->peer.face, SLICE_NONE, tls_layer_error(c->tls));
		connection_end(c, false, tls_layer_error(c->tls));
		break;
	}
	connection_pend(c);
}

void connection_input(struct connection *c, struct slice bytes)
{
	const struct listen_options *o = listener_options(c->from);

	if (c->stage != STAGE_OPEN || !bytes.len)
		return;
	if (!c->heard && !c->tls && o->tls && bytes.ptr[0] == TLS_HANDSHAKE_RECORD)
		c->tls = tls_layer_new(o->tls);
	c->heard = true;
	if (c->tls)
		feed_tls(c, bytes);
	else
		feed(c, bytes);
}

void connection_resume(struct connection *c)
{
	c->resumed = false;
	if (c->stage != STAGE_OPEN || !c->parked)
		return;
	park(c, false);
	if (c->in.len)
		feed(c, SLICE_NONE);
}

/* What it asked for before is still sent. */
void connection_input_ended(struct connection *c)
{
	c->ended = true;
	if (c->stage >= STAGE_LEAVING)
		transport_kill(c);
	else
		connection_end(c, false, "client closed the connection");
}

/* Reading goes on, so that the client's own close is seen. */
void connection_drop_input(struct connection *c)
{
	buf_release(&c->in);
	if (c->parked)
		park(c, false);
}
