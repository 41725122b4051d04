/* What is asked of a value, flattened once: schemas without a choice, and those with some for each
 * combination that comes up.  Most values are asked for by such a one, message after message. */
#include "generate/making.h"

enum {
	MOST_RECORDED = 24,    /* choices of one schema */
	MOST_BRANCHES = 64,    /* of one choice */
	MOST_KNOWN_EACH = 256, /* combinations of one schema ... */
	MOST_KNOWN = 8192,     /* ... and of all */
};

/* A choice, or, after the last one, the shape that comes of them. */
struct combination {
	size_t n; /* to choose from; 0: the shape */
	bool fallback;
	struct combination **next; /* one for each; NULL: not met so far */
	struct shape shape;
	struct plans plans;
};

struct flat {
	const struct node *of; /* the key's bytes stand here */
	struct combination *first;
	size_t known;
	bool unsteady; /* not a matter of choices alone, or of too many */
};

/* The choices that were made while a shape was flattened, in their order. */
struct record {
	struct {
		size_t n, chosen;
		bool fallback;
	} list[MOST_RECORDED];
	size_t n;
	bool unsteady;
};

void record_choice(struct record *r, size_t n, size_t chosen, bool fallback)
{
	if (r->n == MOST_RECORDED || n > MOST_BRANCHES) {
		r->unsteady = true;
		return;
	}
	r->list[r->n].n = n;
	r->list[r->n].chosen = chosen;
	r->list[r->n++].fallback = fallback;
}

void record_luck(struct record *r)
{
	r->unsteady = true;
}

static struct combination **next_of(struct arena *a, struct combination **at, size_t n, size_t chosen,
				    bool fallback)
{
	if (!*at) {
		*at = arena_new(a, struct combination);
		(*at)->n = n;
		(*at)->fallback = fallback;
		(*at)->next = arena_array(a, struct combination *, n);
	}
	return &(*at)->next[chosen];
}

static void flatten(struct making *m, struct shape *s, const struct wants *w)
{
	for (size_t i = 0; i < w->n; i++)
		shape_add(m, s, w->list[i]);
}

/* What is made for the shape must live as long as the generator. */
static const struct shape *flatten_and_keep(struct making *m, struct flat *flat, const struct wants *w)
{
	struct arena *arena = m->arena;
	struct record record = { 0 };
	struct combination *made = arena_new(&m->g->arena, struct combination), **at = &flat->first;

	made->shape = (struct shape){ .types = TYPES_ALL, .plans = &made->plans };
	m->arena = &m->g->arena;
	m->record = &record;
	flatten(m, &made->shape, w);
	m->record = NULL;
	m->arena = arena;
	flat->unsteady = record.unsteady;
	if (record.unsteady)
		return &made->shape;
	for (size_t i = 0; i < record.n; i++)
		at = next_of(&m->g->arena, at, record.list[i].n, record.list[i].chosen,
			     record.list[i].fallback);
	*at = made;
	flat->known++;
	m->g->combinations++;
	return &made->shape;
}

/* Makes the choices again; NULL, and none made, where they lead to nothing known. */
static const struct shape *recall(struct making *m, const struct flat *flat)
{
	uint64_t occurrence = m->occurrence, choices = m->choices, digits = m->digits;
	const struct combination *at = flat->first;

	while (at && at->n)
		at = at->next[at->fallback ? making_fallback(m, at->n) : making_choose(m, at->n)];
	if (at)
		return &at->shape;
	m->occurrence = occurrence;
	m->choices = choices;
	m->digits = digits;
	return NULL;
}

static struct flat *flat_of(struct making *m, const struct wants *w)
{
	struct flat *known;

	if (w->flat || w->n != 1)
		return w->flat;
	known = map_get(&m->g->flats, slice_of(&w->list[0], sizeof(w->list[0])));
	if (!known) {
		known = arena_new(&m->g->arena, struct flat);
		known->of = w->list[0];
		map_put(&m->g->flats, slice_of(&known->of, sizeof(known->of)), known);
	}
	return known;
}

void wants_keep(struct making *m, struct wants *w)
{
	w->flat = w->n == 1 ? flat_of(m, w) : arena_new(&m->g->arena, struct flat);
}

/* In the depth other branches are taken, the easiest ones. */
const struct shape *shape_of(struct making *m, const struct wants *w, struct shape *own)
{
	struct flat *flat = flat_of(m, w);
	bool has_choice = flat && (flat->unsteady || (flat->first && flat->first->n));
	const struct shape *known = NULL;

	if (flat && (!has_choice || !making_is_deep(m))) {
		known = recall(m, flat);
		if (!known && !flat->unsteady && !making_is_deep(m) && flat->known < MOST_KNOWN_EACH &&
		    m->g->combinations < MOST_KNOWN)
			known = flatten_and_keep(m, flat, w);
	}
	if (known)
		return known;
	*own = (struct shape){ .types = TYPES_ALL };
	flatten(m, own, w);
	return own;
}
