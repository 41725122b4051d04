/* What differs between the drafts of JSON Schema for whoever takes a schema apart. */
#include "generate/invalid_path.h"
#include "schema/format.h"

static enum schema_dialect dialect_of(struct generator *g, struct node *schema)
{
	return generator_dialect(g, schema);
}

bool has_prefix_items(struct generator *g, struct node *schema)
{
	enum schema_dialect d = dialect_of(g, schema);

	return d == DIALECT_DRAFT_2020_12 || d == DIALECT_OPENAPI_3_1;
}

const char *tuple_keyword(struct generator *g, struct node *schema)
{
	return has_prefix_items(g, schema) ? "prefixItems" : "items";
}

enum format_judges format_judges(struct generator *g, struct node *schema)
{
	const struct format *f = format_find(node_get_text(schema, "format"), dialect_of(g, schema));

	if (!f)
		return FORMAT_JUDGES_NOTHING;
	return f->integers ? FORMAT_JUDGES_NUMBERS : FORMAT_JUDGES_TEXT;
}

bool reads_siblings(struct generator *g, struct node *schema)
{
	return has_prefix_items(g, schema) || dialect_of(g, schema) == DIALECT_DRAFT_2019_09;
}

struct node *reference_target(struct generator *g, struct node *schema)
{
	struct schema *compiled = generator_compiled(g, schema);
	struct node *target = compiled ? schema_ref(compiled) : NULL;

	if (!target && !compiled)
		target = generator_resolve(g, schema);
	return target == schema ? NULL : target;
}

static enum keyword keyword_named(struct slice name)
{
	unsigned k = 0;

	while (k < KW_COUNT && !slice_is(name, keyword_name((enum keyword)k)))
		k++;
	return (enum keyword)k;
}

struct node *keyword_value(struct generator *g, struct node *schema, struct slice keyword)
{
	enum keyword k = keyword_named(keyword);
	struct facts *f = k < KW_COUNT ? facts_of(g, schema) : NULL;

	return f && f->node == schema ? f->at[k] : NULL;
}
