/* A made tree refers to its own parts, and points to the original's lines. */
#include "schema/made.h"

#include "schema/help.h"
#include "suite.h"

/* {"$ref": "#/definitions/list"}, where list is {"properties": {"next": {"$ref": ...}}, ...}. */
static struct node *a_list(struct bench_of_judging *b, struct document *made)
{
	struct node *root = made_node(&b->arena, NODE_MAP, made, 3, 1), *to = node_copy(&b->arena, root);
	struct node *list = made_node(&b->arena, NODE_MAP, made, 7, 5), *all = node_copy(&b->arena, root);
	struct node *properties = node_copy(&b->arena, list);

	node_set(&b->arena, to, SLICE_LIT("$ref"),
		 node_new_text(&b->arena, SLICE_LIT("#/definitions/list"), to));
	node_set(&b->arena, list, SLICE_LIT("type"), node_new_text(&b->arena, SLICE_LIT("object"), list));
	node_set(&b->arena, properties, SLICE_LIT("next"), to);
	node_set(&b->arena, list, SLICE_LIT("properties"), properties);
	node_set(&b->arena, all, SLICE_LIT("list"), list);
	node_set(&b->arena, root, SLICE_LIT("definitions"), all);
	made->root = root;
	return to;
}

START_TEST(a_made_tree_may_refer_to_itself)
{
	struct bench_of_judging b;
	struct document *original;
	struct node *schema;
	struct schema *s;

	judging_begin(&b);
	original = library_load_text(&b.library, "contract.yaml", SLICE_LIT("definitions: {list: false}"));
	schema = a_list(&b, made_document(&b.arena, original));
	s = schema_compile(&b.arena, &b.library, schema, NULL);
	ck_assert_uint_eq(b.diag.errors, 0);
	ck_assert(s);
	ck_assert(judging_verdict(&b, s, SLICE_LIT("{\"next\":{\"next\":{}}}")));
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("{\"next\":{\"next\":7}}")));
	ck_assert_str_eq(b.found.list[0].at.file, "contract.yaml");
	ck_assert_uint_eq(b.found.list[0].at.line, 7);
	ck_assert_uint_eq(library_resolve(&b.library, schema)->line, 7);
	judging_end(&b);
}
END_TEST

SUITE(made)
{
	TEST(a_made_tree_may_refer_to_itself);
}
