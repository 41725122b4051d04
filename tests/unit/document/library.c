/* Loading: which reader a text is for, what a file must not be, limits; and the whole corpus. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "document/document.h"
#include "document/said.h"
#include "suite.h"

/* clang-format off */
static const struct {
	const char *title, *file;
	struct slice text;
	const char *said;
	bool is_json;
} rows[] = {
	{ "JSON under any name is read as JSON", "a.yaml", SLICE_LIT(" {\"a\": \"\\ud83d\\ude00\"}"), "", true },
	{ "in JSON under any name a double key is seen", "<stdin>", SLICE_LIT("{\"a\":1,\n \"a\":2}"),
	  "<stdin>:2:2: error: the key 'a' is here a second time; the first is at line 1, column 2 [duplicate-key]\n", true },
	{ "YAML may begin with a brace", "a.yaml", SLICE_LIT("{a: 1, b: [c]}"), "", false },
	{ "a .json file is JSON and nothing else", "a.json", SLICE_LIT("{a: 1}"),
	  "a.json:1:2: error: a key in double quotes is expected here [syntax]\n", true },
	{ "an empty .json file is an error", "a.json", SLICE_LIT(""),
	  "a.json:1:1: error: the text ends where a value is expected [syntax]\n", true },
	{ "of two readers that fail, the one that got further is heard: YAML", "a.yaml", SLICE_LIT("{\"a\": b, c: [}"),
	  "a.yaml:1:14: error: a value is expected here [syntax]\n", false },
	{ "of two readers that fail, the one that got further is heard: JSON", "a.yaml",
	  SLICE_LIT("{\"a\": \"\\ud83d\\ude00\",\n\"b\": nope]"),
	  "a.yaml:2:6: error: a word without quotes is not a JSON value [syntax]\n", false },
	{ "a byte order mark is no part of the text", "a.json", SLICE_LIT("\xef\xbb\xbf{\"a\" 1}"),
	  "a.json:1:6: error: ':' is expected behind the key [syntax]\n", true },
	{ "UTF-16 is named", "a.yaml", SLICE_LIT("\xff\xfe" "a\0:\0"),
	  "a.yaml:1:1: error: the file is UTF-16; save it as UTF-8 [syntax]\n", false },
	{ "UTF-16 is named without its mark", "a.json", SLICE_LIT("{\0\"\0a\0"),
	  "a.json:1:1: error: the file is UTF-16; save it as UTF-8 [syntax]\n", false },
	{ "a binary file is no text", "a.yaml", SLICE_LIT("\x7f" "ELF\n\x02\x01\0\0\xff"),
	  "a.yaml:2:3: error: a NUL byte: this is not a text file [syntax]\n", false },
	{ "bytes that are not UTF-8 have a place", "a.json", SLICE_LIT("{\"\xc3\xbc\":\n \"x\xfc\"}"),
	  "a.json:2:4: error: the byte 0xFC is not UTF-8 [syntax]\n", false },
};
/* clang-format on */

START_TEST(a_text_is_read_by_the_right_reader)
{
	struct diag d = { 0 };
	struct library l;
	struct document *doc;
	BUF_AUTO struct buf out = BUF_INIT(0);

	library_init(&l, &d);
	doc = library_load_text(&l, rows[_i].file, rows[_i].text);
	ck_assert_msg(strcmp(said(&d, &out), rows[_i].said) == 0, "%s: %s", rows[_i].title, buf_cstr(&out));
	ck_assert_msg(doc->is_json == rows[_i].is_json, "%s", rows[_i].title);
	for (size_t i = 0; i < DOCUMENT_PADDING; i++)
		ck_assert_int_eq(doc->source.ptr[doc->source.len + i], 0);
	library_release(&l);
	diag_release(&d);
}
END_TEST

START_TEST(a_stream_has_more_documents)
{
	struct diag d = { 0 };
	struct library l;
	struct document *doc;

	library_init(&l, &d);
	doc = library_load_text(&l, "a.yaml", SLICE_LIT("a: &x 1\n---\nb: 2\n---\n- &x 3\n- *x\n"));
	ck_assert_uint_eq(doc->n_more, 2);
	ck_assert(node_get(doc->root, "a") && node_get(doc->more[0], "b"));
	ck_assert(node_is(doc->more[1], NODE_LIST));
	library_load_text(&l, "b.yaml", SLICE_LIT("- &x 1\n---\n- *x\n"));
	ck_assert_uint_eq(d.errors, 1); /* an anchor ends with its document */
	library_release(&l);
	diag_release(&d);
}
END_TEST

START_TEST(values_are_counted_over_all_files)
{
	struct diag d = { 0 };
	struct library l;

	library_init(&l, &d);
	l.n_nodes = LIMIT_DOCUMENT_NODES - 3;
	ck_assert(library_load_text(&l, "a.json", SLICE_LIT("[1]"))->root);
	ck_assert(!library_load_text(&l, "b.json", SLICE_LIT("[1]"))->root);
	ck_assert(!library_load_text(&l, "b.yaml", SLICE_LIT("- 1"))->root);
	ck_assert_uint_eq(d.errors, 2);
	ck_assert_int_eq(d.findings[0].code, DIAG_LIMIT);
	ck_assert_int_eq(d.findings[1].code, DIAG_LIMIT);
	library_release(&l);
	diag_release(&d);
}
END_TEST

START_TEST(a_tree_takes_less_than_twenty_times_its_text)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct library l;
	struct document *doc;

	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "field%d:\n  type: string\n  minLength: 1\n  enum: [a, b, 7]\n", i);
	library_init(&l, &d);
	doc = library_load_text(&l, "a.yaml", buf_view(&text));
	ck_assert_uint_eq(doc->root->n, 5000);
	ck_assert_uint_lt(doc->arena.total_bytes + doc->tree.total_bytes, 20 * text.len);
	library_release(&l);
	diag_release(&d);
}
END_TEST

/* A file of that size without the blocks. */
static void make_sparse(char path[32], off_t size)
{
	int fd;

	strncpy(path, "/tmp/understudy-big-XXXXXX", 32);
	fd = mkstemp(path);
	ck_assert(fd >= 0 && ftruncate(fd, size) == 0);
	close(fd);
}

START_TEST(a_file_that_cannot_be_a_document_is_refused_unread)
{
	struct diag d = { 0 };
	struct library l;
	BUF_AUTO struct buf out = BUF_INIT(0), want = BUF_INIT(0);
	char big[32];

	make_sparse(big, (off_t)LIMIT_DOCUMENT_BYTES + 1);
	library_init(&l, &d);
	ck_assert(!library_load(&l, big));
	ck_assert(!library_load(&l, "/dev/zero"));
	ck_assert(!library_load(&l, "/tmp"));
	ck_assert(!library_load(&l, "/tmp/no such file.yaml"));
	buf_printf(&want,
		   "%s: error: the file is larger than 64 MiB [limit]\n"
		   "/dev/zero: error: the file is not a regular file [file]\n"
		   "/tmp: error: the file is a directory [file]\n"
		   "/tmp/no such file.yaml: error: the file does not exist [file]\n",
		   big);
	ck_assert_str_eq(said(&d, &out), buf_cstr(&want));
	library_release(&l);
	diag_release(&d);
	unlink(big);
}
END_TEST

START_TEST(standard_input_is_a_document_too)
{
	struct diag d = { 0 };
	struct library l;
	struct document *doc;
	int in[2], old = dup(STDIN_FILENO);

	ck_assert(pipe(in) == 0 && write(in[1], "a: 1\na: 2\n", 10) == 10);
	close(in[1]);
	dup2(in[0], STDIN_FILENO);
	library_init(&l, &d);
	doc = library_load(&l, "-");
	ck_assert(doc && library_load(&l, "-") == doc);
	ck_assert_str_eq(doc->file, "<stdin>");
	ck_assert_str_eq(d.findings[0].at.file, "<stdin>");
	ck_assert_uint_eq(d.errors, 1);
	library_release(&l);
	diag_release(&d);
	dup2(old, STDIN_FILENO);
	close(old);
	close(in[0]);
}
END_TEST

/* --- the corpus */

static unsigned n_loaded;

static bool is_document(const char *path)
{
	struct slice s = slice_str(path);

	return slice_ends(s, SLICE_LIT(".yaml")) || slice_ends(s, SLICE_LIT(".yml")) ||
	       slice_ends(s, SLICE_LIT(".json"));
}

static void resolve_all(struct library *l, struct node *n)
{
	library_resolve(l, n);
	for (size_t i = 0; n->kind == NODE_LIST && i < n->n; i++)
		resolve_all(l, n->items[i]);
	for (size_t i = 0; n->kind == NODE_MAP && i < n->n; i++)
		resolve_all(l, n->members[i].value);
}

/* Is what was written as JSON the same when it is read again? */
static void ck_survives_json(const struct node *n, const char *path)
{
	BUF_AUTO struct buf json = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *again;

	node_write_json(&json, n);
	again = json_parse(&a, buf_view(&json), &why, &where);
	ck_assert_msg(again && node_equal(n, again), "%s: %s", path, again ? "not equal" : why);
	arena_free(&a);
}

static int load_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	struct diag d = { 0 };
	struct library l;
	struct document *doc;
	BUF_AUTO struct buf out = BUF_INIT(0);

	(void)ftw;
	if (type != FTW_F || !is_document(path) || !st->st_size)
		return 0;
	library_init(&l, &d);
	doc = library_load(&l, path);
	ck_assert_msg(doc && doc->root && !d.errors, "%s", said(&d, &out));
	ck_assert_msg(node_is(doc->root, NODE_MAP) || node_is(doc->root, NODE_LIST), "%s is %s", path,
		      node_kind_name(doc->root));
	ck_survives_json(doc->root, path);
	resolve_all(&l, doc->root);
	n_loaded++;
	library_release(&l);
	diag_release(&d);
	return 0;
}

START_TEST(every_document_of_the_corpus_loads)
{
	static const char *const folders[] = { "asyncapi-examples", "real-specs", "asyncapi-schemas" };
	const char *corpus = corpus_path();

	for (size_t i = 0; corpus && i < ARRAY_SIZE(folders); i++) {
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", corpus, folders[i]);
		ck_assert_int_eq(nftw(path, load_one, 16, FTW_PHYS), 0);
	}
	ck_assert(!corpus || n_loaded > 300);
}
END_TEST

SUITE(library)
{
	LOOP_TEST(a_text_is_read_by_the_right_reader, 0, ARRAY_SIZE(rows));
	TEST(a_stream_has_more_documents);
	TEST(values_are_counted_over_all_files);
	TEST(a_tree_takes_less_than_twenty_times_its_text);
	TEST(a_file_that_cannot_be_a_document_is_refused_unread);
	TEST(standard_input_is_a_document_too);
	TEST(every_document_of_the_corpus_loads);
}
