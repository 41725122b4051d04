/* understudy replay: sends a recording once more, from a mock to whoever subscribes, or to a real broker. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "cli/attaching.h"
#include "cli/beside.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/input.h"
#include "cli/ready_file.h"
#include "record/replay.h"

enum { LOOK_AGAIN_US = 2000 };

struct replaying {
	struct command_line *cl;
	struct diag *diag;
	struct loop *loop;
	struct contracts contracts;
	struct instance_options options;
	struct replay_options replay_options;
	struct buf text;
	struct instance *instance;
	struct console *console;
	struct replay *replay;
	struct observer observer;
	struct timer timer; /* to look whether it may begin, or is over */
	struct beside beside;
	size_t receivers;
	int64_t began_us, ended_us;
	bool began;
};

static bool has_room(void *arg)
{
	const struct replaying *r = arg;

	return instance_has_room(r->instance);
}

static void on_done(void *arg)
{
	struct replaying *r = arg;

	r->ended_us = loop_now_us(r->loop);
	loop_arm(r->loop, &r->timer, r->ended_us);
}

/* --- when it begins and ends */

static bool may_begin(struct replaying *r)
{
	struct broker *b = instance_broker(r->instance);
	struct slice first = replay_first_address(r->replay);
	struct address *to = first.ptr ? broker_address(b, first, '/') : NULL;

	return !to || !r->receivers || broker_receivers(b, to) >= r->receivers;
}

static size_t n_connected(const struct replaying *r)
{
	size_t n = 0;

	for (struct session *s = broker_first_session(instance_broker(r->instance)); s; s = s->next)
		n += s->connected && s->origin == ORIGIN_CLIENT;
	return n;
}

/* A real broker has got all; of a mock all clients have left, with what they were sent. */
static bool is_over(const struct replaying *r)
{
	if (!replay_is_done(r->replay) || r->beside.child)
		return false;
	return r->options.n_attach ? !instance_unsent(r->instance) : !n_connected(r);
}

static void look(struct timer *t, int64_t now_us)
{
	struct replaying *r = container_of(t, struct replaying, timer);

	if (!r->began && may_begin(r)) {
		r->began = true;
		r->began_us = now_us;
		replay_start(r->replay);
	}
	if (is_over(r))
		loop_stop(r->loop);
	else if (replay_is_done(r->replay) && r->options.n_attach)
		loop_arm(r->loop, t, now_us + LOOK_AGAIN_US);
}

static void on_event(struct observer *o, const struct event *e)
{
	struct replaying *r = container_of(o, struct replaying, observer);

	if (e->kind == EVENT_SUBSCRIBED || e->kind == EVENT_DISCONNECTED)
		loop_arm(r->loop, &r->timer, loop_now_us(r->loop));
}

/* --- options */

static bool bad_value(struct replaying *r, const char *option, struct slice value, const char *forms)
{
	return diag_error(r->diag, DIAG_USAGE, LOC_NONE, "--%s is %s, not \"%.*s\"", option, forms,
			  SLICE_FMT(value));
}

static bool read_pace(struct replaying *r)
{
	struct slice speed = option_text(r->cl, OPT_SPEED), rate = option_text(r->cl, OPT_RATE);
	struct replay_options *o = &r->replay_options;

	o->speed = 1;
	if (speed.ptr && rate.ptr)
		return diag_error(r->diag, DIAG_USAGE, LOC_NONE, "--speed and --rate exclude each other");
	if (speed.ptr && !replay_speed_parse(speed, &o->speed))
		return bad_value(r, "speed", speed, "recorded, full, or so many times as fast, such as 2x");
	return !rate.ptr || replay_rate_parse(rate, &o->per_second) ||
	       bad_value(r, "rate", rate, "so many a second or a minute, such as 100/s");
}

static bool read_options(struct replaying *r)
{
	struct command_line *cl = r->cl;
	struct slice tls = option_text(cl, OPT_TLS);
	struct instance_options *o = &r->options;

	*o = (struct instance_options){ .host = option_cstr(cl, OPT_HOST),
					.servers = cl->settings[OPT_SERVER].values,
					.n_servers = cl->settings[OPT_SERVER].n,
					.protocol = option_text(cl, OPT_PROTOCOL),
					.tls_off = slice_is(tls, "off"),
					.seed = random_seed() % 1000000000,
					.hears_nothing = true,
					.stop = &r->beside.was_told };
	if (tls.ptr && !o->tls_off && !slice_is(tls, "auto"))
		return bad_value(r, "tls", tls, "auto or off");
	if (!read_pace(r) || !ports_read(cl, o, r->diag) || !attach_read(cl, o, r->diag))
		return false;
	r->receivers = (size_t)option_number(cl, OPT_RECEIVERS, o->n_attach ? 0 : 1);
	return contracts_or_none(&r->contracts, cl, 1, o, r->diag);
}

/* --- the course */

static bool start(struct replaying *r)
{
	struct console_options console = { .out = stderr,
					   .quiet = option_flag(r->cl, OPT_QUIET),
					   .verbose = option_count(r->cl, OPT_VERBOSE) };
	struct broker *b = instance_broker(r->instance);

	r->console = console_new(b, &console);
	r->replay_options.broker = b;
	r->replay_options.separator = '/';
	r->replay_options.text = buf_view(&r->text);
	r->replay_options.only = option_text(r->cl, OPT_CHANNEL);
	r->replay_options.arg = r;
	r->replay_options.has_room = has_room;
	r->replay_options.on_done = on_done;
	r->replay_options.diag = r->diag;
	r->replay = replay_new(&r->replay_options);
	r->observer.on_event = on_event;
	broker_observe(b, &r->observer);
	return r->replay != NULL;
}

static bool be_ready(struct replaying *r)
{
	const char *file = option_cstr(r->cl, OPT_READY_FILE);

	if (!option_flag(r->cl, OPT_QUIET))
		console_tables(stderr, r->instance, &r->options);
	return (!file || ready_file_write(file, r->instance, r->diag)) &&
	       beside_start(&r->beside, r->cl, r->instance, r->diag);
}

static int finish(struct replaying *r)
{
	const struct replay_counts *n = replay_counts(r->replay);
	BUF_AUTO struct buf line = BUF_INIT(0);
	int64_t took_us = (r->ended_us ? r->ended_us : loop_now_us(r->loop)) - r->began_us;

	buf_printf(&line, "replayed %llu message%s in %.2f s", (unsigned long long)n->sent,
		   n->sent == 1 ? "" : "s", r->began ? (double)took_us / 1e6 : 0.0);
	if (n->left_out)
		buf_printf(&line, ", left out %llu that nobody was given then",
			   (unsigned long long)n->left_out);
	if (n->failed)
		buf_printf(&line, ", %llu could not be sent", (unsigned long long)n->failed);
	if (!replay_is_done(r->replay))
		buf_str(&line, ", not to the end");
	puts(buf_cstr(&line));
	fflush(stdout);
	if (r->beside.was_told && !replay_is_done(r->replay))
		return EXIT_INTERRUPTED;
	return r->beside.child ? r->beside.status : n->failed ? EXIT_BROKEN : EXIT_PASSED;
}

static int replay(struct replaying *r)
{
	r->timer.fire = look;
	beside_heed_signals(&r->beside, r->loop);
	r->instance = instance_start(r->loop, &r->options, r->diag);
	if (!r->instance)
		return status_not_started(r->diag);
	if (!start(r))
		return EXIT_USAGE;
	if (!be_ready(r))
		return EXIT_ENVIRONMENT;
	loop_arm(r->loop, &r->timer, loop_now_us(r->loop));
	loop_run(r->loop);
	return finish(r);
}

int command_replay(struct command_line *cl, struct diag *d)
{
	struct replaying r = { .cl = cl, .diag = d };
	int status = EXIT_USAGE;

	if (!cl->n_args) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "a recording is expected: understudy replay FILE");
		return EXIT_USAGE;
	}
	r.replay_options.file = arena_strdup(&cl->arena, cl->args[0]);
	if (read_options(&r) && input_read(r.replay_options.file, &r.text, d)) {
		r.loop = loop_new(d);
		status = r.loop ? replay(&r) : EXIT_ENVIRONMENT;
	}
	beside_release(&r.beside);
	if (r.loop)
		loop_disarm(r.loop, &r.timer);
	if (r.instance && r.observer.on_event)
		broker_unobserve(instance_broker(r.instance), &r.observer);
	replay_free(r.replay);
	console_free(r.console);
	instance_stop(r.instance);
	if (r.loop)
		loop_free(r.loop);
	contracts_drop(&r.contracts);
	buf_release(&r.text);
	return status;
}
