#include "scenario/rows.h"

#include "document/source.h"
#include "scenario/path.h"

static bool is_number(struct slice s)
{
	size_t i = s.len && s.ptr[0] == '-', digits;

	for (digits = i; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
		;
	if (i == digits || (s.ptr[digits] == '0' && i > digits + 1))
		return false;
	if (i < s.len && s.ptr[i] == '.') {
		size_t from = ++i;

		for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
			;
		if (i == from)
			return false;
	}
	return i == s.len;
}

struct node *cell_value(struct arena *a, struct slice text, const struct node *at)
{
	return is_number(text) ? node_new_number(a, text, at) : node_new_text(a, text, at);
}

struct csv {
	struct arena *arena;
	struct slice in;
	size_t at;
	unsigned line;
};

/* One cell; *last: it ended its record.  False: a quote is not closed. */
static bool csv_cell(struct csv *c, struct buf *cell, bool *quoted, bool *last)
{
	buf_reset(cell);
	*quoted = c->at < c->in.len && c->in.ptr[c->at] == '"';
	c->at += *quoted;
	for (bool inside = *quoted;; c->at++) {
		char ch = c->at < c->in.len ? c->in.ptr[c->at] : '\n';

		if (c->at >= c->in.len && inside)
			return false;
		if (inside && ch == '"' && c->at + 1 < c->in.len && c->in.ptr[c->at + 1] == '"') {
			buf_char(cell, '"');
			c->at++;
		} else if (inside && ch == '"') {
			inside = false;
		} else if (!inside && (ch == ',' || ch == '\n')) {
			*last = ch == '\n';
			c->at += c->at < c->in.len;
			c->line += *last;
			return true;
		} else if (ch != '\r' || inside) {
			c->line += ch == '\n';
			buf_char(cell, ch);
		}
	}
}

/* One record as a list of cells; a cell in quotes is text whatever it looks like. */
static struct node *csv_record(struct csv *c, const char *file, struct diag *d)
{
	struct node *list = node_new(c->arena, NODE_LIST, NULL);
	unsigned line = c->line;
	BUF_AUTO struct buf cell = BUF_INIT(0);
	bool quoted, last = false;

	list->line = line;
	while (!last) {
		if (!csv_cell(c, &cell, &quoted, &last)) {
			diag_error(d, DIAG_SYNTAX, (struct loc){ file, line, 1 }, "a quote is not closed");
			return NULL;
		}
		node_append(c->arena, list,
			    quoted ? node_new_text(c->arena, buf_view(&cell), NULL)
				   : cell_value(c->arena, buf_view(&cell), NULL));
	}
	return list;
}

struct node *csv_parse(struct arena *a, struct slice text, const char *file, struct diag *d)
{
	struct csv c = { .arena = a, .in = text, .line = 1 };
	struct node *names = csv_record(&c, file, d), *rows = node_new(a, NODE_LIST, NULL);

	while (names && c.at < text.len) {
		struct node *cells = csv_record(&c, file, d), *row = node_new(a, NODE_MAP, NULL);

		if (!cells)
			return NULL;
		if (cells->n == 1 && !cells->items[0]->text.len)
			continue;
		if (cells->n != names->n) {
			diag_error(d, DIAG_SCENARIO, (struct loc){ file, cells->line, 1 },
				   "this row has %zu cells, the first line names %zu", cells->n, names->n);
			return NULL;
		}
		for (size_t i = 0; i < cells->n; i++)
			node_set(a, row, names->items[i]->text, cells->items[i]);
		node_append(a, rows, row);
	}
	return names ? rows : NULL;
}

static struct node *json_lines(struct reading *r, struct slice text, const char *file)
{
	struct node *rows = node_new(r->arena, NODE_LIST, NULL);
	struct slice line;
	unsigned number = 0;

	while (slice_split(&text, '\n', &line)) {
		const char *why;
		size_t where = 0;
		struct node *row;

		number++;
		if (!slice_trim(line).len)
			continue;
		row = json_parse(r->arena, line, &why, &where);
		if (!row) {
			diag_error(r->diag, DIAG_SYNTAX, (struct loc){ file, number, (unsigned)where + 1 },
				   "%s", why);
			return NULL;
		}
		node_append(r->arena, rows, row);
	}
	return rows;
}

static struct node *rows_of_file(struct reading *r, const struct node *n)
{
	struct slice name = node_text(n), text;
	const char *path = path_beside(r->arena, n->in ? n->in->file : r->file->path, name);
	struct source_error error;
	struct document *doc;

	if (slice_ends(name, SLICE_LIT(".json"))) {
		r->set->library.diag = r->diag;
		doc = library_load(&r->set->library, path);
		return doc ? doc->root : NULL;
	}
	if (!slice_ends(name, SLICE_LIT(".csv")) && !slice_ends(name, SLICE_LIT(".jsonl"))) {
		diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
			   "\"each\" is a list of rows, or a .csv, .json or .jsonl file");
		return NULL;
	}
	if (!source_read(r->arena, path, false, &text, &error)) {
		diag_error(r->diag, error.code, node_loc(n), "%s %s", path, error.why);
		return NULL;
	}
	if (!source_check(&text, path, r->diag))
		return NULL;
	return slice_ends(name, SLICE_LIT(".csv")) ? csv_parse(r->arena, text, path, r->diag)
						   : json_lines(r, text, path);
}

bool read_rows(struct reading *r)
{
	struct scenario *s = r->scenario;
	struct node *each = node_get(s->root, "each"), *list = each;

	s->n_rows = 1;
	s->rows = arena_array(r->arena, struct node *, 1);
	if (!each)
		return true;
	if (node_is(each, NODE_TEXT)) {
		list = rows_of_file(r, each);
		if (!list)
			return false;
	}
	if (!node_is(list, NODE_LIST) || !list->n)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(each),
				  "\"each\" is a list of rows, or a .csv, .json or .jsonl file");
	s->each = list;
	s->n_rows = list->n;
	s->rows = list->items;
	for (size_t i = 0; i < list->n; i++)
		if (!node_is(list->items[i], NODE_MAP))
			return diag_error(r->diag, DIAG_SCENARIO,
					  list->items[i]->line ? node_loc(list->items[i]) : node_loc(each),
					  "a row is an object, not %s", node_kind_name(list->items[i]));
	return true;
}
