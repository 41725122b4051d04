/* What messages exercise of a contract: channels, operations, messages, and of their schemas the branches,
 * enum values, types and optional properties.  Only messages that conform count: one that does not says
 * nothing of what its sender understood. */
#ifndef RECORD_COVERAGE_H
#define RECORD_COVERAGE_H

#include "contract/verdict.h"
#include "record/reader.h"

enum covered_kind {
	COVERED_CHANNEL,
	COVERED_OPERATION,
	COVERED_MESSAGE,
	COVERED_BRANCH,	  /* of oneOf, anyOf; then and else */
	COVERED_VALUE,	  /* of enum */
	COVERED_TYPE,	  /* of a list of types */
	COVERED_PROPERTY, /* that may be left out */
	COVERED_KINDS
};

struct covered {
	enum covered_kind kind;
	const struct message_model *message; /* NULL: a channel or an operation */
	struct slice name;		     /* "payload.currency is \"USD\"" */
	struct slice place; /* in the message, - for items and keys of maps: "/lines/-/sku" */
	struct loc at;
	size_t n; /* messages that exercise it */
};

struct coverage {
	struct covered *list; /* in the order of the document */
	size_t n;
	size_t conforming, violating, unknown; /* messages; unknown: at no address of the contract */
	size_t on_purpose;		       /* wrong on purpose: counted nowhere else */
};

struct coverage_survey;

/* `c` borrowed, must outlive it. */
struct coverage_survey *coverage_new(const struct contract *c);
void coverage_free(struct coverage_survey *s);
/* One line of a recording; what is no message is passed over. */
void coverage_add(struct coverage_survey *s, const struct recorded *r);
/* Valid until the next call of one of these. */
const struct coverage *coverage_result(struct coverage_survey *s);

#endif
