/* The schemas of JSON-Schema-Test-Suite for which the suite itself knows a valid instance, draft by draft. */
#ifndef UNIT_GENERATE_SATISFIABLE_H
#define UNIT_GENERATE_SATISFIABLE_H

#include <stdio.h>

#include "schema/schema.h"

enum { SATISFIABLE_DRAFTS = 5 };

struct satisfiable {
	const char *draft; /* "draft7" */
	enum schema_dialect dialect;
	struct map remotes; /* the address that the suite gives it to a document of remotes/ */
	FILE *out;	    /* of the folder that is asked for; NULL: none */
	struct library remote_library;
	struct diag remote_diag;
	struct arena arena;
};

typedef void satisfiable_visit(struct satisfiable *s, const char *file, struct slice title,
			       struct slice schema);

/* Visits all of the `i`th draft; `folder` (NULL: none) gets a file DRAFT.jsonl to write to.  `s` is the first
 * member of the caller's own, with the rest of it set.  False: the corpus is not there (said). */
bool satisfiable_each(struct satisfiable *s, size_t i, const char *folder, satisfiable_visit *visit);

#endif
