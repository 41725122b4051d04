/* Messages by dense offset, in segments that are filled from the front and dropped from the back.
 *
 * An entry holds no pointers, so dropping a segment costs nothing.  Segments grow from 4 KiB to 256 KiB;
 * there is none before the first append. */
#ifndef BROKER_LOG_H
#define BROKER_LOG_H

#include "base/timers.h"
#include "broker/message.h"

struct broker;

/* Whole segments leave: of bytes never more than the maximum are taken, of count the last max_count stay. */
struct log_limits {
	size_t max_bytes, max_count; /* 0 = LIMIT_LOG_BYTES, LIMIT_LOG_COUNT */
	int64_t max_age_us;	     /* 0 = for ever */
};

struct log *log_new(struct broker *b, const struct log_limits *limits);
void log_free(struct log *l);

/* Room for `n` bytes, with SCHEMA_PADDING zeros behind them, in the uncommitted tail: the payload is copied
 * there, judged there, and committed by log_append().  Valid until the next call on the same log. */
char *log_stage(struct log *l, size_t n);
/* Appends one (m->count offsets for a batch); gives m->offset and points m's slices at the stored bytes. */
void log_append(struct log *l, struct message *m);

enum log_read { LOG_READ_OK, LOG_READ_END, LOG_READ_GONE };
/* The entry at *offset, or that contains it; *offset moves behind it.  `out` is borrowed until the next turn.
 * GONE: dropped already; *offset is moved to the first that there is. */
enum log_read log_read(struct log *l, uint64_t *offset, struct message *out);
uint64_t log_first(const struct log *l);
uint64_t log_next(const struct log *l); /* the offset that the next one will get */
void log_truncate_before(struct log *l, uint64_t offset);

/* Waits for more: fires once, after the append's turn.  Embedded by the caller. */
struct waiter {
	void (*wake)(struct waiter *w);
	struct waiter *next, **link; /* link NULL: not waiting */
};
void log_watch(struct log *l, struct waiter *w);
void log_unwatch(struct waiter *w);

#endif
