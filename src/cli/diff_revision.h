/* A contract as it was in a git revision: "main:orders.yaml". */
#ifndef CLI_DIFF_REVISION_H
#define CLI_DIFF_REVISION_H

#include "base/diag.h"

struct revision {
	char *folder;	/* owned; private and temporary; NULL: the name is a plain file */
	char *file;	/* owned; to be loaded: in the folder, or the name itself */
	char *revision; /* owned; what people see in place of the folder: "main:" */
	char *within;	/* owned; the contract's own folder in the repository: "contracts/" */
	char *typed;	/* owned; and how it was typed: "main:./" */
};

/* Makes the contract named `name` a file that can be loaded.  A file of that very name goes first; else what
 * has a colon is a revision and a path: the contracts and schemas of that revision are brought out of git, so
 * that each $ref works.  False: said in `d`; nothing is left behind. */
bool revision_open(struct revision *r, struct slice name, struct diag *d);
/* Removes the folder; a contract that was loaded from it looks for its files as long as it lives. */
void revision_release(struct revision *r);

/* A file name as the user would type it; in `a`, or `file` itself. */
const char *revision_shown(const struct revision *r, const char *file, struct arena *a);

#endif
