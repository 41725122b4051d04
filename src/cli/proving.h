/* Proves for the lint rules that a schema is impossible, by trying to make a value. */
#ifndef CLI_PROVING_H
#define CLI_PROVING_H

#include "contract/lint.h"
#include "generate/generate.h"

struct proving {
	struct lint_prover prover;   /* first */
	struct contract *contract;   /* borrowed */
	struct generator *generator; /* owned; NULL until there is a schema */
	size_t n_schemas;
};

void proving_init(struct proving *p, struct contract *c); /* c borrowed */
void proving_release(struct proving *p);

#endif
