/* The way down to a broken keyword: what it is called, and schemas that force a message to go it. */
#include "generate/invalid_path.h"

#include "base/text.h"

bool step_is_choice(const struct step *s)
{
	return s->kind == STEP_ANY_OF || s->kind == STEP_ONE_OF;
}

bool step_goes_inside(const struct step *s)
{
	return s->kind >= STEP_PROPERTY && s->kind != STEP_NAMES;
}

void path_instance(struct buf *out, const struct step *s, const struct step *above)
{
	if (!s || s == above)
		return;
	path_instance(out, s->up, above);
	if (!step_goes_inside(s))
		return;
	if (s->name.ptr)
		json_pointer_add(out, s->name);
	else
		buf_printf(out, "/%zu", s->index);
}

/* --- changing a copy of one schema */

struct rebuilding {
	struct arena *a;
	struct generator *g;
	struct node *from, *copy; /* the schema as it is, and as it will be */
	struct node *inner;
	bool exclude, failed;
};

typedef void rebuild_fn(struct rebuilding *r, const struct step *s);

static void set(struct rebuilding *r, const char *key, struct node *value)
{
	node_set(r->a, r->copy, slice_str(key), value);
}

static void drop(struct rebuilding *r, const char *key)
{
	node_unset(r->copy, slice_str(key));
}

/* The keyword's own list or map, to be changed; an empty one where there is none. */
static struct node *own(struct rebuilding *r, const char *key, enum node_kind kind)
{
	struct node *old = node_get(r->copy, key), *copy;

	copy = old && old->kind == kind ? node_copy(r->a, old) : node_new(r->a, kind, r->copy);
	set(r, key, copy);
	return copy;
}

static void demand(struct rebuilding *r, struct node *schema)
{
	node_append(r->a, own(r, "allOf", NODE_LIST), schema);
}

static void require(struct rebuilding *r, struct slice name)
{
	struct node *list = own(r, "required", NODE_LIST);

	for (size_t i = 0; i < list->n; i++)
		if (slice_eq(node_text(list->items[i]), name))
			return;
	node_append(r->a, list, node_new_text(r->a, name, r->copy));
}

static void need_items(struct rebuilding *r, size_t n)
{
	int64_t least;

	if (node_int(node_get(r->copy, "minItems"), &least) && least >= (int64_t)n)
		return;
	set(r, "minItems", node_new_number(r->a, slice_str(arena_printf(r->a, "%zu", n)), r->copy));
}

static struct node *not_of(struct rebuilding *r, struct node *schema)
{
	struct node *map = node_new(r->a, NODE_MAP, r->copy);

	node_set(r->a, map, SLICE_LIT("not"), schema);
	return map;
}

/* --- one per kind of step */

static void rebuild_ref(struct rebuilding *r, const struct step *s)
{
	if (!reads_siblings(r->g, s->schema)) {
		r->copy = r->inner;
		return;
	}
	drop(r, s->keyword);
	demand(r, r->inner);
}

static void rebuild_all_of(struct rebuilding *r, const struct step *s)
{
	own(r, "allOf", NODE_LIST)->items[s->index] = r->inner;
}

static void rebuild_choice(struct rebuilding *r, const struct step *s)
{
	const struct node *branches = node_get(s->schema, s->keyword);

	drop(r, s->keyword);
	demand(r, r->inner);
	for (size_t i = 0; r->exclude && i < branches->n; i++)
		if (i != s->index)
			demand(r, not_of(r, branches->items[i]));
}

static void rebuild_if(struct rebuilding *r, const struct step *s)
{
	struct node *condition = node_get(s->schema, "if");

	drop(r, "if");
	drop(r, "then");
	drop(r, "else");
	demand(r, s->kind == STEP_THEN ? condition : not_of(r, condition));
	demand(r, r->inner);
}

static void rebuild_dependency(struct rebuilding *r, const struct step *s)
{
	node_unset(own(r, s->keyword, NODE_MAP), s->name);
	require(r, s->name);
	demand(r, r->inner);
}

static void rebuild_property(struct rebuilding *r, const struct step *s)
{
	node_set(r->a, own(r, "properties", NODE_MAP), s->name, r->inner);
	require(r, s->name);
}

/* The name stands for itself from here on, and the pattern for no other. */
static void rebuild_pattern(struct rebuilding *r, const struct step *s)
{
	struct node *patterns = own(r, "patternProperties", NODE_MAP);

	node_unset(patterns, s->pattern);
	if (!patterns->n)
		drop(r, "patternProperties");
	rebuild_property(r, s);
}

/* The value below is a name: one is made now, and the object must have it, whatever propertyNames says. */
static void rebuild_names(struct rebuilding *r, const struct step *s)
{
	struct node *name = generate_value(r->g, r->inner, SLICE_LIT("name"), 0, 0, &r->g->arena, NULL);
	struct node *either, *constant;

	if (!node_is(name, NODE_TEXT)) {
		r->failed = true;
		return;
	}
	constant = node_new(r->a, NODE_MAP, r->copy);
	node_set(r->a, constant, SLICE_LIT("enum"), node_new(r->a, NODE_LIST, r->copy));
	node_append(r->a, node_get(constant, "enum"), node_new_text(r->a, name->text, r->copy));
	either = node_new(r->a, NODE_LIST, r->copy);
	node_append(r->a, either, s->target);
	node_append(r->a, either, constant);
	set(r, s->keyword, node_new(r->a, NODE_MAP, r->copy));
	node_set(r->a, node_get(r->copy, s->keyword), SLICE_LIT("anyOf"), either);
	require(r, name->text);
}

static struct node *tuple_of(struct rebuilding *r, size_t least)
{
	const char *keyword = tuple_keyword(r->g, r->from);
	struct node *all = node_get(r->copy, "items"), *tuple;
	bool uniform = all && all->kind != NODE_LIST && strcmp(keyword, "items") == 0;

	if (uniform) {
		drop(r, "items");
		set(r, "additionalItems", all);
	}
	tuple = own(r, keyword, NODE_LIST);
	need_items(r, least);
	return tuple;
}

static void rebuild_item(struct rebuilding *r, const struct step *s)
{
	struct node *tuple = tuple_of(r, s->index + 1);

	if (s->index < tuple->n)
		tuple->items[s->index] = r->inner;
	else
		node_append(r->a, tuple, r->inner);
}

static rebuild_fn *const rebuilders[] = {
	[STEP_REF] = rebuild_ref,
	[STEP_ALL_OF] = rebuild_all_of,
	[STEP_ANY_OF] = rebuild_choice,
	[STEP_ONE_OF] = rebuild_choice,
	[STEP_THEN] = rebuild_if,
	[STEP_ELSE] = rebuild_if,
	[STEP_DEPENDENCY] = rebuild_dependency,
	[STEP_PROPERTY] = rebuild_property,
	[STEP_PATTERN] = rebuild_pattern,
	[STEP_ADDITIONAL] = rebuild_property,
	[STEP_NAMES] = rebuild_names,
	[STEP_ITEM] = rebuild_item,
	[STEP_TUPLE] = rebuild_item,
	[STEP_REST] = rebuild_item,
};

struct node *path_rebuild(struct generator *g, const struct step *s, struct node *inner, bool exclude)
{
	struct rebuilding r = { .a = &g->library->arena, .g = g, .inner = inner, .exclude = exclude };

	for (; s && !r.failed; s = s->up) {
		r.from = s->schema;
		r.copy = node_copy(r.a, s->schema);
		rebuilders[s->kind](&r, s);
		r.inner = r.copy;
	}
	return r.failed ? NULL : r.inner;
}
