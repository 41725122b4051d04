/* Looking for a value that breaks one constraint alone: schemas that ask for it first, changes of a valid
 * value then.  What is found was judged by the schema as it is. */
#include "generate/invalid_search.h"

#include "base/text.h"

enum { TRIES_PER_WAY = 3, BASES = 2, MOST_WAYS = 48 };

struct way {
	struct node *node;
	struct schema *compiled;
};

struct broken_ways {
	bool known;
	struct way *list;
	size_t n, room;
	struct way *bases; /* valid values go the same way */
	size_t n_bases, room_bases;
	size_t good; /* the one that worked last */
};

struct broken_ways *broken_ways_new(struct generator *g)
{
	return arena_new(&g->arena, struct broken_ways);
}

/* --- is it that one, and nothing else? */

static struct loc keyword_place(const struct step *s)
{
	const struct member *m = node_member(s->schema, slice_str(s->keyword));
	struct loc at = node_loc(s->schema);

	if (m) {
		at.line = m->line;
		at.col = m->col;
	}
	return at;
}

static bool is_at(struct loc a, struct loc b)
{
	return !a.line || !b.line || (a.line == b.line && a.col == b.col);
}

/* The first choice on the way behind `above`. */
static const struct step *first_choice(const struct step *path, const struct step *above)
{
	const struct step *first = NULL;

	for (; path != above; path = path->up)
		if (step_is_choice(path))
			first = path;
	return first;
}

static bool passes_names(const struct step *path, const struct step *above)
{
	for (; path != above; path = path->up)
		if (path->kind == STEP_NAMES)
			return true;
	return false;
}

static void leaf_instance(struct buf *out, const struct breach *b, const struct step *above)
{
	path_instance(out, b->path, above);
	if (breach_adds_property(b))
		json_pointer_add(out, b->property);
}

/* What else was wrong is worth a reason. */
static void note_others(struct search *s, const struct violations *v, const char *keyword)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	bool has_it = false;

	for (size_t i = 0; i < v->n; i++)
		has_it = has_it || strcmp(v->list[i].keyword, keyword) == 0;
	if (s->others || !has_it || v->n < 2)
		return;
	for (size_t i = 0, said = 0; i < v->n && said < 2; i++)
		if (strcmp(v->list[i].keyword, keyword) != 0) {
			buf_printf(&text, "%s%s@%.*s", said++ ? " and " : "", v->list[i].keyword,
				   SLICE_FMT(v->list[i].instance));
		}
	s->others = buf_view(&text).len ? arena_strdup(&s->g->arena, buf_view(&text))
					: "the same keyword in another place";
}

static bool fails_by(struct search *s, struct schema *compiled, const struct node *value, const char *keyword,
		     struct slice instance, struct loc at)
{
	struct violations v = { .max = 4 };
	bool alone;

	json_padded(&s->g->scratch, value);
	if (!compiled || s->g->scratch.failed ||
	    schema_explain(compiled, s->g->judge, buf_view(&s->g->scratch), &v)) {
		violations_release(&v);
		return false;
	}
	alone = v.n == 1 && !v.left_out && strcmp(v.list[0].keyword, keyword) == 0 &&
		slice_eq(v.list[0].instance, instance) && is_at(v.list[0].at, at);
	if (!alone)
		note_others(s, &v, keyword);
	violations_release(&v);
	return alone;
}

/* Under a choice the choice is what fails; its branch, judged by itself, must fail by what is meant. */
static bool breaks_alone(struct search *s, struct node *value)
{
	const struct breach *b = s->breach;
	const struct step *above = NULL, *choice;
	struct schema *compiled = s->compiled;
	struct node *at = value;

	for (; (choice = first_choice(b->path, above)) != NULL; above = choice) {
		BUF_AUTO struct buf instance = BUF_INIT(0);

		path_instance(&instance, choice->up, above);
		if (!fails_by(s, compiled, at, choice->keyword, buf_view(&instance), keyword_place(choice)))
			return false;
		if (passes_names(choice, above))
			return true;
		at = node_at(at, buf_view(&instance));
		compiled = generator_compiled(s->g, choice->target);
		if (!at)
			return false;
	}
	BUF_AUTO struct buf instance = BUF_INIT(0);

	leaf_instance(&instance, b, above);
	return fails_by(s, compiled, at, breach_innermost(b), buf_view(&instance), b->at);
}

static bool is_missing(const struct breach *b, struct node *value)
{
	BUF_AUTO struct buf instance = BUF_INIT(0);

	if (!b->property.ptr || breach_adds_property(b))
		return true;
	path_instance(&instance, b->path, NULL);
	return !node_get_slice(node_at(value, buf_view(&instance)), b->property);
}

static bool is_right(struct search *s, struct node *value)
{
	if (s->wants_valid)
		return !s->also || s->also(s->context, value);
	return is_missing(s->breach, value) && breaks_alone(s, value) &&
	       (!s->also || s->also(s->context, value));
}

/* --- ways */

static void add_way(struct search *s, struct way **list, size_t *n, size_t *room, const struct step *path,
		    struct node *leaf, bool exclude)
{
	struct generator *g = s->g;
	struct schema_options options = g->options;
	struct diag *diag = g->library->diag;
	struct node *node = path_rebuild(g, path, leaf, exclude);
	struct schema *compiled;

	if (!node || *n == MOST_WAYS)
		return;
	options.slow = true;
	g->library->diag = &g->silent;
	compiled = schema_compile(&g->arena, g->library, node, &options);
	g->library->diag = diag;
	if (!compiled)
		return;
	*list = arena_grow(&g->arena, *list, *n, room, sizeof(**list));
	(*list)[(*n)++] = (struct way){ .node = node, .compiled = compiled };
}

static struct broken_ways *ways_of(struct search *s)
{
	struct broken_ways *w = s->breach->ways;
	bool choices = first_choice(s->breach->path, NULL) != NULL;
	struct node_list leaves = { 0 };

	if (w->known)
		return w;
	w->known = true;
	broken_schemas(s->g, s->breach, &leaves);
	for (unsigned exclude = 0; exclude <= choices; exclude++) {
		for (size_t i = 0; i < leaves.n; i++)
			add_way(s, &w->list, &w->n, &w->room, s->breach->path, leaves.list[i], exclude);
		add_way(s, &w->bases, &w->n_bases, &w->room_bases, s->breach->path, s->breach->schema,
			exclude);
	}
	return w;
}

static struct node *value_of(struct search *s, const struct way *w, uint64_t position)
{
	struct request r = {
		.schema = w->node,
		.compiled = w->compiled,
		.stream = s->label,
		.root = s->in_headers ? "headers" : "payload",
		.position = position,
		.wall_us = s->wall_us,
	};
	struct why why = { 0 };
	struct node *value = generator_make(s->g, &r, s->arena, &why);

	if (!value && !s->why.text)
		s->why = why;
	return value;
}

static struct node *asked_for(struct search *s, struct broken_ways *w)
{
	for (size_t k = 0; k < w->n; k++) {
		size_t i = (w->good + k) % w->n;

		for (uint64_t try = 0; try < TRIES_PER_WAY; try++) {
			struct node *value = value_of(s, &w->list[i], s->position + try * 1000003);

			if (!value)
				break;
			if (is_right(s, value)) {
				w->good = i;
				return value;
			}
		}
	}
	return NULL;
}

static struct node *changed_into(struct search *s, const struct node *valid)
{
	bool more = true;

	for (size_t i = 0; more; i++) {
		struct node *value = mutation(s->g, s->breach, valid, i, s->arena, &more);

		if (value && is_right(s, value))
			return value;
	}
	return NULL;
}

static struct node *changed(struct search *s, struct broken_ways *w)
{
	for (size_t k = 0; k < w->n_bases; k++)
		for (uint64_t try = 0; try < BASES; try++) {
			struct node *valid = value_of(s, &w->bases[k], s->position + try * 1000003);
			struct node *value = valid ? changed_into(s, valid) : NULL;

			if (value)
				return value;
			if (!valid)
				break;
		}
	return NULL;
}

static const char *reason_of(const struct search *s)
{
	if (s->others)
		return arena_printf(&s->g->arena, "whatever breaks it breaks %s too", s->others);
	if (s->also_said)
		return s->also_said;
	if (s->why.text)
		return arena_printf(&s->g->arena, "no value was found that breaks it alone: %s%s%s",
				    s->why.path ? s->why.path : "", s->why.path ? ": " : "", s->why.text);
	return "no value was found that breaks it alone";
}

/* A type that the values beside it give away is never wrong alone: not worth a search. */
static bool is_given_away(struct search *s)
{
	const struct node *schema = s->breach->schema, *values = node_get(schema, "enum");
	unsigned types = types_of(node_get(schema, "type"));

	if (strcmp(s->breach->broken, "type") != 0 || !node_is(values, NODE_LIST) || !values->n)
		return false;
	for (size_t i = 0; i < values->n; i++)
		if (!(type_of_value(values->items[i]) & types))
			return false;
	if (!s->others)
		s->others = arena_printf(
			&s->g->arena, "enum@%.*s",
			SLICE_FMT(s->breach->cause ? s->breach->cause_instance : s->breach->instance));
	return true;
}

struct node *search_run(struct search *s, const char **why)
{
	struct broken_ways *w;
	struct node *value;

	if (is_given_away(s)) {
		*why = reason_of(s);
		return NULL;
	}
	w = ways_of(s);
	value = asked_for(s, w);
	if (!value)
		value = changed(s, w);
	if (!value)
		*why = reason_of(s);
	return value;
}

struct node *search_leaf(struct search *s, struct broken_ways *w, const struct step *path, struct node *leaf,
			 const char **why)
{
	bool choices = first_choice(path, NULL) != NULL;
	struct node *value;

	for (unsigned exclude = 0; !w->known && exclude <= choices; exclude++)
		add_way(s, &w->list, &w->n, &w->room, path, leaf, exclude);
	w->known = true;
	value = asked_for(s, w);
	if (!value)
		*why = reason_of(s);
	return value;
}

struct node *invalid_value(struct generator *g, struct node *schema, const struct breach *b,
			   uint64_t position, int64_t wall_us, struct arena *a, const char **why)
{
	struct search s = {
		.g = g,
		.breach = b,
		.label = b->label,
		.compiled = generator_compiled(g, schema),
		.arena = a,
		.position = position,
		.wall_us = wall_us,
	};

	return search_run(&s, why);
}
