/* Breaking a valid value by changing it in one place: for what no schema can ask for (the same item twice),
 * and where the search for a value gave up.  Every change is judged by whoever asked for it. */
#include "generate/invalid_literal.h"
#include "generate/invalid_path.h"

struct mutating {
	struct arena *a;
	const struct breach *b;
	const struct node *root;
	struct slice place;	  /* pointer to the value that is changed */
	const struct node *value; /* that stands there */
	struct node *rule;	  /* the broken keyword's value */
	size_t i;
};

/* NULL: there is none for this `i`. */
typedef struct node *mutate_fn(struct mutating *m);

/* A copy of `at` with another value where the pointer leads (NULL: nothing there). */
static struct node *with(struct arena *a, const struct node *at, struct slice pointer, struct node *value)
{
	struct slice rest = slice_from(pointer, 1), token;
	struct node *copy, *child;
	struct slice head;

	if (!pointer.len)
		return value;
	slice_split(&rest, '/', &token);
	head = slice_first(pointer, token.len + 1);
	child = node_at((struct node *)at, head);
	if (!child)
		return NULL;
	child = with(a, child, slice_from(pointer, head.len), value);
	if (!child)
		return NULL;
	copy = node_copy(a, at);
	for (size_t i = 0; i < copy->n; i++) {
		if (copy->kind == NODE_LIST && copy->items[i] == node_at((struct node *)at, head))
			copy->items[i] = child;
		if (copy->kind == NODE_MAP && copy->members[i].value == node_at((struct node *)at, head))
			copy->members[i].value = child;
	}
	return copy;
}

/* --- objects */

static struct node *leave_out(struct mutating *m)
{
	struct node *copy;

	if (m->i || !node_is(m->value, NODE_MAP) || !node_get_slice(m->value, m->b->property))
		return NULL;
	copy = node_copy(m->a, m->value);
	node_unset(copy, m->b->property);
	return copy;
}

static struct node *put_in(struct mutating *m)
{
	static const char *const values[] = { "true", "\"x\"", "1", "{}", "null", "[]" };
	struct node *copy;

	if (m->i >= ARRAY_SIZE(values) || !node_is(m->value, NODE_MAP))
		return NULL;
	copy = node_copy(m->a, m->value);
	node_set(m->a, copy, m->b->property, json_literal(m->a, values[m->i]));
	return copy;
}

static struct node *fewer_members(struct mutating *m)
{
	struct node *copy;
	int64_t least;

	if (!node_is(m->value, NODE_MAP) || !node_int(m->rule, &least) || m->i >= m->value->n)
		return NULL;
	copy = node_copy(m->a, m->value);
	for (size_t left = copy->n; left-- > 0 && (int64_t)copy->n >= least;)
		node_unset(copy, copy->members[(left + m->i) % copy->n].key);
	return copy;
}

static struct node *more_members(struct mutating *m)
{
	static const char *const values[] = { "true", "\"x\"", "1", "{}" };
	struct node *copy;
	int64_t most;

	if (m->i >= ARRAY_SIZE(values) || !node_is(m->value, NODE_MAP) || !node_int(m->rule, &most) ||
	    most > MAKING_MOST_ITEMS)
		return NULL;
	copy = node_copy(m->a, m->value);
	for (unsigned k = 1; (int64_t)copy->n <= most; k++)
		node_set(m->a, copy, slice_str(arena_printf(m->a, "extra%u", k)),
			 json_literal(m->a, values[m->i]));
	return copy;
}

/* --- arrays */

static struct node *other_items(struct mutating *m, const struct node *const *items, size_t n)
{
	struct node *list = node_new(m->a, NODE_LIST, NULL);

	for (size_t i = 0; i < n; i++)
		node_append(m->a, list, (struct node *)items[i]);
	return list;
}

/* The first item again: behind the last, in the second's place, in the last's place; or where there is none,
 * any one twice. */
static struct node *twice(struct mutating *m)
{
	static const char *const pairs[] = { "[1,1]", "[\"x\",\"x\"]", "[{},{}]", "[null,null]" };
	struct node *list;
	size_t n;

	if (!node_is(m->value, NODE_LIST) || m->i >= 3 + ARRAY_SIZE(pairs))
		return NULL;
	n = m->value->n;
	if (m->i >= 3)
		return json_literal(m->a, pairs[m->i - 3]);
	if (!n || (m->i && n < 2))
		return NULL;
	list = other_items(m, (const struct node *const *)m->value->items, n);
	if (m->i == 0)
		node_append(m->a, list, list->items[0]);
	else
		list->items[m->i == 1 ? 1 : n - 1] = list->items[0];
	return list;
}

static struct node *fewer_items(struct mutating *m)
{
	int64_t least;

	if (m->i || !node_is(m->value, NODE_LIST) || !node_int(m->rule, &least) || least < 1 ||
	    least > (int64_t)m->value->n)
		return NULL;
	return other_items(m, (const struct node *const *)m->value->items, (size_t)least - 1);
}

/* One more than allowed, each like the last; where the list is empty, or they must differ, numbers. */
static struct node *more_items(struct mutating *m)
{
	static const char *const kinds[] = { NULL, "%u", "\"%u\"", "{\"x\":%u}", "[%u]" };
	struct node *list;
	int64_t most;

	if (m->i >= ARRAY_SIZE(kinds) || !node_is(m->value, NODE_LIST) || !node_int(m->rule, &most) ||
	    most > MAKING_MOST_ITEMS || (!m->i && !m->value->n))
		return NULL;
	list = other_items(m, (const struct node *const *)m->value->items, m->value->n);
	while ((int64_t)list->n <= most) {
		BUF_AUTO struct buf text = BUF_INIT(0);
		struct node *item = list->n ? list->items[list->n - 1] : NULL;

		if (kinds[m->i])
			buf_printf(&text,
				   m->i == 1   ? "%zu"
				   : m->i == 2 ? "\"%zu\""
				   : m->i == 3 ? "{\"x\":%zu}"
					       : "[%zu]",
				   1000 + list->n);
		if (kinds[m->i])
			item = json_literal(m->a, buf_cstr(&text));
		node_append(m->a, list, node_clone(m->a, item));
	}
	return list;
}

/* --- values of any kind */

static struct node *another_value(struct mutating *m)
{
	static const char *const values[] = {
		"\"\"",	      "\"x\"",	   "\"?\"",
		"\" \"",      "\"abc\"",   "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
		"\"\\n\"",    "\"0\"",	   "0",
		"1",	      "-1",	   "0.5",
		"-0.5",	      "3",	   "7",
		"100001",     "-100001",   "1.0625",
		"null",	      "true",	   "false",
		"[]",	      "{}",	   "[null]",
		"[1]",	      "[\"x\"]",   "[1,2,3]",
		"[{}]",	      "{\"x\":1}", "{\"x\":\"x\"}",
		"{\"x\":{}}",
	};

	return m->i < ARRAY_SIZE(values) ? json_literal(m->a, values[m->i]) : NULL;
}

enum { SPECIAL = 8 }; /* so many of a keyword's own before those of any kind */

static const struct {
	const char *keyword;
	mutate_fn *mutate;
} rows[] = {
	{"required",		      leave_out	},
	     { "dependencies",	       leave_out	 },
	{ "dependentRequired",     leave_out	 },
	     { "additionalProperties",  put_in	      },
	{ "unevaluatedProperties", put_in	  },
	     { "minProperties",		fewer_members},
	{ "maxProperties",	   more_members },
	     { "uniqueItems",	      twice	    },
	{ "minItems",	      fewer_items  },
	     { "maxItems",		   more_items   },
};

static mutate_fn *special_of(const char *keyword)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].keyword, keyword) == 0)
			return rows[i].mutate;
	return NULL;
}

struct node *mutation(struct generator *g, const struct breach *b, const struct node *valid, size_t i,
		      struct arena *a, bool *more)
{
	BUF_AUTO struct buf place = BUF_INIT(0);
	struct mutating m = { .a = a, .b = b, .root = valid, .i = i };
	mutate_fn *special = special_of(b->broken);
	struct node *changed;

	(void)g;
	path_instance(&place, b->path, NULL);
	m.place = buf_view(&place);
	m.value = node_at((struct node *)valid, m.place);
	m.rule = node_get(b->schema, b->broken);
	*more = i < SPECIAL || i < SPECIAL + 64;
	if (i < SPECIAL) {
		changed = special && m.value ? special(&m) : NULL;
	} else {
		m.i = i - SPECIAL;
		changed = another_value(&m);
		*more = changed != NULL;
	}
	return changed ? with(a, valid, m.place, changed) : NULL;
}
