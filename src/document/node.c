/* Looking into a tree: by key, by pointer, by kind. */
#include "document/document.h"
#include "document/node_index.h"
#include "document/number.h"
#include "document/pointer.h"

struct loc node_loc(const struct node *n)
{
	if (!n)
		return LOC_NONE;
	return (struct loc){ n->in ? n->in->file : NULL, n->line, n->col };
}

bool node_is(const struct node *n, enum node_kind kind)
{
	return n && n->kind == kind;
}

const struct member *node_member(const struct node *n, struct slice key)
{
	if (!node_is(n, NODE_MAP))
		return NULL;
	if (n->index)
		return node_index_find(n, key);
	for (size_t i = 0; i < n->n; i++)
		if (slice_eq(n->members[i].key, key))
			return &n->members[i];
	return NULL;
}

struct node *node_get_slice(const struct node *n, struct slice key)
{
	const struct member *m = node_member(n, key);

	return m ? m->value : NULL;
}

struct node *node_get(const struct node *n, const char *key)
{
	return node_get_slice(n, slice_str(key));
}

struct slice node_text(const struct node *n)
{
	return node_is(n, NODE_TEXT) ? n->text : SLICE_NONE;
}

struct slice node_get_text(const struct node *n, const char *key)
{
	return node_text(node_get(n, key));
}

bool node_get_bool(const struct node *n, const char *key, bool otherwise)
{
	const struct node *value = node_get(n, key);

	return node_is(value, NODE_BOOL) ? value->truth : otherwise;
}

bool node_int(const struct node *n, int64_t *value)
{
	return node_is(n, NODE_NUMBER) && number_int(n->text, value);
}

const char *node_kind_name(const struct node *n)
{
	static const char *const names[] = {
		[NODE_NULL] = "null",	  [NODE_BOOL] = "a boolean", [NODE_NUMBER] = "a number",
		[NODE_TEXT] = "a string", [NODE_LIST] = "an array",  [NODE_MAP] = "an object",
	};

	return n ? names[n->kind] : "nothing";
}

struct node *node_at(struct node *n, struct slice pointer)
{
	struct slice token;

	if (pointer.len && pointer.ptr[0] != '/')
		return NULL;
	while (n && pointer_next(&pointer, &token)) {
		BUF_AUTO struct buf key = BUF_INIT(0);

		n = pointer_unescape(token, &key) ? pointer_child(n, buf_view(&key)) : NULL;
	}
	return n;
}
