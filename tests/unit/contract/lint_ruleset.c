/* The reference parser's rules, case by case: what one of them reports we find at the same place, and where
 * it is silent, ours of the same meaning is silent too. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "contract/lint.h"
#include "contract/spot.h"
#include "suite.h"

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

static void pointer_of_path(struct buf *out, const struct node *path)
{
	for (size_t i = 0; path && i < path->n; i++)
		json_pointer_add(out, node_text(path->items[i]));
}

/* A missing member is said of its holder by one and of its own place by the other. */
static bool same_place(struct slice ours, struct slice theirs)
{
	struct slice longer = ours.len > theirs.len ? ours : theirs,
		     shorter = ours.len > theirs.len ? theirs : ours;
	struct slice rest = slice_from(longer, shorter.len);

	if (!slice_starts(longer, shorter))
		return false;
	return !rest.len || (rest.ptr[0] == '/' && slice_find(slice_from(rest, 1), '/') == rest.len - 1);
}

static struct slice our_pointer(struct arena *a, struct spots *spots, const struct finding *f)
{
	const struct spot *spot = f->pointer ? NULL : spot_at(spots, f->at);
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (f->pointer)
		return slice_str(f->pointer);
	if (spot)
		spot_pointer(spots, spot, &b);
	return arena_copy(a, buf_view(&b));
}

/* The row of ours that stands for the reference's rule, or NULL: then the loader finds it. */
static const char *row_for(struct slice reference)
{
	struct lint_row row;

	for (size_t i = 0; lint_row(i, &row); i++)
		if (row.reference && !row.by_loader && slice_is(reference, row.reference))
			return row.id;
	return NULL;
}

/* Places that we do not find, and why ours is right or still to come. */
static const struct {
	const char *id;
	unsigned missed;
} elsewhere[] = {
	/* Avro payloads are not read here. */
	{"asyncapi2-message-examples-spectral-v2.05-handles-oneof-processing",		3},
 /* A schema is compiled up to its first error. */
	{ "asyncapi2-schemas.05-invalid-schema-oneof-case",				    1},
 /* Said at the url that names the variables, not beside it. */
	{ "asyncapi2-server-variables.03-server-has-not-defined-definition-for-two-of-the-u", 1},
};

static unsigned missed_elsewhere(struct slice id)
{
	for (size_t i = 0; i < ARRAY_SIZE(elsewhere); i++)
		if (slice_is(id, elsewhere[i].id))
			return elsewhere[i].missed;
	return 0;
}

/* An error of theirs is an error of ours, by whatever name; advice is what the rule of that meaning gives. */
static bool is_candidate(const struct finding *f, const char *rule, bool is_error)
{
	if (is_error)
		return f->severity == SEVERITY_ERROR;
	return rule ? !strcmp(finding_rule(f), rule) : !f->rule;
}

/* What stands under a key that may not be there is not looked at. */
static bool covers(const struct finding *f, struct slice ours, struct slice theirs)
{
	return f->code == DIAG_UNKNOWN_KEY && slice_starts(theirs, ours) && theirs.len > ours.len &&
	       theirs.ptr[ours.len] == '/';
}

static bool found_at(struct arena *a, struct spots *spots, const struct diag *d, const char *rule,
		     const struct node *error)
{
	BUF_AUTO struct buf theirs = BUF_INIT(0);
	int64_t severity = 0;

	pointer_of_path(&theirs, node_get(error, "path"));
	node_int(node_get(error, "severity"), &severity);
	for (size_t i = 0; i < d->n; i++) {
		const struct finding *f = &d->findings[i];
		struct slice ours = our_pointer(a, spots, f);

		if (is_candidate(f, rule, severity == 0) &&
		    (same_place(ours, buf_view(&theirs)) || covers(f, ours, buf_view(&theirs))))
			return true;
	}
	return false;
}

static unsigned judge_case(struct arena *a, const struct node *one, unsigned *places)
{
	const char *file = arena_printf(a, "%s/asyncapi-examples/parser-js-ruleset/%.*s.json", corpus_path(),
					SLICE_FMT(node_get_text(one, "id")));
	const struct node *errors = node_get(one, "rule_errors");
	const char *rule = row_for(node_get_text(one, "rule"));
	const struct contract_options anywhere = { .allow_outside = true };
	const struct lint_settings all = { 0 };
	struct diag d = { .max = 10000 };
	struct contract *c = contract_load_with(file, &anywhere, &d);
	struct spots spots;
	unsigned missed = 0;

	ck_assert_msg(c != NULL, "%s", file);
	contract_lint(c, &all, &d, 0);
	spots_init(&spots, &c->library);
	for (size_t i = 0; i < errors->n; i++) {
		++*places;
		missed += !found_at(a, &spots, &d, rule, errors->items[i]);
	}
	ck_assert_msg(missed <= missed_elsewhere(node_get_text(one, "id")), "%s: %u places not found", file,
		      missed);
	for (size_t i = 0; rule && !errors->n && i < d.n; i++)
		ck_assert_msg(strcmp(finding_rule(&d.findings[i]), rule) != 0,
			      "%s: %s is silent there, %s is not: %s", file, node_get_text(one, "rule").ptr,
			      rule, d.findings[i].text);
	spots_release(&spots);
	contract_drop(c);
	diag_release(&d);
	return missed;
}

START_TEST(what_the_reference_rules_report_we_find_at_the_same_place)
{
	struct arena a = ARENA_INIT;
	unsigned missed = 0, places = 0;
	struct node *cases;

	if (!corpus_path())
		return;
	cases = read_json(&a, arena_printf(&a, "%s/asyncapi-examples/ruleset-cases.json", corpus_path()));
	ck_assert(node_is(cases, NODE_LIST));
	for (size_t i = 0; i < cases->n; i++)
		missed += judge_case(&a, cases->items[i], &places);
	printf("ruleset: %zu cases, %u places, %u missed\n", cases->n, places, missed);
	ck_assert_uint_eq(cases->n, 126);
	ck_assert_uint_ge(places, 90);
	arena_free(&a);
}
END_TEST

SUITE(contract_lint_ruleset)
{
	tcase_set_timeout(tcase, 60);
	TEST(what_the_reference_rules_report_we_find_at_the_same_place);
}
