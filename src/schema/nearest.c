/* anyOf and oneOf: which branch came nearest, and why it failed. */
#include "schema/sentence.h"

enum { NEAREST_REASONS = 3, NEAREST_NESTING = 3, NEAREST_KEPT = 8, INNERMOST_NESTING = 64 };

/* What has no "$ref" itself was not meant as a reference. */
static bool is_no_reference(const struct violation *v, struct slice pointer)
{
	return strcmp(v->keyword, "required") == 0 && slice_eq(v->instance, pointer) &&
	       slice_ends(v->text, SLICE_LIT(".$ref is required"));
}

/* How far a branch is: the wrong kind of thing weighs most, then a wrong constant (most often the one that
 * tells branches apart), then what is missing.  When the innermost reasons are asked for, all that is wrong
 * deeper inside weighs little: the branch came that far. */
static unsigned distance(const struct violations *v, struct slice pointer)
{
	static const struct {
		const char *keyword;
		unsigned weight;
	} weights[] = {
		{"type",	  200},
		 { "const",    100},
		   { "enum",     100},
		    { "false",    100},
		      { "required", 20 }
	};
	unsigned sum = (unsigned)(v->left_out < 100 ? v->left_out : 100) * 10;

	for (size_t i = 0; i < v->n; i++) {
		bool is_inside = v->list[i].instance.len > pointer.len;
		unsigned weight = 10;

		if (v->innermost && is_no_reference(&v->list[i], pointer))
			return UINT32_MAX - 1;
		for (size_t k = 0; !(v->innermost && is_inside) && k < ARRAY_SIZE(weights); k++)
			if (strcmp(weights[k].keyword, v->list[i].keyword) == 0)
				weight = weights[k].weight;
		sum += weight;
	}
	return sum;
}

/* Its title, or the last part of where its $ref leads. */
static struct slice branch_name(const struct schema *s)
{
	struct slice ref = node_get_text(s->node, "$ref"), title = SLICE_NONE;
	size_t at = ref.len;

	for (unsigned i = 0; s && i < 8 && !title.ptr; i++, s = s->ref)
		title = node_get_text(s->node, "title");
	while (at && ref.ptr[at - 1] != '/' && ref.ptr[at - 1] != '#')
		at--;
	return title.len ? title : slice_from(ref, at);
}

static void explain_branch(const struct walk *w, uint32_t at, const struct schema *branch,
			   struct violations *into)
{
	struct walk sub = {
		.tape = w->tape, .state = w->state, .out = into, .depth = w->depth, .nesting = w->nesting + 1
	};
	uint64_t steps = w->state->steps;
	enum walk_limit limit = w->state->limit;

	walk(&sub, branch, at, NULL);
	if (into->innermost)
		return; /* explanations within explanations multiply: their steps count */
	w->state->steps = steps;
	w->state->limit = limit;
}

static void add_reasons(struct buf *out, const struct violations *v)
{
	size_t shown = v->n < NEAREST_REASONS ? v->n : NEAREST_REASONS, all = v->n + v->left_out;

	for (size_t i = 0; i < shown; i++) {
		buf_str(out, i ? "; " : ": ");
		buf_slice(out, v->list[i].text);
	}
	if (all > shown)
		buf_printf(out, "; and %zu more", all - shown);
}

/* The branch that a discriminator names, or b->n. */
static size_t named_branch(const struct walk *w, const struct schema *s, const struct branches *b,
			   uint32_t at)
{
	const struct choice *c = s->logic->choice;
	const struct choice_name *name;
	uint32_t value;

	if (!c || c->of != b || w->tape->tokens[at].type != TYPE_MAP)
		return b->n;
	value = tape_member(w->tape, at, c->property);
	name = value && w->tape->tokens[value].type == TYPE_TEXT ? choice_find(c, token_text(w->tape, value))
								 : NULL;
	return name ? name->branch : b->n;
}

/* Gives the nearest branch and its reasons, which are the caller's. */
static size_t find_nearest(struct walk *w, const struct schema *s, const struct branches *b, uint32_t at,
			   struct violations *reasons)
{
	BUF_AUTO struct buf pointer = BUF_INIT(0);
	struct violations best = { 0 };
	unsigned least = UINT32_MAX;
	size_t nearest = 0, named = named_branch(w, s, b, at);

	token_pointer(&pointer, w->tape, at);
	for (size_t i = 0; i < b->n; i++) {
		struct violations v = { .max = NEAREST_KEPT,
					.root_name = w->out->root_name,
					.innermost = w->out->innermost };
		unsigned far;

		explain_branch(w, at, b->list[i], &v);
		far = i == named ? 0 : distance(&v, buf_view(&pointer));
		if (v.n && far < least) {
			struct violations worse = best;

			least = far;
			nearest = i;
			best = v;
			v = worse;
		}
		violations_release(&v);
	}
	*reasons = best;
	return nearest;
}

static void add_nearest(struct buf *out, struct walk *w, const struct failure *f, const struct branches *b)
{
	struct violations best;
	size_t nearest = find_nearest(w, f->schema, b, f->at, &best);
	struct slice name = branch_name(b->list[nearest]);

	buf_printf(out, "; nearest is branch %zu%s%.*s%s", nearest + 1, name.len ? " (" : "", SLICE_FMT(name),
		   name.len ? ")" : "");
	add_reasons(out, &best);
	violations_release(&best);
}

bool explain_nearest(struct walk *w, const struct schema *s, const struct branches *b, uint32_t at)
{
	struct violations reasons;

	if (!w->out || !w->out->innermost || w->nesting >= INNERMOST_NESTING)
		return false;
	find_nearest(w, s, b, at, &reasons);
	for (size_t i = 0; i < reasons.n; i++)
		violations_add(w->out, &reasons.list[i]);
	w->out->left_out += reasons.left_out;
	violations_release(&reasons);
	return true;
}

/* The types that any branch takes. */
static unsigned types_of(const struct branches *b)
{
	unsigned mask = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct schema *s = b->list[i];

		for (unsigned k = 0; s->only_ref && k < 64; k++)
			s = s->ref;
		mask |= s->never ? 0 : s->types;
	}
	return mask;
}

static const struct branches *choice_of(const struct failure *f)
{
	return strcmp(f->keyword, "oneOf") == 0 ? &f->schema->logic->one : &f->schema->logic->any;
}

bool sentence_takes_type(const struct walk *w, const struct failure *f)
{
	return types_of(choice_of(f)) & w->tape->tokens[f->at].type;
}

void sentence_branches(struct buf *out, struct walk *w, const struct failure *f)
{
	bool one = strcmp(f->keyword, "oneOf") == 0;
	const struct branches *b = choice_of(f);
	unsigned types = types_of(b);

	if (one && f->count) {
		buf_printf(out,
			   " must match exactly one branch of \"oneOf\", but matches branches %zu and %zu",
			   f->count, f->other);
		return;
	}
	if (types && !sentence_takes_type(w, f)) {
		buf_str(out, " must be ");
		sentence_types(out, types);
		sentence_got(out, w->tape, f->at);
		return;
	}
	buf_printf(out, " must match %s of the %zu branches of \"%s\"", one ? "exactly one" : "at least one",
		   b->n, f->keyword);
	if (w->nesting < NEAREST_NESTING)
		add_nearest(out, w, f, b);
}
