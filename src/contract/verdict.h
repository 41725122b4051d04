/* What the contract says of one message. */
#ifndef CONTRACT_VERDICT_H
#define CONTRACT_VERDICT_H

#include "contract/address.h"

/* Headers as packed pairs: u32 name length, name, u32 value length, value (host order), repeated. */
struct header {
	struct slice name, value;
};
/* The next pair; false at the end (or on a torn list). */
bool header_next(struct slice *packed, struct header *out);
void header_add(struct buf *packed, struct slice name, struct slice value);
struct slice header_find(struct slice packed, const char *name); /* ignoring case; absent: none */

/* What is judged; borrowed. */
struct judged {
	struct slice payload;		    /* SCHEMA_PADDING zero bytes behind it; ptr NULL: absent */
	struct slice headers;		    /* packed pairs */
	struct slice content_type;	    /* absent: not said */
	const struct address_match *match;  /* parameter values to be judged; NULL: none */
	struct slice correlation, reply_to; /* where the protocol carries them beside the headers: they count
					       as the headers that the contract names for them */
	bool decoded;	  /* the payload of a message that goes as bytes (CBOR) is its JSON form already */
	bool has_headers; /* the protocol (version) carries headers at all: MQTT 3.1.1 does not */
};

/* Tries `candidates` in order and gives the one that the message conforms to, or NULL.  Fast: no reasons.
 * No candidates (a channel without messages): anything conforms; *any is set. */
struct message_model *verdict_match(struct message_model *const *candidates, size_t n, struct judge *j,
				    const struct judged *m, bool *any);

/* The reasons why it conforms to none: those of the candidate that came nearest (named in *nearest). */
void verdict_explain(struct message_model *const *candidates, size_t n, struct judge *j,
		     const struct judged *m, struct message_model **nearest, struct violations *out);

#endif
