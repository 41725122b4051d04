/* The rules as rows, and the settings that switch them. */
#include "contract/lint_rules.h"

#include <assert.h>

#include "base/text.h"

const struct lint_rule lint_rules[] = {
#define X(id_, severity_, gloss_, reference_)                                                                \
	{ .id = id_, .severity = SEVERITY_##severity_, .gloss = gloss_, .reference = reference_ },
	LINT_LOADED(X)
#undef X
#define X(name, id_, severity_, versions_, on_, gloss_, reference_)                                          \
	{ id_, SEVERITY_##severity_, versions_, on_, lint_##name, gloss_, reference_ },
		LINT_RULES(X)
#undef X
};

const size_t lint_rules_count = ARRAY_SIZE(lint_rules);
static_assert(ARRAY_SIZE(lint_rules) <= LINT_RULES_MOST, "settings have a place for each rule");

bool lint_row(size_t i, struct lint_row *out)
{
	const struct lint_rule *r = &lint_rules[i];

	if (i >= lint_rules_count)
		return false;
	*out = (struct lint_row){ .id = r->id,
				  .gloss = r->gloss,
				  .reference = r->reference,
				  .severity = r->severity,
				  .by_loader = !r->check };
	return true;
}

static const struct {
	const char *word;
	signed char value;
} levels[] = {
	{"off",	 -1		    },
	{ "error",   SEVERITY_ERROR + 1  },
	{ "warning", SEVERITY_WARNING + 1},
	{ "hint",	  SEVERITY_HINT + 1   },
};

static bool read_level(const struct node *n, signed char *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++)
		if (slice_is(node_text(n), levels[i].word)) {
			*out = levels[i].value;
			return true;
		}
	return false;
}

static bool unknown_rule(const struct member *m, struct diag *d)
{
	struct slice names[LINT_RULES_MOST], near;

	for (size_t i = 0; i < lint_rules_count; i++)
		names[i] = slice_str(lint_rules[i].id);
	near = nearest_name(m->key, names, lint_rules_count);
	return diag_error(d, DIAG_UNKNOWN_NAME, (struct loc){ node_loc(m->value).file, m->line, m->col },
			  "there is no rule \"%.*s\"%s%.*s%s; see: understudy validate --rules",
			  SLICE_FMT(m->key), near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
			  near.ptr ? "\"?" : "");
}

static bool read_rule(struct lint_settings *s, const struct member *m, struct diag *d)
{
	size_t row = 0;

	while (row < lint_rules_count && !slice_is(m->key, lint_rules[row].id))
		row++;
	if (row == lint_rules_count)
		return unknown_rule(m, d);
	return read_level(m->value, &s->severity[row]) ||
	       diag_error(d, DIAG_USAGE, node_loc(m->value),
			  "rule \"%.*s\" may be off, hint, warning or error", SLICE_FMT(m->key));
}

bool lint_settings_read(struct lint_settings *s, const struct node *rules, struct diag *d)
{
	bool ok = true;

	if (!rules)
		return true;
	if (!node_is(rules, NODE_MAP))
		return diag_error(d, DIAG_USAGE, node_loc(rules),
				  "\"rules\" must be an object of rules, not %s", node_kind_name(rules));
	for (size_t i = 0; i < rules->n; i++)
		ok &= read_rule(s, &rules->members[i], d);
	return ok;
}
