/* All the constraints of a schema, each with the way to it.
 *
 * What stands under `not`, `if` and `contains` is no constraint of its own: a value that does not fit there
 * breaks nothing, or the keyword that holds it. */
#include "generate/invalid_path.h"

#include "base/text.h"

enum { MOST_BREACHES = 2000, DEEPEST = 64 };

struct collecting {
	struct generator *g;
	struct breaches *out;
	bool in_headers;
	unsigned depth;
};

/* One schema on the way. */
struct site {
	struct collecting *c;
	const struct step *path; /* to it */
	struct node *schema;
	const struct member *at; /* the keyword */
};

typedef void place_fn(const struct site *s);

static void collect(struct collecting *c, const struct step *path, struct node *schema);

static struct breach *add(const struct site *s, const char *keyword)
{
	struct collecting *c = s->c;
	struct breach *b;
	BUF_AUTO struct buf instance = BUF_INIT(0);

	if (c->out->n == MOST_BREACHES) {
		c->out->left_out++;
		return NULL;
	}
	c->out->list = arena_grow(&c->g->arena, c->out->list, c->out->n, &c->out->room, sizeof(*b));
	b = &c->out->list[c->out->n++];
	path_instance(&instance, s->path, NULL);
	*b = (struct breach){
		.keyword = keyword,
		.broken = keyword,
		.instance = arena_copy(&c->g->arena, buf_view(&instance)),
		.at = node_loc(s->schema),
		.in_headers = c->in_headers,
		.path = s->path,
		.schema = s->schema,
		.ways = broken_ways_new(c->g),
	};
	if (s->at) {
		b->at.line = s->at->line;
		b->at.col = s->at->col;
	}
	return b;
}

static struct step *step_new(const struct site *s, enum step_kind kind, const char *keyword,
			     struct node *target)
{
	struct step *step = arena_new(&s->c->g->arena, struct step);

	*step = (struct step){
		.up = s->path, .kind = kind, .schema = s->schema, .target = target, .keyword = keyword
	};
	return step;
}

static void enter(const struct site *s, enum step_kind kind, const char *keyword, struct node *target)
{
	collect(s->c, step_new(s, kind, keyword, target), target);
}

static void enter_named(const struct site *s, enum step_kind kind, const char *keyword, struct slice name,
			struct node *target)
{
	struct step *step = step_new(s, kind, keyword, target);

	step->name = name;
	collect(s->c, step, target);
}

static void enter_at(const struct site *s, enum step_kind kind, const char *keyword, size_t i,
		     struct node *target)
{
	struct step *step = step_new(s, kind, keyword, target);

	step->index = i;
	collect(s->c, step, target);
}

static bool is_false(const struct node *n)
{
	return node_is(n, NODE_BOOL) && !n->truth;
}

static const char *keyword_of(const struct site *s);

/* --- one per keyword */

static void place_plain(const struct site *s)
{
	add(s, keyword_of(s));
}

/* A least count of 0 asks for nothing. */
static void place_least(const struct site *s)
{
	int64_t least;

	if (!node_int(s->at->value, &least) || least > 0)
		add(s, keyword_of(s));
}

/* An unknown format says nothing. */
static void place_format(const struct site *s)
{
	if (format_judges(s->c->g, s->schema))
		add(s, keyword_of(s));
}

/* With a minContains beside it, that is what is broken. */
static void place_contains(const struct site *s)
{
	if (!keyword_value(s->c->g, s->schema, SLICE_LIT("minContains")))
		add(s, keyword_of(s));
}

static void place_contained(const struct site *s)
{
	if (keyword_value(s->c->g, s->schema, SLICE_LIT("contains")))
		place_least(s);
}

/* Of maxContains any number is a bound. */
static void place_most_contained(const struct site *s)
{
	if (keyword_value(s->c->g, s->schema, SLICE_LIT("contains")))
		add(s, keyword_of(s));
}

static void place_flag(const struct site *s)
{
	if (node_is(s->at->value, NODE_BOOL) && s->at->value->truth)
		add(s, keyword_of(s));
}

static void missing(const struct site *s, const struct node *name, struct slice trigger)
{
	struct breach *b = node_is(name, NODE_TEXT) ? add(s, keyword_of(s)) : NULL;

	if (!b)
		return;
	b->property = name->text;
	b->trigger = trigger;
}

static void place_required(const struct site *s)
{
	for (size_t i = 0; node_is(s->at->value, NODE_LIST) && i < s->at->value->n; i++)
		missing(s, s->at->value->items[i], SLICE_NONE);
}

static void place_dependencies(const struct site *s)
{
	struct node *map = s->at->value;

	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++) {
		struct node *needs = map->members[i].value;

		if (node_is(needs, NODE_TEXT))
			missing(s, needs, map->members[i].key);
		else if (!node_is(needs, NODE_LIST))
			enter_named(s, STEP_DEPENDENCY, keyword_of(s), map->members[i].key, needs);
		for (size_t k = 0; node_is(needs, NODE_LIST) && k < needs->n; k++)
			missing(s, needs->items[k], map->members[i].key);
	}
}

static void place_branches(const struct site *s, enum step_kind kind)
{
	for (size_t i = 0; node_is(s->at->value, NODE_LIST) && i < s->at->value->n; i++)
		enter_at(s, kind, keyword_of(s), i, s->at->value->items[i]);
}

static void place_all_of(const struct site *s)
{
	place_branches(s, STEP_ALL_OF);
}

static void place_any_of(const struct site *s)
{
	add(s, keyword_of(s));
	place_branches(s, STEP_ANY_OF);
}

static void place_one_of(const struct site *s)
{
	add(s, keyword_of(s));
	place_branches(s, STEP_ONE_OF);
}

static void place_then(const struct site *s)
{
	if (node_get(s->schema, "if"))
		enter(s, STEP_THEN, "then", s->at->value);
}

static void place_else(const struct site *s)
{
	if (node_get(s->schema, "if"))
		enter(s, STEP_ELSE, "else", s->at->value);
}

static void place_properties(const struct site *s)
{
	struct node *map = s->at->value;

	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++)
		enter_named(s, STEP_PROPERTY, "properties", map->members[i].key, map->members[i].value);
}

static void place_patterns(const struct site *s)
{
	struct node *map = s->at->value;

	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++) {
		struct step *step = step_new(s, STEP_PATTERN, "patternProperties", map->members[i].value);

		step->pattern = map->members[i].key;
		step->name = matching_name(s->c->g, s->schema, step->pattern);
		if (step->name.ptr)
			collect(s->c, step, step->target);
		else
			add(s, "patternProperties");
	}
}

static void place_additional(const struct site *s)
{
	struct slice name = unknown_name(s->c->g, s->schema);
	struct breach *b;
	BUF_AUTO struct buf instance = BUF_INIT(0);

	if (!is_false(s->at->value)) {
		enter_named(s, STEP_ADDITIONAL, keyword_of(s), name, s->at->value);
		return;
	}
	b = add(s, keyword_of(s));
	if (!b)
		return;
	b->property = name;
	path_instance(&instance, s->path, NULL);
	json_pointer_add(&instance, name);
	b->instance = arena_copy(&s->c->g->arena, buf_view(&instance));
}

static void place_names(const struct site *s)
{
	enter(s, STEP_NAMES, "propertyNames", s->at->value);
}

static size_t tuple_length(const struct site *s)
{
	struct node *tuple = node_get(s->schema, tuple_keyword(s->c->g, s->schema));

	return node_is(tuple, NODE_LIST) ? tuple->n : 0;
}

static void place_rest(const struct site *s)
{
	size_t n = tuple_length(s);

	if (is_false(s->at->value) && slice_is(s->at->key, "additionalItems"))
		add(s, keyword_of(s));
	else
		enter_at(s, n ? STEP_REST : STEP_ITEM, keyword_of(s), n, s->at->value);
}

static void place_tuple(const struct site *s)
{
	place_branches(s, STEP_TUPLE);
}

static void place_items(const struct site *s)
{
	if (node_is(s->at->value, NODE_LIST))
		place_tuple(s);
	else
		place_rest(s);
}

static void place_additional_items(const struct site *s)
{
	if (node_is(node_get(s->schema, "items"), NODE_LIST))
		place_rest(s);
}

/* How many items the tuples of a schema speak of, whatever branch is taken. */
static size_t reach_of(struct generator *g, struct node *schema, unsigned depth)
{
	static const char *const lists[] = { "allOf", "anyOf", "oneOf" };
	static const char *const inner[] = { "then", "else", "if" };
	struct node *tuple = node_get(schema, tuple_keyword(g, schema));
	size_t most = node_is(tuple, NODE_LIST) ? tuple->n : 0, n;

	if (!node_is(schema, NODE_MAP) || depth == 8)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const struct node *list = node_get(schema, lists[i]);

		for (size_t k = 0; node_is(list, NODE_LIST) && k < list->n; k++) {
			n = reach_of(g, list->items[k], depth + 1);
			most = n > most ? n : most;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(inner); i++) {
		n = reach_of(g, node_get(schema, inner[i]), depth + 1);
		most = n > most ? n : most;
	}
	n = node_get(schema, "$ref") ? reach_of(g, reference_target(g, schema), depth + 1) : 0;
	return n > most ? n : most;
}

/* The first item that no tuple speaks of. */
static void place_unevaluated_items(const struct site *s)
{
	size_t n = reach_of(s->c->g, s->schema, 0);
	struct breach *b;
	BUF_AUTO struct buf instance = BUF_INIT(0);

	if (!is_false(s->at->value)) {
		enter_at(s, STEP_REST, keyword_of(s), n, s->at->value);
		return;
	}
	b = add(s, keyword_of(s));
	if (!b)
		return;
	b->property = slice_str(arena_printf(&s->c->g->arena, "%zu", n));
	path_instance(&instance, s->path, NULL);
	json_pointer_add(&instance, b->property);
	b->instance = arena_copy(&s->c->g->arena, buf_view(&instance));
}

/* A row per keyword that can be broken or leads further. */
static const struct {
	const char *keyword;
	place_fn *place;
} rows[] = {
	{"type",		   place_plain	      },
	{ "enum",		  place_plain	      },
	{ "const",		   place_plain	       },
	{ "minimum",		     place_plain		 },
	{ "maximum",		     place_plain		 },
	{ "exclusiveMinimum",      place_plain		  },
	{ "exclusiveMaximum",      place_plain		  },
	{ "multipleOf",		place_plain	    },
	{ "minLength",	       place_least		   },
	{ "maxLength",	       place_plain		   },
	{ "pattern",		     place_plain		 },
	{ "format",		    place_format		 },
	{ "minItems",	      place_least		  },
	{ "maxItems",	      place_plain		  },
	{ "uniqueItems",		 place_flag		    },
	{ "contains",	      place_contains	     },
	{ "minContains",		 place_contained	 },
	{ "maxContains",		 place_most_contained   },
	{ "prefixItems",		 place_tuple	     },
	{ "items",		   place_items	       },
	{ "additionalItems",	     place_additional_items },
	{ "unevaluatedItems",      place_unevaluated_items},
	{ "minProperties",	   place_least	       },
	{ "maxProperties",	   place_plain	       },
	{ "required",	      place_required	     },
	{ "dependencies",	  place_dependencies     },
	{ "dependentRequired",     place_dependencies	  },
	{ "dependentSchemas",      place_dependencies	 },
	{ "properties",		place_properties	 },
	{ "patternProperties",     place_patterns	      },
	{ "additionalProperties",  place_additional	   },
	{ "unevaluatedProperties", place_additional	    },
	{ "propertyNames",	   place_names	       },
	{ "allOf",		   place_all_of		},
	{ "anyOf",		   place_any_of		},
	{ "oneOf",		   place_one_of		},
	{ "not",		   place_plain	     },
	{ "then",		  place_then	     },
	{ "else",		  place_else	     },
};

static size_t row_of(struct slice keyword)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(rows) && !slice_is(keyword, rows[i].keyword))
		i++;
	return i;
}

/* Its static spelling. */
static const char *keyword_of(const struct site *s)
{
	return rows[row_of(s->at->key)].keyword;
}

/* --- */

static bool is_on_the_way(const struct step *path, const struct node *schema)
{
	for (; path; path = path->up)
		if (path->schema == schema)
			return true;
	return false;
}

static void collect_keywords(struct site *s)
{
	for (size_t i = 0; i < s->schema->n; i++) {
		size_t row = row_of(s->schema->members[i].key);

		s->at = &s->schema->members[i];
		if (row < ARRAY_SIZE(rows) && keyword_value(s->c->g, s->schema, s->at->key))
			rows[row].place(s);
	}
}

static void collect(struct collecting *c, const struct step *path, struct node *schema)
{
	struct site s = { .c = c, .path = path, .schema = schema };

	if (is_false(schema))
		add(&s, "false");
	if (!c->out->cycle && !c->in_headers && is_on_the_way(path, schema))
		c->out->cycle = path;
	if (!node_is(schema, NODE_MAP) || c->depth == DEEPEST || is_on_the_way(path, schema))
		return;
	c->depth++;
	if (node_get(schema, "$ref")) {
		struct node *target = reference_target(c->g, schema);

		if (target)
			enter(&s, STEP_REF, "$ref", target);
	}
	if (!node_get(schema, "$ref") || reads_siblings(c->g, schema))
		collect_keywords(&s);
	c->depth--;
}

void breaches_collect(struct generator *g, struct node *root, bool in_headers, struct breaches *out)
{
	struct collecting c = { .g = g, .out = out, .in_headers = in_headers };

	if (root)
		collect(&c, NULL, root);
}
