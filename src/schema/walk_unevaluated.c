/* unevaluatedItems and unevaluatedProperties on the tape: the children that nothing else in the schema speaks
 * of.
 *
 * The schema has been judged before, so what allOf and references bring in is known to hold and is only
 * gathered; of a choice the branches that hold are.  (Where none does, all are: the reason has been told, and
 * needs no companions.) */
#include "base/memory.h"
#include "schema/walk_containers.h"

/* One bit per child, on a stack that the judge keeps: branches that are tried have marks of their own. */
struct marks {
	struct walk *walk;
	uint32_t at;
	size_t first, left; /* word in state->marks; children without a mark */
};

static void marks_open(struct marks *m, struct walk *w, uint32_t at)
{
	struct walk_state *state = w->state;
	size_t words = (w->tape->tokens[at].n + 63) / 64;

	*m = (struct marks){ .walk = w, .at = at, .first = state->n_marks, .left = w->tape->tokens[at].n };
	while (state->n_marks + words > state->room_marks)
		state->marks = memory_grow(state->marks, state->room_marks, &state->room_marks,
					   sizeof(*state->marks));
	memset(state->marks + state->n_marks, 0, words * sizeof(*state->marks));
	state->n_marks += words;
}

static void marks_close(struct marks *m)
{
	m->walk->state->n_marks = m->first;
}

static bool is_marked(const struct marks *m, size_t i)
{
	return m->walk->state->marks[m->first + i / 64] >> (i % 64) & 1;
}

static void mark(struct marks *m, size_t i)
{
	m->left -= !is_marked(m, i);
	m->walk->state->marks[m->first + i / 64] |= UINT64_C(1) << (i % 64);
}

static void mark_all(struct marks *m)
{
	for (size_t i = 0; i < m->walk->tape->tokens[m->at].n && m->left; i++)
		mark(m, i);
}

static void gather(struct marks *m, const struct schema *s, bool asks);

static void gather_list(struct marks *m, const struct list_rules *r)
{
	const struct token *tokens = m->walk->tape->tokens;
	size_t i = 0;

	if (r->rest)
		mark_all(m);
	for (uint32_t item = m->at + 1; item < tokens[m->at].next && m->left; item = tokens[item].next, i++)
		if (i < r->n_items ||
		    (r->contains_evaluates && !is_marked(m, i) && walk_holds(m->walk, r->contains, item)))
			mark(m, i);
}

static void gather_map(struct marks *m, const struct schema *s)
{
	const struct token *tokens = m->walk->tape->tokens;
	size_t i = 0;

	if (s->map->additional)
		mark_all(m);
	for (uint32_t key = m->at + 1; key < tokens[m->at].next && m->left; key = tokens[key + 1].next, i++)
		if (!is_marked(m, i) && walk_knows_member(m->walk, s, key))
			mark(m, i);
	for (i = 0; i < s->map->n_dependencies && m->left; i++) {
		const struct dependency *d = &s->map->dependencies[i];

		if (d->schema && tape_member(m->walk->tape, m->at, d->name))
			gather(m, d->schema, false);
	}
}

static void gather_branches(struct marks *m, const struct branches *b)
{
	bool any = false;

	for (size_t i = 0; i < b->n; i++)
		if (walk_holds(m->walk, b->list[i], m->at)) {
			any = true;
			gather(m, b->list[i], false);
		}
	for (size_t i = 0; i < b->n && !any; i++)
		gather(m, b->list[i], false);
}

static void gather_logic(struct marks *m, const struct logic *l)
{
	if (l->dynamic)
		gather(m, l->dynamic, false);
	for (size_t i = 0; i < l->all.n; i++)
		gather(m, l->all.list[i], false);
	gather_branches(m, &l->any);
	gather_branches(m, &l->one);
	if (!l->when)
		return;
	if (walk_holds(m->walk, l->when, m->at)) {
		gather(m, l->when, false);
		if (l->then)
			gather(m, l->then, false);
	} else if (l->otherwise) {
		gather(m, l->otherwise, false);
	}
}

static bool speaks_of_all(const struct schema *s, unsigned type)
{
	return s->logic &&
	       (type == TYPE_MAP ? s->logic->unevaluated_properties : s->logic->unevaluated_items);
}

/* `asks`: it is the schema whose rest is asked for. */
static void gather(struct marks *m, const struct schema *s, bool asks)
{
	unsigned type = m->walk->tape->tokens[m->at].type;

	if (!walk_enter(m->walk, s, m->at))
		return;
	if (m->left && !asks && speaks_of_all(s, type))
		mark_all(m);
	if (m->left && s->ref)
		gather(m, s->ref, false);
	if (m->left && s->list && type == TYPE_LIST)
		gather_list(m, s->list);
	if (m->left && s->map && type == TYPE_MAP)
		gather_map(m, s);
	if (m->left && s->logic)
		gather_logic(m, s->logic);
	m->walk->depth--;
}

static bool walk_rest_of_list(struct marks *m, const struct schema *s, const struct frame *frame)
{
	const struct schema *rest = s->logic->unevaluated_items;
	struct walk *w = m->walk;
	size_t i = 0;

	for (uint32_t item = m->at + 1; item < w->tape->tokens[m->at].next;
	     item = w->tape->tokens[item].next, i++) {
		bool ok = is_marked(m, i) ||
			  (rest->never ? walk_fail(w, &(struct failure){ .schema = s,
									 .keyword = "unevaluatedItems",
									 .at = item,
									 .frame = frame })
				       : walk_child(w, rest, item, frame, "unevaluatedItems"));

		if (!ok)
			return false;
	}
	return true;
}

static bool walk_rest_of_map(struct marks *m, const struct schema *s, const struct frame *frame)
{
	const struct schema *rest = s->logic->unevaluated_properties;
	struct walk *w = m->walk;
	size_t i = 0;

	for (uint32_t key = m->at + 1; key < w->tape->tokens[m->at].next;
	     key = w->tape->tokens[key + 1].next, i++) {
		struct failure f = { .schema = s,
				     .keyword = "unevaluatedProperties",
				     .at = key + 1,
				     .frame = frame,
				     .name = token_text(w->tape, key),
				     .count = m->at };

		if (!is_marked(m, i) &&
		    !(rest->never ? walk_fail(w, &f) : walk_child(w, rest, key + 1, frame, f.keyword)))
			return false;
	}
	return true;
}

bool walk_unevaluated(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	unsigned type = w->tape->tokens[at].type;
	struct marks m;
	bool ok = true;

	if ((type != TYPE_MAP && type != TYPE_LIST) || !w->tape->tokens[at].n || !speaks_of_all(s, type))
		return true;
	marks_open(&m, w, at);
	gather(&m, s, true);
	if (w->state->limit)
		ok = false;
	else if (m.left)
		ok = type == TYPE_MAP ? walk_rest_of_map(&m, s, frame) : walk_rest_of_list(&m, s, frame);
	marks_close(&m);
	return ok;
}
