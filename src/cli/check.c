/* understudy check: judges JSON Lines, or the messages of a recording, by a contract. */
#include <stdio.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/contracts.h"
#include "cli/input.h"
#include "contract/content.h"
#include "contract/verdict_output.h"
#include "record/reader.h"
#include "record/verdict_json.h"

struct checking {
	const struct contract *contract;
	struct judge *judge;
	struct message_model *const *candidates; /* named on the command line; NULL: by each line's address */
	size_t n_candidates;
	bool quiet;
	bool has_form; /* JSON Schema's, instead of ours */
	enum verdict_form form;
	struct verdict_output *output;
	size_t n_failed;
};

/* The value as JSON where it is all there, else its beginning as text; and what the keyword asks of it. */
static void write_more(struct buf *out, const struct violation *v, void *context)
{
	struct checking *c = context;
	BUF_AUTO struct buf value = BUF_INIT(0), constraint = BUF_INIT(0);
	char *padding;

	if (verdict_output_constraint(c->output, &constraint, v)) {
		buf_str(out, "\"constraint\":");
		buf_slice(out, buf_view(&constraint));
		buf_char(out, ',');
	}
	if (!v->value.ptr)
		return;
	buf_slice(&value, v->value);
	padding = buf_reserve(&value, SCHEMA_PADDING);
	if (!padding)
		return;
	memset(padding, 0, SCHEMA_PADDING);
	if (json_is_valid(c->judge, buf_view(&value))) {
		buf_str(out, "\"value\":");
		buf_slice(out, v->value);
	} else {
		buf_str(out, "\"valueBegins\":");
		json_string_add(out, v->value);
	}
	buf_char(out, ',');
}

static void write_verdict(struct checking *c, struct buf *line, const struct message_model *model,
			  const struct violations *v)
{
	buf_printf(line, "\"conforms\":%s", v->n ? "false" : "true");
	if (model) {
		buf_str(line, ",\"message\":");
		json_string_add(line, model->name);
	}
	if (v->n) {
		buf_char(line, ',');
		violations_write_with(line, v, write_more, c);
	}
}

/* Branches are judged by the JSON form of the payload. */
static void write_units(struct checking *c, struct buf *line, const struct message_model *model,
			const struct judged *m, const struct violations *v)
{
	struct arena a = ARENA_INIT;
	struct node *payload = m && v->n && c->form != VERDICT_FLAG ? payload_node(&a, model, m) : NULL;

	verdict_output_write(c->output, line, c->form, v, payload);
	arena_free(&a);
}

static void print_verdict(struct checking *c, const struct recorded *of, const struct message_model *model,
			  const struct judged *m, const struct violations *v)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	c->n_failed += v->n > 0;
	if (c->quiet)
		return;
	buf_char(&line, '{');
	if (of) {
		buf_printf(&line, "\"line\":%zu,\"address\":", of->line);
		json_string_add(&line, of->address);
		buf_char(&line, ',');
	}
	if (c->has_form)
		write_units(c, &line, model, m, v);
	else
		write_verdict(c, &line, model, v);
	buf_str(&line, "}\n");
	fwrite(line.data, 1, line.len, stdout);
}

static void judge_one(struct checking *c, struct message_model *const *candidates, size_t n,
		      const struct judged *m, const struct recorded *of)
{
	struct violations v = { 0 };
	struct message_model *model, *nearest = NULL;
	bool any;

	model = verdict_match(candidates, n, c->judge, m, &any);
	if (!model && !any)
		verdict_explain(candidates, n, c->judge, m, &nearest, &v);
	print_verdict(c, of, model ? model : nearest, m, &v);
	violations_release(&v);
}

/* A recorded message is judged at its address, by whatever channel has that in this contract. */
static void judge_recorded(struct checking *c, const struct recorded *r)
{
	struct address_match match;
	struct judged m = { .payload = r->payload,
			    .headers = r->headers,
			    .content_type = r->content_type,
			    .match = &match,
			    .has_headers = r->headers.ptr != NULL };

	if (r->event.ptr || r->is_header || (r->origin.ptr && !slice_is(r->origin, "client")))
		return;
	if (c->candidates) {
		m.match = NULL;
		judge_one(c, c->candidates, c->n_candidates, &m, r);
	} else if (contract_match(c->contract, r->address, '/', &match)) {
		judge_one(c, match.channel->messages, match.channel->n_messages, &m, r);
	} else {
		struct violations v = { 0 };
		struct slice near = contract_nearest(c->contract, r->address);
		struct arena a = ARENA_INIT;
		char *text = arena_printf(&a, "address \"%.*s\" is not in %s%s%.*s%s", SLICE_FMT(r->address),
					  c->contract->file, near.ptr ? "; did you mean \"" : "",
					  SLICE_FMT(near), near.ptr ? "\"?" : "");

		violations_add(&v, &(struct violation){ .keyword = "address", .text = slice_str(text) });
		print_verdict(c, r, NULL, NULL, &v);
		violations_release(&v);
		arena_free(&a);
	}
}

static void check_recording(struct checking *c, const char *file, struct slice text, struct diag *d)
{
	struct recording_reader reader;
	struct recorded r;

	recording_reader_init(&reader, file, text, d);
	while (recording_next(&reader, &r))
		judge_recorded(c, &r);
	recording_reader_release(&reader);
}

/* Payload lines: each is copied to where zeros stand behind it. */
static void check_lines(struct checking *c, struct slice text)
{
	BUF_AUTO struct buf padded = BUF_INIT(0);
	static const char zeros[SCHEMA_PADDING];

	while (text.len) {
		size_t end = slice_find(text, '\n');
		struct slice line = slice_first(text, end);

		text = slice_from(text, end + 1);
		if (!slice_trim(line).len)
			continue;
		buf_reset(&padded);
		buf_slice(&padded, line);
		buf_add(&padded, zeros, sizeof(zeros));
		judge_one(c, c->candidates, c->n_candidates,
			  &(struct judged){ .payload = slice_of(padded.data, line.len), .decoded = true },
			  NULL);
	}
}

static bool find_candidates(struct checking *c, struct command_line *cl, struct diag *d)
{
	struct slice message = option_text(cl, OPT_MESSAGE), where = option_text(cl, OPT_CHANNEL), near;
	struct channel *ch = where.ptr ? contract_channel(c->contract, where) : NULL;
	struct slice *names;
	struct message_model **one;
	size_t n = 0;

	if (where.ptr && !ch) {
		near = contract_nearest(c->contract, where);
		return diag_error(d, DIAG_UNKNOWN_NAME, LOC_NONE, "channel \"%.*s\" is not in %s%s%.*s%s",
				  SLICE_FMT(where), c->contract->file, near.ptr ? "; did you mean \"" : "",
				  SLICE_FMT(near), near.ptr ? "\"?" : "");
	}
	if (ch && !message.ptr) {
		c->candidates = ch->messages;
		c->n_candidates = ch->n_messages;
	}
	if (!message.ptr)
		return true;
	names = arena_array(&cl->arena, struct slice, c->contract->n_messages);
	one = arena_array(&cl->arena, struct message_model *, 1);
	for (size_t i = 0; i < c->contract->n_messages; i++) {
		struct message_model *m = c->contract->messages[i];

		names[n++] = m->name;
		if (slice_eq(m->name, message) && (!ch || m->channel == ch) && !*one)
			*one = m;
	}
	c->candidates = one;
	c->n_candidates = 1;
	near = nearest_name(message, names, n);
	return *one || diag_error(d, DIAG_UNKNOWN_NAME, LOC_NONE, "message \"%.*s\" is not in %s%s%.*s%s",
				  SLICE_FMT(message), c->contract->file, near.ptr ? "; did you mean \"" : "",
				  SLICE_FMT(near), near.ptr ? "\"?" : "");
}

static bool find_form(struct checking *c, struct command_line *cl, struct diag *d)
{
	struct slice form = option_text(cl, OPT_OUTPUT);

	if (!form.ptr)
		form = option_text(cl, OPT_FORMAT);
	c->has_form = form.ptr && !slice_is(form, "json");
	return !c->has_form || verdict_form_named(form, &c->form) ||
	       diag_error(
		       d, DIAG_USAGE, LOC_NONE,
		       "--output is flag, basic or detailed (JSON Schema's output formats), or json (ours), "
		       "not \"%.*s\"",
		       SLICE_FMT(form));
}

static int check_text(struct checking *c, const char *file, struct slice text, struct diag *d)
{
	if (is_recording(text)) {
		check_recording(c, file, text, d);
	} else if (!c->candidates) {
		diag_error(d, DIAG_USAGE, LOC_NONE,
			   "payload lines do not say what they are; add --message NAME or --channel ADDRESS");
		return EXIT_USAGE;
	} else {
		check_lines(c, text);
	}
	fflush(stdout);
	return c->n_failed ? EXIT_BROKEN : EXIT_PASSED;
}

int command_check(struct command_line *cl, struct diag *d)
{
	struct contracts contracts;
	struct checking c = { .judge = judge_new(), .quiet = option_flag(cl, OPT_QUIET) };
	const char *file = cl->n_args > 1 ? arena_strdup(&cl->arena, cl->args[1]) : "-";
	BUF_AUTO struct buf text = BUF_INIT(0);
	int status = EXIT_USAGE;

	if (cl->n_args < 1 || cl->n_args > 2) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "expected: understudy check CONTRACT [FILE]");
	} else if (contracts_load(&contracts, cl, 0, 1, d)) {
		c.contract = contracts.list[0];
		c.output = verdict_output_new(c.contract, c.judge);
		if (find_form(&c, cl, d) && find_candidates(&c, cl, d) && input_read(file, &text, d))
			status = check_text(&c, file, buf_view(&text), d);
		verdict_output_free(c.output);
		contracts_drop(&contracts);
	}
	judge_free(c.judge);
	return status;
}
