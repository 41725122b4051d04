/* What a protocol module sees of a connection, and what net/ sees of a module.  Sans-I/O: bytes in, calls to
 * the broker; deliveries from the broker, bytes out.  No socket, file or thread; time is an input. */
#ifndef PROTOCOL_PEER_H
#define PROTOCOL_PEER_H

#include "base/limits.h"
#include "broker/broker.h"

enum carrier { CARRIER_BYTES, CARRIER_FRAMES, CARRIER_EXCHANGES };

enum eaten {
	EATEN_NONE,  /* more bytes are needed */
	EATEN_FRAME, /* *used bytes were eaten: call again */
	EATEN_WAIT,  /* parked until peer_resume() */
	EATEN_BAD,   /* close once `out` is sent */
};

struct peer;

/* What net/ (or a test) does for a module. */
struct peer_calls {
	void (*wrote)(struct peer *p); /* `out` has grown outside of receive: flush it this turn */
	void (*close)(struct peer *p, bool abrupt, const char *why); /* marks; freed at the turn's end, after
									`out` is sent (abrupt: at once) */
	void (*resume)(struct peer *p); /* after EATEN_WAIT: call receive again */
};

struct peer {
	struct broker *broker; /* borrowed; outlives the peer */
	const struct protocol *protocol;
	void *module;		 /* per mock: what protocol->start gave */
	const struct face *face; /* of the listener; borrowed */
	void *state;		 /* owned by the module, freed in close */
	struct session *session; /* the module's to set; NULL until it knows */
	struct buf out;		 /* bytes for the peer; net sends them */
	size_t unsent;		 /* bytes before `out` that net has taken but not sent yet */
	int64_t now_us;		 /* monotonic, set before each call */
	struct slice remote;	 /* "127.0.0.1:50312"; borrowed */
	bool closing;		 /* no receive any more */
	const struct peer_calls *calls;
};

static inline void peer_wrote(struct peer *p)
{
	p->calls->wrote(p);
}
static inline void peer_close(struct peer *p, const char *why)
{
	p->calls->close(p, false, why);
}
/* Bytes that may still be written before deliveries should be queued or dropped (LIMIT_OUTPUT_MARK). */
static inline size_t peer_room(const struct peer *p)
{
	size_t waiting = p->out.len + p->unsent;

	return waiting < LIMIT_OUTPUT_MARK ? LIMIT_OUTPUT_MARK - waiting : 0;
}

/* One spelling of a protocol in `servers.*.protocol` and in URLs. */
struct scheme {
	const char *name;
	uint16_t port; /* default */
	bool secure;   /* TLS from the first byte */
};

struct protocol {
	const char *name;	      /* canonical: "mqtt" */
	const struct scheme *schemes; /* ends with name NULL; the first plain and the first secure one are
					 what URLs are made with */
	enum carrier carrier;
	char separator; /* of levels in its addresses */
	const struct native_form *native;
	size_t idle_timeout_us; /* before the module knows its client: half-open connections */
	void *(*start)(struct broker *b, uint8_t number); /* state per mock */
	void (*stop)(void *module);			  /* every peer has been closed before */
	bool (*open)(struct peer *p);			  /* false: close at once */
	/* Eats at most one frame from the front of `in` (at least one byte).  Called again as long as it says
	 * FRAME. */
	enum eaten (*receive)(struct peer *p, struct slice in, size_t *used);
	void (*room)(struct peer *p); /* `out` was sent and there is room again */
	/* For people who look at frames: appends what the frame at the front is called ("PUBLISH"), gives its
	 * length; 0: it is not there whole. */
	size_t (*describe)(struct slice bytes, struct buf *out);
	/* The connection is gone, or going; `why`: "client closed the connection". p->state is freed here. */
	void (*close)(struct peer *p, const char *why);
};

#endif
