/* generate --invalid: which constraints are broken, in which order, and how a line shows it. */
#include "base/text.h"
#include "cli/generate.h"
#include "generate/invalid.h"
#include "record/line.h"
#include "record/verdict_json.h"

struct target {
	const struct message_model *model;
	const struct breach *breach;
	bool is_impossible; /* said already */
};

struct wrong {
	struct command_line *cl;
	struct generator *g;
	struct judge *judge;
	int64_t wall_us;
	struct diag *d;
	struct target *targets; /* in the arena */
	size_t n, room;
	size_t made;
};

static void add_text(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, "\"%s\":", name);
	json_string_add(out, value);
}

void made_pointer(struct buf *out, const char *name, const char *envelope, struct slice pointer)
{
	BUF_AUTO struct buf whole = BUF_INIT(0);

	buf_printf(&whole, "%s%.*s", envelope, SLICE_FMT(pointer));
	add_text(out, name, buf_view(&whole));
}

void breach_write(struct buf *out, const struct message_model *m, const struct breach *b)
{
	const char *envelope = breach_envelope(m, b->in_headers);
	BUF_AUTO struct buf at = BUF_INIT(0);

	buf_str(out, "{");
	add_text(out, "keyword", slice_str(b->keyword));
	buf_char(out, ',');
	made_pointer(out, "instance", envelope, b->instance);
	buf_char(out, ',');
	add_text(out, "label", b->label);
	if (b->property.ptr) {
		buf_char(out, ',');
		add_text(out, "property", b->property);
	}
	if (b->in_headers)
		buf_str(out, ",\"in\":\"headers\"");
	if (b->cause) {
		buf_str(out, ",\"cause\":{");
		add_text(out, "keyword", slice_str(b->cause));
		buf_char(out, ',');
		made_pointer(out, "instance", envelope, b->cause_instance);
		buf_char(out, '}');
	}
	if (b->at.file) {
		loc_write(&at, b->at);
		buf_char(out, ',');
		add_text(out, "at", buf_view(&at));
	}
	buf_char(out, '}');
}

void made_write(struct buf *out, struct command_line *cl, struct judge *j, const struct message_model *m,
		const struct generated *g, bool with_headers)
{
	bool whole = option_flag(cl, OPT_WITH_HEADERS);

	add_text(out, "message", m->name);
	buf_char(out, ',');
	add_text(out, "address", g->address);
	buf_char(out, ',');
	if (whole && g->key.ptr) {
		add_text(out, "key", g->key);
		buf_char(out, ',');
	}
	if (whole || with_headers) {
		buf_str(out, "\"headers\":");
		headers_object(out, g->headers);
		buf_char(out, ',');
	}
	if (whole && g->content_type.ptr) {
		add_text(out, "contentType", g->content_type);
		buf_char(out, ',');
	}
	payload_member(out, j, m,
		       &(struct judged){ .payload = g->payload,
					 .headers = g->headers,
					 .content_type = g->content_type });
	if (out->data[out->len - 1] == ',')
		out->len--;
	buf_str(out, "}\n");
}

static bool print_message(struct wrong *w, const struct target *t, const struct generated *g)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	buf_str(&line, "{\"breaks\":");
	breach_write(&line, t->model, t->breach);
	buf_char(&line, ',');
	made_write(&line, w->cl, w->judge, t->model, g, t->breach->in_headers);
	return fwrite(line.data, 1, line.len, stdout) == line.len;
}

/* False: it could not be written. */
static bool make_one(struct wrong *w, struct target *t, uint64_t position)
{
	struct generated made;
	const char *why = NULL;

	if (t->is_impossible)
		return true;
	if (generate_invalid(w->g, t->model, t->breach, position, w->wall_us, NULL, &made, &why)) {
		w->made++;
		return print_message(w, t, &made);
	}
	t->is_impossible = true;
	diag_warning(w->d, DIAG_GENERATE, t->breach->at, "%.*s of %.*s is not broken: %s",
		     SLICE_FMT(t->breach->label), SLICE_FMT(t->model->name), why);
	return true;
}

static void add_target(struct wrong *w, const struct message_model *m, const struct breach *b)
{
	w->targets = arena_grow(&w->cl->arena, w->targets, w->n, &w->room, sizeof(*w->targets));
	w->targets[w->n++] = (struct target){ .model = m, .breach = b };
}

static void add_targets(struct wrong *w, const struct message_model *m, struct slice which)
{
	const struct breaches *all = breaches_of_message(w->g, m);
	bool every = !which.len || slice_is(which, "all");

	for (size_t i = 0; i < all->n; i++)
		if (every || breach_is(&all->list[i], which))
			add_target(w, m, &all->list[i]);
	if (every && all->left_out)
		diag_warning(w->d, DIAG_LIMIT, m->at,
			     "%.*s has %zu constraints more than are broken one by one", SLICE_FMT(m->name),
			     all->left_out);
}

static int say_nothing_found(struct wrong *w, const struct selection *s, struct slice which)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct breaches *all = breaches_of_message(w->g, s->models[i]);
		const char *why = NULL;

		if (!which.len || slice_is(which, "all"))
			why = "its schema constrains nothing";
		else
			breach_find(w->g, all, which, &why);
		diag_error(w->d, DIAG_UNKNOWN_NAME, s->models[i]->at, "%.*s: %s",
			   SLICE_FMT(s->models[i]->name), why);
	}
	return EXIT_USAGE;
}

/* -n counts messages; with a keyword or `all` it says how many of each. */
static int make_all(struct wrong *w, struct slice which)
{
	uint64_t n = option_number(w->cl, OPT_N, 1), rounds;
	bool ok = true, in_turn = !which.len;

	rounds = in_turn ? (n + w->n - 1) / w->n : n;
	for (uint64_t round = 0; ok && round < rounds; round++)
		for (size_t i = 0; ok && i < w->n && (!in_turn || w->made < n); i++)
			ok = make_one(w, &w->targets[i], round);
	ok = fflush(stdout) == 0 && ok;
	return ok && w->made ? EXIT_PASSED : EXIT_BROKEN;
}

int generate_wrong(struct command_line *cl, struct generator *g, const struct selection *s, int64_t wall_us,
		   struct diag *d)
{
	struct slice which = option_text(cl, OPT_INVALID);
	struct wrong w = { .cl = cl, .g = g, .judge = judge_new(), .wall_us = wall_us, .d = d };
	int status;

	for (size_t i = 0; i < s->n; i++)
		add_targets(&w, s->models[i], which);
	status = w.n ? make_all(&w, which) : say_nothing_found(&w, s, which);
	judge_free(w.judge);
	return status;
}
