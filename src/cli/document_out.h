/* A whole document as the output of a command: as YAML or JSON, to standard output or a file. */
#ifndef CLI_DOCUMENT_OUT_H
#define CLI_DOCUMENT_OUT_H

#include "cli/options.h"

struct document_out {
	bool as_json;
	const char *file; /* NULL: standard output */
};

/* --format and --output; what is not said is as the document `in`.  False: bad usage, said. */
bool document_out_options(struct document_out *o, struct command_line *cl, const struct document *in,
			  struct diag *d);
/* Writes the tree, or, where it is the root of `in` and the form is that of `in`, its text as it is.  False:
 * it could not be written, said. */
bool document_out_write(const struct document_out *o, const struct node *root, const struct document *in,
			struct diag *d);

#endif
