/* Following $ref: inside a document, to others, out of bounds, in circles. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "document/document.h"
#include "document/said.h"
#include "suite.h"

/* clang-format off */
static const char a_yaml[] =
	"components:\n"
	"  messages:\n"
	"    order: {payload: {type: object}}\n"
	"    a/b~c: {k: 1}\n"
	"    'a b': {k: 2}\n"
	"    list: [x, {y: 3}]\n"
	"    through: {$ref: '#/components/messages/order'}\n"
	"    chain: {$ref: '#/components/messages/through'}\n"
	"    other: {$ref: 'b.yaml#/here'}\n"
	"    circle: {$ref: '#/components/messages/back'}\n"
	"    back: {$ref: '#/components/messages/circle'}\n"
	"    self: {$ref: '#/components/messages/self/x'}\n"
	"    typed: {$ref: {type: string}}\n";
static const char b_yaml[] =
	"here: {k: 4}\n"
	"away: {$ref: 'a.yaml#/components/messages/list/1'}\n"
	"mine: {$ref: '#/here'}\n";

static const struct {
	const char *ref, *json, *said; /* json NULL: leads nowhere */
} rows[] = {
	{ "#/components/messages/order", "{\"payload\":{\"type\":\"object\"}}", "" },
	{ "#/components/messages/a~1b~0c", "{\"k\":1}", "" },
	{ "#/components/messages/a%20b", "{\"k\":2}", "" },
	{ "#/components/messages/a b", "{\"k\":2}", "" },
	{ "#/components/messages/list/1/y", "3", "" },
	{ "#/components/messages/chain", "{\"payload\":{\"type\":\"object\"}}", "" },
	{ "#/components/messages/chain/payload/type", "\"object\"", "" },
	{ "#/components/messages/typed", "{\"$ref\":{\"type\":\"string\"}}", "" },
	{ "#/components/messages/other/k", "4", "" },
	{ "b.yaml", "{\"here\":{\"k\":4},\"away\":{\"$ref\":\"a.yaml#/components/messages/list/1\"},"
		    "\"mine\":{\"$ref\":\"#/here\"}}", "" },
	{ "b.yaml#", NULL, NULL },
	{ "./b.yaml#/away/y", "3", "" },
	{ "%62.yaml#/mine/k", "4", "" },
	{ "#/components/messages/ordr", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#/components/messages/ordr', which is not in this document; "
	  "did you mean 'order'? [ref]\n" },
	{ "#/componets/messages/order", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#/componets/messages/order', which is not in this document; "
	  "did you mean 'components'? [ref]\n" },
	{ "#/components/messages/unlike-any", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#/components/messages/unlike-any', which is not in this document [ref]\n" },
	{ "b.yaml#/her", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to 'b.yaml#/her', which is not in b.yaml; did you mean 'here'? [ref]\n" },
	{ "#/components/messages/a/b~0c", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#/components/messages/a/b~0c', which is not in this document [ref]\n" },
	{ "#/components/messages/list/2", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#/components/messages/list/2', which is not in this document [ref]\n" },
	{ "#/components/messages/a~2b", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#/components/messages/a~2b', where a '~' is followed by neither 0 nor 1 [ref]\n" },
	{ "#order", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to '#order', where '/' must follow '#' [ref]\n" },
	{ "#/components/messages/circle", NULL,
	  "a.yaml:10:14: error: \"$ref\" points to '#/components/messages/back', which leads back to itself [ref]\n" },
	{ "#/components/messages/self", NULL,
	  "a.yaml:12:12: error: \"$ref\" points to '#/components/messages/self/x', which leads back to itself [ref]\n" },
	{ "https://example.com/x.yaml#/a", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to 'https://example.com/x.yaml#/a', which is fetched "
	  "only with --allow-remote; or keep a copy beside the document [ref]\n" },
	{ "none.yaml", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to 'none.yaml', but there is no file 'none.yaml' [ref]\n" },
	{ "a%1b[31m.yaml", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to 'a%1b[31m.yaml', but there is no file 'a\\x1b[31m.yaml' [ref]\n" },
	{ "a%00b.yaml", NULL,
	  "a.yaml:1:1: error: \"$ref\" points to 'a%00b.yaml', which is no file name [ref]\n" },
};
/* clang-format on */

START_TEST(a_reference_leads_to)
{
	struct diag d = { 0 };
	struct library l;
	struct node *root, *n;
	BUF_AUTO struct buf out = BUF_INIT(0), json = BUF_INIT(0);

	library_init(&l, &d);
	root = library_load_text(&l, "a.yaml", slice_str(a_yaml))->root;
	library_load_text(&l, "b.yaml", slice_str(b_yaml));
	n = library_resolve_text(&l, slice_str(rows[_i].ref), root);
	if (rows[_i].said)
		ck_assert_str_eq(said(&d, &out), rows[_i].said);
	else
		ck_assert(n && n == library_load_text(&l, "b.yaml", SLICE_NONE)->root);
	if (rows[_i].json) {
		node_write_json(&json, n);
		ck_assert_str_eq(buf_cstr(&json), rows[_i].json);
	}
	ck_assert(!!n == (rows[_i].json || !rows[_i].said));
	library_release(&l);
	diag_release(&d);
}
END_TEST

START_TEST(a_node_without_ref_is_itself_and_a_bad_ref_is_said_once)
{
	struct diag d = { 0 };
	struct library l;
	struct node *root;
	BUF_AUTO struct buf out = BUF_INIT(0);

	library_init(&l, &d);
	root = library_load_text(
		       &l, "a.yaml",
		       SLICE_LIT("a: {$ref: '#/c'}\nb: {$ref: '#/a'}\nx: {$ref: '#/y'}\ny: {$ref: '#/x'}\n"))
		       ->root;
	ck_assert(library_resolve(&l, root) == root);
	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < root->n; k++)
			ck_assert(!library_resolve(&l, root->members[k].value));
	ck_assert_str_eq(
		said(&d, &out),
		"a.yaml:1:5: error: \"$ref\" points to '#/c', which is not in this document; did you "
		"mean 'a'? [ref]\n"
		"a.yaml:3:5: error: \"$ref\" points to '#/y', which leads back to itself [ref]\n");
	library_release(&l);
	diag_release(&d);
}
END_TEST

/* r0 leads to r1, and so on to the last, which is a value. */
static struct node *resolve_chain(struct library *l, int refs)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct document *doc;

	for (int i = 0; i < refs; i++)
		buf_printf(&text, "r%d: {$ref: '#/r%d'}\n", i, i + 1);
	buf_printf(&text, "r%d: {k: 1}\n", refs);
	doc = library_load_text(l, "chain.yaml", buf_view(&text));
	return library_resolve(l, node_get(doc->root, "r0"));
}

START_TEST(a_chain_of_references_ends_at_the_limit)
{
	struct diag d = { 0 };
	struct library l;

	library_init(&l, &d);
	ck_assert(node_get(resolve_chain(&l, LIMIT_REF_CHAIN), "k"));
	library_release(&l);
	library_init(&l, &d);
	ck_assert(!resolve_chain(&l, LIMIT_REF_CHAIN + 1));
	ck_assert_uint_eq(d.errors, 1);
	ck_assert_int_eq(d.findings[0].code, DIAG_LIMIT);
	library_release(&l);
	diag_release(&d);
}
END_TEST

/* Each of the 30 leads to the next through two more: a chain of 90. */
START_TEST(references_that_a_pointer_passes_count_too)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct library l;
	struct document *doc;

	for (int i = 0; i < 30; i++)
		buf_printf(&text, "r%d: {$ref: '#/m%d/n'}\nm%d: {$ref: '#/o%d'}\no%d: {n: {$ref: '#/r%d'}}\n",
			   i, i, i, i, i, i + 1);
	buf_str(&text, "r30: {k: 1}\n");
	library_init(&l, &d);
	doc = library_load_text(&l, "a.yaml", buf_view(&text));
	ck_assert(!library_resolve(&l, node_get(doc->root, "r0")));
	ck_assert_uint_eq(d.errors, 1);
	ck_assert_int_eq(d.findings[0].code, DIAG_LIMIT);
	ck_assert(library_resolve(&l, node_get(doc->root, "r20")) == node_get(doc->root, "r30"));
	library_release(&l);
	diag_release(&d);
}
END_TEST

/* --- files */

static char dir[] = "/tmp/understudy-ref-XXXXXX";

static void put(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	ck_assert(f != NULL);
	fputs(text, f);
	fclose(f);
}

static void in_dir(const char *name, char path[128])
{
	snprintf(path, 128, "%s/%s", dir, name);
}

static void make_files(void)
{
	char path[128];

	memcpy(dir + strlen(dir) - 6, "XXXXXX", 6);
	ck_assert(mkdtemp(dir) != NULL);
	in_dir("sub", path);
	mkdir(path, 0755);
	in_dir("sub/deep", path);
	mkdir(path, 0755);
	put("secret.yaml", "k: 1\n");
	put("sub/deep/part.yaml", "up: {$ref: '../main.yaml#/here'}\n");
	put("sub/broken.yaml", "a: [\n");
	put("sub/main.yaml", "here: {k: 2}\n"
			     "down: {$ref: 'deep/part.yaml#/up'}\n"
			     "same: {$ref: './deep/../deep/part.yaml#/up/k'}\n"
			     "out: {$ref: '../secret.yaml'}\n"
			     "link: {$ref: 'link.yaml'}\n"
			     "absolute: {$ref: '/etc/passwd'}\n"
			     "directory: {$ref: 'deep'}\n"
			     "missing: {$ref: 'none.yaml'}\n"
			     "fifo: {$ref: 'fifo'}\n"
			     "broken: {$ref: 'broken.yaml'}\n"
			     "again: {$ref: 'broken.yaml#/a'}\n");
	in_dir("sub/link.yaml", path);
	ck_assert_int_eq(symlink("../secret.yaml", path), 0);
	in_dir("sub/fifo", path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
}

static void remove_files(void)
{
	static const char *const names[] = { "sub/deep/part.yaml",
					     "sub/deep",
					     "sub/main.yaml",
					     "sub/link.yaml",
					     "sub/fifo",
					     "sub/broken.yaml",
					     "sub",
					     "secret.yaml",
					     "" };
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		in_dir(names[i], path);
		remove(path);
	}
}

static const struct {
	const char *key, *why; /* why NULL: leads to k */
} file_rows[] = {
	{"down",	  NULL			       },
	{ "out",	 "which is outside of"	       },
	{ "link",	  "which is outside of"		},
	{ "absolute",  "which is outside of"		    },
	{ "directory", "a file that is a directory"	    },
	{ "missing",   "but there is no file"		    },
	{ "fifo",	  "a file that is not a regular file"},
	{ "broken",    "a value is expected here"	       },
};

START_TEST(a_reference_to_a_file)
{
	struct diag d = { 0 };
	struct library l;
	struct node *root, *n;
	char path[128];

	make_files();
	library_init(&l, &d);
	in_dir("sub/main.yaml", path);
	root = library_load(&l, path)->root;
	n = library_resolve(&l, node_get(root, file_rows[_i].key));
	if (file_rows[_i].why) {
		ck_assert(!n);
		ck_assert_uint_eq(d.errors, 1);
		ck_assert_msg(strstr(d.findings[0].text, file_rows[_i].why) != NULL, "%s",
			      d.findings[0].text);
	} else {
		ck_assert(n == node_get(root, "here"));
		ck_assert_uint_eq(d.n, 0);
	}
	library_release(&l);
	diag_release(&d);
	remove_files();
}
END_TEST

START_TEST(files_are_loaded_once_and_outside_when_allowed)
{
	struct diag d = { 0 };
	struct library l;
	struct node *root;
	char path[128];

	make_files();
	library_init(&l, &d);
	l.allow_outside = true;
	in_dir("sub/main.yaml", path);
	root = library_load(&l, path)->root;
	in_dir("sub/./deep/../main.yaml", path);
	ck_assert(library_load(&l, path)->root == root);
	ck_assert(node_is(library_resolve(&l, node_get(root, "same")), NODE_NUMBER));
	ck_assert(library_resolve(&l, node_get(root, "out")) == library_resolve(&l, node_get(root, "link")));
	ck_assert(!library_resolve(&l, node_get(root, "broken")) &&
		  !library_resolve(&l, node_get(root, "again")));
	ck_assert_uint_eq(d.errors, 1); /* that of the broken file itself */
	ck_assert_uint_eq(l.by_path.count, 4);
	library_release(&l);
	diag_release(&d);
	remove_files();
}
END_TEST

SUITE(ref)
{
	LOOP_TEST(a_reference_leads_to, 0, ARRAY_SIZE(rows));
	TEST(a_node_without_ref_is_itself_and_a_bad_ref_is_said_once);
	TEST(a_chain_of_references_ends_at_the_limit);
	TEST(references_that_a_pointer_passes_count_too);
	LOOP_TEST(a_reference_to_a_file, 0, ARRAY_SIZE(file_rows));
	TEST(files_are_loaded_once_and_outside_when_allowed);
}
