/* Declared examples of a message: those that keep to their own schema, in the document's order. */
#include "contract/hints.h"
#include "generate/making.h"

struct fitting {
	const struct message_model *model; /* the key's bytes stand here */
	struct node **list;
	size_t n, room;
	enum hint_examples wish;
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
	struct hints h;
	struct fitting *known = map_get(&g->fitting, slice_of(&model, sizeof(model)));

	if (known)
		return known;
	known = arena_new(&g->arena, struct fitting);
	known->model = model;
	known->wish = hints_read(&h, model->node, HINT_MESSAGE, NULL, NULL) ? h.examples : EXAMPLES_USUAL;
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

	*left = d->position;
	if (known->wish == EXAMPLES_NEVER || !known->n)
		return NULL;
	if (known->wish == EXAMPLES_ONLY || d->position < known->n)
		return known->list[d->position % known->n];
	*left = d->position - known->n;
	return NULL;
}
