/* The loop that all state of all mocks belongs to: timers, signals, and the one way in for other threads. */
#ifndef NET_LOOP_H
#define NET_LOOP_H

#include "base/diag.h"
#include "base/timers.h"

struct loop;

/* NULL with an error in `d` when the event library's plugin is missing (names the package). */
struct loop *loop_new(struct diag *d);
void loop_free(struct loop *l); /* listeners and children must be gone */
void loop_run(struct loop *l);	/* until loop_stop() */
void loop_stop(struct loop *l); /* ends loop_run after this turn */
/* One turn, waiting for events up to `most_us` (0: not at all; -1: as long as it takes). */
void loop_turn(struct loop *l, int64_t most_us);

int64_t loop_now_us(const struct loop *l); /* monotonic; read once per turn */
int64_t loop_wall_us(const struct loop *l);

void loop_arm(struct loop *l, struct timer *t, int64_t due_us);
void loop_disarm(struct loop *l, struct timer *t);

/* Shown what comes in, a frame at a time, and what goes out, a turn's bytes at a time, before TLS.  One at a
 * time, embedded by the caller; NULL takes it off. */
struct peer;
struct frame_watcher {
	void (*fn)(struct frame_watcher *w, const struct peer *p, bool out, struct slice bytes);
};
void loop_watch_frames(struct loop *l, struct frame_watcher *w);

/* A file descriptor that somebody else owns, a library's socket.  Embedded by the caller, all zero but `fn`,
 * which is called on the loop's thread, and again as long as what was told still holds. */
enum { LOOP_READABLE = 1, LOOP_WRITABLE = 2 };
struct fd_state;
struct fd_watcher {
	void (*fn)(struct fd_watcher *w, unsigned events);
	struct fd_state *state; /* the loop's own; NULL: not watched */
};
/* From now on `events` of `fd`, whatever was watched before; 0: nothing any more.  To be ended before `fd` is
 * closed, or in the same turn. */
void loop_watch_fd(struct loop *l, struct fd_watcher *w, int fd, unsigned events);

/* From any thread: `fn(arg)` is called on the loop's thread in its next turn. */
void loop_post(struct loop *l, void (*fn)(void *arg), void *arg);
/* Instead of the default action; on the loop's thread. */
void loop_on_signal(struct loop *l, int signo, void (*fn)(void *arg, int signo), void *arg);

/* Called in every turn after all that came in was handled and before anything is sent: a recording writes
 * there, so that an acknowledgement never leaves before its line.  Embedded by the caller. */
struct before_send {
	void (*fn)(struct before_send *b);
	struct before_send *next;
};
void loop_before_send(struct loop *l, struct before_send *b);
void loop_not_before_send(struct loop *l, struct before_send *b);

#endif
