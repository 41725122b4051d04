/* Types, and the values that `enum` and `const` list. */
#include "base/buf.h"
#include "contract/diff_compare.h"

enum { SHOWN_VALUES = 5 };

static const char *kinds_shown(struct comparer *c, unsigned kinds)
{
	static const struct {
		unsigned kinds;
		const char *name;
	} rows[] = {
		{KIND_MAP,	    "an object" },
		     { KIND_LIST,	  "an array"  },
		     { KIND_TEXT,	  "a string"  },
		{ KIND_NUMBER,   "a number"  },
		     { KIND_INTEGER,  "an integer"},
		     { KIND_FRACTION, "a fraction"},
		{ KIND_BOOL,     "a boolean" },
		     { KIND_NULL,	  "null"	 },
	};
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (kinds == KIND_ANY)
		return "anything";
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if ((kinds & rows[i].kinds) == rows[i].kinds) {
			buf_str(&text, text.len ? " or " : "");
			buf_str(&text, rows[i].name);
			kinds &= ~rows[i].kinds;
		}
	return arena_strdup(&c->out->arena, buf_view(&text));
}

bool compare_types(struct comparer *c, const struct view *a, const struct view *b, const struct step *where)
{
	unsigned was = view_kinds(a), is = view_kinds(b);
	const struct member *before = view_member(a, "type"), *after = view_member(b, "type");
	unsigned effect = (was & ~is ? NARROWS : 0) | (is & ~was ? WIDENS : 0);

	if (!effect)
		return true;
	note(c,
	     (struct noted){ .code = "type",
			     .effect = effect,
			     .at = after ? member_loc(after) : b->at,
			     .was_at = before ? member_loc(before) : a->at,
			     .was = c->silent ? NULL
					      : arena_printf(&c->out->arena, "was %s", kinds_shown(c, was)),
			     .where = where },
	     "%s %s", effect == WIDENS ? "may now be" : "must now be", c->silent ? "" : kinds_shown(c, is));
	return (was & is) != 0;
}

/* The values of a view: the shortest list that a part has. */
struct values {
	const struct member *said; /* NULL: any value */
	struct node *const *list;
	size_t n;
};

static struct values values_of(const struct view *v)
{
	struct values best = { NULL, NULL, 0 };

	for (size_t i = 0; i < v->n; i++) {
		const struct member *constant = node_member(v->parts[i], SLICE_LIT("const"));
		const struct member *list = node_member(v->parts[i], SLICE_LIT("enum"));

		if (constant)
			return (struct values){ constant, &constant->value, 1 };
		if (list && node_is(list->value, NODE_LIST) && (!best.said || list->value->n < best.n))
			best = (struct values){ list, list->value->items, list->value->n };
	}
	return best;
}

static bool has_value(const struct values *v, const struct node *n)
{
	for (size_t i = 0; i < v->n; i++)
		if (node_equal(v->list[i], n))
			return true;
	return false;
}

/* Those of `a` that `b` has not: the text, NULL when there are none. */
static const char *missing(struct comparer *c, const struct values *a, const struct values *b)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		if (has_value(b, a->list[i]))
			continue;
		if (n && n <= SHOWN_VALUES)
			buf_str(&text, ", ");
		if (n < SHOWN_VALUES)
			buf_str(&text, shown(c, a->list[i]));
		n++;
	}
	if (n > SHOWN_VALUES)
		buf_printf(&text, "and %zu more", n - SHOWN_VALUES);
	return n ? arena_strdup(&c->out->arena, buf_view(&text)) : NULL;
}

void compare_values(struct comparer *c, const struct view *a, const struct view *b, const struct step *where)
{
	struct values was = values_of(a), is = values_of(b);
	struct noted n = { .code = is.said && slice_is(is.said->key, "const") ? "const" : "enum",
			   .at = is.said ? member_loc(is.said) : b->at,
			   .was_at = was.said ? member_loc(was.said) : a->at,
			   .where = where };
	const char *gone, *come;

	if (!was.said && !is.said)
		return;
	gone = is.said ? missing(c, &was, &is) : NULL;
	come = missing(c, &is, &was);
	if (!was.said || !is.said) {
		n.effect = is.said ? NARROWS : WIDENS;
		note(c, n, is.said ? "must now be one of %s" : "is no longer limited to listed values%s",
		     is.said ? come : "");
		return;
	}
	n.effect = NARROWS;
	if (gone)
		note(c, n, "can no longer be %s", gone);
	n.effect = WIDENS;
	if (come)
		note(c, n, "can now also be %s", come);
}
