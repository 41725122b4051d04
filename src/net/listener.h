/* A listening socket of one mock, and the connections that came through it. */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include "net/loop.h"
#include "protocol/peer.h"

struct listener;
struct tls_context;

struct listen_options {
	const char *host;  /* "127.0.0.1", "::1", "0.0.0.0" */
	uint16_t port;	   /* 0: a free one */
	const char *label; /* for messages: "production" */
	const struct protocol *protocol;
	struct broker *broker;
	void *module; /* protocol->start's */
	const struct face *face;
	struct tls_context *tls; /* NULL: plain text; else a first byte 0x16 begins TLS */
	bool tls_only;		 /* with tls: refuse plain text */
};

/* Listens, or says why not: "port 1883 (production) is taken by mosquitto (pid 812); stop it, or serve with
 * --port auto" [environment]. */
struct listener *listener_open(struct loop *l, const struct listen_options *o, struct diag *d);
uint16_t listener_port(const struct listener *l);
size_t listener_connections(const struct listener *l);
/* Closes the socket and every connection through it, now; the port is free at once. */
void listener_close(struct listener *l);

/* Asks the broker for its next time and turns it in the loop, for as long as it is attached. */
struct turner;
struct turner *loop_attach(struct loop *l, struct broker *b);
void loop_detach(struct turner *t);

#endif
