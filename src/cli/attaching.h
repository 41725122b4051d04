/* What the commands that play or attach brokers have in common: ports, --attach, a contract where none is
 * given. */
#ifndef CLI_ATTACHING_H
#define CLI_ATTACHING_H

#include "api/instance.h"
#include "cli/contracts.h"

/* --port into `o`.  False: said in `d`. */
bool ports_read(struct command_line *cl, struct instance_options *o, struct diag *d);
/* --attach into `o`.  False: said in `d`. */
bool attach_read(struct command_line *cl, struct instance_options *o, struct diag *d);
/* The contracts that args[from..] name; without any, one that knows nothing and lets everything pass
 * (o->unknown). */
bool contracts_or_none(struct contracts *out, struct command_line *cl, size_t from,
		       struct instance_options *o, struct diag *d);
/* Why an instance did not start, as an exit status. */
int status_not_started(const struct diag *d);

#endif
