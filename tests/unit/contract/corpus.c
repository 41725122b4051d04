/* Documents of other projects: none may crash the loader, and what it says of them is compared with the
 * reference parser's verdict, which may follow a $ref anywhere.  UNDERSTUDY_CORPUS_SHOW=1 lists the ones that
 * differ. */
#include <stdlib.h>

#include "base/buf.h"
#include "contract/contract.h"
#include "suite.h"

struct tally {
	unsigned documents, agreed, rejected,
		near; /* near: of the rejected ones, those with a place in common */
};

/* The least that must agree; raised whenever more do. */
static const struct {
	const char *folder;
	unsigned documents, agreed, near;
} corpora[] = {
	{"asyncapi-examples", 337, 336, 181},
	{ "real-specs",	14,  14,	3  },
};

static struct node *read_json(struct arena *a, const char *file)
{
	FILE *in = fopen(file, "rb");
	BUF_AUTO struct buf text = BUF_INIT(0);
	const char *why;
	size_t where, got;
	struct slice padded;

	ck_assert_msg(in != NULL, "%s", file);
	while ((got = fread(buf_reserve(&text, 65536), 1, 65536, in)) > 0)
		text.len += got;
	fclose(in);
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

static void judge_one(struct tally *t, const char *file, const struct node *expected)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_from(file, true, &d);
	bool theirs = node_get_bool(expected, "accepted", false), ours = d.errors == 0;
	bool near = !theirs && !ours && have_a_place_in_common(&d, node_get(expected, "diagnostics"));

	ck_assert_msg(c != NULL || d.errors, "%s: neither a contract nor an error", file);
	t->documents++;
	t->agreed += ours == theirs;
	t->rejected += !ours && !theirs;
	t->near += near;
	if (getenv("UNDERSTUDY_CORPUS_SHOW") && (ours != theirs || (!theirs && !near)))
		show(file, expected, &d, ours);
	contract_drop(c);
	diag_release(&d);
}

START_TEST(the_corpus_is_judged_as_the_reference_parser_judges_it)
{
	struct arena a = ARENA_INIT;
	struct tally t = { 0 };
	const char *folder;
	struct node *expected;

	if (!corpus_path())
		return;
	folder = arena_printf(&a, "%s/%s", corpus_path(), corpora[_i].folder);
	expected = read_json(&a, arena_printf(&a, "%s/expected.json", folder));
	ck_assert(node_is(expected, NODE_MAP));
	for (size_t i = 0; i < expected->n; i++) {
		struct member *m = &expected->members[i];

		if (!node_get_bool(m->value, "offline_only", false))
			judge_one(&t, arena_printf(&a, "%s/%.*s", folder, SLICE_FMT(m->key)), m->value);
	}
	printf("%s: of %u documents %u judged alike; of %u rejected by both %u with a place in common\n",
	       corpora[_i].folder, t.documents, t.agreed, t.rejected, t.near);
	ck_assert_uint_eq(t.documents, corpora[_i].documents);
	ck_assert_uint_ge(t.agreed, corpora[_i].agreed);
	ck_assert_uint_ge(t.near, corpora[_i].near);
	arena_free(&a);
}
END_TEST

SUITE(contract_corpus)
{
	tcase_set_timeout(tcase, 60);
	LOOP_TEST(the_corpus_is_judged_as_the_reference_parser_judges_it, 0, ARRAY_SIZE(corpora));
}
