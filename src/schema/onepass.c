/* The one pass: walks the bytes once, holding the node of the value that it stands on.  NULL means "look
 * again", never "no": what is awkward is left to the tape. */
#include "base/limits.h"
#include "schema/fast.h"
#include "schema/judge.h"

struct pass {
	struct judge *judge;
	const char *base, *end;
	size_t work, most_work; /* values and bytes looked at, against trying branches for ever */
};

static const char *run(struct pass *x, const struct fast *f, const char *p, unsigned depth);

/* --- to the tape and back */

static const char *run_on_tape(struct pass *x, const struct fast *f, const char *p, unsigned depth)
{
	struct judge *j = x->judge;
	struct walk w = { .tape = &j->tape, .state = &j->walk };
	const char *end = tape_read(&j->tape, x->base, p, depth);

	if (!end || j->tape.n_duplicates)
		return NULL;
	x->work += j->tape.n;
	j->walk.steps_most = walk_steps_allowed(j->tape.n);
	j->walk.steps = 0;
	for (size_t i = 0; i < f->n_origin; i++)
		if (!walk(&w, f->origin[i], 0, NULL) || j->walk.limit)
			return NULL;
	return end;
}

/* --- scalars */

static bool number_fits(const struct fast_number *r, const struct decimal *d)
{
	int order;

	if (r->minimum.is_set) {
		order = decimal_compare(d, &r->minimum.value);
		if (order < 0 || (order == 0 && r->above))
			return false;
	}
	if (r->maximum.is_set) {
		order = decimal_compare(d, &r->maximum.value);
		if (order > 0 || (order == 0 && r->below))
			return false;
	}
	for (size_t i = 0; i < r->n_steps; i++)
		if (!decimal_is_multiple(d, &r->steps[i]))
			return false;
	return true;
}

static bool is_constant(const struct fast_constants *c, const struct decimal *d)
{
	for (size_t i = 0; i < c->n_numbers; i++)
		if (decimal_compare(&c->numbers[i], d) == 0)
			return true;
	return false;
}

static const char *run_number(const struct fast *f, const char *p)
{
	struct decimal d;
	const char *end = number_scan(p, &d);

	if (!end || !(f->types & TYPE_ANY_NUMBER))
		return NULL;
	if ((f->types & TYPE_ANY_NUMBER) != TYPE_ANY_NUMBER && !(f->types & number_type(&d)))
		return NULL;
	if (f->number && !number_fits(f->number, &d))
		return NULL;
	return !f->constants || is_constant(f->constants, &d) ? end : NULL;
}

static bool text_fits(struct pass *x, const struct fast *f, const struct text *text)
{
	const struct fast_text *r = f->text;

	if (f->constants && names_find(&f->constants->texts, text->s) == NAMES_NONE)
		return false;
	if (!r)
		return true;
	if (text->length < r->min_length || text->length > r->max_length)
		return false;
	for (size_t i = 0; i < r->n_patterns; i++)
		if (pattern_match(r->patterns[i], x->judge->walk.matcher, text->s) != MATCHED_YES)
			return false;
	for (size_t i = 0; i < r->n_formats; i++)
		if (!r->formats[i]->matches(text->s))
			return false;
	return true;
}

static inline const char *read_text(struct pass *x, const char *p, struct text *text)
{
	const char *why, *where, *end;

	buf_reset(&x->judge->texts);
	end = string_scan(p + 1, &x->judge->texts, text, &why, &where);
	x->work += text->s.len >> 4;
	return end;
}

static const char *run_text(struct pass *x, const struct fast *f, const char *p)
{
	struct text text = { .s = SLICE_NONE };
	const char *end = read_text(x, p, &text);

	if (!end || !(f->types & TYPE_TEXT))
		return NULL;
	return (!f->text && !f->constants) || text_fits(x, f, &text) ? end : NULL;
}

static const char *run_word(const struct fast *f, const char *p)
{
	const struct fast_constants *c = f->constants;

	if (memcmp(p, "true", 4) == 0)
		return f->types & TYPE_BOOL && (!c || c->yes) ? p + 4 : NULL;
	if (memcmp(p, "false", 5) == 0)
		return f->types & TYPE_BOOL && (!c || c->no) ? p + 5 : NULL;
	if (memcmp(p, "null", 4) == 0)
		return f->types & TYPE_NULL && (!c || c->null) ? p + 4 : NULL;
	return NULL;
}

/* --- lists */

static const char *run_list(struct pass *x, const struct fast *f, const char *p, unsigned depth)
{
	static const struct fast_list plain = { .rest = &fast_anything, .max_items = SIZE_MAX };
	const struct fast_list *l = f->list ? f->list : &plain;
	size_t n = 0;

	if (!(f->types & TYPE_LIST) || depth == LIMIT_DOCUMENT_DEPTH)
		return NULL;
	p = skip_space(p + 1);
	if (*p == ']')
		return l->min_items ? NULL : p + 1;
	for (;; p = skip_space(p + 1)) {
		p = run(x, n < l->n_heads ? l->heads[n] : l->rest, p, depth + 1);
		if (!p)
			return NULL;
		n++;
		p = skip_space(p);
		if (*p == ']')
			break;
		if (*p != ',')
			return NULL;
	}
	return n >= l->min_items && n <= l->max_items ? p + 1 : NULL;
}

/* --- maps */

/* What one object has shown so far. */
struct seen {
	uint64_t known[FAST_WORDS];
	uint64_t sieve;
	struct slice unknown[FAST_UNKNOWN_MOST];
	size_t n_unknown, n;
	uint32_t *guess; /* where to remember what comes next */
};

static inline bool is_guess(const struct pass *x, const struct fast_property *g, const char *p)
{
	if ((load8(p) & g->mask) != g->word)
		return false;
	if (g->name.len < 8)
		return true;
	if ((size_t)(x->end - p) <= g->name.len || load8(p + g->name.len - 7) != g->tail)
		return false;
	return g->name.len < 16 || memcmp(p + 8, g->name.ptr + 8, g->name.len - 8) == 0;
}

/* Has this undeclared key come before?  Also when that cannot be told. */
static bool is_again(struct seen *seen, const struct text *key)
{
	struct slice s = key->s;
	uint64_t bit =
		UINT64_C(1) << (names_hash(s.ptr, s.len, names_word(s.ptr, s.len), 0x9e3779b97f4a7c15u) >>
				58);

	if (key->escaped || seen->n_unknown == FAST_UNKNOWN_MOST)
		return true;
	for (size_t i = 0; seen->sieve & bit && i < seen->n_unknown; i++)
		if (slice_eq(seen->unknown[i], s))
			return true;
	seen->sieve |= bit;
	seen->unknown[seen->n_unknown++] = s;
	return false;
}

/* The node of an undeclared key; NULL: not allowed, or not ours to say. */
static const struct fast *other_value(struct pass *x, const struct fast_map *m, struct slice key)
{
	const struct fast *found = NULL;

	for (size_t i = 0; i < m->n_patterns; i++) {
		enum matched matched = pattern_match(m->patterns[i].pattern, x->judge->walk.matcher, key);

		if (matched == MATCHED_TOO_LONG || (matched == MATCHED_YES && found))
			return NULL;
		if (matched == MATCHED_YES)
			found = m->patterns[i].value;
	}
	return found ? found : m->closed ? NULL : m->others;
}

static const char *read_colon(const char *p)
{
	if (*p != ':') {
		p = skip_space(p);
		if (*p != ':')
			return NULL;
	}
	return skip_space(p + 1);
}

/* Reads a key that was not guessed; *property is NAMES_NONE when it is not declared. */
static const char *read_key(struct pass *x, const struct fast_map *m, struct seen *seen, const char *p,
			    uint32_t *property, const struct fast **value)
{
	struct text key = { .s = SLICE_NONE };

	p = read_text(x, p, &key);
	if (!p || (m->names && (!(m->names->types & TYPE_TEXT) || m->names->tape_types & TYPE_TEXT ||
				m->names->n_branches || !text_fits(x, m->names, &key))))
		return NULL;
	*property = names_find(&m->by_name, key.s);
	if (*property != NAMES_NONE) {
		*value = m->properties[*property].value;
		return p;
	}
	if (is_again(seen, &key))
		return NULL;
	*value = other_value(x, m, key.s);
	return *value ? p : NULL;
}

static inline const char *run_member(struct pass *x, const struct fast_map *m, struct seen *seen,
				     const char *p, unsigned depth)
{
	uint32_t i = *seen->guess;
	const struct fast *value;

	if (*p != '"')
		return NULL;
	if (i != NAMES_NONE && is_guess(x, &m->properties[i], p + 1)) {
		value = m->properties[i].value;
		p += m->properties[i].name.len + 2;
	} else {
		p = read_key(x, m, seen, p, &i, &value);
		if (!p)
			return NULL;
		if (i != NAMES_NONE && m->properties[i].guessable && !m->names)
			*seen->guess = i;
	}
	if (i != NAMES_NONE) {
		uint64_t bit = UINT64_C(1) << (i % 64);

		if (seen->known[i / 64] & bit)
			return NULL;
		seen->known[i / 64] |= bit;
		seen->guess = &m->properties[i].next;
	}
	seen->n++;
	p = read_colon(p);
	return p ? run(x, value, p, depth + 1) : NULL;
}

static bool is_complete(const struct fast_map *m, const struct seen *seen)
{
	for (uint32_t i = 0; i < m->n_words; i++)
		if (m->required[i] & ~seen->known[i])
			return false;
	return seen->n >= m->min_properties && seen->n <= m->max_properties;
}

static const char *run_map(struct pass *x, const struct fast *f, const char *p, unsigned depth)
{
	static const struct fast_map plain = { .others = &fast_anything,
					       .first = NAMES_NONE,
					       .max_properties = SIZE_MAX };
	const struct fast_map *m = f->map ? f->map : &plain;
	struct seen seen;

	if (!(f->types & TYPE_MAP) || depth == LIMIT_DOCUMENT_DEPTH)
		return NULL;
	for (uint32_t i = 0; i < m->n_words; i++)
		seen.known[i] = 0;
	seen.sieve = 0;
	seen.n_unknown = seen.n = 0;
	seen.guess = (uint32_t *)&m->first; /* a guess: written only where there are properties */
	p = skip_space(p + 1);
	if (*p == '}')
		return is_complete(m, &seen) ? p + 1 : NULL;
	for (;; p = skip_space(p + 1)) {
		p = run_member(x, m, &seen, p, depth);
		if (!p)
			return NULL;
		p = skip_space(p);
		if (*p == '}')
			break;
		if (*p != ',')
			return NULL;
	}
	return is_complete(m, &seen) ? p + 1 : NULL;
}

/* --- a choice: the branch that fitted last goes first */

static const char *run_branches(struct pass *x, struct fast *f, const char *p, unsigned depth)
{
	size_t last = f->guess;
	const char *end = run(x, f->branches[last], p, depth);

	for (size_t i = 0; !end && i < f->n_branches && x->work < x->most_work; i++) {
		if (i == last)
			continue;
		end = run(x, f->branches[i], p, depth);
		if (end)
			f->guess = i;
	}
	return end;
}

static unsigned type_at(const char *p)
{
	switch (*p) {
	case '"':
		return TYPE_TEXT;
	case '{':
		return TYPE_MAP;
	case '[':
		return TYPE_LIST;
	case 't':
	case 'f':
		return TYPE_BOOL;
	case 'n':
		return TYPE_NULL;
	default:
		return TYPE_ANY_NUMBER;
	}
}

static const char *run(struct pass *x, const struct fast *f, const char *p, unsigned depth)
{
	x->work++;
	if (f->tape_types && f->tape_types & type_at(p))
		return run_on_tape(x, f, p, depth);
	if (f->n_branches)
		return run_branches(x, (struct fast *)f, p, depth);
	switch (*p) {
	case '"':
		return run_text(x, f, p);
	case '{':
		return run_map(x, f, p, depth);
	case '[':
		return run_list(x, f, p, depth);
	case 't':
	case 'f':
	case 'n':
		return run_word(f, p);
	default:
		return run_number(f, p);
	}
}

static bool run_all(const struct fast *f, struct judge *j, struct slice json)
{
	struct pass x = {
		.judge = j, .base = json.ptr, .end = json.ptr + json.len, .most_work = 64 + json.len / 2
	};
	const char *end = json.len > TAPE_BYTES_MOST ? NULL : run(&x, f, skip_space(json.ptr), 0);

	return end && skip_space(end) == x.end;
}

bool judge_in_one_pass(const struct schema *s, struct judge *j, struct slice json)
{
	judge_reset_walk(j);
	return s->fast && run_all(s->fast, j, json);
}

bool json_is_valid(struct judge *j, struct slice json)
{
	return run_all(&fast_anything, j, json) || (tape_read_all(&j->tape, json) && !j->tape.n_duplicates);
}
