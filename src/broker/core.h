/* What only the core's own files see: the broker itself and what passes between its parts. */
#ifndef BROKER_CORE_H
#define BROKER_CORE_H

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"
#include "base/timers.h"
#include "broker/bound.h"
#include "broker/broker.h"
#include "broker/encoding.h"
#include "broker/trie.h"

struct log_segment;

/* What may come in on a channel, seen from one role. */
struct candidates {
	struct message_model **list; /* owned */
	size_t n;
	bool allowed; /* a client may publish here at all */
};

/* What one protocol's bindings ask for on a channel; see bound.h. */
struct bound {
	const struct binding_rules *by;
	void *rules; /* owned, by->close() */
	uint8_t number;
};

/* What the core knows of one channel. */
struct channel_place {
	const struct channel
		*channel;	    /* borrowed; NULL: the place of all addresses outside of the contract */
	const struct channel **all; /* owned: the channel, and those of other contracts with its address */
	size_t n_all;
	struct log **logs; /* owned; one per partition; made with the channel's first address */
	unsigned n_logs;
	struct candidates candidates[ROLE_COUNTERPART + 1];
	struct bound *bound; /* owned */
	size_t n_bound;
	bool has_policy;
	enum policy policy;
};

struct contract_place {
	struct contract *contract;	/* borrowed from the set */
	struct channel_place *channels; /* owned; [id - 1] */
	size_t first_model;		/* how many messages the contracts before it have */
};

/* The contracts in use at one time: kept alive by the broker, and by each violation that they were the
 * reason of. */
struct contract_set {
	unsigned users;
	size_t n;
	struct contract *list[]; /* used */
};

/* Logs whose channel a reload took away: they live on, uncontracted, until it comes back. */
struct vanished {
	struct channel_place place; /* channel NULL */
	struct slice address;	    /* owned; as its contract spelt it */
	struct vanished *next;
};

struct face_policy {
	const struct face *face;
	enum policy policy;
};

/* An event on its way to the observers; see event.c. */
struct telling {
	const struct event *event;
	struct observer *next;
	struct telling *outer;
};

/* A walk over the retained values, so that one that goes meanwhile can be stepped over; see retained.c. */
struct retained_walk {
	struct address *next;
	struct retained_walk *outer;
};

/* Deliveries that were asked for inside of one: a ring of holds. */
struct put_off {
	struct hold **ring; /* owned */
	size_t head, n, room;
};

struct violation_log {
	struct kept_violations *oldest, *newest;
	size_t n, bytes;
	struct constraint_count *constraints; /* owned */
	size_t n_constraints, room_constraints;
	struct map by_constraint; /* place and keyword to index + 1 */
	struct arena names;	  /* the keys of by_constraint */
};

enum { MOST_PROTOCOLS = 64 };

struct broker {
	/* Contract. */
	struct contract_set *set;
	struct contract_place *contracts; /* [set->n] */
	struct channel_place outside;
	struct vanished *vanished;
	uint64_t reloaded_seq; /* models of messages up to here are those of an earlier set */
	enum role role;
	enum policy policy;
	enum unknown unknown;
	struct face_policy *face_policies;
	size_t n_face_policies, room_face_policies;

	/* Time. */
	int64_t now_us, wall_ahead_us; /* wall = now + ahead */
	struct timers timers;
	int64_t told_us; /* when broker_turn() last asked to be called */
	bool turning, woken;
	uint64_t turn;
	void (*wake)(void *arg);
	void *wake_arg;

	/* Who and where. */
	struct session *sessions;
	size_t n_sessions;
	uint32_t last_session;
	struct map session_by_number;
	struct session *last_found; /* by its number: mostly it is asked for again */
	struct map addresses;
	struct address *oldest_unused, *newest_unused;
	struct address *first_kept, *last_kept; /* with a last value */
	size_t retained_bytes;
	struct retained_walk *walks;
	struct tries tries;
	uint64_t epoch; /* moves with every subscription; from 1 */
	uint64_t last_subscription;
	size_t n_subscriptions;
	struct map shares;
	struct subscription *gone; /* to be freed when the delivery is over */

	/* Messages. */
	uint64_t last_seq;
	struct log_limits log_limits;
	struct judge *judge;
	struct buf scratch;	   /* payloads under judgement that are not in a log's tail */
	struct buf repacked;	   /* a batch less its dead letters */
	struct log *appended;	   /* logs with waiters to be woken */
	struct log_segment *spare; /* for new segments */
	size_t n_spare;
	struct log_segment *buried; /* dropped, but perhaps still looked at in this turn */
	bool delivering;
	struct message *current; /* under delivery */
	struct put_off put_off;
	struct encodings encodings;
	struct session *dead_letters; /* our own, made when first needed */
	struct observer *observers;
	struct telling *telling;
	struct violation_log violations;
	struct broker_counts counts;
	const struct native_form *native_forms[MOST_PROTOCOLS];
	uint8_t n_native_forms;
};

/* turn.c: something waits for the next broker_turn(). */
void broker_need_turn(struct broker *b);

/* channel.c */
/* All places of the contracts, without logs. */
void contract_places_open(struct broker *b, struct contract *const *contracts, size_t n);
void contract_places_close(struct contract_place *places, struct contract_set *set);
void channel_place_release(struct channel_place *place);
void contract_set_drop(struct contract_set *set);
struct channel_place *broker_place(struct broker *b, const struct channel *ch); /* NULL: not ours */
unsigned channel_partitions(const struct channel *ch);				/* NULL: none, so 1 */
/* Makes its logs if it has none yet. */
void channel_place_open(struct broker *b, struct channel_place *place);
const struct candidates *channel_candidates(const struct broker *b, struct channel_place *place);

/* bound.c */
void bind_protocol(struct broker *b, uint8_t number); /* on all channels */
void bound_release(struct channel_place *p);
/* What of its protocol's bindings a message breaks, as one of `model` (NULL: none). */
void judge_bound(struct broker *b, const struct message *m, const struct message_model *model,
		 struct violations *out);

/* address.c */
void address_resolve(struct broker *b, struct address *a); /* channel, place, logs */
void addresses_release(struct broker *b);

/* session.c */
struct session *broker_session(struct broker *b, uint32_t number); /* NULL: gone */

/* subscription.c */
struct share {
	struct slice key; /* owned: group, NUL, pattern */
	uint64_t number, turns;
	unsigned users;
};
void subscriptions_bury(struct broker *b); /* frees those that are gone */
/* Those who match, up to date; outlives the current delivery of another address only. */
void address_read(struct broker *b, struct address *a);
/* The end of the run of share members that begins at `i`; `i` itself when it is not shared. */
size_t share_end(const struct address *a, size_t i);
/* The one of them that is to have the message, none of `but`'s (NULL: anybody's); NULL: there is none. */
struct subscription *share_pick(struct address *a, size_t from, size_t to, const struct session *but);

/* deliver.c */
void broker_drain(struct broker *b); /* deliveries put off */
bool broker_is_busy(const struct broker *b);

/* event.c */
void broker_tell(struct broker *b, struct event *e); /* gives it wall_us; seq when it is 0 */

/* gate.c */
bool fits_limits(const struct message *m);
void payload_to_scratch(struct broker *b, struct message *m); /* with SCHEMA_PADDING zeros behind it */
/* It has been ruled on: gives it its seq, counts, keeps what was wrong, tells observers. */
void arrive(struct broker *b, struct message *m, struct receipt *r);

/* policy.c */
enum policy broker_policy(const struct broker *b, const struct message *m);

/* dead_letter.c: the message goes to `to` (NULL: the address's own dead letters), with why in its headers. */
void broker_dead_letter(struct broker *b, const struct message *m, struct address *to, const char *why,
			const struct violation *first);

/* violations.c */
void violations_keep(struct broker *b, uint64_t seq, const struct violations *v);
void violation_log_release(struct violation_log *v);

/* reload.c */
void vanished_release(struct broker *b);

/* retained.c */
void address_forget(struct broker *b, struct address *a); /* its last value */

#endif
