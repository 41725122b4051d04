/* One running mock, put together: broker, protocol modules, listeners, our own traffic, the recording. */
#ifndef API_INSTANCE_H
#define API_INSTANCE_H

#include "attach/url.h"
#include "mock/block.h"
#include "net/listener.h"

struct instance;

struct port_choice {
	struct slice server; /* absent: every server */
	uint16_t port;	     /* 0: a free one */
};

/* The user's own broker in the place of ours. */
struct attach_choice {
	struct slice server; /* absent: the only one */
	struct attach_url url;
};

struct instance_options {
	struct contract *const *contracts; /* borrowed; the broker uses them */
	size_t n_contracts;
	enum role role;
	enum policy policy;
	enum unknown unknown;
	const char *host;		 /* NULL: 127.0.0.1 */
	const struct port_choice *ports; /* none: the contract's own */
	size_t n_ports;
	const struct slice *servers; /* only these; none: all */
	size_t n_servers;
	struct slice protocol; /* "mqtt" or "mqtt:1884" for documents without servers; absent: none */
	bool tls_off;	       /* secure servers in plain text */
	const char *ca_dir;    /* NULL: .understudy */
	const char *
		client_ca; /* clients must show a certificate by a CA in this file; NULL: none is asked for */
	uint64_t seed;
	struct slice locale; /* whose words are in generated messages; absent: en */
	int64_t wall_us;     /* --clock; 0: the real time */
	bool generate, answer;
	int64_t every_us;		       /* 0: nobody asked, so as the contract says, or ... */
	int64_t usual_us;		       /* ... this; 0: never, but for `intervals` */
	const struct mock_interval *intervals; /* borrowed for the instance's life */
	size_t n_intervals;
	const struct operation *const *unanswered;
	size_t n_unanswered;
	const char *record;		    /* NULL: no recording */
	const struct attach_choice *attach; /* borrowed for the instance's life */
	size_t n_attach;
	bool hears_nothing;    /* of attached brokers: what is sent there stays unheard */
	bool hears_everything; /* "#", and what they retained, not only what the program sends */
	bool listens_only;     /* nothing is sent to them */
	struct diag *warnings; /* of their being lost; NULL: the one of the start */
	const bool *stop;      /* waiting for them ends once it is set; NULL: never */
	size_t log_bytes;      /* kept per channel; 0: the default */
};

/* A declared server, and where it is being played. */
struct played {
	struct slice name, protocol; /* "production", "mqtt" */
	struct slice host;	     /* what clients connect to */
	uint16_t port;
	struct slice address, url;  /* "127.0.0.1:1883", "mqtt://127.0.0.1:1883" */
	struct slice stands_in_for; /* declared host[:port]; absent: nothing was declared */
	const char *ca;		    /* absolute path of a file; NULL: plain text */
	bool attached;		    /* the user's own, not ours */
	size_t listener;	    /* servers with the same number share a port */
};

/* Starts everything and listens; all or nothing.  NULL with the errors in `d`, which must outlive the
 * instance (it is also told of a failed recording). */
struct instance *instance_start(struct loop *l, const struct instance_options *o, struct diag *d);
/* Other contracts (o->contracts; the rest as at the start), while everybody stays connected.  Ports stay as
 * they are: what of the servers only a restart can change is said in `notes`, a line each. */
void instance_reload(struct instance *i, const struct instance_options *o, struct buf *notes);
/* Closes connections and ports, flushes the recording. */
void instance_stop(struct instance *i);

struct broker *instance_broker(const struct instance *i);
size_t instance_played(const struct instance *i, const struct played **list);
/* The attached brokers: messages that they have not got for sure yet; are they all there, with room? */
size_t instance_unsent(const struct instance *i);
bool instance_has_room(const struct instance *i);
bool instance_recording_failed(const struct instance *i);
/* What was passed over, for people: servers of protocols that we do not play. */
const char *instance_notes(const struct instance *i);

#endif
