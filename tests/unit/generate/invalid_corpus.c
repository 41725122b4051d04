/* JSON-Schema-Test-Suite, all drafts: every constraint of every satisfiable schema is broken alone, or it is
 * said that it cannot be.
 *
 * With UNDERSTUDY_BROKEN_INSTANCES=FOLDER what is made is left there, for a judge that is not ours
 * (tests/e2e/test_second_judge.py). */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "generate/invalid.h"
#include "made.h"
#include "generate/satisfiable.h"
#include "suite.h"

static const int64_t wall_us = (int64_t)MADE_WALL_S * 1000000;

/* So many constraints are broken, by draft; it only grows. */
static const unsigned floors[SATISFIABLE_DRAFTS] = { 430, 490, 520, 785, 750 };

struct tally {
	struct satisfiable suite; /* first */
	unsigned constraints, broken;
};

static void write_line(FILE *out, const char *file, struct slice title, struct slice schema,
		       const struct breach *b, struct slice value)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	if (!out)
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
	ck_assert_uint_eq(fwrite(line.data, 1, line.len, out), line.len);
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

static void try_schema(struct satisfiable *s, const char *file, struct slice title, struct slice schema)
{
	struct tally *t = (struct tally *)(void *)s;
	struct made m;
	const struct breaches *all;

	made_init_with(&m, schema, 42, s->dialect, &s->remotes);
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
			write_line(s->out, file, title, schema, &all->list[i], buf_view(&m.json));
		} else {
			ck_assert_msg(*why, "%s: %.*s: no reason", file, SLICE_FMT(title));
			printf("invalid: %s: %s: %.*s: %.*s: %s\n", schema_dialect_name(s->dialect), file,
			       SLICE_FMT(title), SLICE_FMT(all->list[i].label), why);
		}
		arena_free(&a);
	}
	made_release(&m);
}

START_TEST(every_constraint_of_the_suite_is_broken_alone_or_said_to_be_unbreakable)
{
	struct tally t = { 0 };

	if (!satisfiable_each(&t.suite, (size_t)_i, getenv("UNDERSTUDY_BROKEN_INSTANCES"), try_schema))
		return;
	printf("invalid: %s: of %u constraints %u are broken alone\n", t.suite.draft, t.constraints,
	       t.broken);
	ck_assert_uint_ge(t.broken, floors[_i]);
}
END_TEST

SUITE(generate_invalid_corpus)
{
	LOOP_TEST(every_constraint_of_the_suite_is_broken_alone_or_said_to_be_unbreakable, 0,
		  SATISFIABLE_DRAFTS);
}
