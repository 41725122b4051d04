/* understudy generate: one payload a line, or whole messages. */
#include <stdio.h>
#include <time.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/contracts.h"
#include "contract/content.h"
#include "cli/generate.h"
#include "generate/generate.h"
#include "generate/turns.h"
#include "record/line.h"

/* A channel's messages, one message by name, or all that the contract has. */
static bool select_models(struct selection *s, const struct contract *c, struct slice name, struct arena *a,
			  struct diag *d)
{
	struct channel *ch = name.ptr ? contract_channel(c, name) : NULL;
	struct slice *names = arena_array(a, struct slice, c->n_messages + c->n_channels), near;
	size_t n = 0;

	s->models = arena_array(a, struct message_model *, c->n_messages);
	for (size_t i = 0; i < c->n_messages; i++) {
		struct message_model *m = c->messages[i];

		names[n++] = m->name;
		if (!name.ptr || m->channel == ch || (!ch && slice_eq(m->name, name)))
			s->models[s->n++] = m;
	}
	if (!name.ptr && !s->n)
		return diag_error(d, DIAG_USAGE, (struct loc){ .file = c->file }, "it has no message");
	if (s->n) {
		if (name.ptr && !ch)
			s->n = 1; /* the same message on several channels */
		return true;
	}
	for (size_t i = 0; i < c->n_channels; i++)
		names[n++] = c->channels[i]->name;
	near = nearest_name(name, names, n);
	return diag_error(d, DIAG_USAGE, LOC_NONE, "\"%.*s\" is no channel and no message of %s%s%.*s%s",
			  SLICE_FMT(name), c->file, near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
			  near.ptr ? "\"?" : "");
}

static void write_whole(struct buf *out, struct judge *j, const struct message_model *m,
			const struct generated *g)
{
	buf_str(out, "{\"address\":");
	json_string_add(out, g->address);
	buf_str(out, ",\"message\":");
	json_string_add(out, m->name);
	buf_char(out, ',');
	if (g->key.ptr) {
		buf_str(out, "\"key\":");
		json_string_add(out, g->key);
		buf_char(out, ',');
	}
	buf_str(out, "\"headers\":");
	headers_object(out, g->headers);
	buf_char(out, ',');
	if (g->content_type.ptr) {
		buf_str(out, "\"contentType\":");
		json_string_add(out, g->content_type);
		buf_char(out, ',');
	}
	payload_member(out, j, m,
		       &(struct judged){ .payload = g->payload,
					 .headers = g->headers,
					 .content_type = g->content_type });
	buf_str(out, "}\n");
}

/* What is no text is written as what it says, so that a line is a message and `check` reads it. */
static void write_payload(struct buf *out, struct judge *j, const struct message_model *m,
			  const struct generated *g)
{
	const struct judged what = { .payload = g->payload,
				     .headers = g->headers,
				     .content_type = g->content_type };
	struct opened o;

	payload_open(judge_content(j), m, &what, &o);
	if (o.form == OPENED_JSON && !o.is_payload && o.content->kind != CONTENT_TEXT) {
		buf_slice(out, o.json);
		buf_char(out, '\n');
		return;
	}
	for (size_t i = 0; i < g->payload.len; i++)
		buf_char(out, g->payload.ptr[i] == '\n' ? ' ' : g->payload.ptr[i]);
	buf_char(out, '\n');
}

/* Time goes on from message to message, as it would while they are sent. */
static const int64_t STEP_US = 1000000;

static int64_t wall_of(struct command_line *cl)
{
	struct timespec now;

	if (option_flag(cl, OPT_CLOCK))
		return option_us(cl, OPT_CLOCK, 0);
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static bool generate_all(struct command_line *cl, struct generator *g, const struct selection *s,
			 struct diag *d)
{
	uint64_t n = option_number(cl, OPT_N, 1);
	struct judge *j = judge_new();
	int64_t wall_us = wall_of(cl);
	bool ok = true;

	for (uint64_t i = 0; ok && i < n; i++) {
		BUF_AUTO struct buf line = BUF_INIT(0);
		uint64_t nth;
		const struct message_model *m = turns_at(s->models, s->n, i, &nth);
		struct generated made;

		ok = m || diag_error(d, DIAG_GENERATE, LOC_NONE, "every message of it has the weight 0");
		ok = ok && generate(g, m, nth, wall_us + (int64_t)nth * STEP_US, NULL, &made, d);
		if (ok && option_flag(cl, OPT_WITH_HEADERS))
			write_whole(&line, j, m, &made);
		else if (ok)
			write_payload(&line, j, m, &made);
		ok = ok && fwrite(line.data, 1, line.len, stdout) == line.len;
	}
	judge_free(j);
	return fflush(stdout) == 0 && ok;
}

static int generate_what(struct command_line *cl, const struct contract *c, const struct selection *s,
			 struct diag *d)
{
	uint64_t seed = option_flag(cl, OPT_SEED) ? option_number(cl, OPT_SEED, 0) : random_seed();
	struct generator *g = generator_new(c, seed);
	int status;

	generator_speak(g, option_text(cl, OPT_LOCALE));
	if (option_flag(cl, OPT_INVALID))
		status = generate_wrong(cl, g, s, wall_of(cl), d);
	else if (option_flag(cl, OPT_BOUNDARY))
		status = generate_edges(cl, g, s, wall_of(cl), d);
	else
		status = generate_all(cl, g, s, d) ? EXIT_PASSED : EXIT_BROKEN;
	generator_free(g);
	return status;
}

bool locale_check(const struct command_line *cl, struct diag *d)
{
	struct slice locale = option_text(cl, OPT_LOCALE);

	if (!locale.ptr || generator_speaks(locale))
		return true;
	return diag_error(d, DIAG_USAGE, LOC_NONE, "--locale may be %s, not \"%.*s\"", generator_locales(),
			  SLICE_FMT(locale));
}

int command_generate(struct command_line *cl, struct diag *d)
{
	struct contracts c;
	struct selection s = { 0 };
	int status = EXIT_USAGE;

	if (cl->n_args < 1 || cl->n_args > 2) {
		diag_error(d, DIAG_USAGE, LOC_NONE,
			   "expected: understudy generate CONTRACT [CHANNEL|MESSAGE]");
		return EXIT_USAGE;
	}
	if (!locale_check(cl, d))
		return EXIT_USAGE;
	if (contracts_load(&c, cl, 0, 1, d) &&
	    select_models(&s, c.list[0], cl->n_args > 1 ? cl->args[1] : SLICE_NONE, &cl->arena, d))
		status = generate_what(cl, c.list[0], &s, d);
	contracts_drop(&c);
	return status;
}
