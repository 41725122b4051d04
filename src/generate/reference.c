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

void generator_references(struct generator *g, struct facts *f)
{
	struct schema *compiled = f->at[KW_REF] ? generator_compiled(g, f->node) : NULL;

	if (compiled)
		f->ref = schema_ref(compiled);
}
