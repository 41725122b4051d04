/* Filling the templates of an example (contract/template.h). */
#ifndef GENERATE_TEMPLATE_H
#define GENERATE_TEMPLATE_H

#include "generate/making.h"

/* Everything that one example is filled from. */
struct filling {
	struct making *m;		/* draws, persona, time */
	const struct answered *request; /* NULL: nobody asked */
	struct node *variables;		/* NODE_MAP: what put() kept */
	struct filled *list;		/* the scalars that were filled: what they may be read as */
	size_t n, room;
	size_t letters;	 /* drawn so far: a short example can ask for a lot */
	bool unresolved; /* something of a request, and there is none, or not that in it */
};

/* A copy of `value` in the making's arena with its templates filled.  It conforms to `schema` (NULL:
 * anything) if it can by reading the texts as what is asked.  NULL: it cannot, or what it wants of a request
 * is not there.
 */
struct node *template_fill(struct filling *f, struct node *value, const struct schema *schema);

/* "dd/MM/yyyy HH:mm:ss" with the letters of Java's SimpleDateFormat. */
void time_pattern_add(struct buf *out, struct slice pattern, int64_t wall_us);
/* The time that lies "1d", "-2h", "30m" (months: "M"), "1y" from `wall_us`; false: not such an amount. */
bool time_shift(int64_t *wall_us, struct slice amount);

#endif
