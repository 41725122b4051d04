/* Programs under test, and commands of `run`. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/text.h"
#include "document/document.h"
#include "scenario/internal.h"
#include "scenario/path.h"

bool command_fill(struct run *r, const struct command_step *c, const char *const **argv,
		  const char *const **env)
{
	struct node *list, *map;
	const char **args, **vars;
	size_t n = 0;

	if (!run_value(r, c->argv, &list) || !run_value(r, c->env, &map))
		return false;
	args = arena_array(&r->arena, const char *, (list->kind == NODE_LIST ? list->n : 3) + 1);
	if (list->kind != NODE_LIST) {
		args[n++] = "sh";
		args[n++] = "-c";
		args[n++] = arena_strdup(&r->arena, value_text(&r->arena, list));
	}
	for (size_t i = 0; list->kind == NODE_LIST && i < list->n; i++)
		args[n++] = arena_strdup(&r->arena, value_text(&r->arena, list->items[i]));
	vars = arena_array(&r->arena, const char *, (map ? map->n : 0) + 1);
	for (size_t i = 0; map && i < map->n; i++)
		vars[i] = arena_printf(&r->arena, "%.*s=%.*s", SLICE_FMT(map->members[i].key),
				       SLICE_FMT(value_text(&r->arena, map->members[i].value)));
	*argv = args;
	*env = vars;
	return true;
}

void status_write(struct buf *out, int status)
{
	if (WIFSIGNALED(status))
		buf_printf(out, "was killed by signal %d (%s)", WTERMSIG(status),
			   strsignal(WTERMSIG(status)));
	else
		buf_printf(out, "ended with status %d", WEXITSTATUS(status));
}

void program_name_write(struct buf *out, const struct run *r, const struct running_program *p)
{
	buf_str(out, "the program");
	if (r->scenario->n_programs > 1)
		buf_printf(out, " %.*s", SLICE_FMT(p->of->name));
}

enum { LINES_SHOWN = 10 };

static void write_lines(struct buf *out, struct slice text)
{
	struct slice line;
	size_t lines = 0, k;

	for (k = 0; k < text.len; k++)
		lines += text.ptr[k] == '\n';
	for (k = 0; slice_split(&text, '\n', &line); k++) {
		if (k + LINES_SHOWN < lines || !line.len)
			continue;
		buf_str(out, "          ");
		printable_add(out, line, 200);
		buf_char(out, '\n');
	}
}

void last_words_write(struct buf *out, const struct run *r, const struct running_program *only)
{
	for (size_t i = 0; i < r->scenario->n_programs; i++) {
		const struct running_program *p = &r->programs[i];

		if ((only && p != only) || !p->output.len)
			continue;
		buf_str(out, "output    of ");
		program_name_write(out, r, p);
		buf_str(out, ", its end\n");
		write_lines(out, buf_view(&p->output));
	}
}

/* The end of it is kept: that is where the reason stands. */
static void on_output(void *arg, bool is_stderr, struct slice bytes)
{
	struct running_program *p = arg;

	(void)is_stderr;
	buf_slice(&p->output, bytes);
	if (p->output.len > 2 * OUTPUT_KEPT_BYTES)
		buf_consume(&p->output, p->output.len - OUTPUT_KEPT_BYTES);
	run_wake(p->run);
}

static void on_exit_of(void *arg, int status)
{
	struct running_program *p = arg;

	p->exited = true;
	p->status = status;
	run_wake(p->run);
}

static const char *dir_of(struct run *r, const struct node *n)
{
	return path_dir(&r->arena, n->in ? n->in->file : r->scenario->file->path);
}

bool program_start(struct run *r, size_t i)
{
	struct running_program *p = &r->programs[i];
	struct host_program_options o = { .arg = p, .on_output = on_output, .on_exit = on_exit_of };
	const struct program *of = &r->scenario->programs[i];
	size_t said = r->diag.n;

	p->run = r;
	p->of = of;
	if (!command_fill(r, &of->command, &o.argv, &o.env))
		return false;
	o.dir = dir_of(r, of->command.argv);
	p->child = r->options.host->program_start(r->options.host->arg, &o, &r->diag);
	if (p->child)
		return true;
	run_fail(r, of->at, NULL, "%s",
		 r->diag.n > said ? r->diag.findings[r->diag.n - 1].text : "it cannot be started");
	r->result.status = SCENARIO_ERROR;
	return false;
}

void programs_stop(struct run *r)
{
	for (size_t i = 0; i < r->scenario->n_programs; i++)
		if (r->programs[i].child && !r->programs[i].exited)
			r->options.host->program_stop(r->options.host->arg, r->programs[i].child);
}

bool programs_are_gone(const struct run *r)
{
	for (size_t i = 0; i < r->scenario->n_programs; i++)
		if (r->programs[i].child && !r->programs[i].exited)
			return false;
	return true;
}

const struct running_program *program_ended_early(const struct run *r)
{
	for (size_t i = 0; i < r->scenario->n_programs; i++)
		if (r->programs[i].exited && !r->programs[i].of->may_end)
			return &r->programs[i];
	return NULL;
}

void programs_output(struct run *r)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	for (size_t i = 0; i < r->scenario->n_programs; i++) {
		struct slice out = buf_view(&r->programs[i].output);

		if (out.len > OUTPUT_KEPT_BYTES)
			out = slice_from(out, out.len - OUTPUT_KEPT_BYTES);
		if (r->scenario->n_programs > 1)
			buf_printf(&b, "== %.*s ==\n", SLICE_FMT(r->programs[i].of->name));
		buf_slice(&b, out);
	}
	r->result.output = arena_copy(&r->result.arena, buf_view(&b));
}

/* --- run: a command that ends */

static void on_command_output(void *arg, bool is_stderr, struct slice bytes)
{
	struct run *r = arg;

	buf_slice(is_stderr ? &r->command.errors : &r->command.output, bytes);
}

static void on_command_exit(void *arg, int status)
{
	struct run *r = arg;

	r->command.exited = true;
	r->command.status = status;
	run_wake(r);
}

enum progress command_start(struct run *r)
{
	struct host_program_options o = { .arg = r,
					  .on_output = on_command_output,
					  .on_exit = on_command_exit };
	const struct command_step *c = &r->step->command;
	size_t said = r->diag.n;

	r->command.output = BUF_INIT(COMMAND_OUTPUT_BYTES);
	r->command.errors = BUF_INIT(COMMAND_OUTPUT_BYTES);
	if (!command_fill(r, c, &o.argv, &o.env))
		return PROGRESS_FAILED;
	o.dir = dir_of(r, c->argv);
	r->command.child = r->options.host->program_start(r->options.host->arg, &o, &r->diag);
	if (r->command.child)
		return PROGRESS_WAIT;
	run_fail(r, r->step->at, NULL, "%s",
		 r->diag.n > said ? r->diag.findings[r->diag.n - 1].text : "it cannot be started");
	r->result.status = SCENARIO_ERROR;
	return PROGRESS_FAILED;
}

static enum progress keep_output(struct run *r)
{
	struct slice out = slice_trim(buf_view(&r->command.output));
	const char *why;
	size_t where;
	struct node *n;

	if (!r->step->as.ptr)
		return PROGRESS_DONE;
	/* The value keeps slices of what it was read from. */
	n = json_parse(&r->arena, arena_copy(&r->arena, out), &why, &where);
	capture_moment(r, r->step->as, n ? n : node_new_text(&r->arena, out, NULL));
	return PROGRESS_DONE;
}

enum progress command_poll(struct run *r)
{
	int64_t within = step_within(r, r->step->within_us);
	BUF_AUTO struct buf b = BUF_INIT(0), details = BUF_INIT(0);

	if (!r->command.exited && run_now(r) < r->step_began_us + within) {
		run_wake_at(r, r->step_began_us + within);
		return PROGRESS_WAIT;
	}
	if (r->command.exited && WIFEXITED(r->command.status) && !WEXITSTATUS(r->command.status))
		return keep_output(r);
	if (r->command.exited)
		status_write(&b, r->command.status);
	else
		buf_str(&b, "did not end in time");
	buf_slice(&details, buf_view(&r->command.errors));
	buf_slice(&details, buf_view(&r->command.output));
	return run_fail(r, r->step->at, buf_cstr(&details), "the command %s", buf_cstr(&b));
}

void command_end(struct run *r)
{
	if (r->command.child)
		r->options.host->program_free(r->options.host->arg, r->command.child);
	buf_release(&r->command.output);
	buf_release(&r->command.errors);
}
