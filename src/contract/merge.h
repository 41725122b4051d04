/* Several contracts in one mock: a server or a channel that stands in two of them is one, where they agree.
 */
#ifndef CONTRACT_MERGE_H
#define CONTRACT_MERGE_H

#include "contract/contract.h"

/* Says in `d` where the later contracts disagree with earlier ones: servers of one name with another
 * protocol, host or port; at the same address messages of one name with another schema, parameters with other
 * values, other bindings.  Each error stands at the later place and names the earlier.  Gives their number.
 *
 * What disagrees is played all the same: the first server, and at an address the messages of both. */
unsigned contracts_disagree(struct contract *const *contracts, size_t n, struct diag *d);

#endif
