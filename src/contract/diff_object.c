/* Objects: properties that came and went, what is required, and what of the rest is allowed. */
#include "contract/diff_compare.h"

/* Where NEW has the object, for what it has no more; where OLD had it, for what is new. */
struct objects {
	struct comparer *c;
	const struct view *a, *b;
	const struct step *where;
	bool was_closed, is_closed;
};

static void removed(const struct objects *o, struct slice name, const struct view *was)
{
	struct step step = { .up = o->where, .kind = STEP_PROPERTY, .name = name };
	struct loc at;
	bool required = view_requires(o->a, name, &at);

	note(o->c,
	     (struct noted){ .code = "property-removed",
			     .effect = o->is_closed ? NARROWS | LOSES : WIDENS,
			     .at = was->at,
			     .was = required ? "was required" : "was optional",
			     .where = &step },
	     "is gone");
}

static void added(const struct objects *o, struct slice name, const struct view *is)
{
	struct step step = { .up = o->where, .kind = STEP_PROPERTY, .name = name };
	struct loc at;
	bool required = view_requires(o->b, name, &at);
	bool was_required = view_requires(o->a, name, &at);

	note(o->c,
	     (struct noted){ .code = "property-added",
			     .effect = (o->was_closed ? WIDENS : CLAIMS) |
				       (required && !was_required ? NARROWS : 0),
			     .at = is->at,
			     .where = &step },
	     required ? "is new and required" : "is new, and optional");
}

static void requirement(const struct objects *o, struct slice name, struct loc was_at, struct loc is_at)
{
	struct step step = { .up = o->where, .kind = STEP_PROPERTY, .name = name };
	struct loc required_was = LOC_NONE, required_is = LOC_NONE;
	bool was = view_requires(o->a, name, &required_was), is = view_requires(o->b, name, &required_is);

	if (was == is)
		return;
	note(o->c,
	     (struct noted){ .code = "required",
			     .effect = is ? NARROWS : WIDENS,
			     .at = is ? required_is : is_at,
			     .was_at = was ? required_was : was_at,
			     .was = was ? "was required" : "was optional",
			     .where = &step },
	     is ? "is now required" : "is no longer required");
}

static void property(const struct objects *o, struct slice name)
{
	struct step step = { .up = o->where, .kind = STEP_PROPERTY, .name = name };
	struct view was, is;
	bool had = view_child(o->a, "properties", name, &was),
	     has = view_child(o->b, "properties", name, &is);

	if (had && has) {
		requirement(o, name, was.at, is.at);
		compare_schemas(o->c, &was, &is, &step);
	} else if (had) {
		removed(o, name, &was);
	} else if (has) {
		added(o, name, &is);
	}
}

/* Has an earlier part of the view that name under the keyword? */
static bool is_repeated(const struct view *v, size_t part, const char *keyword, struct slice name)
{
	for (size_t i = 0; i < part; i++)
		if (node_member(node_get(v->parts[i], keyword), name))
			return true;
	return false;
}

typedef void visit(const struct objects *o, struct slice name);

/* Each name of either view once. */
static void each_name(const struct objects *o, const char *keyword, visit *do_it)
{
	const struct view *sides[] = { o->a, o->b };
	struct view before;

	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < sides[side]->n; i++) {
			const struct node *map = node_get(sides[side]->parts[i], keyword);

			for (size_t k = 0; node_is(map, NODE_MAP) && k < map->n; k++) {
				struct slice name = map->members[k].key;

				if (is_repeated(sides[side], i, keyword, name) ||
				    (side && view_child(o->a, keyword, name, &before)))
					continue;
				do_it(o, name);
			}
		}
}

/* Names that are required but no side declares. */
static void undeclared(const struct objects *o, const struct view *v, const struct view *opposite)
{
	struct view ignored;
	struct loc at;

	for (size_t i = 0; i < v->n; i++) {
		const struct node *list = node_get(v->parts[i], "required");

		for (size_t k = 0; node_is(list, NODE_LIST) && k < list->n; k++) {
			struct slice name = node_text(list->items[k]);

			if (name.ptr && !view_child(o->a, "properties", name, &ignored) &&
			    !view_child(o->b, "properties", name, &ignored) &&
			    !view_requires(opposite, name, &at))
				requirement(o, name, o->a->at, o->b->at);
		}
	}
}

static void pattern(const struct objects *o, struct slice name)
{
	struct step step = { .up = o->where, .kind = STEP_PATTERN, .name = name };
	struct view was, is;
	bool had = view_child(o->a, "patternProperties", name, &was);
	bool has = view_child(o->b, "patternProperties", name, &is);

	if (had && has)
		compare_schemas(o->c, &was, &is, &step);
	else if (had)
		note(o->c,
		     (struct noted){ .code = "patternProperties",
				     .effect = o->is_closed ? NARROWS | LOSES : WIDENS,
				     .at = was.at,
				     .where = &step },
		     "is gone: properties named so are no longer described");
	else
		note(o->c,
		     (struct noted){ .code = "patternProperties",
				     .effect = o->was_closed ? WIDENS : NARROWS,
				     .at = is.at,
				     .where = &step },
		     "is new: properties named so are now described");
}

static void others(const struct objects *o)
{
	struct step step = { .up = o->where, .kind = STEP_OTHERS };
	struct view was, is;
	bool had = view_keyword(o->a, "additionalProperties", &was);
	bool has = view_keyword(o->b, "additionalProperties", &is);
	struct noted n = { .code = "additionalProperties",
			   .effect = o->is_closed ? NARROWS : WIDENS,
			   .at = has ? is.at : o->b->at,
			   .was_at = had ? was.at : o->a->at,
			   .where = o->where };

	if (o->was_closed != o->is_closed)
		note(o->c, n,
		     o->is_closed ? "no longer allows properties that it does not list"
				  : "now allows properties that it does not list");
	else if (!o->is_closed && (had || has))
		compare_schemas(o->c, &was, &is, &step);
}

static void names(const struct objects *o)
{
	struct step step = { .up = o->where, .kind = STEP_NAMES };
	struct view was, is;
	bool had = view_keyword(o->a, "propertyNames", &was), has = view_keyword(o->b, "propertyNames", &is);

	if (had || has)
		compare_schemas(o->c, &was, &is, &step);
}

void compare_objects(struct comparer *c, const struct view *a, const struct view *b, const struct step *where)
{
	struct objects o = { c, a, b, where, view_is_closed(a), view_is_closed(b) };

	each_name(&o, "properties", property);
	each_name(&o, "patternProperties", pattern);
	undeclared(&o, a, b);
	undeclared(&o, b, a);
	others(&o);
	names(&o);
}
