/* A message of our own on its way out: what the generator, a reply and a scenario's `send` have in common. */
#ifndef MOCK_OUTGOING_H
#define MOCK_OUTGOING_H

#include "broker/broker.h"
#include "generate/generate.h"

struct outgoing {
	struct session *from;		   /* ours: ORIGIN_GENERATED, _REPLY, _SCENARIO, _REPLAY */
	const struct message_model *model; /* NULL: none (raw bytes) */
	struct slice address;		   /* concrete, in the contract's spelling */
	char separator;
	struct slice payload, headers, key, content_type, reply_to, correlation;
	bool wrong; /* on purpose */
	bool retain;
	/* Makes what the bindings ask for beyond that (correlation data); NULL: nothing is made. */
	struct generator *generator;
	uint64_t position;
};

/* Publishes it.  The receipt tells what became of it; `seq` (may be NULL) its place in the order of arrival.
 */
enum outcome outgoing_publish(struct broker *b, const struct outgoing *o, struct receipt *r, uint64_t *seq);

/* Does the contract want this operation's messages kept as last values? */
bool operation_retains(const struct operation *op);
/* The operation by which the mock (true) or the program (false) sends on a channel; NULL: none says. */
const struct operation *channel_sender(const struct channel *ch, enum role role, bool mock);
/* May the mock send on this channel, in this role?  Channels without operations are open both ways. */
bool mock_sends_on(const struct channel *ch, enum role role);

#endif
