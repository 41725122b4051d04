/* A message made ready for its judges: what both the fast answer and the reasons need. */
#ifndef CONTRACT_JUDGED_H
#define CONTRACT_JUDGED_H

#include "contract/verdict.h"

/* JSON written for the judge, with SCHEMA_PADDING zero bytes behind; on the stack unless it is large. */
struct scratch {
	char small[2048];
	struct buf large; /* takes over when `small` is full */
	size_t len;
	bool failed; /* larger than LIMIT_MESSAGE_BYTES */
};

void scratch_init(struct scratch *s);
void scratch_release(struct scratch *s);
void scratch_add(struct scratch *s, struct slice bytes);
/* A JSON string; broken UTF-8 becomes U+FFFD. */
void scratch_string(struct scratch *s, struct slice text);
/* The text as JSON: a number, a boolean or null where `reads` has it and it reads as one, else a string. */
void scratch_typed(struct scratch *s, struct slice text, unsigned reads);
/* The headers as one object, each name once (its first value), types as the message's schema wants them;
 * with correlation and reply address under the names that the contract has for them, if they have a place of
 * their own in the protocol. */
void scratch_headers(struct scratch *s, const struct message_model *m, const struct judged *what);
struct slice scratch_json(struct scratch *s);

/* Does the text read as one of what `reads` names (a number, a boolean, null)? */
bool text_reads_as(struct slice text, unsigned reads);

/* The parameter at `i` of the match is one that its channel allows. */
bool parameter_fits(const struct address_match *match, size_t i, struct judge *j);

#endif
