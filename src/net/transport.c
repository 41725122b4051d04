/* Raw TCP on libwebsockets: adopted sockets, its read and write events.
 *
 * Its own output queue is not used.  While that holds bytes 4.1.6 neither reads nor stops polling for input:
 * a client that sends but does not read would spin the loop; and it copies what it queues.  So bytes are sent
 * on the socket directly, and libwebsockets says when there is room again. */
#include <errno.h>
#include <libwebsockets.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/limits.h"
#include "base/memory.h"
#include "net/transport.h"
#include "net/connection.h"

struct transport {
	struct lws_context *context;
	struct lws_vhost *raw;
};

static int on_raw(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	struct connection *c;

	(void)user;
	switch (reason) {
	case LWS_CALLBACK_RAW_RX:
		connection_input(lws_get_opaque_user_data(wsi), slice_of(in, len));
		break;
	case LWS_CALLBACK_RAW_WRITEABLE:
		connection_writable(lws_get_opaque_user_data(wsi));
		break;
	case LWS_CALLBACK_WSI_DESTROY:
		c = lws_get_opaque_user_data(wsi);
		if (c)
			connection_lost(c);
		break;
	default:
		break;
	}
	return 0;
}

static const struct lws_protocols raw_protocols[] = {
	{.name = "raw", .callback = on_raw },
	{ .name = NULL	       },
};

static void say(int level, const char *line)
{
	(void)level;
	fprintf(stderr, "understudy: libwebsockets: %s", line);
}

struct transport *transport_new(struct ev_loop *ev, struct diag *d)
{
	struct transport *k = NEW(struct transport);
	void *loops[] = { ev };
	struct lws_context_creation_info info = {
		.foreign_loops = loops,
		.port = CONTEXT_PORT_NO_LISTEN,
		.options = LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
		.pt_serv_buf_size = LIMIT_READ_BYTES,
		/* No header can carry this name, so no HTTP request is ever moved to this vhost. */
		.vhost_name = "\nraw",
		.protocols = raw_protocols,
	};

	lws_set_log_level(LLL_ERR, say);
	k->context = lws_create_context(&info);
	if (k->context)
		k->raw = lws_create_vhost(k->context, &info);
	if (!k->raw) {
		transport_free(k);
		diag_error(d, DIAG_ENVIRONMENT, LOC_NONE,
			   "libwebsockets cannot use libev; install the package libwebsockets-evlib-ev");
		return NULL;
	}
	return k;
}

void transport_free(struct transport *k)
{
	if (!k)
		return;
	if (k->context)
		lws_context_destroy(k->context);
	free(k);
}

bool transport_adopt(struct transport *k, struct connection *c, int fd)
{
	lws_adopt_desc_t how = {
		.vh = k->raw,
		.type = LWS_ADOPT_SOCKET,
		.fd = { .sockfd = fd },
		.vh_prot_name = "raw",
		.opaque = c,
	};

	c->wsi = lws_adopt_descriptor_vhost_via_info(&how);
	return c->wsi != NULL;
}

int transport_fd(const struct connection *c)
{
	return lws_get_socket_fd(c->wsi);
}

ssize_t transport_send(struct connection *c, struct slice bytes)
{
	ssize_t n = send(transport_fd(c), bytes.ptr, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n >= 0)
		return n;
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -1;
}

void transport_want_write(struct connection *c)
{
	lws_callback_on_writable(c->wsi);
}

/* PROCESS_NOW: it is mostly asked for outside of that connection's own event. */
void transport_read(struct connection *c, bool on)
{
	lws_rx_flow_control(c->wsi, on | LWS_RXFLOW_REASON_FLAG_PROCESS_NOW);
}

/* ASYNC would not happen before libwebsockets' next event: a foreign loop does not run its timers. */
void transport_kill(struct connection *c)
{
	lws_set_timeout(c->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_SYNC);
}
