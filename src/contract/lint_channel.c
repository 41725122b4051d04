/* Rules about channels, operations and messages one by one. */
#include "contract/lint_rules.h"

#include "base/text.h"

/* 2.x has it as the key, absent for those in components. */
static struct slice address_of(const struct lint *l, const struct site *s)
{
	if (l->version & V3)
		return node_get_text(s->node, "address");
	return s->up && s->up->kind == SITE_CONTRACT ? s->name : SLICE_NONE;
}

static const struct node *address_place(const struct site *s)
{
	const struct node *n = node_get(s->node, "address");

	return n ? n : s->node;
}

static bool holds(struct slice text, const char *what)
{
	return text.len && memmem(text.ptr, text.len, what, strlen(what));
}

void lint_channel_empty_parameter(struct lint *l, const struct site *s)
{
	if (holds(address_of(l, s), "{}"))
		lint_say(l, address_place(s), "\"{}\" in an address names no parameter");
}

void lint_parameter_adjacent(struct lint *l, const struct site *s)
{
	if (holds(address_of(l, s), "}{"))
		lint_say(l, address_place(s),
			 "two parameters with nothing between them: nobody can tell where one ends");
}

static bool is_described(const struct node *n)
{
	return has_text(n, "description") || has_text(n, "summary") || has_text(n, "title");
}

void lint_channel_description(struct lint *l, const struct site *s)
{
	if (!is_described(s->node))
		lint_say(l, s->node, "channel \"%.*s\" has no \"description\"", SLICE_FMT(s->name));
}

void lint_channel_owner(struct lint *l, const struct site *s)
{
	const struct node *root = l->contract->root, *info = node_get(root, "info");

	if (!node_get(s->node, "x-owner") && !node_get(info, "x-owner") && !node_get(root, "x-owner") &&
	    !node_get(info, "contact"))
		lint_say(l, s->node, "channel \"%.*s\" has no owner: \"x-owner\" here, or info.contact",
			 SLICE_FMT(s->name));
}

/* In it, or in one of its traits. */
static bool has_id(struct lint *l, const struct node *n, const char *key)
{
	const struct node *traits = node_get(n, "traits");

	for (size_t i = 0; node_is(traits, NODE_LIST) && i < traits->n; i++)
		if (has_text(lint_resolve(l, traits->items[i]), key))
			return true;
	return has_text(n, key);
}

void lint_operation_id(struct lint *l, const struct site *s)
{
	if (!has_id(l, s->node, "operationId"))
		lint_say(l, s->node, "the operation has no \"operationId\"");
}

void lint_message_id(struct lint *l, const struct site *s)
{
	if (!node_get(s->node, "oneOf") && !has_id(l, s->node, "messageId"))
		lint_say(l, s->node, "the message has no \"messageId\"");
}

void lint_message_payload(struct lint *l, const struct site *s)
{
	if (!node_get(s->node, "oneOf") && !node_get(s->node, "payload"))
		lint_say(l, s->node, "the message has no \"payload\": anything conforms to it");
}

/* --- runtime expressions */

enum { MOST_STEPS = 24, MOST_LOOKS = 2000 };

struct search {
	struct lint *l;
	unsigned looks;
};

static bool leads(struct search *s, struct node *schema, struct slice pointer, unsigned depth);

static bool any_leads(struct search *s, const struct node *schema, struct slice pointer, unsigned depth,
		      bool *has_branches)
{
	static const char *const keys[] = { "allOf", "anyOf", "oneOf" };

	for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
		const struct node *list = node_get(schema, keys[k]);

		*has_branches |= list != NULL;
		for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
			if (leads(s, list->items[i], pointer, depth + 1))
				return true;
	}
	return false;
}

/* Does the schema have a place for the pointer?  What it leaves open counts as one. */
static bool leads(struct search *s, struct node *schema, struct slice pointer, unsigned depth)
{
	struct slice rest = pointer, token;
	struct node *properties;
	bool branches = false;

	schema = lint_resolve(s->l, schema);
	if (!node_is(schema, NODE_MAP) || depth > MOST_STEPS || s->looks++ > MOST_LOOKS || !rest.len ||
	    rest.ptr[0] != '/')
		return true;
	rest = slice_from(rest, 1);
	token = slice_first(rest, slice_find(rest, '/'));
	rest = slice_from(rest, token.len);
	properties = lint_get(s->l, schema, "properties");
	if (slice_find(token, '~') < token.len || node_get(schema, "patternProperties") ||
	    node_is(node_get(schema, "additionalProperties"), NODE_MAP) || node_get(schema, "items"))
		return true;
	if (node_get_slice(properties, token))
		return leads(s, node_get_slice(properties, token), rest, depth + 1);
	if (any_leads(s, schema, pointer, depth, &branches))
		return true;
	return !properties && !branches;
}

static bool expression_leads(struct lint *l, const struct expression *e, const struct message_model *m)
{
	struct search search = { .l = l };
	struct node *schema = e->in_header ? m->headers_node : m->payload_node;

	if (e->in_payload && !m->language && !schema_format_is_known(m->schema_format))
		return true;
	return !schema || leads(&search, schema, e->pointer, 0);
}

static void check_correlation(struct lint *l, const struct message_model *m)
{
	const struct expression *e = &m->correlation;
	const struct node *n = lint_get(l, m->node, "correlationId");

	if ((e->in_header || e->in_payload) && !expression_leads(l, e, m))
		lint_say(l, node_get(n, "location"), "the %s of message \"%.*s\" has no \"%.*s\"",
			 e->in_header ? "header schema" : "payload", SLICE_FMT(m->name),
			 SLICE_FMT(e->pointer));
}

static bool some_message_has(struct lint *l, const struct channel *ch, const struct expression *e)
{
	for (size_t i = 0; i < ch->n_messages; i++)
		if (expression_leads(l, e, ch->messages[i]))
			return true;
	return ch->n_messages == 0;
}

static void check_parameter(struct lint *l, const struct channel *ch, const struct parameter *p)
{
	struct expression e;
	const struct node *n =
		lint_get(l, node_get_slice(lint_get(l, ch->node, "parameters"), p->name), "location");

	if (!n || !p->location.ptr || !expression_parse(p->location, &e) || (!e.in_header && !e.in_payload))
		return;
	if (!some_message_has(l, ch, &e))
		lint_say(l, n, "no message of channel \"%.*s\" has \"%.*s\"", SLICE_FMT(ch->name),
			 SLICE_FMT(e.pointer));
}

void lint_expression_dangling(struct lint *l, const struct site *s)
{
	const struct contract *c = l->contract;

	(void)s;
	for (size_t i = 0; i < c->n_messages; i++)
		check_correlation(l, c->messages[i]);
	for (size_t i = 0; i < c->n_channels; i++)
		for (size_t k = 0; k < c->channels[i]->n_parameters; k++)
			check_parameter(l, c->channels[i], &c->channels[i]->parameters[k]);
}
