/* Who carries a connection's bytes: libwebsockets, on the loop.  Only transport.c knows it, so that a
 * connection could move off it without change. */
#ifndef NET_TRANSPORT_H
#define NET_TRANSPORT_H

#include <sys/types.h>

#include "base/diag.h"
#include "base/slice.h"

struct transport;
struct connection;
struct ev_loop;

struct transport *transport_new(struct ev_loop *ev, struct diag *d);
void transport_free(struct transport *k);

/* Takes the socket; sets c->wsi.  False: the socket is closed already. */
bool transport_adopt(struct transport *k, struct connection *c, int fd);
int transport_fd(const struct connection *c);
/* How many of the bytes the socket took; -1: the connection is lost. */
ssize_t transport_send(struct connection *c, struct slice bytes);
/* connection_writable() will be called, once. */
void transport_want_write(struct connection *c);
void transport_read(struct connection *c, bool on);
/* Closes the socket now; connection_lost() is called meanwhile.  Not from within a transport's call. */
void transport_kill(struct connection *c);

#endif
