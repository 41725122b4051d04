/* Where references lead, by the schema engine's own rules, and which dialect holds where. */
#include "generate/making.h"

enum schema_dialect generator_dialect(struct generator *g, struct node *n)
{
	return schema_dialect_at(g->library, n, g->options.dialect);
}

/* The schema engine knows the dialect's rules; where a schema does not compile, plain references still lead.
 */
struct node *generator_resolve(struct generator *g, struct node *n)
{
	struct schema *compiled = generator_compiled(g, n);
	struct diag *diag = g->library->diag;

	if (compiled)
		return schema_node(compiled);
	g->library->diag = &g->silent;
	n = library_resolve(g->library, n);
	g->library->diag = diag;
	return n;
}

/* Which of them is meant depends on the way here, so all are kept. */
static void read_dynamic(struct generator *g, struct facts *f)
{
	enum { MOST_TARGETS = 16 };
	struct node *targets[MOST_TARGETS];

	f->n_dynamic = schema_dynamic_refs(g->library, f->node, targets, MOST_TARGETS);
	f->dynamic = arena_array(&g->arena, struct node *, f->n_dynamic + 1);
	for (size_t i = 0; i < f->n_dynamic; i++)
		f->dynamic[i] = targets[i];
}

void generator_references(struct generator *g, struct facts *f)
{
	struct schema *compiled;

	if (!f->at[KW_REF] && !f->at[KW_DYNAMIC_REF] && !f->at[KW_RECURSIVE_REF])
		return;
	compiled = generator_compiled(g, f->node);
	if (compiled && f->at[KW_REF])
		f->ref = schema_ref(compiled);
	if (compiled && (f->at[KW_DYNAMIC_REF] || f->at[KW_RECURSIVE_REF]))
		read_dynamic(g, f);
}
