/* Reading schemas into arrays of keywords, once each. */
#include "generate/making.h"

struct facts_entry {
	const struct node *node; /* the key's bytes stand here */
	struct facts *facts;
};

/* clang-format off */
static const struct {
	struct slice name;
	unsigned types;
} keywords[] = {
#define X(id, name, types) { { name, sizeof(name) - 1 }, types },
	KEYWORDS(X)
#undef X
};
/* clang-format on */
_Static_assert(ARRAY_SIZE(keywords) == KW_COUNT, "one row per keyword");

static const struct {
	const char *name;
	unsigned types;
} type_names[] = {
	{"null",	  TYPE_NULL   },
	    { "boolean", TYPE_BOOL   },
	       { "integer", TYPE_INTEGER},
	{ "number",  TYPES_NUMBER},
	    { "string",	TYPE_STRING },
	       { "array",	  TYPE_ARRAY  },
	{ "object",  TYPE_OBJECT },
};

const char *keyword_name(enum keyword k)
{
	return keywords[k].name.ptr;
}

static unsigned type_named(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(type_names); i++)
		if (slice_is(name, type_names[i].name))
			return type_names[i].types;
	return 0;
}

unsigned types_of(const struct node *type)
{
	unsigned types = 0;

	if (node_is(type, NODE_TEXT))
		return type_named(type->text);
	if (!node_is(type, NODE_LIST))
		return TYPES_ALL;
	for (size_t i = 0; i < type->n; i++)
		types |= type_named(node_text(type->items[i]));
	return types;
}

static bool number_is_whole(const struct node *value)
{
	int64_t ignored;

	return node_int(value, &ignored) || (slice_find(value->text, '.') == value->text.len &&
					     slice_find(value->text, 'e') == value->text.len &&
					     slice_find(value->text, 'E') == value->text.len);
}

unsigned type_of_value(const struct node *value)
{
	static const unsigned by_kind[] = {
		[NODE_NULL] = TYPE_NULL,   [NODE_BOOL] = TYPE_BOOL,  [NODE_NUMBER] = TYPE_FRACTION,
		[NODE_TEXT] = TYPE_STRING, [NODE_LIST] = TYPE_ARRAY, [NODE_MAP] = TYPE_OBJECT,
	};

	if (value->kind == NODE_NUMBER && number_is_whole(value))
		return TYPE_INTEGER;
	return by_kind[value->kind];
}

struct node *facts_target(struct generator *g, struct node *n)
{
	if (!node_is(n, NODE_MAP) || !node_get(n, "$ref"))
		return n;
	return generator_resolve(g, n);
}

static enum keyword keyword_named(struct slice name)
{
	for (unsigned k = 0; k < KW_COUNT; k++)
		if (slice_eq(name, keywords[k].name))
			return (enum keyword)k;
	return KW_COUNT;
}

/* Draft 4 and OpenAPI wrote exclusiveMinimum as a flag beside minimum; only numbers are bounds here. */
static struct facts *facts_read(struct generator *g, struct node *schema)
{
	struct facts *f = arena_new(&g->arena, struct facts);

	f->node = schema;
	f->empty = true;
	for (size_t i = 0; i < schema->n; i++) {
		enum keyword k = keyword_named(schema->members[i].key);

		if (k == KW_COUNT)
			continue;
		f->at[k] = schema->members[i].value;
		f->speaks_of |= keywords[k].types;
		if (k < KW_DEFAULT || k > KW_EXAMPLE)
			f->empty = false;
	}
	f->types = types_of(f->at[KW_TYPE]);
	if (node_get_bool(schema, "nullable", false))
		f->types |= TYPE_NULL;
	return f;
}

struct facts *facts_of(struct generator *g, struct node *n)
{
	struct slice key = slice_of(&n, sizeof(n));
	struct facts_entry *known = map_get(&g->facts, key);
	struct node *target;

	if (known)
		return known->facts;
	target = facts_target(g, n);
	known = arena_new(&g->arena, struct facts_entry);
	known->node = n;
	if (target && target != n)
		known->facts = facts_of(g, target);
	else if (node_is(target, NODE_MAP))
		known->facts = facts_read(g, target);
	map_put(&g->facts, slice_of(&known->node, sizeof(known->node)), known);
	return known->facts;
}
