/* A whole file, or standard input, as the input of a command. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "base/buf.h"
#include "base/diag.h"

/* "-": standard input.  False: it cannot be read, said. */
bool input_read(const char *file, struct buf *out, struct diag *d);

#endif
