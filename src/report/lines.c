#include "report/lines.h"

#include "base/text.h"

static const struct {
	const char *sign, *colour;
} signs[] = {
	[SCENARIO_PASSED] = {"✓",  "\033[32m"},
	[SCENARIO_FAILED] = { "✗", "\033[31m"},
	[SCENARIO_SKIPPED] = { "-",   "\033[33m"},
	[SCENARIO_ERROR] = { "✗", "\033[31m"},
};

static void indented(FILE *out, struct slice text)
{
	struct slice line;

	while (text.len && slice_split(&text, '\n', &line)) {
		BUF_AUTO struct buf b = BUF_INIT(0);

		printable_add(&b, line, 2000);
		fprintf(out, "%s%s\n", line.len ? "    " : "", buf_cstr(&b));
		if (!text.len)
			break;
	}
}

static void sign(const struct lines_options *o, enum scenario_status status)
{
	fprintf(o->out, "%s%s%s ", o->colour ? signs[status].colour : "", signs[status].sign,
		o->colour ? "\033[0m" : "");
}

static void title(FILE *out, struct slice s)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	printable_add(&b, s, 500);
	fputs(buf_cstr(&b), out);
}

void lines_result(const struct lines_options *o, const struct scenario_result *r)
{
	if (o->quiet)
		return;
	sign(o, r->status);
	title(o->out, r->title);
	if (r->status == SCENARIO_SKIPPED) {
		fputs(" (skipped: ", o->out);
		title(o->out, r->message);
		fputs(")\n", o->out);
	} else {
		fprintf(o->out, " (%.2f s)\n", (double)r->took_us / 1e6);
	}
	if (r->n_unclaimed && r->status == SCENARIO_PASSED) {
		fprintf(o->out, "    %zu message%s came that no step asked for\n", r->n_unclaimed,
			r->n_unclaimed == 1 ? "" : "s");
		indented(o->out, r->unclaimed);
	}
	if (o->verbose)
		indented(o->out, r->timeline);
	if (o->verbose && r->output.len) {
		fputs("    output of the program\n", o->out);
		indented(o->out, r->output);
	}
	fflush(o->out);
}

void lines_failures(const struct lines_options *o, const struct report *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->suites[i].n; k++) {
			const struct scenario_result *one = &r->suites[i].results[k];

			if (one->status != SCENARIO_FAILED && one->status != SCENARIO_ERROR)
				continue;
			fputc('\n', o->out);
			sign(o, one->status);
			title(o->out, one->title);
			fputc('\n', o->out);
			indented(o->out, one->text);
		}
}

void lines_summary(const struct lines_options *o, const struct report *r)
{
	struct report_counts c = report_counts(r);

	if (c.failed + c.errors || !o->quiet)
		fputc('\n', o->out);
	fprintf(o->out, "%zu passed, %zu failed, %zu skipped", c.passed, c.failed, c.skipped);
	if (c.errors)
		fprintf(o->out, ", %zu could not be run", c.errors);
	fprintf(o->out, " (%.2f s)\n", (double)c.took_us / 1e6);
}
