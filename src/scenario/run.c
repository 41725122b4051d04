/* The life of one scenario: mock, programs, steps, finally, the end.
 *
 * Events only make a note (run_wake); everything is done by one timer of the loop, outside of any delivery.
 */
#include "scenario/run.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "scenario/internal.h"

/* What `finally` may take once the run is interrupted. */
enum { INTERRUPTED_FINALLY_US = 3000000 };

int64_t run_now(const struct run *r)
{
	return loop_now_us(r->options.loop);
}

void run_wake_at(struct run *r, int64_t due_us)
{
	if (r->next_us == TIMER_NEVER || due_us < r->next_us)
		r->next_us = due_us;
}

void run_wake(struct run *r)
{
	if (r->phase != PHASE_DONE)
		loop_arm(r->options.loop, &r->timer, run_now(r));
}

int64_t step_within(const struct run *r, int64_t own_us)
{
	if (own_us >= 0)
		return own_us;
	if (r->step && r->step->within_us >= 0)
		return r->step->within_us;
	return r->scenario->within_us;
}

bool run_value(struct run *r, struct node *n, struct node **out)
{
	r->scope.at = LOC_NONE;
	*out = expression_tree(&r->scope, n);
	if (!n || *out)
		return true;
	run_fail(r, r->scope.at.file ? r->scope.at : node_loc(n), NULL, "%s", r->scope.why);
	return false;
}

bool run_text(struct run *r, struct node *n, struct slice *out)
{
	struct node *value;

	if (!run_value(r, n, &value))
		return false;
	if (value)
		*out = value_text(&r->arena, value);
	return true;
}

static void on_entry(void *arg)
{
	run_wake(arg);
}

/* --- one step */

static const struct {
	enum progress (*start)(struct run *r);
	enum progress (*poll)(struct run *r);
	void (*end)(struct run *r);
} verbs[] = {
	[VERB_SEND] = {send_start,	    send_poll,    NULL	    },
	[VERB_EXPECT] = { expect_start,	expect_poll,  expect_end },
	[VERB_WAIT] = { NULL,	      NULL,	    NULL	 },
	[VERB_FAULT] = { fault_start,   NULL,	    NULL	 },
	[VERB_RUN] = { command_start, command_poll, command_end},
};

static enum progress poll_wait(struct run *r)
{
	enum progress p = wait_poll(r, &r->step->wait, r->step->at, r->step_began_us);

	if (p == PROGRESS_DONE)
		capture_moment(r, r->step->as, NULL);
	return p;
}

static enum progress start_step(struct run *r, const struct step *s)
{
	r->step = s;
	r->step_began_us = run_now(r);
	r->scope.wall_us = broker_wall_us(r->broker);
	memset(&r->expect, 0, sizeof(r->expect));
	memset(&r->send, 0, sizeof(r->send));
	memset(&r->command, 0, sizeof(r->command));
	return verbs[s->verb].start ? verbs[s->verb].start(r) : PROGRESS_WAIT;
}

static enum progress poll_step(struct run *r)
{
	if (r->step->verb == VERB_WAIT)
		return poll_wait(r);
	return verbs[r->step->verb].poll ? verbs[r->step->verb].poll(r) : PROGRESS_DONE;
}

static void end_step(struct run *r)
{
	if (r->step && verbs[r->step->verb].end)
		verbs[r->step->verb].end(r);
	r->step = NULL;
}

static enum progress do_step(struct run *r, const struct step *s)
{
	enum progress p = PROGRESS_WAIT;

	if (!r->step)
		p = start_step(r, s);
	if (p == PROGRESS_WAIT)
		p = poll_step(r);
	if (p != PROGRESS_WAIT)
		end_step(r);
	return p;
}

/* --- the phases */

static void enter(struct run *r, enum phase phase)
{
	end_step(r);
	r->phase = phase;
	r->at = 0;
	r->started = false;
	if (phase == PHASE_STOPPING)
		programs_stop(r);
}

static bool start_programs(struct run *r)
{
	const struct program *p = r->at < r->scenario->n_programs ? &r->scenario->programs[r->at] : NULL;
	enum progress done = PROGRESS_DONE;

	if (!p) {
		enter(r, PHASE_STEPS);
		return true;
	}
	if (!r->started) {
		if (!program_start(r, r->at)) {
			enter(r, PHASE_FINALLY);
			return true;
		}
		r->started = true;
		r->step_began_us = run_now(r);
	}
	if (p->ready)
		done = wait_poll(r, p->ready, p->at, r->step_began_us);
	if (done == PROGRESS_WAIT)
		return false;
	r->at++;
	r->started = false;
	if (done == PROGRESS_FAILED)
		enter(r, PHASE_FINALLY);
	return true;
}

static bool is_unclaimed_breach(const struct entry *e)
{
	return e->kind == EVENT_ARRIVAL && !e->ours && !e->claimed && e->violates;
}

/* What the program did wrong and nobody asked for; what it sent and nobody asked for. */
static void check_end(struct run *r)
{
	for (size_t i = 0; i < r->ledger.n && !r->scenario->violations_report; i++) {
		const struct entry *e = r->ledger.list[i];
		BUF_AUTO struct buf details = BUF_INIT(0), brief = BUF_INIT(0);

		if (!is_unclaimed_breach(e))
			continue;
		explain_breach(&details, &brief, e);
		run_fail(r, r->scenario->at, buf_cstr(&details), "%s", buf_cstr(&brief));
		return;
	}
	if (r->scenario->leftovers_fail && r->result.n_unclaimed)
		run_fail(r, r->scenario->at, NULL, "%zu message%s came that no step asked for",
			 r->result.n_unclaimed, r->result.n_unclaimed == 1 ? "" : "s");
}

static bool do_steps(struct run *r, const struct steps *steps, enum phase then)
{
	enum progress p;

	if (r->at == steps->n) {
		if (r->phase == PHASE_STEPS) {
			list_unclaimed(r);
			check_end(r);
		}
		enter(r, then);
		return true;
	}
	p = do_step(r, &steps->list[r->at]);
	if (p == PROGRESS_WAIT)
		return false;
	r->at++;
	/* In `finally` the rest is done all the same. */
	if (p == PROGRESS_FAILED && r->phase == PHASE_STEPS)
		enter(r, then);
	return true;
}

static void release_mock(struct run *r)
{
	const struct scenario_host *h = r->options.host;

	ledger_release(&r->ledger);
	if (r->session)
		session_free(r->session);
	r->session = NULL;
	for (size_t i = 0; r->generators && i < r->scenario->n_contracts; i++)
		generator_free(r->generators[i]);
	r->generators = NULL;
	if (r->mock)
		h->mock_stop(h->arg, r->mock);
	r->mock = NULL;
}

static void keep_timeline(struct run *r)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	timeline_write(&b, r, SIZE_MAX);
	r->result.timeline = arena_copy(&r->result.arena, buf_view(&b));
}

static void finish(struct run *r)
{
	programs_output(r);
	if (r->options.keep_timeline && r->broker)
		keep_timeline(r);
	r->result.took_us = run_now(r) - r->began_us;
	r->phase = PHASE_DONE;
	for (size_t i = 0; i < r->scenario->n_programs; i++) {
		if (r->programs[i].child)
			r->options.host->program_free(r->options.host->arg, r->programs[i].child);
		r->programs[i].child = NULL;
	}
	release_mock(r);
	loop_disarm(r->options.loop, &r->timer);
	r->options.on_done(r->options.arg, r);
}

/* One move; false: nothing to do but wait. */
static bool move(struct run *r)
{
	switch (r->phase) {
	case PHASE_PROGRAMS:
		return start_programs(r);
	case PHASE_STEPS:
		return do_steps(r, &r->scenario->steps, PHASE_FINALLY);
	case PHASE_FINALLY:
		return do_steps(r, &r->scenario->finally, PHASE_STOPPING);
	case PHASE_STOPPING:
		if (programs_are_gone(r))
			finish(r);
		return false;
	case PHASE_DONE:
		break;
	}
	return false;
}

static struct loc where_now(const struct run *r)
{
	return r->step ? r->step->at
	       : r->phase == PHASE_PROGRAMS && r->at < r->scenario->n_programs
		       ? r->scenario->programs[r->at].at
		       : r->scenario->at;
}

static void check_interrupted(struct run *r)
{
	if (r->phase != PHASE_FINALLY || !r->stop_by_us)
		return;
	if (run_now(r) >= r->stop_by_us)
		enter(r, PHASE_STOPPING);
	else
		run_wake_at(r, r->stop_by_us);
}

/* What ends a scenario from outside of its steps. */
static void check_outside(struct run *r)
{
	const struct running_program *p = program_ended_early(r);
	int64_t end = r->began_us + r->scenario->timeout_us;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (r->phase > PHASE_STEPS) {
		check_interrupted(r);
		return;
	}
	if (r->ledger.full) {
		run_fail(r, where_now(r), NULL, "more came in than a scenario can keep");
	} else if (run_now(r) >= end) {
		duration_add(&b, r->scenario->timeout_us);
		run_fail(r, where_now(r), NULL, "the scenario is not over after %s (timeout)", buf_cstr(&b));
	} else if (p) {
		BUF_AUTO struct buf said = BUF_INIT(0);

		program_name_write(&b, r, p);
		buf_char(&b, ' ');
		status_write(&b, p->status);
		last_words_write(&said, r, p);
		run_fail(r, where_now(r), buf_cstr(&said), "%s before the scenario was over", buf_cstr(&b));
	} else {
		run_wake_at(r, end);
		return;
	}
	enter(r, PHASE_FINALLY);
}

/* An early end is told only once the steps had the chance to see what came before it. */
static void advance(struct timer *t, int64_t now_us)
{
	struct run *r = container_of(t, struct run, timer);

	(void)now_us;
	r->next_us = TIMER_NEVER;
	faults_apply(r);
	while (move(r))
		;
	if (r->phase == PHASE_DONE)
		return;
	check_outside(r);
	if (r->phase >= PHASE_FINALLY)
		while (move(r))
			;
	if (r->phase != PHASE_DONE && r->next_us != TIMER_NEVER)
		loop_arm(r->options.loop, &r->timer, r->next_us);
}

/* --- the start */

static struct node *server_value(struct arena *a, const struct host_server *s)
{
	struct node *map = node_new(a, NODE_MAP, NULL);

	node_set(a, map, SLICE_LIT("url"), node_new_text(a, s->url, NULL));
	node_set(a, map, SLICE_LIT("host"), node_new_text(a, s->host, NULL));
	node_set(a, map, SLICE_LIT("address"), node_new_text(a, s->address, NULL));
	node_set(a, map, SLICE_LIT("port"),
		 node_new_number(a, slice_str(arena_printf(a, "%u", s->port)), NULL));
	/* In plain text there is nothing to trust: empty, as an unset variable would be. */
	node_set(a, map, SLICE_LIT("ca"), node_new_text(a, slice_str(s->ca ? s->ca : ""), NULL));
	return map;
}

static void fill_servers(struct run *r)
{
	const struct scenario_host *h = r->options.host;
	const struct host_server *list;
	size_t n = h->mock_servers(h->arg, r->mock, &list);
	struct node *servers = node_new(&r->arena, NODE_MAP, NULL),
		    *program = node_new(&r->arena, NODE_MAP, NULL);

	for (size_t i = 0; i < n; i++)
		node_set(&r->arena, servers, list[i].name, server_value(&r->arena, &list[i]));
	r->separator = n ? list[0].separator : '/';
	node_set(&r->arena, r->scope.root, SLICE_LIT("servers"), servers);
	node_set(&r->arena, program, SLICE_LIT("port"),
		 node_new_number(&r->arena, slice_str(arena_printf(&r->arena, "%u", h->free_port(h->arg))),
				 NULL));
	node_set(&r->arena, r->scope.root, SLICE_LIT("program"), program);
}

static bool fill_names(struct run *r)
{
	const struct node *vars = r->scenario->vars;
	struct node *map = node_new(&r->arena, NODE_MAP, NULL), *value;

	r->scope = (struct scope){ .arena = &r->arena,
				   .root = node_new(&r->arena, NODE_MAP, NULL),
				   .random = random_stream(r->result.seed, SLICE_LIT("scenario")),
				   .wall_us = loop_wall_us(r->options.loop) };
	node_set(&r->arena, r->scope.root, SLICE_LIT("vars"), map);
	if (r->row)
		node_set(&r->arena, r->scope.root, SLICE_LIT("row"), r->row);
	for (size_t i = 0; i < vars->n; i++) {
		if (!run_value(r, vars->members[i].value, &value))
			return false;
		node_set(&r->arena, map, vars->members[i].key, value);
	}
	return true;
}

static bool fill_title(struct run *r)
{
	struct slice title = SLICE_NONE;

	r->result.title = arena_copy(&r->result.arena, r->scenario->title);
	if (!run_text(r, node_get(r->scenario->root, "scenario"), &title))
		return false;
	r->result.title = arena_copy(&r->result.arena, title);
	return true;
}

/* The operations of requests that the scenario's own steps answer would be named here; `reply` is not there
 * yet. */
static bool start_mock(struct run *r)
{
	const struct scenario *s = r->scenario;
	const struct scenario_host *h = r->options.host;
	struct contract **contracts = arena_array(&r->arena, struct contract *, s->n_contracts);
	struct host_mock_options o = { .contracts = contracts,
				       .n_contracts = s->n_contracts,
				       .role = s->role,
				       .policy = s->mock.has_policy ? s->mock.policy : POLICY_ACCEPT,
				       .unknown = s->mock.has_unknown ? s->mock.unknown : UNKNOWN_REPORT,
				       .seed = r->result.seed,
				       .locale = r->options.locale,
				       .generate = s->mock.n_intervals || s->mock.every_us,
				       .every_us = s->mock.every_us,
				       .intervals = s->mock.intervals,
				       .n_intervals = s->mock.n_intervals };

	for (size_t i = 0; i < s->n_contracts; i++)
		contracts[i] = s->contracts[i].contract;
	r->mock = h->mock_start(h->arg, &o, &r->diag);
	if (r->mock)
		return true;
	run_fail(r, s->at, NULL, "%s",
		 r->diag.n ? r->diag.findings[r->diag.n - 1].text : "the mock cannot be started");
	r->result.status = SCENARIO_ERROR;
	return false;
}

static void prepare(struct run *r)
{
	const struct scenario *s = r->scenario;
	size_t n_messages = 0;

	r->broker = r->options.host->mock_broker(r->options.host->arg, r->mock);
	ledger_start(&r->ledger, r->broker, on_entry, r);
	r->session = session_new(r->broker, NULL, ORIGIN_SCENARIO, SLICE_LIT("scenario"));
	r->generators = arena_array(&r->arena, struct generator *, s->n_contracts);
	for (size_t i = 0; i < s->n_contracts; i++) {
		r->generators[i] = generator_new(s->contracts[i].contract, r->result.seed);
		generator_speak(r->generators[i], r->options.locale);
		n_messages += s->contracts[i].contract->n_messages;
	}
	r->positions = arena_array(&r->arena, uint64_t, n_messages + 1);
	fill_servers(r);
}

static uint64_t choose_seed(const struct run *r)
{
	return r->options.has_seed     ? r->options.seed
	       : r->scenario->has_seed ? r->scenario->seed
				       : random_seed() % 1000000000;
}

static void end_at_once(struct timer *t, int64_t now_us)
{
	(void)now_us;
	finish(container_of(t, struct run, timer));
}

struct run *run_start(const struct scenario *s, size_t row, const struct run_options *o)
{
	struct run *r = NEW(struct run);
	bool ok;

	r->scenario = s;
	r->row = s->rows[row];
	r->options = *o;
	r->began_us = run_now(r);
	r->judge = judge_new();
	r->programs = arena_array(&r->arena, struct running_program, s->n_programs + 1);
	r->result = (struct scenario_result){ .scenario = s, .at = s->at, .seed = choose_seed(r) };
	ok = fill_names(r) && fill_title(r);
	if (o->skip || (ok && s->skip.ptr)) {
		r->result.status = SCENARIO_SKIPPED;
		r->result.message = arena_copy(&r->result.arena, o->skip ? slice_str(o->skip) : s->skip);
		ok = false;
	}
	ok = ok && start_mock(r);
	r->timer.fire = ok ? advance : end_at_once;
	if (ok)
		prepare(r);
	else
		r->phase = PHASE_STOPPING;
	run_wake(r);
	return r;
}

void run_stop(struct run *r, const char *why)
{
	if (r->phase >= PHASE_STOPPING)
		return;
	run_fail(r, where_now(r), NULL, "%s", why);
	if (r->stop_by_us)
		enter(r, PHASE_STOPPING);
	else if (r->phase < PHASE_FINALLY)
		enter(r, PHASE_FINALLY);
	r->stop_by_us = run_now(r) + INTERRUPTED_FINALLY_US;
	run_wake(r);
}

struct scenario_result *run_result(struct run *r)
{
	return &r->result;
}

void scenario_result_release(struct scenario_result *r)
{
	arena_free(&r->arena);
	*r = (struct scenario_result){ 0 };
}

void run_free(struct run *r)
{
	if (!r)
		return;
	end_step(r);
	for (size_t i = 0; i < r->scenario->n_programs; i++) {
		if (r->programs[i].child)
			r->options.host->program_free(r->options.host->arg, r->programs[i].child);
		buf_release(&r->programs[i].output);
	}
	release_mock(r);
	loop_disarm(r->options.loop, &r->timer);
	receipt_release(&r->receipt);
	judge_free(r->judge);
	diag_release(&r->diag);
	scenario_result_release(&r->result);
	arena_free(&r->scratch);
	arena_free(&r->arena);
	free(r);
}
