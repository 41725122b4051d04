/* Walks over the folders of the suite. */
#include "generate/satisfiable.h"

#include <dirent.h>
#include <stdlib.h>

#include "suite.h"

static const struct {
	const char *folder;
	enum schema_dialect dialect;
} drafts[SATISFIABLE_DRAFTS] = {
	{"draft4",	    DIALECT_DRAFT_04     },
	{ "draft6",	    DIALECT_DRAFT_06     },
	{ "draft7",	    DIALECT_DRAFT_07     },
	{ "draft2019-09", DIALECT_DRAFT_2019_09},
	{ "draft2020-12", DIALECT_DRAFT_2020_12},
};

static bool has_valid_instance(const struct node *group)
{
	const struct node *tests = node_get(group, "tests");

	for (size_t i = 0; node_is(tests, NODE_LIST) && i < tests->n; i++)
		if (node_get_bool(tests->items[i], "valid", false))
			return true;
	return false;
}

static void visit_file(struct satisfiable *s, const char *path, satisfiable_visit *visit)
{
	struct diag d = { 0 };
	struct library l;
	struct document *doc;

	library_init(&l, &d);
	doc = library_load(&l, path);
	ck_assert_msg(doc && node_is(doc->root, NODE_LIST), "%s cannot be read", path);
	for (size_t i = 0; i < doc->root->n; i++) {
		const struct node *group = doc->root->items[i];
		BUF_AUTO struct buf schema = BUF_INIT(0);

		if (!has_valid_instance(group))
			continue;
		node_write_json(&schema, node_get(group, "schema"));
		visit(s, strrchr(path, '/') + 1, node_get_text(group, "description"), buf_view(&schema));
	}
	library_release(&l);
	diag_release(&d);
}

static void visit_folder(struct satisfiable *s, const char *folder, satisfiable_visit *visit)
{
	struct dirent **list;
	int n = scandir(folder, &list, NULL, alphasort);

	ck_assert_msg(n > 0, "%s has no files", folder);
	for (int i = 0; i < n; i++) {
		if (slice_ends(slice_str(list[i]->d_name), SLICE_LIT(".json")))
			visit_file(s, arena_printf(&s->arena, "%s/%s", folder, list[i]->d_name), visit);
		free(list[i]);
	}
	free(list);
}

static void load_remotes(struct satisfiable *s, const char *folder, const char *uri)
{
	struct dirent **list;
	int n = scandir(folder, &list, NULL, alphasort);

	ck_assert_msg(n > 0, "%s has no files", folder);
	for (int i = 0; i < n; i++) {
		char *path = arena_printf(&s->arena, "%s/%s", folder, list[i]->d_name);
		char *at = arena_printf(&s->arena, "%s/%s", uri, list[i]->d_name);

		if (slice_ends(slice_str(path), SLICE_LIT(".json")))
			map_put(&s->remotes, slice_str(at), library_load(&s->remote_library, path)->root);
		else if (list[i]->d_name[0] != '.')
			load_remotes(s, path, at);
		free(list[i]);
	}
	free(list);
}

bool satisfiable_each(struct satisfiable *s, size_t i, const char *folder, satisfiable_visit *visit)
{
	static const char *const parts[] = { "", "/optional", "/optional/format" };
	const char *corpus = corpus_path();

	if (!corpus)
		return false;
	s->draft = drafts[i].folder;
	s->dialect = drafts[i].dialect;
	if (folder)
		s->out = fopen(arena_printf(&s->arena, "%s/%s.jsonl", folder, s->draft), "w");
	library_init(&s->remote_library, &s->remote_diag);
	load_remotes(s, arena_printf(&s->arena, "%s/json-schema-test-suite/remotes", corpus),
		     "http://localhost:1234");
	for (size_t k = 0; k < ARRAY_SIZE(parts); k++)
		visit_folder(s,
			     arena_printf(&s->arena, "%s/json-schema-test-suite/tests/%s%s", corpus, s->draft,
					  parts[k]),
			     visit);
	if (s->out)
		ck_assert_int_eq(fclose(s->out), 0);
	map_release(&s->remotes);
	library_release(&s->remote_library);
	diag_release(&s->remote_diag);
	arena_free(&s->arena);
	return true;
}
