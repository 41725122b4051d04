/* `${...}`: reading captured messages and other values inside a scenario's texts.
 *
 * One evaluator serves twice.  At run time the scope's tree holds values.  At load it holds their shape, with
 * EXPRESSION_ANY where only the run can tell: so an unknown name is found before anything starts. */
#ifndef SCENARIO_EXPRESSION_H
#define SCENARIO_EXPRESSION_H

#include "base/random.h"
#include "document/node.h"

/* Stands in a shape for whatever there will be. */
extern struct node expression_any;

struct scope {
	struct arena *arena;  /* results live here */
	struct node *root;    /* a map: name to value, or to its shape */
	struct random random; /* uuid(), random() */
	int64_t wall_us;      /* now() */
	const char *why;      /* the last failure: one sentence, in the arena */
	struct loc at;	      /* and the scalar that it was in */
};

bool has_expression(struct slice text);
/* The text's value: the expression's own when it stands alone, else text.  NULL: scope->why. */
struct node *expression_text(struct scope *s, struct slice text, const struct node *at);
/* A copy of the tree with every text evaluated (keys are left alone); `n` itself where there is nothing to
 * do. NULL for NULL, and on failure. */
struct node *expression_tree(struct scope *s, struct node *n);
/* Any value as plain text: strings as they are, the rest as JSON. */
struct slice value_text(struct arena *a, const struct node *n);

#endif
