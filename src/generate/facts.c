/* Reading schemas into arrays of keywords, once each. */
#include "generate/making.h"

struct facts_entry {
	const struct node *node; /* the key's bytes stand here */
	struct facts *facts;
};

/* clang-format off */
/* Sets of dialects.  OpenAPI 3.0 is of draft 4's kind, OpenAPI 3.1 of 2020-12's, AsyncAPI of draft 7's. */
#define IN(dialect) (1U << DIALECT_##dialect)
#define ALL (~0U)
#define SINCE_2020 (IN(DRAFT_2020_12) | IN(OPENAPI_3_1))
#define SINCE_2019 (IN(DRAFT_2019_09) | SINCE_2020)
#define SINCE_7 (IN(DRAFT_07) | IN(ASYNCAPI) | SINCE_2019)
#define SINCE_6 (IN(DRAFT_06) | SINCE_7)
#define UNTIL_2019 (ALL & ~SINCE_2020 & ~IN(OPENAPI_3_0))
#define ONLY_2019 IN(DRAFT_2019_09)
#define ONLY_OPENAPI_3_0 IN(OPENAPI_3_0)
#define NOT_OPENAPI_3_0 (ALL & ~IN(OPENAPI_3_0))
#define FLAG_BOUNDS (IN(DRAFT_04) | IN(OPENAPI_3_0))

static const struct {
	struct slice name;
	unsigned types, dialects;
} keywords[] = {
#define X(id, name, types, dialects) { { name, sizeof(name) - 1 }, types, dialects },
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

static enum keyword keyword_named(struct slice name, enum schema_dialect dialect)
{
	for (unsigned k = 0; k < KW_COUNT; k++)
		if ((keywords[k].dialects & 1U << dialect) && slice_eq(name, keywords[k].name))
			return (enum keyword)k;
	return KW_COUNT;
}

/* Draft 4 wrote exclusiveMinimum as a flag beside minimum. */
static void read_flag(struct facts *f, enum keyword flag, enum keyword bound)
{
	bool is_set = node_is(f->at[flag], NODE_BOOL) && f->at[flag]->truth;

	if (!((1U << f->dialect) & FLAG_BOUNDS) || !f->at[flag])
		return;
	f->at[flag] = is_set ? f->at[bound] : NULL;
	if (is_set)
		f->at[bound] = NULL;
}

static void read_items(struct facts *f)
{
	struct node *items = f->at[KW_ITEMS];

	f->prefix = f->at[KW_PREFIX_ITEMS];
	f->rest = items;
	if (node_is(items, NODE_LIST)) {
		f->prefix = items;
		f->rest = f->at[KW_ADDITIONAL_ITEMS];
	}
	if (!node_is(f->prefix, NODE_LIST))
		f->prefix = NULL;
}

static void read_contains(struct facts *f)
{
	int64_t n;

	f->min_contains = f->at[KW_CONTAINS] != NULL;
	f->max_contains = SIZE_MAX;
	if (f->at[KW_CONTAINS] && node_int(f->at[KW_MIN_CONTAINS], &n) && n >= 0)
		f->min_contains = (size_t)n;
	if (f->at[KW_CONTAINS] && node_int(f->at[KW_MAX_CONTAINS], &n) && n >= 0)
		f->max_contains = (size_t)n;
}

static bool is_annotation(enum keyword k)
{
	return (k >= KW_DEFAULT && k <= KW_EXAMPLE) || k == KW_DISCRIMINATOR;
}

/* What the maker of a schema in another language knows of its values. */
static void read_made(struct facts *f)
{
	const struct node *made = node_get(f->node, "x-understudy-made"), *type = node_get(made, "type");

	f->look = node_get_text(made, "name");
	f->logical = node_get_text(made, "logical");
	if (type)
		f->types &= types_of(type);
}

static void read_types(struct facts *f)
{
	f->types = types_of(f->at[KW_TYPE]);
	read_made(f);
	if (node_is(f->at[KW_NULLABLE], NODE_BOOL) && f->at[KW_NULLABLE]->truth)
		f->types |= TYPE_NULL;
}

static struct facts *facts_read(struct generator *g, struct node *schema)
{
	struct facts *f = arena_new(&g->arena, struct facts);

	f->node = schema;
	f->empty = true;
	f->dialect = generator_dialect(g, schema);
	for (size_t i = 0; i < schema->n; i++) {
		enum keyword k = keyword_named(schema->members[i].key, f->dialect);

		if (k == KW_COUNT)
			continue;
		f->at[k] = schema->members[i].value;
		f->speaks_of |= keywords[k].types;
		f->empty = f->empty && is_annotation(k);
	}
	f->unevaluated = f->at[KW_UNEVALUATED_ITEMS] || f->at[KW_UNEVALUATED_PROPERTIES];
	generator_references(g, f);
	read_flag(f, KW_EXCLUSIVE_MINIMUM, KW_MINIMUM);
	read_flag(f, KW_EXCLUSIVE_MAXIMUM, KW_MAXIMUM);
	read_items(f);
	read_contains(f);
	read_types(f);
	return f;
}

/* Where a schema in another language allows several spellings of a value, the canonical one is made. */
#define CANONICAL "x-understudy-canonical"

/* Up to draft 7 a $ref stands for its target alone. */
struct node *facts_target(struct generator *g, struct node *n)
{
	if (node_get(n, CANONICAL))
		return node_get(n, CANONICAL);
	if (!node_is(n, NODE_MAP) || !node_get(n, "$ref") || ((1U << generator_dialect(g, n)) & SINCE_2019))
		return n;
	return generator_resolve(g, n);
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
