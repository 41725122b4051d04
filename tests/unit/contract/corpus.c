/* Documents of other projects: none may crash the loader, and what it says of them is compared with the
 * reference parser's verdict, which may follow a $ref anywhere.  Where we mean to differ docs/conformance.md
 * has a row, and no row too many.  UNDERSTUDY_CORPUS_SHOW=1 lists the ones that differ. */
#include <stdlib.h>

#include "base/buf.h"
#include "contract/contract.h"
#include "suite.h"

struct tally {
	const char *page; /* docs/conformance.md */
	unsigned documents, rejected, listed;
};

static const struct {
	const char *folder;
	unsigned documents;
} corpora[] = {
	{"asyncapi-examples", 337},
	{ "real-specs",	14 },
};

static void read_file(struct buf *text, const char *file)
{
	FILE *in = fopen(file, "rb");
	size_t got;

	ck_assert_msg(in != NULL, "%s", file);
	while ((got = fread(buf_reserve(text, 65536), 1, 65536, in)) > 0)
		text->len += got;
	fclose(in);
}

static struct node *read_json(struct arena *a, const char *file)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	const char *why;
	size_t where;
	struct slice padded;

	read_file(&text, file);
	buf_add(&text, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	padded = arena_copy(a, buf_view(&text));
	return json_parse(a, slice_first(padded, padded.len - SCHEMA_PADDING), &why, &where);
}

/* Does an error of ours stand within a line of one of theirs? */
static bool have_a_place_in_common(const struct diag *d, const struct node *diagnostics)
{
	for (size_t i = 0; i < diagnostics->n; i++) {
		const struct node *one = diagnostics->items[i];
		int64_t line = 0;

		if (!slice_is(node_get_text(one, "severity"), "error") ||
		    !node_int(node_get(one, "line"), &line))
			continue;
		for (size_t k = 0; k < d->n; k++) {
			int64_t off = (int64_t)d->findings[k].at.line - line;

			if (d->findings[k].severity == SEVERITY_ERROR && off >= -1 && off <= 1)
				return true;
		}
	}
	return false;
}

static void show(const char *file, const struct node *expected, const struct diag *d, bool ours)
{
	const struct node *list = node_get(expected, "diagnostics");

	printf("%s: we %s\n", file, ours ? "accept" : "reject");
	for (size_t i = 0; i < d->n; i++)
		if (d->findings[i].severity == SEVERITY_ERROR)
			diag_print(stdout, &d->findings[i]);
	for (size_t i = 0; i < list->n; i++)
		if (slice_is(node_get_text(list->items[i], "severity"), "error"))
			printf("    theirs: %.*s: %.*s: %.*s\n",
			       SLICE_FMT(node_get(list->items[i], "line")
						 ? node_get(list->items[i], "line")->text
						 : SLICE_NONE),
			       SLICE_FMT(node_get_text(list->items[i], "code")),
			       SLICE_FMT(node_get_text(list->items[i], "message")));
}

/* A row of the page: | `FOLDER/DOCUMENT` | verdict or place | why | */
static bool is_listed(struct tally *t, const char *document, const char *what)
{
	BUF_AUTO struct buf row = BUF_INIT(0);
	bool listed;

	buf_printf(&row, "| `%s` | %s |", document, what);
	listed = strstr(t->page, buf_cstr(&row)) != NULL;
	t->listed += listed;
	return listed;
}

static void judge_one(struct tally *t, const char *folder, struct slice name, const struct node *expected)
{
	static const struct contract_options anywhere = { .allow_outside = true };
	struct diag d = { 0 };
	struct arena a = ARENA_INIT;
	const char *document = arena_printf(&a, "%s/%.*s", folder, SLICE_FMT(name));
	const char *file = arena_printf(&a, "%s/%s", corpus_path(), document);
	struct contract *c = contract_load_with(file, &anywhere, &d);
	bool theirs = node_get_bool(expected, "accepted", false), ours = d.errors == 0;
	bool near = theirs || ours || have_a_place_in_common(&d, node_get(expected, "diagnostics"));

	ck_assert_msg(c != NULL || d.errors, "%s: neither a contract nor an error", file);
	t->documents++;
	t->rejected += !ours && !theirs;
	if (getenv("UNDERSTUDY_CORPUS_SHOW") && (ours != theirs || !near))
		show(file, expected, &d, ours);
	ck_assert_msg(ours == theirs || is_listed(t, document, "verdict"), "%s: we %s it, they do not",
		      document, ours ? "accept" : "reject");
	ck_assert_msg(near || is_listed(t, document, "place"), "%s: no error within a line of theirs",
		      document);
	contract_drop(c);
	diag_release(&d);
	arena_free(&a);
}

static unsigned rows_of(const char *page, const char *folder)
{
	BUF_AUTO struct buf row = BUF_INIT(0);
	unsigned n = 0;

	buf_printf(&row, "| `%s/", folder);
	for (const char *at = page; (at = strstr(at, buf_cstr(&row))); at++)
		n++;
	return n;
}

START_TEST(the_corpus_is_judged_as_the_reference_parser_judges_it)
{
	struct arena a = ARENA_INIT;
	BUF_AUTO struct buf page = BUF_INIT(0);
	struct tally t = { 0 };
	const char *folder = corpora[_i].folder;
	struct node *expected;

	if (!corpus_path())
		return;
	read_file(&page, "docs/conformance.md");
	t.page = buf_cstr(&page);
	expected = read_json(&a, arena_printf(&a, "%s/%s/expected.json", corpus_path(), folder));
	ck_assert(node_is(expected, NODE_MAP));
	for (size_t i = 0; i < expected->n; i++) {
		struct member *m = &expected->members[i];

		if (!node_get_bool(m->value, "offline_only", false))
			judge_one(&t, folder, m->key, m->value);
	}
	printf("%s: %u documents, %u rejected as by the reference parser, %u of all listed as different\n",
	       folder, t.documents, t.rejected, t.listed);
	ck_assert_uint_eq(t.documents, corpora[_i].documents);
	ck_assert_uint_eq(t.listed, rows_of(t.page, folder));
	arena_free(&a);
}
END_TEST

SUITE(contract_corpus)
{
	tcase_set_timeout(tcase, 60);
	LOOP_TEST(the_corpus_is_judged_as_the_reference_parser_judges_it, 0, ARRAY_SIZE(corpora));
}
