/* understudy check: judges JSON Lines, or the messages of a recording, by a contract. */
#include <stdio.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/contracts.h"
#include "cli/input.h"
#include "contract/verdict.h"
#include "record/reader.h"
#include "record/verdict_json.h"

struct checking {
	const struct contract *contract;
	struct judge *judge;
	struct message_model *const *candidates; /* named on the command line; NULL: by each line's address */
	size_t n_candidates;
	bool quiet;
	size_t n_failed;
};

static void print_verdict(struct checking *c, const struct recorded *of, const struct message_model *model,
			  const struct violations *v)
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
	buf_printf(&line, "\"conforms\":%s", v->n ? "false" : "true");
	if (model) {
		buf_str(&line, ",\"message\":");
		json_string_add(&line, model->name);
	}
	if (v->n) {
		buf_char(&line, ',');
		violations_write(&line, v);
	}
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
	print_verdict(c, of, model ? model : nearest, &v);
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
		print_verdict(c, r, NULL, &v);
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
		if (find_candidates(&c, cl, d) && input_read(file, &text, d))
			status = check_text(&c, file, buf_view(&text), d);
		contracts_drop(&contracts);
	}
	judge_free(c.judge);
	return status;
}
