/* Schemas that break another one on purpose: one per way of breaking it, made once and kept.
 *
 * `not`, `else` and the other branches of a oneOf are built by them.  A way that has no constructive opposite
 * (a pattern, an enum) asks only for the right type; the judge then tells hit from miss. */
#include <stdio.h>

#include "generate/invalid_path.h"
#include "generate/making.h"

struct negations {
	const struct node *of; /* the key's bytes stand here */
	struct node **list;
	size_t n, room;
};

struct negating {
	struct arena *a;
	struct facts *f;
	struct negations *out;
	struct node *value; /* of the keyword being broken */
};

typedef void negate_fn(struct negating *n, enum keyword k);

static struct node *text_node(struct negating *n, const char *text)
{
	return node_new_text(n->a, slice_str(text), n->value);
}

static struct node *map_node(struct negating *n)
{
	return node_new(n->a, NODE_MAP, n->value);
}

static struct node *list_of(struct negating *n, struct node *item)
{
	struct node *list = node_new(n->a, NODE_LIST, n->value);

	if (item)
		node_append(n->a, list, item);
	return list;
}

static void set(struct negating *n, struct node *map, const char *key, struct node *value)
{
	node_set(n->a, map, slice_str(key), value);
}

/* One more way: a schema of a type, to be filled by the caller. */
static struct node *way(struct negating *n, const char *type)
{
	struct negations *out = n->out;
	struct node *map = map_node(n);

	if (type)
		set(n, map, "type", text_node(n, type));
	out->list = arena_grow(n->a, out->list, out->n, &out->room, sizeof(*out->list));
	out->list[out->n++] = map;
	return map;
}

static struct node *not_of(struct negating *n, struct node *schema)
{
	struct node *map = map_node(n);

	set(n, map, "not", schema);
	return map;
}

static void break_type(struct negating *n, enum keyword k)
{
	static const char *const names[] = { "string", "number", "object", "array", "boolean", "null" };
	struct node *left = list_of(n, NULL);

	(void)k;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct node *name = text_node(n, names[i]);

		if (types_of(name) & ~n->f->types)
			node_append(n->a, left, name);
	}
	if (left->n)
		set(n, way(n, NULL), "type", left);
}

static void break_any(struct negating *n, enum keyword k)
{
	(void)k;
	way(n, NULL);
}

static void break_string(struct negating *n, enum keyword k)
{
	(void)k;
	way(n, "string");
}

static void break_number(struct negating *n, enum keyword k)
{
	(void)k;
	way(n, "number");
}

static void break_array(struct negating *n, enum keyword k)
{
	(void)k;
	set(n, way(n, "array"), "minItems", node_new_number(n->a, SLICE_LIT("2"), n->value));
}

static void break_object(struct negating *n, enum keyword k)
{
	(void)k;
	set(n, way(n, "object"), "minProperties", node_new_number(n->a, SLICE_LIT("1"), n->value));
}

static void break_all_of(struct negating *n, enum keyword k)
{
	(void)k;
	for (size_t i = 0; node_is(n->value, NODE_LIST) && i < n->value->n; i++)
		set(n, way(n, NULL), "not", n->value->items[i]);
}

static void break_any_of(struct negating *n, enum keyword k)
{
	struct node *all = list_of(n, NULL);

	(void)k;
	for (size_t i = 0; node_is(n->value, NODE_LIST) && i < n->value->n; i++)
		node_append(n->a, all, not_of(n, n->value->items[i]));
	if (all->n)
		set(n, way(n, NULL), "allOf", all);
}

static void break_not(struct negating *n, enum keyword k)
{
	(void)k;
	set(n, way(n, NULL), "allOf", list_of(n, n->value));
}

/* minimum 5 is broken by exclusiveMaximum 5, and so on. */
static void break_bound(struct negating *n, enum keyword k)
{
	static const char *const opposite[KW_COUNT] = {
		[KW_MINIMUM] = "exclusiveMaximum",
		[KW_MAXIMUM] = "exclusiveMinimum",
		[KW_EXCLUSIVE_MINIMUM] = "maximum",
		[KW_EXCLUSIVE_MAXIMUM] = "minimum",
	};

	struct node *map = way(n, "number"), *flag;

	if (n->f->dialect != DIALECT_DRAFT_04 && n->f->dialect != DIALECT_OPENAPI_3_0) {
		set(n, map, opposite[k], n->value);
		return;
	}
	/* There "exclusive" is a flag beside the bound. */
	set(n, map, k == KW_MINIMUM || k == KW_EXCLUSIVE_MINIMUM ? "maximum" : "minimum", n->value);
	flag = node_new(n->a, NODE_BOOL, n->value);
	flag->truth = true;
	if (k == KW_MINIMUM || k == KW_MAXIMUM)
		set(n, map, opposite[k], flag);
}

/* minLength 5 is broken by maxLength 4, maxLength 5 by minLength 6. */
static void break_count(struct negating *n, enum keyword k)
{
	static const struct {
		const char *type, *opposite;
		int step;
	} rows[KW_COUNT] = {
		[KW_MIN_LENGTH] = {"string",  "maxLength",	   -1},
		[KW_MAX_LENGTH] = { "string", "minLength",	   1 },
		[KW_MIN_ITEMS] = { "array",  "maxItems",	-1},
		[KW_MAX_ITEMS] = { "array",  "minItems",	1 },
		[KW_MIN_PROPERTIES] = { "object", "maxProperties", -1},
		[KW_MAX_PROPERTIES] = { "object", "minProperties", 1 },
	};
	int64_t count;
	char text[24];

	if (!node_int(n->value, &count) || count < 0 || count >= INT32_MAX || count + rows[k].step < 0)
		return;
	snprintf(text, sizeof(text), "%d", (int)count + rows[k].step);
	set(n, way(n, rows[k].type), rows[k].opposite, node_new_number(n->a, slice_str(text), n->value));
}

static struct node *false_node(struct negating *n)
{
	return node_new(n->a, NODE_BOOL, n->value);
}

static void break_required(struct negating *n, enum keyword k)
{
	(void)k;
	for (size_t i = 0; node_is(n->value, NODE_LIST) && i < n->value->n; i++) {
		struct node *properties = map_node(n);

		if (!node_is(n->value->items[i], NODE_TEXT))
			continue;
		node_set(n->a, properties, n->value->items[i]->text, false_node(n));
		set(n, way(n, "object"), "properties", properties);
	}
}

static void break_properties(struct negating *n, enum keyword k)
{
	(void)k;
	for (size_t i = 0; node_is(n->value, NODE_MAP) && i < n->value->n; i++) {
		struct member *p = &n->value->members[i];
		struct node *properties = map_node(n), *map;

		if (node_is(p->value, NODE_BOOL) && p->value->truth)
			continue;
		node_set(n->a, properties, p->key, not_of(n, p->value));
		map = way(n, "object");
		set(n, map, "required", list_of(n, node_new_text(n->a, p->key, n->value)));
		set(n, map, "properties", properties);
	}
}

/* {"a": ["b"]} is broken by a without b. */
static void break_dependencies(struct negating *n, enum keyword k)
{
	(void)k;
	for (size_t i = 0; node_is(n->value, NODE_MAP) && i < n->value->n; i++) {
		struct member *p = &n->value->members[i];
		struct node *map = way(n, "object");

		set(n, map, "required", list_of(n, node_new_text(n->a, p->key, n->value)));
		if (node_is(p->value, NODE_LIST)) {
			struct node *properties = map_node(n);

			if (!p->value->n || !node_is(p->value->items[0], NODE_TEXT))
				continue;
			node_set(n->a, properties, p->value->items[0]->text, false_node(n));
			set(n, map, "properties", properties);
		} else {
			set(n, map, "not", p->value);
		}
	}
}

static void break_items(struct negating *n, enum keyword k)
{
	if (node_is(n->value, NODE_LIST))
		break_array(n, k);
	else if (n->f->dialect == DIALECT_DRAFT_04)
		set(n, way(n, "array"), "items", list_of(n, not_of(n, n->value)));
	else
		set(n, way(n, "array"), "contains", not_of(n, n->value));
}

static void break_contains(struct negating *n, enum keyword k)
{
	(void)k;
	set(n, way(n, "array"), "items", not_of(n, n->value));
}

static negate_fn *const breakers[KW_COUNT] = {
	[KW_TYPE] = break_type,
	[KW_CONST] = break_any,
	[KW_ENUM] = break_any,
	[KW_ALL_OF] = break_all_of,
	[KW_ANY_OF] = break_any_of,
	[KW_ONE_OF] = break_any_of,
	[KW_NOT] = break_not,
	[KW_IF] = break_any,
	[KW_MINIMUM] = break_bound,
	[KW_MAXIMUM] = break_bound,
	[KW_EXCLUSIVE_MINIMUM] = break_bound,
	[KW_EXCLUSIVE_MAXIMUM] = break_bound,
	[KW_MULTIPLE_OF] = break_number,
	[KW_MIN_LENGTH] = break_count,
	[KW_MAX_LENGTH] = break_count,
	[KW_PATTERN] = break_string,
	[KW_FORMAT] = break_string,
	[KW_CONTENT_ENCODING] = break_string,
	[KW_CONTENT_MEDIA_TYPE] = break_string,
	[KW_ITEMS] = break_items,
	[KW_ADDITIONAL_ITEMS] = break_array,
	[KW_UNEVALUATED_ITEMS] = break_array,
	[KW_PREFIX_ITEMS] = break_array,
	[KW_CONTAINS] = break_contains,
	[KW_MIN_ITEMS] = break_count,
	[KW_MAX_ITEMS] = break_count,
	[KW_UNIQUE_ITEMS] = break_array,
	[KW_PROPERTIES] = break_properties,
	[KW_PATTERN_PROPERTIES] = break_object,
	[KW_ADDITIONAL_PROPERTIES] = break_object,
	[KW_UNEVALUATED_PROPERTIES] = break_object,
	[KW_PROPERTY_NAMES] = break_object,
	[KW_REQUIRED] = break_required,
	[KW_MIN_PROPERTIES] = break_count,
	[KW_MAX_PROPERTIES] = break_count,
	[KW_DEPENDENCIES] = break_dependencies,
	[KW_DEPENDENT_REQUIRED] = break_dependencies,
	[KW_DEPENDENT_SCHEMAS] = break_dependencies,
};

void keyword_negations(struct generator *g, struct node *schema, const char *keyword, struct node_list *out)
{
	struct negations list = { 0 };
	struct negating n = { .a = &g->library->arena, .f = facts_of(g, schema), .out = &list };

	for (unsigned k = 0; n.f && k < KW_COUNT; k++)
		if (breakers[k] && n.f->at[k] && strcmp(keyword_name((enum keyword)k), keyword) == 0) {
			n.value = n.f->at[k];
			breakers[k](&n, (enum keyword)k);
		}
	*out = (struct node_list){ .list = list.list, .n = list.n, .room = list.room };
}

static struct negations *negations_of(struct generator *g, struct facts *f)
{
	struct slice key = slice_of(&f->node, sizeof(f->node));
	struct negations *out = map_get(&g->negations, key);
	struct negating n = { .a = &g->library->arena, .f = f };

	if (out)
		return out;
	out = arena_new(&g->arena, struct negations);
	out->of = f->node;
	n.out = out;
	for (unsigned k = 0; k < KW_COUNT; k++)
		if (f->at[k] && breakers[k]) {
			n.value = f->at[k];
			breakers[k](&n, (enum keyword)k);
		}
	map_put(&g->negations, slice_of(&out->of, sizeof(out->of)), out);
	return out;
}

size_t negation_count(struct generator *g, struct facts *f)
{
	return negations_of(g, f)->n;
}

struct node *negation(struct generator *g, struct facts *f, size_t choice)
{
	struct negations *known = negations_of(g, f);

	return choice < known->n ? known->list[choice] : NULL;
}
