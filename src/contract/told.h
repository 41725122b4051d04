/* Which of several messages one is, by what tells them apart (struct tell). */
#ifndef CONTRACT_TOLD_H
#define CONTRACT_TOLD_H

#include "contract/content.h"

/* The tell whose value only one of the candidates has, that one in *which; NULL: nothing tells. */
const struct tell *told(struct message_model *const *candidates, size_t n, struct judge *j,
			const struct judged *what, size_t *which);

#endif
