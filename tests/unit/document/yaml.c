/* YAML into trees: typing, aliases, merge keys, errors with places. */
#include <stdlib.h>

#include "base/limits.h"
#include "document/document.h"
#include "document/said.h"
#include "suite.h"

/* clang-format off */
static const struct {
	const char *title, *yaml, *json;
} reads[] = {
	{ "an empty text is null", "", "null" },
	{ "only comments are null", "# nothing\n", "null" },
	{ "a block map", "a: 1\nb: x\n", "{\"a\":1,\"b\":\"x\"}" },
	{ "no, on and yes are text",
	  "[no, on, yes, off, y, n]",
	  "[\"no\",\"on\",\"yes\",\"off\",\"y\",\"n\"]" },
	{ "true in three spellings",
	  "[true, True, TRUE, tRUE, false, False, FALSE]",
	  "[true,true,true,\"tRUE\",false,false,false]" },
	{ "null in four spellings and none",
	  "a: null\nb: ~\nc: Null\nd: NULL\ne:\nf: nULL\n",
	  "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null,\"f\":\"nULL\"}" },
	{ "dates and times are text",
	  "[2026-11-21, 2001-12-14t21:59:43.10-05:00, 12:30:45]",
	  "[\"2026-11-21\",\"2001-12-14t21:59:43.10-05:00\",\"12:30:45\"]" },
	{ "integers in every base are decimal",
	  "[0o17, 0x1F, 0xff, 007, +12, -0, -5]",
	  "[15,31,255,7,12,-0,-5]" },
	{ "the largest 0x number is exact", "[0xFFFFFFFFFFFFFFFF]", "[18446744073709551615]" },
	{ "a 0x number past 64 bits is text", "[0x1FFFFFFFFFFFFFFFF]", "[\"0x1FFFFFFFFFFFFFFFF\"]" },
	{ "long integers keep every digit",
	  "[123456789012345678901234567890]",
	  "[123456789012345678901234567890]" },
	{ "floats are brought into JSON's grammar",
	  "[.5, 1., -.5, +1.5, 1.e3, 01.50, 1e3, 1E+03, 0.0]",
	  "[0.5,1.0,-0.5,1.5,1.0e3,1.50,1e3,1E+03,0.0]" },
	{ "what JSON cannot say is text", "[.inf, -.INF, .nan]", "[\".inf\",\"-.INF\",\".nan\"]" },
	{ "what only looks like a number is text",
	  "[1_000, 0b1, 1.2.3, '-', +, ., 0o8, 0xg, 1e, -0x1]",
	  "[\"1_000\",\"0b1\",\"1.2.3\",\"-\",\"+\",\".\",\"0o8\",\"0xg\",\"1e\",\"-0x1\"]" },
	{ "quoted scalars are text", "['1', \"true\", 'null', \"\"]", "[\"1\",\"true\",\"null\",\"\"]" },
	{ "block scalars are text",
	  "a: |\n  1\nb: >-\n  true\n  or not\n",
	  "{\"a\":\"1\\n\",\"b\":\"true or not\"}" },
	{ "U+0000 may be escaped in double quotes", "\"a\\0b\"", "\"a\\u0000b\"" },
	{ "tags are honoured",
	  "[!!str 1, !!int '5', !!float 5, !!bool 'true', !!null '', ! 12, !!map {}, !!seq [], !!timestamp 2026-11-21]",
	  "[\"1\",5,5,true,null,\"12\",{},[],\"2026-11-21\"]" },
	{ "keys are text as written",
	  "200: a\ntrue: b\n1.50: c\n~: d\n",
	  "{\"200\":\"a\",\"true\":\"b\",\"1.50\":\"c\",\"~\":\"d\"}" },
	{ "an alias is what its anchor is",
	  "a: &x [1, {k: v}]\nb: *x\nc: &y text\nd: *y\n",
	  "{\"a\":[1,{\"k\":\"v\"}],\"b\":[1,{\"k\":\"v\"}],\"c\":\"text\",\"d\":\"text\"}" },
	{ "the latest anchor of a name counts", "[&a 1, *a, &a 2, *a]", "[1,1,2,2]" },
	{ "a key may be an anchor", "&k name: 1\nx: *k\n", "{\"name\":1,\"x\":\"name\"}" },
	{ "a key may be an alias", "a: &k name\n*k : 2\n", "{\"a\":\"name\",\"name\":2}" },
	{ "a merge key adds what is not there",
	  "base: &b {x: 1, y: 2}\nuse:\n  y: 3\n  <<: *b\n",
	  "{\"base\":{\"x\":1,\"y\":2},\"use\":{\"y\":3,\"x\":1}}" },
	{ "of merged maps the first wins",
	  "- &a {k: 1}\n- &b {k: 2, l: 2}\n- <<: [*a, *b]\n",
	  "[{\"k\":1},{\"k\":2,\"l\":2},{\"k\":1,\"l\":2}]" },
	{ "two merge keys both merge",
	  "- &a {k: 1}\n- &b {l: 2}\n- <<: *a\n  <<: *b\n",
	  "[{\"k\":1},{\"l\":2},{\"k\":1,\"l\":2}]" },
	{ "a quoted << is a key", "'<<': {a: 1}\n", "{\"<<\":{\"a\":1}}" },
	{ "a byte order mark is skipped", "\xef\xbb\xbf\x61: 1", "{\"a\":1}" },
	{ "Windows line ends", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", "{\"a\":1,\"b\":\"x\\ny\\n\"}" },
	{ "flow YAML that is not JSON", "{a: 1, b: [x, y,], }", "{\"a\":1,\"b\":[\"x\",\"y\"]}" },
};
/* clang-format on */

START_TEST(yaml_reads_as)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	BUF_AUTO struct buf out = BUF_INIT(0), errors = BUF_INIT(0);
	struct node *n = yaml_parse(&a, slice_str(reads[_i].yaml), &d, "t.yaml");

	ck_assert_msg(n && !d.n, "%s: %s", reads[_i].title, said(&d, &errors));
	node_write_json(&out, n);
	ck_assert_msg(strcmp(buf_cstr(&out), reads[_i].json) == 0, "%s: %s", reads[_i].title, buf_cstr(&out));
	arena_free(&a);
	diag_release(&d);
}
END_TEST

/* clang-format off */
static const struct {
	const char *yaml, *said;
} complaints[] = {
	{ "a:\n\tb: 1\n",
	  "t.yaml:2:1: error: YAML is indented with spaces; there is a tab here [syntax]\n" },
	{ "a:\n  b: 1\n\tc: 2\n",
	  "t.yaml:3:1: error: YAML is indented with spaces; there is a tab here [syntax]\n" },
	{ "a: \"x\nb: 1\n",
	  "t.yaml:1:4: error: the string that begins here has no closing quote [syntax]\n" },
	{ "a: \"x\nb: \"y\"\nc: 1\n",
	  "t.yaml:2:5: error: nothing may follow the closing quote of the string that began at line 1, column 4: perhaps a quote is missing there [syntax]\n" },
	{ "a: 'it's'\n",
	  "t.yaml:1:8: error: nothing may follow the closing quote of the string that began at line 1, column 4: the text must end or its quotes be escaped [syntax]\n" },
	{ "a: b: c\n",
	  "t.yaml:1:5: error: a ':' makes no sense here: text that holds ': ' must be quoted, or the indentation is wrong [syntax]\n" },
	{ "a:\n   b: 1\n  c: 2\n",
	  "t.yaml:3:3: error: a key is expected here, indented like its neighbours (of what began at line 1, column 1) [syntax]\n" },
	{ "a: 1\nb\nc: 2\n",
	  "t.yaml:2:1: error: this stands where a key is expected, but no ':' follows it on its line [syntax]\n" },
	{ "- 1\n- 2\nb: 3\n",
	  "t.yaml:3:1: error: a list item ('- ') is expected here, indented like its neighbours (of what began at line 1, column 1) [syntax]\n" },
	{ "a: [1, 2\nb: 3\n",
	  "t.yaml:2:2: error: ',' or ']' is expected here (of what began at line 1, column 4) [syntax]\n" },
	{ "a: {b: 1\n",
	  "t.yaml:2:1: error: ',' or '}' is expected here (of what began at line 1, column 4) [syntax]\n" },
	{ "a: {b: ${x}}\n",
	  "t.yaml:1:9: error: ${...} must be quoted inside { } and [ ]: \"${...}\" [syntax]\n" },
	{ "a: *x\n",
	  "t.yaml:1:4: error: no anchor '&x' stands above this alias [syntax]\n" },
	{ "a: *\n",
	  "t.yaml:1:5: error: '*' begins an alias; text that begins with it must be quoted [syntax]\n" },
	{ "a: &\n",
	  "t.yaml:1:5: error: '&' begins an anchor; text that begins with it must be quoted [syntax]\n" },
	{ "a: @x\n",
	  "t.yaml:1:4: error: text that begins with @ must be quoted [syntax]\n" },
	{ "a: %x\n",
	  "t.yaml:1:4: error: text that begins with % must be quoted [syntax]\n" },
	{ "a: \"\\q\"\n",
	  "t.yaml:1:5: error: an unknown escape in a double-quoted string; a backslash itself is written \\\\ [syntax]\n" },
	{ "a: \"\\ud83d\\ude00\"\n",
	  "t.yaml:1:7: error: the escape stands for no character (YAML has no surrogate pairs: write \\U0001F600) [syntax]\n" },
	{ "ok: \xc3\xa9\nb: \xc3\xa9\x7f\n",
	  "t.yaml:2:5: error: the character U+007F is not allowed in YAML [syntax]\n" },
	{ "a: !foo x\n",
	  "t.yaml:1:4: warning: the tag '!foo' means nothing here; the value is read as if it had none [syntax]\n" },
	{ "a: !%1b-31m x\n",
	  "t.yaml:1:4: warning: the tag '!\\x1b-31m' means nothing here; the value is read as if it had none [syntax]\n" },
	{ "\"\\e[31m\": 1\n\"\\e[31m\": 2\n",
	  "t.yaml:2:1: error: the key '\\x1b[31m' is here a second time; the first is at line 1, column 1 [duplicate-key]\n" },
	{ "a: !x!y z\n",
	  "t.yaml:1:4: error: a tag with an unknown handle [syntax]\n" },
	{ "a: !!int x\n",
	  "t.yaml:1:4: error: the value is tagged !!int, but it is none [syntax]\n" },
	{ "a: !!int 1.5\n",
	  "t.yaml:1:4: error: the value is tagged !!int, but it is none [syntax]\n" },
	{ "a: !!map [x]\n",
	  "t.yaml:1:4: error: the value is tagged !!map, but it is none [syntax]\n" },
	{ "? [a]\n: 1\nb: 2\n",
	  "t.yaml:1:3: error: a key must be text, not an object or an array [syntax]\n" },
	{ "a: 1\nb: 2\na: 3\n",
	  "t.yaml:3:1: error: the key 'a' is here a second time; the first is at line 1, column 1 [duplicate-key]\n" },
	{ "{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, b: 10}",
	  "t.yaml:1:56: error: the key 'b' is here a second time; the first is at line 1, column 8 [duplicate-key]\n" },
	{ "&a [*a]",
	  "t.yaml:1:5: error: the alias stands inside its own anchor [syntax]\n" },
	{ "a: &a\n  b: *a\n",
	  "t.yaml:2:6: error: the alias stands inside its own anchor [syntax]\n" },
	{ "<<: 3\n",
	  "t.yaml:1:1: error: '<<' merges an object or a list of objects, not a number [syntax]\n" },
	{ "<<: [{a: 1}, 2]\n",
	  "t.yaml:1:1: error: '<<' merges an object or a list of objects, not a number [syntax]\n" },
	{ "a: 1\n...\nb: 2\n",
	  "t.yaml:3:1: error: the document ended above; what follows must begin with '---' or be indented like the rest [syntax]\n" },
	{ "%YAML 3.0\n---\na",
	  "t.yaml:1:1: error: %YAML must be 1.1 or 1.2 [syntax]\n" },
	{ "a: 1\n---\nb: 2\n",
	  "t.yaml:3:1: error: a second document is not expected here [syntax]\n" },
	{ "a: - b\n",
	  "t.yaml:1:4: error: a list item ('- ') cannot begin here [syntax]\n" },
	{ "x: \xff",
	  "t.yaml:1:4: error: the byte 0xFF is not UTF-8 [syntax]\n" },
	{ "\xff\xfe\x61",
	  "t.yaml:1:1: error: the file is UTF-16; save it as UTF-8 [syntax]\n" },
	{ "a: |x\n",
	  "t.yaml:1:5: error: behind '|' or '>' the line must end [syntax]\n" },
};
/* clang-format on */

START_TEST(yaml_is_complained_of_like_this)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	BUF_AUTO struct buf out = BUF_INIT(0);

	yaml_parse(&a, slice_str(complaints[_i].yaml), &d, "t.yaml");
	ck_assert_str_eq(said(&d, &out), complaints[_i].said);
	arena_free(&a);
	diag_release(&d);
}
END_TEST

/* Every line stands for ten times the one before. */
static void write_bomb(struct buf *out, int lines)
{
	buf_str(out, "a0: &a0 [x]\n");
	for (int i = 1; i < lines; i++) {
		buf_printf(out, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			buf_printf(out, "%s*a%d", k ? ", " : "", i - 1);
		buf_str(out, "]\n");
	}
}

START_TEST(an_alias_bomb_ends_at_the_limit)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	BUF_AUTO struct buf text = BUF_INIT(0), out = BUF_INIT(0);

	write_bomb(&text, 30);
	ck_assert(!yaml_parse(&a, buf_view(&text), &d, "t.yaml"));
	ck_assert_str_eq(said(&d, &out), "t.yaml:8:10: error: with its aliases followed, more than 4194304 "
					 "values in all files [limit]\n");
	ck_assert_uint_lt(a.total_bytes, 1 << 16);
	arena_free(&a);
	diag_release(&d);
}
END_TEST

START_TEST(aliases_of_aliases_end_at_the_depth_limit)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	BUF_AUTO struct buf text = BUF_INIT(0), out = BUF_INIT(0);

	buf_str(&text, "- &a0 [x]\n");
	for (int i = 1; i < 1000; i++)
		buf_printf(&text, "- &a%d [*a%d]\n", i, i - 1);
	ck_assert(!yaml_parse(&a, buf_view(&text), &d, "t.yaml"));
	ck_assert_str_eq(said(&d, &out), "t.yaml:256:10: error: with its aliases followed, nested more than "
					 "256 levels deep [limit]\n");
	arena_free(&a);
	diag_release(&d);
}
END_TEST

static const char *const openings[] = { "[", "{", "- ", "? ", "[{", " [\n" };

START_TEST(hostile_nesting_is_refused_early)
{
	enum { TIMES = 1 << 20 };
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	BUF_AUTO struct buf text = BUF_INIT(0);

	for (int i = 0; i < TIMES; i++)
		buf_str(&text, openings[_i]);
	ck_assert(!yaml_parse(&a, buf_view(&text), &d, "t.yaml"));
	ck_assert_uint_eq(d.errors, 1);
	ck_assert_int_eq(d.findings[0].code, DIAG_LIMIT);
	ck_assert_uint_lt(a.total_bytes - text.len, 1 << 18);
	arena_free(&a);
	diag_release(&d);
}
END_TEST

START_TEST(percent_tag_lines_are_few)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	BUF_AUTO struct buf text = BUF_INIT(0), out = BUF_INIT(0);

	for (int i = 0; i < 100000; i++)
		buf_printf(&text, "%%TAG !a%d! x\n", i);
	buf_str(&text, "--- 1\n");
	ck_assert(!yaml_parse(&a, buf_view(&text), &d, "t.yaml"));
	ck_assert_str_eq(said(&d, &out), "t.yaml:33:1: error: more than 32 %TAG directives [limit]\n");
	arena_free(&a);
	diag_release(&d);
}
END_TEST

START_TEST(yaml_places_count_lines_and_code_points)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct node *n = yaml_parse(
		&a, SLICE_LIT("# \xc3\xbc\na:\n  - \"\xf0\x9f\x98\x80\" # x\n  - {\xc3\xbc: [1]}\n"), &d,
		"t.yaml");
	const struct member *m = node_member(n, SLICE_LIT("a"));

	ck_assert_uint_eq(m->line, 2);
	ck_assert_uint_eq(m->col, 1);
	ck_assert_uint_eq(m->value->items[0]->line, 3);
	ck_assert_uint_eq(m->value->items[0]->col, 5);
	ck_assert_uint_eq(m->value->items[1]->members[0].value->line, 4);
	ck_assert_uint_eq(m->value->items[1]->members[0].value->col, 9);
	ck_assert_str_eq(node_loc(m->value).file, "t.yaml");
	arena_free(&a);
	diag_release(&d);
}
END_TEST

SUITE(yaml)
{
	LOOP_TEST(yaml_reads_as, 0, ARRAY_SIZE(reads));
	LOOP_TEST(yaml_is_complained_of_like_this, 0, ARRAY_SIZE(complaints));
	TEST(an_alias_bomb_ends_at_the_limit);
	TEST(aliases_of_aliases_end_at_the_depth_limit);
	LOOP_TEST(hostile_nesting_is_refused_early, 0, ARRAY_SIZE(openings));
	TEST(percent_tag_lines_are_few);
	TEST(yaml_places_count_lines_and_code_points);
}
