/* What a tree says, apart from how it was written: equality and JSON. */
#include "base/text.h"
#include "document/node.h"
#include "document/number.h"

static bool lists_equal(const struct node *a, const struct node *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!node_equal(a->items[i], b->items[i]))
			return false;
	return true;
}

static bool maps_equal(const struct node *a, const struct node *b)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct member *other = node_member(b, a->members[i].key);

		if (!other || !node_equal(a->members[i].value, other->value))
			return false;
	}
	return true;
}

bool node_equal(const struct node *a, const struct node *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind)
		return false;
	switch (a->kind) {
	case NODE_NULL:
		return true;
	case NODE_BOOL:
		return a->truth == b->truth;
	case NODE_NUMBER:
		return number_equal(a->text, b->text);
	case NODE_TEXT:
		return slice_eq(a->text, b->text);
	case NODE_LIST:
		return a->n == b->n && lists_equal(a, b);
	case NODE_MAP:
		return a->n == b->n && maps_equal(a, b);
	}
	return false;
}

static void write_list(struct buf *out, const struct node *n)
{
	buf_char(out, '[');
	for (size_t i = 0; i < n->n && !out->failed; i++) {
		if (i)
			buf_char(out, ',');
		node_write_json(out, n->items[i]);
	}
	buf_char(out, ']');
}

static void write_map(struct buf *out, const struct node *n)
{
	buf_char(out, '{');
	for (size_t i = 0; i < n->n && !out->failed; i++) {
		if (i)
			buf_char(out, ',');
		json_string_add(out, n->members[i].key);
		buf_char(out, ':');
		node_write_json(out, n->members[i].value);
	}
	buf_char(out, '}');
}

void node_write_json(struct buf *out, const struct node *n)
{
	if (node_is(n, NODE_TEXT))
		json_string_add(out, n->text);
	else if (node_is(n, NODE_NUMBER))
		buf_slice(out, n->text);
	else if (node_is(n, NODE_LIST))
		write_list(out, n);
	else if (node_is(n, NODE_MAP))
		write_map(out, n);
	else
		buf_str(out, !node_is(n, NODE_BOOL) ? "null" : n->truth ? "true" : "false");
}
