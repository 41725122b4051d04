/* The protocol-blind core of one mock: addresses, logs, queues, subscriptions, sessions, the gate.
 *
 * One thread.  Time is an input: broker_turn() is told it once per turn of the loop. */
#ifndef BROKER_BROKER_H
#define BROKER_BROKER_H

#include "base/timers.h"
#include "broker/address.h"
#include "broker/event.h"
#include "broker/gate.h"
#include "broker/hold.h"
#include "broker/log.h"
#include "broker/queue.h"
#include "broker/session.h"
#include "broker/subscription.h"

struct broker_options {
	enum role role;
	enum policy policy;
	enum unknown unknown;
	int64_t now_us; /* both clocks at the start */
	int64_t wall_us;
	struct log_limits log;
};

/* The contracts are used (counted) by the broker. */
struct broker *broker_new(struct contract *const *contracts, size_t n, const struct broker_options *options);
void broker_free(struct broker *b); /* modules must have stopped before */

/* Fires what is due, finishes deferred work; says when it wants to be called again (TIMER_NEVER: not by
 * time). */
int64_t broker_turn(struct broker *b, int64_t now_us);
int64_t broker_now_us(const struct broker *b);
int64_t broker_wall_us(const struct broker *b); /* moves with now_us from where it was set */
/* The module's timers; arming one calls the wake function when it is due sooner than what the loop knows. */
void broker_arm(struct broker *b, struct timer *t, int64_t due_us);
void broker_disarm(struct broker *b, struct timer *t);
/* Called when broker_turn() should be called sooner than it last asked for. */
void broker_on_wake(struct broker *b, void (*wake)(void *arg), void *arg);

enum role broker_role(const struct broker *b);
enum unknown broker_unknown(const struct broker *b);
void broker_set_role(struct broker *b, enum role r); /* auto has found out */
/* The channel's own goes before that of the face that a message came in by, that before the options'. */
void broker_set_channel_policy(struct broker *b, const struct channel *ch, enum policy p);
void broker_set_face_policy(struct broker *b, const struct face *f, enum policy p);
/* What becomes of connections to a face that break the contract. */
enum policy broker_face_policy(const struct broker *b, const struct face *f);
struct judge *broker_judge(const struct broker *b); /* for what the gate does not judge; borrowed */

size_t broker_n_contracts(const struct broker *b);
struct contract *broker_contract(const struct broker *b, size_t i);
/* Contract messages as message.model counts them, over all contracts.  0, NULL: none of this broker's. */
uint16_t broker_model_number(const struct broker *b, const struct message_model *m);
struct message_model *broker_model(const struct broker *b, uint16_t number);

/* Other contracts in the place of those that there are, between turns.  Sessions, subscriptions, queues, logs
 * and last values stay; addresses are resolved anew.  A log stays with its address; that of a channel which
 * is no more lives on for the addresses that have used it.  What was stored before counts as matched by no
 * message of the new contracts. */
void broker_reload(struct broker *b, struct contract *const *contracts, size_t n);
struct session *broker_first_session(const struct broker *b); /* walk by ->next */

/* How a protocol shows its `native` part: registered once per protocol and mock. */
struct native_form {
	const char *name;		      /* "mqtt": the key in the recording */
	const struct binding_rules *bindings; /* what it makes of the contract's (bound.h); NULL: nothing */
	/* Appends JSON members ("\"qos\":1"), nothing when there is nothing to say. */
	void (*write)(const struct message *m, struct buf *out);
	/* Reads such an object back, for a replay or a scenario: the native bytes into `out`. */
	void (*read)(const struct node *object, struct buf *out);
};
uint8_t broker_add_protocol(struct broker *b, const struct native_form *form); /* its number, from 1 */
const struct native_form *broker_native_form(const struct broker *b, uint8_t number);

/* Of what clients sent; `delivered` and `dropped` (deliveries that found no room) of all. */
struct broker_counts {
	uint64_t arrivals, accepted, refused, diverted, dropped, violating, delivered, queue_dropped;
	uint64_t violating_connections;
};
const struct broker_counts *broker_counts(const struct broker *b);

/* The side log of violations: bounded by LIMIT_VIOLATIONS_KEPT and _BYTES; a counter per constraint never
 * forgets. */
struct constraint_count {
	struct loc at;
	const char *keyword;
	uint64_t n;
};
size_t broker_constraints(const struct broker *b, const struct constraint_count **list);
/* Those still kept, oldest first; `seq` is the message's.  False: stop. */
typedef bool violations_fn(void *arg, uint64_t seq, const struct violations *v);
void broker_each_violation(const struct broker *b, violations_fn *each, void *arg);

#endif
