/* The generator as a prover: what it cannot make, with no doubt left, nobody can. */
#include "cli/proving.h"

static bool is_impossible(struct lint_prover *prover, struct node *schema, enum schema_dialect dialect,
			  struct arena *a, const struct node **at, const char **text)
{
	struct proving *p = (struct proving *)(void *)prover;

	return generate_is_impossible(p->generator, schema, dialect, a, at, text);
}

void proving_init(struct proving *p, struct contract *c)
{
	*p = (struct proving){ .prover.is_impossible = is_impossible,
			       .generator = generator_for_library(&c->library, 0) };
}

void proving_release(struct proving *p)
{
	generator_free(p->generator);
}
