#include <stdlib.h>

#include "api/instance.h"
#include "api/server_plan.h"
#include "attach/attached.h"
#include "attach/filter.h"
#include "base/memory.h"
#include "mock/outgoing.h"
#include "net/tls.h"
#include "record/recording.h"

/* A module's state, once per protocol and mock. */
struct module {
	const struct protocol *protocol;
	void *state;
	uint8_t number;
};

struct instance {
	struct loop *loop;
	struct broker *broker;
	struct turner *turner;
	struct mock *mock;
	struct recording *recording;
	struct before_send before_send;
	struct module *modules;
	size_t n_modules;
	struct face *faces;	     /* one per listener */
	struct listener **listeners; /* NULL where a broker is attached */
	struct attached **attached;  /* the other way round */
	struct arena arena;	     /* of their filters */
	struct tls_context *tls;
	size_t n_listeners;
	struct plan plan;
	struct contract **planned; /* used: what the plan was made of */
	size_t n_planned;
};

static void write_recording(struct before_send *b)
{
	struct instance *i = container_of(b, struct instance, before_send);

	recording_flush(i->recording);
}

static struct module *module_of(struct instance *i, const struct protocol *p)
{
	struct module *m;

	for (size_t k = 0; k < i->n_modules; k++)
		if (i->modules[k].protocol == p)
			return &i->modules[k];
	m = &i->modules[i->n_modules++];
	*m = (struct module){ .protocol = p, .number = broker_add_protocol(i->broker, p->native) };
	m->state = p->start(i->broker, m->number);
	return m;
}

/* One certificate for all names under which the secure servers are known. */
static bool make_tls(struct instance *i, const struct instance_options *o, struct diag *d)
{
	const char **names = memory_new((i->plan.n_played + 3) * sizeof(*names));
	size_t n = 0;

	names[n++] = "localhost";
	names[n++] = "127.0.0.1";
	if (o->host)
		names[n++] = o->host;
	for (size_t k = 0; k < i->plan.n_played; k++)
		if (i->plan.declared_hosts[k])
			names[n++] = i->plan.declared_hosts[k];
	i->tls = tls_context_new(o->ca_dir ? o->ca_dir : ".understudy", names, n, d);
	free(names);
	return i->tls && (!o->client_ca || tls_context_ask(i->tls, o->client_ca, d));
}

/* What the program sends; all, while it is not known what that is. */
static void hear_contract(struct instance *i, const struct contract *c, struct slice *list, size_t *n)
{
	enum role role = broker_role(i->broker);

	for (size_t k = 0; k < c->n_channels; k++) {
		const struct channel *ch = c->channels[k];
		bool ours = role != ROLE_AUTO && ch->n_operations && !channel_sender(ch, role, false);

		if (ch->address.len && !ours)
			*n = filter_add(list, *n, filter_for_address(&i->arena, ch->address));
	}
}

static void hear(struct instance *i, const struct instance_options *o, struct attached_options *to)
{
	struct slice *list;
	size_t room = 1;

	for (size_t c = 0; c < o->n_contracts; c++)
		room += o->contracts[c]->n_channels;
	list = arena_array(&i->arena, struct slice, room);
	to->filters = list;
	if (o->hears_nothing)
		return;
	if (o->hears_everything)
		to->n_filters = filter_add(list, 0, SLICE_LIT("#"));
	for (size_t c = 0; c < o->n_contracts; c++)
		hear_contract(i, o->contracts[c], list, &to->n_filters);
}

static bool attach_one(struct instance *i, const struct instance_options *o, size_t k, struct diag *d)
{
	struct attached_options options = { .url = &i->plan.listeners[k].attach->url,
					    .broker = i->broker,
					    .face = &i->faces[k],
					    .hears_retained = o->hears_everything,
					    .listens_only = o->listens_only,
					    .diag = o->warnings ? o->warnings : d };

	hear(i, o, &options);
	i->attached[k] = attached_new(i->loop, &options, d);
	return i->attached[k] != NULL;
}

static bool listen_one(struct instance *i, const struct instance_options *o, size_t k, struct diag *d)
{
	const struct planned *p = &i->plan.listeners[k];
	struct module *m = module_of(i, p->protocol);
	struct face *f = &i->faces[k];
	struct listen_options options = { .host = o->host ? o->host : "127.0.0.1",
					  .port = p->port,
					  .label = p->label,
					  .protocol = p->protocol,
					  .broker = i->broker,
					  .module = m->state,
					  .face = f,
					  .tls = p->secure ? i->tls : NULL,
					  .tls_only = p->secure && !p->plain };

	*f = (struct face){ .server = p->server,
			    .name = slice_str(p->label),
			    .protocol = slice_str(p->protocol->name),
			    .protocol_number = m->number,
			    .separator = p->protocol->separator };
	i->n_listeners = k + 1;
	if (p->attach)
		return attach_one(i, o, k, d);
	i->listeners[k] = listener_open(i->loop, &options, d);
	return i->listeners[k] != NULL;
}

static bool listen_all(struct instance *i, const struct instance_options *o, struct diag *d)
{
	size_t n = i->plan.n_listeners;
	bool ok = true;

	i->modules = memory_new(n * sizeof(*i->modules));
	i->faces = memory_new(n * sizeof(*i->faces));
	i->listeners = memory_new(n * sizeof(*i->listeners));
	i->attached = memory_new(n * sizeof(*i->attached));
	for (size_t k = 0; k < n; k++)
		if (i->plan.listeners[k].secure && !i->plan.listeners[k].attach && !i->tls &&
		    !make_tls(i, o, d))
			return false;
	for (size_t k = 0; k < n && ok; k++)
		ok = listen_one(i, o, k, d);
	for (size_t k = 0; ok && k < n; k++)
		if (i->attached[k])
			plan_set_attached(&i->plan, k);
		else
			plan_set_port(&i->plan, k, listener_port(i->listeners[k]),
				      i->tls ? tls_context_ca(i->tls) : NULL);
	return ok;
}

static bool is_awaited(const struct instance *i, size_t k)
{
	return i->attached[k] && attached_state(i->attached[k]) == ATTACHED_TRYING;
}

/* Nothing begins before the real brokers are there: what comes meanwhile would be missed. */
static bool await_attached(struct instance *i, const struct instance_options *o, struct diag *d)
{
	for (size_t k = 0; k < i->n_listeners; k++) {
		while (is_awaited(i, k) && !(o->stop && *o->stop))
			loop_turn(i->loop, -1);
		if (i->attached[k] && attached_state(i->attached[k]) != ATTACHED_READY)
			return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "%s (%.*s) was not reached: %s",
					  i->plan.listeners[k].attach->url.shown, SLICE_FMT(i->faces[k].name),
					  is_awaited(i, k) ? "interrupted" : attached_why(i->attached[k]));
	}
	return true;
}

static void start_mock(struct instance *i, const struct instance_options *o, struct diag *d)
{
	struct mock_options options = { .generate = o->generate,
					.answer = o->answer,
					.every_us = o->every_us,
					.usual_us = o->usual_us,
					.intervals = o->intervals,
					.n_intervals = o->n_intervals,
					.seed = o->seed,
					.locale = o->locale,
					.separator = i->plan.listeners[0].protocol->separator,
					.unanswered = o->unanswered,
					.n_unanswered = o->n_unanswered };

	i->mock = mock_start(i->broker, &options, d);
}

static void keep_planned(struct instance *i, const struct instance_options *o)
{
	i->n_planned = o->n_contracts;
	i->planned = memory_new(o->n_contracts * sizeof(struct contract *));
	for (size_t k = 0; k < o->n_contracts; k++)
		i->planned[k] = contract_use(o->contracts[k]);
}

struct instance *instance_start(struct loop *l, const struct instance_options *o, struct diag *d)
{
	struct instance *i = NEW(struct instance);
	struct broker_options options = { .role = o->role,
					  .policy = o->policy,
					  .unknown = o->unknown,
					  .now_us = loop_now_us(l),
					  .wall_us = o->wall_us ? o->wall_us : loop_wall_us(l),
					  .log.max_bytes = o->log_bytes };

	i->loop = l;
	i->before_send.fn = write_recording;
	keep_planned(i, o);
	if (!plan_servers(&i->plan, o, d))
		goto failed;
	i->broker = broker_new(o->contracts, o->n_contracts, &options);
	if (o->record) {
		i->recording = recording_open(o->record, i->broker, o->seed, d);
		if (!i->recording)
			goto failed;
		loop_before_send(l, &i->before_send);
	}
	i->turner = loop_attach(l, i->broker);
	if (!listen_all(i, o, d) || !await_attached(i, o, d))
		goto failed;
	start_mock(i, o, d);
	return i;
failed:
	instance_stop(i);
	return NULL;
}

static void compare_plans(struct instance *i, const struct instance_options *o, struct buf *notes)
{
	struct plan plan = { 0 };
	struct diag said = { 0 };

	if (plan_servers(&plan, o, &said))
		plan_differences(&i->plan, &plan, notes);
	else
		for (size_t k = 0; k < said.n; k++)
			buf_printf(notes, "a restart would fail: %s\n", said.findings[k].text);
	plan_release(&plan);
	diag_release(&said);
}

/* Faces show the new contracts' servers; one that is gone stays as it was. */
static void renew_faces(struct instance *i, const struct instance_options *o)
{
	for (size_t k = 0; k < i->n_listeners; k++) {
		const struct planned *p = &i->plan.listeners[k];

		i->faces[k].server = p->server;
		for (size_t c = 0; p->server && c < o->n_contracts; c++) {
			const struct server *s = contract_server(o->contracts[c], p->server->name);

			if (s)
				i->faces[k].server = s;
		}
	}
}

void instance_reload(struct instance *i, const struct instance_options *o, struct buf *notes)
{
	size_t n = broker_n_contracts(i->broker);
	struct contract **before = memory_new(n * sizeof(struct contract *));

	compare_plans(i, o, notes);
	for (size_t k = 0; k < n; k++)
		before[k] = contract_use(broker_contract(i->broker, k));
	broker_turn(i->broker, loop_now_us(i->loop)); /* what is due yet is due by the old ones */
	broker_reload(i->broker, o->contracts, o->n_contracts);
	mock_reload(i->mock);
	renew_faces(i, o);
	for (size_t k = 0; k < n; k++)
		contract_drop(before[k]);
	free(before);
}

void instance_stop(struct instance *i)
{
	if (!i)
		return;
	for (size_t k = 0; k < i->n_listeners; k++) {
		if (i->listeners[k])
			listener_close(i->listeners[k]);
		attached_free(i->attached[k]);
	}
	mock_stop(i->mock);
	for (size_t k = 0; k < i->n_modules; k++)
		i->modules[k].protocol->stop(i->modules[k].state);
	if (i->turner)
		loop_detach(i->turner);
	if (i->recording) {
		loop_not_before_send(i->loop, &i->before_send);
		recording_close(i->recording);
	}
	if (i->broker)
		broker_free(i->broker);
	if (i->tls)
		tls_context_drop(i->tls);
	plan_release(&i->plan);
	for (size_t k = 0; k < i->n_planned; k++)
		contract_drop(i->planned[k]);
	free(i->planned);
	free(i->modules);
	free(i->faces);
	free(i->listeners);
	free(i->attached);
	arena_free(&i->arena);
	free(i);
}

struct broker *instance_broker(const struct instance *i)
{
	return i->broker;
}

size_t instance_played(const struct instance *i, const struct played **list)
{
	*list = i->plan.played;
	return i->plan.n_played;
}

size_t instance_unsent(const struct instance *i)
{
	size_t n = 0;

	for (size_t k = 0; k < i->n_listeners; k++)
		n += i->attached[k] ? attached_unsent(i->attached[k]) : 0;
	return n;
}

bool instance_has_room(const struct instance *i)
{
	for (size_t k = 0; k < i->n_listeners; k++)
		if (i->attached[k] && !attached_has_room(i->attached[k]))
			return false;
	return true;
}

bool instance_recording_failed(const struct instance *i)
{
	return i->recording && recording_failed(i->recording);
}

const char *instance_notes(const struct instance *i)
{
	return i->plan.notes.len ? i->plan.notes.data : NULL;
}
