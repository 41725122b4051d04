/* Makes messages from schemas and examples: valid, lifelike, the same for the same seed on every machine.
 *
 * Everything is judged by our own validator before it leaves. */
#ifndef GENERATE_GENERATE_H
#define GENERATE_GENERATE_H

#include "base/random.h"
#include "contract/verdict.h"

struct generator; /* of one contract: caches, word tables, judge */

/* `wall_us` of each call dates what is generated ("timestamps near now"). */
struct generator *generator_new(const struct contract *c, uint64_t seed); /* c borrowed, must outlive it */
void generator_free(struct generator *g);

/* Whose names, cities and sentences: "en" (which it is without a word), "de", "fr", also as "de-AT".  False:
 * there are none of that language, and nothing has changed. */
bool generator_speak(struct generator *g, struct slice locale);
bool generator_speaks(struct slice locale);
/* "en, de, fr", for messages */
const char *generator_locales(void);

struct generated {	      /* slices live until the next generate() on the same generator */
	struct slice payload; /* SCHEMA_PADDING zero bytes behind it */
	struct slice headers; /* packed pairs */
	struct slice key;     /* absent: none */
	struct slice address; /* concrete */
	struct slice content_type;
};

/* The `position`th message of a model (0 first: declared examples go first, then schema-driven values).  Same
 * seed, contract, model and position: same bytes.  `params` (NODE_MAP or NULL) fixes address parameters.
 * False: nothing satisfies the schema or the engine cannot find it; the reason is said in `d`. */
bool generate(struct generator *g, const struct message_model *m, uint64_t position, int64_t wall_us,
	      const struct node *params, struct generated *out, struct diag *d);

/* The request that a message answers, for templates in its examples such as {{request.body/id}}; all
 * borrowed.
 */
struct answered {
	struct slice payload, headers; /* headers: packed pairs */
	struct slice address;	       /* concrete */
	const struct node *params;     /* NODE_MAP of its address; NULL: none */
};
bool generate_answer(struct generator *g, const struct message_model *m, uint64_t position, int64_t wall_us,
		     const struct answered *request, struct generated *out, struct diag *d);

/* A value tree for one schema node, not yet judged (for scenario merging and for parameters); in `a`. */
struct node *generate_value(struct generator *g, struct node *schema, struct slice name, uint64_t position,
			    int64_t wall_us, struct arena *a, struct diag *d);

/* Is it proven that no value satisfies the schema?  Then *text says which of its constraints contradict each
 * other (in `a`), and *at is the first of them (NULL: unknown).  False proves nothing. */
bool generate_is_impossible(struct generator *g, struct node *schema, enum schema_dialect dialect,
			    struct arena *a, const struct node **at, const char **text);

/* For schemas outside a contract; `l` borrowed. */
struct generator *generator_for_library(struct library *l, uint64_t seed);

#endif
