/* A verdict in the output formats of JSON Schema 2020-12 ("Output Formatting"): flag, basic, detailed. */
#ifndef CONTRACT_VERDICT_OUTPUT_H
#define CONTRACT_VERDICT_OUTPUT_H

#include "contract/verdict.h"

enum verdict_form { VERDICT_FLAG, VERDICT_BASIC, VERDICT_DETAILED, VERDICT_FORMS };

/* "flag", "basic", "detailed".  False: another. */
bool verdict_form_named(struct slice name, enum verdict_form *out);

struct verdict_output; /* of one contract: where its keywords stand */

struct verdict_output *verdict_output_new(const struct contract *c,
					  struct judge *j); /* both borrowed, must outlive it */
void verdict_output_free(struct verdict_output *o);

/* Appends what the keyword of a violation asks, as JSON, when that is short; false: it is not, or not known.
 */
bool verdict_output_constraint(struct verdict_output *o, struct buf *out, const struct violation *v);

/* Appends the members of an output unit, without its braces: "valid", and what the form has besides.
 * `payload` is the JSON form of what was judged, for the branches of oneOf and anyOf; NULL: not known. */
void verdict_output_write(struct verdict_output *o, struct buf *out, enum verdict_form form,
			  const struct violations *v, struct node *payload);

#endif
