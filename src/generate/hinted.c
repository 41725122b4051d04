/* What the author of the document asks for (x-understudy), where the schema allows it. */
#include "generate/hinted.h"

#include "generate/hint.h"

struct known_hints {
	const struct node *node; /* the key's bytes stand here */
	const struct hints *hints;
};

static const struct hints *read_at(struct generator *g, const struct node *n)
{
	struct hints *h = arena_new(&g->arena, struct hints);

	return hints_read(h, n, HINT_SCHEMA, NULL, NULL) ? h : NULL;
}

/* Beside a $ref first: that is about this property, not about all that refer to the same. */
const struct hints *generator_hints(struct generator *g, struct node *schema)
{
	struct slice key = slice_of(&schema, sizeof(schema));
	struct known_hints *known = map_get(&g->asked, key);
	struct node *target;

	if (known)
		return known->hints;
	known = arena_new(&g->arena, struct known_hints);
	known->node = schema;
	if (node_is(schema, NODE_MAP))
		known->hints = read_at(g, schema);
	target = known->hints ? NULL : facts_target(g, schema);
	if (target != schema && node_is(target, NODE_MAP))
		known->hints = read_at(g, target);
	map_put(&g->asked, slice_of(&known->node, sizeof(known->node)), known);
	return known->hints;
}

/* --- how often */

size_t making_weighted(struct making *m, size_t n, const unsigned *weights)
{
	uint64_t digits = m->digits, sum = 0, drawn;
	size_t otherwise = making_choose(m, n);

	if (m->record)
		record_luck(m->record);
	for (size_t i = 0; i < n; i++)
		sum += weights[i];
	if (!sum || n < 2 || digits)
		return otherwise;
	drawn = random_below(&m->random, sum);
	for (size_t i = 0; i < n; i++) {
		if (drawn < weights[i])
			return i;
		drawn -= weights[i];
	}
	return otherwise;
}

bool hinted_branches(struct making *m, const struct node *list, unsigned *weights, size_t most)
{
	bool any = false;

	for (size_t i = 0; i < list->n && list->n <= most; i++) {
		const struct hints *h = generator_hints(m->g, list->items[i]);

		weights[i] = h ? h->weight : 1;
		any = any || (h && h->has_weight);
	}
	return any;
}

size_t hinted_value(struct making *m, const struct hints *h, const struct node *list)
{
	enum { MOST = 256 };
	unsigned weights[MOST];

	if (!h || !h->weights || list->n > MOST)
		return making_choose(m, list->n);
	for (size_t i = 0; i < list->n; i++)
		weights[i] = hints_weight_of(h->weights, list->items[i]);
	return making_weighted(m, list->n, weights);
}

unsigned hinted_chance(struct making *m, struct node *schema, unsigned otherwise)
{
	const struct hints *h = schema ? generator_hints(m->g, schema) : NULL;

	return h && h->has_chance ? h->chance : otherwise;
}

/* --- what */

/* A look that was asked for and not kept to: `refused` says it. */
static struct node *by_name(struct making *m, const struct shape *s, struct slice name)
{
	bool before = m->asked;
	struct node *value;

	m->asked = name.len > 0;
	m->refused = false;
	value = make_typed(m, s, name);
	m->asked = before;
	return m->refused ? NULL : value;
}

static struct node *sequence_value(struct making *m, const struct wants *w, const struct shape *s,
				   const struct hints *h)
{
	struct node *value = hints_sequence_value(&h->sequence, m->position, m->arena);

	if (node_is(value, NODE_NUMBER) && !(s->types & TYPES_NUMBER))
		value = node_new_text(m->arena, value->text, NULL);
	return making_fits_all(m, w, value) ? value : NULL;
}

static struct node *asked_value(struct making *m, const struct wants *w, const struct shape *s,
				const struct hints *h)
{
	if (h->value)
		return making_fits_all(m, w, h->value) ? h->value : NULL;
	if (h->values) {
		struct node *value = h->values->items[hinted_value(m, h, h->values)];

		return making_fits_all(m, w, value) ? value : NULL;
	}
	if (h->sequence.there)
		return sequence_value(m, w, s, h);
	return by_name(m, s, h->faker ? slice_str(h->faker) : h->share);
}

/* From a stream of its own, in no surroundings: so it is the same in every message of that position. */
static struct node *shared_value(struct making *m, const struct wants *w, const struct shape *s,
				 const struct hints *h, struct node *fixed)
{
	struct making before = *m;
	BUF_AUTO struct buf stream = BUF_INIT(0);
	struct node *value;

	buf_printf(&stream, "share/%.*s#%llu", SLICE_FMT(h->share), (unsigned long long)m->position);
	m->random = random_stream(m->g->seed, buf_view(&stream));
	m->persona = persona_draw(&m->random);
	m->topic = SLICE_NONE;
	m->place = NULL;
	m->occurrence = 0;
	value = fixed ? fixed->items[hinted_value(m, h, fixed)] : asked_value(m, w, s, h);
	m->random = before.random;
	m->persona = before.persona;
	m->topic = before.topic;
	m->place = before.place;
	m->occurrence = before.occurrence;
	return value;
}

void generator_refuse(struct generator *g, const struct node *at, const char *text)
{
	struct known_hints *known;

	if (!g->diag || map_get(&g->refusals, slice_of(&at, sizeof(at))))
		return;
	known = arena_new(&g->arena, struct known_hints);
	known->node = at;
	map_put(&g->refusals, slice_of(&known->node, sizeof(known->node)), known);
	diag_warning(g->diag, DIAG_GENERATE, node_loc(at), "%s", text);
}

struct node *make_hinted(struct making *m, const struct wants *w, const struct shape *s, struct node *fixed)
{
	const struct hints *h = s->hints;
	bool says_what = h->value || h->values || h->faker || h->sequence.there;
	struct node *value;

	if (!says_what && !h->share.ptr)
		return NULL;
	if (h->share.ptr)
		value = shared_value(m, w, s, h, says_what || !node_is(fixed, NODE_LIST) ? NULL : fixed);
	else
		value = asked_value(m, w, s, h);
	if (value && making_fits_all(m, w, value))
		return value;
	if (says_what)
		generator_refuse(m->g, h->at,
				 "the hint gives what breaks the schema that it stands in; it is left out");
	return NULL;
}
