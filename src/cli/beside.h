/* The command behind "--" and the signals that end us: what serve, record and replay have in common. */
#ifndef CLI_BESIDE_H
#define CLI_BESIDE_H

#include "api/instance.h"
#include "cli/options.h"
#include "net/child.h"

struct beside {
	struct loop *loop;   /* borrowed */
	struct child *child; /* owned; NULL: there is no command */
	int status;	     /* of the command that ended, as an exit status */
	bool was_told;	     /* to end, by a signal */
};

/* SIGTERM and SIGINT end the command, and that the loop; without one the loop at once. */
void beside_heed_signals(struct beside *b, struct loop *loop);
/* Starts what stands behind "--", told where the servers are; the loop ends with it.  False: it cannot be
 * started (said). */
bool beside_start(struct beside *b, struct command_line *cl, struct instance *i, struct diag *d);
void beside_release(struct beside *b);

#endif
