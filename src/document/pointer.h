/* JSON pointers (RFC 6901), token by token. */
#ifndef DOCUMENT_POINTER_H
#define DOCUMENT_POINTER_H

#include "document/node.h"

/* Cuts "/token" off the front of `rest`; false at its end.  `rest` begins with '/' or is empty. */
bool pointer_next(struct slice *rest, struct slice *token);
/* Appends the token with ~0 and ~1 undone.  False on any other use of ~. */
bool pointer_unescape(struct slice token, struct buf *out);
/* The member or item of that (unescaped) name, or NULL. */
struct node *pointer_child(const struct node *n, struct slice name);

#endif
