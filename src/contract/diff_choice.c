/* oneOf and anyOf: alternatives are paired where they are alike, then where they are called the same; what
 * stays over has come or gone. */
#include "contract/diff_compare.h"

struct choice {
	const struct member *said; /* NULL: there is none */
	struct node *const *list;
	size_t n;
	bool paired[MOST_BRANCHES];
};

static struct choice choice_of(const struct view *v)
{
	struct choice out = { .said = view_member(v, "oneOf") };

	if (!out.said)
		out.said = view_member(v, "anyOf");
	if (out.said && !node_is(out.said->value, NODE_LIST))
		out.said = NULL;
	if (out.said) {
		out.list = out.said->value->items;
		out.n = out.said->value->n;
	}
	return out;
}

/* Nothing but the choice is asked. */
static bool is_pure(const struct view *v)
{
	static const char *const free_words[] = { "oneOf", "anyOf",	 "allOf",	 "description",
						  "title", "examples",	 "$comment",	 "default",
						  "$id",   "deprecated", "discriminator" };

	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->parts[i]->n; k++) {
			struct slice key = v->parts[i]->members[k].key;
			bool free_word = slice_starts(key, SLICE_LIT("x-"));

			for (size_t w = 0; w < ARRAY_SIZE(free_words); w++)
				free_word |= slice_is(key, free_words[w]);
			if (!free_word)
				return false;
		}
	return true;
}

static struct slice called(const struct node *branch)
{
	struct slice rest = node_get_text(branch, "$ref"), name = node_get_text(branch, "title");

	while (rest.ptr && slice_split(&rest, '/', &name))
		;
	return name;
}

static const char *branch_shown(struct comparer *c, const struct node *branch)
{
	struct slice name = called(branch);

	return name.len ? shown_text(c, name) : shown(c, branch);
}

static struct view branch_view(const struct view *v, struct node *branch)
{
	return view_of(v->library, branch, node_loc(branch));
}

static void pair_alike(struct comparer *c, const struct view *a, struct choice *was, const struct view *b,
		       struct choice *is)
{
	for (size_t i = 0; i < was->n; i++)
		for (size_t k = 0; k < is->n && !was->paired[i]; k++) {
			struct view x = branch_view(a, was->list[i]), y = branch_view(b, is->list[k]);

			if (!is->paired[k] && same_schemas(c, &x, &y))
				was->paired[i] = is->paired[k] = true;
		}
}

static size_t unpaired(const struct choice *ch)
{
	size_t n = 0;

	for (size_t i = 0; i < ch->n; i++)
		n += !ch->paired[i];
	return n;
}

/* Two alternatives that are one, changed: by name, or the only ones left. */
static void pair_changed(struct comparer *c, const struct view *a, struct choice *was, const struct view *b,
			 struct choice *is, const struct step *where)
{
	bool last = unpaired(was) == 1 && unpaired(is) == 1;

	for (size_t i = 0; i < was->n; i++)
		for (size_t k = 0; k < is->n && !was->paired[i]; k++) {
			struct slice name = called(was->list[i]);
			struct view x, y;

			if (is->paired[k] || !(last || (name.len && slice_eq(name, called(is->list[k])))))
				continue;
			was->paired[i] = is->paired[k] = true;
			x = branch_view(a, was->list[i]);
			y = branch_view(b, is->list[k]);
			compare_schemas(c, &x, &y, where);
		}
}

static void say_rest(struct comparer *c, const struct choice *was, const struct choice *is,
		     const struct step *where)
{
	for (size_t i = 0; i < was->n; i++)
		if (!was->paired[i])
			note(c,
			     (struct noted){ .code = "alternative-removed",
					     .effect = NARROWS,
					     .at = node_loc(was->list[i]),
					     .where = where },
			     "can no longer be %s", branch_shown(c, was->list[i]));
	for (size_t i = 0; i < is->n; i++)
		if (!is->paired[i])
			note(c,
			     (struct noted){ .code = "alternative-added",
					     .effect = WIDENS,
					     .at = node_loc(is->list[i]),
					     .where = where },
			     "can now also be %s", branch_shown(c, is->list[i]));
}

/* One schema that became one of several, or the other way round.  False: it is none of them. */
static bool compare_with_one(struct comparer *c, const struct view *one, struct choice *of,
			     const struct view *owner, bool came, const struct step *where)
{
	struct choice none = { .n = 0 };

	for (size_t i = 0; i < of->n; i++) {
		struct view x = branch_view(owner, of->list[i]);

		if (!(came ? same_schemas(c, one, &x) : same_schemas(c, &x, one)))
			continue;
		of->paired[i] = true;
		say_rest(c, came ? &none : of, came ? of : &none, where);
		return true;
	}
	return false;
}

bool compare_choices(struct comparer *c, const struct view *a, const struct view *b, const struct step *where)
{
	struct choice was = choice_of(a), is = choice_of(b);
	struct noted n = { .code = "oneOf", .at = is.said ? member_loc(is.said) : b->at, .where = where };

	n.was_at = was.said ? member_loc(was.said) : a->at;
	if (!was.said && !is.said)
		return false;
	if (was.n > MOST_BRANCHES || is.n > MOST_BRANCHES) {
		n.effect = BOTH_WAYS;
		if (!was.said || !is.said || !same_nodes(c, was.said->value, is.said->value))
			note(c, n, "has other alternatives");
		return false;
	}
	if (was.said && is.said) {
		pair_alike(c, a, &was, b, &is);
		pair_changed(c, a, &was, b, &is, where);
		say_rest(c, &was, &is, where);
		return false;
	}
	if (is.said && is_pure(b) && a->n && compare_with_one(c, a, &is, b, true, where))
		return true;
	if (was.said && is_pure(a) && b->n && compare_with_one(c, b, &was, a, false, where))
		return true;
	n.effect = is.said ? NARROWS : WIDENS;
	note(c, n, is.said ? "must now be one of several alternatives" : "has no alternatives any more");
	return false;
}
