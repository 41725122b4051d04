/* `serve --watch`: contracts that are edited while they are served.
 *
 * An edit with more errors than the version in use had is not taken: the mock goes on with that version, and
 * says once why. */
#ifndef CLI_WATCHING_H
#define CLI_WATCHING_H

#include "cli/console.h"
#include "cli/contracts.h"

struct watching;

/* All borrowed. */
struct watching_options {
	struct command_line *cl;
	struct contracts *contracts; /* as they are loaded from cl->args; kept up to date */
	const struct instance_options *options;
	struct instance *instance;
	struct console *console;
};

/* NULL with an error in `d`. */
struct watching *watching_start(struct loop *l, const struct watching_options *o, struct diag *d);
void watching_stop(struct watching *w);

#endif
