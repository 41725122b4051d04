/* Schemas without a choice, flattened once: most values are asked for by such a one, message after message.
 */
#include "generate/making.h"

struct flat {
	const struct node *of; /* the key's bytes stand here */
	struct shape shape;
	struct plans plans;
	bool has_choice;
};

/* What is made for the shape must live as long as the generator. */
static void flatten(struct making *m, struct flat *flat, struct node *schema)
{
	struct arena *arena = m->arena;
	uint64_t occurrence = m->occurrence, choices = m->choices, digits = m->digits;

	m->arena = &m->g->arena;
	flat->shape = (struct shape){ .types = TYPES_ALL, .plans = &flat->plans };
	shape_add(m, &flat->shape, schema);
	m->arena = arena;
	flat->has_choice = m->occurrence != occurrence || m->choices != choices;
	m->occurrence = occurrence;
	m->choices = choices;
	m->digits = digits;
}

const struct shape *flat_shape(struct making *m, struct node *schema)
{
	struct flat *known = map_get(&m->g->flats, slice_of(&schema, sizeof(schema)));

	if (!known) {
		known = arena_new(&m->g->arena, struct flat);
		known->of = schema;
		flatten(m, known, schema);
		map_put(&m->g->flats, slice_of(&known->of, sizeof(known->of)), known);
	}
	return known->has_choice ? NULL : &known->shape;
}
