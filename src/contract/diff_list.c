/* Arrays: one schema for all items, or one for each place and one for the rest. */
#include "contract/diff_compare.h"

struct items {
	const struct node *heads; /* by place; NULL: none */
	struct view rest;	  /* no part: anything */
};

static struct items items_of(const struct view *v)
{
	const struct member *items = view_member(v, "items");
	const struct member *rest = view_member(v, "additionalItems");
	struct items out = { NULL, view_new(v->library, v->at) };

	if (items && node_is(items->value, NODE_LIST)) {
		out.heads = items->value;
		if (rest)
			out.rest = view_of(v->library, rest->value, member_loc(rest));
	} else if (items) {
		view_keyword(v, "items", &out.rest);
	}
	return out;
}

static struct view item_at(const struct view *v, const struct items *items, size_t i)
{
	if (items->heads && i < items->heads->n)
		return view_of(v->library, items->heads->items[i], node_loc(items->heads->items[i]));
	return items->rest;
}

void compare_lists(struct comparer *c, const struct view *a, const struct view *b, const struct step *where)
{
	struct items was = items_of(a), is = items_of(b);
	size_t before = was.heads ? was.heads->n : 0, after = is.heads ? is.heads->n : 0;
	struct step rest = { .up = where, .kind = STEP_ITEM };

	for (size_t i = 0; i < (before > after ? before : after); i++) {
		struct step step = { .up = where, .kind = STEP_POSITION, .position = i };
		struct view x = item_at(a, &was, i), y = item_at(b, &is, i);

		compare_schemas(c, &x, &y, &step);
	}
	compare_schemas(c, &was.rest, &is.rest, &rest);
}
