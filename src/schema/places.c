/* Where schemas stand: the resources that $id opens, and the names that anchors give. */
#include "schema/program.h"

enum { DYNAMIC_ANCHORS_MOST = 1000 }; /* of one resource */

struct place {
	struct node *node;
	struct resource *in;
};

static struct slice pointer_key(struct node *const *node)
{
	return slice_of(node, sizeof(*node));
}

static struct place *place_of(struct schema_program *p, struct node *node)
{
	return map_get(&p->places, pointer_key(&node));
}

struct resource *program_resource(struct schema_program *p, struct slice base, struct node *root,
				  const struct resource *outer)
{
	struct resource *r = arena_new(&p->arena, struct resource);

	r->base = base;
	r->root = root;
	r->dialect = outer ? outer->dialect : p->options.dialect;
	r->vocabularies = outer ? outer->vocabularies : VOCABULARY_USUAL;
	dialect_settle(p, root, &r->dialect, &r->vocabularies);
	if (!map_get(&p->resources, base))
		map_put(&p->resources, r->base, r);
	return r;
}

/* --- names */

static struct slice anchor_key(struct schema_program *p, const struct resource *in, struct slice name)
{
	return slice_str(arena_printf(&p->arena, "%.*s#%.*s", SLICE_FMT(in->base), SLICE_FMT(name)));
}

static void add_anchor(struct schema_program *p, const struct resource *in, struct slice name,
		       struct node *node)
{
	struct slice key = anchor_key(p, in, name);

	if (!map_get(&p->anchors, key))
		map_put(&p->anchors, key, node);
}

struct node *program_anchor(struct schema_program *p, const struct resource *in, struct slice name)
{
	return map_get(&p->anchors, anchor_key(p, in, name));
}

static void add_dynamic_anchor(struct schema_program *p, struct resource *in, struct slice name,
			       struct node *node)
{
	struct dynamic_anchor *a;

	p->too_many_scopes |= in->n_dynamic >= DYNAMIC_ANCHORS_MOST;
	if (p->too_many_scopes)
		return;
	for (a = in->dynamic; a; a = a->next)
		if (slice_eq(a->name, name))
			return;
	in->n_dynamic++;
	a = arena_new(&p->arena, struct dynamic_anchor);
	*a = (struct dynamic_anchor){ .next = in->dynamic, .name = name, .node = node, .in = in };
	in->dynamic = a;
}

static void note_anchors(struct schema_program *p, struct node *node, struct resource *in)
{
	struct slice name = node_get_text(node, "$anchor");
	struct slice dynamic = node_get_text(node, "$dynamicAnchor");

	if (name.len && dialect_is_in(in->dialect, SINCE_2019))
		add_anchor(p, in, name, node);
	if (dynamic.len && dialect_is_in(in->dialect, IN_2020)) {
		add_anchor(p, in, dynamic, node);
		add_dynamic_anchor(p, in, dynamic, node);
	}
	if (node == in->root && in->dialect == DIALECT_DRAFT_2019_09 &&
	    node_get_bool(node, "$recursiveAnchor", false))
		add_dynamic_anchor(p, in, SLICE_LIT("$recursiveAnchor"), node);
}

/* --- $id */

/* Draft 7, core 8.3: what stands beside a $ref is ignored, an $id too. */
static struct slice id_of(const struct node *node, enum schema_dialect dialect)
{
	if (dialect == DIALECT_OPENAPI_3_0 ||
	    (dialect_is_in(dialect, UNTIL_07) && node_is(node_get(node, "$ref"), NODE_TEXT)))
		return SLICE_NONE;
	return node_get_text(node, dialect == DIALECT_DRAFT_04 ? "id" : "$id");
}

/* A `$schema` without an $id: another dialect, the same base. */
static struct resource *other_dialect(struct schema_program *p, struct resource *in,
				      enum schema_dialect dialect, unsigned vocabularies)
{
	struct resource *r;

	if (in->dialect == dialect && in->vocabularies == vocabularies)
		return in;
	r = arena_new(&p->arena, struct resource);
	*r = *in;
	r->around = in->around ? in->around : in;
	r->dialect = dialect;
	r->vocabularies = vocabularies;
	return r;
}

static struct resource *open_resource(struct schema_program *p, struct node *node, struct resource *in)
{
	enum schema_dialect dialect = in->dialect;
	unsigned vocabularies = in->vocabularies;
	struct slice id, full, base;
	struct resource *known;

	dialect_settle(p, node, &dialect, &vocabularies);
	id = id_of(node, dialect);
	if (!id.len)
		return other_dialect(p, in, dialect, vocabularies);
	full = uri_resolve(&p->arena, in->base, id);
	base = slice_first(full, slice_find(full, '#'));
	known = slice_eq(base, in->base) ? in : map_get(&p->resources, base);
	if (!known || (known != in && known->root != node))
		known = program_resource(p, base, node, in);
	if (base.len + 1 < full.len)
		add_anchor(p, known, slice_from(full, base.len + 1), node);
	return known;
}

struct resource *program_place(struct schema_program *p, struct node *node, struct resource *in)
{
	struct place *place = place_of(p, node);

	return place ? place->in : in;
}

struct resource *program_open(struct schema_program *p, struct node *node, struct resource *in)
{
	struct place *place = place_of(p, node);

	return place ? place->in : node_is(node, NODE_MAP) ? open_resource(p, node, in) : in;
}

/* --- where schemas stand in a schema: an $id anywhere else is none */

enum holds { HOLDS_SCHEMA, HOLDS_LIST, HOLDS_MAP };

static const struct {
	const char *keyword;
	enum holds holds;
	unsigned dialects;
} holders[] = {
	{"properties",		HOLDS_MAP,	   IN_ALL	  },
	{ "patternProperties",     HOLDS_MAP,	  IN_ALL	 },
	{ "definitions",		 HOLDS_MAP,    IN_ALL	   },
	{ "$defs",		   HOLDS_MAP,    SINCE_2019},
	{ "dependencies",	  HOLDS_MAP,    IN_ALL    },
	{ "dependentSchemas",      HOLDS_MAP,	 SINCE_2019},
	{ "items",		   HOLDS_LIST,   IN_ALL    },
	{ "items",		   HOLDS_SCHEMA, IN_ALL	},
	{ "prefixItems",		 HOLDS_LIST,   IN_2020   },
	{ "allOf",		   HOLDS_LIST,   IN_ALL    },
	{ "anyOf",		   HOLDS_LIST,   IN_ALL    },
	{ "oneOf",		   HOLDS_LIST,   IN_ALL    },
	{ "additionalProperties",  HOLDS_SCHEMA, IN_ALL    },
	{ "additionalItems",	     HOLDS_SCHEMA, IN_ALL	  },
	{ "unevaluatedProperties", HOLDS_SCHEMA, SINCE_2019},
	{ "unevaluatedItems",      HOLDS_SCHEMA, SINCE_2019},
	{ "contains",	      HOLDS_SCHEMA, SINCE_06  },
	{ "propertyNames",	   HOLDS_SCHEMA, SINCE_06  },
	{ "contentSchema",	   HOLDS_SCHEMA, SINCE_2019},
	{ "not",		   HOLDS_SCHEMA, IN_ALL    },
	{ "if",		    HOLDS_SCHEMA, SINCE_07  },
	{ "then",		  HOLDS_SCHEMA, SINCE_07	 },
	{ "else",		  HOLDS_SCHEMA, SINCE_07	 },
};

static void note_held(struct schema_program *p, struct node *held, enum holds holds, struct resource *in)
{
	if (holds == HOLDS_SCHEMA)
		program_note(p, held, in);
	else if (held && held->kind == (holds == HOLDS_MAP ? NODE_MAP : NODE_LIST))
		for (size_t k = 0; k < held->n; k++)
			program_note(p, held->kind == NODE_MAP ? held->members[k].value : held->items[k], in);
}

void program_note(struct schema_program *p, struct node *node, struct resource *in)
{
	struct place *place;

	if (p->options.lazily || !node_is(node, NODE_MAP) || place_of(p, node))
		return;
	place = arena_new(&p->arena, struct place);
	place->node = node;
	place->in = in = open_resource(p, node, in);
	map_put(&p->places, pointer_key(&place->node), place);
	note_anchors(p, node, in);
	for (size_t i = 0; i < ARRAY_SIZE(holders); i++)
		if (dialect_is_in(in->dialect, holders[i].dialects))
			note_held(p, node_get(node, holders[i].keyword), holders[i].holds, in);
}

/* --- documents */

/* A document gets a base of its own, so that anchors of two never meet. */
struct resource *program_resource_of_root(struct schema_program *p, struct node *root)
{
	struct resource *in = map_get(&p->documents, pointer_key(&root));

	if (!in) {
		in = program_resource(
			p, slice_str(arena_printf(&p->arena, "understudy:///%u/", ++p->n_documents)), root,
			NULL);
		map_put(&p->documents, pointer_key(&in->root), in);
	}
	return in;
}

struct resource *program_enter(struct schema_program *p, struct node *node)
{
	struct place *place = place_of(p, node);
	struct node *root = node->in && node->in->root ? node->in->root : node;

	if (!place) {
		program_note(p, node, program_resource_of_root(p, root));
		place = place_of(p, node);
	}
	return place ? place->in : program_resource_of_root(p, root);
}
