/* understudy run: loads the scenarios, runs them one after the other, writes the report. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/attaching.h"
#include "cli/commands.h"
#include "cli/run_host.h"
#include "report/junit.h"
#include "report/lines.h"
#include "scenario/run.h"

struct running {
	struct command_line *cl;
	struct diag *diag;
	struct loop *loop;
	struct scenario_set set;
	struct run_host *host;
	struct report report;
	struct lines_options lines;
	struct run *run; /* the one under way */
	const char **paths;
	size_t n_paths, room_paths;
	bool interrupted;
};

/* --- which files */

static void add_path(struct running *r, const char *path)
{
	r->paths = arena_grow(&r->cl->arena, r->paths, r->n_paths, &r->room_paths, sizeof(*r->paths));
	r->paths[r->n_paths++] = path;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_yaml(const char *name)
{
	struct slice s = slice_str(name);

	return slice_ends(s, SLICE_LIT(".yaml")) || slice_ends(s, SLICE_LIT(".yml"));
}

enum { DEEPEST_FOLDER = 32 };

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The settings have a `scenario:` at the top too, which is a block of defaults. */
static bool is_settings(const char *name)
{
	return strcmp(name, "understudy.yaml") == 0;
}

static bool is_listed(const char *name, const char *path)
{
	return is_yaml(name) && !is_settings(name) && is_scenario_file(path);
}

/* All scenario files in it and below, by name; what is hidden is left out. */
static void add_folder(struct running *r, const char *path, int depth)
{
	struct dirent **names;
	int n = depth < DEEPEST_FOLDER ? scandir(path, &names, NULL, compare_names) : -1;
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	for (int i = 0; i < n; i++) {
		const char *inner = arena_printf(&r->cl->arena, "%.*s/%s", (int)len, path, names[i]->d_name);

		if (names[i]->d_name[0] != '.' && is_folder(inner))
			add_folder(r, inner, depth + 1);
		else if (names[i]->d_name[0] != '.' && is_listed(names[i]->d_name, inner))
			add_path(r, inner);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static bool find_files(struct running *r)
{
	for (size_t i = 0; i < r->cl->n_args; i++) {
		const char *path = arena_strdup(&r->cl->arena, r->cl->args[i]);

		if (is_folder(path))
			add_folder(r, path, 0);
		else
			add_path(r, path);
	}
	return r->n_paths || diag_error(r->diag, DIAG_USAGE, LOC_NONE, "there is no scenario in %.*s",
					SLICE_FMT(r->cl->args[0]));
}

/* --- one after the other */

static void on_done(void *arg, struct run *run)
{
	struct running *r = arg;

	(void)run;
	loop_stop(r->loop);
}

static void run_one(struct running *r, struct report_suite *suite, const struct scenario *s, size_t row)
{
	const struct setting *seed = &r->cl->settings[OPT_SEED];
	struct run_options o = { .loop = r->loop,
				 .host = run_host_calls(r->host),
				 .has_seed = seed->n > 0,
				 .seed = option_number(r->cl, OPT_SEED, 0),
				 .locale = option_text(r->cl, OPT_LOCALE),
				 .keep_timeline = r->lines.verbose > 0,
				 .skip = r->interrupted ? "interrupted" : NULL,
				 .arg = r,
				 .on_done = on_done };

	r->run = run_start(s, row, &o);
	loop_run(r->loop);
	lines_result(&r->lines, report_add_result(suite, run_result(r->run)));
	run_free(r->run);
	r->run = NULL;
}

static bool is_selected(const struct running *r, const struct scenario *s)
{
	const struct setting *tags = &r->cl->settings[OPT_TAG];

	for (size_t i = 0; i < tags->n; i++)
		for (size_t k = 0; k < s->n_tags; k++)
			if (slice_eq(tags->values[i], s->tags[k]))
				return true;
	return !tags->n;
}

static bool has_selected(const struct running *r, const struct scenario_file *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (is_selected(r, &f->list[i]))
			return true;
	return f->diag.errors > 0;
}

/* Once it is interrupted the rest is in the report as skipped. */
static void run_file(struct running *r, const struct scenario_file *f)
{
	struct report_suite *suite = report_add_suite(&r->report, f);

	for (size_t i = 0; i < f->n && !f->diag.errors; i++)
		for (size_t row = 0; row < f->list[i].n_rows; row++)
			if (is_selected(r, &f->list[i]))
				run_one(r, suite, &f->list[i], row);
}

static void on_signal(void *arg, int signo)
{
	struct running *r = arg;

	(void)signo;
	r->interrupted = true;
	if (r->run)
		run_stop(r->run, "interrupted");
	else
		loop_stop(r->loop);
}

/* Of several the highest. */
static int status_of(const struct running *r)
{
	int status = EXIT_PASSED;

	for (size_t i = 0; i < r->report.n; i++) {
		const struct report_suite *s = &r->report.suites[i];

		if (s->file->diag.errors && status < EXIT_USAGE)
			status = EXIT_USAGE;
		for (size_t k = 0; k < s->n; k++) {
			if (s->results[k].status == SCENARIO_FAILED && status < EXIT_BROKEN)
				status = EXIT_BROKEN;
			if (s->results[k].status == SCENARIO_ERROR)
				status = EXIT_ENVIRONMENT;
		}
	}
	return status;
}

static int run_all(struct running *r)
{
	const char *junit = option_cstr(r->cl, OPT_JUNIT);
	bool selected = false;
	int status;

	for (size_t i = 0; i < r->n_paths; i++)
		scenario_set_load(&r->set, r->paths[i], stderr);
	loop_on_signal(r->loop, SIGINT, on_signal, r);
	loop_on_signal(r->loop, SIGTERM, on_signal, r);
	for (size_t i = 0; i < r->set.n; i++) {
		if (!has_selected(r, r->set.files[i]))
			continue;
		selected = true;
		run_file(r, r->set.files[i]);
	}
	status = status_of(r);
	if (!selected) {
		diag_error(r->diag, DIAG_USAGE, LOC_NONE, "no scenario has such a tag");
		status = EXIT_USAGE;
	}
	lines_failures(&r->lines, &r->report);
	lines_summary(&r->lines, &r->report);
	if (junit && !junit_save(&r->report, junit, r->diag))
		status = EXIT_ENVIRONMENT;
	return r->interrupted ? EXIT_INTERRUPTED : status;
}

static bool check_set(struct running *r)
{
	const struct setting *set = &r->cl->settings[OPT_SET];

	for (size_t i = 0; i < set->n; i++)
		if (slice_find(set->values[i], '=') == set->values[i].len)
			return diag_error(r->diag, DIAG_USAGE, LOC_NONE,
					  "--set takes NAME=VALUE, not \"%.*s\"", SLICE_FMT(set->values[i]));
	return true;
}

/* The scenarios are read with this in mind. */
static bool attached_names(struct command_line *cl, struct scenario_defaults *out, struct diag *d)
{
	struct instance_options o = { 0 };
	struct slice *names;

	if (!attach_read(cl, &o, d))
		return false;
	names = arena_array(&cl->arena, struct slice, o.n_attach + 1);
	for (size_t i = 0; i < o.n_attach; i++)
		names[i] = o.attach[i].server;
	out->attached = names;
	out->n_attached = o.n_attach;
	return true;
}

int command_run(struct command_line *cl, struct diag *d)
{
	struct running r = {
		.cl = cl,
		.diag = d,
		.lines = {.out = stdout,
			   .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
			   .quiet = option_flag(cl, OPT_QUIET),
			   .verbose = option_count(cl, OPT_VERBOSE)}
	};
	struct scenario_defaults defaults = { .block = cl->scenario_block,
					      .set = cl->settings[OPT_SET].values,
					      .n_set = cl->settings[OPT_SET].n,
					      .has_protocol = option_text(cl, OPT_PROTOCOL).ptr };
	int status = EXIT_USAGE;

	if (!cl->n_args) {
		diag_error(d, DIAG_USAGE, LOC_NONE,
			   "a scenario or a folder is expected: understudy run PATH");
		return EXIT_USAGE;
	}
	if (!attached_names(cl, &defaults, d))
		return EXIT_USAGE;
	scenario_set_init(&r.set, &defaults);
	if (locale_check(cl, d) && check_set(&r) && find_files(&r)) {
		r.loop = loop_new(d);
		r.host = r.loop ? run_host_new(r.loop, cl, &r.interrupted, d) : NULL;
		r.report.started_wall_us = r.loop ? loop_wall_us(r.loop) : 0;
		status = !r.loop ? EXIT_ENVIRONMENT : r.host ? run_all(&r) : EXIT_USAGE;
	}
	run_host_free(r.host);
	report_release(&r.report);
	scenario_set_release(&r.set);
	if (r.loop)
		loop_free(r.loop);
	return status;
}
