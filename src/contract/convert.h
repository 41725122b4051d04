/* An AsyncAPI 2.x document as one of 3.0.0, by the official migration guide
 * (https://www.asyncapi.com/docs/migration/migrating-to-v3), on the tree: order and places of what stays are
 * kept. */
#ifndef CONTRACT_CONVERT_H
#define CONTRACT_CONVERT_H

#include "contract/contract.h"

/* The new tree, in `a`; shares what it can with the contract's document, which must outlive it.  The contract
 * is of version 2.x and refers to no other file (bundle.h makes it so). */
struct node *convert_to_v3(struct contract *c, struct arena *a);

#endif
