/* Messages that are wrong on purpose: each breaks exactly one constraint of its schema, and nothing else.
 *
 * A breach is one constraint at one place of the message.  Its label is how people name it:
 *	minimum@/amount				the keyword, and where the wrong value stands
 *	required@/customer/email		where the missing property would be
 *	minimum@headers/attempt			in the headers
 *	oneOf@/payment:minimum@/payment/amount	no branch holds, and one of them fails by this alone
 * What leaves here was judged by our validator: it has one violation, the labelled one. */
#ifndef GENERATE_INVALID_H
#define GENERATE_INVALID_H

#include "generate/generate.h"

struct step;
struct broken_ways;

/* Lives as long as the generator. */
struct breach {
	struct slice label;
	const char *keyword;   /* as a violation names it: "minimum", "required", "oneOf" */
	struct slice instance; /* JSON pointer, as a violation of the schema has it: of the object for
				* "required" */
	struct slice property; /* that is missing or too many; absent: none */
	struct slice cause_instance;
	const char *cause; /* inside oneOf and anyOf: what fails in the branch that was meant; NULL: none */
	struct loc at;	   /* of the innermost keyword in the document */
	bool in_headers;
	/* --- how it is made; for this folder */
	const struct step *path;  /* from the root to the schema; NULL: it is the root */
	struct node *schema;	  /* whose keyword is broken */
	const char *broken;	  /* that keyword */
	struct slice trigger;	  /* of a dependency: the property that asks for the missing one */
	struct broken_ways *ways; /* NULL: not yet looked for */
};

struct breaches {
	struct breach *list; /* in the order of the schema */
	size_t n, room;
	size_t left_out;	  /* past the limit */
	const struct step *cycle; /* the first way that comes back to a schema on it; NULL: none does */
};

/* All constraints that a value of the schema, or a message of the model, can break. */
const struct breaches *breaches_of_schema(struct generator *g, struct node *schema);
const struct breaches *breaches_of_message(struct generator *g, const struct message_model *m);

/* The breach of that label.  `minimum` and `minimum@/amount` will do where only one has it.  NULL: none or
 * several, which is said in *why: a sentence in the generator's memory that lists what there is. */
const struct breach *breach_find(struct generator *g, const struct breaches *all, struct slice label,
				 const char **why);
/* Has the breach that keyword, or that label? */
bool breach_is(const struct breach *b, struct slice keyword_or_label);

/* What stands before the pointers of breaches (and of boundary values) in the whole message: "/data" where
 * the payload's schema describes the data of a CloudEvent; static. */
const char *breach_envelope(const struct message_model *m, bool in_headers);
/* Is that the pointer of the breach, envelope included? */
bool breach_is_at(const struct breach *b, const struct message_model *m, struct slice instance);

/* A value of the schema that breaks `b` alone, in `a`; NULL with the reason in *why. */
struct node *invalid_value(struct generator *g, struct node *schema, const struct breach *b,
			   uint64_t position, int64_t wall_us, struct arena *a, const char **why);

/* The `position`th message of the model that breaks `b` alone.  False: none was found, for the reason in *why
 * (in the generator's memory, until the next call). */
bool generate_invalid(struct generator *g, const struct message_model *m, const struct breach *b,
		      uint64_t position, int64_t wall_us, const struct node *params, struct generated *out,
		      const char **why);

#endif
