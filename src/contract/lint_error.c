/* What the reference parser's ruleset calls an error and the loader has no reason to look at: parts of
 * components that nothing uses, scopes, names. */
#include "contract/lint_rules.h"

#include "contract/address.h"

static bool is_in_components(const struct site *s)
{
	return s->up && s->up->kind == SITE_COMPONENTS;
}

/* --- {names} in a text against the objects that describe them */

static bool is_named(struct slice text, struct slice name)
{
	struct slice found;

	while (address_next_parameter(&text, &found))
		if (slice_eq(found, name))
			return true;
	return false;
}

static void check_names(struct lint *l, const struct node *text, const struct node *described,
			const char *what)
{
	struct slice rest = node_text(text), name;

	while (rest.ptr && address_next_parameter(&rest, &name))
		if (name.len && !node_get_slice(described, name))
			lint_say(l, text, "%s \"%.*s\" is not described", what, SLICE_FMT(name));
	for (size_t i = 0; text && node_is(described, NODE_MAP) && i < described->n; i++)
		if (!is_named(text->text, described->members[i].key))
			lint_say(l, described->members[i].value, "%s \"%.*s\" does not stand in \"%.*s\"",
				 what, SLICE_FMT(described->members[i].key), SLICE_FMT(text->text));
}

void lint_component_variables(struct lint *l, const struct site *s)
{
	const struct node *url = node_get(s->node, "url"), *variables = lint_get(l, s->node, "variables");

	if (is_in_components(s) && node_is(url, NODE_TEXT))
		check_names(l, url, variables, "server variable");
}

void lint_component_parameters(struct lint *l, const struct site *s)
{
	const struct node *address = node_get(s->node, "address");

	if (is_in_components(s) && node_is(address, NODE_TEXT))
		check_names(l, address, lint_get(l, s->node, "parameters"), "parameter");
}

void lint_channel_name(struct lint *l, const struct site *s)
{
	if (!is_in_components(s) &&
	    (slice_find(s->name, '?') < s->name.len || slice_find(s->name, '#') < s->name.len))
		lint_say(l, s->node, "the name of channel \"%.*s\" holds \"?\" or \"#\"", SLICE_FMT(s->name));
}

/* --- scopes of 2.x */

static bool flows_have(const struct node *flows, struct slice scope)
{
	for (size_t i = 0; node_is(flows, NODE_MAP) && i < flows->n; i++)
		if (node_get_slice(node_get(flows->members[i].value, "scopes"), scope))
			return true;
	return false;
}

static void check_scopes(struct lint *l, const struct node *scheme, const struct node *scopes)
{
	const struct node *flows = lint_get(l, scheme, "flows");

	if (!slice_is(node_get_text(scheme, "type"), "oauth2"))
		return;
	for (size_t i = 0; node_is(scopes, NODE_LIST) && i < scopes->n; i++)
		if (node_is(scopes->items[i], NODE_TEXT) && !flows_have(flows, scopes->items[i]->text))
			lint_say(l, scopes->items[i], "no flow of the security scheme has the scope \"%.*s\"",
				 SLICE_FMT(scopes->items[i]->text));
}

static void check_needs_of(struct lint *l, const struct node *schemes, const struct node *needs)
{
	for (size_t i = 0; node_is(needs, NODE_LIST) && i < needs->n; i++) {
		const struct node *one = needs->items[i];

		for (size_t k = 0; node_is(one, NODE_MAP) && k < one->n; k++)
			check_scopes(l, lint_resolve(l, node_get_slice(schemes, one->members[k].key)),
				     one->members[k].value);
	}
}

void lint_security_scope(struct lint *l, const struct site *s)
{
	const struct node *schemes = node_get(node_get(l->contract->root, "components"), "securitySchemes");

	if (s->kind == SITE_SERVER || s->kind == SITE_OPERATION)
		check_needs_of(l, schemes, node_get(s->node, "security"));
}
