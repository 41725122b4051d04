/* understudy ls: what stands in a contract, one row a thing, as a table or as JSON. */
#include <ctype.h>
#include <stdio.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/contracts.h"

enum { MOST_CELLS = 6, GAP = 2, MOST_CELL_BYTES = 200 };

/* One kind of thing: its rows are told once, and written as a table or as JSON. */
struct listing {
	struct arena arena;
	const char *name;	   /* "servers" */
	const char *const *titles; /* of the columns, ends with NULL; also the keys in JSON */
	struct cell {
		struct slice text;   /* absent: nothing to say */
		struct slice *texts; /* a list instead, when is_list */
		size_t n_texts;
		bool is_list;
	} (*rows)[MOST_CELLS];
	size_t n, room;
};

static struct cell *add_row(struct listing *l)
{
	l->rows = arena_grow(&l->arena, l->rows, l->n, &l->room, sizeof(*l->rows));
	memset(l->rows[l->n], 0, sizeof(l->rows[l->n]));
	return l->rows[l->n++];
}

static void add_text(struct listing *l, struct cell *cell, struct slice text, size_t most)
{
	if (!cell->texts)
		cell->texts = arena_array(&l->arena, struct slice, most);
	cell->texts[cell->n_texts++] = text;
}

/* --- who owns it: AsyncAPI has no word for that, `x-owner` is what people write */

static struct slice owner_in(const struct node *n)
{
	const struct node *owner = node_get(n, "x-owner");

	return node_is(owner, NODE_MAP) ? node_get_text(owner, "name") : node_text(owner);
}

static struct slice owner_of(const struct contract *c, const struct node *n)
{
	const struct node *info = node_get(c->root, "info"), *contact = node_get(info, "contact");
	struct slice owner = owner_in(n);

	if (!owner.ptr)
		owner = owner_in(info);
	if (!owner.ptr)
		owner = owner_in(c->root);
	if (!owner.ptr)
		owner = node_get_text(contact, "name");
	return owner.ptr ? owner : node_get_text(contact, "email");
}

/* --- the rows */

static void list_servers(struct listing *l, const struct contract *c)
{
	for (size_t i = 0; i < c->n_servers; i++) {
		const struct server *s = c->servers[i];
		struct cell *row = add_row(l);

		row[0].text = s->name;
		row[1].text = s->protocol;
		row[2].text = s->declared;
		row[3].text = owner_of(c, s->node);
	}
}

static void list_channels(struct listing *l, const struct contract *c)
{
	for (size_t i = 0; i < c->n_channels; i++) {
		const struct channel *ch = c->channels[i];
		struct cell *row = add_row(l);

		row[0].text = ch->name;
		row[1].text = ch->address;
		row[2].is_list = true;
		for (size_t k = 0; k < ch->n_servers; k++)
			add_text(l, &row[2], ch->servers[k]->name, ch->n_servers);
		row[3].text = owner_of(c, ch->node);
	}
}

static void add_messages(struct listing *l, struct cell *cell, struct message_model **list, size_t n)
{
	cell->is_list = true;
	for (size_t i = 0; i < n; i++)
		add_text(l, cell, list[i]->name, n);
}

static void list_operations(struct listing *l, const struct contract *c)
{
	for (size_t i = 0; i < c->n_operations; i++) {
		const struct operation *op = c->operations[i];
		struct cell *row = add_row(l);

		row[0].text = op->name;
		row[1].text = op->action == ACTION_SEND ? SLICE_LIT("send") : SLICE_LIT("receive");
		row[2].text = op->channel->name;
		add_messages(l, &row[3], op->messages, op->n_messages);
		if (op->reply && op->reply->channel)
			row[4].text = op->reply->channel->name;
		row[5].text = owner_of(c, op->node);
	}
}

static void list_messages(struct listing *l, const struct contract *c)
{
	for (size_t i = 0; i < c->n_messages; i++) {
		const struct message_model *m = c->messages[i];
		struct cell *row = add_row(l);

		row[0].text = m->name;
		row[1].text = m->channel->name;
		row[2].text = m->content_type;
		row[3].text = m->schema_format;
		row[4].text = m->title;
		row[5].text = owner_of(c, m->node);
	}
}

static const char *const server_titles[] = { "server", "protocol", "host", "owner", NULL };
static const char *const channel_titles[] = { "channel", "address", "servers", "owner", NULL };
static const char *const operation_titles[] = { "operation", "action", "channel", "messages",
						"reply",     "owner",  NULL };
static const char *const message_titles[] = { "message", "channel", "contentType", "schemaFormat",
					      "title",	 "owner",   NULL };

static const struct {
	const char *name;
	const char *const *titles;
	void (*list)(struct listing *l, const struct contract *c);
} kinds[] = {
	{"servers",     server_titles,    list_servers	 },
	{ "channels",   channel_titles,   list_channels  },
	{ "operations", operation_titles, list_operations},
	{ "messages",   message_titles,   list_messages  },
};

/* --- as a table */

static struct slice shown(struct listing *l, const struct cell *cell)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (size_t i = 0; i < cell->n_texts; i++) {
		buf_str(&out, i ? ", " : "");
		printable_add(&out, cell->texts[i], MOST_CELL_BYTES);
	}
	if (cell->text.ptr)
		printable_add(&out, cell->text, MOST_CELL_BYTES);
	return out.len ? arena_copy(&l->arena, buf_view(&out)) : SLICE_LIT("-");
}

/* contentType becomes CONTENT TYPE. */
static struct slice heading(struct listing *l, const char *title)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (const char *p = title; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			buf_char(&out, ' ');
		buf_char(&out, (char)toupper((unsigned char)*p));
	}
	return arena_copy(&l->arena, buf_view(&out));
}

/* A column in which no row says anything is left away. */
static size_t column_width(struct listing *l, size_t column)
{
	size_t width = 0;

	for (size_t r = 0; r < l->n; r++) {
		const struct cell *cell = &l->rows[r][column];

		if ((cell->text.ptr || cell->n_texts) && utf8_count(shown(l, cell)) > width)
			width = utf8_count(shown(l, cell));
	}
	if (width && width < heading(l, l->titles[column]).len)
		width = heading(l, l->titles[column]).len;
	return width;
}

static void end_row(struct buf *out)
{
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	buf_char(out, '\n');
}

static void add_cell(struct buf *out, struct slice text, size_t width)
{
	if (!width)
		return;
	buf_slice(out, text);
	for (size_t n = utf8_count(text); n < width + GAP; n++)
		buf_char(out, ' ');
}

static void add_table(struct buf *out, struct listing *l)
{
	size_t width[MOST_CELLS];

	if (!l->n)
		return;
	for (size_t c = 0; l->titles[c]; c++) {
		width[c] = column_width(l, c);
		add_cell(out, heading(l, l->titles[c]), width[c]);
	}
	end_row(out);
	for (size_t r = 0; r < l->n; r++) {
		for (size_t c = 0; l->titles[c]; c++)
			add_cell(out, shown(l, &l->rows[r][c]), width[c]);
		end_row(out);
	}
	buf_char(out, '\n');
}

/* --- as JSON */

static void add_json_value(struct buf *out, const struct cell *cell)
{
	if (cell->is_list) {
		buf_char(out, '[');
		for (size_t i = 0; i < cell->n_texts; i++) {
			buf_str(out, i ? "," : "");
			json_string_add(out, cell->texts[i]);
		}
		buf_char(out, ']');
	} else if (cell->text.ptr) {
		json_string_add(out, cell->text);
	} else {
		buf_str(out, "null");
	}
}

static void add_json_rows(struct buf *out, const struct listing *l)
{
	buf_printf(out, ",\n\"%s\":[", l->name);
	for (size_t r = 0; r < l->n; r++) {
		buf_str(out, r ? ",\n" : "\n");
		for (size_t c = 0; l->titles[c]; c++) {
			/* The first column's title is what the row is; its key says that it is a name. */
			buf_printf(out, "%s\"%s\":", c ? "," : "{", c ? l->titles[c] : "name");
			add_json_value(out, &l->rows[r][c]);
		}
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void add_json_head(struct buf *out, const struct contract *c)
{
	const struct cell cells[] = { { .text = c->asyncapi },
				      { .text = c->title },
				      { .text = c->version },
				      { .text = owner_of(c, NULL) } };
	static const char *const keys[] = { "asyncapi", "title", "version", "owner" };

	for (size_t i = 0; i < ARRAY_SIZE(cells); i++) {
		buf_printf(out, "%s\"%s\":", i ? "," : "{", keys[i]);
		add_json_value(out, &cells[i]);
	}
}

/* --- the command */

static void add_all(struct buf *out, const struct contract *c, bool as_json)
{
	if (as_json)
		add_json_head(out, c);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct listing l = { .name = kinds[i].name, .titles = kinds[i].titles };

		kinds[i].list(&l, c);
		if (as_json)
			add_json_rows(out, &l);
		else
			add_table(out, &l);
		arena_free(&l.arena);
	}
	if (as_json)
		buf_str(out, "}\n");
	else if (out->len)
		out->len--; /* the empty line behind the last table */
}

static bool print_all(const struct contract *c, bool as_json)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	add_all(&out, c, as_json);
	return fwrite(buf_view(&out).ptr, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
}

int command_ls(struct command_line *cl, struct diag *d)
{
	struct slice format = option_text(cl, OPT_FORMAT);
	bool as_json = slice_is(format, "json");
	struct contracts c;
	int status = EXIT_USAGE;

	if (cl->n_args != 1) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "a document is expected: understudy ls CONTRACT");
		return EXIT_USAGE;
	}
	if (format.ptr && !as_json && !slice_is(format, "text")) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "--format of ls is text or json, not \"%.*s\"",
			   SLICE_FMT(format));
		return EXIT_USAGE;
	}
	if (contracts_load(&c, cl, 0, 1, d))
		status = !print_all(c.list[0], as_json) ? EXIT_ENVIRONMENT
			 : c.has_errors			? EXIT_BROKEN
							: EXIT_PASSED;
	contracts_drop(&c);
	return status;
}
