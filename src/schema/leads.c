/* Where the references of a schema lead, for those who read schemas beside judging by them. */
#include "schema/program.h"

struct node *schema_ref(const struct schema *s)
{
	return s->ref ? s->ref->node : NULL;
}

static bool list_has(struct node *const *list, size_t n, const struct node *node)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == node)
			return true;
	return false;
}

/* One position of a node for each scope that it was reached in. */
static size_t add_targets(const struct schema_program *p, const struct node *node, struct node **out,
			  size_t n, size_t room)
{
	for (size_t i = 0; p && i < p->positions.n_entries && n < room; i++) {
		const struct schema *s = p->positions.entries[i].value;

		if (s && s->node == node && s->logic && s->logic->dynamic &&
		    !list_has(out, n, s->logic->dynamic->node))
			out[n++] = s->logic->dynamic->node;
	}
	return n;
}

size_t schema_dynamic_refs(const struct library *l, const struct node *node, struct node **out, size_t room)
{
	const struct schema_programs *all = l->compiled;
	size_t n = 0;

	for (size_t i = 0; all && i < SCHEMA_DIALECTS; i++)
		for (size_t k = 0; k < ARRAY_SIZE(all->list[i]); k++)
			n = add_targets(all->list[i][k], node, out, n, room);
	return n;
}
