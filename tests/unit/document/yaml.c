/* YAML into trees: typing, aliases, merge keys, errors with places. */
#include <stdlib.h>

#include "document/document.h"
#include "suite.h"

static const struct {
	const char *title, *yaml, *json;
} reads[] = {
	{"an empty text is null",		   "",						     "null"			      },
	{ "only comments are null",		    "# nothing\n",					   "null"				  },
	{ "a block map",			    "a: 1\nb: x\n",					 "{\"a\":1,\"b\":\"x\"}"		 },
	{ "no, on and yes are text",		     "[no, on, yes, off, y, n]",
	  "[\"no\",\"on\",\"yes\",\"off\",\"y\",\"n\"]"											  },
	{ "true in three spellings",		     "[true, True, TRUE, tRUE]",				 "[true,true,true,\"tRUE\"]"	     },
	{ "null in four spellings and none",	     "a: null\nb: ~\nc: Null\nd: NULL\ne:\nf: nULL\n",
	  "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null,\"f\":\"nULL\"}"								    },
	{ "dates and times are text",		      "[2026-11-21, 2001-12-14t21:59:43.10-05:00, 12:30:45]",
	  "[\"2026-11-21\",\"2001-12-14t21:59:43.10-05:00\",\"12:30:45\"]"									   },
	{ "integers in every base are decimal",	"[0o17, 0x1F, 0xff, 007, +12, -0, -5]",
	  "[15,31,255,7,12,-0,-5]"													       },
	{ "the largest 0x number is exact",	    "[0xFFFFFFFFFFFFFFFF]",				    "[18446744073709551615]"	     },
	{ "a 0x number past 64 bits is text",	      "[0x1FFFFFFFFFFFFFFFF]",				       "[\"0x1FFFFFFFFFFFFFFFF\"]"	   },
	{ "long integers keep every digit",	    "[123456789012345678901234567890]",
	  "[123456789012345678901234567890]"												     },
	{ "floats are brought into JSON's grammar", "[.5, 1., -.5, +1.5, 1.e3, 01.50, 1e3, 1E+03]",
	  "[0.5,1.0,-0.5,1.5,1.0e3,1.50,1e3,1E+03]"											      },
	{ "what JSON cannot say is text",		  "[.inf, -.INF, .nan]",					 "[\".inf\",\"-.INF\",\".nan\"]"	 },
	{ "what only looks like a number is text",  "[1_000, 0b1, 1.2.3, '-', +, ., 0o8, 0xg, 1e, -0x1]",
	  "[\"1_000\",\"0b1\",\"1.2.3\",\"-\",\"+\",\".\",\"0o8\",\"0xg\",\"1e\",\"-0x1\"]"							    },
	{ "quoted scalars are text",		     "['1', \"true\", 'null', \"\"]",			      "[\"1\",\"true\",\"null\",\"\"]"    },
	{ "block scalars are text",		    "a: |\n  1\nb: >-\n  true\n  or not\n",
	  "{\"a\":\"1\\n\",\"b\":\"true or not\"}"											       },
	{ "tags are honoured",
	  "[!!str 1, !!int '5', !!float 5, !!bool 'true', !!null '', ! 12, !!map {}, !!seq []]",	     "[\"1\",5,5,true,null,\"12\",{},[]]"},
	{ "keys are text as written",		      "200: a\ntrue: b\n1.50: c\n~: d\n",
	  "{\"200\":\"a\",\"true\":\"b\",\"1.50\":\"c\",\"~\":\"d\"}"									    },
	{ "an alias is what its anchor is",	    "a: &x [1, {k: v}]\nb: *x\nc: &y text\nd: *y\n",
	  "{\"a\":[1,{\"k\":\"v\"}],\"b\":[1,{\"k\":\"v\"}],\"c\":\"text\",\"d\":\"text\"}"							    },
	{ "the latest anchor of a name counts",	"[&a 1, *a, &a 2, *a]",					"[1,1,2,2]"			    },
	{ "a key may be an anchor or an alias",	"&k name: 1\nx: *k\n? *k\n: 2\n",			  NULL				       },
	{ "an alias as a key",		       "a: &k name\n*k : 2\n",				       "{\"a\":\"name\",\"name\":2}"	     },
	{ "a merge key adds what is not there",	"base: &b {x: 1, y: 2}\nuse:\n  y: 3\n  <<: *b\n",
	  "{\"base\":{\"x\":1,\"y\":2},\"use\":{\"y\":3,\"x\":1}}"									       },
	{ "of merged maps the first wins",	   "- &a {k: 1}\n- &b {k: 2, l: 2}\n- <<: [*a, *b]\n",
	  "[{\"k\":1},{\"k\":2,\"l\":2},{\"k\":1,\"l\":2}]"										      },
	{ "two merge keys both merge",	       "- &a {k: 1}\n- &b {l: 2}\n- <<: *a\n  <<: *b\n",
	  "[{\"k\":1},{\"l\":2},{\"k\":1,\"l\":2}]"											      },
	{ "a quoted << is a key",			  "'<<': {a: 1}\n",					    "{\"<<\":{\"a\":1}}"		 },
	{ "a byte order mark is skipped",
	  "\xef\xbb\xbf"
	  "a: 1",											   "{\"a\":1}"			 },
	{ "Windows line ends",		       "a: 1\r\nb: |\r\n  x\r\n  y\r\n",			 "{\"a\":1,\"b\":\"x\\ny\\n\"}"	},
	{ "flow YAML that is not JSON",		"{a: 1, b: [x, y,], }",					"{\"a\":1,\"b\":[\"x\",\"y\"]}"	},
};

START_TEST(yaml_reads_as)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct node *n = yaml_parse(&a, slice_str(reads[_i].yaml), &d, "t.yaml");
	BUF_AUTO struct buf out = BUF_INIT(0);

	if (!reads[_i].json) {
		ck_assert_msg(d.errors == 1, "%s", reads[_i].title);
	} else {
		ck_assert_msg(n && !d.n, "%s: %s", reads[_i].title, d.n ? d.findings[0].text : "");
		node_write_json(&out, n);
		ck_assert_msg(strcmp(buf_cstr(&out), reads[_i].json) == 0, "%s: %s", reads[_i].title,
			      buf_cstr(&out));
	}
	arena_free(&a);
	diag_release(&d);
}
END_TEST

SUITE(yaml)
{
	LOOP_TEST(yaml_reads_as, 0, ARRAY_SIZE(reads));
}
