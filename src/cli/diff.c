/* understudy diff: what changed between two contracts, and whom each change breaks. */
#include <stdio.h>

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/diff_report.h"
#include "cli/diff_revision.h"
#include "cli/remote.h"

/* One of the two sides. */
struct side {
	struct revision revision;
	struct contract *contract;
};

/* What is said of a file out of git is said under the name that was typed. */
static void say_findings(const struct side *s, const struct diag *found, struct diag *d, struct arena *a)
{
	for (size_t i = 0; i < found->n; i++) {
		struct finding f = found->findings[i];

		if (f.severity != SEVERITY_ERROR)
			continue;
		f.at.file = revision_shown(&s->revision, f.at.file, a);
		diag_error(d, f.code, f.at, "%s", f.text);
	}
}

/* False: nothing of it is understood, or not all of its channels are; said. */
static bool load(struct side *s, struct slice name, struct command_line *cl, struct diag *d)
{
	const struct setting *dirs = &cl->settings[OPT_ALLOW_DIR];
	const struct contract_options o = {
		.dirs = dirs->values, .n_dirs = dirs->n, .fetcher = remote_fetcher(cl), .only_checked = true
	};
	struct diag found = { 0 };
	bool whole = true;

	if (!revision_open(&s->revision, name, d))
		return false;
	s->contract = contract_load_with(s->revision.file, &o, &found);
	say_findings(s, &found, d, &cl->arena);
	diag_release(&found);
	if (!s->contract)
		return false;
	for (size_t i = 0; i < s->contract->n_left_out; i++) {
		const struct left_out *l = &s->contract->left_out[i];
		struct loc at = l->at;

		at.file = revision_shown(&s->revision, at.file, &cl->arena);
		whole = diag_error(d, DIAG_CONTRACT, at, "channel \"%.*s\" cannot be compared: %s",
				   SLICE_FMT(l->channel), l->why);
	}
	return whole;
}

static void rename_places(struct diff *diff, const struct side *before, const struct side *after)
{
	for (size_t i = 0; i < diff->n; i++) {
		struct change *c = &diff->changes[i];

		c->at.file = revision_shown(&before->revision, c->at.file, &diff->arena);
		c->at.file = revision_shown(&after->revision, c->at.file, &diff->arena);
		c->was_at.file = revision_shown(&before->revision, c->was_at.file, &diff->arena);
	}
}

static bool mode_of(struct slice name, enum diff_mode *mode)
{
	static const struct {
		const char *name;
		enum diff_mode mode;
	} rows[] = {
		{"direction", DIFF_BY_DIRECTION},
		{ "backward", DIFF_BACKWARD    },
		{ "forward",  DIFF_FORWARD	  },
		{ "full",	  DIFF_FULL	    }
	};

	*mode = DIFF_BY_DIRECTION;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (slice_eq_ignoring_case(name, slice_str(rows[i].name))) {
			*mode = rows[i].mode;
			return true;
		}
	return !name.ptr;
}

static int report(struct command_line *cl, struct side sides[2], enum diff_mode mode, diff_writer *write)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct diff diff;
	struct diff_report r = { .diff = &diff,
				 .before = arena_strdup(&cl->arena, cl->args[0]),
				 .after = arena_strdup(&cl->arena, cl->args[1]),
				 .quiet = option_flag(cl, OPT_QUIET) };
	int status;

	contract_diff(sides[0].contract, sides[1].contract, mode, &diff);
	rename_places(&diff, &sides[0], &sides[1]);
	write(&out, &r);
	status = diff.is_broken ? EXIT_BROKEN : EXIT_PASSED;
	if (fwrite(out.data, 1, out.len, stdout) != out.len || fflush(stdout))
		status = EXIT_ENVIRONMENT;
	diff_release(&diff);
	return status;
}

int command_diff(struct command_line *cl, struct diag *d)
{
	struct side sides[2] = { 0 };
	struct slice format = option_text(cl, OPT_FORMAT), name = option_text(cl, OPT_MODE);
	diff_writer *write = diff_writer_find(format.ptr ? format : SLICE_LIT("text"));
	enum diff_mode mode;
	bool known = mode_of(name, &mode), readable;
	int status = EXIT_USAGE;

	if (cl->n_args != 2)
		diag_error(d, DIAG_USAGE, LOC_NONE, "two contracts are expected: understudy diff OLD NEW");
	else if (!known)
		diag_error(d, DIAG_USAGE, LOC_NONE,
			   "--mode is direction, backward, forward or full, not \"%.*s\"", SLICE_FMT(name));
	else if (!write)
		diag_error(d, DIAG_USAGE, LOC_NONE, "--format is text, json, markdown or junit, not \"%.*s\"",
			   SLICE_FMT(format));
	if (cl->n_args != 2 || !known || !write)
		return EXIT_USAGE;
	readable = load(&sides[0], cl->args[0], cl, d);
	readable &= load(&sides[1], cl->args[1], cl, d);
	if (sides[0].contract && sides[1].contract) {
		status = report(cl, sides, mode, write);
		if (!readable && status < EXIT_USAGE)
			status = EXIT_USAGE;
	}
	for (int i = 0; i < 2; i++) {
		if (sides[i].contract)
			contract_drop(sides[i].contract);
		revision_release(&sides[i].revision);
	}
	return status;
}
