/* Programs that we start: one process group each, output by lines, an end that is told. */
#ifndef NET_CHILD_H
#define NET_CHILD_H

#include "net/loop.h"

struct child;

struct child_options {
	const char *const *argv; /* ends with NULL; argv[0] is looked for in PATH */
	const char *const *env;	 /* "NAME=value", added to ours; ends with NULL; NULL: none */
	const char *dir;	 /* working directory; NULL: ours */
	bool capture;		 /* output to on_output; else it goes where ours goes */
	void *arg;
	/* What it printed, in order, in pieces as they came. */
	void (*on_output)(void *arg, bool is_stderr, struct slice bytes);
	/* Told once, after the last output.  status as waitpid() gives it. */
	void (*on_exit)(void *arg, int status);
};

/* NULL with an error in `d`: 'program "nod" was not found in PATH' [environment]. */
struct child *child_start(struct loop *l, const struct child_options *o, struct diag *d);
/* SIGTERM to its group, SIGKILL after `grace_us`; on_exit follows. */
void child_stop(struct child *c, int64_t grace_us);
int child_pid(const struct child *c);
/* Kills what is left of the group and frees it; on_exit is not called any more. */
void child_free(struct child *c);

#endif
