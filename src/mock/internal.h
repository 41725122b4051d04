/* What the files of mock/ share. */
#ifndef MOCK_INTERNAL_H
#define MOCK_INTERNAL_H

#include "mock/mock.h"
#include "mock/outgoing.h"

/* A channel that may be ours to send on. */
struct stream {
	struct mock *mock;
	const struct channel *channel;
	struct generator *generator; /* of its contract; borrowed */
	struct timer timer;
	int64_t every_us;
	uint64_t position; /* messages made so far: it alone decides what comes next */
	bool ours;	   /* role auto: nobody else has published there */
	bool failed;	   /* nothing can be generated: said once */
};

struct mock {
	struct observer observer;
	struct broker *broker; /* borrowed */
	struct diag *diag;     /* borrowed */
	struct mock_options options;
	struct generator **generators; /* one per contract; owned */
	size_t n_generators;
	struct stream *streams; /* owned */
	size_t n_streams;
	struct session *generated, *replies; /* owned: as whom we send */
	struct job *jobs;		     /* requests still to be answered */
	struct receipt receipt;
};

/* streams.c: a client subscribed, or published on a channel. */
void streams_init(struct mock *m);
void streams_on_subscribed(struct mock *m, const struct event *e);
void streams_on_arrival(struct mock *m, const struct event *e);
/* Those that there were go on, though by the new contracts; the old ones are still alive. */
void streams_reload(struct mock *m);
void streams_release(struct mock *m);

/* reply.c */
void reply_on_arrival(struct mock *m, const struct event *e);
void replies_release(struct mock *m);

#endif
