/* References between URLs: the examples of RFC 3986, section 5.4, as far as they concern documents. */
#include "document/url.h"
#include "suite.h"

static const struct {
	const char *ref, *url;
} rows[] = {
	{"g",	       "http://a/b/c/g"	},
	{ "./g",		 "http://a/b/c/g"	  },
	{ "g/",		"http://a/b/c/g/"	  },
	{ "/g",		"http://a/g"	     },
	{ "//g",		 "http://g"		    },
	{ "?y",		"http://a/b/c/d;p?y"   },
	{ "g?y",		 "http://a/b/c/g?y"	    },
	{ ";x",		"http://a/b/c/;x"	  },
	{ ".",	       "http://a/b/c/"	       },
	{ "./",		"http://a/b/c/"	},
	{ "..",		"http://a/b/"	      },
	{ "../g",	  "http://a/b/g"	 },
	{ "../..",	   "http://a/"	       },
	{ "../../g",	     "http://a/g"		  },
	{ "../../../g",	"http://a/g"	     },
	{ "../../../../g", "http://a/g"		},
	{ "/./g",	  "http://a/g"	       },
	{ "/../g",	   "http://a/g"		},
	{ "g.",		"http://a/b/c/g."	  },
	{ "..g",		 "http://a/b/c/..g"	    },
	{ "./../g",	    "http://a/b/g"	   },
	{ "g/./h",	   "http://a/b/c/g/h"     },
	{ "g/../h",	    "http://a/b/c/h"	     },
	{ "g?y/../x",      "http://a/b/c/g?y/../x"},
	{ "https://x/y",	 "https://x/y"	       },
};

START_TEST(references_mean_what_the_rfc_says)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	url_join(SLICE_LIT("http://a/b/c/d;p?q"), slice_str(rows[_i].ref), &out);
	ck_assert_str_eq(buf_cstr(&out), rows[_i].url);
}
END_TEST

START_TEST(a_base_without_a_path_has_a_root)
{
	BUF_AUTO struct buf out = BUF_INIT(0), query = BUF_INIT(0);

	url_join(SLICE_LIT("http://a"), SLICE_LIT("b.yaml"), &out);
	ck_assert_str_eq(buf_cstr(&out), "http://a/b.yaml");
	url_join(SLICE_LIT("http://a?q/r"), SLICE_LIT("b.yaml"), &query);
	ck_assert_str_eq(buf_cstr(&query), "http://a/b.yaml");
}
END_TEST

SUITE(document_url)
{
	LOOP_TEST(references_mean_what_the_rfc_says, 0, sizeof(rows) / sizeof(*rows));
	TEST(a_base_without_a_path_has_a_root);
}
