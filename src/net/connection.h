/* One connection of a listener: bytes in to its module, the module's bytes out, and how it ends.
 *
 * It is owned by its listener and freed when the turn's output has been sent, or by listener_close().  A
 * module may therefore ask for any close inside any call: it only leaves a mark. */
#ifndef NET_CONNECTION_H
#define NET_CONNECTION_H

#include <netinet/in.h>

#include "net/loop_state.h"
#include "net/ring.h"
#include "protocol/peer.h"

struct listener;
struct tls_layer;

enum stage {
	STAGE_OPEN,
	STAGE_ENDING,  /* marked; its module is told in this turn's settle */
	STAGE_LEAVING, /* the module has let go; what it wrote is being sent */
	STAGE_SHUT,    /* all is sent, and our end closed; waiting for the client's */
};

struct connection {
	struct peer peer;
	ev_io io;
	struct ring ready; /* its event waits for its turn */
	int events;
	struct listener *from;
	struct loop *loop;
	struct tls_layer *tls; /* NULL: plain text (so far) */
	struct ring of_listener, pending, warm;
	struct timer timer; /* half-open, and from STAGE_LEAVING on the longest linger */
	struct buf in;	    /* what came and was not eaten; mostly without memory */
	struct buf taken;   /* what was in peer.out and is being sent */
	size_t sent;	    /* bytes of `taken` that are done */
	int64_t warm_us;
	char *why; /* owned; why it ends */
	enum stage stage;
	bool opened;   /* protocol->open said yes: protocol->close is owed */
	bool heard;    /* something has come */
	bool parked;   /* receive said WAIT */
	bool resumed;  /* ...and is to be called again */
	bool stuck;    /* the socket takes no more for now */
	bool abrupt;   /* end with a reset, sending nothing more */
	bool attached; /* its socket is open */
	bool ended;    /* the client has closed its end */
	char remote[INET6_ADDRSTRLEN + 10];
};

/* Takes the socket in any case. */
void connection_accept(struct listener *from, int fd, const struct sockaddr *address);
/* Marks it; the first reason stays.  `why` is copied. */
void connection_end(struct connection *c, bool abrupt, const char *why);
/* Tells the module of a marked one. */
void connection_tell_end(struct connection *c);
/* Closes and frees, sending nothing more.  Neither from inside a module's call. */
void connection_destroy(struct connection *c);
void connection_pend(struct connection *c);

/* input.c */
void connection_resume(struct connection *c);
void connection_drop_input(struct connection *c);

/* output.c */
void connection_flush(struct connection *c);	 /* may free it */
void connection_send_last(struct connection *c); /* what the socket takes at once, before it is closed */

/* What the transport says. */
void connection_input_ended(struct connection *c);
void connection_input(struct connection *c, struct slice bytes);
void connection_writable(struct connection *c);
void connection_lost(struct connection *c);

/* What the loop's settle asks: modules hear of closes and parked input goes on (true if there was any). */
bool connections_attend(struct loop *l);
void connections_flush(struct loop *l);

/* listener.c, of the listener that it came through */
const struct listen_options *listener_options(const struct listener *from);
struct loop *listener_loop(const struct listener *from);
struct ring *listener_ring(struct listener *from);

#endif
