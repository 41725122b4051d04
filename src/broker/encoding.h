/* Frames made once and shared by all subscribers of a flavour, for the length of one delivery. */
#ifndef BROKER_ENCODING_H
#define BROKER_ENCODING_H

#include "base/buf.h"

enum { MOST_ENCODINGS = 16 };

struct encodings {
	unsigned n;
	struct {
		const void *owner;
		uint32_t flavour;
		struct buf frame; /* keeps its memory from one delivery to the next */
	} rows[MOST_ENCODINGS];
};

void encodings_reset(struct encodings *e); /* gives back what was unusually large */
void encodings_release(struct encodings *e);

#endif
