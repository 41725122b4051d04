/* One value for a list of schemas: constants and examples first, then the maker of a type; several tries over
 * the combinations of branches. */
#include "generate/hinted.h"

/* What the name suggests for a value whose type nobody said. */
static unsigned likely_type(struct making *m, const struct shape *s, struct slice name)
{
	static const unsigned order[] = { TYPE_OBJECT, TYPE_ARRAY, TYPE_STRING, TYPES_NUMBER, 0 };

	for (size_t i = 0; order[i]; i++)
		if (s->speaks_of & s->types & order[i])
			return order[i];
	return name.ptr && lifelike_is_number(m, name) ? TYPES_NUMBER : TYPE_STRING;
}

static bool adds(unsigned *left, unsigned type, unsigned *list, size_t *n)
{
	unsigned common = *left & type;

	if (!common)
		return false;
	list[(*n)++] = common;
	*left &= ~type;
	return true;
}

/* Which type this time: null now and then, else in turn what the schema lists; where it lists none, the
 * likely one, the others only if that fails. */
static unsigned pick_type(struct making *m, const struct shape *s, struct slice name)
{
	static const unsigned order[] = { TYPE_STRING, TYPES_NUMBER, TYPE_OBJECT,
					  TYPE_ARRAY,  TYPE_BOOL,    TYPE_NULL };
	bool untyped = s->types == TYPES_ALL, null_first;
	unsigned list[8], left = s->types;
	size_t n = 0, in_turn;

	null_first =
		!untyped && (left & TYPE_NULL) && !m->again && (making_chance(m, 12) || making_is_deep(m));
	if (null_first)
		adds(&left, TYPE_NULL, list, &n);
	if (untyped)
		adds(&left, likely_type(m, s, name), list, &n);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		adds(&left, order[i], list, &n);
	if (!n)
		return 0;
	if (untyped || null_first)
		return list[making_fallback(m, n)];
	in_turn = list[n - 1] == TYPE_NULL && n > 1 ? n - 1 : n;
	if (in_turn > 1)
		return list[making_choose(m, in_turn)];
	return list[making_fallback(m, n)];
}

static struct node *make_bool(struct making *m)
{
	struct node *n = node_new(m->arena, NODE_BOOL, NULL);

	n->truth = making_chance(m, 50);
	return n;
}

struct node *make_typed(struct making *m, const struct shape *s, struct slice name)
{
	unsigned type = pick_type(m, s, name);

	if (type & TYPES_NUMBER)
		return make_number(m, s, name, type & TYPES_NUMBER);
	switch (type) {
	case TYPE_NULL:
		return node_new(m->arena, NODE_NULL, NULL);
	case TYPE_BOOL:
		return make_bool(m);
	case TYPE_STRING:
		return make_string(m, s, name);
	case TYPE_ARRAY:
		return make_array(m, s, name);
	case TYPE_OBJECT:
		return make_object(m, s, name);
	default:
		return NULL;
	}
}

/* The constants of the schema that names the fewest. */
static struct node *fixed_values(const struct shape *s)
{
	struct node *best = NULL;

	SHAPE_EACH(s, f)
	{
		struct node *list = f->at[KW_ENUM];

		if (f->at[KW_CONST])
			return f->at[KW_CONST];
		if (node_is(list, NODE_LIST) && (!best || list->n < best->n))
			best = list;
	}
	return best;
}

static bool is_const(const struct shape *s, const struct node *value)
{
	SHAPE_EACH(s, f)
	{
		if (f->at[KW_CONST] == value)
			return true;
	}
	return false;
}

/* The keyword beside `fixed` that its value breaks. */
static struct violation *broken_by(struct making *m, struct node *schema, const struct node *value,
				   const struct node *fixed, struct violations *out)
{
	struct schema *compiled = generator_compiled(m->g, schema);
	struct loc own = node_loc(fixed);

	*out = (struct violations){ .root_name = "it" };
	m->written = NULL;
	json_padded(&m->g->scratch, value);
	if (!compiled || schema_explain(compiled, m->g->judge, buf_view(&m->g->scratch), out))
		return NULL;
	for (size_t i = 0; i < out->n; i++)
		if (out->list[i].at.line != own.line || out->list[i].at.col != own.col)
			return &out->list[i];
	return NULL;
}

/* No constant is left that fits all else: says what the first one breaks. */
static struct node *say_broken(struct making *m, const struct wants *w, const struct shape *s,
			       const struct node *fixed)
{
	const struct node *value = is_const(s, fixed) ? fixed : fixed->n ? fixed->items[0] : NULL;

	if (s->negated)
		m->doubts++;
	for (size_t i = 0; value && !m->why.text && i < w->n; i++) {
		struct violations found;
		struct violation *v = broken_by(m, w->list[i], value, fixed, &found);

		if (v && v->at.line)
			making_fail(m, fixed, "%s and %s (%s:%u:%u) contradict each other",
				    making_cite(m, s, fixed), v->keyword, v->at.file, v->at.line, v->at.col);
		violations_release(&found);
	}
	return making_fail(m, fixed,
			   is_const(s, fixed) ? "its constant breaks another of its constraints"
					      : "none of its enum values fits its other constraints");
}

/* The `i`th of the constants that a shape has; asked once where the shape is kept. */
static bool constant_fits(struct making *m, const struct wants *w, const struct shape *s,
			  const struct node *value, size_t i, size_t n)
{
	enum { FITS = 1, FITS_NOT };
	uint8_t *known;

	if (!s->plans)
		return making_fits_all(m, w, value);
	if (!s->plans->fitting)
		s->plans->fitting = arena_array(&m->g->arena, uint8_t, n);
	known = &s->plans->fitting[i];
	if (!*known)
		*known = making_fits_all(m, w, value) ? FITS : FITS_NOT;
	return *known == FITS;
}

static struct node *make_fixed(struct making *m, const struct wants *w, const struct shape *s,
			       struct node *fixed)
{
	size_t from;

	if (is_const(s, fixed))
		return constant_fits(m, w, s, fixed, 0, 1) ? fixed : say_broken(m, w, s, fixed);
	from = hinted_value(m, s->hints, fixed);
	for (size_t i = 0; i < fixed->n; i++) {
		size_t at = (from + i) % fixed->n;
		struct node *value = fixed->items[at];

		if ((type_of_value(value) & s->types) && constant_fits(m, w, s, value, at, fixed->n))
			return value;
	}
	return say_broken(m, w, s, fixed);
}

/* Declared examples in order first, later now and then; a default now and then. */
static struct node *declared_value(struct making *m, const struct facts *f)
{
	struct node *list = f->at[KW_EXAMPLES];

	if (node_is(list, NODE_LIST) && list->n) {
		if (m->position < list->n)
			return list->items[m->position];
		if (making_chance(m, 40))
			return list->items[random_below(&m->random, list->n)];
	}
	if (f->at[KW_EXAMPLE] && (m->position == 0 || making_chance(m, 30)))
		return f->at[KW_EXAMPLE];
	if (f->at[KW_DEFAULT] && making_chance(m, 30))
		return f->at[KW_DEFAULT];
	return NULL;
}

static struct node *make_declared(struct making *m, const struct wants *w, const struct shape *s)
{
	if (m->attempt)
		return NULL;
	SHAPE_EACH(s, f)
	{
		struct node *value = declared_value(m, f);

		if (value && (type_of_value(value) & s->types) && making_fits_all(m, w, value))
			return value;
	}
	return NULL;
}

static const struct node *type_place(const struct facts *f)
{
	return f->at[KW_TYPE] ? f->at[KW_TYPE] : f->node;
}

/* The first schema that leaves no type, and the first before it that has none in common with it. */
static struct node *say_types(struct making *m, const struct shape *s)
{
	unsigned types = TYPES_ALL;

	for (size_t i = 0; i < s->n; i++) {
		types &= s->list[i]->types;
		for (size_t k = 0; !types && k < i; k++)
			if (!(s->list[k]->types & s->list[i]->types))
				return making_clash(m, s, type_place(s->list[k]), type_place(s->list[i]));
		if (!types)
			return making_fail(m, type_place(s->list[i]), "its types exclude one another");
	}
	return making_fail(m, NULL, "its types exclude one another");
}

static struct node *say_why_empty(struct making *m, const struct shape *s)
{
	if (s->never)
		return making_fail(m, s->never,
				   s->never_negated ? "\"not\" forbids every value"
						    : "it is false, which forbids every value");
	return say_types(m, s);
}

/* A hint that no message can have is given up in the end. */
enum { HINTED_ATTEMPTS = 3 };

static struct slice look_of(const struct shape *s, struct slice name)
{
	SHAPE_EACH(s, f)
	{
		if (f->look.ptr)
			return f->look;
	}
	return name;
}

static struct node *try_value(struct making *m, const struct wants *w, struct slice name, bool *risky)
{
	struct shape own;
	const struct shape *s = shape_of(m, w, &own);
	struct node *fixed, *value;

	*risky = s->risky;
	if (s->never || !s->types)
		return say_why_empty(m, s);
	fixed = fixed_values(s);
	value = s->hints && !m->again && m->attempt < HINTED_ATTEMPTS ? make_hinted(m, w, s, fixed) : NULL;
	if (value)
		return value;
	if (fixed)
		return make_fixed(m, w, s, fixed);
	value = make_declared(m, w, s);
	if (value)
		return value;
	value = make_typed(m, s, look_of(s, name));
	m->doubts += !value && s->negated;
	if (value && s->risky && !making_fits_all(m, w, value))
		return making_miss(m, s->n ? s->list[0]->node : NULL,
				   "no combination of its branches was found that fits");
	return value;
}

enum { MOST_TRIES = 96 };

/* Tries of this level: each combination of its choices, more where luck has a part in it. */
static uint64_t tries_of(uint64_t choices, bool risky)
{
	uint64_t tries = choices * (risky ? 3 : 1);

	return tries > MOST_TRIES ? MOST_TRIES : tries;
}

static struct node *try_all(struct making *m, const struct wants *w, struct slice name)
{
	uint64_t occurrence = m->occurrence, tries = 1, more;
	struct why said = m->why;

	for (uint64_t t = 0; t < tries; t++) {
		struct node *value;
		bool risky;

		m->steps++;
		if (!making_spend(m, 1))
			return making_miss(m, w->n ? w->list[0] : NULL, "the search was given up");
		m->occurrence = occurrence;
		m->digits = t;
		m->again = t > 0;
		m->choices = 1;
		value = try_value(m, w, name, &risky);
		if (value) {
			m->why = said;
			return value;
		}
		more = tries_of(m->choices, risky);
		tries = more > tries ? more : tries;
		m->doubts += m->choices > MOST_TRIES;
	}
	return NULL;
}

struct node *make_value(struct making *m, const struct wants *w, struct slice name)
{
	uint64_t digits = m->digits, choices = m->choices;
	struct node *value;
	bool again = m->again;

	if (m->depth >= MAKING_HARD_DEPTH)
		return making_miss(m, w->n ? w->list[0] : NULL, "it never ends: it requires itself");
	m->depth++;
	m->known = NULL; /* the place counts, too */
	value = try_all(m, w, name);
	m->known = NULL;
	m->depth--;
	m->digits = digits;
	m->choices = choices;
	m->again = again;
	return value;
}
