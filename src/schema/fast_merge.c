/* Merges what a set of schemas asks of scalars and of the value as a whole, and finds out what must go to the
 * tape. */
#include "schema/fast.h"

const struct fast fast_anything = { .types = TYPE_ALL };

/* --- numbers */

/* The tighter of two bounds; `side` is 1 for minima, -1 for maxima. */
static void tighten(struct bound *to, bool *excluded, const struct bound *by, bool by_excluded, int side)
{
	int order;

	if (!by->is_set)
		return;
	order = to->is_set ? decimal_compare(&by->value, &to->value) * side : 1;
	if (order > 0) {
		*to = *by;
		*excluded = by_excluded;
	} else if (order == 0) {
		*excluded |= by_excluded;
	}
}

static void merge_integers(struct fast_number *out, const struct integers *all)
{
	static const struct decimal one = {
		.text = {"1", 1},
		    .quick = true, .whole = 1
	};

	tighten(&out->minimum, &out->above, &(struct bound){ true, all->least }, false, 1);
	tighten(&out->maximum, &out->below, &(struct bound){ true, all->most }, false, -1);
	out->steps[out->n_steps++] = one;
}

static void merge_numbers(struct schema_program *p, struct fast *f, const struct fast_set *all)
{
	struct fast_number *out = arena_new(&p->arena, struct fast_number);

	out->steps = arena_array(&p->arena, struct decimal, 2 * all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct number_rules *r = set_schema(all->members[i])->number;

		if (!r)
			continue;
		tighten(&out->minimum, &out->above, &r->minimum, false, 1);
		tighten(&out->minimum, &out->above, &r->exclusive_minimum, true, 1);
		tighten(&out->maximum, &out->below, &r->maximum, false, -1);
		tighten(&out->maximum, &out->below, &r->exclusive_maximum, true, -1);
		if (r->multiple_of.is_set)
			out->steps[out->n_steps++] = r->multiple_of.value;
		if (r->format)
			merge_integers(out, r->format->integers);
		f->number = out;
	}
}

/* --- strings */

static void merge_texts(struct schema_program *p, struct fast *f, const struct fast_set *all)
{
	struct fast_text *out = arena_new(&p->arena, struct fast_text);

	out->max_length = SIZE_MAX;
	out->patterns = arena_array(&p->arena, const struct pattern *, all->n + 1);
	out->formats = arena_array(&p->arena, const struct format *, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct text_rules *r = set_schema(all->members[i])->text;

		if (!r)
			continue;
		if (r->min_length > out->min_length)
			out->min_length = r->min_length;
		if (r->max_length < out->max_length)
			out->max_length = r->max_length;
		if (r->pattern)
			out->patterns[out->n_patterns++] = r->pattern;
		if (r->format)
			out->formats[out->n_formats++] = r->format;
		f->text = out;
	}
}

/* --- enum and const */

static bool allows(const struct schema *s, const struct node *value)
{
	bool found = !s->values;

	for (size_t i = 0; s->values && i < s->values->n && !found; i++)
		found = node_equal(s->values->items[i], value);
	return found && (!s->constant || node_equal(s->constant, value));
}

static bool all_allow(const struct fast_set *all, const struct node *value)
{
	for (size_t i = 0; i < all->n; i++)
		if (!allows(set_schema(all->members[i]), value))
			return false;
	return true;
}

struct constants_made {
	struct fast_constants out;
	struct slice *texts;
	size_t n_texts;
	unsigned containers; /* types of constants that are none of ours */
};

static void add_constant(struct constants_made *c, const struct node *value)
{
	switch (value->kind) {
	case NODE_NULL:
		c->out.null = true;
		break;
	case NODE_BOOL:
		*(value->truth ? &c->out.yes : &c->out.no) = true;
		break;
	case NODE_NUMBER:
		c->out.numbers[c->out.n_numbers++] = decimal_read(value->text);
		break;
	case NODE_TEXT:
		c->texts[c->n_texts++] = value->text;
		break;
	case NODE_LIST:
		c->containers |= TYPE_LIST;
		break;
	case NODE_MAP:
		c->containers |= TYPE_MAP;
		break;
	}
}

static void merge_constants(struct schema_program *p, struct fast *f, const struct fast_set *all)
{
	const struct node *list = NULL, *one = NULL;
	struct constants_made c = { 0 };
	struct fast_constants *out;

	for (size_t i = 0; i < all->n; i++) {
		const struct schema *s = set_schema(all->members[i]);

		list = s->values ? s->values : list;
		one = s->constant ? s->constant : one;
	}
	if (!list && !one)
		return;
	c.out.numbers = arena_array(&p->arena, struct decimal, (list ? list->n : 0) + 1);
	c.texts = arena_array(&p->arena, struct slice, (list ? list->n : 0) + 1);
	for (size_t i = 0; !one && i < list->n; i++)
		if (all_allow(all, list->items[i]))
			add_constant(&c, list->items[i]);
	if (one && all_allow(all, one))
		add_constant(&c, one);
	names_init(&c.out.texts, &p->arena, c.texts, c.n_texts);
	out = arena_new(&p->arena, struct fast_constants);
	*out = c.out;
	f->constants = out;
	f->types &= (uint8_t)((out->null ? TYPE_NULL : 0) | (out->yes || out->no ? TYPE_BOOL : 0) |
			      (out->n_numbers ? TYPE_ANY_NUMBER : 0) | (c.n_texts ? TYPE_TEXT : 0) |
			      c.containers);
	f->tape_types |= (uint8_t)c.containers;
}

/* --- anyOf, oneOf and what looks back */

/* The one choice that is open in the set, or NULL: none, or too many to guess. */
static const struct branches *open_choice(const struct fast_set *all, size_t *holder, size_t *n,
					  bool *exactly_one)
{
	const struct branches *found = NULL;

	*n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct logic *l = set_schema(all->members[i])->logic;

		if (!l || all->members[i] & SET_CHOSEN || !(l->any.n || l->one.n))
			continue;
		*n += (l->any.n != 0) + (l->one.n != 0);
		found = l->any.n ? &l->any : &l->one;
		*exactly_one = !l->any.n;
		*holder = i;
	}
	return *n == 1 ? found : NULL;
}

/* The node for one branch: `guard` is what a discriminator asks for it, or NULL. */
static const struct fast *branch_of(struct schema_program *p, const struct fast_set *all, size_t holder,
				    const struct schema *branch, const struct schema *guard)
{
	struct arena scratch = ARENA_INIT;
	struct fast_set set = { .arena = &scratch };
	const struct fast *out;

	for (size_t k = 0; k < all->n; k++)
		set_add(&set, set_schema(all->members[k]),
			(unsigned)(all->members[k] & SET_TAGS) | (k == holder ? SET_CHOSEN : 0u));
	set_add(&set, branch, 0);
	if (guard)
		set_add(&set, guard, 0);
	out = fast_of(p, &set);
	arena_free(&scratch);
	return out;
}

/* The types for which one branch that holds is not enough of an answer. */
static unsigned not_to_be_guessed(const struct branches *b, const struct choice *choice, bool exactly_one,
				  unsigned types)
{
	struct arena scratch = ARENA_INIT;
	unsigned out = 0;

	if (b->n > FAST_BRANCHES_MOST)
		out = TYPE_ALL;
	else if (choice)
		out = TYPE_ALL & ~TYPE_MAP; /* it names branches of objects only */
	else if (exactly_one)
		out = branches_overlap(&scratch, b, types);
	arena_free(&scratch);
	return out;
}

static void merge_choice(struct schema_program *p, struct fast *f, const struct fast_set *all)
{
	size_t holder = 0, n;
	bool exactly_one = false;
	const struct branches *b = open_choice(all, &holder, &n, &exactly_one);
	const struct choice *choice = b ? set_schema(all->members[holder])->logic->choice : NULL;

	if (!n)
		return;
	if (choice && !choice->decides)
		choice = NULL;
	f->tape_types |= b ? (uint8_t)not_to_be_guessed(b, choice, exactly_one, f->types) : TYPE_ALL;
	if (!(f->types & ~f->tape_types)) {
		f->tape_types = TYPE_ALL;
		return;
	}
	f->branches = arena_array(&p->arena, const struct fast *, b->n);
	for (size_t i = 0; i < b->n; i++)
		if (!choice || choice->guards[i])
			f->branches[f->n_branches++] =
				branch_of(p, all, holder, b->list[i], choice ? choice->guards[i] : NULL);
}

static unsigned looks_back(const struct schema *s)
{
	unsigned types = 0;

	if (s->logic && (s->logic->not || s->logic->then || s->logic->otherwise))
		types = TYPE_ALL;
	if (s->list && (s->list->contains || s->list->unique))
		types |= TYPE_LIST;
	if (s->map && s->map->n_dependencies)
		types |= TYPE_MAP;
	if (s->text && s->text->embedded)
		types |= TYPE_TEXT;
	return types;
}

void fast_merge(struct schema_program *p, struct fast *f)
{
	struct arena scratch = ARENA_INIT;
	struct fast_set all = set_expanded(&scratch, f->set, f->n_set);
	unsigned back = all.n > FAST_MEMBERS_MOST ? TYPE_ALL : 0;

	f->types = TYPE_ALL;
	for (size_t i = 0; i < all.n; i++) {
		const struct schema *s = set_schema(all.members[i]);

		f->types &= s->never ? 0 : s->types;
		back |= looks_back(s);
	}
	f->tape_types = (uint8_t)back;
	if (back != TYPE_ALL) {
		merge_numbers(p, f, &all);
		merge_texts(p, f, &all);
		merge_constants(p, f, &all);
		merge_choice(p, f, &all);
	}
	if (!(f->tape_types & TYPE_LIST) && !f->n_branches)
		fast_merge_list(p, f, &all);
	if (!(f->tape_types & TYPE_MAP) && !f->n_branches)
		fast_merge_map(p, f, &all);
	arena_free(&scratch);
}
