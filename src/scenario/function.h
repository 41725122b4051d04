/* The functions of `${...}`: uuid() now(+1h) random(1,6) base64(x) json(x). */
#ifndef SCENARIO_FUNCTION_H
#define SCENARIO_FUNCTION_H

#include "scenario/expression.h"

struct call {
	struct scope *scope;
	struct slice name;
	struct slice raw;   /* what stands between the parentheses */
	struct node *value; /* its value, for a function that takes one */
};

/* Is the argument an expression of its own? */
bool function_takes_value(struct slice name);
/* NULL: scope->why. */
struct node *function_call(const struct call *c);

#endif
