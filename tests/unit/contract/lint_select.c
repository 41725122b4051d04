/* Selectors: what they pick, in which order, once each; and what is none. */
#include "contract/lint_select.h"

#include "base/buf.h"
#include "suite.h"

static const char document[] =
	"a:\n  b: [x, y]\n  'c d': { b: z }\nr: { $ref: '#/a' }\nself: { to: { $ref: '#/self' } }\n";

static const struct {
	const char *select, *picks; /* the nodes as JSON, ; between them */
} rows[] = {
	{"$.a.b",		   "[\"x\",\"y\"]"				   },
	{ "$.a.b[1]",	      "\"y\""				      },
	{ "$.a.b[2]",	      ""					   },
	{ "$.a.b.*",	     "\"x\";\"y\""				   },
	{ "$['a']['c d'].b",    "\"z\""				      },
	{ "$[\"a\"][*][0]",	    "\"x\""				      },
	{ "$..b",		  "[\"x\",\"y\"];\"z\""			},
	{ "$.a..b",		    "[\"x\",\"y\"];\"z\""			  },
	{ "$..b[0]",	     "\"x\""				      },
	{ "$.r.b[0]",	      "\"x\""				      },
	{ "$.r",		 "{\"b\":[\"x\",\"y\"],\"c d\":{\"b\":\"z\"}}"},
	{ "$.self.to.to.to.to", "{\"to\":{\"$ref\":\"#/self\"}}"		 },
	{ "$..nothing",		""					   },
};

static void add(void *context, struct node *n)
{
	struct buf *out = context;

	if (out->len)
		buf_char(out, ';');
	node_write_json(out, n);
}

START_TEST(a_selector_picks_these)
{
	struct diag d = { 0 };
	struct library l;
	struct arena a = ARENA_INIT;
	BUF_AUTO struct buf picked = BUF_INIT(0);
	const char *why;
	size_t where;
	struct select *s = select_parse(&a, slice_str(rows[_i].select), &why, &where);
	struct document *doc;

	ck_assert_msg(s != NULL, "%s", rows[_i].select);
	library_init(&l, &d);
	doc = library_load_text(&l, "a.yaml", slice_str(document));
	select_each(s, &l, doc->root, add, &picked);
	ck_assert_str_eq(buf_cstr(&picked), rows[_i].picks);
	ck_assert_uint_eq(d.n, 0);
	library_release(&l);
	diag_release(&d);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *select;
	size_t where;
} bad[] = {
	{"",	      0},
	      { "a",	     0},
	      { "$a",	      1},
	  { "$.",	  2},
	  { "$..",	   3},
	  { "$[",	  2},
	{ "$[1",	 3},
	      { "$['a]",	 2},
	      { "$[?(@.a)]", 2},
	  { "$.a b",     3},
	  { "$[-1]",     2},
};

START_TEST(what_is_no_selector_is_told_from_its_byte)
{
	struct arena a = ARENA_INIT;
	const char *why = NULL;
	size_t where = 99;

	ck_assert_ptr_null(select_parse(&a, slice_str(bad[_i].select), &why, &where));
	ck_assert_ptr_nonnull(why);
	ck_assert_uint_eq(where, bad[_i].where);
	arena_free(&a);
}
END_TEST

SUITE(contract_lint_select)
{
	LOOP_TEST(a_selector_picks_these, 0, ARRAY_SIZE(rows));
	LOOP_TEST(what_is_no_selector_is_told_from_its_byte, 0, ARRAY_SIZE(bad));
}
