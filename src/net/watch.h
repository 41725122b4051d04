/* Watches folders: tells once things in them have been quiet for a moment after something was written, moved,
 * made or removed there.  What it was is for the caller to find out: editors write beside the file and
 * rename, deployments swap links, and a name alone would miss them. */
#ifndef NET_WATCH_H
#define NET_WATCH_H

#include "net/loop.h"

struct watch;

/* `changed(arg)` is called on the loop's thread, `quiet_us` after the last change, though not much later than
 * a second after the first.  NULL with an error in `d`: the system has no more watches for us. */
struct watch *watch_new(struct loop *l, int64_t quiet_us, void (*changed)(void *arg), void *arg,
			struct diag *d);
/* The folder that `file` stands in, or the nearest one above it that there is, and those of links on the way;
 * again is no harm.  False: said in `d`. */
bool watch_beside(struct watch *w, const char *file, struct diag *d);
void watch_free(struct watch *w);

#endif
