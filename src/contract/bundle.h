/* One self-contained document out of several: what a $ref leads to in another file is embedded, once, and the
 * $ref points there.  It stands in the place of the $ref where that is an entry of `components`, `servers`,
 * `channels` or `operations`, or where `components` has no section for it; else in its section of
 * `components`, under its own name (with a number behind it when the name is taken).
 *
 * References to http(s) addresses, and to files that are neither YAML nor JSON, stay as they are. */
#ifndef CONTRACT_BUNDLE_H
#define CONTRACT_BUNDLE_H

#include "contract/contract.h"

/* The bundled tree, in `a`; shares what it can with the contract's documents, which must outlive it.
 * *embedded says how many things came in; 0: the root is the contract's own. */
struct node *bundle(struct contract *c, struct arena *a, size_t *embedded);

#endif
