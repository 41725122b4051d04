/* serve -vv: every frame that comes in and goes out, by name, length and first bytes. */
#ifndef CLI_FRAMES_H
#define CLI_FRAMES_H

#include <stdio.h>

#include "net/loop.h"

struct frame_log {
	struct frame_watcher watcher;
	FILE *out; /* borrowed */
};

/* Until the loop ends; the log is the caller's. */
void frame_log_start(struct frame_log *log, struct loop *l, FILE *out);

#endif
