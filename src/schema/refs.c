/* Where a $ref leads: within the resource, to another $id, to a document of the caller's, to the metaschema,
 * or to a file beside the contract. */
#include "schema/program.h"

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

static struct resource *resource_new(struct schema_program *p, struct slice base, struct node *root)
{
	struct resource *r = arena_new(&p->arena, struct resource);

	r->base = base;
	r->root = root;
	if (!map_get(&p->resources, base))
		map_put(&p->resources, r->base, r);
	return r;
}

static void add_anchor(struct schema_program *p, struct slice base, struct slice name, struct node *node)
{
	struct slice key = slice_str(arena_printf(&p->arena, "%.*s#%.*s", SLICE_FMT(base), SLICE_FMT(name)));

	if (!map_get(&p->anchors, key))
		map_put(&p->anchors, key, node);
}

/* The resource that counts inside `node`, which stands in `in`: another one if it has an $id. */
static struct resource *open_id(struct schema_program *p, struct node *node, struct resource *in)
{
	struct slice id = node_get_text(node, "$id"), full, base;
	struct resource *known;

	if (!id.len || node_get(node, "$ref"))
		return in;
	full = uri_resolve(&p->arena, in->base, id);
	base = slice_first(full, slice_find(full, '#'));
	known = slice_eq(base, in->base) ? in : map_get(&p->resources, base);
	if (!known || (known != in && known->root != node))
		known = resource_new(p, base, node);
	if (base.len + 1 < full.len)
		add_anchor(p, base, slice_from(full, base.len + 1), node);
	return known;
}

enum holds { HOLDS_SCHEMA, HOLDS_LIST, HOLDS_MAP };

/* Where schemas stand in a schema: an $id anywhere else is none. */
static const struct {
	const char *keyword;
	enum holds holds;
} holders[] = {
	{"properties",		HOLDS_MAP	  },
	{ "patternProperties",    HOLDS_MAP	 },
	{ "definitions",		 HOLDS_MAP   },
	{ "dependencies",	  HOLDS_MAP   },
	{ "items",		   HOLDS_LIST  },
	{ "items",		   HOLDS_SCHEMA},
	{ "allOf",		   HOLDS_LIST  },
	{ "anyOf",		   HOLDS_LIST  },
	{ "oneOf",		   HOLDS_LIST  },
	{ "additionalProperties", HOLDS_SCHEMA},
	{ "additionalItems",	     HOLDS_SCHEMA},
	{ "contains",	      HOLDS_SCHEMA},
	{ "propertyNames",	   HOLDS_SCHEMA},
	{ "not",		  HOLDS_SCHEMA},
	{ "if",		   HOLDS_SCHEMA},
	{ "then",		  HOLDS_SCHEMA},
	{ "else",		  HOLDS_SCHEMA},
};

/* Notes where every schema under `node` stands, and the names that $id gives. */
static void note_places(struct schema_program *p, struct node *node, struct resource *in)
{
	struct place *place;

	if (p->options.lazily || !node_is(node, NODE_MAP) || place_of(p, node))
		return;
	place = arena_new(&p->arena, struct place);
	place->node = node;
	place->in = in = open_id(p, node, in);
	map_put(&p->places, pointer_key(&place->node), place);
	for (size_t i = 0; i < ARRAY_SIZE(holders); i++) {
		struct node *held = node_get(node, holders[i].keyword);

		if (holders[i].holds == HOLDS_SCHEMA)
			note_places(p, held, in);
		else if (held && held->kind == (holders[i].holds == HOLDS_MAP ? NODE_MAP : NODE_LIST))
			for (size_t k = 0; k < held->n; k++)
				note_places(p,
					    held->kind == NODE_MAP ? held->members[k].value : held->items[k],
					    in);
	}
}

struct resource *program_place(struct schema_program *p, struct node *node, struct resource *in)
{
	struct place *place = place_of(p, node);

	return place ? place->in : in;
}

/* A document gets a base of its own, so that anchors of two never meet. */
static struct resource *resource_of_root(struct schema_program *p, struct node *root)
{
	struct resource *in = map_get(&p->documents, pointer_key(&root));

	if (!in) {
		in = resource_new(
			p, slice_str(arena_printf(&p->arena, "understudy:///%u/", ++p->n_documents)), root);
		map_put(&p->documents, pointer_key(&in->root), in);
	}
	return in;
}

struct resource *program_enter(struct schema_program *p, struct node *node)
{
	struct place *place = place_of(p, node);
	struct node *root = node->in && node->in->root ? node->in->root : node;

	if (!place) {
		note_places(p, node, resource_of_root(p, root));
		place = place_of(p, node);
	}
	return place ? place->in : resource_of_root(p, root);
}

/* Follows a JSON pointer, and the $ids on its way. */
static struct node *follow(struct schema_program *p, struct node *from, struct slice pointer,
			   struct resource **in)
{
	struct node *node = from;
	struct slice token;

	if (pointer.len)
		pointer = slice_from(pointer, 1);
	else
		pointer = SLICE_NONE;
	while (node && slice_split(&pointer, '/', &token)) {
		BUF_AUTO struct buf quoted = BUF_INIT(0);

		buf_char(&quoted, '/');
		buf_slice(&quoted, token);
		node = node_at(node, buf_view(&quoted));
		if (node && node_is(node, NODE_MAP))
			*in = open_id(p, node, program_place(p, node, *in));
	}
	return node;
}

static struct node *follow_fragment(struct schema_program *p, struct slice fragment, struct resource **in)
{
	struct node *node;

	if (fragment.len && fragment.ptr[0] != '/') {
		struct slice key = slice_str(
			arena_printf(&p->arena, "%.*s#%.*s", SLICE_FMT((*in)->base), SLICE_FMT(fragment)));

		node = map_get(&p->anchors, key);
		if (node)
			*in = program_place(p, node, *in);
		return node;
	}
	return follow(p, (*in)->root, fragment, in);
}

/* A document that is known under a URI, by the caller or by ourselves; its $ids are noted. */
static struct resource *known_document(struct schema_program *p, struct slice uri)
{
	struct node *root = p->options.documents ? map_get(p->options.documents, uri) : NULL;
	struct resource *in;
	const char *why;
	size_t where;

	if (!root && slice_is(uri, METASCHEMA_DRAFT_07_URI))
		root = json_parse(&p->arena, slice_str(metaschema_draft_07), &why, &where);
	if (!root)
		return NULL;
	in = resource_new(p, arena_copy(&p->arena, uri), root);
	note_places(p, root, in);
	return in;
}

/* A file beside the one that `s` stands in. */
static struct node *file_target(struct schema_program *p, struct schema *s, struct slice ref,
				struct resource **in)
{
	size_t hash = slice_find(ref, '#');
	struct slice file = slice_first(ref, hash);
	struct node *root = library_resolve_text(p->library, file, s->node), *node;

	if (!root) {
		s->state = SCHEMA_BROKEN; /* the library has said why */
		return NULL;
	}
	*in = program_place(p, root, resource_of_root(p, root));
	*in = open_id(p, root, *in);
	node = follow_fragment(p, uri_decode(&p->arena, slice_from(ref, hash + 1)), in);
	if (node)
		note_places(p, node, *in);
	return node;
}

static struct node *resolve_in(struct schema_program *p, struct schema *s, struct slice ref,
			       struct resource **in)
{
	struct slice full = uri_resolve(&p->arena, s->in->base, ref);
	size_t hash = slice_find(full, '#');
	struct slice uri = slice_first(full, hash);
	struct slice fragment = uri_decode(&p->arena, slice_from(full, hash + 1));
	struct node *node;

	*in = !ref.len || ref.ptr[0] == '#' ? s->in : map_get(&p->resources, uri);
	if (!*in)
		*in = known_document(p, uri);
	if (!*in)
		return file_target(p, s, ref, in);
	node = follow_fragment(p, fragment, in);
	/* "#/components/..." inside a schema with an $id is meant from the document's root. */
	if (!node && fragment.len && ref.ptr[0] == '#' && s->node->in && s->node->in->root) {
		*in = resource_of_root(p, s->node->in->root);
		node = follow(p, s->node->in->root, fragment, in);
	}
	if (node)
		note_places(p, node, *in);
	return node;
}

struct node *program_resolve(struct schema_program *p, struct schema *s, struct slice ref,
			     struct resource **in)
{
	struct node *node = resolve_in(p, s, ref, in);

	if (!node) {
		if (s->state != SCHEMA_BROKEN)
			program_refuse(p, s, node_loc(node_get(s->node, "$ref")),
				       "\"$ref\" points to '%.*s', which is not there", SLICE_FMT(ref));
		return NULL;
	}
	*in = program_place(p, node, *in);
	return node;
}
