/* Whole attempts: a value made, judged, made again from another stream, and the reason when none passes. */
#include "generate/hint.h"

static struct random stream_of(struct generator *g, const struct request *r, unsigned attempt)
{
	struct buf *name = &g->stream;

	buf_reset(name);
	buf_slice(name, r->stream);
	buf_char(name, '#');
	buf_decimal(name, r->position);
	if (attempt) {
		buf_char(name, '#');
		buf_decimal(name, attempt);
	}
	return random_stream(g->seed, buf_view(name));
}

struct making making_start(struct generator *g, const struct request *r, struct arena *a, unsigned attempt)
{
	struct making m = {
		.g = g,
		.arena = a,
		.random = stream_of(g, r, attempt),
		.position = r->position,
		.wall_us = r->wall_us,
		.attempt = attempt,
		.force = r->force,
		.topic = r->topic,
		.longest = UINT64_MAX,
	};

	m.persona = persona_draw(&m.random);
	return m;
}

static bool passes(struct making *m, const struct request *r, const struct node *value)
{
	struct generator *g = m->g;
	struct schema *compiled = r->compiled ? r->compiled : generator_compiled(g, r->schema);

	if (m->written != value)
		json_padded(&g->scratch, value);
	if (g->scratch.failed)
		return false;
	return !compiled || schema_accepts(compiled, g->judge, buf_view(&g->scratch));
}

struct node *generator_make(struct generator *g, const struct request *r, struct arena *a, struct why *why)
{
	struct place root = { .name = slice_str(r->root) };
	struct budget budget = { .work = MAKING_WORK, .most_bytes = a->total_bytes + MAKING_BYTES };

	if (!r->compiled)
		generator_compiled(g, r->schema); /* first, since dynamic references depend on the way */
	for (unsigned attempt = 0; attempt < MAKING_ATTEMPTS; attempt++) {
		struct making m = making_start(g, r, a, attempt);
		struct wants w = { 0 };
		struct node *value;

		m.place = &root;
		m.budget = &budget;
		wants_add(&m, &w, r->schema);
		value = make_value(&m, &w, r->name);
		if (value && passes(&m, r, value))
			return value;
		if (value)
			making_miss(&m, r->schema, "what was made did not pass the validator");
		m.why.unsure = m.doubts > 0;
		if (!why->text || budget.work)
			*why = m.why;
		if (!budget.work || !m.doubts)
			break;
	}
	return NULL;
}

/* One attempt with only what is required: anything more can but fail too. */
bool generator_is_impossible(struct generator *g, struct node *schema, struct arena *a, struct why *why)
{
	enum { LEAN = 2, WORK = 3000 };
	struct request r = { .schema = schema, .stream = SLICE_LIT("impossible"), .root = "it" };
	struct place root = { .name = slice_str(r.root) };
	struct budget budget = { .work = WORK, .most_bytes = a->total_bytes + MAKING_BYTES };
	struct making m = making_start(g, &r, a, LEAN);
	struct wants w = { 0 };
	struct node *value;

	m.place = &root;
	m.budget = &budget;
	wants_add(&m, &w, schema);
	value = make_value(&m, &w, SLICE_NONE);
	*why = m.why;
	return !value && !m.doubts && why->text;
}

bool generate_is_impossible(struct generator *g, struct node *schema, enum schema_dialect dialect,
			    struct arena *a, const struct node **at, const char **text)
{
	enum schema_dialect before = g->options.dialect;
	struct why why;
	bool proven;

	g->options.dialect = dialect;
	proven = generator_is_impossible(g, schema, a, &why);
	g->options.dialect = before;
	*at = why.node;
	*text = why.text;
	return proven;
}

bool why_report(const struct why *why, struct loc otherwise, struct diag *d)
{
	struct loc at = why->at.line ? why->at : otherwise;

	if (!d)
		return false;
	return diag_error(d, DIAG_GENERATE, at,
			  why->unsure ? "no value was found for the schema of %s: %s"
				      : "no value satisfies the schema of %s: %s",
			  why->path ? why->path : "it", why->text ? why->text : "the search was given up");
}
