/* JSON-Schema-Test-Suite, all drafts: every schema for which the suite itself knows a valid instance.
 *
 * With UNDERSTUDY_INSTANCES=FOLDER the instances are left there, one line per schema in DRAFT.jsonl, for a
 * judge that is not ours (tests/e2e/test_second_judge.py). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "generate/made.h"
#include "suite.h"

enum { INSTANCES = 100 };

static const struct {
	const char *folder;
	enum schema_dialect dialect;
} drafts[] = {
	{"draft4",	    DIALECT_DRAFT_04     },
	{ "draft6",	    DIALECT_DRAFT_06     },
	{ "draft7",	    DIALECT_DRAFT_07     },
	{ "draft2019-09", DIALECT_DRAFT_2019_09},
	{ "draft2020-12", DIALECT_DRAFT_2020_12},
};

struct tally {
	struct library remote_library;
	struct diag remote_diag;
	struct map remotes; /* the address that the suite gives it to a document of remotes/ */
	struct arena arena;
	enum schema_dialect dialect;
	FILE *out; /* NULL: nobody asked for the instances */
	unsigned schemas, generated, gave_up, uncompiled;
};

static bool has_valid_instance(const struct node *group)
{
	const struct node *tests = node_get(group, "tests");

	for (size_t i = 0; node_is(tests, NODE_LIST) && i < tests->n; i++)
		if (node_get_bool(tests->items[i], "valid", false))
			return true;
	return false;
}

/* {"file":..,"title":..,"schema":..,"instances":[..]} */
static void write_line(struct tally *t, const char *file, struct slice title, struct slice schema,
		       struct buf *instances)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	buf_printf(&line, "{\"file\":\"%s\",\"title\":", file);
	json_string_add(&line, title);
	buf_str(&line, ",\"schema\":");
	buf_slice(&line, schema);
	buf_str(&line, ",\"instances\":[");
	buf_slice(&line, buf_view(instances));
	buf_str(&line, "]}\n");
	ck_assert_uint_eq(fwrite(line.data, 1, line.len, t->out), line.len);
}

static void try_schema(const char *file, struct slice title, struct slice schema, struct tally *t)
{
	BUF_AUTO struct buf instances = BUF_INIT(0);
	struct made m;
	bool gave_up = false;

	made_init_with(&m, schema, 42, t->dialect, &t->remotes);
	t->schemas++;
	if (!m.schema) {
		t->uncompiled++;
		printf("generate: %s: %s: %.*s: does not compile: %s\n", schema_dialect_name(t->dialect),
		       file, SLICE_FMT(title), made_reason(&m));
	}
	for (uint64_t position = 0; m.schema && position < INSTANCES; position++) {
		struct slice json = made_json(&m, position);

		gave_up = !json.ptr;
		if (gave_up) {
			printf("generate: %s: %s: %.*s: %s\n", schema_dialect_name(t->dialect), file,
			       SLICE_FMT(title), made_reason(&m));
			break;
		}
		ck_assert_msg(schema_accepts(m.schema, m.judge, json), "%s: %s: %.*s: %.*s",
			      schema_dialect_name(t->dialect), file, SLICE_FMT(title), SLICE_FMT(json));
		buf_str(&instances, position ? "," : "");
		buf_slice(&instances, json);
	}
	if (t->out && m.schema && !gave_up)
		write_line(t, file, title, schema, &instances);
	t->gave_up += m.schema && gave_up;
	t->generated += m.schema && !gave_up;
	made_release(&m);
}

static void try_file(const char *path, struct tally *t)
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
		try_schema(strrchr(path, '/') + 1, node_get_text(group, "description"), buf_view(&schema), t);
	}
	library_release(&l);
	diag_release(&d);
}

static void try_folder(const char *folder, struct tally *t)
{
	struct dirent **list;
	int n = scandir(folder, &list, NULL, alphasort);

	ck_assert_msg(n > 0, "%s has no files", folder);
	for (int i = 0; i < n; i++) {
		char path[2048];
		struct slice name = slice_str(list[i]->d_name);

		snprintf(path, sizeof(path), "%s/%s", folder, list[i]->d_name);
		if (slice_ends(name, SLICE_LIT(".json")))
			try_file(path, t);
		free(list[i]);
	}
	free(list);
}

static void load_remotes(struct tally *t, const char *folder, const char *uri)
{
	struct dirent **list;
	int n = scandir(folder, &list, NULL, alphasort);

	ck_assert_msg(n > 0, "%s has no files", folder);
	for (int i = 0; i < n; i++) {
		char *path = arena_printf(&t->arena, "%s/%s", folder, list[i]->d_name);
		char *at = arena_printf(&t->arena, "%s/%s", uri, list[i]->d_name);

		if (slice_ends(slice_str(path), SLICE_LIT(".json")))
			map_put(&t->remotes, slice_str(at), library_load(&t->remote_library, path)->root);
		else if (list[i]->d_name[0] != '.')
			load_remotes(t, path, at);
		free(list[i]);
	}
	free(list);
}

START_TEST(instances_of_the_suites_schemas_are_valid)
{
	static const char *const folders[] = { "", "/optional", "/optional/format" };
	const char *corpus = corpus_path();
	struct tally t = { .dialect = drafts[_i].dialect };

	if (!corpus)
		return;
	if (getenv("UNDERSTUDY_INSTANCES"))
		t.out = fopen(arena_printf(&t.arena, "%s/%s.jsonl", getenv("UNDERSTUDY_INSTANCES"),
					   drafts[_i].folder),
			      "w");
	library_init(&t.remote_library, &t.remote_diag);
	load_remotes(&t, arena_printf(&t.arena, "%s/json-schema-test-suite/remotes", corpus),
		     "http://localhost:1234");
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		try_folder(arena_printf(&t.arena, "%s/json-schema-test-suite/tests/%s%s", corpus,
					drafts[_i].folder, folders[i]),
			   &t);
	printf("generate: %s: of %u satisfiable schemas %u generated, %u given up, %u not compiled\n",
	       drafts[_i].folder, t.schemas, t.generated, t.gave_up, t.uncompiled);
	if (t.out)
		ck_assert_int_eq(fclose(t.out), 0);
	ck_assert_uint_gt(t.schemas, 0);
	ck_assert_uint_eq(t.generated, t.schemas);
	map_release(&t.remotes);
	library_release(&t.remote_library);
	diag_release(&t.remote_diag);
	arena_free(&t.arena);
}
END_TEST

SUITE(generate_corpus)
{
	LOOP_TEST(instances_of_the_suites_schemas_are_valid, 0, ARRAY_SIZE(drafts));
}
