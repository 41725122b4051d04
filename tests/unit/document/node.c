/* Making, changing, comparing and finding nodes. */
#include <stdio.h>

#include "document/document.h"
#include "suite.h"

static struct node *parse(struct arena *a, const char *json)
{
	const char *why;
	size_t where;
	struct node *n = json_parse(a, slice_str(json), &why, &where);

	ck_assert_msg(n != NULL, "%s: %s at %zu", json, why, where);
	return n;
}

static void ck_json(const struct node *n, const char *json)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	node_write_json(&out, n);
	ck_assert_str_eq(buf_cstr(&out), json);
}

START_TEST(a_large_map_finds_sets_and_forgets_its_keys)
{
	enum { N = 1000 };
	struct arena a = ARENA_INIT;
	struct node *map = node_new(&a, NODE_MAP, NULL);
	char key[16];

	for (int i = 0; i < N; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		node_set(&a, map, slice_str(key), node_new_number(&a, slice_str(key + 1), NULL));
	}
	ck_assert_uint_eq(map->n, N);
	for (int i = 0; i < N; i += 2) {
		snprintf(key, sizeof(key), "k%d", i);
		node_unset(map, slice_str(key));
	}
	ck_assert_uint_eq(map->n, N / 2);
	for (int i = 0; i < N; i++) {
		int64_t value;

		snprintf(key, sizeof(key), "k%d", i);
		ck_assert_int_eq(node_int(node_get(map, key), &value), i % 2);
		ck_assert(!(i % 2) || value == i);
	}
	node_set(&a, map, SLICE_LIT("k1"), node_new_text(&a, SLICE_LIT("new"), NULL));
	ck_assert_uint_eq(map->n, N / 2);
	ck_assert(slice_is(node_get_text(map, "k1"), "new"));
	arena_free(&a);
}
END_TEST

START_TEST(a_copy_can_change_without_the_original)
{
	const char *json =
		"{\"a\":1,\"b\":[1,2],\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":10}";
	struct arena a = ARENA_INIT;
	struct node *n = parse(&a, json), *copy = node_copy(&a, n), *list;

	list = node_copy(&a, node_get(copy, "b"));
	node_append(&a, list, node_new(&a, NODE_NULL, NULL));
	node_set(&a, copy, SLICE_LIT("b"), list);
	node_set(&a, copy, SLICE_LIT("z"), node_new(&a, NODE_BOOL, NULL));
	node_unset(copy, SLICE_LIT("a"));
	ck_json(n, json);
	ck_json(copy, "{\"b\":[1,2,null],\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":10,"
		      "\"z\":false}");
	ck_assert(!node_get(copy, "a") && node_get(n, "a"));
	ck_assert(node_get(copy, "c") == node_get(n, "c"));
	arena_free(&a);
}
END_TEST

START_TEST(a_clone_outlives_the_original)
{
	struct arena a = ARENA_INIT, b = ARENA_INIT;
	struct node *n = parse(&a, "{\"a\":[1,\"x\",{\"b\":null}],\"c\":true}");
	struct node *clone = node_clone(&b, n);

	ck_assert(node_equal(n, clone));
	ck_assert_uint_eq(node_get(clone, "c")->col, node_get(n, "c")->col);
	arena_free(&a);
	ck_json(clone, "{\"a\":[1,\"x\",{\"b\":null}],\"c\":true}");
	arena_free(&b);
}
END_TEST

static const struct {
	const char *a, *b;
	bool equal;
} pairs[] = {
	{"{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1e0}", true },
	{ "[1,2]",		   "[2,1]",		    false},
	{ "[1,2]",		   "[1,2,3]",		      false},
	{ "{\"a\":1}",	       "{\"a\":1,\"b\":2}",	    false},
	{ "{\"a\":1}",	       "{\"b\":1}",		    false},
	{ "\"1\"",		   "1",			false},
	{ "null",		  "false",		   false},
	{ "true",		  "false",		   false},
	{ "true",		  "true",			  true },
	{ "\"a\\u0000b\"",	   "\"a\\u0000c\"",	    false},
	{ "{}",		 "[]",		      false},
};

START_TEST(values_are_equal_by_json_rules)
{
	struct arena a = ARENA_INIT;

	ck_assert_msg(node_equal(parse(&a, pairs[_i].a), parse(&a, pairs[_i].b)) == pairs[_i].equal,
		      "%s and %s", pairs[_i].a, pairs[_i].b);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *pointer, *json; /* json NULL: leads nowhere */
} pointers[] = {
	{"",	      "{\"a/b\":[10,{\"m~n\":1}],\"\":2}"},
	{ "/a~1b/0",	     "10"			       },
	{ "/a~1b/1/m~0n", "1"				},
	{ "/",	       "2"				},
	{ "/a~1b/2",	     NULL			       },
	{ "/a~1b/01",     NULL			       },
	{ "/a~1b/-",	     NULL			       },
	{ "/a~2b",	   NULL			       },
	{ "a",	       NULL			       },
	{ "/a/b",	  NULL			       },
	{ "/a~1b/0/x",    NULL			       },
};

START_TEST(a_pointer_leads_to)
{
	struct arena a = ARENA_INIT;
	struct node *n = node_at(parse(&a, pointers[0].json), slice_str(pointers[_i].pointer));

	if (pointers[_i].json)
		ck_json(n, pointers[_i].json);
	else
		ck_assert_msg(!n, "%s", pointers[_i].pointer);
	arena_free(&a);
}
END_TEST

START_TEST(asking_nothing_answers_nothing)
{
	int64_t value;

	ck_assert(!node_get(NULL, "a") && !node_at(NULL, SLICE_LIT("/a")) && !node_text(NULL).ptr);
	ck_assert(node_get_bool(NULL, "a", true) && !node_int(NULL, &value) && !node_is(NULL, NODE_NULL));
	ck_assert_str_eq(node_kind_name(NULL), "nothing");
}
END_TEST

SUITE(node)
{
	TEST(a_large_map_finds_sets_and_forgets_its_keys);
	TEST(a_copy_can_change_without_the_original);
	TEST(a_clone_outlives_the_original);
	LOOP_TEST(values_are_equal_by_json_rules, 0, ARRAY_SIZE(pairs));
	LOOP_TEST(a_pointer_leads_to, 0, ARRAY_SIZE(pointers));
	TEST(asking_nothing_answers_nothing);
}
