/* What came on one address (or on all addresses of one channel): its messages, told apart. */
#ifndef RECORD_INFER_TRAFFIC_H
#define RECORD_INFER_TRAFFIC_H

#include "record/infer_sketch.h"
#include "record/reader.h"

enum {
	TRAFFIC_VARIANTS = 24, /* told apart at first; more are joined */
	TRAFFIC_MESSAGES = 12, /* and in the end */
	TRAFFIC_SAMPLE_BYTES = 4096,
	TRAFFIC_HEADERS = 128, /* of one message that are looked at */
};

enum variant_kind { VARIANT_OBJECT, VARIANT_JSON, VARIANT_EMPTY, VARIANT_TEXT, VARIANT_BYTES };

/* One message type, or what may turn out to be one. */
struct variant {
	enum variant_kind kind;
	struct slice content_type;	  /* as said, without parameters; absent: not said */
	struct slice tell, told;	  /* the property that names the type, and the name; absent: none */
	bool is_joined;			  /* of several names: `told` is one of them only */
	uint64_t signature;		  /* of the property names, in any order; without `tell` only */
	uint64_t n, n_in, n_out;	  /* n_in: from clients; n_out: from us */
	struct sketch *payload, *headers; /* NULL: past the bound */
	struct slice sample;		  /* one payload as it came; absent: too large */
	uint64_t n_reply_to, n_correlation;
};

struct traffic {
	struct variant *variants;
	size_t n, room;
	bool is_full;	      /* some came that are in no variant: anything may be said here */
	struct slice no_tell; /* a property that had too many values to name types */
	uint64_t n_messages, n_retained, n_native;
	uint64_t n_qos[3];
};

void traffic_add(struct sketches *all, struct traffic *t, const struct recorded *r);
void traffic_merge(struct sketches *all, struct traffic *t, struct traffic *from);
/* Joins what only looked like several types. */
void traffic_settle(struct sketches *all, struct traffic *t);

/* How likely two addresses carry the same: 0 not, 1 values of the same kind, 2 the same objects.
 * `strictly`: nearly all properties the same, not only most of the smaller one's. */
unsigned traffic_alike(const struct traffic *a, const struct traffic *b, bool strictly);

#endif
