/* The public JSON-Schema-Test-Suite, all its drafts, by every way of judging.  Required cases must all pass;
 * of the optional ones the failing are listed in official.known, exactly. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "schema/help.h"
#include "suite.h"

enum { MOST_FILES = 100, MOST_PATH = 4096 };

struct official {
	struct bench_of_judging bench;
	struct map remotes;
	struct map known_failures; /* "folder/file: case: test" */
	struct arena texts;
	const struct part *part;
	const char *file;
	unsigned passed, failed, known, fast, conforming;
};

static const struct part {
	const char *folder;
	enum schema_dialect dialect;
	bool optional, formats_assert;
} parts[] = {
	{"draft4",			DIALECT_DRAFT_04,      false, true },
	{ "draft4/optional",		     DIALECT_DRAFT_04,      true,  true },
	{ "draft4/optional/format",	    DIALECT_DRAFT_04,      true,  true },
	{ "draft6",		       DIALECT_DRAFT_06,      false, true },
	{ "draft6/optional",		     DIALECT_DRAFT_06,      true,  true },
	{ "draft6/optional/format",	    DIALECT_DRAFT_06,      true,  true },
	{ "draft7",		       DIALECT_DRAFT_07,      false, true },
	{ "draft7/optional",		     DIALECT_DRAFT_07,      true,  true },
	{ "draft7/optional/format",	    DIALECT_DRAFT_07,      true,  true },
	{ "draft7",		       DIALECT_ASYNCAPI,      false, true },
	{ "draft2019-09",		  DIALECT_DRAFT_2019_09, false, false},
	{ "draft2019-09/optional",	   DIALECT_DRAFT_2019_09, true,	false},
	{ "draft2019-09/optional/format", DIALECT_DRAFT_2019_09, true,  true },
	{ "draft2020-12",		  DIALECT_DRAFT_2020_12, false, false},
	{ "draft2020-12/optional",	   DIALECT_DRAFT_2020_12, true,	false},
	{ "draft2020-12/optional/format", DIALECT_DRAFT_2020_12, true,  true },
	{ "draft2020-12",		  DIALECT_OPENAPI_3_1,   false, false},
};

static struct slice read_file(struct arena *a, const char *path)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	FILE *in = fopen(path, "r");
	size_t n;

	ck_assert_msg(in != NULL, "cannot read %s", path);
	do {
		char *to = buf_reserve(&text, 65536);

		n = fread(to, 1, 65536, in);
		text.len += n;
	} while (n);
	fclose(in);
	return arena_copy(a, buf_view(&text));
}

static struct node *read_json(struct arena *a, const char *path)
{
	const char *why = NULL;
	size_t where = 0;
	struct node *n = json_parse(a, read_file(a, path), &why, &where);

	ck_assert_msg(n != NULL, "%s: %s at %zu", path, why, where);
	return n;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a folder, sorted. */
static size_t list_folder(struct arena *a, const char *path, char **names)
{
	DIR *folder = opendir(path);
	size_t n = 0;

	if (!folder)
		return 0;
	for (struct dirent *e = readdir(folder); e && n < MOST_FILES; e = readdir(folder))
		if (e->d_name[0] != '.')
			names[n++] = arena_strdup(a, slice_str(e->d_name));
	closedir(folder);
	qsort(names, n, sizeof(*names), by_name);
	return n;
}

/* Every document of remotes/ under the address that the suite gives it. */
static void load_remotes(struct official *o, const char *path, const char *uri)
{
	char *names[MOST_FILES];
	size_t n = list_folder(&o->texts, path, names);

	for (size_t i = 0; i < n; i++) {
		char *file = arena_printf(&o->texts, "%s/%s", path, names[i]);
		char *at = arena_printf(&o->texts, "%s/%s", uri, names[i]);

		if (slice_ends(slice_str(file), SLICE_LIT(".json")))
			map_put(&o->remotes, slice_str(at), read_json(&o->texts, file));
		else
			load_remotes(o, file, at);
	}
}

/* One title a line. */
static void load_known(struct official *o, const char *path)
{
	struct slice rest = read_file(&o->texts, path), line;

	while (slice_split(&rest, '\n', &line))
		if (line.len)
			map_put(&o->known_failures, line, o);
}

static void official_begin(struct official *o, const char *corpus)
{
	*o = (struct official){ 0 };
	load_remotes(o, arena_printf(&o->texts, "%s/json-schema-test-suite/remotes", corpus),
		     "http://localhost:1234");
	load_known(o, "tests/unit/schema/official.known");
}

static void official_end(struct official *o)
{
	map_release(&o->remotes);
	map_release(&o->known_failures);
	arena_free(&o->texts);
}

static bool is_known(const struct official *o, const struct buf *title)
{
	return map_get(&o->known_failures, buf_view(title)) != NULL;
}

static void settle(struct official *o, const struct node *group, const struct node *test, bool passed)
{
	BUF_AUTO struct buf title = BUF_INIT(0);

	buf_printf(&title, "%s/%s: %.*s: %.*s", o->part->folder, o->file,
		   SLICE_FMT(node_get_text(group, "description")),
		   SLICE_FMT(node_get_text(test, "description")));
	o->passed += passed;
	o->failed += !passed;
	if (passed)
		ck_assert_msg(!is_known(o, &title), "now passes, take it off the list: %s", buf_cstr(&title));
	else if (o->part->optional && is_known(o, &title))
		o->known++;
	else
		printf("official: FAILS %s\n", buf_cstr(&title));
}

static void run_test(struct official *o, const struct schema *s, const struct node *group,
		     const struct node *test)
{
	BUF_AUTO struct buf data = BUF_INIT(0);
	bool want = node_get_bool(test, "valid", false), got;

	node_write_json(&data, node_get(test, "data"));
	got = s && judging_verdict(&o->bench, s, buf_view(&data));
	if (got) {
		o->conforming++;
		o->fast += judge_in_one_pass(s, o->bench.judge, judging_pad(&o->bench, buf_view(&data)));
	}
	settle(o, group, test, s && got == want);
}

static void run_group(struct official *o, const struct node *group)
{
	struct schema_options options = { .dialect = o->part->dialect,
					  .formats_assert = o->part->formats_assert,
					  .content_asserts =
						  o->part->optional, /* draft 7: optional/content.json */
					  .documents = &o->remotes };
	struct node *tests = node_get(group, "tests");
	struct schema *s;

	judging_begin(&o->bench);
	s = schema_compile(&o->bench.arena, &o->bench.library, node_get(group, "schema"), &options);
	for (size_t i = 0; i < o->bench.diag.n; i++)
		printf("official: %s: %.*s: %s\n", o->file, SLICE_FMT(node_get_text(group, "description")),
		       o->bench.diag.findings[i].text);
	for (size_t i = 0; i < tests->n; i++)
		run_test(o, s, group, tests->items[i]);
	judging_end(&o->bench);
}

static void run_folder(struct official *o, const char *path)
{
	char *names[MOST_FILES];
	size_t n = list_folder(&o->texts, path, names);

	for (size_t i = 0; i < n; i++) {
		struct node *groups;

		if (!slice_ends(slice_str(names[i]), SLICE_LIT(".json")))
			continue;
		o->file = names[i];
		groups = read_json(&o->texts, arena_printf(&o->texts, "%s/%s", path, names[i]));
		for (size_t g = 0; g < groups->n; g++)
			run_group(o, groups->items[g]);
	}
}

START_TEST(cases_fail_only_where_it_is_known)
{
	const struct part *part = &parts[_i];
	struct official o;
	const char *corpus = corpus_path();

	if (!corpus)
		return;
	official_begin(&o, corpus);
	o.part = part;
	run_folder(&o, arena_printf(&o.texts, "%s/json-schema-test-suite/tests/%s", corpus, part->folder));
	printf("official %s as %s: %u passed, %u failed (%u known); one pass answered %u of %u conforming\n",
	       part->folder, schema_dialect_name(part->dialect), o.passed, o.failed, o.known, o.fast,
	       o.conforming);
	ck_assert_uint_gt(o.passed, 0);
	ck_assert_uint_eq(o.failed, o.known);
	official_end(&o);
}
END_TEST

SUITE(schema_official)
{
	LOOP_TEST(cases_fail_only_where_it_is_known, 0, ARRAY_SIZE(parts));
}
