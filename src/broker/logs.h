/* What of the logs only the core sees. */
#ifndef BROKER_LOGS_H
#define BROKER_LOGS_H

#include "broker/entry.h"
#include "broker/log.h"

struct log_segment;

struct log {
	struct broker *broker;
	struct log_limits limits;
	struct log_segment *first, *last;
	uint64_t next, start; /* the next offset; the first that was not truncated */
	size_t bytes;	      /* of all segments */
	size_t next_size;     /* of the next segment */
	struct waiter *waiters;
	struct log *next_appended;
	bool appended; /* stands in the broker's list */
};

/* The one of its address and partition. */
struct log *message_log(const struct message *m);
/* Copies the payload to where the whole message will stand; false when it is too large for that. */
bool log_stage_message(struct log *l, struct message *m);
void log_unstage(struct message *m);			       /* it will not be appended */
struct entry *log_entry(const struct log *l, uint64_t offset); /* NULL: not there (any more) */
void log_appended(struct log *l);			       /* whoever waits will be woken */
void logs_wake(struct broker *b);			       /* whoever waited for what was appended */

/* Its log is about to drop the entry. */
void hold_copy_out(struct hold *h);

#endif
