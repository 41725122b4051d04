/* One search for a value that breaks one constraint alone. */
#ifndef GENERATE_INVALID_SEARCH_H
#define GENERATE_INVALID_SEARCH_H

#include "generate/invalid_path.h"

struct search {
	struct generator *g;
	const struct breach *breach; /* NULL: wants_valid */
	struct slice label;	     /* names the random stream */
	bool in_headers;
	struct schema *compiled; /* as it is, for the verdict */
	struct arena *arena;	 /* of what is found */
	uint64_t position;
	int64_t wall_us;
	bool wants_valid; /* a value that conforms, by the ways alone */
	/* What the caller asks besides (that the whole message is wrong in no other way); NULL: nothing. */
	bool (*also)(void *context, struct node *value);
	void *context;
	const char *also_said; /* why not */
	/* --- how it goes */
	const char *others; /* what broke too; NULL: nothing was seen */
	struct why why;
};

/* NULL: the reason is in *why, in the generator's memory. */
struct node *search_run(struct search *s, const char **why);

/* By schemas that ask for it only; `leaf` stands for the schema that the path leads to.  The ways are kept in
 * `w`, which is empty at first. */
struct node *search_leaf(struct search *s, struct broken_ways *w, const struct step *path, struct node *leaf,
			 const char **why);

#endif
