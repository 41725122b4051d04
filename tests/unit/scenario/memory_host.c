#include "scenario/memory_host.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "document/document.h"
#include "net/listener.h"
#include "suite.h"

struct host_mock {
	struct broker *broker;
	struct turner *turner;
	struct loop *loop;
	const struct script *script;
	struct session *client;
	struct face face;
	struct timer start, back;
	struct host_server server;
};

/* A program that says its line and ends, or waits to be told. */
struct host_program {
	struct host_program_options options;
	struct loop *loop;
	struct timer end;
	const struct script *script;
};

struct world {
	struct loop *loop;
	const struct script *script;
	size_t *left; /* scenarios that are not over */
};

static void publish(struct host_mock *m, const struct scripted *what, struct slice order_id)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct slice rest = slice_str(what->payload);
	struct receipt receipt = { 0 };
	struct message msg = { .from = m->client };

	for (size_t i = 0; i < rest.len; i++) {
		if (slice_starts(slice_from(rest, i), SLICE_LIT("$orderId"))) {
			buf_slice(&b, order_id);
			i += 7;
		} else {
			buf_char(&b, rest.ptr[i]);
		}
	}
	msg.address = broker_address(m->broker, slice_str(what->address), '/');
	msg.payload = buf_view(&b);
	msg.wall_us = broker_wall_us(m->broker);
	broker_publish(m->broker, &msg, &receipt);
	receipt_release(&receipt);
}

static void deliver(void *to, const struct subscription *s, struct message *msg)
{
	struct host_mock *m = to;
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *n = json_parse(&a, msg->payload, &why, &where);

	(void)s;
	for (size_t i = 0; i < SCRIPT_MOST && m->script->answers[i].address; i++)
		publish(m, &m->script->answers[i], node_get_text(n, "orderId"));
	arena_free(&a);
}

static void come(struct host_mock *m)
{
	struct pattern p = { .text = slice_str(m->script->subscribe), .separator = '/' };
	struct slice rest = p.text, part;
	struct subscription *sub;

	m->client->connected = true;
	session_connected(m->client, SLICE_NONE);
	if (!m->script->subscribe)
		return;
	while (slice_split(&rest, '/', &part))
		p.segments[p.n++] = (struct segment){ slice_is(part, "+")   ? SEGMENT_ONE
						      : slice_is(part, "#") ? SEGMENT_REST
									    : SEGMENT_LITERAL,
						      part };
	sub = broker_subscribe(m->broker, m->client, &p, (struct sink){ deliver, m }, SLICE_NONE);
	session_subscribed(m->client, sub, SLICE_NONE);
}

static void go(struct host_mock *m)
{
	while (m->client->subscriptions)
		broker_unsubscribe(m->broker, m->client->subscriptions);
	m->client->connected = false;
	session_disconnected(m->client, "the connection was cut");
}

static void come_back(struct timer *t, int64_t now_us)
{
	(void)now_us;
	come(container_of(t, struct host_mock, back));
}

static void disconnect(struct session *s, bool abrupt, const char *why)
{
	struct host_mock *m = s->of;

	(void)abrupt;
	(void)why;
	go(m);
	if (m->script->comes_back)
		loop_arm(m->loop, &m->back, loop_now_us(m->loop));
}

static const struct session_calls calls = { disconnect };

static void start(struct timer *t, int64_t now_us)
{
	struct host_mock *m = container_of(t, struct host_mock, start);

	(void)now_us;
	come(m);
	for (size_t i = 0; i < SCRIPT_MOST && m->script->at_once[i].address; i++)
		publish(m, &m->script->at_once[i], SLICE_NONE);
}

static struct host_mock *mock_begin(void *arg, const struct host_mock_options *o, struct diag *d)
{
	struct world *w = arg;
	struct host_mock *m = NEW(struct host_mock);
	struct broker_options options = { .role = o->role,
					  .policy = o->policy,
					  .unknown = o->unknown,
					  .now_us = loop_now_us(w->loop),
					  .wall_us = loop_wall_us(w->loop) };

	(void)d;
	*m = (struct host_mock){
		.loop = w->loop,
		.script = w->script,
		.start.fire = start,
		.back.fire = come_back,
		.face = {.name = SLICE_LIT("production"),	   .protocol = SLICE_LIT("mqtt"), .separator = '/'},
		.server = { .name = SLICE_LIT("production"),
			    .protocol = SLICE_LIT("mqtt"),
			    .url = SLICE_LIT("mqtt://127.0.0.1:1883"),
			    .host = SLICE_LIT("127.0.0.1"),
			    .address = SLICE_LIT("127.0.0.1:1883"),
			    .port = 1883,
			    .separator = '/' }
	};
	m->broker = broker_new(o->contracts, o->n_contracts, &options);
	m->turner = loop_attach(w->loop, m->broker);
	if (w->script->client) {
		m->client = session_new(m->broker, &m->face, ORIGIN_CLIENT, slice_str(w->script->client));
		m->client->calls = &calls;
		m->client->of = m;
		loop_arm(w->loop, &m->start, loop_now_us(w->loop));
	}
	return m;
}

static void mock_end(void *arg, struct host_mock *m)
{
	(void)arg;
	loop_disarm(m->loop, &m->start);
	loop_disarm(m->loop, &m->back);
	if (m->client)
		session_free(m->client);
	loop_detach(m->turner);
	broker_free(m->broker);
	free(m);
}

static struct broker *broker_of(void *arg, struct host_mock *m)
{
	(void)arg;
	return m->broker;
}

static size_t servers_of(void *arg, struct host_mock *m, const struct host_server **list)
{
	(void)arg;
	*list = &m->server;
	return 1;
}

static void program_ends(struct timer *t, int64_t now_us)
{
	struct host_program *p = container_of(t, struct host_program, end);

	(void)now_us;
	p->options.on_exit(p->options.arg, p->script->ends_with > 0 ? p->script->ends_with << 8 : 0);
}

static struct host_program *program_start(void *arg, const struct host_program_options *o, struct diag *d)
{
	struct world *w = arg;
	struct host_program *p = NEW(struct host_program);

	(void)d;
	*p = (struct host_program){
		.options = *o, .loop = w->loop, .end.fire = program_ends, .script = w->script
	};
	if (w->script->output)
		o->on_output(o->arg, false, slice_str(w->script->output));
	if (w->script->ends_with >= 0)
		loop_arm(w->loop, &p->end, loop_now_us(w->loop));
	return p;
}

static void program_stop(void *arg, struct host_program *p)
{
	struct world *w = arg;

	loop_arm(w->loop, &p->end, loop_now_us(w->loop));
}

static void program_free(void *arg, struct host_program *p)
{
	struct world *w = arg;

	loop_disarm(w->loop, &p->end);
	free(p);
}

static uint16_t free_port(void *arg)
{
	(void)arg;
	return 4242;
}

static void on_done(void *arg, struct run *r)
{
	struct world *w = arg;

	(void)r;
	if (--*w->left == 0)
		loop_stop(w->loop);
}

static struct run *begin(struct scenario_set *set, const char *text, struct world *w,
			 struct scenario_host *host)
{
	struct run_options o = {
		.loop = w->loop, .host = host, .has_seed = true, .seed = 7, .arg = w, .on_done = on_done
	};
	char name[32];

	*host = (struct scenario_host){ .arg = w,
					.mock_start = mock_begin,
					.mock_stop = mock_end,
					.mock_broker = broker_of,
					.mock_servers = servers_of,
					.program_start = program_start,
					.program_stop = program_stop,
					.program_free = program_free,
					.free_port = free_port };
	/* A name stands for one text. */
	snprintf(name, sizeof(name), set->n ? "orders-%zu.yaml" : "orders.yaml", set->n);
	ck_assert(scenario_set_load_text(set, name, slice_str(text), stderr));
	return run_start(&set->files[set->n - 1]->list[0], 0, &o);
}

void play_scenarios(struct scenario_set *set, const char *const *texts, const struct script *const *scripts,
		    size_t n, struct scenario_result *results)
{
	struct diag d = { .out = stderr };
	struct loop *loop = loop_new(&d);
	struct world *worlds = memory_new(n * sizeof(*worlds));
	struct scenario_host *hosts = memory_new(n * sizeof(*hosts));
	struct run **runs = memory_new(n * sizeof(*runs));
	size_t left = n;

	ck_assert_ptr_nonnull(loop);
	for (size_t i = 0; i < n; i++) {
		worlds[i] = (struct world){ .loop = loop, .script = scripts[i], .left = &left };
		runs[i] = begin(set, texts[i], &worlds[i], &hosts[i]);
	}
	loop_run(loop);
	for (size_t i = 0; i < n; i++) {
		results[i] = *run_result(runs[i]);
		*run_result(runs[i]) = (struct scenario_result){ 0 };
		run_free(runs[i]);
	}
	loop_free(loop);
	diag_release(&d);
	free(worlds);
	free(hosts);
	free(runs);
}

struct scenario_result play_scenario(struct scenario_set *set, const char *text, const struct script *script)
{
	struct scenario_result result;

	play_scenarios(set, &text, &script, 1, &result);
	return result;
}
