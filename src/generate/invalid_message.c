/* Whole messages that are wrong on purpose: one part breaks one constraint, all else conforms, and no other
 * message of the channel fits by accident. */
#include "generate/boundary.h"
#include "generate/invalid_search.h"

struct known_breaches {
	const void *of; /* the key's bytes stand here: a model or a schema */
	struct breaches all;
};

static struct known_breaches *known_of(struct generator *g, const void *of, bool *is_new)
{
	struct known_breaches *known = map_get(&g->breaches, slice_of(&of, sizeof(of)));

	*is_new = !known;
	if (known)
		return known;
	known = arena_new(&g->arena, struct known_breaches);
	known->of = of;
	map_put(&g->breaches, slice_of(&known->of, sizeof(known->of)), known);
	return known;
}

const struct breaches *breaches_of_schema(struct generator *g, struct node *schema)
{
	bool is_new;
	struct known_breaches *known = known_of(g, schema, &is_new);

	if (is_new) {
		breaches_collect(g, schema, false, &known->all);
		breaches_label(g, &known->all);
	}
	return &known->all;
}

const struct breaches *breaches_of_message(struct generator *g, const struct message_model *m)
{
	bool is_new;
	struct known_breaches *known = known_of(g, m, &is_new);

	if (is_new) {
		breaches_collect(g, m->payload_node, false, &known->all);
		breaches_collect(g, m->headers_node, true, &known->all);
		breaches_label(g, &known->all);
	}
	return &known->all;
}

const char *breach_envelope(const struct message_model *m, bool in_headers)
{
	enum event_form form = m->content && !in_headers ? m->content->event : EVENT_NONE;

	if (form == EVENT_BATCH)
		return m->is_event ? "/0" : "/0/data";
	return form && !m->is_event ? "/data" : "";
}

bool breach_is_at(const struct breach *b, const struct message_model *m, struct slice instance)
{
	struct slice envelope = slice_str(breach_envelope(m, b->in_headers));

	return slice_starts(instance, envelope) && slice_eq(slice_from(instance, envelope.len), b->instance);
}

struct wrong_message {
	struct drafting draft;
	struct search *search;
	struct generated *out;
};

static bool fits_another(const struct wrong_message *w, const struct judged *m)
{
	const struct message_model *model = w->draft.model;
	const struct channel *c = model->channel;

	for (size_t i = 0; c && i < c->n_messages; i++) {
		bool any;

		if (c->messages[i] != model && verdict_match(&c->messages[i], 1, w->draft.g->judge, m, &any))
			return true;
	}
	return false;
}

static bool is_the_one_violation(const struct wrong_message *w, const struct judged *m)
{
	struct message_model *model = (struct message_model *)w->draft.model, *nearest;
	const struct breach *b = w->search->breach;
	struct violations v = { .max = 2 };
	bool alone;

	verdict_explain(&model, 1, w->draft.g->judge, m, &nearest, &v);
	alone = v.n == 1 && !v.left_out && strcmp(v.list[0].keyword, b->keyword) == 0 &&
		breach_is_at(b, model, v.list[0].instance);
	violations_release(&v);
	return alone;
}

/* As it would be when it comes in. */
static bool write_message(struct wrong_message *w, struct node *value, struct judged *m)
{
	struct drafting d = w->draft;

	if (w->search->in_headers)
		d.headers = value;
	else
		d.payload = value;
	d.as_given = w->search->in_headers;
	if (!draft_message(&d, w->out)) {
		w->search->also_said = "the rest of the message cannot be made";
		return false;
	}
	*m = (struct judged){ .payload = w->out->payload,
			      .headers = w->out->headers,
			      .content_type = w->out->content_type,
			      .has_headers = true };
	return true;
}

static bool is_wrong_as_a_whole(void *context, struct node *value)
{
	struct wrong_message *w = context;
	struct judged m;

	if (!write_message(w, value, &m))
		return false;
	if (!is_the_one_violation(w, &m)) {
		w->search->also_said = w->search->in_headers
					       ? "headers are text, which cannot be wrong in this way alone"
					       : "as bytes it is not wrong in this way alone";
		return false;
	}
	if (fits_another(w, &m)) {
		w->search->also_said = "what breaks it is another message of the channel";
		return false;
	}
	return true;
}

static bool conforms(const struct wrong_message *w, const struct judged *m)
{
	struct message_model *model = (struct message_model *)w->draft.model;
	bool any;

	return verdict_match(&model, 1, w->draft.g->judge, m, &any) != NULL;
}

static bool is_right_as_a_whole(void *context, struct node *value)
{
	struct wrong_message *w = context;
	struct judged m;

	if (!write_message(w, value, &m))
		return false;
	if (!conforms(w, &m))
		w->search->also_said = "what stands there breaks another constraint";
	return conforms(w, &m);
}

static struct search search_of(struct generator *g, const struct message_model *m, bool in_headers,
			       struct slice label, uint64_t position, int64_t wall_us)
{
	return (struct search){ .g = g,
				.label = label,
				.in_headers = in_headers,
				.compiled = in_headers ? m->headers : m->payload,
				.arena = &g->call,
				.position = position,
				.wall_us = wall_us };
}

bool generate_invalid(struct generator *g, const struct message_model *m, const struct breach *b,
		      uint64_t position, int64_t wall_us, const struct node *params, struct generated *out,
		      const char **why)
{
	struct search s = search_of(g, m, b->in_headers, b->label, position, wall_us);
	struct wrong_message w = {
		.draft = {.g = g, .model = m, .position = position, .wall_us = wall_us, .params = params},
		.search = &s,
		.out = out,
	};

	arena_free(&g->call);
	s.breach = b;
	s.also = is_wrong_as_a_whole;
	s.context = &w;
	return search_run(&s, why) != NULL;
}

bool generate_boundary(struct generator *g, const struct message_model *m, const struct boundary *b,
		       uint64_t position, int64_t wall_us, struct generated *out, const char **why)
{
	struct search s = search_of(g, m, b->in_headers, b->label, position, wall_us);
	struct wrong_message w = {
		.draft = {.g = g, .model = m, .position = position, .wall_us = wall_us},
		.search = &s,
		.out = out,
	};

	arena_free(&g->call);
	s.breach = b->breaks;
	s.wants_valid = !b->breaks;
	s.also = b->breaks ? is_wrong_as_a_whole : is_right_as_a_whole;
	s.context = &w;
	return search_leaf(&s, b->ways, b->path, b->leaf, why) != NULL;
}
