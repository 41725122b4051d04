/* generate --boundary: messages at the edges, one a line with what the edge is. */
#include "base/text.h"
#include "cli/generate.h"
#include "generate/boundary.h"
#include "record/verdict_json.h"

struct edges {
	struct command_line *cl;
	struct generator *g;
	struct judge *judge;
	int64_t wall_us;
	struct diag *d;
	size_t chosen, made;
};

static void write_edge(struct buf *out, const struct message_model *m, const struct boundary *b)
{
	BUF_AUTO struct buf at = BUF_INIT(0);

	loc_write(&at, b->at);
	buf_printf(out, "{\"boundary\":{\"keyword\":\"%s\",\"side\":\"%s\",", b->kind, b->side);
	made_pointer(out, "instance", breach_envelope(m, b->in_headers), b->instance);
	buf_str(out, ",\"label\":");
	json_string_add(out, b->label);
	if (b->in_headers)
		buf_str(out, ",\"in\":\"headers\"");
	buf_str(out, ",\"at\":");
	json_string_add(out, buf_view(&at));
	buf_str(out, "},");
	if (b->breaks) {
		buf_str(out, "\"breaks\":");
		breach_write(out, m, b->breaks);
		buf_char(out, ',');
	}
}

/* What a schema need not allow is left out without a word when it does not. */
static bool make_one(struct edges *e, const struct message_model *m, const struct boundary *b,
		     uint64_t position)
{
	BUF_AUTO struct buf line = BUF_INIT(0);
	struct generated made;
	const char *why = NULL;

	if (!generate_boundary(e->g, m, b, position, e->wall_us, &made, &why)) {
		if (!b->is_optional && !position)
			diag_warning(e->d, DIAG_GENERATE, b->at, "%.*s of %.*s is not made: %s",
				     SLICE_FMT(b->label), SLICE_FMT(m->name), why);
		return true;
	}
	e->made++;
	write_edge(&line, m, b);
	made_write(&line, e->cl, e->judge, m, &made, b->in_headers);
	return fwrite(line.data, 1, line.len, stdout) == line.len;
}

static bool is_chosen(const struct boundary *b, struct slice which)
{
	size_t colon = b->label.len;

	while (colon && b->label.ptr[colon - 1] != ':')
		colon--;
	return !which.len || slice_is(which, "all") || slice_is(which, b->kind) || slice_is(which, b->side) ||
	       slice_eq(which, b->label) || (colon && slice_eq(which, slice_first(b->label, colon - 1)));
}

static bool make_of(struct edges *e, const struct message_model *m, struct slice which)
{
	const struct boundaries *all = boundaries_of_message(e->g, m);
	uint64_t n = option_number(e->cl, OPT_N, 1);
	bool ok = true;

	for (size_t i = 0; ok && i < all->n; i++) {
		if (!is_chosen(&all->list[i], which))
			continue;
		e->chosen++;
		for (uint64_t k = 0; ok && k < n; k++)
			ok = make_one(e, m, &all->list[i], k);
	}
	return ok;
}

static int say_none(struct edges *e, const struct selection *s, struct slice which)
{
	struct slice *names, near;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += boundaries_of_message(e->g, s->models[i])->n;
	names = arena_array(&e->cl->arena, struct slice, 2 * n + 1);
	n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct boundaries *all = boundaries_of_message(e->g, s->models[i]);

		for (size_t k = 0; k < all->n; k++) {
			names[n++] = all->list[k].label;
			names[n++] = slice_str(all->list[k].kind);
		}
	}
	near = nearest_name(which, names, n);
	diag_error(e->d, DIAG_UNKNOWN_NAME, LOC_NONE, "there is no boundary \"%.*s\"%s%.*s%s",
		   SLICE_FMT(which), near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
		   near.ptr ? "\"?" : "");
	return EXIT_USAGE;
}

int generate_edges(struct command_line *cl, struct generator *g, const struct selection *s, int64_t wall_us,
		   struct diag *d)
{
	struct slice which = option_text(cl, OPT_BOUNDARY);
	struct edges e = { .cl = cl, .g = g, .judge = judge_new(), .wall_us = wall_us, .d = d };
	bool ok = true;
	int status;

	for (size_t i = 0; ok && i < s->n; i++)
		ok = make_of(&e, s->models[i], which);
	ok = fflush(stdout) == 0 && ok;
	if (!e.chosen && which.len && !slice_is(which, "all"))
		status = say_none(&e, s, which);
	else
		status = ok && e.made ? EXIT_PASSED : EXIT_BROKEN;
	judge_free(e.judge);
	return status;
}
