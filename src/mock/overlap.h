/* Whether a subscription can be given messages of a channel, and which parameter values it asks for. */
#ifndef MOCK_OVERLAP_H
#define MOCK_OVERLAP_H

#include "broker/pattern.h"
#include "contract/contract.h"

/* False: no address of the channel matches.  Parameters that the pattern spells out are set in `params` (a
 * map in `a`; may be NULL when the caller only asks). */
bool pattern_overlaps(const struct pattern *p, const struct channel *ch, struct arena *a,
		      struct node *params);

#endif
