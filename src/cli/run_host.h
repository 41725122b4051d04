/* Hands scenario/ what it may not include: mocks from api/, programs from net/, a free port. */
#ifndef CLI_RUN_HOST_H
#define CLI_RUN_HOST_H

#include "cli/options.h"
#include "net/loop.h"
#include "scenario/host.h"

struct run_host;

/* Waiting for a real broker ends once *stop.  NULL: an option cannot be understood, said in `d`. */
struct run_host *run_host_new(struct loop *l, struct command_line *cl, const bool *stop, struct diag *d);
void run_host_free(struct run_host *h); /* its mocks and programs must be gone */
const struct scenario_host *run_host_calls(const struct run_host *h);

#endif
