/* JSON-Schema-Test-Suite, all drafts: every constraint of every satisfiable schema is broken alone, or it is
 * said that it cannot be.
 *
 * With UNDERSTUDY_BROKEN_INSTANCES=FOLDER what is made is left there, for a judge that is not ours
 * (tests/e2e/test_second_judge.py). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "generate/invalid.h"
#include "made.h"
#include "suite.h"

static const int64_t wall_us = (int64_t)MADE_WALL_S * 1000000;

static const struct {
	const char *folder;
	enum schema_dialect dialect;
	unsigned floor; /* so many constraints are broken; it only grows */
} drafts[] = {
	{"draft4",	    DIALECT_DRAFT_04,      430},
	{ "draft6",	    DIALECT_DRAFT_06,      490},
	{ "draft7",	    DIALECT_DRAFT_07,      520},
	{ "draft2019-09", DIALECT_DRAFT_2019_09, 785},
	{ "draft2020-12", DIALECT_DRAFT_2020_12, 750},
};

struct tally {
	struct library remote_library;
	struct diag remote_diag;
	struct map remotes; /* the address that the suite gives it to a document of remotes/ */
	struct arena arena;
	enum schema_dialect dialect;
	FILE *out; /* JSON lines for a second validator; NULL: none */
	unsigned constraints, broken;
};

static bool has_valid_instance(const struct node *group)
{
	const struct node *tests = node_get(group, "tests");

	for (size_t i = 0; node_is(tests, NODE_LIST) && i < tests->n; i++)
		if (node_get_bool(tests->items[i], "valid", false))
			return true;
	return false;
}

static void write_line(struct tally *t, const char *file, struct slice title, struct slice schema,
		       const struct breach *b, struct slice value)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	if (!t->out)
		return;
	buf_printf(&line, "{\"file\":\"%s\",\"keyword\":\"%s\",\"title\":", file, b->keyword);
	json_string_add(&line, title);
	buf_str(&line, ",\"label\":");
	json_string_add(&line, b->label);
	buf_str(&line, ",\"schema\":");
	buf_slice(&line, schema);
	buf_str(&line, ",\"value\":");
	buf_slice(&line, value);
	buf_str(&line, "}\n");
	ck_assert_uint_eq(fwrite(line.data, 1, line.len, t->out), line.len);
}

static void assert_broken_alone(struct made *m, const struct breach *b, const char *file, struct slice title)
{
	struct violations v = { 0 };

	schema_explain(m->schema, m->judge, buf_view(&m->json), &v);
	ck_assert_msg(v.n == 1 && strcmp(v.list[0].keyword, b->keyword) == 0 &&
			      slice_eq(v.list[0].instance, b->instance),
		      "%s: %.*s: %.*s: %zu violations of %.*s, first %s@%.*s", file, SLICE_FMT(title),
		      SLICE_FMT(b->label), v.n, SLICE_FMT(buf_view(&m->json)), v.n ? v.list[0].keyword : "",
		      SLICE_FMT(v.n ? v.list[0].instance : SLICE_NONE));
	violations_release(&v);
}

static void try_schema(const char *file, struct slice title, struct slice schema, struct tally *t)
{
	struct made m;
	const struct breaches *all;

	made_init_with(&m, schema, 42, t->dialect, &t->remotes);
	all = m.schema ? breaches_of_schema(m.generator, m.root) : &(struct breaches){ 0 };
	t->constraints += (unsigned)all->n;
	for (size_t i = 0; i < all->n; i++) {
		struct arena a = ARENA_INIT;
		const char *why = "";
		struct node *value = invalid_value(m.generator, m.root, &all->list[i], 0, wall_us, &a, &why);

		t->broken += value != NULL;
		if (value) {
			json_padded(&m.json, value);
			assert_broken_alone(&m, &all->list[i], file, title);
			write_line(t, file, title, schema, &all->list[i], buf_view(&m.json));
		} else {
			ck_assert_msg(*why, "%s: %.*s: no reason", file, SLICE_FMT(title));
			printf("invalid: %s: %s: %.*s: %.*s: %s\n", schema_dialect_name(t->dialect), file,
			       SLICE_FMT(title), SLICE_FMT(all->list[i].label), why);
		}
		arena_free(&a);
	}
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
		if (slice_ends(slice_str(list[i]->d_name), SLICE_LIT(".json")))
			try_file(arena_printf(&t->arena, "%s/%s", folder, list[i]->d_name), t);
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

START_TEST(every_constraint_of_the_suite_is_broken_alone_or_said_to_be_unbreakable)
{
	static const char *const folders[] = { "", "/optional", "/optional/format" };
	const char *corpus = corpus_path(), *out = getenv("UNDERSTUDY_BROKEN_INSTANCES");
	struct tally t = { .dialect = drafts[_i].dialect };

	if (!corpus)
		return;
	if (out)
		t.out = fopen(arena_printf(&t.arena, "%s/%s.jsonl", out, drafts[_i].folder), "w");
	library_init(&t.remote_library, &t.remote_diag);
	load_remotes(&t, arena_printf(&t.arena, "%s/json-schema-test-suite/remotes", corpus),
		     "http://localhost:1234");
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		try_folder(arena_printf(&t.arena, "%s/json-schema-test-suite/tests/%s%s", corpus,
					drafts[_i].folder, folders[i]),
			   &t);
	printf("invalid: %s: of %u constraints %u are broken alone\n", drafts[_i].folder, t.constraints,
	       t.broken);
	ck_assert_uint_ge(t.broken, drafts[_i].floor);
	if (t.out)
		ck_assert_int_eq(fclose(t.out), 0);
	map_release(&t.remotes);
	library_release(&t.remote_library);
	diag_release(&t.remote_diag);
	arena_free(&t.arena);
}
END_TEST

SUITE(generate_invalid_corpus)
{
	LOOP_TEST(every_constraint_of_the_suite_is_broken_alone_or_said_to_be_unbreakable, 0,
		  ARRAY_SIZE(drafts));
}
