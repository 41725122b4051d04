/* Obeying x-understudy of a schema, as far as the schema lets it be obeyed. */
#ifndef GENERATE_HINTED_H
#define GENERATE_HINTED_H

#include "contract/hints.h"
#include "generate/making.h"

/* What stands at the schema, or at what it refers to; NULL: nothing.  Kept. */
const struct hints *generator_hints(struct generator *g, struct node *schema);

/* The value that s->hints ask for; NULL: none, or it would break the schema, which is said once.  `fixed`:
 * the schema's enum or const, or NULL. */
struct node *make_hinted(struct making *m, const struct wants *w, const struct shape *s, struct node *fixed);

/* A word about what the document asks for and does not get, once for each place: a message that conforms goes
 * out all the same. */
void generator_refuse(struct generator *g, const struct node *at, const char *text);

/* One of `n`, each as often as its weight says; when that failed, the others in turn (making_choose). */
size_t making_weighted(struct making *m, size_t n, const unsigned *weights);
/* The weights of branches; false: none of them has one. */
bool hinted_branches(struct making *m, const struct node *list, unsigned *weights, size_t most);
/* Which of the values, by the hint's weights if it has some; `h` may be NULL. */
size_t hinted_value(struct making *m, const struct hints *h, const struct node *list);
/* In how many messages of a hundred an optional property is there. */
unsigned hinted_chance(struct making *m, struct node *schema, unsigned otherwise);

#endif
