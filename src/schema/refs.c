/* Where a $ref leads: within the resource, to another $id, to a document of the caller's, to a metaschema, or
 * to a file beside the contract. */
#include "schema/program.h"

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
		if (node)
			*in = program_open(p, node, *in);
	}
	return node;
}

static struct node *follow_fragment(struct schema_program *p, struct slice fragment, struct resource **in)
{
	struct node *node;

	if (fragment.len && fragment.ptr[0] != '/') {
		node = program_anchor(p, *in, fragment);
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

	if (!root)
		root = metaschema_find(p, uri);
	if (!root)
		return NULL;
	in = program_resource(p, arena_copy(&p->arena, uri), root, NULL);
	program_note(p, root, in);
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
	*in = program_open(p, root, program_resource_of_root(p, root));
	node = follow_fragment(p, uri_decode(&p->arena, slice_from(ref, hash + 1)), in);
	if (node)
		program_note(p, node, *in);
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

	if (!ref.len || ref.ptr[0] == '#')
		*in = s->in->around ? s->in->around : s->in;
	else
		*in = map_get(&p->resources, uri);
	if (!*in)
		*in = known_document(p, uri);
	if (!*in)
		return file_target(p, s, ref, in);
	node = follow_fragment(p, fragment, in);
	/* "#/components/..." inside a schema with an $id is meant from the document's root. */
	if (!node && fragment.len && ref.ptr[0] == '#' && s->node->in && s->node->in->root) {
		*in = program_resource_of_root(p, s->node->in->root);
		node = follow(p, s->node->in->root, fragment, in);
	}
	if (node)
		program_note(p, node, *in);
	return node;
}

struct node *program_resolve(struct schema_program *p, struct schema *s, const char *keyword,
			     struct slice ref, struct resource **in)
{
	struct node *node = resolve_in(p, s, ref, in);

	if (!node) {
		if (s->state != SCHEMA_BROKEN)
			program_refuse(p, s, node_loc(node_get(s->node, keyword)),
				       "\"%s\" points to '%.*s', which is not there", keyword,
				       SLICE_FMT(ref));
		return NULL;
	}
	*in = program_place(p, node, *in);
	return node;
}

struct node *program_look_up(struct schema_program *p, struct schema *s, struct slice ref)
{
	enum schema_state state = s->state;
	struct resource *in;
	struct node *node = resolve_in(p, s, ref, &in);

	s->state = state;
	return node;
}
