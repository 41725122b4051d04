/* The table of protocols: adding one is one line in table.c. */
#ifndef PROTOCOL_TABLE_H
#define PROTOCOL_TABLE_H

#include "protocol/peer.h"

extern const struct protocol *const protocols[]; /* ends with NULL */

/* By a document's `protocol` or a URL's scheme, case ignored; *scheme (may be NULL) is the matching row.
 * NULL: we do not speak it. */
const struct protocol *protocol_find(struct slice name, const struct scheme **scheme);

#endif
