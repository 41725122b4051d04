/* Values that stand in our own tables as JSON. */
#ifndef GENERATE_INVALID_LITERAL_H
#define GENERATE_INVALID_LITERAL_H

#include "document/node.h"

struct node *json_literal(struct arena *a, const char *json);

#endif
