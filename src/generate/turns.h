/* Whose turn it is: the messages of a channel one after the other, those with a weight (x-understudy) more
 * often. */
#ifndef GENERATE_TURNS_H
#define GENERATE_TURNS_H

#include "contract/contract.h"

/* The model of the `position`th message that is made from these; *nth is how many of that model came before.
 * NULL: there is none (n is 0, or all weigh nothing). */
const struct message_model *turns_at(struct message_model *const *models, size_t n, uint64_t position,
				     uint64_t *nth);

#endif
