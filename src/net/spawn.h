/* fork and exec, with an answer whether it worked. */
#ifndef NET_SPAWN_H
#define NET_SPAWN_H

#include <sys/resource.h>
#include <sys/types.h>

#include "net/child.h"

enum { STREAM_OUT, STREAM_ERR, STREAM_COUNT };

struct spawned {
	pid_t pid;		   /* also the number of its process group */
	int pid_fd;		   /* readable when it has ended */
	int streams[STREAM_COUNT]; /* what it prints, not blocking; -1 where it prints where we do */
};

/* `descriptors`: its soft limit of open files. */
bool spawn(const struct child_options *o, rlim_t descriptors, struct spawned *out, struct diag *d);

#endif
