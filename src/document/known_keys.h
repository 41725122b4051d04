/* Objects of ours (settings, baselines, rules of a project) know all their keys. */
#ifndef DOCUMENT_KNOWN_KEYS_H
#define DOCUMENT_KNOWN_KEYS_H

#include "document/node.h"

/* Says every key of the map `n` that is none of `keys`, with did you mean; `what` is how the object is
 * called: "a baseline entry".  False when there was one. */
bool node_keys_known(const struct node *n, const char *what, const char *const *keys, size_t n_keys,
		     struct diag *d);

#endif
