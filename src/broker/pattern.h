/* What a subscription matches, whatever protocol spelt it: literal, one-level and any-levels segments. */
#ifndef BROKER_PATTERN_H
#define BROKER_PATTERN_H

#include "base/slice.h"

enum segment_kind {
	SEGMENT_LITERAL,
	SEGMENT_ONE,	  /* MQTT +, NATS * */
	SEGMENT_REST,	  /* MQTT #: zero or more levels; last only */
	SEGMENT_REST_ONE, /* NATS >: one or more levels; last only */
};

struct segment {
	enum segment_kind kind;
	struct slice text; /* SEGMENT_LITERAL */
};

/* Of what a client subscribes to; a deeper filter is refused by the protocol's own error. */
enum { PATTERN_MAX_SEGMENTS = 128 };

struct pattern {
	struct slice text; /* as the client wrote it; borrowed, copied when subscribed */
	char separator;
	bool hides_dollar; /* a leading wildcard does not match an address that begins with '$' (MQTT §4.7.2)
			    */
	unsigned n;
	struct segment segments[PATTERN_MAX_SEGMENTS];
};

bool pattern_matches(const struct pattern *p, struct slice address);
bool pattern_is_literal(const struct pattern *p);

#endif
