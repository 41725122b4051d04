/* A schema as a set of parts: what $ref leads to and what allOf brings in all count at once. */
#include "contract/diff_compare.h"

struct view view_new(struct library *l, struct loc at)
{
	return (struct view){ .library = l, .at = at };
}

void view_add(struct view *v, struct node *schema)
{
	struct node *n = schema ? library_resolve(v->library, schema) : NULL;
	struct node *all;

	if (node_is(n, NODE_BOOL) && !n->truth)
		v->never = true;
	if (!node_is(n, NODE_MAP))
		return;
	for (size_t i = 0; i < v->n; i++)
		if (v->parts[i] == n)
			return;
	if (v->n == VIEW_PARTS) {
		v->cut = true;
		return;
	}
	v->parts[v->n++] = n;
	all = node_get(n, "allOf");
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n; i++)
		view_add(v, all->items[i]);
}

struct view view_of(struct library *l, struct node *schema, struct loc at)
{
	struct view v = view_new(l, at);

	view_add(&v, schema);
	return v;
}

const struct member *view_member(const struct view *v, const char *key)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct member *m = node_member(v->parts[i], slice_str(key));

		if (m)
			return m;
	}
	return NULL;
}

static void add_member(struct view *out, const struct member *m, bool *found)
{
	if (!m)
		return;
	if (!*found)
		out->at = member_loc(m);
	*found = true;
	view_add(out, m->value);
}

bool view_child(const struct view *v, const char *keyword, struct slice name, struct view *out)
{
	bool found = false;

	*out = view_new(v->library, v->at);
	for (size_t i = 0; i < v->n; i++)
		add_member(out, node_member(node_get(v->parts[i], keyword), name), &found);
	return found;
}

bool view_keyword(const struct view *v, const char *keyword, struct view *out)
{
	bool found = false;

	*out = view_new(v->library, v->at);
	for (size_t i = 0; i < v->n; i++)
		add_member(out, node_member(v->parts[i], slice_str(keyword)), &found);
	return found;
}

bool view_requires(const struct view *v, struct slice name, struct loc *at)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct node *list = node_get(v->parts[i], "required");

		for (size_t k = 0; node_is(list, NODE_LIST) && k < list->n; k++)
			if (node_is(list->items[k], NODE_TEXT) && slice_eq(list->items[k]->text, name)) {
				*at = node_loc(list->items[k]);
				return true;
			}
	}
	return false;
}

bool view_is_closed(const struct view *v)
{
	struct view others;

	return view_keyword(v, "additionalProperties", &others) && others.never;
}

static unsigned kind_of(struct slice type)
{
	static const struct {
		const char *name;
		unsigned kinds;
	} rows[] = {
		{"null",	  KIND_NULL   },
		   { "boolean", KIND_BOOL	  },
		     { "integer", KIND_INTEGER},
		{ "number",  KIND_NUMBER },
		   { "string",  KIND_TEXT	 },
		     { "array",	KIND_LIST	  },
		{ "object",  KIND_MAP    },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (slice_is(type, rows[i].name))
			return rows[i].kinds;
	return 0;
}

unsigned view_kinds(const struct view *v)
{
	unsigned kinds = KIND_ANY;

	for (size_t i = 0; i < v->n; i++) {
		const struct node *type = node_get(v->parts[i], "type");
		unsigned here = 0;

		if (node_is(type, NODE_TEXT))
			here = kind_of(type->text);
		for (size_t k = 0; node_is(type, NODE_LIST) && k < type->n; k++)
			here |= kind_of(node_text(type->items[k]));
		if (type)
			kinds &= here;
	}
	return kinds;
}
