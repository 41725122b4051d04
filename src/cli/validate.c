/* understudy validate: every finding as FILE:LINE:COL, then one line per document that sums up. */
#include <malloc.h>
#include <stdio.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/contracts.h"
#include "cli/proving.h"
#include "cli/validate_output.h"
#include "base/text.h"
#include "contract/lint.h"
#include "contract/lint_governance.h"

/* Findings of one document at most: hints are many. */
enum { MOST_FINDINGS = 20000, BASELINE_DAYS = 90 };

static bool settings_read(struct command_line *cl, struct lint_settings *s, struct diag *d)
{
	bool ok;

	/* A baseline must see what it holds. */
	*s = (struct lint_settings){ .only_count_hints =
					     !option_flag(cl, OPT_HINTS) && !option_cstr(cl, OPT_BASELINE) };
	ok = lint_settings_read(s, cl->rules_block, d);
	return governance_read(&cl->arena, &cl->library, cl->governance_block, &s->governance, d) && ok;
}

/* --- the rules */

static const char *severity_now(const struct lint_settings *s, size_t i, const struct lint_row *row)
{
	if (s->severity[i] < 0)
		return "off";
	return severity_name(s->severity[i] ? (enum severity)(s->severity[i] - 1) : row->severity);
}

static void list_rules(const struct lint_settings *s)
{
	struct lint_row row;

	for (size_t i = 0; lint_row(i, &row); i++)
		printf("%-8s %-24s %s\n", severity_now(s, i, &row), row.id, row.gloss);
	for (const struct governance *g = s->governance; g; g = g->next)
		printf("%-8s %-24s %s\n", severity_name(g->severity), g->id,
		       g->message ? g->message : "a rule of this project");
}

/* --- the documents */

struct validated {
	struct diag diag;
	struct contracts loaded; /* one, or none */
};

static size_t lint(struct contract *c, const struct lint_settings *s, struct diag *d)
{
	struct lint_settings with_prover = *s;
	struct proving proving;
	size_t hints;

	proving_init(&proving, c);
	with_prover.prover = &proving.prover;
	hints = contract_lint(c, &with_prover, d, 0);
	proving_release(&proving);
	return hints;
}

/* False: the file cannot be read at all. */
static bool validate_one(struct command_line *cl, size_t i, const struct lint_settings *s,
			 struct validated *v, struct findings *all)
{
	struct contract *c;
	size_t hints = 0;

	v->diag = (struct diag){ .max = MOST_FINDINGS };
	contracts_load(&v->loaded, cl, i, i + 1, &v->diag);
	c = v->loaded.n ? v->loaded.list[0] : NULL;
	if (c) {
		contract_forget_schemas(c); /* there is nothing to judge, and a large document has many */
		hints = lint(c, s, &v->diag);
	}
	findings_add(all, arena_strdup(&cl->arena, cl->args[i]), c, &v->diag, hints);
	return c || !v->diag.n || v->diag.findings[0].code != DIAG_FILE;
}

/* ": 2 warnings, 1 hint" */
static void add_count(struct buf *out, unsigned n, const char *what, const char *plural)
{
	if (n)
		buf_printf(out, "%s%u %s%s", out->len ? ", " : "", n, what, n == 1 ? "" : plural);
}

static void sum_up(const struct found_file *f, bool hints, bool quiet)
{
	BUF_AUTO struct buf counts = BUF_INIT(0);

	if (f->left_out)
		fprintf(stderr, "%s: %u more findings\n", f->name, f->left_out);
	add_count(&counts, f->errors, "error", "s");
	if (!quiet) {
		add_count(&counts, f->warnings, "warning", "s");
		add_count(&counts, f->hints, "hint", "s");
		if (f->hints && !hints)
			buf_str(&counts, " (--hints shows them)");
		add_count(&counts, f->known, "known", "");
	}
	if (f->errors)
		printf("%s: %s\n", f->name, buf_cstr(&counts));
	else if (!quiet)
		printf("%s: valid, AsyncAPI %.*s%s%s\n", f->name, SLICE_FMT(f->asyncapi),
		       counts.len ? "; " : "", buf_cstr(&counts));
}

/* --- the baseline */

/* "2026-11-22", `days` from now. */
static const char *day(struct arena *a, int days)
{
	BUF_AUTO struct buf text = BUF_INIT(64);

	time_add(&text, ((int64_t)time(NULL) + days * 86400) * 1000000);
	return arena_strdup(a, slice_first(buf_view(&text), strlen("2026-11-22")));
}

static bool read_baseline(struct command_line *cl, struct findings *all, struct diag *d)
{
	const char *file = option_cstr(cl, OPT_BASELINE);
	const struct document *doc;

	if (!file)
		return true;
	doc = library_load(&cl->library, file);
	return doc && doc->root && baseline_apply(all, doc->root, day(&cl->arena, 0), d);
}

static bool write_baseline(struct command_line *cl, const struct findings *all, struct diag *d)
{
	const char *file = option_cstr(cl, OPT_WRITE_BASELINE);
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (!file)
		return true;
	baseline_write(&text, all, day(&cl->arena, BASELINE_DAYS));
	if (!output_save(buf_view(&text), file, d))
		return false;
	fprintf(stderr, "%s: written; give each finding its owner, and a day until which it may stay\n",
		file);
	return true;
}

/* --- all of it */

static int report(struct command_line *cl, struct findings *all, struct diag *d)
{
	int status = EXIT_PASSED;

	if (!read_baseline(cl, all, d))
		return EXIT_USAGE;
	findings_count(all);
	if (!write_baseline(cl, all, d) || !output_write(cl, all, d))
		return EXIT_ENVIRONMENT;
	for (size_t i = 0; i < all->n_files; i++) {
		if (!output_owns_stdout(cl))
			sum_up(&all->files[i], all->hints, option_flag(cl, OPT_QUIET));
		if (all->files[i].errors && !option_cstr(cl, OPT_WRITE_BASELINE))
			status = EXIT_BROKEN;
	}
	return status;
}

static int validate_all(struct command_line *cl, const struct lint_settings *s, struct diag *d)
{
	struct findings all = { .hints = option_flag(cl, OPT_HINTS), .version = UNDERSTUDY_VERSION };
	struct validated *list = arena_array(&cl->arena, struct validated, cl->n_args);
	bool readable = true;
	int status;

	for (size_t i = 0; i < cl->n_args; i++)
		readable &= validate_one(cl, i, s, &list[i], &all);
	status = report(cl, &all, d);
	for (size_t i = 0; i < cl->n_args; i++) {
		contracts_drop(&list[i].loaded);
		diag_release(&list[i].diag);
	}
	findings_release(&all);
	return readable || status > EXIT_USAGE ? status : EXIT_USAGE;
}

int command_validate(struct command_line *cl, struct diag *d)
{
	struct lint_settings settings;

	/* What a large document frees goes back to the system at once, instead of when the largest block did.
	 */
	mallopt(M_MMAP_THRESHOLD, 128 << 10);
	if (!settings_read(cl, &settings, d) || !output_check(cl, d))
		return EXIT_USAGE;
	if (option_flag(cl, OPT_RULES)) {
		list_rules(&settings);
		return EXIT_PASSED;
	}
	if (cl->n_args)
		return validate_all(cl, &settings, d);
	diag_error(d, DIAG_USAGE, LOC_NONE, "a document is expected: understudy validate FILE...");
	return EXIT_USAGE;
}
