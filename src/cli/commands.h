/* The commands, one file each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

int command_serve(struct command_line *cl, struct diag *d);
int command_run(struct command_line *cl, struct diag *d);
int command_record(struct command_line *cl, struct diag *d);
int command_replay(struct command_line *cl, struct diag *d);
int command_check(struct command_line *cl, struct diag *d);
int command_coverage(struct command_line *cl, struct diag *d);
int command_generate(struct command_line *cl, struct diag *d);
int command_validate(struct command_line *cl, struct diag *d);
int command_ls(struct command_line *cl, struct diag *d);
int command_diff(struct command_line *cl, struct diag *d);
int command_bundle(struct command_line *cl, struct diag *d);
int command_infer(struct command_line *cl, struct diag *d);
int command_convert(struct command_line *cl, struct diag *d);

/* Is --locale one of those we have words in?  False: said. */
bool locale_check(const struct command_line *cl, struct diag *d);

#endif
