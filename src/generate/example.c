/* Declared examples of a message: those that keep to their own schema, in the document's order; those with
 * templates as often as they are wanted. */
#include "contract/hints.h"
#include "contract/template.h"
#include "generate/hinted.h"
#include "generate/template.h"

struct fitting_example {
	struct node *node;
	bool templated;
};

struct fitting {
	const struct message_model *model; /* the key's bytes stand here */
	struct fitting_example *list;
	size_t n, room, templated;
	enum hint_examples wish;
};

enum { FILL_TRIES = 4 };

static bool part_fits(struct generator *g, struct schema *schema, const struct node *value)
{
	if (!schema || !value)
		return true;
	json_padded(&g->scratch, value);
	return !g->scratch.failed && schema_accepts(schema, g->judge, buf_view(&g->scratch));
}

/* Microcks: a payload as a text of JSON is a template of that JSON. */
static bool is_templated(const struct node *example, const struct message_model *model, struct generator *g)
{
	struct node *payload = node_get(example, "payload");
	struct slice text = slice_trim(node_text(payload));
	bool ignored = false;

	if (template_check(payload, &ignored, NULL, NULL) ||
	    template_check(node_get(example, "headers"), &ignored, NULL, NULL))
		return true;
	return text.len && (text.ptr[0] == '{' || text.ptr[0] == '[') &&
	       !part_fits(g, model->payload, payload);
}

static struct fitting *fitting_of(struct generator *g, const struct message_model *model)
{
	struct fitting *known = map_get(&g->fitting, slice_of(&model, sizeof(model)));
	struct hints h;

	if (known)
		return known;
	known = arena_new(&g->arena, struct fitting);
	known->model = model;
	if (hints_read(&h, model->node, HINT_MESSAGE, NULL, NULL))
		known->wish = h.examples;
	for (size_t i = 0; i < model->n_examples; i++) {
		struct node *example = model->examples[i];
		struct node *payload = node_get(example, "payload"), *headers = node_get(example, "headers");
		bool templated = is_templated(example, model, g);

		if ((!payload && !headers) || (!templated && (!part_fits(g, model->payload, payload) ||
							      !part_fits(g, model->headers, headers))))
			continue;
		known->list =
			arena_grow(&g->arena, known->list, known->n, &known->room, sizeof(*known->list));
		known->list[known->n++] = (struct fitting_example){ example, templated };
		known->templated += templated;
	}
	map_put(&g->fitting, slice_of(&known->model, sizeof(known->model)), known);
	return known;
}

/* False: it cannot be filled so that it conforms. */
static bool fill_part(struct filling *f, struct node *out, const struct node *example, const char *part,
		      const struct schema *schema)
{
	struct node *value = node_get(example, part);

	if (!value)
		return true;
	f->n = 0;
	value = template_fill(f, value, schema);
	if (value)
		node_set(f->m->arena, out, slice_str(part), value);
	return value != NULL;
}

static struct node *fill_once(struct drafting *d, struct node *example, unsigned attempt, bool *unresolved)
{
	struct arena *a = &d->g->call;
	struct request r = {
		.stream = slice_str(arena_printf(a, "template/%.*s", SLICE_FMT(d->model->name))),
		.position = d->position,
		.wall_us = d->wall_us,
	};
	struct making m = making_start(d->g, &r, a, attempt);
	struct filling f = { .m = &m, .request = d->request, .variables = node_new(a, NODE_MAP, NULL) };
	struct node *out = node_new(a, NODE_MAP, NULL);

	if (!fill_part(&f, out, example, "payload", d->model->payload) ||
	    !fill_part(&f, out, example, "headers", d->model->headers))
		out = NULL;
	*unresolved = f.unresolved;
	return out;
}

static struct node *fill(struct drafting *d, const struct fitting_example *one)
{
	struct node *out = NULL;
	bool unresolved = false;

	if (!one->templated)
		return one->node;
	for (unsigned attempt = 0; attempt < FILL_TRIES && !out && !unresolved; attempt++)
		out = fill_once(d, one->node, attempt, &unresolved);
	if (!out && !unresolved)
		generator_refuse(
			d->g, one->node,
			"what fills the templates of this example breaks its schema; it is left out");
	return out;
}

/* The n-th of those with templates. */
static const struct fitting_example *templated_at(const struct fitting *known, uint64_t n)
{
	n %= known->templated;
	for (size_t i = 0; i < known->n; i++)
		if (known->list[i].templated && !n--)
			return &known->list[i];
	return NULL;
}

/* Literal examples are sent once; a template is there to be filled again and again. */
static const struct fitting_example *example_for(const struct fitting *known, uint64_t position)
{
	if (known->wish == EXAMPLES_NEVER || !known->n)
		return NULL;
	if (position < known->n)
		return &known->list[position];
	if (known->wish == EXAMPLES_ONLY)
		return &known->list[position % known->n];
	return known->wish == EXAMPLES_USUAL && known->templated ? templated_at(known, position - known->n)
								 : NULL;
}

struct node *example_at(struct drafting *d, uint64_t *left)
{
	const struct fitting *known = fitting_of(d->g, d->model);
	const struct fitting_example *one = example_for(known, d->position);
	struct node *out = one ? fill(d, one) : NULL;

	*left = d->position;
	if (known->wish != EXAMPLES_NEVER && !known->templated)
		*left -= d->position < known->n ? 0 : known->n;
	return out;
}
