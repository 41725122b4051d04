/* Every maximum in one place.  What a peer or a file can ask for is bounded by one of these first. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
	/* What we say. */
	LIMIT_FINDINGS = 200, /* kept and printed of one document or file */
	LIMIT_FINDING_BYTES = 2048,

	/* Documents. */
	LIMIT_DOCUMENT_BYTES = 64 << 20, /* one file */
	LIMIT_DOCUMENT_DEPTH = 256,	 /* nesting; also that of a payload under judgement */
	LIMIT_DOCUMENT_NODES = 4 << 20,	 /* in all files of a contract, aliases followed */
	LIMIT_DOCUMENT_FILES = 1000,	 /* reached by $ref from one contract */
	LIMIT_REMOTE_BYTES = 8 << 20,	 /* one document over HTTP */
	LIMIT_REMOTE_FILES = 100,
	LIMIT_REF_CHAIN = 64, /* a $ref that leads to a $ref, and so on */

	/* Judging. */
	LIMIT_VIOLATIONS = 16,	    /* kept of one message at the gate */
	LIMIT_RUNNERS_UP = 5,	    /* other messages that a bad one might have been, named with it */
	LIMIT_VALUE_BYTES = 256,    /* shown of any value in a violation */
	LIMIT_REGEX_STEPS = 100000, /* PCRE2 match limit */
	LIMIT_SCHEMA_DEPTH = 256,   /* schema recursion while judging one value */

	/* Contents that are turned into JSON before they are judged. */
	LIMIT_EXPANDED_RATIO = 250,    /* times the compressed length; JSON seldom reaches 50 */
	LIMIT_EXPANDED_FREE = 1 << 20, /* bytes that any compressed length may expand to */
	LIMIT_BIGNUM_BYTES = 256,      /* of one integer in CBOR */

	/* The broker. */
	LIMIT_ADDRESSES = 1 << 20, /* interned at once */
	LIMIT_ADDRESS_BYTES = 65535,
	LIMIT_MESSAGE_BYTES = 64 << 20,
	LIMIT_LOG_BYTES = 16 << 20, /* kept per log, by default */
	LIMIT_LOG_COUNT = 100000,
	LIMIT_QUEUE_ITEMS = 10000, /* per queue, by default */
	LIMIT_QUEUE_BYTES = 8 << 20,
	LIMIT_SESSIONS = 100000,
	LIMIT_SUBSCRIPTIONS = 1 << 20,	  /* in all */
	LIMIT_RETAINED_BYTES = 256 << 20, /* last values, in all */
	LIMIT_PUT_OFF = 100000,		  /* deliveries that wait for the current one to be over */
	LIMIT_VIOLATIONS_KEPT = 10000,	  /* in the side log of one mock */
	LIMIT_VIOLATIONS_BYTES = 16 << 20,
	LIMIT_LEDGER_BYTES = 512 << 20, /* arrivals a scenario may still claim */

	/* A draft made from a recording. */
	LIMIT_INFER_SKETCHES = 1 << 17, /* places in payloads and headers that are looked at */
	LIMIT_INFER_LEVELS = 1 << 16,	/* parts of addresses that are told apart */

	/* Connections. */
	LIMIT_CONNECTIONS = 100000,
	LIMIT_READ_BYTES = 64 << 10,   /* read of one connection in one turn */
	LIMIT_INPUT_BYTES = 80 << 20,  /* of one connection that its module has not eaten */
	LIMIT_OUTPUT_MARK = 64 << 10,  /* past it a delivery goes to a queue or is dropped */
	LIMIT_OUTPUT_BYTES = 80 << 20, /* hard ceiling of one connection's unsent output */
	LIMIT_ACCEPTS_PER_TURN = 64,
};

#endif
