/* Who is given what: a pattern, a session and a sink. */
#ifndef BROKER_SUBSCRIPTION_H
#define BROKER_SUBSCRIPTION_H

#include "broker/message.h"
#include "broker/pattern.h"

struct broker;

struct subscription;

/* Called once a message and subscription: of one session's that overlap, one after the other, oldest first,
 * so that a module can merge them (members of groups come after all others).  It may publish, unsubscribe or
 * close: that is done when the delivery is over. */
struct sink {
	void (*deliver)(void *to, const struct subscription *s, struct message *m);
	void *to;
};

struct subscription {
	struct session *session; /* borrowed */
	struct pattern *pattern; /* owned, with its text */
	struct sink sink;
	/* owned; shared subscription: of those with the same group and the same text, one gets each, in turn
	 * among the connected (else one that queues while away); absent: all do */
	struct slice group;
	uint64_t note;			      /* the module's own word: granted QoS, flags */
	uint32_t identifier;		      /* the module's own: MQTT 5 subscription identifier; 0 = none */
	bool no_local;			      /* not what its own session publishes */
	bool gone;			      /* unsubscribed during a delivery; freed when that is over */
	uint64_t number;		      /* in the order of subscribing */
	struct share *share;		      /* the group with this pattern, counted; NULL: none */
	struct subscription *next_of_session; /* also: of those that are gone */
	struct subscription *next_at_node;    /* in the trie */
	struct trie_node *node;
};

/* Adds one; NULL past LIMIT_SUBSCRIPTIONS.  Owned by the broker; gone with broker_unsubscribe() or its
 * session. Observers are told by session_subscribed(), once the module has granted it. */
struct subscription *broker_subscribe(struct broker *b, struct session *s, const struct pattern *p,
				      struct sink sink, struct slice group);
void broker_unsubscribe(struct broker *b, struct subscription *s);
/* The session's subscription with exactly this text and group, or NULL. */
struct subscription *session_subscription(const struct session *s, struct slice text, struct slice group);

/* Gives a message that a member of a group could not deal with to another member (`s` may be about to go).
 * False: there is none, or a delivery is under way. */
bool broker_pass_on(struct broker *b, const struct subscription *s, struct message *m);

/* Connected sessions, and ones that queue while away, that would be given a message at this address. */
unsigned broker_receivers(struct broker *b, struct address *a);

#endif
