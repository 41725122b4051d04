/* Loading the contracts that a command line names, with what is said about them. */
#ifndef CLI_CONTRACTS_H
#define CLI_CONTRACTS_H

#include "cli/options.h"
#include "contract/contract.h"

struct contracts {
	struct contract **list; /* owned; each to be dropped */
	size_t n;
	unsigned *errors;	/* said of each */
	unsigned disagreements; /* errors between them */
	bool has_errors;	/* in at least one of them */
};

/* Loads args[from..to).  False: one of them could not be understood at all, said in `d`. */
bool contracts_load(struct contracts *out, struct command_line *cl, size_t from, size_t to, struct diag *d);
/* One of them, by the options of the command line.  NULL: said in `d`. */
struct contract *contracts_load_one(struct command_line *cl, struct slice argument, struct diag *d);
void contracts_drop(struct contracts *c);

#endif
