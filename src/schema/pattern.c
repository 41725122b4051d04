/* Patterns: which are simple enough for a loop, and PCRE2 for the others. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "schema/pattern.h"
#include "schema/regex.h"

struct matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; /* NULL: what the machine's own stack has room for was enough so far */
};

enum {
	PATTERN_BYTES = 1 << 20,       /* as PCRE2 reads it */
	STACK_BYTES = 16 << 20,	       /* to go back in one match of machine code */
	HEAP_KIB = 16 << 10,	       /* the same where it is interpreted */
	STEPS_EVERYWHERE = 1000000000, /* of one string, all places taken together: seconds */
	STEPS_LEAST = 1000,
};

struct matcher *matcher_new(void)
{
	struct matcher *m = NEW(struct matcher);

	m->data = pcre2_match_data_create(1, NULL); /* only "does it" is asked, not "where" */
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context)
		memory_exhausted();
	pcre2_set_heap_limit(m->context, HEAP_KIB);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	pcre2_jit_stack_free(m->stack);
	free(m);
}

static bool step_of(const struct regex *r, struct pattern_step *step)
{
	const struct regex *set = r->kind == REGEX_REPEAT ? r->children[0] : r;

	*step = (struct pattern_step){ .min = 1, .max = 1 };
	if (r->kind == REGEX_REPEAT) {
		step->min = r->min;
		step->max = r->max;
	}
	if (set->kind != REGEX_SET || set->negated || set->n_properties)
		return false;
	for (size_t i = 0; i < set->n_ranges; i++) {
		if (set->ranges[i].to > 127)
			return false;
		for (uint32_t c = set->ranges[i].from; c <= set->ranges[i].to; c++)
			step->set[c >> 6] |= UINT64_C(1) << (c & 63);
	}
	return true;
}

static bool sets_meet(const struct pattern_step *a, const struct pattern_step *b)
{
	return (a->set[0] & b->set[0]) || (a->set[1] & b->set[1]);
}

/* Taking as many as possible is right when nothing that may follow begins with the same character. */
static bool greedy_is_right(const struct pattern_step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n && steps[i].min != steps[i].max; k++) {
			if (sets_meet(&steps[i], &steps[k]))
				return false;
			if (steps[k].min)
				break;
		}
	return true;
}

enum { FIXED_STEPS_MOST = 16, FIXED_LENGTH_MOST = 64 };

/* How many characters are taken, when that never varies and is little; else 0. */
static size_t fixed_length(const struct pattern *p)
{
	size_t length = 0;

	if (p->n_steps > FIXED_STEPS_MOST)
		return 0;
	for (size_t i = 0; i < p->n_steps; i++) {
		if (p->steps[i].min != p->steps[i].max || p->steps[i].max > FIXED_LENGTH_MOST)
			return 0;
		length += p->steps[i].max;
	}
	return length <= FIXED_LENGTH_MOST ? length : 0;
}

static bool in_set(const struct pattern_step *step, unsigned char c)
{
	return c < 128 && step->set[c >> 6] >> (c & 63) & 1;
}

/* Steps of a fixed length become one look at a table for each character, with no branch to guess. */
static void fix_steps(struct arena *a, struct pattern *p)
{
	size_t at = 0;

	p->length = fixed_length(p);
	if (!p->length)
		return;
	p->sets = arena_array(a, uint16_t, 256);
	p->step_at = arena_array(a, uint8_t, p->length);
	for (size_t i = 0; i < p->n_steps; i++) {
		for (unsigned c = 0; c < 128; c++)
			if (in_set(&p->steps[i], (unsigned char)c))
				p->sets[c] |= (uint16_t)(1u << i);
		for (uint32_t n = 0; n < p->steps[i].max; n++)
			p->step_at[at++] = (uint8_t)i;
	}
}

static void find_steps(struct arena *a, struct pattern *p, const struct regex *r)
{
	size_t n = r->n_children, first = 1;
	struct pattern_step *steps;

	if (r->kind != REGEX_SEQ || !n || r->children[0]->kind != REGEX_START)
		return;
	p->to_end = n > 1 && r->children[n - 1]->kind == REGEX_END;
	n -= first + p->to_end;
	steps = arena_array(a, struct pattern_step, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!step_of(r->children[first + i], &steps[i]))
			return;
	if (!greedy_is_right(steps, n))
		return;
	p->steps = steps;
	p->n_steps = n;
	fix_steps(a, p);
}

static bool varies(const struct regex *r)
{
	bool found = r->kind == REGEX_REPEAT && r->min != r->max;

	for (size_t i = 0; i < r->n_children && !found; i++)
		found = varies(r->children[i]);
	return found;
}

/* The first lookbehind whose length varies, else the first at all; NULL: none. */
static const struct regex *lookbehind(const struct regex *r, bool varying)
{
	const struct regex *found = NULL;

	if (r->kind == REGEX_LOOK && r->behind && (!varying || varies(r)))
		return r;
	for (size_t i = 0; i < r->n_children && !found; i++)
		found = lookbehind(r->children[i], varying);
	return found;
}

static bool is_about_lookbehind(int error)
{
	switch (error) {
	case PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH:
	case PCRE2_ERROR_LOOKBEHIND_TOO_COMPLICATED:
#ifdef PCRE2_ERROR_LOOKBEHIND_TOO_LONG
	case PCRE2_ERROR_LOOKBEHIND_TOO_LONG:
#endif
		return true;
	default:
		return false;
	}
}

/* Says why PCRE2 cannot do what ECMA-262 can; always false. */
static bool refused(struct arena *a, const struct regex *r, int error, const char **why, size_t *where)
{
	const struct regex *look = lookbehind(r, true);
	PCRE2_UCHAR message[256], version[64];

	pcre2_config(PCRE2_CONFIG_VERSION, version);
	if (is_about_lookbehind(error)) {
		look = look ? look : lookbehind(r, false);
		*where = look ? look->at : 0;
		*why = arena_printf(a, "PCRE2 %.*s looks behind by a fixed length only",
				    (int)strcspn((const char *)version, " "), (const char *)version);
		return false;
	}
	pcre2_get_error_message(error, message, sizeof(message));
	*why = arena_printf(a, "%s", (const char *)message);
	return false;
}

static bool compile_pcre(struct arena *a, struct pattern *p, const struct regex *r, bool often,
			 const char **why, size_t *where)
{
	BUF_AUTO struct buf text = BUF_INIT(PATTERN_BYTES);
	PCRE2_SIZE offset;
	uint32_t options = 0;
	int error;

	regex_write(&text, r);
	if (text.failed) {
		*why = "it is too long";
		return false;
	}
	p->code = pcre2_compile((PCRE2_SPTR)buf_view(&text).ptr, text.len,
				PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NO_UTF_CHECK, &error, &offset,
				NULL);
	if (!p->code)
		return refused(a, r, error, why, where);
	if (often)
		pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE); /* without it pcre2_match interprets */
	pcre2_pattern_info(p->code, PCRE2_INFO_ALLOPTIONS, &options);
	p->one_start = options & PCRE2_ANCHORED;
	return true;
}

struct pattern *pattern_compile(struct arena *a, struct slice source, bool often, const char **why,
				size_t *where)
{
	struct arena tree = ARENA_INIT;
	struct regex *r = regex_parse(&tree, source, why, where);
	struct pattern *p = arena_new(a, struct pattern);
	bool ok = r;

	p->source = source;
	if (r)
		find_steps(a, p, r);
	if (r && !p->steps) {
		*where = 0;
		ok = compile_pcre(a, p, r, often, why, where);
	}
	arena_free(&tree);
	return ok ? p : NULL;
}

void pattern_release(struct pattern *p)
{
	pcre2_code_free(p->code);
	p->code = NULL;
}

static bool fixed_match(const struct pattern *p, struct slice s)
{
	unsigned ok = 1;

	if (s.len < p->length || (s.len > p->length && p->to_end))
		return false;
	for (size_t i = 0; i < p->length; i++)
		ok &= (unsigned)p->sets[(unsigned char)s.ptr[i]] >> p->step_at[i];
	return ok & 1;
}

static bool steps_match(const struct pattern *p, struct slice s)
{
	const unsigned char *at = (const unsigned char *)s.ptr, *end = at + s.len;

	for (size_t i = 0; i < p->n_steps; i++) {
		const struct pattern_step *step = &p->steps[i];

		if (step->min == 1 && step->max == 1) {
			if (at == end || !in_set(step, *at++))
				return false;
			continue;
		}
		size_t left = (size_t)(end - at), most = step->max < left ? step->max : left, n = 0;

		while (n < most && in_set(step, at[n]))
			n++;
		if (n < step->min)
			return false;
		at += n;
	}
	return at == end || !p->to_end;
}

/* PCRE2 counts the steps anew for each place where a match may begin. */
static uint32_t steps_allowed(const struct pattern *p, size_t length)
{
	size_t steps = LIMIT_REGEX_STEPS;

	if (p->one_start)
		return (uint32_t)(steps + 4 * (length < UINT32_MAX / 8 ? length : UINT32_MAX / 8));
	if (length > STEPS_EVERYWHERE / steps)
		steps = STEPS_EVERYWHERE / length;
	return (uint32_t)(steps > STEPS_LEAST ? steps : STEPS_LEAST);
}

static int match(const struct pattern *p, struct matcher *m, struct slice s)
{
	return pcre2_match(p->code, (PCRE2_SPTR)(s.ptr ? s.ptr : ""), s.len, 0, PCRE2_NO_UTF_CHECK, m->data,
			   m->context);
}

/* Room for matches that go back far; kept. */
static bool grow_stack(struct matcher *m)
{
	if (m->stack)
		return false;
	m->stack = pcre2_jit_stack_create(32 << 10, STACK_BYTES, NULL);
	if (m->stack)
		pcre2_jit_stack_assign(m->context, NULL, m->stack);
	return m->stack;
}

enum matched pattern_match(const struct pattern *p, struct matcher *m, struct slice s)
{
	int found;

	if (p->length)
		return fixed_match(p, s) ? MATCHED_YES : MATCHED_NO;
	if (p->steps)
		return steps_match(p, s) ? MATCHED_YES : MATCHED_NO;
	pcre2_set_match_limit(m->context, steps_allowed(p, s.len));
	found = match(p, m, s);
	if (found == PCRE2_ERROR_JIT_STACKLIMIT && grow_stack(m))
		found = match(p, m, s);
	if (found >= 0)
		return MATCHED_YES;
	return found == PCRE2_ERROR_NOMATCH ? MATCHED_NO : MATCHED_TOO_LONG;
}

bool pattern_may_begin(const struct pattern *p, struct matcher *m, struct slice s)
{
	const uint32_t options = PCRE2_PARTIAL_HARD | PCRE2_ANCHORED | PCRE2_NO_UTF_CHECK;
	int found;

	if (!s.len)
		return true;
	pcre2_set_match_limit(m->context, steps_allowed(p, s.len));
	found = pcre2_match(p->code, (PCRE2_SPTR)s.ptr, s.len, 0, options, m->data, m->context);
	return found >= 0 || found == PCRE2_ERROR_PARTIAL;
}
