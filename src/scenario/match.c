#include "scenario/match.h"

#include <ctype.h>

#include "base/text.h"
#include "document/number.h"

void value_write(struct buf *out, const struct node *n, size_t most)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (!n) {
		buf_str(out, "nothing");
		return;
	}
	node_write_json(&b, n);
	printable_add(out, buf_view(&b), most);
}

static void add_difference(struct comparison *c, const struct buf *path, struct slice want, struct slice got)
{
	if (c->n == MATCH_MOST_DIFFERENCES) {
		c->left_out++;
		return;
	}
	c->list[c->n++] = (struct difference){ arena_copy(c->arena, buf_view(path)),
					       arena_copy(c->arena, want), arena_copy(c->arena, got) };
}

static bool differ(struct comparison *c, const struct buf *path, const struct node *want,
		   const struct node *got)
{
	BUF_AUTO struct buf w = BUF_INIT(0), g = BUF_INIT(0);

	value_write(&w, want, MATCH_VALUE_BYTES);
	value_write(&g, got, MATCH_VALUE_BYTES);
	add_difference(c, path, buf_view(&w), buf_view(&g));
	return false;
}

static bool is_plain_name(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!isalnum((unsigned char)s.ptr[i]) && s.ptr[i] != '_' && s.ptr[i] != '-')
			return false;
	return s.len > 0;
}

static void add_key(struct buf *path, struct slice key)
{
	if (is_plain_name(key)) {
		buf_char(path, '.');
		buf_slice(path, key);
	} else {
		buf_char(path, '[');
		json_string_add(path, key);
		buf_char(path, ']');
	}
}

/* How many leaves there are to compare: so that "three of four fields" means something. */
static size_t count_leaves(const struct node *n)
{
	size_t sum = 0;

	if ((n->kind != NODE_MAP && n->kind != NODE_LIST) || !n->n)
		return 1;
	for (size_t i = 0; i < n->n; i++)
		sum += count_leaves(n->kind == NODE_MAP ? n->members[i].value : n->items[i]);
	return sum;
}

static bool match(struct comparison *c, struct buf *path, const struct node *want, const struct node *got,
		  bool exact);

static bool match_map(struct comparison *c, struct buf *path, const struct node *want, const struct node *got,
		      bool exact)
{
	size_t len = path->len;
	bool ok = true;

	for (size_t i = 0; i < want->n; i++) {
		add_key(path, want->members[i].key);
		ok &= match(c, path, want->members[i].value, node_get_slice(got, want->members[i].key),
			    exact);
		path->len = len;
	}
	for (size_t i = 0; exact && i < got->n; i++) {
		if (node_member(want, got->members[i].key))
			continue;
		add_key(path, got->members[i].key);
		c->extra++;
		ok = differ(c, path, NULL, got->members[i].value);
		path->len = len;
	}
	return ok;
}

static bool match_list(struct comparison *c, struct buf *path, const struct node *want,
		       const struct node *got, bool exact)
{
	size_t len = path->len;
	bool ok = true;

	if (want->n != got->n) {
		BUF_AUTO struct buf w = BUF_INIT(0), g = BUF_INIT(0);

		buf_printf(&w, "%zu item%s", want->n, want->n == 1 ? "" : "s");
		buf_printf(&g, "%zu", got->n);
		add_difference(c, path, buf_view(&w), buf_view(&g));
		c->fields += count_leaves(want);
		return false;
	}
	for (size_t i = 0; i < want->n; i++) {
		buf_printf(path, "[%zu]", i);
		ok &= match(c, path, want->items[i], got->items[i], exact);
		path->len = len;
	}
	return ok;
}

static bool scalars_equal(const struct node *want, const struct node *got)
{
	switch (want->kind) {
	case NODE_NUMBER:
		return number_equal(want->text, got->text);
	case NODE_TEXT:
		return slice_eq(want->text, got->text);
	case NODE_BOOL:
		return want->truth == got->truth;
	default:
		return true;
	}
}

static bool match(struct comparison *c, struct buf *path, const struct node *want, const struct node *got,
		  bool exact)
{
	if (!got || want->kind != got->kind) {
		c->fields += count_leaves(want);
		return differ(c, path, want, got);
	}
	if (want->kind == NODE_MAP && (want->n || exact))
		return match_map(c, path, want, got, exact);
	if (want->kind == NODE_LIST && (want->n || got->n))
		return match_list(c, path, want, got, exact);
	c->fields++;
	if (!scalars_equal(want, got))
		return differ(c, path, want, got);
	c->equal++;
	return true;
}

bool match_value(struct comparison *c, const char *root, const struct node *want, const struct node *got,
		 bool exact)
{
	BUF_AUTO struct buf path = BUF_INIT(0);

	buf_str(&path, root);
	return match(c, &path, want, got, exact);
}

bool match_text(struct comparison *c, const char *path, struct slice want, struct slice got)
{
	BUF_AUTO struct buf p = BUF_INIT(0), w = BUF_INIT(0), g = BUF_INIT(0);

	c->fields++;
	if (got.ptr && slice_eq(want, got)) {
		c->equal++;
		return true;
	}
	buf_str(&p, path);
	json_string_add(&w, slice_first(want, MATCH_VALUE_BYTES));
	if (got.ptr)
		json_string_add(&g, slice_first(got, MATCH_VALUE_BYTES));
	else
		buf_str(&g, "nothing");
	add_difference(c, &p, buf_view(&w), buf_view(&g));
	return false;
}

void comparison_write(struct buf *out, const struct comparison *c, const char *indent)
{
	size_t widest = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].path.len > widest)
			widest = c->list[i].path.len;
	for (size_t i = 0; i < c->n; i++) {
		const struct difference *d = &c->list[i];

		buf_printf(out, "%s%-*.*s  wanted %.*s\n", indent, (int)widest, SLICE_FMT(d->path),
			   SLICE_FMT(d->want));
		buf_printf(out, "%s%-*s  got    %.*s\n", indent, (int)widest, "", SLICE_FMT(d->got));
	}
	if (c->left_out)
		buf_printf(out, "%sand %zu more\n", indent, c->left_out);
}
