/* Channel addresses with parameters: matching concrete ones and filling templates. */
#ifndef CONTRACT_ADDRESS_H
#define CONTRACT_ADDRESS_H

#include "contract/contract.h"

enum { ADDRESS_MAX_PARAMETERS = 32 };

struct address_match {
	const struct channel *channel;
	size_t n; /* parameters found, in the template's order */
	struct slice names[ADDRESS_MAX_PARAMETERS], values[ADDRESS_MAX_PARAMETERS];
};

/* The channel that a concrete address belongs to: a literal address before a template, of templates the one
 * with the longest literal part.  A parameter takes one or more characters but no `separator` ('/' for MQTT
 * and paths,
 * '.' for subjects, routing keys and most topics; 0: any character).  Parameter values are NOT judged here.
 */
bool contract_match(const struct contract *c, struct slice address, char separator,
		    struct address_match *out);
bool channel_match(const struct channel *ch, struct slice address, char separator, struct address_match *out);

/* Appends the address with parameters filled from `values` (NODE_MAP or NULL), then from enum, default,
 * examples; false and the missing name in *missing when one has none. */
bool channel_fill(const struct channel *ch, const struct node *values, struct buf *out,
		  struct slice *missing);

/* The address of the contract nearest to an unknown one, templates matched by segments; absent: none is near.
 */
struct slice contract_nearest(const struct contract *c, struct slice address);

/* How much of a template is no parameter: of several that match, the one with the most is meant. */
size_t address_literal_bytes(struct slice address);
/* Do two templates stand for the same addresses?  The names of parameters do not matter. */
bool address_same(struct slice a, struct slice b);
/* The channel with that address, absent: none. */
struct channel *contract_channel_at(const struct contract *c, struct slice address);

/* Cuts the text before the next "{name}" and itself off the front of `rest`; false when there is none. */
bool address_next_parameter(struct slice *rest, struct slice *name);

#endif
