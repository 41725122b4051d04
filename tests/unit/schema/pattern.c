/* ECMA-262 patterns: where they and PCRE2 differ, what is refused and where, and what a match may cost. */
#include "base/buf.h"
#include "schema/pattern.h"
#include "suite.h"

static const struct {
	const char *pattern, *text;
	bool matches;
} rows[] = {
	/* anchors */
	{"^a$",					  "a\n",		false},
	{ "a$|^b",				       "b\na",		   true },
	{ "^b",					  "a\nb",		false},
	{ "",					    "",		  true },
 /* classes */
	{ "^\\d$",				       "\xd9\xa3",	       false},
	{ "^\\w$",				       "\xc3\xa9",	       false},
	{ "^\\W$",				       "\xc3\xa9",	       true },
	{ "^\\s$",				       "\xef\xbb\xbf",	   true },
	{ "^\\s$",				       "\xe2\x80\xa8",	   true },
	{ "^\\s$",				       "\xc2\x85",	       false},
	{ "^\\S$",				       "\xc2\xa0",	       false},
	{ "^.$",					 "\xe2\x80\xa9",	 false},
	{ "^.$",					 "\xf0\x9f\x98\x80", true },
	{ "^[^a]$",				      "\n",		  true },
	{ "^[]",					 "a",		      false},
	{ "^[^]$",				       "\n",		 true },
	{ "^[\\w-]+$",				   "a-b",	      true },
	{ "^[\\b]$",				     "\b",		   true },
	{ "\\bcaf\xc3\xa9\\b",			       "caf\xc3\xa9",      false},
 /* escapes */
	{ "^\\cJ$",				      "\n",		  true },
	{ "^\\x41\\u0042\\u{43}$",			   "ABC",		  true },
	{ "^\\uD83D\\uDE00$",			      "\xf0\x9f\x98\x80", true },
	{ "^[\\u{1F600}-\\u{1F64F}]$",		       "\xf0\x9f\x98\x80", true },
	{ "^\\-\\@\\_$",				 "-@_",		true },
	{ "^\\v\\0?$",				   "\v",		     true },
 /* properties */
	{ "^\\p{Letter}\\p{L}\\p{gc=Uppercase_Letter}$", "\xc3\xa9xY",       true },
	{ "^\\p{Script=Greek}$",			 "\xce\xb1",	     true },
	{ "^\\p{sc=Grek}$",			      "a",		 false},
	{ "^\\P{Lowercase}$",			      "A",		   true },
	{ "^[\\p{Nd}_]+$",			       "\xd9\xa3_",	true },
	{ "^\\p{Assigned}$",			     "a",		  true },
	{ "^\\P{Assigned}$",			     "a",		  false},
 /* groups and references */
	{ "^(a)|\\1b$",				  "b",		     true },
	{ "^( )*?\\1+$",				 "",		     true },
	{ "^(?<n>a|b)\\k<n>$",			       "aa",		     true },
	{ "^(?<n>a|b)\\k<n>$",			       "ab",		     false},
	{ "^(?!.*--)[a-z-]+$",			       "a--b",	       false},
	{ "(?<=\\$)\\d+",				"$12",		 true },
	{ "(?<!\\$)\\b\\d+$",			      "$12",		     false},
 /* surrogates stand in no text */
	{ "^[\\ud800-\\udfff]",				"a",		     false},
	{ "^[\\ud700-\\ue001]$",			 "\xee\x80\x80",	 true },
};

START_TEST(a_pattern_means_what_ecma_262_says)
{
	struct arena a = ARENA_INIT;
	struct matcher *m = matcher_new();
	const char *why = NULL;
	size_t where;
	struct pattern *p = pattern_compile(&a, slice_str(rows[_i].pattern), true, &why, &where);

	ck_assert_msg(p, "%s: %s", rows[_i].pattern, why);
	ck_assert_msg(pattern_match(p, m, slice_str(rows[_i].text)) ==
			      (rows[_i].matches ? MATCHED_YES : MATCHED_NO),
		      "%s on \"%s\"", rows[_i].pattern, rows[_i].text);
	pattern_release(p);
	matcher_free(m);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *pattern;
	size_t where;
	const char *why;
} refused[] = {
	{"ab(",		 3, "not closed"		 },
	{ "a)",		1, "closes nothing"	    },
	{ "a++",	 2, "nothing to repeat"	},
	{ "(?i)a",	   2, "unknown kind of group"},
	{ "(?>a)",	   2, "unknown kind of group"},
	{ "a{2,1}",	    6, "backwards"		   },
	{ "x{,3}",	   2, "must begin a count"   },
	{ "[b-a]",	   4, "backwards"		  },
	{ "a\\Z",	  2, "no such escape"	      },
	{ "\\h",	 1, "no such escape"	     },
	{ "\\p{Bogus}",	8, "Unicode property"     },
	{ "\\p{lu}",     5, "Unicode property"	   },
	{ "\\p{L&}",     4, "Unicode property"	   },
	{ "\\u{110000}", 9, "past 10FFFF"	  },
	{ "(a)\\2",	    5, "backreference"	       },
	{ "a\\",	 2, "backslash ends"	     },
};

START_TEST(what_ecma_262_does_not_know_is_refused_where_it_stands)
{
	struct arena a = ARENA_INIT;
	const char *why = "";
	size_t where = 0;

	ck_assert_msg(!pattern_compile(&a, slice_str(refused[_i].pattern), false, &why, &where), "%s",
		      refused[_i].pattern);
	ck_assert_msg(strstr(why, refused[_i].why), "%s: %s", refused[_i].pattern, why);
	ck_assert_msg(where == refused[_i].where, "%s: at %zu", refused[_i].pattern, where);
	arena_free(&a);
}
END_TEST

START_TEST(a_lookbehind_of_no_fixed_length_works_or_is_pointed_at)
{
	struct arena a = ARENA_INIT;
	struct matcher *m = matcher_new();
	const char *why = "";
	size_t where = 0;
	struct pattern *p = pattern_compile(&a, SLICE_LIT("^(?<=b)|(?<=a*)c"), false, &why, &where);

	if (p) {
		ck_assert_int_eq(pattern_match(p, m, SLICE_LIT("aac")), MATCHED_YES);
		pattern_release(p);
	} else {
		ck_assert_uint_eq(where, 8);
		ck_assert_msg(strstr(why, "looks behind by a fixed length only"), "%s", why);
	}
	matcher_free(m);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *title, *pattern, *piece, *end;
	size_t times;
	enum matched want;
} costs[] = {
	{"a long text is no reason to give up",		 "^(?:a|b)*$", "ab",		     "",	 100000, MATCHED_YES     },
	{ "going back for ever is given up",		     "^(a+)+$",	"a",		     "!", 60,     MATCHED_TOO_LONG},
	{ "so is going back for ever from one of many places", "(x+x+)+y",   "xxxxxxxxxxxxxxxx-", "y", 20000,
	  MATCHED_TOO_LONG												      },
	{ "a class goes through all of it",		    "^[^,]*$",    "abcdefgh",	   "",  100000, MATCHED_YES	   },
	{ "a simple loop too",				 "^[a-h]+,?$", "abcdefgh",		 ",", 100000, MATCHED_YES	  },
};

START_TEST(what_a_match_may_cost_is_bounded)
{
	struct arena a = ARENA_INIT;
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct matcher *m = matcher_new();
	const char *why = "";
	size_t where;
	struct pattern *p = pattern_compile(&a, slice_str(costs[_i].pattern), true, &why, &where);

	for (size_t i = 0; i < costs[_i].times; i++)
		buf_str(&text, costs[_i].piece);
	buf_str(&text, costs[_i].end);
	ck_assert_msg(pattern_match(p, m, buf_view(&text)) == costs[_i].want, "%s", costs[_i].title);
	pattern_release(p);
	matcher_free(m);
	arena_free(&a);
}
END_TEST

SUITE(schema_pattern)
{
	LOOP_TEST(a_pattern_means_what_ecma_262_says, 0, ARRAY_SIZE(rows));
	LOOP_TEST(what_ecma_262_does_not_know_is_refused_where_it_stands, 0, ARRAY_SIZE(refused));
	TEST(a_lookbehind_of_no_fixed_length_works_or_is_pointed_at);
	LOOP_TEST(what_a_match_may_cost_is_bounded, 0, ARRAY_SIZE(costs));
}
