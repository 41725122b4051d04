/* Parameters whose value stands in the message too: `location`, a runtime expression. */
#ifndef CONTRACT_LOCATION_H
#define CONTRACT_LOCATION_H

#include "contract/verdict.h"

/* Is the value in the address that in the message, wherever the message has one?  Whether it must have one
 * its schema says.  `m`: the message that it would be; NULL: only what it says of itself counts. */
bool locations_fit(const struct message_model *m, struct judge *j, const struct judged *what);
/* The reasons why not. */
void locations_explain(const struct message_model *m, struct judge *j, const struct judged *what,
		       struct violations *out);

#endif
