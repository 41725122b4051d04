#include "cli/validate_output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The n-th --output is where the n-th --format goes; absent: standard output. */
static struct slice output_of(const struct command_line *cl, size_t format)
{
	const struct setting *s = &cl->settings[OPT_OUTPUT];

	return format < s->n && !slice_is(s->values[format], "-") ? s->values[format] : SLICE_NONE;
}

bool output_check(const struct command_line *cl, struct diag *d)
{
	const struct setting *formats = &cl->settings[OPT_FORMAT];
	BUF_AUTO struct buf names = BUF_INIT(0);
	size_t to_stdout = 0;

	findings_format_names(&names);
	for (size_t i = 0; i < formats->n; i++) {
		if (!findings_format(formats->values[i]))
			return diag_error(d, DIAG_USAGE, LOC_NONE, "--format is one of %s, not \"%.*s\"",
					  buf_cstr(&names), SLICE_FMT(formats->values[i]));
		to_stdout += !output_of(cl, i).ptr;
	}
	if (to_stdout > 1)
		return diag_error(d, DIAG_USAGE, LOC_NONE,
				  "only one --format can go to standard output: give the others an --output");
	if (cl->settings[OPT_OUTPUT].n > formats->n)
		return diag_error(d, DIAG_USAGE, LOC_NONE, "there are more --output than --format");
	return true;
}

bool output_owns_stdout(const struct command_line *cl)
{
	const struct setting *formats = &cl->settings[OPT_FORMAT];

	for (size_t i = 0; i < formats->n; i++)
		if (!output_of(cl, i).ptr && !slice_is(formats->values[i], "text"))
			return true;
	return false;
}

bool output_save(struct slice text, const char *file, struct diag *d)
{
	BUF_AUTO struct buf temporary = BUF_INIT(0);
	FILE *f;
	bool ok;

	buf_printf(&temporary, "%s.%d.tmp", file, (int)getpid());
	f = fopen(buf_cstr(&temporary), "we");
	ok = f && fwrite(text.ptr, 1, text.len, f) == text.len;
	ok = f && fclose(f) == 0 && ok;
	if (ok && rename(buf_cstr(&temporary), file) == 0)
		return true;
	diag_error(d, DIAG_ENVIRONMENT, (struct loc){ .file = file }, "it cannot be written: %s",
		   strerror(errno));
	unlink(buf_cstr(&temporary));
	return false;
}

static void print(FILE *to, findings_write *write, const struct findings *all)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	write(&text, all);
	fwrite(buf_view(&text).ptr, 1, text.len, to);
}

/* Words for people go to standard error, also when a report takes standard output's place. */
static bool is_in_actions(void)
{
	const char *value = getenv("GITHUB_ACTIONS");

	return value && !strcmp(value, "true");
}

static bool write_one(struct command_line *cl, const struct findings *all, size_t i, struct diag *d)
{
	const struct findings_format *format = findings_format(cl->settings[OPT_FORMAT].values[i]);
	struct slice file = output_of(cl, i);
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (!file.ptr) {
		print(slice_is(slice_str(format->name), "text") ? stderr : stdout, format->write, all);
		return true;
	}
	format->write(&text, all);
	return output_save(buf_view(&text), arena_strdup(&cl->arena, file), d);
}

bool output_write(struct command_line *cl, const struct findings *all, struct diag *d)
{
	const struct setting *formats = &cl->settings[OPT_FORMAT];
	bool has_stdout = false, has_github = false, ok = true;

	for (size_t i = 0; i < formats->n; i++) {
		has_stdout |= !output_of(cl, i).ptr;
		has_github |= slice_is(formats->values[i], "github");
		ok &= write_one(cl, all, i, d);
	}
	if (!has_stdout)
		print(stderr, findings_text, all);
	if (is_in_actions() && !has_github)
		print(output_owns_stdout(cl) ? stderr : stdout, findings_github, all);
	return ok;
}
