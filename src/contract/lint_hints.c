/* Hints (x-understudy) that cannot be obeyed: unknown keys and names, values that break the schema they stand
 * in. */
#include "contract/lint_rules.h"

#include "contract/hints.h"

static void say(void *arg, const struct node *at, const char *text)
{
	lint_say(arg, at, "%s", text);
}

/* --- what a schema's hint gives, judged by that schema */

static void check_value(struct lint *l, const struct schema *schema, struct judge *j, const struct node *at,
			const struct node *value)
{
	static const char padding[SCHEMA_PADDING];
	struct violations found = { .max = 1, .root_name = "it" };
	BUF_AUTO struct buf json = BUF_INIT(0);
	size_t length;

	node_write_json(&json, value);
	length = json.len;
	buf_add(&json, padding, sizeof(padding));
	if (!schema_explain(schema, j, slice_of(json.data, length), &found) && found.n)
		lint_say(l, at, "the hint breaks the schema that it stands in: %.*s",
			 SLICE_FMT(found.list[0].text));
	violations_release(&found);
}

static bool wants_text(const struct node *schema)
{
	return slice_is(node_get_text(schema, "type"), "string");
}

/* A number where the schema wants a text is written as one. */
static struct node *first_of_sequence(struct lint *l, const struct hints *h, const struct schema *schema,
				      struct judge *j)
{
	struct node *value = hints_sequence_value(&h->sequence, 0, &l->arena);
	BUF_AUTO struct buf json = BUF_INIT(0);
	char *padded;

	node_write_json(&json, value);
	padded = arena_alloc(&l->arena, json.len + SCHEMA_PADDING);
	memcpy(padded, json.data, json.len);
	if (!schema_accepts(schema, j, slice_of(padded, json.len)) && node_is(value, NODE_NUMBER) &&
	    wants_text(schema_node(schema)))
		return node_new_text(&l->arena, value->text, NULL);
	return value;
}

static void check_values(struct lint *l, const struct hints *h, struct node *holder)
{
	const struct schema_options options = { .formats_assert = true, .slow = true };
	struct diag silent = { 0 }, *before = l->contract->library.diag;
	struct judge *j = judge_new();
	struct schema *schema;

	l->contract->library.diag = &silent;
	schema = schema_compile(&l->arena, &l->contract->library, holder, &options);
	l->contract->library.diag = before;
	if (schema && h->value)
		check_value(l, schema, j, h->value, h->value);
	for (size_t i = 0; schema && h->values && i < h->values->n; i++)
		check_value(l, schema, j, h->values->items[i], h->values->items[i]);
	if (schema && h->sequence.there)
		check_value(l, schema, j, node_get(h->at, "sequence"), first_of_sequence(l, h, schema, j));
	judge_free(j);
	diag_release(&silent);
}

static bool is_weighed(const struct node *list, struct slice key)
{
	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++) {
		BUF_AUTO struct buf json = BUF_INIT(0);

		if (!node_is(list->items[i], NODE_TEXT))
			node_write_json(&json, list->items[i]);
		if (slice_eq(key,
			     node_is(list->items[i], NODE_TEXT) ? list->items[i]->text : buf_view(&json)))
			return true;
	}
	return false;
}

static void check_weights(struct lint *l, const struct hints *h, const struct node *holder)
{
	const struct node *list = h->values ? h->values : node_get(holder, "enum");

	for (size_t i = 0; h->weights && i < h->weights->n; i++)
		if (!is_weighed(list, h->weights->members[i].key))
			lint_say(l, h->weights->members[i].value, "\"%.*s\" is none of the values of %s",
				 SLICE_FMT(h->weights->members[i].key),
				 h->values ? "\"values\"" : "\"enum\"");
}

static void check_schema(struct lint *l, struct node *holder)
{
	struct hints h;

	if (!hints_read(&h, holder, HINT_SCHEMA, say, l))
		return;
	check_weights(l, &h, holder);
	if (h.value || h.values || h.sequence.there)
		check_values(l, &h, holder);
}

/* Beside a $ref a hint belongs to the property, not to what it refers to. */
static void check_beside_references(struct lint *l, const struct node *schema)
{
	const struct node *properties = node_get(schema, "properties");
	struct hints h;

	for (size_t i = 0; node_is(properties, NODE_MAP) && i < properties->n; i++)
		if (node_get(properties->members[i].value, "$ref"))
			hints_read(&h, properties->members[i].value, HINT_SCHEMA, say, l);
}

void lint_hint(struct lint *l, const struct site *s)
{
	struct hints h;

	if (s->kind >= SITE_SCHEMA) {
		check_schema(l, s->node);
		check_beside_references(l, s->node);
	} else if (s->kind == SITE_CHANNEL) {
		hints_read(&h, s->node, HINT_CHANNEL, say, l);
	} else if (s->kind == SITE_OPERATION) {
		hints_read(&h, s->node, HINT_OPERATION, say, l);
	} else {
		hints_read(&h, s->node, HINT_MESSAGE, say, l);
	}
}
