/* Sessions come and go; their numbers never come back, so that a log's entry can name one that is gone. */
#include <stdlib.h>

#include "broker/core.h"

const char *origin_name(enum origin o)
{
	static const char *const names[] = {
		[ORIGIN_CLIENT] = "client",	      [ORIGIN_ATTACHED] = "attached",
		[ORIGIN_GENERATED] = "generated",     [ORIGIN_REPLY] = "reply",
		[ORIGIN_SCENARIO] = "scenario",	      [ORIGIN_REPLAY] = "replay",
		[ORIGIN_DEAD_LETTER] = "dead-letter",
	};

	return names[o];
}

static struct slice number_key(const uint32_t *number)
{
	return slice_of(number, sizeof(*number));
}

struct session *broker_session(struct broker *b, uint32_t number)
{
	if (!number)
		return NULL;
	if (b->last_found && b->last_found->number == number)
		return b->last_found;
	return b->last_found = map_get(&b->session_by_number, number_key(&number));
}

void session_rename(struct session *s, struct slice client)
{
	char *copy = memory_new(client.len + 1);

	if (client.len)
		memcpy(copy, client.ptr, client.len);
	free((char *)s->client.ptr);
	s->client = slice_of(copy, client.len);
}

struct session *session_new(struct broker *b, const struct face *f, enum origin o, struct slice client)
{
	struct session *s;

	if (b->n_sessions >= LIMIT_SESSIONS)
		return NULL;
	s = NEW(struct session);
	s->broker = b;
	s->face = f;
	s->origin = o;
	s->number = ++b->last_session;
	session_rename(s, client);
	s->next = b->sessions;
	if (s->next)
		s->next->previous = s;
	b->sessions = s;
	b->n_sessions++;
	map_put(&b->session_by_number, number_key(&s->number), s);
	return s;
}

/* Its messages may be under way still. */
static void forget_sender(struct broker *b, const struct session *s)
{
	if (b->current && b->current->from == s)
		b->current->from = NULL;
	for (struct telling *t = b->telling; t; t = t->outer)
		if (t->event->message && t->event->message->from == s)
			t->event->message->from = NULL;
}

void session_free(struct session *s)
{
	struct broker *b = s->broker;

	while (s->subscriptions)
		broker_unsubscribe(b, s->subscriptions);
	forget_sender(b, s);
	if (s->next)
		s->next->previous = s->previous;
	if (s->previous)
		s->previous->next = s->next;
	else
		b->sessions = s->next;
	b->n_sessions--;
	map_remove(&b->session_by_number, number_key(&s->number));
	if (b->last_found == s)
		b->last_found = NULL;
	free((char *)s->client.ptr);
	free(s);
}

struct session *broker_first_session(const struct broker *b)
{
	return b->sessions;
}

static void tell(struct session *s, struct event *e)
{
	e->face = s->face;
	e->client = s->client;
	e->session = s;
	broker_tell(s->broker, e);
}

void session_connected(struct session *s, struct slice detail)
{
	s->connected = true;
	tell(s, &(struct event){ .kind = EVENT_CONNECTED, .detail = detail });
}

void session_refused(struct broker *b, const struct face *f, struct slice client, const char *why)
{
	broker_tell(b, &(struct event){ .kind = EVENT_REFUSED, .face = f, .client = client, .why = why });
}

/* What a connection breaks, whoever it is of: in the side log under the event's seq. */
static void tell_wrong(struct broker *b, struct event *e, const struct violations *v)
{
	e->violations = v;
	b->counts.violating_connections++;
	broker_tell(b, e);
	violations_keep(b, e->seq, v);
}

void session_connected_wrong(struct session *s, struct slice detail, const struct violations *v)
{
	struct event e = {
		.kind = EVENT_CONNECTED, .face = s->face, .client = s->client, .session = s, .detail = detail
	};

	s->connected = true;
	tell_wrong(s->broker, &e, v);
}

void session_refused_wrong(struct broker *b, const struct face *f, struct slice client, const char *why,
			   const struct violations *v)
{
	struct event e = { .kind = EVENT_REFUSED, .face = f, .client = client, .why = why };

	tell_wrong(b, &e, v);
}

void session_subscribed(struct session *s, const struct subscription *sub, struct slice detail)
{
	tell(s, &(struct event){ .kind = EVENT_SUBSCRIBED,
				 .subscription = sub,
				 .address = sub->pattern->text,
				 .detail = detail });
}

void session_unsubscribed(struct session *s, struct slice text)
{
	tell(s, &(struct event){ .kind = EVENT_UNSUBSCRIBED, .address = text });
}

void session_disconnected(struct session *s, const char *why)
{
	s->connected = false;
	tell(s, &(struct event){ .kind = EVENT_DISCONNECTED, .why = why });
}
