/* How often a message goes out on a channel. */
#ifndef MOCK_PACE_H
#define MOCK_PACE_H

#include "mock/mock.h"

struct mock_pace {
	const struct mock_interval *intervals; /* of single channels: before all else */
	size_t n_intervals;
	int64_t every_us; /* of all channels, as somebody asked for; 0: nobody did */
	int64_t usual_us; /* where the contract says nothing either (x-understudy, x-microcks-operation); 0:
			     never, whatever the contract says */
};

/* 0: never. */
int64_t mock_interval_of(const struct mock_pace *p, const struct channel *ch, enum role role);

#endif
