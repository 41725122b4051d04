/* Which listeners a mock needs, and which declared server each of them stands in for. */
#ifndef API_SERVER_PLAN_H
#define API_SERVER_PLAN_H

#include "api/instance.h"

/* A port to listen on: servers of one protocol on one port are one broker. */
struct planned {
	const struct protocol *protocol;
	const struct server *server;	    /* the first of them; NULL: made up */
	const char *label;		    /* its name */
	uint16_t port;			    /* to ask for; 0: a free one */
	uint16_t declared_port;		    /* what they share in the contract */
	bool secure, plain;		    /* at least one of them is */
	const struct attach_choice *attach; /* not to be listened on; NULL: it is ours */
};

struct plan {
	struct arena arena;
	struct planned *listeners;
	size_t n_listeners;
	struct played *played;
	const char **declared_hosts; /* [n_played]; NULL: none */
	bool *secure;		     /* [n_played] */
	const char **schemes;	     /* [n_played] of the URL */
	size_t n_played;
	struct buf notes; /* NUL-terminated; for people */
	const char *host; /* clients connect to */
};

/* False with the reason in `d`: nothing to play, a server that is not there, a protocol that nobody names. */
bool plan_servers(struct plan *p, const struct instance_options *o, struct diag *d);
/* Now that it listens: fills in port, address and URL of the servers behind listener `k`. */
void plan_set_port(struct plan *p, size_t k, uint16_t port, const char *ca);
/* The same for a broker that is not ours. */
void plan_set_attached(struct plan *p, size_t k);
/* What of `to` only a restart can bring about, a line each. */
void plan_differences(const struct plan *from, const struct plan *to, struct buf *out);
void plan_release(struct plan *p);

#endif
