/* The part that we play: messages sent by themselves, and answers to requests.
 *
 * On each channel that is ours to send (role), while somebody is subscribed to it, a generated message goes
 * out every interval, and one at once when a new subscriber comes.  Requests whose operation has a reply are
 * answered, with correlation id and trace context carried over. */
#ifndef MOCK_MOCK_H
#define MOCK_MOCK_H

#include "broker/broker.h"

struct mock;

struct mock_interval {
	struct slice channel; /* name or address */
	int64_t every_us;     /* 0: this one is not sent by itself */
};

struct mock_options {
	bool generate;			       /* send by itself */
	bool answer;			       /* answer requests */
	int64_t every_us;		       /* where no interval is named; 0: nobody asked */
	int64_t usual_us;		       /* ... and where the contract says nothing; 0: never */
	const struct mock_interval *intervals; /* borrowed for the mock's life */
	size_t n_intervals;
	uint64_t seed;
	struct slice locale; /* whose words are in generated messages; absent: en */
	char separator;	     /* of addresses where the channel's protocol does not say otherwise */
	const struct operation *const *unanswered; /* operations that somebody else answers (a scenario) */
	size_t n_unanswered;
};

/* `d` (borrowed, for the mock's life) is told once per channel for which nothing can be generated. */
struct mock *mock_start(struct broker *b, const struct mock_options *o, struct diag *d);
/* The broker has other contracts now, and the old ones are still alive: streams of channels that both have go
 * on where they are, new ones begin where somebody waits for them. */
void mock_reload(struct mock *m);
void mock_stop(struct mock *m);

#endif
