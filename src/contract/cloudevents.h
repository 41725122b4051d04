/* CloudEvents 1.0: the rules of the envelope, whatever the contract says, and the way to the data in it.
 *
 * Structured: the content type says so, and the payload is the envelope (or a batch of them).  Binary: the
 * attributes are headers, each with its protocol's prefix, and the payload is the data. */
#ifndef CONTRACT_CLOUDEVENTS_H
#define CONTRACT_CLOUDEVENTS_H

#include "contract/content.h"

/* Is the opened payload an envelope that the contract's schema does not describe? */
static inline bool cloudevents_is_envelope(const struct message_model *m, const struct opened *o)
{
	return o->form == OPENED_JSON && o->content->event &&
	       !(m->is_event && o->content->event == EVENT_ONE);
}

/* Judges such a payload: the envelope by the rules, its data by the message's schema, each event of a batch
 * by itself.  `out` (NULL: nobody asks) gets the reasons. */
bool cloudevents_judge(const struct message_model *m, struct judge *j, const struct opened *o, struct loc at,
		       struct violations *out);

/* Judges attributes among the headers, if the message or the contract has any. */
bool cloudevents_judge_headers(const struct message_model *m, const struct judged *what, struct loc at,
			       struct violations *out);

struct event_values {
	struct slice id, source, type, time;
};
/* Makes a generated envelope, or the attributes among generated headers, keep the rules: what is required and
 * absent or is against them is replaced.  False: there was nothing to do. */
bool cloudevents_mend(struct arena *a, struct node *attributes, struct slice prefix,
		      const struct event_values *values);

#endif
