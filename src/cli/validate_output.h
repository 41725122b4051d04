/* Where the findings of `validate` go: formats, files, GitHub's annotations. */
#ifndef CLI_VALIDATE_OUTPUT_H
#define CLI_VALIDATE_OUTPUT_H

#include "cli/options.h"
#include "report/findings.h"

/* The options are ones that can be followed; else said in `d`. */
bool output_check(const struct command_line *cl, struct diag *d);
/* Does a report other than text take standard output?  Then nothing else goes there. */
bool output_owns_stdout(const struct command_line *cl);
/* False: a file cannot be written (said). */
bool output_write(struct command_line *cl, const struct findings *all, struct diag *d);
/* The text whole into a file, or not at all; false: said. */
bool output_save(struct slice text, const char *file, struct diag *d);

#endif
