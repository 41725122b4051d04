/* A real broker as one more session of ours, dialled instead of accepted.
 *
 * What it sends enters by broker_publish(); what is published here is sent to it, but for what came from it.
 * Its own echo is left out: by MQTT 5's no-local, else by what we sent.  A lost connection is dialled again,
 * with growing pauses. */
#ifndef ATTACH_ATTACHED_H
#define ATTACH_ATTACHED_H

#include "attach/url.h"
#include "broker/broker.h"
#include "net/loop.h"

struct attached;

enum attached_state {
	ATTACHED_TRYING, /* never there yet */
	ATTACHED_READY,	 /* every filter is granted */
	ATTACHED_LOST,	 /* was there, and is dialled again */
	ATTACHED_FAILED, /* never there, and given up */
};

struct attached_options {
	const struct attach_url *url; /* borrowed, as all here, for the session's life */
	struct broker *broker;
	const struct face *face;
	const struct slice *filters; /* what to hear, as MQTT spells it */
	size_t n_filters;
	bool hears_retained; /* what the broker kept from before, too */
	bool listens_only;   /* nothing is sent to it */
	struct diag *diag;   /* warnings: lost, there again, a filter refused */
};

/* Begins to dial.  NULL, said in `d`: libmosquitto is missing, a certificate cannot be read. */
struct attached *attached_new(struct loop *l, const struct attached_options *o, struct diag *d);
/* Sends what waits still, two seconds at most; says goodbye. */
void attached_free(struct attached *a);

enum attached_state attached_state(const struct attached *a);
const char *attached_why(struct attached *a); /* one phrase: why it is lost or was given up */
/* Messages that the broker has not got for sure yet. */
size_t attached_unsent(const struct attached *a);
/* Is it there, with room for more? */
bool attached_has_room(const struct attached *a);

#endif
