/* A draft AsyncAPI 3.0 document from recorded traffic: channels with their parameters, message types told
 * apart, schemas of what was seen.
 *
 * The recording is read once, line by line; what is kept is bounded (base/limits.h, and the enums of the
 * infer_*.h), however long it is.  Every message that was taken in conforms to the document. */
#ifndef RECORD_INFER_H
#define RECORD_INFER_H

#include "record/reader.h"

struct infer_options {
	const char *name;      /* borrowed; of the recording, for title and description */
	bool describes_client; /* the document is of the program that was recorded, not of what it talked to
				*/
	bool tight;	       /* bounds as seen: minimum, maxLength, ... */
	bool no_examples;
};

struct inference;

struct inference *inference_new(const struct infer_options *o);
void inference_add(struct inference *i, const struct recorded *r);
/* The document, once, after the last line; its nodes live as long as the inference. */
struct node *inference_document(struct inference *i);
uint64_t inference_messages(const struct inference *i); /* that the document describes */
uint64_t inference_left_out(const struct inference *i); /* that came on addresses past the bounds */
void inference_free(struct inference *i);

#endif
