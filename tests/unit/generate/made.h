/* A generator over one schema given as text, for the tests of this folder. */
#ifndef TESTS_GENERATE_MADE_H
#define TESTS_GENERATE_MADE_H

#include "generate/making.h"

enum { MADE_WALL_S = 1795255201 }; /* 2026-11-21T10:00:01Z */

struct made {
	struct library library;
	struct diag diag;
	struct arena arena;
	struct generator *generator;
	struct schema *schema; /* NULL: does not compile */
	struct node *root;
	struct judge *judge;
	struct buf json;
};

void made_init(struct made *m, struct slice schema, uint64_t seed);
/* `documents`: URI to schema, for references beyond the text; NULL: none. */
void made_init_with(struct made *m, struct slice schema, uint64_t seed, enum schema_dialect dialect,
		    const struct map *documents);
void made_release(struct made *m);
/* The value's JSON, padded; absent when generation gave up. */
struct slice made_json(struct made *m, uint64_t position);
/* The first finding's text; "" for none. */
const char *made_reason(const struct made *m);

#endif
