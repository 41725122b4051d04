#include "document/yaml_write.h"

#include "base/map.h"
#include "base/text.h"
#include "document/yaml_write_comments.h"
#include "document/yaml_write_scalar.h"

/* A key of more than 1024 characters must be marked with '?'; a list in brackets wants to be seen at once. */
enum { STEP = 2, LONGEST_KEY_BYTES = 1000, LONGEST_BRACKETS_BYTES = 100 };

struct writer {
	struct buf *out;
	bool keeps_comments;
	struct arena arena;
	struct map sources; /* document to struct source */
};

/* A document as its text is asked for: its comments, and where its lines begin. */
struct source {
	const struct document *doc;
	struct comments *comments;
	const char **lines;
	size_t n_lines, room;
};

static struct source *source_of(struct writer *w, const struct document *doc)
{
	struct slice rest, line = slice_of(&doc, sizeof(doc));
	struct source *s;

	if (!w->keeps_comments || !doc || doc->is_json)
		return NULL;
	s = map_get(&w->sources, line);
	if (s)
		return s;
	s = arena_new(&w->arena, struct source);
	s->doc = doc;
	s->comments = comments_read(&w->arena, doc);
	rest = doc->source;
	while (slice_split(&rest, '\n', &line)) {
		s->lines = arena_grow(&w->arena, s->lines, s->n_lines, &s->room, sizeof(*s->lines));
		s->lines[s->n_lines++] = line.ptr;
	}
	map_put(&w->sources, slice_of(&s->doc, sizeof(s->doc)), s);
	return s;
}

static void indent_by(struct writer *w, size_t indent)
{
	for (size_t i = 0; i < indent; i++)
		buf_char(w->out, ' ');
}

/* --- comments */

/* Not at the top, and no two in a row. */
static void write_empty_line(struct writer *w)
{
	if (w->out->len > 1 && memcmp(w->out->data + w->out->len - 2, "\n\n", 2) != 0)
		buf_char(w->out, '\n');
}

static void write_alone(struct writer *w, struct comment *c, size_t indent)
{
	c->is_used = true;
	if (!c->text.len) {
		write_empty_line(w);
		return;
	}
	indent_by(w, indent);
	buf_slice(w->out, c->text);
	buf_char(w->out, '\n');
}

/* One that ends a literal block belongs to its token and is in no list of comments. */
static bool is_empty_line(const struct source *s, unsigned line)
{
	struct slice rest;

	if (!line || line > s->n_lines)
		return false;
	rest = slice_of(s->lines[line - 1],
			(size_t)(s->doc->source.ptr + s->doc->source.len - s->lines[line - 1]));
	return !slice_trim(slice_first(rest, slice_find(rest, '\n'))).len;
}

/* Those on the lines right above; no empty line between "key:" and the first below it. */
static void write_above(struct writer *w, const struct document *doc, unsigned line, size_t indent,
			bool is_first)
{
	struct source *s = source_of(w, doc);
	size_t end = s ? comments_from(s->comments, line) : 0, from = end;

	while (from && s->comments->list[from - 1].is_alone && !s->comments->list[from - 1].is_used &&
	       s->comments->list[from - 1].line == line - (unsigned)(end - from) - 1)
		from--;
	while (is_first && from < end && !s->comments->list[from].text.len)
		from++;
	if (s && !is_first && is_empty_line(s, line - (unsigned)(end - from) - 1))
		write_empty_line(w);
	for (; from < end; from++)
		write_alone(w, &s->comments->list[from], indent);
}

/* The one at the end of the line; then the line ends. */
static void end_line(struct writer *w, const struct document *doc, unsigned line)
{
	struct source *s = source_of(w, doc);
	size_t at = s ? comments_from(s->comments, line) : 0;
	struct comment *c = s && at < s->comments->n ? &s->comments->list[at] : NULL;

	if (c && c->line == line && !c->is_alone && !c->is_used) {
		c->is_used = true;
		buf_char(w->out, ' ');
		buf_slice(w->out, c->text);
	}
	buf_char(w->out, '\n');
}

/* What stands above the first key, apart from it; and what is below the last. */
static void write_edge(struct writer *w, const struct node *root, bool is_top)
{
	struct source *s = source_of(w, root->in);
	size_t n = s ? s->comments->n : 0, from = 0;

	if (is_top)
		n = s ? comments_from(s->comments, root->line) : 0;
	else
		for (from = n; from && s->comments->list[from - 1].is_alone;)
			from--;
	for (; from < n; from++)
		if (!s->comments->list[from].is_used && (is_top || s->comments->list[from].text.len))
			write_alone(w, &s->comments->list[from], 0);
}

/* --- lists in brackets */

static bool stood_in_brackets(struct writer *w, const struct node *n)
{
	struct source *s = source_of(w, n->in);

	return s && n->line && n->line <= s->n_lines &&
	       s->lines[n->line - 1] + n->col <= s->doc->source.ptr + s->doc->source.len &&
	       s->lines[n->line - 1][n->col - 1] == '[';
}

/* False: it is none, or too long. */
static bool write_brackets(struct writer *w, const struct node *n)
{
	size_t before = w->out->len;

	if (!n->n || !stood_in_brackets(w, n))
		return false;
	for (size_t i = 0; i < n->n; i++) {
		if (n->items[i]->kind == NODE_LIST || n->items[i]->kind == NODE_MAP ||
		    w->out->len - before > LONGEST_BRACKETS_BYTES) {
			w->out->len = before;
			return false;
		}
		buf_str(w->out, i ? ", " : " [");
		yaml_scalar_add(w->out, n->items[i], true);
	}
	buf_char(w->out, ']');
	return true;
}

/* --- values */

static void write_members(struct writer *w, const struct node *map, size_t indent, bool is_first_indented);
static void write_items(struct writer *w, const struct node *list, size_t indent, bool is_first_indented);

/* What stands behind "key:" or "-", from the space on, its line end included. */
static void write_value(struct writer *w, const struct node *n, size_t indent, const struct document *doc,
			unsigned line)
{
	bool is_nested = n->kind == NODE_LIST || n->kind == NODE_MAP;

	if (is_nested && !n->n) {
		buf_str(w->out, n->kind == NODE_MAP ? " {}" : " []");
	} else if (n->kind == NODE_TEXT && yaml_is_literal(n->text)) {
		buf_char(w->out, ' ');
		yaml_literal_header(w->out, n->text);
		end_line(w, doc, line);
		yaml_literal_lines(w->out, n->text, indent);
		return;
	} else if (!is_nested) {
		buf_char(w->out, ' ');
		yaml_scalar_add(w->out, n, false);
	} else if (n->kind != NODE_LIST || !write_brackets(w, n)) {
		end_line(w, doc, line);
		if (n->kind == NODE_MAP)
			write_members(w, n, indent, false);
		else
			write_items(w, n, indent, false);
		return;
	}
	end_line(w, doc, line);
}

static void write_key(struct writer *w, struct slice key, size_t indent)
{
	size_t before = w->out->len;

	yaml_text_add(w->out, key, false);
	if (w->out->len - before > LONGEST_KEY_BYTES) {
		w->out->len = before;
		buf_str(w->out, "? ");
		yaml_text_add(w->out, key, false);
		buf_char(w->out, '\n');
		indent_by(w, indent);
	}
	buf_char(w->out, ':');
}

/* `is_first_indented`: the first stands behind a "- " that is written already. */
static void write_members(struct writer *w, const struct node *map, size_t indent, bool is_first_indented)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct member *m = &map->members[i];

		if (i || !is_first_indented) {
			write_above(w, map->in, m->line, indent, !i);
			indent_by(w, indent);
		}
		write_key(w, m->key, indent);
		write_value(w, m->value, indent + STEP, map->in, m->line);
	}
}

static void write_item(struct writer *w, const struct node *item, size_t indent)
{
	bool is_nested = (item->kind == NODE_MAP || item->kind == NODE_LIST) && item->n;

	buf_char(w->out, '-');
	if (item->kind == NODE_LIST && write_brackets(w, item)) {
		end_line(w, item->in, item->line);
	} else if (is_nested) {
		buf_char(w->out, ' ');
		if (item->kind == NODE_MAP)
			write_members(w, item, indent + STEP, true);
		else
			write_items(w, item, indent + STEP, true);
	} else {
		write_value(w, item, indent + STEP, item->in, item->line);
	}
}

static void write_items(struct writer *w, const struct node *list, size_t indent, bool is_first_indented)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i || !is_first_indented) {
			write_above(w, list->items[i]->in, list->items[i]->line, indent, !i);
			indent_by(w, indent);
		}
		write_item(w, list->items[i], indent);
	}
}

static void write_root(struct writer *w, const struct node *root)
{
	if (root->kind == NODE_MAP && root->n) {
		write_members(w, root, 0, false);
	} else if (root->kind == NODE_LIST && root->n) {
		write_items(w, root, 0, false);
	} else if (root->kind == NODE_MAP || root->kind == NODE_LIST) {
		buf_str(w->out, root->kind == NODE_MAP ? "{}\n" : "[]\n");
	} else {
		/* A block at the top has no indentation to be seen by. */
		yaml_scalar_add(w->out, root, false);
		buf_char(w->out, '\n');
	}
}

void yaml_write(struct buf *out, const struct node *root, bool comments)
{
	struct writer w = { .out = out, .keeps_comments = comments };

	write_edge(&w, root, true);
	write_root(&w, root);
	write_edge(&w, root, false);
	map_release(&w.sources);
	arena_free(&w.arena);
}

/* --- JSON */

static void write_json(struct buf *out, const struct node *n, size_t indent)
{
	bool is_map = n->kind == NODE_MAP;

	if ((!is_map && n->kind != NODE_LIST) || !n->n) {
		node_write_json(out, n);
		return;
	}
	buf_char(out, is_map ? '{' : '[');
	for (size_t i = 0; i < n->n; i++) {
		buf_printf(out, "%s\n%*s", i ? "," : "", (int)(indent + STEP), "");
		if (is_map) {
			json_string_add(out, n->members[i].key);
			buf_str(out, ": ");
		}
		write_json(out, is_map ? n->members[i].value : n->items[i], indent + STEP);
	}
	buf_printf(out, "\n%*s%c", (int)indent, "", is_map ? '}' : ']');
}

void yaml_write_as_json(struct buf *out, const struct node *root)
{
	write_json(out, root, 0);
	buf_char(out, '\n');
}
