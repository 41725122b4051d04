/* Who carries a connection's bytes: a socket on the loop.  Only transport.c touches it, so that a connection
 * could move off it without change. */
#ifndef NET_TRANSPORT_H
#define NET_TRANSPORT_H

#include <sys/types.h>

#include "base/slice.h"

struct connection;
struct loop;

/* Takes the socket, which must not block, and begins to read. */
void transport_adopt(struct connection *c, int fd);
bool transport_is_open(const struct connection *c);
int transport_fd(const struct connection *c);
/* How many of the bytes the socket took; -1: the connection is lost. */
ssize_t transport_send(struct connection *c, struct slice bytes);
/* connection_writable() will be called, once. */
void transport_want_write(struct connection *c);
void transport_read(struct connection *c, bool on);
/* Handles what this turn's events were, in their order. */
void transport_handle_all(struct loop *l);
/* Closes the socket now, and calls connection_lost(). */
void transport_kill(struct connection *c);

#endif
