/* Reads the keywords that hold schemas, and those of lists and maps. */
#include "schema/keywords.h"

typedef const struct keyword row;

static struct schema **read_schemas(struct schema_program *p, struct schema *s, const struct node *list)
{
	struct schema **out = arena_array(&p->arena, struct schema *, list->n + 1);

	for (size_t i = 0; i < list->n; i++)
		out[i] = program_child(p, s, list->items[i]);
	return out;
}

/* Until 2019-09: one schema for all items, or a list of them by place. */
void read_items(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct list_rules *list = list_rules_of(p, s);
	struct node *additional = node_get(s->node, "additionalItems");

	(void)k;
	if (!node_is(value, NODE_LIST) || dialect_is_in(s->in->dialect, IN_2020 | IN_OPENAPI_3_0)) {
		list->rest = program_child(p, s, value);
		list->rest_keyword = "items";
		return;
	}
	list->items = read_schemas(p, s, value);
	list->n_items = value->n;
	list->items_keyword = "items";
	if (!additional)
		return;
	list->rest = program_child(p, s, additional);
	list->rest_keyword = "additionalItems";
}

void read_prefix_items(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct list_rules *list = list_rules_of(p, s);

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_LIST), "a list of schemas"))
		return;
	list->items = read_schemas(p, s, value);
	list->n_items = value->n;
	list->items_keyword = "prefixItems";
}

void read_contains(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct list_rules *list = list_rules_of(p, s);

	(void)k;
	list->contains = program_child(p, s, value);
	list->contains_evaluates = dialect_is_in(s->in->dialect, IN_2020);
}

void read_contains_count(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct list_rules *list = list_rules_of(p, s);

	keyword_count(p, s, value, k, (size_t *)(void *)((char *)list + k->offset));
}

void read_unique(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (keyword_must_be(p, s, value, k, node_is(value, NODE_BOOL), "true or false"))
		list_rules_of(p, s)->unique = value->truth;
}

static struct property *read_members(struct schema_program *p, struct schema *s, const struct node *map)
{
	struct property *out = arena_array(&p->arena, struct property, map->n + 1);

	for (size_t i = 0; i < map->n; i++) {
		out[i].name = map->members[i].key;
		out[i].schema = program_child(p, s, map->members[i].value);
	}
	return out;
}

void read_properties(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_rules_of(p, s);

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_MAP), "an object"))
		return;
	map->properties = read_members(p, s, value);
	map->n_properties = value->n;
	for (size_t i = 0; value->n > 8 && i < value->n; i++)
		map_put(&map->by_name, map->properties[i].name, &map->properties[i]);
}

void read_pattern_properties(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_rules_of(p, s);

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_MAP), "an object"))
		return;
	map->patterns = read_members(p, s, value);
	map->n_patterns = value->n;
	for (size_t i = 0; i < value->n; i++) {
		const struct member *m = &value->members[i];
		struct loc at = node_loc(value);

		at.line = m->line;
		at.col = m->col;
		map->patterns[i].pattern = keyword_pattern(p, s, m->key, at);
	}
}

void read_additional_properties(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	map_rules_of(p, s)->additional = program_child(p, s, value);
}

void read_property_names(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	map_rules_of(p, s)->names = program_child(p, s, value);
}

bool keyword_names(struct schema_program *p, struct schema *s, const struct node *value, row *k,
		   struct slice **names, size_t *n)
{
	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_LIST), "a list of property names"))
		return false;
	*names = arena_array(&p->arena, struct slice, value->n + 1);
	for (size_t i = 0; i < value->n; i++) {
		if (!keyword_must_be(p, s, value->items[i], k, node_is(value->items[i], NODE_TEXT),
				     "a list of property names"))
			return false;
		(*names)[(*n)++] = value->items[i]->text;
	}
	return true;
}

void read_required(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct map_rules *map = map_rules_of(p, s);

	keyword_names(p, s, value, k, &map->required, &map->n_required);
}

enum { NEEDS_NAMES = 1, NEEDS_SCHEMA = 2 };

static void read_needs(struct schema_program *p, struct schema *s, const struct node *value, row *k,
		       unsigned forms)
{
	struct map_rules *map = map_rules_of(p, s);

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_MAP), "an object"))
		return;
	for (size_t i = 0; i < value->n; i++) {
		struct node *needs = value->members[i].value;
		struct dependency d = { .keyword = k->name, .name = value->members[i].key };

		if (forms == NEEDS_NAMES || (forms & NEEDS_NAMES && node_is(needs, NODE_LIST)))
			keyword_names(p, s, needs, k, &d.required, &d.n_required);
		else
			d.schema = program_child(p, s, needs);
		map->dependencies = arena_grow(&p->arena, map->dependencies, map->n_dependencies,
					       &map->room_dependencies, sizeof(d));
		map->dependencies[map->n_dependencies++] = d;
	}
}

void read_dependencies(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_needs(p, s, value, k, NEEDS_NAMES | NEEDS_SCHEMA);
}

void read_dependent_required(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_needs(p, s, value, k, NEEDS_NAMES);
}

void read_dependent_schemas(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	read_needs(p, s, value, k, NEEDS_SCHEMA);
}

void read_branches(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct branches *branches = (struct branches *)(void *)((char *)logic_of(p, s) + k->offset);

	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_LIST), "a list of schemas"))
		return;
	if (!value->n) {
		program_refuse(p, s, node_loc(value), "\"%s\" must hold at least one schema", k->name);
		return;
	}
	branches->list = read_schemas(p, s, value);
	branches->n = value->n;
}

void read_not(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	(void)k;
	logic_of(p, s)->not = program_child(p, s, value);
}

void read_if(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct node *then = node_get(s->node, "then"), *otherwise = node_get(s->node, "else");
	struct logic *logic;

	(void)k;
	if (!then && !otherwise && !dialect_is_in(s->in->dialect, SINCE_2019))
		return;
	logic = logic_of(p, s);
	logic->when = program_child(p, s, value); /* alone it still says what is evaluated */
	logic->then = then ? program_child(p, s, then) : NULL;
	logic->otherwise = otherwise ? program_child(p, s, otherwise) : NULL;
}

void read_dynamic_ref(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		return;
	logic_of(p, s)->dynamic = program_dynamic(p, s, value->text);
	s->logic->dynamic_keyword = k->name;
}

void read_recursive_ref(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	if (!keyword_must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		return;
	logic_of(p, s)->dynamic = program_recursive(p, s, value->text);
	s->logic->dynamic_keyword = k->name;
}

void read_unevaluated(struct schema_program *p, struct schema *s, struct node *value, row *k)
{
	struct schema **to = (struct schema **)(void *)((char *)logic_of(p, s) + k->offset);

	*to = program_child(p, s, value);
}
