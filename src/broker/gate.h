/* The one way in: access, limit, channel, verdict, then faults and policy, in that order. */
#ifndef BROKER_GATE_H
#define BROKER_GATE_H

#include "broker/message.h"

struct broker;

enum outcome { OUTCOME_ACCEPTED, OUTCOME_REFUSED, OUTCOME_DIVERTED, OUTCOME_DROPPED, OUTCOME_DEFERRED };
const char *outcome_name(enum outcome o); /* "accepted", ... as in the recording */

enum refusal {
	REFUSAL_NONE,
	REFUSAL_ACCESS,
	REFUSAL_LIMIT,
	REFUSAL_FAULT,
	REFUSAL_UNKNOWN_ADDRESS,
	REFUSAL_DIRECTION,
	REFUSAL_CONTRACT,
};

enum policy { POLICY_ACCEPT, POLICY_REJECT, POLICY_DEAD_LETTER };
enum unknown { UNKNOWN_REPORT, UNKNOWN_RELAY, UNKNOWN_REFUSE };
/* The part that the mock plays: the application described, or everybody else. */
enum role { ROLE_AUTO, ROLE_APPLICATION, ROLE_COUNTERPART };

/* `violations` is filled only if the message is not clean.  The caller's own (all zero at first), reused. */
struct receipt {
	enum outcome outcome;
	enum refusal why;	       /* refused or diverted; else REFUSAL_NONE */
	struct violations violations;  /* at most LIMIT_VIOLATIONS */
	struct message_model *nearest; /* the contract message that it came nearest to, or NULL */
};
void receipt_reset(struct receipt *r);
void receipt_release(struct receipt *r);

/* The gate.  Gives the message its seq, its verdict and its place: m->payload (and m->model) point afterwards
 * to where it stays, the log's uncommitted tail, or padded scratch.  Tells observers of the arrival with its
 * outcome. ACCEPTED: go on to broker_append() and broker_deliver().  Any other has been dealt with.
 * `r` may be NULL: nobody asks.
 *
 * Not judged: addresses that begin with '$' (a protocol's own).  MSG_INJECTED is never at fault: it is
 * matched silently when m->model is 0 (not when MSG_WRONG).
 *
 * DIVERTED: published at "dead-letter/ADDRESS" (levels parted by '/') or "ADDRESS.dead-letter" (others), with
 * the headers understudy-reason, understudy-address, understudy-keyword and understudy-at (FILE:LINE:COL)
 * behind its own. */
enum outcome broker_admit(struct broker *b, struct message *m, struct receipt *r);
void broker_append(struct broker *b,
		   struct message *m); /* to its log; gives m->offset; keeps a retained one */
void broker_deliver(struct broker *b, struct message *m); /* to whoever listens; put off inside a delivery */
/* The three in a row. */
enum outcome broker_publish(struct broker *b, struct message *m, struct receipt *r);

/* A batch that came as one (Kafka): each record is judged and told as an arrival of its own, in order; the
 * whole is one entry of n offsets.  If refused, bad[0 .. *n_bad) are the first LIMIT_VIOLATIONS records at
 * fault. */
enum outcome broker_admit_batch(struct broker *b, struct message *batch, struct receipt *r, unsigned *bad,
				unsigned *n_bad);

#endif
