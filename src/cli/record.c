/* understudy record: writes what a real broker carries to a file, judged by the contract. */
#include <stdio.h>
#include <unistd.h>

#include "base/random.h"
#include "cli/attaching.h"
#include "cli/beside.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/ready_file.h"

struct recorder {
	struct command_line *cl;
	struct diag *diag;
	struct loop *loop;
	struct contracts contracts;
	struct instance_options options;
	struct instance *instance;
	struct console *console;
	struct observer observer;
	struct timer end;
	struct beside beside;
	uint64_t n, most; /* messages; most 0: no end */
};

static void on_end(struct timer *t, int64_t now_us)
{
	(void)now_us;
	loop_stop(container_of(t, struct recorder, end)->loop);
}

static void on_event(struct observer *o, const struct event *e)
{
	struct recorder *r = container_of(o, struct recorder, observer);

	if (e->kind == EVENT_ARRIVAL && ++r->n == r->most)
		loop_stop(r->loop);
}

static bool read_options(struct recorder *r)
{
	struct command_line *cl = r->cl;
	struct instance_options *o = &r->options;

	*o = (struct instance_options){ .seed = random_seed() % 1000000000,
					.record = option_cstr(cl, OPT_OUTPUT),
					.hears_everything = true,
					.listens_only = true,
					.stop = &r->beside.was_told };
	if (!cl->settings[OPT_ATTACH].n)
		return diag_error(r->diag, DIAG_USAGE, LOC_NONE,
				  "record wants --attach SERVER=mqtt://HOST, a broker to record; what a mock "
				  "gets, serve --record writes");
	if (!o->record)
		return diag_error(r->diag, DIAG_USAGE, LOC_NONE, "record wants -o FILE, where it writes to");
	r->most = option_number(cl, OPT_N, 0);
	return attach_read(cl, o, r->diag) && contracts_or_none(&r->contracts, cl, 0, o, r->diag);
}

/* What is not attached is not played either: nobody would be told to connect there. */
static bool only_attached(struct recorder *r)
{
	struct instance_options *o = &r->options;
	struct slice *names = arena_array(&r->cl->arena, struct slice, o->n_attach);

	for (size_t i = 0; i < o->n_attach; i++) {
		if (!o->attach[i].server.ptr)
			return true;
		names[i] = o->attach[i].server;
	}
	o->servers = names;
	o->n_servers = o->n_attach;
	return true;
}

static bool begin(struct recorder *r)
{
	struct console_options console = { .out = stderr,
					   .quiet = option_flag(r->cl, OPT_QUIET),
					   .verbose = option_count(r->cl, OPT_VERBOSE) };
	const char *ready_file = option_cstr(r->cl, OPT_READY_FILE);
	int64_t for_us = option_us(r->cl, OPT_FOR, 0);

	r->console = console_new(instance_broker(r->instance), &console);
	r->observer.on_event = on_event;
	broker_observe(instance_broker(r->instance), &r->observer);
	r->end.fire = on_end;
	if (for_us)
		loop_arm(r->loop, &r->end, loop_now_us(r->loop) + for_us);
	if (!console.quiet)
		fprintf(stderr, "recording %s to %s\n", r->options.attach[0].url.shown, r->options.record);
	return (!ready_file || ready_file_write(ready_file, r->instance, r->diag)) &&
	       beside_start(&r->beside, r->cl, r->instance, r->diag);
}

static int record(struct recorder *r)
{
	const struct broker_counts *n;

	beside_heed_signals(&r->beside, r->loop);
	r->instance = instance_start(r->loop, &r->options, r->diag);
	if (!r->instance)
		return status_not_started(r->diag);
	if (!begin(r))
		return EXIT_ENVIRONMENT;
	if (!r->most || r->n < r->most)
		loop_run(r->loop);
	n = broker_counts(instance_broker(r->instance));
	printf("recorded %llu message%s, %llu of them against the contract\n",
	       (unsigned long long)n->arrivals, n->arrivals == 1 ? "" : "s",
	       (unsigned long long)n->violating);
	fflush(stdout);
	if (instance_recording_failed(r->instance))
		return EXIT_ENVIRONMENT;
	return r->beside.child ? r->beside.status : EXIT_PASSED;
}

int command_record(struct command_line *cl, struct diag *d)
{
	struct recorder r = { .cl = cl, .diag = d };
	int status = EXIT_USAGE;

	if (read_options(&r) && only_attached(&r)) {
		r.loop = loop_new(d);
		status = r.loop ? record(&r) : EXIT_ENVIRONMENT;
	}
	beside_release(&r.beside);
	if (r.loop)
		loop_disarm(r.loop, &r.end);
	if (r.instance && r.observer.on_event)
		broker_unobserve(instance_broker(r.instance), &r.observer);
	console_free(r.console);
	instance_stop(r.instance);
	if (r.loop)
		loop_free(r.loop);
	contracts_drop(&r.contracts);
	return status;
}
