/* Declared examples of a message: those that keep to their own schema, in the document's order. */
#include "generate/making.h"

struct fitting {
	const struct message_model *model; /* the key's bytes stand here */
	struct node **list;
	size_t n, room;
};

static bool part_fits(struct generator *g, struct schema *schema, const struct node *value)
{
	if (!schema || !value)
		return true;
	json_padded(&g->scratch, value);
	return !g->scratch.failed && schema_accepts(schema, g->judge, buf_view(&g->scratch));
}

static struct fitting *fitting_of(struct generator *g, const struct message_model *model)
{
	struct fitting *known = map_get(&g->fitting, slice_of(&model, sizeof(model)));

	if (known)
		return known;
	known = arena_new(&g->arena, struct fitting);
	known->model = model;
	for (size_t i = 0; i < model->n_examples; i++) {
		struct node *example = model->examples[i];
		struct node *payload = node_get(example, "payload"), *headers = node_get(example, "headers");

		if ((!payload && !headers) || !part_fits(g, model->payload, payload) ||
		    !part_fits(g, model->headers, headers))
			continue;
		known->list =
			arena_grow(&g->arena, known->list, known->n, &known->room, sizeof(*known->list));
		known->list[known->n++] = example;
	}
	map_put(&g->fitting, slice_of(&known->model, sizeof(known->model)), known);
	return known;
}

struct node *example_at(struct drafting *d, uint64_t *left)
{
	struct fitting *known = fitting_of(d->g, d->model);

	if (d->position < known->n) {
		*left = d->position;
		return known->list[d->position];
	}
	*left = d->position - known->n;
	return NULL;
}
