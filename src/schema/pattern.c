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
};

enum { PATTERN_BYTES = 1 << 20 }; /* as PCRE2 reads it */

struct matcher *matcher_new(void)
{
	struct matcher *m = NEW(struct matcher);

	m->data = pcre2_match_data_create(1, NULL); /* only "does it" is asked, not "where" */
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context)
		memory_exhausted();
	pcre2_set_match_limit(m->context, LIMIT_REGEX_STEPS);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
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
}

static bool compile_pcre(struct arena *a, struct pattern *p, const struct regex *r, bool often,
			 const char **why)
{
	BUF_AUTO struct buf text = BUF_INIT(PATTERN_BYTES);
	PCRE2_UCHAR message[256];
	PCRE2_SIZE offset;
	int error;

	regex_write(&text, r);
	if (text.failed) {
		*why = "it is too long";
		return false;
	}
	p->code = pcre2_compile((PCRE2_SPTR)buf_view(&text).ptr, text.len,
				PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NO_UTF_CHECK, &error, &offset,
				NULL);
	if (!p->code) {
		pcre2_get_error_message(error, message, sizeof(message));
		*why = arena_printf(a, "%s", (const char *)message);
		return false;
	}
	if (often)
		pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE); /* without it pcre2_match interprets */
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
		ok = compile_pcre(a, p, r, often, why);
	}
	arena_free(&tree);
	return ok ? p : NULL;
}

void pattern_release(struct pattern *p)
{
	pcre2_code_free(p->code);
	p->code = NULL;
}

static bool in_set(const struct pattern_step *step, unsigned char c)
{
	return c < 128 && step->set[c >> 6] >> (c & 63) & 1;
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

enum matched pattern_match(const struct pattern *p, struct matcher *m, struct slice s)
{
	int found;

	if (p->steps)
		return steps_match(p, s) ? MATCHED_YES : MATCHED_NO;
	found = pcre2_match(p->code, (PCRE2_SPTR)(s.ptr ? s.ptr : ""), s.len, 0, PCRE2_NO_UTF_CHECK, m->data,
			    m->context);
	if (found >= 0)
		return MATCHED_YES;
	return found == PCRE2_ERROR_NOMATCH ? MATCHED_NO : MATCHED_TOO_LONG;
}
