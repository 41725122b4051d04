/* understudy serve: plays the brokers until told to stop, or while a command runs. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/beside.h"
#include "cli/console.h"
#include "cli/attaching.h"
#include "cli/contracts.h"
#include "cli/frames.h"
#include "cli/ready_file.h"
#include "cli/watching.h"

enum { DEFAULT_EVERY_US = 1000000 };

struct serving {
	struct command_line *cl;
	struct diag *diag;
	struct loop *loop;
	struct contracts contracts;
	struct instance_options options;
	struct instance *instance;
	struct console *console;
	struct frame_log frames;
	struct watching *watching;
	struct beside beside;
};

static bool bad_value(struct diag *d, const char *option, struct slice value, const char *forms)
{
	return diag_error(d, DIAG_USAGE, LOC_NONE, "--%s is %s, not \"%.*s\"", option, forms,
			  SLICE_FMT(value));
}

/* Of the configuration's mock block first; an option on the command line stands above it. */
static bool parse_policies(struct serving *s)
{
	struct command_line *cl = s->cl;
	struct instance_options *o = &s->options;
	struct mock_block block;
	struct slice role = option_text(cl, OPT_ROLE), policy = option_text(cl, OPT_POLICY),
		     unknown = option_text(cl, OPT_UNKNOWN), tls = option_text(cl, OPT_TLS);

	if (!mock_block_read(&block, cl->mock_block, &cl->arena, s->diag) ||
	    !mock_block_check(&block, o->contracts, o->n_contracts, s->diag))
		return false;
	o->policy = block.has_policy ? block.policy : POLICY_ACCEPT;
	o->unknown = block.has_unknown ? block.unknown : UNKNOWN_REPORT;
	o->intervals = block.intervals;
	o->n_intervals = block.n_intervals;
	if (option_flag(cl, OPT_STRICT)) {
		o->policy = POLICY_REJECT;
		o->unknown = UNKNOWN_REFUSE;
	}
	if (role.ptr && !role_parse(role, &o->role))
		return bad_value(s->diag, "role", role, "application, counterpart or auto");
	if (policy.ptr && !policy_parse(policy, &o->policy))
		return bad_value(s->diag, "policy", policy, "accept, reject or dead-letter");
	if (unknown.ptr && !unknown_parse(unknown, &o->unknown))
		return bad_value(s->diag, "unknown", unknown, "report, relay or refuse");
	if (tls.ptr && !slice_is(tls, "auto") && !slice_is(tls, "off"))
		return bad_value(s->diag, "tls", tls, "auto or off");
	o->tls_off = slice_is(tls, "off");
	o->generate = !option_flag(cl, OPT_NO_GENERATE);
	o->every_us = option_us(cl, OPT_EVERY, block.every_us);
	o->usual_us = DEFAULT_EVERY_US;
	return true;
}

static bool parse_options(struct serving *s)
{
	struct command_line *cl = s->cl;
	struct slice log = option_text(cl, OPT_LOG);

	s->options =
		(struct instance_options){ .contracts = s->contracts.list,
					   .n_contracts = s->contracts.n,
					   .host = option_cstr(cl, OPT_HOST),
					   .servers = cl->settings[OPT_SERVER].values,
					   .n_servers = cl->settings[OPT_SERVER].n,
					   .protocol = option_text(cl, OPT_PROTOCOL),
					   .seed = option_number(cl, OPT_SEED, random_seed() % 1000000000),
					   .locale = option_text(cl, OPT_LOCALE),
					   .wall_us = option_us(cl, OPT_CLOCK, 0),
					   .answer = true,
					   .client_ca = option_cstr(cl, OPT_CLIENT_CA),
					   .record = option_cstr(cl, OPT_RECORD) };
	if (log.ptr && !slice_is(log, "text") && !slice_is(log, "json"))
		return bad_value(s->diag, "log", log, "text or json");
	return locale_check(cl, s->diag) && ports_read(cl, &s->options, s->diag) && parse_policies(s);
}

static bool start_watching(struct serving *s)
{
	struct watching_options options = { .cl = s->cl,
					    .contracts = &s->contracts,
					    .options = &s->options,
					    .instance = s->instance,
					    .console = s->console };

	if (!option_flag(s->cl, OPT_WATCH))
		return true;
	s->watching = watching_start(s->loop, &options, s->diag);
	return s->watching != NULL;
}

static int64_t monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

/* When the process began: before main() there was only loading, which takes as long as the processor time it
 * used. */
static int64_t process_start_us(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return monotonic_us() - used.tv_sec * 1000000LL - used.tv_nsec / 1000;
}

static void say_ready(struct serving *s, FILE *out, int64_t started_us)
{
	long long ms = (monotonic_us() - started_us + 999) / 1000;
	unsigned long long seed = s->options.seed;

	if (slice_is(option_text(s->cl, OPT_LOG), "json")) {
		BUF_AUTO struct buf where = BUF_INIT(0);

		ready_json(&where, s->instance);
		fprintf(out, "{\"event\":\"ready\",\"ms\":%lld,\"seed\":%llu,\"role\":\"%s\",%.*s\n", ms,
			seed, role_name(s->options.role), SLICE_FMT(slice_from(buf_view(&where), 1)));
	} else if (!option_flag(s->cl, OPT_QUIET)) {
		console_tables(out, s->instance, &s->options);
		fprintf(out, "ready in %lld ms (seed %llu)\n", ms, seed);
	}
	fflush(out);
}

/* What the exit status says: the command's own, or 1 where that was 0 and the contract was broken. */
static int status_of(const struct serving *s)
{
	if (!s->beside.child)
		return EXIT_PASSED;
	if (s->beside.was_told)
		return EXIT_INTERRUPTED;
	if (s->beside.status)
		return s->beside.status;
	return console_violations(s->console) ? EXIT_BROKEN : EXIT_PASSED;
}

static int serve(struct serving *s, int64_t started_us)
{
	FILE *out = s->cl->after ? stderr : stdout;
	const char *ready_file = option_cstr(s->cl, OPT_READY_FILE);
	struct console_options console = { .out = out,
					   .json = slice_is(option_text(s->cl, OPT_LOG), "json"),
					   .colour = isatty(fileno(out)) && !getenv("NO_COLOR"),
					   .quiet = option_flag(s->cl, OPT_QUIET),
					   .verbose = option_count(s->cl, OPT_VERBOSE),
					   .roles_matter = s->options.role == ROLE_AUTO };

	s->instance = instance_start(s->loop, &s->options, s->diag);
	if (!s->instance)
		return s->diag->findings && s->diag->findings[s->diag->n - 1].code == DIAG_USAGE
			       ? EXIT_USAGE
			       : EXIT_ENVIRONMENT;
	s->console = console_new(instance_broker(s->instance), &console);
	beside_heed_signals(&s->beside, s->loop);
	if (console.verbose > 1 && !console.json)
		frame_log_start(&s->frames, s->loop, out);
	if (!start_watching(s))
		return EXIT_ENVIRONMENT;
	say_ready(s, out, started_us);
	if ((ready_file && !ready_file_write(ready_file, s->instance, s->diag)) ||
	    !beside_start(&s->beside, s->cl, s->instance, s->diag))
		return EXIT_ENVIRONMENT;
	loop_run(s->loop);
	console_summary(s->console);
	return status_of(s);
}

int command_serve(struct command_line *cl, struct diag *d)
{
	struct serving s = { .cl = cl, .diag = d };
	int64_t started_us = process_start_us();
	int status = EXIT_USAGE;

	if (!cl->n_args) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "a contract is expected: understudy serve CONTRACT");
		return EXIT_USAGE;
	}
	if (contracts_load(&s.contracts, cl, 0, cl->n_args, d) && parse_options(&s)) {
		if (s.contracts.has_errors && option_flag(cl, OPT_STRICT)) {
			diag_error(d, DIAG_USAGE, LOC_NONE, "--strict serves no contract that has errors");
		} else {
			s.loop = loop_new(d);
			status = s.loop ? serve(&s, started_us) : EXIT_ENVIRONMENT;
		}
	}
	beside_release(&s.beside);
	watching_stop(s.watching);
	console_free(s.console);
	instance_stop(s.instance);
	if (s.loop)
		loop_free(s.loop);
	contracts_drop(&s.contracts);
	return status;
}
