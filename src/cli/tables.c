/* What `serve` shows before its first event: who plays what, where, and what your program does there. */
#include "cli/console.h"

#include <stdlib.h>

#include "base/text.h"
#include "mock/outgoing.h"
#include "mock/pace.h"

/* Columns are as wide as their widest cell, counted in code points. */
enum { COLUMNS = 4, GAP = 2, MOST_CELL = 200 };

struct table {
	struct arena arena;
	struct slice (*rows)[COLUMNS];
	size_t n, room;
};

static bool has_row(const struct table *t, const struct slice *cells)
{
	for (size_t r = 0; r < t->n; r++) {
		int same = 0;

		while (same < COLUMNS && slice_eq(t->rows[r][same], cells[same]))
			same++;
		if (same == COLUMNS)
			return true;
	}
	return false;
}

/* What two contracts say alike is shown once. */
static void add_row(struct table *t, struct slice a, struct slice b, struct slice c, struct slice d)
{
	const struct slice cells[COLUMNS] = { a, b, c, d };

	if (has_row(t, cells))
		return;
	t->rows = arena_grow(&t->arena, t->rows, t->n, &t->room, sizeof(*t->rows));
	t->rows[t->n][0] = a;
	t->rows[t->n][1] = b;
	t->rows[t->n][2] = c;
	t->rows[t->n++][3] = d;
}

static void print_row(const struct slice *cells, const size_t *width, FILE *out)
{
	int last = COLUMNS - 1;

	while (last && !cells[last].len)
		last--;
	for (int c = 0; c <= last; c++)
		fprintf(out, "%.*s%*s", SLICE_FMT(cells[c]),
			c == last ? 0 : (int)(width[c] - utf8_count(cells[c]) + GAP), "");
	fputc('\n', out);
}

static void print_table(const struct table *t, FILE *out)
{
	size_t width[COLUMNS] = { 0 };

	for (size_t r = 0; r < t->n; r++)
		for (int c = 0; c < COLUMNS; c++)
			if (utf8_count(t->rows[r][c]) > width[c])
				width[c] = utf8_count(t->rows[r][c]);
	for (size_t r = 0; r < t->n; r++)
		print_row(t->rows[r], width, out);
	fputc('\n', out);
}

static struct slice text(struct table *t, const char *fmt, struct slice a)
{
	BUF_AUTO struct buf clean = BUF_INIT(0);

	printable_add(&clean, a, MOST_CELL);
	return slice_str(arena_printf(&t->arena, fmt, buf_cstr(&clean)));
}

/* A path in our own folder is shown as one would type it. */
static struct slice from_here(const char *path)
{
	struct slice s = slice_str(path);
	char *here = realpath(".", NULL);
	size_t n = here ? strlen(here) : 0;

	if (n && slice_starts(s, slice_str(here)) && s.ptr[n] == '/')
		s = slice_from(s, n + 1);
	free(here);
	return s;
}

static void server_table(const struct instance *i, FILE *out)
{
	const struct played *list;
	size_t n = instance_played(i, &list);
	struct table t = { 0 };

	add_row(&t, SLICE_LIT("SERVER"), SLICE_LIT("CONNECT TO"), SLICE_LIT("STANDS IN FOR"), SLICE_LIT(""));
	for (size_t k = 0; k < n; k++) {
		bool same = false;

		for (size_t before = 0; before < k; before++)
			same |= list[before].listener == list[k].listener &&
				slice_eq(list[before].url, list[k].url);
		add_row(&t, text(&t, "%s", list[k].name), same ? SLICE_LIT("(the same)") : list[k].url,
			list[k].stands_in_for.ptr ? text(&t, "%s", list[k].stands_in_for) : SLICE_LIT("-"),
			list[k].ca ? text(&t, "TLS, CA %s; any user and password", from_here(list[k].ca))
				   : SLICE_LIT("any user and password"));
	}
	print_table(&t, out);
	arena_free(&t.arena);
}

static struct slice message_names(struct table *t, const struct channel *ch)
{
	BUF_AUTO struct buf names = BUF_INIT(0);

	for (size_t i = 0; i < ch->n_messages; i++) {
		if (i)
			buf_str(&names, ", ");
		printable_add(&names, ch->messages[i]->name, MOST_CELL);
	}
	return ch->n_messages ? arena_copy(&t->arena, buf_view(&names)) : SLICE_LIT("(any)");
}

/* From the user's side; for 2.x the document's own keyword stands beside it, since it is easily misread. */
static struct slice your_part(struct table *t, const struct channel *ch, enum role role, bool we_send,
			      bool we_judge)
{
	const struct operation *sends = channel_sender(ch, role, true),
			       *takes = channel_sender(ch, role, false);
	bool v2 = ch->contract->is_v2;

	if (!ch->n_operations)
		return SLICE_LIT("publishes, subscribes");
	if (we_send && we_judge && role != ROLE_AUTO)
		return SLICE_LIT("publishes, subscribes");
	if (role == ROLE_AUTO) {
		bool app_sends = false, app_takes = false;

		for (size_t i = 0; i < ch->n_operations; i++) {
			app_sends |= ch->operations[i]->action == ACTION_SEND;
			app_takes |= ch->operations[i]->action == ACTION_RECEIVE;
		}
		return text(t,
			    app_sends && app_takes ? "either%s"
			    : app_sends		   ? "subscribes (the application publishes)%s"
						   : "publishes (the application subscribes)%s",
			    v2 ? text(t, " (2.x: %s)", ch->operations[0]->keyword) : SLICE_LIT(""));
	}
	if (we_send)
		return v2 ? text(t, "subscribes (2.x: %s)", sends->keyword) : SLICE_LIT("subscribes");
	return v2 && takes ? text(t, "publishes (2.x: %s)", takes->keyword) : SLICE_LIT("publishes");
}

static struct slice our_part(struct table *t, bool we_send, bool we_judge, const struct instance_options *o,
			     const struct channel *ch)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	const struct mock_pace pace = { .intervals = o->intervals,
					.n_intervals = o->n_intervals,
					.every_us = o->every_us,
					.usual_us = o->usual_us };
	int64_t every_us = mock_interval_of(&pace, ch, o->role);

	if (we_send && o->generate && every_us) {
		buf_str(&b, "send, every ");
		duration_add(&b, every_us);
	} else if (we_send) {
		buf_str(&b, "send nothing by ourselves");
	}
	if (we_judge)
		buf_str(&b, b.len ? "; judge" : "judge");
	return arena_copy(&t->arena, buf_view(&b));
}

static bool is_reply(const struct channel *ch)
{
	for (size_t i = 0; i < ch->contract->n_operations; i++) {
		const struct reply *r = ch->contract->operations[i]->reply;

		if (r && r->channel == ch)
			return true;
	}
	return false;
}

static void channel_table(const struct instance_options *o, FILE *out)
{
	struct table t = { 0 };

	add_row(&t, SLICE_LIT("CHANNEL"), SLICE_LIT("WE"), SLICE_LIT("YOUR PROGRAM"), SLICE_LIT("MESSAGES"));
	for (size_t k = 0; k < o->n_contracts; k++)
		for (size_t i = 0; i < o->contracts[k]->n_channels; i++) {
			const struct channel *ch = o->contracts[k]->channels[i];
			bool send = mock_sends_on(ch, o->role);
			bool judge = o->role == ROLE_AUTO || !ch->n_operations ||
				     channel_sender(ch, o->role, false);
			bool reply = is_reply(ch);

			add_row(&t,
				ch->address.ptr ? text(&t, "%s", ch->address)
						: text(&t, "%s (address known at run time)", ch->name),
				reply ? SLICE_LIT("answer requests") : our_part(&t, send, judge, o, ch),
				reply ? SLICE_LIT("awaits replies") : your_part(&t, ch, o->role, send, judge),
				message_names(&t, ch));
		}
	print_table(&t, out);
	for (size_t k = 0; k < o->n_contracts; k++)
		for (size_t i = 0; i < o->contracts[k]->n_left_out; i++) {
			const struct left_out *l = &o->contracts[k]->left_out[i];

			fprintf(out, "left out: %.*s (%s:%u): %s\n", SLICE_FMT(l->channel),
				l->at.file ? l->at.file : "", l->at.line, l->why);
		}
	arena_free(&t.arena);
}

static const char own_name[] = "understudy " UNDERSTUDY_VERSION;

void console_tables(FILE *out, const struct instance *i, const struct instance_options *o)
{
	static const char *const says[] = {
		[ROLE_AUTO] = "role auto: not yet known which side you are",
		[ROLE_APPLICATION] = "role application: we play the document's application",
		[ROLE_COUNTERPART] =
			"role counterpart: the document describes your program, we play all others",
	};
	for (size_t k = 0; k < o->n_contracts; k++) {
		const struct contract *c = o->contracts[k];

		fprintf(out, "%*s  %s: %.*s %.*s, AsyncAPI %.*s", (int)strlen(own_name), k ? "" : own_name,
			c->file, SLICE_FMT(c->title), SLICE_FMT(c->version), SLICE_FMT(c->asyncapi));
		fprintf(out, k ? "\n" : "      %s\n", says[o->role]);
	}
	fputc('\n', out);
	server_table(i, out);
	channel_table(o, out);
	if (instance_notes(i))
		fputs(instance_notes(i), out);
}
