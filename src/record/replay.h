/* Sends what a recording holds once more, at the pace that is asked for: into a mock's broker, and so to
 * whoever has subscribed there. */
#ifndef RECORD_REPLAY_H
#define RECORD_REPLAY_H

#include "record/reader.h"

struct broker;

struct replay_options {
	struct broker *broker; /* borrowed for its life, as all here */
	char separator;
	struct slice text; /* of the recording */
	const char *file;
	struct slice only; /* this channel, or address; absent: all */
	double speed;	   /* 2 is twice as fast as it was; 0: as fast as it goes */
	double per_second; /* instead: so many a second; 0: by the times in the recording */
	void *arg;
	bool (*has_room)(void *arg); /* NULL: always.  Asked again after a millisecond */
	void (*on_done)(void *arg);  /* once, after the last message, not from inside replay_start() */
	struct diag *diag;
};

struct replay_counts {
	uint64_t sent;
	uint64_t left_out; /* what nobody was given then either: refused, diverted, dropped */
	uint64_t failed;   /* what the broker could not take now */
};

struct replay;

/* NULL, said in the diag: it is no recording. */
struct replay *replay_new(const struct replay_options *o);
/* The address that the first message goes to; absent: there is none. */
struct slice replay_first_address(const struct replay *r);
/* From now on. */
void replay_start(struct replay *r);
const struct replay_counts *replay_counts(const struct replay *r);
bool replay_is_done(const struct replay *r);
void replay_free(struct replay *r);

/* "recorded", "2x", "0.5x", "full"; "100/s", "5/m".  False: none of these. */
bool replay_speed_parse(struct slice text, double *speed);
bool replay_rate_parse(struct slice text, double *per_second);

#endif
