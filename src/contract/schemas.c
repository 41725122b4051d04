/* Schemas of a contract: compiled once per node, and what else one wants to know of them beforehand. */
#include "contract/loader.h"

struct compiled {
	struct node *node; /* its address is the key */
	struct schema *schema;
};

struct schema *schema_compiled(struct loader *l, struct node *n, bool *first)
{
	const struct schema_options options = { .dialect = l->dialect,
						.formats_assert = true,
						.content_asserts = l->contract->content_asserts,
						.slow = l->contract->only_checked };
	struct compiled *kept = map_get(&l->schemas, node_key(&n));

	*first = !kept;
	if (kept)
		return kept->schema;
	kept = arena_new(l->a, struct compiled);
	kept->node = n;
	kept->schema = schema_compile(l->a, l->library, n, &options);
	map_put(&l->schemas, node_key(&kept->node), kept);
	return kept->schema;
}

struct schema *schema_load(struct loader *l, struct node *n)
{
	bool first;
	struct schema *s = schema_compiled(l, n, &first);

	if (first && s)
		schema_values_check(l, n);
	return s;
}

bool schema_format_is_known(struct slice format)
{
	enum schema_dialect dialect;

	return schema_dialect_of_format(format, &dialect);
}

/* 3.x, "Multi Format Schema Object": told from a schema by its key `schema`. */
static struct node *unwrap(struct loader *l, struct node *n, struct slice *format)
{
	struct node *to = node_get(n, "$ref") ? library_resolve(l->library, n) : n;

	if (!(l->version & V3) || !node_get(to, "schema"))
		return to ? n : NULL;
	*format = node_get_text(to, "schemaFormat");
	return node_get(to, "schema");
}

/* A schema that we do not compile must still be there; one that is neither YAML nor JSON (as .proto) is left
 * to who reads it. */
static bool leads_somewhere(struct loader *l, struct node *n)
{
	static const struct slice ours[] = { SLICE_LIT(".json"), SLICE_LIT(".yaml"), SLICE_LIT(".yml"),
					     SLICE_LIT(".avsc") };
	struct slice ref = node_get_text(n, "$ref");
	struct slice file = slice_first(ref, slice_find(ref, '#'));

	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		if (slice_ends(file, ours[i]))
			return library_resolve(l->library, n) != NULL;
	return !ref.ptr || file.len || library_resolve(l->library, n) != NULL;
}

/* What was made of a schema in another language, once: its complaints are said once too. */
struct turned {
	struct node *node; /* its address is the key */
	struct slice format;
	struct language_schema made;
	bool ok;
};

/* Where names chose one of several types, they must be the same. */
static bool is_same(const struct turned *t, const struct described *d)
{
	bool same = slice_eq(t->format, d->format);

	for (size_t i = 0; same && t->made.by_name && i < LANGUAGE_NAMES; i++)
		same = slice_eq(t->made.called[i], d->called[i]);
	return same && (!t->made.by_name || t->made.just_looking == d->just_looking);
}

static const struct turned *turn(struct loader *l, const struct described *d)
{
	struct turned *kept = map_get(&l->turned, node_key(&d->node));

	if (kept && is_same(kept, d))
		return kept;
	kept = arena_new(l->a, struct turned);
	kept->node = d->node;
	kept->format = d->format;
	kept->made.just_looking = d->just_looking;
	memcpy(kept->made.called, d->called, sizeof(d->called));
	kept->ok = d->language->compile(l->a, l->library, d->node, d->format, &kept->made);
	map_put(&l->turned, node_key(&kept->node), kept);
	return kept;
}

/* A schema in another language, as the JSON Schema that it was turned into. */
static bool describe_turned(struct loader *l, struct described *out)
{
	const struct turned *turned = turn(l, out);

	if (!turned->ok)
		return false;
	out->node = turned->made.json_schema;
	out->wire = turned->made.wire;
	if (out->node)
		out->schema = schema_load(l, out->node);
	return out->schema || out->just_looking;
}

bool schema_describe(struct loader *l, struct node *n, struct slice format, struct described *out)
{
	out->schema = NULL;
	out->format = format;
	out->language = NULL;
	out->wire = NULL;
	out->node = NULL;
	if (!n)
		return true;
	out->node = unwrap(l, n, &out->format);
	if (!out->node)
		return false;
	out->language = language_find(out->format);
	if (out->language)
		return describe_turned(l, out);
	if (!schema_dialect_of_format(out->format, &l->dialect))
		return leads_somewhere(l, out->node);
	out->schema = schema_load(l, out->node);
	l->dialect = DIALECT_ASYNCAPI;
	return out->schema != NULL;
}

/* --- what text is read as */

static unsigned reads_of_type(struct slice type)
{
	if (slice_is(type, "number") || slice_is(type, "integer"))
		return READS_NUMBER;
	if (slice_is(type, "boolean"))
		return READS_BOOL;
	return slice_is(type, "null") ? READS_NULL : READS_TEXT;
}

static unsigned reads_of_value(const struct node *n)
{
	static const unsigned by_kind[] = {
		[NODE_NULL] = READS_NULL, [NODE_BOOL] = READS_BOOL, [NODE_NUMBER] = READS_NUMBER,
		[NODE_TEXT] = READS_TEXT, [NODE_LIST] = READS_TEXT, [NODE_MAP] = READS_TEXT
	};

	return by_kind[n->kind];
}

/* Schemas refer to one another in circles, and a few that do so widely would take for ever: past these limits
 * a text stays a text. */
enum { MOST_STEPS = 16, MOST_LOOKS = 100000 };

struct node *schema_look_at(struct loader *l, struct node *schema, unsigned depth)
{
	if (!schema || depth >= MOST_STEPS || l->looks++ >= MOST_LOOKS)
		return NULL;
	return library_resolve(l->library, schema);
}

static unsigned reads_at(struct loader *l, struct node *schema, unsigned depth);

/* A member of allOf that names a type decides; of anyOf and oneOf all count. */
static unsigned reads_of_branches(struct loader *l, struct node *schema, unsigned depth)
{
	static const char *const keys[] = { "allOf", "anyOf", "oneOf" };
	unsigned reads = 0;

	for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
		struct node *list = node_get(schema, keys[k]);

		for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
			reads |= reads_at(l, list->items[i], depth + 1);
	}
	return reads;
}

static unsigned reads_at(struct loader *l, struct node *schema, unsigned depth)
{
	struct node *type, *values;
	unsigned reads = 0;

	schema = schema_look_at(l, schema, depth);
	type = node_get(schema, "type");
	if (node_is(type, NODE_TEXT))
		return reads_of_type(type->text);
	if (node_is(type, NODE_LIST)) {
		for (size_t i = 0; i < type->n; i++)
			reads |= reads_of_type(node_text(type->items[i]));
		return reads;
	}
	if (node_get(schema, "const"))
		return reads_of_value(node_get(schema, "const"));
	values = node_get(schema, "enum");
	for (size_t i = 0; node_is(values, NODE_LIST) && i < values->n; i++)
		reads |= reads_of_value(values->items[i]);
	return reads | reads_of_branches(l, schema, depth);
}

unsigned schema_reads(struct loader *l, struct node *schema)
{
	return reads_at(l, schema, 0);
}

bool schema_takes_text(struct loader *l, struct node *schema)
{
	struct node *n = schema ? library_resolve(l->library, schema) : NULL;
	struct node *type = node_get(n, "type");

	if (node_is(type, NODE_TEXT))
		return slice_is(type->text, "string");
	for (size_t i = 0; node_is(type, NODE_LIST) && i < type->n; i++)
		if (slice_is(node_text(type->items[i]), "string"))
			return true;
	return !type && !node_get(n, "properties") && !node_get(n, "items");
}

/* --- properties of an object's schema, allOf followed */

static void each_property(struct loader *l, struct message_model *m, struct node *schema,
			  property_visit *visit, unsigned depth)
{
	struct node *properties, *all;

	schema = schema_look_at(l, schema, depth);
	properties = node_get(schema, "properties");
	for (size_t i = 0; node_is(properties, NODE_MAP) && i < properties->n; i++)
		visit(l, m, &properties->members[i]);
	all = node_get(schema, "allOf");
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n; i++)
		each_property(l, m, all->items[i], visit, depth + 1);
}

void schema_each_property(struct loader *l, struct message_model *m, struct node *schema,
			  property_visit *visit)
{
	each_property(l, m, schema, visit, 0);
}

static void add_header_type(struct loader *l, struct message_model *m, const struct member *property)
{
	struct typed_name typed = { property->key, schema_reads(l, property->value) };

	if (typed.reads)
		LIST_ADD(l->a, m, header_types, typed);
}

void schema_header_types(struct loader *l, struct message_model *m)
{
	schema_each_property(l, m, m->headers_node, add_header_type);
}
