/* Declared examples and defaults, judged by the schemas that they stand beside. */
#include "contract/loader.h"

#include "base/limits.h"
#include "contract/template.h"

/* What a value that breaks its schema is: in 2.x an error, as for the reference parser; else advice. */
struct strictness {
	enum severity severity;
	const char *what; /* "the example", "the default" */
	bool templated;	  /* texts with a template in them stand for what it will be filled with */
	bool names;	  /* ... {{name}} too */
};

static void say(struct loader *l, const struct strictness *how, struct node *value, const struct violation *v)
{
	struct node *exact = node_at(value, v->instance);
	struct loc at = node_loc(exact ? exact : value);

	if (how->severity == SEVERITY_ERROR)
		diag_error(l->d, DIAG_EXAMPLE, at, "%s breaks its own schema: %.*s", how->what,
			   SLICE_FMT(v->text));
	else
		diag_warning(l->d, DIAG_EXAMPLE, at, "%s breaks its own schema: %.*s", how->what,
			     SLICE_FMT(v->text));
}

/* Is it about what a template stands for: that itself, or a choice around it? */
static bool is_about_template(const struct strictness *how, struct node *value, const struct violation *v)
{
	static const char *const choices[] = { "oneOf", "anyOf", "not",	     "if",
					       "then",	"else",	 "contains", "uniqueItems" };
	struct node *exact = node_at(value, v->instance);

	if (!how->templated)
		return false;
	if (node_is(exact, NODE_TEXT))
		return template_is_in(exact->text, how->names);
	for (size_t i = 0; i < ARRAY_SIZE(choices); i++)
		if (!strcmp(v->keyword, choices[i])) {
			bool ignored = false;

			return template_check(exact, &ignored, NULL, NULL);
		}
	return false;
}

static void judge_value(struct loader *l, const struct schema *s, struct node *value, const char *root_name,
			const struct strictness *how)
{
	static const char padding[SCHEMA_PADDING];
	BUF_AUTO struct buf json = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct violations found = { .max = LIMIT_VIOLATIONS, .root_name = root_name };
	size_t length;

	if (!s || !value)
		return;
	if (!l->judge)
		l->judge = judge_new();
	node_write_json(&json, value);
	length = json.len;
	buf_add(&json, padding, sizeof(padding));
	if (!json.failed && !schema_explain(s, l->judge, slice_of(json.data, length), &found))
		for (size_t i = 0; i < found.n; i++)
			if (!is_about_template(how, value, &found.list[i]))
				say(l, how, value, &found.list[i]);
	violations_release(&found);
}

static void say_unknown(void *arg, const struct node *at, struct slice inside, struct slice near)
{
	struct loader *l = arg;

	diag_warning(l->d, DIAG_EXAMPLE, node_loc(at),
		     "there is no template function for \"{{%.*s}}\", so the text stays as it is%s%.*s%s",
		     SLICE_FMT(inside), near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
		     near.ptr ? "\"?" : "");
}

void examples_check(struct loader *l, struct node *examples, const struct described *payload,
		    const struct described *headers)
{
	for (size_t i = 0; node_is(examples, NODE_LIST) && i < examples->n; i++) {
		struct strictness how = { .severity = l->version & V2 ? SEVERITY_ERROR : SEVERITY_WARNING,
					  .what = "the example" };
		struct node *one = library_resolve(l->library, examples->items[i]);

		how.templated = template_check(one, &how.names, say_unknown, l);

		judge_value(l, payload->schema, node_get(one, "payload"), "payload", &how);
		judge_value(l, headers->schema, node_get(one, "headers"), "headers", &how);
	}
}

/* --- values inside schemas */

static void check_own(struct loader *l, struct node *schema, enum severity severity)
{
	struct node *usual = node_get(schema, "default"), *examples = node_get(schema, "examples");
	struct strictness how = { .severity = severity, .what = "the default" };
	struct schema *s;
	bool first;

	if (examples && !node_is(examples, NODE_LIST))
		diag_error(l->d, DIAG_SCHEMA, node_loc(examples), "\"examples\" must be a list, not %s",
			   node_kind_name(examples));
	if (!usual && !node_is(examples, NODE_LIST))
		return;
	s = schema_compiled(l, schema, &first);
	judge_value(l, s, usual, "default", &how);
	how.what = "the example";
	for (size_t i = 0; node_is(examples, NODE_LIST) && i < examples->n; i++)
		judge_value(l, s, examples->items[i], "example", &how);
}

static void check_tree(struct loader *l, struct node *schema, enum severity severity, unsigned depth);

static void check_members(struct loader *l, struct node *map, unsigned depth)
{
	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++)
		check_tree(l, map->members[i].value, SEVERITY_WARNING, depth);
}

static void check_items(struct loader *l, struct node *list, unsigned depth)
{
	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
		check_tree(l, list->items[i], SEVERITY_WARNING, depth);
}

/* What a $ref leads to is looked at where it stands. */
static void check_tree(struct loader *l, struct node *schema, enum severity severity, unsigned depth)
{
	static const char *const maps[] = { "properties", "patternProperties", "definitions", "$defs",
					    "dependentSchemas" };
	static const char *const lists[] = { "allOf", "anyOf", "oneOf", "items", "prefixItems" };
	static const char *const ones[] = { "items",	"additionalProperties",	 "additionalItems",
					    "contains", "unevaluatedProperties", "unevaluatedItems" };

	if (!node_is(schema, NODE_MAP) || node_get(schema, "$ref") || depth > LIMIT_DOCUMENT_DEPTH)
		return;
	check_own(l, schema, severity);
	for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
		check_members(l, node_get(schema, maps[i]), depth + 1);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		check_items(l, node_get(schema, lists[i]), depth + 1);
	for (size_t i = 0; i < ARRAY_SIZE(ones); i++)
		check_tree(l, node_get(schema, ones[i]), SEVERITY_WARNING, depth + 1);
}

/* The reference parser looks at the outermost schema only: what is inside is advice. */
void schema_values_check(struct loader *l, struct node *schema)
{
	check_tree(l, schema, l->version & V2 ? SEVERITY_ERROR : SEVERITY_WARNING, 0);
}
