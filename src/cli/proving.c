/* The generator as a prover: what it cannot make, with no doubt left, nobody can. */
#include "cli/proving.h"

/* A generator remembers every schema that it met; a new one now and then keeps that small, since few are met
 * twice. */
enum { SCHEMAS_PER_GENERATOR = 64 };

static bool is_impossible(struct lint_prover *prover, struct node *schema, enum schema_dialect dialect,
			  struct arena *a, const struct node **at, const char **text)
{
	struct proving *p = (struct proving *)(void *)prover;

	if (p->n_schemas++ % SCHEMAS_PER_GENERATOR == 0) {
		proving_release(p);
		p->generator = generator_for_library(&p->contract->library, 0);
	}
	return generate_is_impossible(p->generator, schema, dialect, a, at, text);
}

void proving_init(struct proving *p, struct contract *c)
{
	*p = (struct proving){ .prover.is_impossible = is_impossible, .contract = c };
}

void proving_release(struct proving *p)
{
	generator_free(p->generator);
	p->generator = NULL;
}
