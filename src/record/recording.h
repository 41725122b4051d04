/* The recording of one mock: a line per arrival and session event, in the file before any acknowledgement
 * leaves.
 *
 * Lines gather in memory during a turn; recording_flush() hands them to the operating system and must be
 * called before that turn's output is sent. */
#ifndef RECORD_RECORDING_H
#define RECORD_RECORDING_H

#include "broker/broker.h"

struct recording;

/* Opens (anew) the file and writes the first line; observes `b`.  NULL with an error in `d`. */
struct recording *recording_open(const char *file, struct broker *b, uint64_t seed, struct diag *d);
/* False: a write failed (said once in the diag given at opening); the recording has ended there. */
bool recording_flush(struct recording *r);
bool recording_failed(const struct recording *r);
void recording_close(struct recording *r); /* flushes first */

#endif
