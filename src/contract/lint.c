/* Runs the rules over a contract. */
#include "contract/lint_site.h"

#include <stdarg.h>

#include "base/limits.h"
#include "contract/lint_governance.h"
#include "contract/lint_rules.h"

static unsigned version_bit(const struct contract *c)
{
	unsigned minor = c->asyncapi.len > 2 ? (unsigned)(c->asyncapi.ptr[2] - '0') : 0;

	if (c->is_v2)
		return V2_0 << (minor < 6 ? minor : 6);
	return minor ? V3_1 : V3_0;
}

/* False: it is off. */
static bool severity_of(const struct lint_settings *s, size_t row, enum severity *out)
{
	*out = s->severity[row] > 0 ? (enum severity)(s->severity[row] - 1) : lint_rules[row].severity;
	return s->severity[row] >= 0;
}

/* A node that was made by merging traits stands where it was lent its place. */
static const struct spot *spot_near(struct lint *l, const struct node *n)
{
	const struct spot *spot = spot_of(&l->spots, n);

	return spot ? spot : spot_at(&l->spots, node_loc(n));
}

static bool is_counted_only(struct lint *l, enum severity severity)
{
	if (severity != SEVERITY_HINT || !l->settings->only_count_hints)
		return false;
	l->counted++;
	return true;
}

void lint_say_as(struct lint *l, const char *rule, enum severity severity, const struct node *at,
		 const char *text)
{
	const struct spot *spot;
	BUF_AUTO struct buf pointer = BUF_INIT(LIMIT_FINDING_BYTES);

	if (is_counted_only(l, severity))
		return;
	spot = spot_near(l, at);
	if (spot)
		spot_pointer(&l->spots, spot, &pointer);
	diag_rule(l->d, severity, rule, buf_cstr(&pointer), spot ? spot_loc(spot) : node_loc(at), "%s", text);
}

void lint_say(struct lint *l, const struct node *at, const char *fmt, ...)
{
	char text[LIMIT_FINDING_BYTES];
	va_list ap;

	if (is_counted_only(l, l->severity))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	lint_say_as(l, l->rule->id, l->severity, at, text);
}

static void run_rules(struct lint *l, const struct site *s)
{
	for (size_t i = 0; i < lint_rules_count; i++) {
		l->rule = &lint_rules[i];
		if (!l->rule->check || !(l->rule->on & 1U << s->kind) || !(l->rule->versions & l->version))
			continue;
		if (severity_of(l->settings, i, &l->severity))
			l->rule->check(l, s);
	}
}

static bool find_row(const char *id, size_t *row)
{
	for (*row = 0; *row < lint_rules_count; ++*row)
		if (!strcmp(lint_rules[*row].id, id))
			return true;
	return false;
}

static void count(struct diag *d, enum severity severity, int by)
{
	d->errors += severity == SEVERITY_ERROR ? (unsigned)by : 0;
	d->warnings += severity == SEVERITY_WARNING ? (unsigned)by : 0;
}

/* What the loader found under a rule's name gets the severity of the settings, or goes. */
static void switch_loaded(const struct lint_settings *s, struct diag *d, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < d->n; i++) {
		struct finding f = d->findings[i];
		size_t row;
		bool is_on = true;

		if (find_row(finding_rule(&f), &row) && s->severity[row]) {
			count(d, f.severity, -1);
			is_on = severity_of(s, row, &f.severity);
			if (is_on)
				count(d, f.severity, 1);
		}
		if (is_on)
			d->findings[kept++] = f;
	}
	d->n = kept;
}

size_t contract_lint(struct contract *c, const struct lint_settings *s, struct diag *d, size_t first)
{
	struct diag silent = { .max = 1 }; /* a $ref to nowhere was said by the loader */
	struct diag *before = c->library.diag;
	struct lint l = { .contract = c, .settings = s, .d = d, .version = version_bit(c) };

	switch_loaded(s, d, first);
	c->library.diag = &silent;
	spots_init(&l.spots, &c->library);
	lint_walk(&l, run_rules);
	lint_govern(&l);
	c->library.diag = before;
	spots_release(&l.spots);
	map_release(&l.seen);
	map_release(&l.said);
	arena_free(&l.arena);
	diag_release(&silent);
	return l.counted;
}
