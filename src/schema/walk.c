/* Judges scalars and the logic of schemas on the tape; containers are walk_containers.c's. */
#include "base/limits.h"
#include "schema/embedded.h"
#include "schema/walk_containers.h"

enum {
	WALK_STEPS_BASE = 1000000,
	WALK_STEPS_PER_TOKEN = 200,
	WALK_DEPTH_MOST = LIMIT_SCHEMA_DEPTH * 8,
};

uint64_t walk_steps_allowed(size_t tokens)
{
	return WALK_STEPS_BASE + (uint64_t)tokens * WALK_STEPS_PER_TOKEN;
}

static bool give_up(const struct walk *w, enum walk_limit limit, const struct schema *s, uint32_t at)
{
	if (!w->state->limit) {
		w->state->limit = limit;
		w->state->limit_schema = s;
		w->state->limit_at = at;
	}
	return false;
}

bool walk_fail(struct walk *w, const struct failure *f)
{
	if (!w->out)
		return false;
	explain(w, f);
	return true;
}

static bool fail(struct walk *w, const struct schema *s, const char *keyword, uint32_t at,
		 const struct frame *frame)
{
	return walk_fail(w, &(struct failure){ .schema = s, .keyword = keyword, .at = at, .frame = frame });
}

bool walk_child(struct walk *w, const struct schema *s, uint32_t at, const struct frame *up,
		const char *keyword)
{
	return walk(w, s, at, &(struct frame){ .up = up, .keyword = keyword, .index = FRAME_NO_INDEX });
}

bool walk_holds(const struct walk *w, const struct schema *s, uint32_t at)
{
	struct walk quiet = { .tape = w->tape, .state = w->state, .depth = w->depth };

	return walk(&quiet, s, at, NULL);
}

static bool is_one_of(const struct walk *w, const struct node *values, uint32_t at)
{
	for (size_t i = 0; i < values->n; i++)
		if (tape_equals_node(w->tape, at, values->items[i]))
			return true;
	return false;
}

static bool is_one_of_integers(const struct integers *all, const struct decimal *d)
{
	return decimal_is_integer(d) && decimal_compare(d, &all->least) >= 0 &&
	       decimal_compare(d, &all->most) <= 0;
}

static bool walk_number(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct number_rules *r = s->number;
	struct decimal d = token_number(w->tape, at);

	if (r->minimum.is_set && decimal_compare(&d, &r->minimum.value) < 0 &&
	    !fail(w, s, "minimum", at, frame))
		return false;
	if (r->maximum.is_set && decimal_compare(&d, &r->maximum.value) > 0 &&
	    !fail(w, s, "maximum", at, frame))
		return false;
	if (r->exclusive_minimum.is_set && decimal_compare(&d, &r->exclusive_minimum.value) <= 0 &&
	    !fail(w, s, "exclusiveMinimum", at, frame))
		return false;
	if (r->exclusive_maximum.is_set && decimal_compare(&d, &r->exclusive_maximum.value) >= 0 &&
	    !fail(w, s, "exclusiveMaximum", at, frame))
		return false;
	if (r->multiple_of.is_set && !decimal_is_multiple(&d, &r->multiple_of.value) &&
	    !fail(w, s, "multipleOf", at, frame))
		return false;
	return !r->format || is_one_of_integers(r->format->integers, &d) || fail(w, s, "format", at, frame);
}

bool walk_matches(const struct walk *w, const struct pattern *p, const struct schema *s, uint32_t at)
{
	enum matched m = pattern_match(p, w->state->matcher, token_text(w->tape, at));

	if (m == MATCHED_TOO_LONG)
		give_up(w, WALK_PATTERN, s, at);
	return m == MATCHED_YES;
}

static size_t code_points(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	return n;
}

static bool walk_text(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct text_rules *r = s->text;
	struct slice text = token_text(w->tape, at);
	size_t length = code_points(text);
	const char *broken;

	if (length < r->min_length && !walk_fail(w, &(struct failure){ .schema = s,
								       .keyword = "minLength",
								       .at = at,
								       .frame = frame,
								       .count = length }))
		return false;
	if (length > r->max_length && !walk_fail(w, &(struct failure){ .schema = s,
								       .keyword = "maxLength",
								       .at = at,
								       .frame = frame,
								       .count = length }))
		return false;
	if (r->pattern && !walk_matches(w, r->pattern, s, at) &&
	    (w->state->limit || !fail(w, s, "pattern", at, frame)))
		return false; /* a match that was given up is no mismatch */
	if (r->format && !r->format->matches(text) && !fail(w, s, "format", at, frame))
		return false;
	broken = r->embedded ? embedded_fault(w->state, r->embedded, text) : NULL;
	return !broken || fail(w, s, broken, at, frame);
}

static bool walk_branch(struct walk *w, const struct branches *b, size_t i, const char *keyword, uint32_t at,
			const struct frame *frame)
{
	return walk(w, b->list[i], at, &(struct frame){ .up = frame, .keyword = keyword, .index = i });
}

static bool any_holds(const struct walk *w, const struct branches *b, uint32_t at)
{
	for (size_t i = 0; i < b->n; i++)
		if (walk_holds(w, b->list[i], at))
			return true;
	return false;
}

/* How many hold, at most two; which, in `which`. */
static size_t count_holding(const struct walk *w, const struct branches *b, uint32_t at, size_t which[2])
{
	size_t n = 0;

	for (size_t i = 0; i < b->n && n < 2; i++)
		if (walk_holds(w, b->list[i], at))
			which[n++] = i;
	return n;
}

static bool walk_one(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	size_t which[2] = { 0 }, n = count_holding(w, &s->logic->one, at, which);

	if (n == 1)
		return true;
	if (!n && explain_nearest(w, s, &s->logic->one, at))
		return true;
	return walk_fail(w, &(struct failure){ .schema = s,
					       .keyword = "oneOf",
					       .at = at,
					       .frame = frame,
					       .count = n ? which[0] + 1 : 0,
					       .other = which[1] + 1 });
}

static bool walk_any(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	return any_holds(w, &s->logic->any, at) || explain_nearest(w, s, &s->logic->any, at) ||
	       fail(w, s, "anyOf", at, frame);
}

/* The branch that the discriminator names judges, and no other. */
static bool walk_choice(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct choice *c = s->logic->choice;
	uint32_t value = tape_member(w->tape, at, c->property);
	const struct choice_name *named = value && w->tape->tokens[value].type == TYPE_TEXT
						  ? choice_find(c, token_text(w->tape, value))
						  : NULL;

	if (named)
		return walk_branch(w, c->of, named->branch, c->keyword, at, frame);
	return walk_fail(w, &(struct failure){ .schema = s,
					       .keyword = "discriminator",
					       .at = value ? value : at,
					       .frame = frame,
					       .name = c->property,
					       .count = value });
}

static bool walk_branches(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct logic *l = s->logic;
	bool chosen = l->choice && l->choice->decides && w->tape->tokens[at].type == TYPE_MAP;

	if (l->any.n && !(chosen && l->choice->of == &l->any) && !walk_any(w, s, at, frame))
		return false;
	if (l->one.n && !(chosen && l->choice->of == &l->one) && !walk_one(w, s, at, frame))
		return false;
	return !chosen || walk_choice(w, s, at, frame);
}

static bool walk_condition(struct walk *w, const struct logic *l, uint32_t at, const struct frame *frame)
{
	if (!l->then && !l->otherwise)
		return true;
	if (walk_holds(w, l->when, at))
		return !l->then || walk_child(w, l->then, at, frame, "then");
	return !l->otherwise || walk_child(w, l->otherwise, at, frame, "else");
}

static bool walk_logic(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	const struct logic *l = s->logic;

	if (l->dynamic && !walk_child(w, l->dynamic, at, frame, l->dynamic_keyword))
		return false;
	for (size_t i = 0; i < l->all.n; i++)
		if (!walk_branch(w, &l->all, i, "allOf", at, frame))
			return false;
	if ((l->any.n || l->one.n) && !walk_branches(w, s, at, frame))
		return false;
	if (l->not &&walk_holds(w, l->not, at) && !fail(w, s, "not", at, frame))
		return false;
	if (l->when && !walk_condition(w, l, at, frame))
		return false;
	return walk_unevaluated(w, s, at, frame);
}

static bool walk_rules(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	unsigned type = w->tape->tokens[at].type;

	if (!(s->types & type) && !fail(w, s, "type", at, frame))
		return false;
	if (s->values && !is_one_of(w, s->values, at) && !fail(w, s, "enum", at, frame))
		return false;
	if (s->constant && !tape_equals_node(w->tape, at, s->constant) && !fail(w, s, "const", at, frame))
		return false;
	if (s->number && type & TYPE_ANY_NUMBER && !walk_number(w, s, at, frame))
		return false;
	if (s->text && type == TYPE_TEXT && !walk_text(w, s, at, frame))
		return false;
	if (s->list && type == TYPE_LIST && !walk_list(w, s, at, frame))
		return false;
	if (s->map && type == TYPE_MAP && !walk_map(w, s, at, frame))
		return false;
	return !s->logic || walk_logic(w, s, at, frame);
}

bool walk_enter(struct walk *w, const struct schema *s, uint32_t at)
{
	if (s->unread)
		program_read_late((struct schema *)s);
	if (w->state->limit)
		return false;
	if (++w->state->steps > w->state->steps_most)
		return give_up(w, WALK_STEPS, s, at);
	if (w->depth >= WALK_DEPTH_MOST)
		return give_up(w, WALK_DEPTH, s, at);
	w->depth++;
	return true;
}

bool walk(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame)
{
	bool ok;

	if (s->unread)
		program_read_late((struct schema *)s);
	if (s->anything)
		return true;
	if (s->never)
		return fail(w, s, NULL, at, frame);
	if (!walk_enter(w, s, at))
		return false;
	ok = (!s->ref || walk_child(w, s->ref, at, frame, "$ref")) &&
	     (s->only_ref || walk_rules(w, s, at, frame));
	w->depth--;
	return ok;
}
