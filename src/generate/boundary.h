/* Messages at the edges of what a schema allows: at each bound, just inside and just outside of it, empty,
 * longest, odd in Unicode, deepest.  Those inside conform, those outside break that bound and nothing else;
 * both were judged before they leave. */
#ifndef GENERATE_BOUNDARY_H
#define GENERATE_BOUNDARY_H

#include "generate/invalid.h"

/* Lives as long as the generator. */
struct boundary {
	struct slice label;	 /* "minimum@/amount:outside", "unicode@/name:combining" */
	const char *kind, *side; /* "minimum", "outside" */
	struct slice instance;	 /* JSON pointer to the value */
	struct loc at;		 /* of the keyword, else of the schema */
	bool in_headers;
	const struct breach *breaks; /* NULL: it conforms */
	bool is_optional;	     /* the schema may have other reasons to forbid it */
	/* --- how it is made; for this folder */
	const struct step *path;
	struct node *leaf; /* stands for the schema that the path leads to */
	struct broken_ways *ways;
};

struct boundaries {
	struct boundary *list; /* in the order of the schema */
	size_t n, room;
};

const struct boundaries *boundaries_of_message(struct generator *g, const struct message_model *m);

/* False: there is none, for the reason in *why. */
bool generate_boundary(struct generator *g, const struct message_model *m, const struct boundary *b,
		       uint64_t position, int64_t wall_us, struct generated *out, const char **why);

#endif
