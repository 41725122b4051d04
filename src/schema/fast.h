/* The one pass: schemas merged into nodes that bytes can be run through. */
#ifndef SCHEMA_FAST_H
#define SCHEMA_FAST_H

#include "schema/program.h"

struct fast *fast_compile(struct schema_program *p, struct schema *root);

#endif
