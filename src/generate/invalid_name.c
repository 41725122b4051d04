/* Names of properties that stand for others: one that is unknown to an object, one that a pattern matches.
 * They do not hang on the seed, because labels are made of them. */
#include "generate/invalid_path.h"

enum { NAME_TRIES = 40 };

static bool matches(struct generator *g, struct slice pattern, struct slice name)
{
	struct known_pattern *known = generator_pattern(g, pattern);
	struct node *text = node_new_text(&g->arena, name, NULL);
	struct schema *compiled = generator_compiled(g, known->schema);

	if (!compiled)
		return false;
	json_padded(&g->scratch, text);
	return schema_accepts(compiled, g->judge, buf_view(&g->scratch));
}

static bool is_named(struct generator *g, struct node *schema, struct slice name)
{
	struct node *patterns = node_get(schema, "patternProperties");

	if (node_get_slice(node_get(schema, "properties"), name))
		return true;
	for (size_t i = 0; node_is(patterns, NODE_MAP) && i < patterns->n; i++)
		if (matches(g, patterns->members[i].key, name))
			return true;
	return false;
}

static bool may_be_a_name(struct generator *g, struct node *schema, struct slice name)
{
	struct node *names = node_get(schema, "propertyNames");
	struct schema *compiled = names ? generator_compiled(g, names) : NULL;

	if (!compiled)
		return true;
	json_padded(&g->scratch, node_new_text(&g->arena, name, NULL));
	return schema_accepts(compiled, g->judge, buf_view(&g->scratch));
}

/* What propertyNames asks for, when nobody knows it yet. */
static struct slice generated_name(struct generator *g, struct node *schema, uint64_t position)
{
	struct node *names = node_get(schema, "propertyNames"), *made;
	uint64_t seed = g->seed;

	g->seed = 0;
	made = generate_value(g, names, SLICE_LIT("name"), position, 0, &g->arena, NULL);
	g->seed = seed;
	return node_text(made);
}

struct slice unknown_name(struct generator *g, struct node *schema)
{
	static const char first[] = "unexpected";
	struct slice name = slice_str(first);

	for (unsigned i = 0; i < NAME_TRIES; i++) {
		if (name.ptr && !is_named(g, schema, name) && may_be_a_name(g, schema, name))
			return name;
		if (node_get(schema, "propertyNames") && i % 2)
			name = generated_name(g, schema, i / 2);
		else
			name = slice_str(arena_printf(&g->arena, "%s%u", first, i + 2));
	}
	return slice_str(first);
}

struct slice matching_name(struct generator *g, struct node *schema, struct slice pattern)
{
	struct known_pattern *known = generator_pattern(g, pattern);
	struct random r = random_stream(0, pattern);

	for (unsigned i = 0; known->pattern.root && i < NAME_TRIES; i++) {
		BUF_AUTO struct buf text = BUF_INIT(0);
		struct slice name;

		pattern_write(&known->pattern, &r, 1 + i % 12, &text);
		name = buf_view(&text);
		if (matches(g, pattern, name) && may_be_a_name(g, schema, name) &&
		    !node_get_slice(node_get(schema, "properties"), name))
			return arena_copy(&g->arena, name);
	}
	return SLICE_NONE;
}
