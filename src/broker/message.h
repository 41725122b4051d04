/* A message on its way.  A view: every slice is borrowed and dies with the call that it was given to. */
#ifndef BROKER_MESSAGE_H
#define BROKER_MESSAGE_H

#include "contract/verdict.h"

struct address;
struct session;
struct hold;
struct log;
struct packing;
struct encodings;

enum message_flags {
	MSG_RETAIN = 1,	       /* the sender wants it kept as the address's last value */
	MSG_VIOLATES = 2,      /* the gate found violations */
	MSG_INJECTED = 4,      /* sent by the mock or a scenario: never counted against anybody */
	MSG_WRONG = 8,	       /* injected, and wrong on purpose */
	MSG_WAS_RETAINED = 16, /* delivered because it was the last value, not because it came in now */
	MSG_NOT_TEXT = 32,     /* its sender calls the payload text, which it is not: a violation */
};

struct message {
	struct address *address; /* borrowed; resolved */
	struct slice key;	 /* ptr NULL = absent (Kafka null), len 0 = empty; so for all slices */
	struct slice payload;	 /* exactly as received */
	/* Packed pairs, header_next(); trace context is among them.  Absent: the sender's protocol (version)
	 * carries none, so none are asked for; empty: it could have. */
	struct slice headers;
	struct slice content_type;
	struct slice reply_to;	  /* address, in the contract's spelling */
	struct slice correlation; /* bytes */
	struct slice native;	  /* what only its own protocol understands; opaque here */
	int64_t wall_us;	  /* when it arrived */
	int64_t expires_us;	  /* on the wall clock; 0 = never */
	uint64_t seq;		  /* order of arrival over the whole mock; 0 until it has arrived */
	uint64_t offset;	  /* in its log; meaningful once appended */
	struct session *from;	  /* borrowed; generator, scenario and replay are sessions too; NULL: gone */
	struct hold *hold;	  /* borrowed: that it is a view of, else NULL */
	const struct packing *packing; /* of a batch kept as received; NULL for a single message */
	uint32_t count;		       /* offsets that it spans: 0 reads as 1 */
	uint16_t model;		       /* number of the contract message that it conforms to; 0 = none */
	uint8_t partition;	       /* which of the channel's logs */
	uint8_t priority, flags;       /* enum message_flags */
	uint8_t native_of;	       /* number of the protocol that `native` belongs to; 0 = none */
	struct encodings *encodings;   /* frames already made in this delivery; NULL outside of one */
	struct log *staged; /* whose uncommitted tail holds the payload, between admit and append */
};

/* Many messages kept as one entry, as one protocol packs them.  Const, static. */
typedef bool message_fn(void *arg, struct message *m); /* false: stop */
struct packing {
	/* Views of the records, in order; output bounded by the packing itself.  False: broken. */
	bool (*open)(struct slice bytes, struct arena *scratch, message_fn *each, void *arg);
	bool (*pack)(const struct message *first, unsigned n, struct buf *out);
};

/* The contract message that it conforms to, or NULL. */
struct message_model *message_model_of(const struct message *m);

/* One encode shared by all subscribers of a flavour: a module looks its frame up by (owner, flavour), or
 * makes it and puts it.  Lives for one delivery. */
struct slice encoding_find(const struct message *m, const void *owner, uint32_t flavour); /* absent: none */
/* Room for `n` bytes to be filled in now; NULL when the message has no cache or it is full. */
char *encoding_put(struct message *m, const void *owner, uint32_t flavour, size_t n);

#endif
