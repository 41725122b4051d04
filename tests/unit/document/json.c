/* The JSON reader: what it takes, what it refuses and where, places, limits. */
#include <stdlib.h>

#include "base/limits.h"
#include "document/document.h"
#include "suite.h"

static const struct {
	const char *title;
	struct slice text;
	const char *json;
} good[] = {
	{"words",			      SLICE_LIT(" [true,false,null] "),					     "[true,false,null]"	 },
	{ "numbers stay as written",	     SLICE_LIT("[0, -0, 1.0, 1e400, -12.50E+03, 12345678901234567890123]"),
	  "[0,-0,1.0,1e400,-12.50E+03,12345678901234567890123]"										},
	{ "empty list and map",		SLICE_LIT("{\"a\":[ ],\"b\":{ }}"),				    "{\"a\":[],\"b\":{}}"	  },
	{ "escapes",			   SLICE_LIT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\""),
	  "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\tA\""											      },
	{ "a surrogate pair is one character", SLICE_LIT("\"\\ud83d\\ude00\\uD834\\uDD1E\""),
	  "\"\xf0\x9f\x98\x80\xf0\x9d\x84\x9e\""											       },
	{ "U+0000 is a character like others", SLICE_LIT("{\"a\\u0000b\":\"\\u0000\"}"),
	  "{\"a\\u0000b\":\"\\u0000\"}"													},
	{ "other letters stay as they are",    SLICE_LIT("\"gr\xc3\xbc\xc3\x9f\""),					 "\"gr\xc3\xbc\xc3\x9f\""},
	{ "the empty key is a key",	    SLICE_LIT("{\"\":1}"),						   "{\"\":1}"	      },
	{ "a scalar alone",		    SLICE_LIT("7"),							"7"			},
};

START_TEST(json_reads_as)
{
	struct arena a = ARENA_INIT;
	BUF_AUTO struct buf out = BUF_INIT(0);
	const char *why;
	size_t where;
	struct node *n = json_parse(&a, good[_i].text, &why, &where);

	ck_assert_msg(n && !why, "%s: %s", good[_i].title, why);
	node_write_json(&out, n);
	ck_assert_msg(strcmp(buf_cstr(&out), good[_i].json) == 0, "%s: %s", good[_i].title, buf_cstr(&out));
	arena_free(&a);
}
END_TEST

static const struct {
	struct slice text;
	const char *why;
	size_t where;
} bad[] = {
	{SLICE_LIT(""),			 "the text ends where a value is expected",			    0 },
	{ SLICE_LIT("  "),			   "the text ends where a value is expected",		      2 },
	{ SLICE_LIT("[1,]"),		     "JSON allows no comma behind the last one",			 2 },
	{ SLICE_LIT("{\"a\":1,}"),		   "JSON allows no comma behind the last one",		       6 },
	{ SLICE_LIT("[1 2]"),		      "',' or ']' is expected here",				     3 },
	{ SLICE_LIT("{\"a\" 1}"),		  "':' is expected behind the key",				    5 },
	{ SLICE_LIT("{\"a\":1 \"b\":2}"),	  "',' or '}' is expected here",					 7 },
	{ SLICE_LIT("{a:1}"),		      "a key in double quotes is expected here",			 1 },
	{ SLICE_LIT("{'a':1}"),			"a key in double quotes is expected here",			   1 },
	{ SLICE_LIT("['a']"),		      "JSON strings take double quotes",				 1 },
	{ SLICE_LIT("[1, // one\n2]"),	       "JSON has no comments",					       4 },
	{ SLICE_LIT("[NaN]"),		      "a word without quotes is not a JSON value",			   1 },
	{ SLICE_LIT("trueish"),			"a word without quotes is not a JSON value",		     0 },
	{ SLICE_LIT("1 2"),			    "more text behind the end of the value",			     2 },
	{ SLICE_LIT("[1"),			   "the text ends inside an array",				    2 },
	{ SLICE_LIT("{\"a\":1"),		 "the text ends inside an object",				   6 },
	{ SLICE_LIT("{"),			  "the text ends inside an object",				    1 },
	{ SLICE_LIT("[01]"),		     "a number must not begin with 0",			       1 },
	{ SLICE_LIT("[-]"),			    "a digit must follow the minus sign",				  1 },
	{ SLICE_LIT("[1.]"),		     "a digit must follow the decimal point",			      1 },
	{ SLICE_LIT("[1e+]"),		      "the exponent has no digits",				    1 },
	{ SLICE_LIT("[.5]"),		     "a value is expected here",					 1 },
	{ SLICE_LIT("[+5]"),		     "a value is expected here",					 1 },
	{ SLICE_LIT("[\"a]"),		      "the string that begins here has no closing quote on its line", 1 },
	{ SLICE_LIT("[\"a\n\"]"),		  "the string that begins here has no closing quote on its line", 1 },
	{ SLICE_LIT("[\"a\\n b\n\"]"),	       "the string that begins here has no closing quote on its line", 1 },
	{ SLICE_LIT("[\"a\tb\"]"),		   "a control character in a string must be written as \\u00..",	 3 },
	{ SLICE_LIT("[\"a\0b\"]"),		   "a control character in a string must be written as \\u00..",	 3 },
	{ SLICE_LIT("[\"\\x\"]"),		  "a backslash must be followed by one of \" \\ / b f n r t u",	2 },
	{ SLICE_LIT("[\"\\u12g4\"]"),	      "\\u takes four hexadecimal digits",				   2 },
	{ SLICE_LIT("[\"\\u12"),		 "\\u takes four hexadecimal digits",			      2 },
	{ SLICE_LIT("[\"\\ud83d\"]"),	      "half of a surrogate pair stands for no character",		  2 },
	{ SLICE_LIT("[\"\\ud83d\\u0041\"]"),    "half of a surrogate pair stands for no character",		 2 },
	{ SLICE_LIT("[\"\\ude00\\ud83d\"]"),    "half of a surrogate pair stands for no character",		 2 },
	{ SLICE_LIT("{\"a\":1,\"\\u0061\":2}"), "an object has the same key twice",				    18},
	{ SLICE_LIT("[\"\xed\xa0\xbd\"]"),	   "the text is not UTF-8",					    2 },
	{ SLICE_LIT("[\0]"),		     "a value is expected here",					 1 },
};

START_TEST(json_is_refused_with_reason_and_place)
{
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *n = json_parse(&a, bad[_i].text, &why, &where);

	ck_assert_msg(!n && strcmp(why, bad[_i].why) == 0 && where == bad[_i].where, "%.*s: %s at %zu",
		      SLICE_FMT(bad[_i].text), why, where);
	arena_free(&a);
}
END_TEST

START_TEST(places_count_lines_and_code_points)
{
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *n = json_parse(
		&a, SLICE_LIT("{\n  \"\xc3\xbc\": \"\xf0\x9f\x98\x80\", \"b\": [1,\n\t{}]}"), &why, &where);
	const struct member *b = node_member(n, SLICE_LIT("b"));

	ck_assert_uint_eq(n->line, 1);
	ck_assert_uint_eq(n->col, 1);
	ck_assert_uint_eq(n->members[0].line, 2);
	ck_assert_uint_eq(n->members[0].col, 3);
	ck_assert_uint_eq(n->members[0].value->col, 8);
	ck_assert_uint_eq(b->col, 13);
	ck_assert_uint_eq(b->value->col, 18);
	ck_assert_uint_eq(b->value->items[1]->line, 3);
	ck_assert_uint_eq(b->value->items[1]->col, 2);
	arena_free(&a);
}
END_TEST

/* `n` times the one, then `n` times the other. */
static struct slice nested(size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++)
		buf_char(out, '[');
	for (size_t i = 0; i < n; i++)
		buf_char(out, ']');
	return buf_view(out);
}

START_TEST(nesting_ends_at_the_limit)
{
	BUF_AUTO struct buf most = BUF_INIT(0), more = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;

	ck_assert(json_parse(&a, nested(LIMIT_DOCUMENT_DEPTH, &most), &why, &where));
	ck_assert(!json_parse(&a, nested(LIMIT_DOCUMENT_DEPTH + 1, &more), &why, &where));
	ck_assert_str_eq(why, "nested too deeply");
	ck_assert_uint_eq(where, LIMIT_DOCUMENT_DEPTH);
	arena_free(&a);
}
END_TEST

SUITE(json)
{
	LOOP_TEST(json_reads_as, 0, ARRAY_SIZE(good));
	LOOP_TEST(json_is_refused_with_reason_and_place, 0, ARRAY_SIZE(bad));
	TEST(places_count_lines_and_code_points);
	TEST(nesting_ends_at_the_limit);
}
