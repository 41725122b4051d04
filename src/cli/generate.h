/* What the files of the command `generate` share. */
#ifndef CLI_GENERATE_H
#define CLI_GENERATE_H

#include "cli/options.h"
#include "generate/generate.h"

struct selection {
	struct message_model **models; /* in the arena */
	size_t n;
};

/* --invalid: messages that are wrong on purpose.  Gives the exit status. */
int generate_wrong(struct command_line *cl, struct generator *g, const struct selection *s, int64_t wall_us,
		   struct diag *d);

#endif
