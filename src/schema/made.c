/* Documents that exist only so that made nodes have a file's name and a root. */
#include "schema/made.h"

struct document *made_document(struct arena *a, const struct document *original)
{
	struct document *made = arena_new(a, struct document);

	made->file = original ? original->file : "<text>";
	made->source = original ? original->source : SLICE_NONE;
	return made;
}

struct node *made_node(struct arena *a, enum node_kind kind, const struct document *in, unsigned line,
		       unsigned col)
{
	struct node *n = node_new(a, kind, NULL);

	n->in = in;
	n->line = line;
	n->col = col;
	return n;
}
