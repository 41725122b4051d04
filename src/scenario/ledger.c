#include "scenario/ledger.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/content.h"
#include "document/document.h"
#include "mock/overlap.h"

static struct node *params_of(struct arena *a, const struct address *at)
{
	struct node *map = node_new(a, NODE_MAP, NULL);
	struct address_match match;

	if (!address_parameters(at, &match))
		return map;
	for (size_t i = 0; i < match.n; i++)
		node_set(a, map, match.names[i], node_new_text(a, match.values[i], NULL));
	return map;
}

static void copy_violations(struct ledger *l, struct entry *e, const struct violations *from)
{
	e->violations = arena_array(&l->arena, struct violation, from->n + 1);
	e->n_violations = from->n;
	for (size_t i = 0; i < from->n; i++) {
		struct violation *v = &e->violations[i];

		*v = from->list[i];
		v->instance = arena_copy(&l->arena, v->instance);
		v->schema = arena_copy(&l->arena, v->schema);
		v->value = arena_copy(&l->arena, v->value);
		v->text = arena_copy(&l->arena, v->text);
	}
}

/* It is being admitted and gets its offset next, if it is accepted. */
static void copy_offset(struct entry *e, const struct message *m)
{
	const struct address *at = m->address;

	e->has_offset = e->outcome == OUTCOME_ACCEPTED && at->logs && m->partition < at->n_logs;
	if (e->has_offset)
		e->offset = log_next(at->logs[m->partition]);
}

static void copy_message(struct ledger *l, struct entry *e, const struct event *ev)
{
	const struct message *m = ev->message;
	const struct channel *ch = m->address->channel;

	e->payload = arena_copy(&l->arena, m->payload);
	e->headers = arena_copy(&l->arena, m->headers);
	e->key = arena_copy(&l->arena, m->key);
	e->content_type = arena_copy(&l->arena, m->content_type);
	e->correlation = arena_copy(&l->arena, m->correlation);
	e->channel = ch;
	e->params = params_of(&l->arena, m->address);
	e->model = message_model_of(m);
	e->violates = m->flags & MSG_VIOLATES && !(m->flags & MSG_INJECTED);
	if (ev->receipt) {
		e->outcome = ev->receipt->outcome;
		e->nearest = ev->receipt->nearest;
		copy_violations(l, e, &ev->receipt->violations);
	}
	copy_offset(e, m);
}

/* Which channels a subscription can be given: looked up now, for the pattern is gone later. */
static void find_covered(struct ledger *l, struct entry *e, const struct subscription *s)
{
	size_t room = 0;

	for (size_t i = 0; i < broker_n_contracts(l->broker); i++) {
		const struct contract *c = broker_contract(l->broker, i);

		for (size_t k = 0; k < c->n_channels; k++) {
			if (!pattern_overlaps(s->pattern, c->channels[k], &l->arena, NULL))
				continue;
			e->covers = arena_grow(&l->arena, e->covers, e->n_covers, &room, sizeof(*e->covers));
			e->covers[e->n_covers++] = c->channels[k];
		}
	}
}

static bool is_ours(const struct event *ev)
{
	return ev->session && ev->session->origin != ORIGIN_CLIENT && ev->session->origin != ORIGIN_ATTACHED;
}

static void on_event(struct observer *o, const struct event *ev)
{
	struct ledger *l = container_of(o, struct ledger, observer);
	struct entry *e;

	if (l->arena.total_bytes > LIMIT_LEDGER_BYTES) {
		l->full = true;
		l->on_entry(l->arg);
		return;
	}
	if (is_ours(ev) && ev->kind != EVENT_ARRIVAL)
		return;
	e = arena_new(&l->arena, struct entry);
	*e = (struct entry){ .kind = ev->kind,
			     .seq = ev->seq,
			     .since_us = broker_now_us(l->broker) - l->began_us,
			     .wall_us = ev->wall_us,
			     .ours = is_ours(ev),
			     .client = arena_copy(&l->arena, ev->client),
			     .server = ev->face ? arena_copy(&l->arena, ev->face->name) : SLICE_NONE,
			     .address = arena_copy(&l->arena, ev->address),
			     .why = ev->why ? arena_strdup(&l->arena, slice_str(ev->why)) : NULL };
	if (ev->kind == EVENT_ARRIVAL)
		copy_message(l, e, ev);
	if (ev->kind == EVENT_SUBSCRIBED && ev->subscription)
		find_covered(l, e, ev->subscription);
	l->list = arena_grow(&l->arena, l->list, l->n, &l->room, sizeof(*l->list));
	l->list[l->n++] = e;
	l->on_entry(l->arg);
}

void ledger_start(struct ledger *l, struct broker *b, void (*on_entry)(void *arg), void *arg)
{
	*l = (struct ledger){ .observer.on_event = on_event,
			      .broker = b,
			      .began_us = broker_now_us(b),
			      .on_entry = on_entry,
			      .arg = arg };
	broker_observe(b, &l->observer);
}

void ledger_release(struct ledger *l)
{
	if (l->broker)
		broker_unobserve(l->broker, &l->observer);
	arena_free(&l->arena);
	*l = (struct ledger){ 0 };
}

/* What could not be read as its content type says: text where that is UTF-8, else base64. */
static struct node *raw_value(struct arena *a, struct slice payload)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (utf8_is_valid(payload))
		return node_new_text(a, payload, NULL);
	base64_add(&b, payload);
	return node_new_text(a, buf_view(&b), NULL);
}

struct node *entry_value(struct ledger *l, struct entry *e)
{
	const struct judged what = { .payload = e->payload,
				     .headers = e->headers,
				     .content_type = e->content_type };

	if (e->decoded || !e->payload.ptr)
		return e->value;
	e->decoded = true;
	e->value = payload_node(&l->arena, e->model ? e->model : e->nearest, &what);
	if (!e->value)
		e->value = raw_value(&l->arena, e->payload);
	return e->value;
}

static struct node *headers_node(struct arena *a, struct slice packed)
{
	struct node *map = node_new(a, NODE_MAP, NULL);
	struct header h;

	while (header_next(&packed, &h))
		if (!node_get_slice(map, h.name))
			node_set(a, map, h.name, node_new_text(a, h.value, NULL));
	return map;
}

static void set_text(struct arena *a, struct node *map, const char *key, struct slice value)
{
	node_set(a, map, slice_str(key),
		 value.ptr ? node_new_text(a, value, NULL) : node_new(a, NODE_NULL, NULL));
}

struct node *entry_capture(struct ledger *l, struct entry *e)
{
	struct arena *a = &l->arena;
	struct node *map = node_new(a, NODE_MAP, NULL);
	BUF_AUTO struct buf b = BUF_INIT(0);

	time_add(&b, e->wall_us);
	set_text(a, map, "time", buf_view(&b));
	set_text(a, map, "client", e->client);
	set_text(a, map, "server", e->server);
	set_text(a, map, "address", e->address);
	if (e->kind != EVENT_ARRIVAL) {
		set_text(a, map, "reason", slice_str(e->why));
		return map;
	}
	set_text(a, map, "channel", e->channel ? e->channel->name : SLICE_NONE);
	set_text(a, map, "message", e->model ? e->model->name : SLICE_NONE);
	set_text(a, map, "key", e->key);
	set_text(a, map, "correlationId", e->correlation);
	node_set(a, map, SLICE_LIT("params"), e->params);
	node_set(a, map, SLICE_LIT("headers"), headers_node(a, e->headers));
	node_set(a, map, SLICE_LIT("payload"),
		 e->payload.ptr ? entry_value(l, e) : node_new(a, NODE_NULL, NULL));
	buf_reset(&b);
	buf_decimal(&b, e->offset);
	node_set(a, map, SLICE_LIT("offset"),
		 e->has_offset ? node_new_number(a, buf_view(&b), NULL) : node_new(a, NODE_NULL, NULL));
	return map;
}
