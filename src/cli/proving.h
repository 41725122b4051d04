/* Proves for the lint rules that a schema is impossible, by trying to make a value. */
#ifndef CLI_PROVING_H
#define CLI_PROVING_H

#include "contract/lint.h"
#include "generate/generate.h"

struct proving {
	struct lint_prover prover; /* first */
	struct generator *generator;
};

void proving_init(struct proving *p, struct contract *c); /* c borrowed */
void proving_release(struct proving *p);

#endif
