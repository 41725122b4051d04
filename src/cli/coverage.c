/* understudy coverage: what a recording has exercised of a contract, and what not. */
#include <stdio.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/contracts.h"
#include "cli/input.h"
#include "record/coverage.h"
#include "record/verdict_json.h"

struct tally {
	size_t hit, all;
};

struct report {
	const char *contract, *recording;
	const struct coverage *coverage;
	struct tally kinds[COVERED_KINDS], total;
};

static const char *const kind_names[] = {
	[COVERED_CHANNEL] = "channels",
	[COVERED_OPERATION] = "operations",
	[COVERED_MESSAGE] = "messages",
	[COVERED_BRANCH] = "branches",
	[COVERED_VALUE] = "enum values",
	[COVERED_TYPE] = "types",
	[COVERED_PROPERTY] = "optional properties",
};

static const char *const kind_keys[] = {
	[COVERED_CHANNEL] = "channel",	 [COVERED_OPERATION] = "operation", [COVERED_MESSAGE] = "message",
	[COVERED_BRANCH] = "branch",	 [COVERED_VALUE] = "value",	    [COVERED_TYPE] = "type",
	[COVERED_PROPERTY] = "property",
};

static void tally_up(struct report *r)
{
	for (size_t i = 0; i < r->coverage->n; i++) {
		const struct covered *c = &r->coverage->list[i];

		r->kinds[c->kind].all++;
		r->kinds[c->kind].hit += c->n > 0;
		r->total.all++;
		r->total.hit += c->n > 0;
	}
}

/* In tenths, rounded down: 100.0 means all. */
static size_t tenths(const struct tally *t)
{
	return t->all ? t->hit * 1000 / t->all : 1000;
}

/* --- text */

static void print_tally(const char *name, const struct tally *t)
{
	printf("%-20s %9zu of %-6zu %5zu.%zu %%\n", name, t->hit, t->all, tenths(t) / 10, tenths(t) % 10);
}

static void print_missing(const struct covered *c)
{
	static const char *const words[COVERED_KINDS] = { [COVERED_CHANNEL] = "channel ",
							  [COVERED_OPERATION] = "operation ",
							  [COVERED_MESSAGE] = "message ",
							  [COVERED_PROPERTY] = "optional " };
	BUF_AUTO struct buf at = BUF_INIT(0), name = BUF_INIT(0);
	const struct channel *ch = c->message ? c->message->channel : NULL;

	loc_write(&at, c->at);
	printable_add(&name, c->name, 200);
	printf("  %s: %s%s", buf_cstr(&at), words[c->kind] ? words[c->kind] : "", buf_cstr(&name));
	if (c->message && c->kind != COVERED_MESSAGE)
		printf(" (%.*s on %.*s)", SLICE_FMT(c->message->name),
		       SLICE_FMT(ch ? ch->name : SLICE_LIT("no channel")));
	else if (ch)
		printf(" (on %.*s)", SLICE_FMT(ch->name));
	putchar('\n');
}

/* A message that never came says all that there is to say of its schema. */
static bool is_worth_a_line(const struct report *r, const struct covered *c)
{
	const struct coverage *all = r->coverage;

	if (c->n)
		return false;
	for (size_t i = 0; c->message && c->kind != COVERED_MESSAGE && i < all->n; i++)
		if (all->list[i].kind == COVERED_MESSAGE && all->list[i].message == c->message)
			return all->list[i].n > 0;
	return true;
}

static void print_text(const struct report *r)
{
	const struct coverage *c = r->coverage;
	bool headed = false;

	printf("%zu messages conform", c->conforming);
	if (c->violating)
		printf(", %zu do not (not counted)", c->violating);
	if (c->on_purpose)
		printf(", %zu wrong on purpose (not counted)", c->on_purpose);
	if (c->unknown)
		printf(", %zu at addresses that are not in %s", c->unknown, r->contract);
	printf("\n\n");
	for (size_t i = 0; i < COVERED_KINDS; i++)
		if (r->kinds[i].all)
			print_tally(kind_names[i], &r->kinds[i]);
	print_tally("all", &r->total);
	for (size_t i = 0; i < c->n; i++) {
		if (!is_worth_a_line(r, &c->list[i]))
			continue;
		if (!headed)
			printf("\nnot exercised\n");
		headed = true;
		print_missing(&c->list[i]);
	}
}

/* --- JSON */

static void json_text(struct buf *out, const char *key, struct slice value)
{
	buf_printf(out, ",\"%s\":", key);
	json_string_add(out, value);
}

static void json_tally(struct buf *out, const char *key, const struct tally *t)
{
	buf_printf(out, "\"%s\":{\"exercised\":%zu,\"of\":%zu,\"percent\":%zu.%zu}", key, t->hit, t->all,
		   tenths(t) / 10, tenths(t) % 10);
}

static void json_point(struct buf *out, const struct covered *c)
{
	BUF_AUTO struct buf at = BUF_INIT(0);

	loc_write(&at, c->at);
	buf_printf(out, "{\"kind\":\"%s\"", kind_keys[c->kind]);
	json_text(out, "name", c->name);
	if (c->message) {
		json_text(out, "message", c->message->name);
		if (c->message->channel)
			json_text(out, "channel", c->message->channel->name);
	}
	if (c->place.ptr)
		json_text(out, "instance", c->place);
	json_text(out, "at", buf_view(&at));
	buf_printf(out, ",\"count\":%zu}", c->n);
}

static void print_json(const struct report *r)
{
	const struct coverage *c = r->coverage;
	BUF_AUTO struct buf out = BUF_INIT(0);

	buf_str(&out, "{\"contract\":");
	json_string_add(&out, slice_str(r->contract));
	json_text(&out, "recording", slice_str(r->recording));
	buf_printf(
		&out,
		",\"messages\":{\"conforming\":%zu,\"violating\":%zu,\"wrongOnPurpose\":%zu,\"unknown\":%zu"
		"},\"totals\":{",
		c->conforming, c->violating, c->on_purpose, c->unknown);
	for (size_t i = 0; i < COVERED_KINDS; i++) {
		json_tally(&out, kind_keys[i], &r->kinds[i]);
		buf_char(&out, ',');
	}
	json_tally(&out, "all", &r->total);
	buf_str(&out, "},\"points\":[");
	for (size_t i = 0; i < c->n; i++) {
		if (i)
			buf_char(&out, ',');
		json_point(&out, &c->list[i]);
	}
	buf_str(&out, "]}\n");
	fwrite(out.data, 1, out.len, stdout);
}

/* --- */

static bool read_recording(struct coverage_survey *s, const char *file, struct diag *d)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct recording_reader reader;
	struct recorded line;

	if (!input_read(file, &text, d))
		return false;
	if (!is_recording(buf_view(&text)))
		return diag_error(d, DIAG_RECORDING, (struct loc){ .file = file },
				  "it is no recording: its first line has no \"understudy\"");
	recording_reader_init(&reader, file, buf_view(&text), d);
	while (recording_next(&reader, &line))
		coverage_add(s, &line);
	recording_reader_release(&reader);
	return true;
}

static int report(struct command_line *cl, struct report *r)
{
	size_t least = (size_t)option_number(cl, OPT_MIN, 0) * 10;

	tally_up(r);
	if (slice_is(option_text(cl, OPT_FORMAT), "json"))
		print_json(r);
	else if (!option_flag(cl, OPT_QUIET))
		print_text(r);
	fflush(stdout);
	if (tenths(&r->total) >= least)
		return EXIT_PASSED;
	fprintf(stderr, "coverage is %zu.%zu %%, below %zu %%\n", tenths(&r->total) / 10,
		tenths(&r->total) % 10, least / 10);
	return EXIT_BROKEN;
}

static bool options_fit(struct command_line *cl, struct diag *d)
{
	struct slice format = option_text(cl, OPT_FORMAT);

	if (cl->n_args != 2)
		return diag_error(d, DIAG_USAGE, LOC_NONE,
				  "expected: understudy coverage CONTRACT RECORDING");
	if (format.ptr && !slice_is(format, "text") && !slice_is(format, "json"))
		return diag_error(d, DIAG_USAGE, LOC_NONE, "--format is text or json, not \"%.*s\"",
				  SLICE_FMT(format));
	return option_number(cl, OPT_MIN, 0) <= 100 ||
	       diag_error(d, DIAG_USAGE, LOC_NONE, "--min is a percentage, at most 100");
}

int command_coverage(struct command_line *cl, struct diag *d)
{
	struct contracts contracts = { 0 };
	struct coverage_survey *s = NULL;
	struct report r = { 0 };
	int status = EXIT_USAGE;

	if (!options_fit(cl, d))
		return EXIT_USAGE;
	r.recording = arena_strdup(&cl->arena, cl->args[1]);
	if (contracts_load(&contracts, cl, 0, 1, d)) {
		r.contract = contracts.list[0]->file;
		s = coverage_new(contracts.list[0]);
		if (read_recording(s, r.recording, d)) {
			r.coverage = coverage_result(s);
			status = report(cl, &r);
		}
		coverage_free(s);
		contracts_drop(&contracts);
	}
	return status;
}
