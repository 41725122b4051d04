/* x-understudy: what a document says of the messages that are made from it, on schemas, messages, channels
 * and operations (docs/generate.md has the table).  Also read: x-faker and faker on a schema, as other tools
 * write them, and x-microcks-operation on an operation.
 *
 * Reading it is here, so that `validate` can say every mistake at its place; generate/ and mock/ obey it. */
#ifndef CONTRACT_HINTS_H
#define CONTRACT_HINTS_H

#include "contract/contract.h"

/* Where it stands: bits. */
enum hint_place { HINT_SCHEMA = 1, HINT_MESSAGE = 2, HINT_CHANNEL = 4, HINT_OPERATION = 8 };

/* {start, step, format}: the value of message n is start + n * step. */
struct hint_sequence {
	bool there, is_time;
	int64_t start, step; /* in 10^-scale, or in microseconds */
	int scale;
	struct slice format; /* "ORD-%05d"; absent: a number or a time */
};

enum hint_examples { EXAMPLES_USUAL, EXAMPLES_FIRST, EXAMPLES_ONLY, EXAMPLES_NEVER };

struct hints {
	const struct node *at; /* the object, or the text of x-faker */
	const char *faker;     /* the words that it stands for, such as "first name"; NULL: none */
	struct node *value;    /* always this; NULL: none */
	struct node *values;   /* a list: one of these; NULL: none */
	struct node *weights;  /* a map: how often which value of `values` or enum; NULL: alike */
	struct hint_sequence sequence;
	struct slice share; /* messages of one position have this in common; absent: nothing */
	unsigned weight;    /* of a branch or a message beside the others */
	unsigned chance;    /* percent, of an optional property */
	bool has_weight, has_chance;
	enum hint_examples examples;
	int64_t interval_us; /* 0: none said */
};

/* Told of each mistake; `at` is the node that it is about. */
typedef void hint_mistake(void *arg, const struct node *at, const char *text);

/* Reads what stands at `holder` (a schema, message, channel or operation).  False: there is nothing. Mistakes
 * are told where `say` is not NULL and otherwise left out. */
bool hints_read(struct hints *out, const struct node *holder, enum hint_place where, hint_mistake *say,
		void *arg);

/* The weight of a value in `weights`, by its JSON without quotes; 1 where nothing is said. */
unsigned hints_weight_of(const struct node *weights, const struct node *value);
/* The value of a sequence at a position, a number or a text, in `a`. */
struct node *hints_sequence_value(const struct hint_sequence *s, uint64_t position, struct arena *a);

/* How often the contract wants messages on a channel, which `op` sends (NULL: nobody says); 0: it does not
 * say.
 */
int64_t hints_interval(const struct channel *ch, const struct operation *op);

#endif
