/* Whatever is written is read back as the same tree; how it looks is pinned where people see it. */
#include "document/yaml_write.h"

#include "suite.h"

static void check_same(const struct node *n, const char *what)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct diag d = { .out = stderr };
	struct node *again;

	for (int comments = 0; comments < 2; comments++) {
		buf_reset(&out);
		yaml_write(&out, n, comments);
		again = yaml_parse(&a, buf_view(&out), &d, "again");
		ck_assert_msg(again && node_equal(n, again), "%s was written as\n%s", what, buf_cstr(&out));
	}
	arena_free(&a);
	diag_release(&d);
}

/* Texts that some reader takes for something else, and texts whose characters mean something. */
static const char *const texts[] = {
	"",
	" ",
	"a ",
	" a",
	"null",
	"~",
	"Null",
	"true",
	"yes",
	"No",
	"on",
	"OFF",
	"y",
	"N",
	"12",
	"-1",
	"+1",
	"1_000",
	"0x1F",
	"0o17",
	"017",
	"0b11",
	"1.5",
	".5",
	"1.",
	"1e3",
	"-.inf",
	".NaN",
	"12:30",
	"1:30.5",
	"2001-12-14",
	"2001-12-14T21:59:43.10-05:00",
	"=",
	"<<",
	"- a",
	"-",
	"-a",
	"?",
	"? a",
	":",
	"a: b",
	"a:",
	"a:b",
	"a #b",
	"a#b",
	"#a",
	"&a",
	"*a",
	"!a",
	"|",
	">",
	"'",
	"a'b",
	"\"",
	"%a",
	"@a",
	"`a",
	"[a",
	"{a}",
	"a, b",
	"a]",
	"---",
	"...",
	"... a",
	"a\nb",
	"a\nb\n",
	"a\n\nb\n\n",
	"\na\n",
	" a\nb",
	"a\n  b\n",
	"\n",
	"\n\n",
	"a\n \nb",
	"\ta\nb",
	"a\n\tb",
	"a\r\nb",
	"a\tb",
	"\x01",
	"\x7f",
	"\xc2\x85",
	"\xe2\x80\xa8",
	("\xef\xbb\xbf"
	 "a"),
	"\xf0\x9f\x98\x80",
	"caf\xc3\xa9",
	"1.0.0",
	"10.0.0.1",
	"a\\nb",
	"\\",
	"# a\nb",
	"- a\n- b",
	"a: b\nc: d\n",
	"0",
	"1,000",
	"undefined",
	"{a: b}\n{c: d}",
	"\"a\"\nb",
};

START_TEST(texts_stay_what_they_are)
{
	struct arena a = ARENA_INIT;
	struct slice text = slice_str(texts[_i]);
	struct node *map = node_new(&a, NODE_MAP, NULL), *list = node_new(&a, NODE_LIST, NULL);
	struct node *n = node_new_text(&a, text, NULL), *inner = node_new(&a, NODE_MAP, NULL);

	node_append(&a, list, n);
	node_append(&a, list, n);
	node_set(&a, inner, text, n);
	node_set(&a, inner, SLICE_LIT("last"), list);
	node_append(&a, list, inner->n ? node_copy(&a, node_new_text(&a, text, NULL)) : n);
	node_set(&a, map, text, inner);
	node_set(&a, map, SLICE_LIT("again"), n);
	check_same(map, texts[_i]);
	check_same(list, texts[_i]);
	check_same(n, texts[_i]);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *text, *written;
} looks[] = {
	{"{\"a\":\"no\",\"b\":\"1.0.0\",\"c\":[],\"d\":{},\"e\":null,\"f\":1e3,\"g\":\"12\"}",
	  "a: 'no'\nb: 1.0.0\nc: []\nd: {}\ne: null\nf: 1.0e+3\ng: '12'\n"								   },
	{ "{\"a\":[{\"b\":1,\"c\":[[2,3],[]]}]}",
	  "a:\n  - b: 1\n    c:\n      - - 2\n        - 3\n      - []\n"									 },
	{ "{\"a\":\"one\\ntwo\\n\",\"b\":\" one\\ntwo\",\"c\":\"it's\",\"d\":\"'x'\"}",
	  "a: |\n  one\n  two\nb: |2-\n   one\n  two\nc: it's\nd: '''x'''\n"								     },
	{ "{\"$ref\":\"#/a\",\"200\":\"{a}\",\"x/{y}\":true}",				       "$ref: '#/a'\n'200': '{a}'\nx/{y}: true\n"},
	{ "[]",										"[]\n"				    },
	{ "\"a\\nb\"",									 "\"a\\nb\"\n"			     },
};

START_TEST(it_looks_as_people_write_it)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct node *n = yaml_parse(&a, slice_str(looks[_i].text), &d, NULL);

	ck_assert(n != NULL);
	yaml_write(&out, n, false);
	ck_assert_str_eq(buf_cstr(&out), looks[_i].written);
	check_same(n, looks[_i].text);
	arena_free(&a);
	diag_release(&d);
}
END_TEST

static void check_comments(const char *text, const char *written)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct diag d = { .out = stderr };
	struct library l;
	struct document *doc;

	library_init(&l, &d);
	doc = library_load_text(&l, "it.yaml", slice_str(text));
	ck_assert(doc && doc->root);
	yaml_write(&out, doc->root, true);
	ck_assert_str_eq(buf_cstr(&out), written);
	library_release(&l);
	diag_release(&d);
}

START_TEST(comments_and_brackets_stay)
{
	static const char kept[] = "# head\n"
				   "\n"
				   "# of a\n"
				   "a: 1 # beside a\n"
				   "b: # beside b\n"
				   "  # first\n"
				   "  - c: '#no' # beside c\n"
				   "    # of d\n"
				   "    d: |\n"
				   "      # no comment\n"
				   "\n"
				   "  # second\n"
				   "  - e # beside e\n"
				   "\n"
				   "f: [x, 'y, z', '1']\n"
				   "g:\n"
				   "  caf\xc3\xa9: \xf0\x9f\x98\x80 # of the sign\n"
				   "# foot\n";

	check_comments(kept, kept);
	check_comments("--- # start\n# one\n\n\n\n#two\r\na:   'b'   # three  \r\n",
		       "# start\n# one\n\n#two\na: b # three\n");
	check_comments("{ a: 1, # one\n b: [1, {c: 2}] } # two\n", "a: 1 # one\nb: # two\n  - 1\n  - c: 2\n");
	check_comments("{\"a\": [1]}", "a:\n  - 1\n");
}
END_TEST

START_TEST(json_is_written_in_lines)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct node *n = yaml_parse(&a, SLICE_LIT("a: [1, {b: \"c\\\"\"}, []]\nd: {}\n"), &d, NULL);

	yaml_write_as_json(&out, n);
	ck_assert_str_eq(buf_cstr(&out),
			 "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"c\\\"\"\n    },\n    []\n  ],\n"
			 "  \"d\": {}\n}\n");
	arena_free(&a);
	diag_release(&d);
}
END_TEST

START_TEST(a_long_key_is_marked)
{
	struct arena a = ARENA_INIT;
	struct node *map = node_new(&a, NODE_MAP, NULL);
	char key[2000];

	memset(key, 'k', sizeof(key));
	node_set(&a, map, slice_of(key, sizeof(key)), node_new_text(&a, SLICE_LIT("v"), NULL));
	check_same(map, "a long key");
	arena_free(&a);
}
END_TEST

static unsigned check_folder(const char *folder)
{
	struct diag d = { 0 };
	struct arena a = ARENA_INIT;
	struct library l;
	struct document *list;
	unsigned n = 0;

	library_init(&l, &d);
	list = library_load(&l, arena_printf(&a, "%s/%s/expected.json", corpus_path(), folder));
	ck_assert(list && list->root);
	for (size_t i = 0; i < list->root->n; i++) {
		struct document *doc = library_load(&l, arena_printf(&a, "%s/%s/%.*s", corpus_path(), folder,
								     SLICE_FMT(list->root->members[i].key)));

		if (!doc || !doc->root)
			continue;
		check_same(doc->root, doc->file);
		n++;
	}
	library_release(&l);
	arena_free(&a);
	diag_release(&d);
	return n;
}

START_TEST(documents_of_the_corpus_stay_what_they_are)
{
	if (!corpus_path())
		return;
	ck_assert_uint_gt(check_folder("asyncapi-examples"), 300);
	ck_assert_uint_gt(check_folder("real-specs"), 10);
}
END_TEST

SUITE(yaml_write)
{
	tcase_set_timeout(tcase, 60);
	TEST(documents_of_the_corpus_stay_what_they_are);
	LOOP_TEST(texts_stay_what_they_are, 0, ARRAY_SIZE(texts));
	LOOP_TEST(it_looks_as_people_write_it, 0, ARRAY_SIZE(looks));
	TEST(comments_and_brackets_stay);
	TEST(json_is_written_in_lines);
	TEST(a_long_key_is_marked);
}
