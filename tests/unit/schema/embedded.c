/* What strings hold: annotations by default, judged by option. */
#include "schema/help.h"
#include "schema/text_encoding.h"
#include "suite.h"

static const struct {
	const char *encoding, *text, *bytes; /* bytes NULL: refused */
} encodings[] = {
	{"base64",	    "aGVsbG8=",	"hello"},
	{ "base64",	    "",		""	   },
	{ "BASE64",	    "aGk=",	    "hi"	 },
	{ "base64",	    "aGk",	   NULL	},
	{ "base64",	    "aGl=",	    NULL	 }, /* bits that belong to no byte */
	{ "base64",	    "a===",	    NULL	 },
	{ "base64",	    "aG=k",	    NULL	 },
	{ "base64",	    "aG-_",	    NULL	 },
	{ "base64",	    "=",		 NULL   },
	{ "base64url",	       "aGk",	      "hi"   },
	{ "base64url",	       "aGk=",	       "hi"   },
	{ "base64url",	       "Pz8_",	       "???"  },
	{ "base64url",	       "Pz8/",	       NULL   },
	{ "base32",	    "NBUQ====",	"hi"   },
	{ "base32",	    "nbuq====",	"hi"   },
	{ "base32",	    "NBUQ===",     NULL   },
	{ "base32",	    "N1======",	NULL   },
	{ "base16",	    "6869",	    "hi"	 },
	{ "base16",	    "686",	   NULL	},
	{ "base16",	    "6g",	  NULL   },
	{ "quoted-printable", "a=3Db=\r\nc", "a=bc" },
	{ "quoted-printable", "a=3",	     NULL	  },
	{ "quoted-printable", "\xc3\xa9",	  NULL   },
	{ "7bit",		  "a",	       "a"	   },
	{ "binary",	    "a",		 "a"    },
};

START_TEST(an_encoding_gives_its_bytes_or_refuses)
{
	const struct text_encoding *e = text_encoding_find(slice_str(encodings[_i].encoding));
	BUF_AUTO struct buf out = BUF_INIT(0);
	bool ok = e->decode(e, slice_str(encodings[_i].text), &out);

	ck_assert_msg(ok == (encodings[_i].bytes != NULL), "%s", encodings[_i].text);
	if (ok)
		ck_assert_msg(slice_is(buf_view(&out), encodings[_i].bytes), "%s: %s", encodings[_i].text,
			      buf_cstr(&out));
}
END_TEST

#define IN_BASE64 "\"contentEncoding\":\"base64\","
#define AS_JSON	  "\"contentMediaType\":\"application/json\""

/* `broken`: the keyword, NULL when it conforms. */
static const struct {
	const char *schema, *value, *broken;
	enum schema_dialect dialect;
} rows[] = {
	{"{" AS_JSON "}",					   "\"{\\\"a\\\":[1]}\"",		  NULL,		DIALECT_DRAFT_07	 },
	{ "{" AS_JSON "}",					  "\"{:}\"",			      "contentMediaType", DIALECT_DRAFT_07	   },
	{ "{" AS_JSON "}",					  "\"\"",			   "contentMediaType", DIALECT_DRAFT_07	},
	{ "{" AS_JSON "}",					  "7",				NULL,		      DIALECT_DRAFT_07     },
	{ "{\"contentMediaType\":\"application/geo+json; v=1\"}",	  "\"x\"",			   "contentMediaType",
	  DIALECT_ASYNCAPI														     },
	{ "{\"contentMediaType\":\"image/png\"}",			  "\"x\"",			   NULL,		 DIALECT_ASYNCAPI	  },
	{ "{\"contentEncoding\":\"base64\"}",			      "\"%\"",			       "contentEncoding",  DIALECT_ASYNCAPI	   },
	{ "{\"contentEncoding\":\"rot13\"}",			     "\"%\"",			      NULL,		    DIALECT_ASYNCAPI     },
	{ "{\"contentEncoding\":\"base64\"}",			      "\"%\"",			       NULL,		     DIALECT_DRAFT_06     },
	{ "{" IN_BASE64 AS_JSON "}",				     "\"eyJhIjoxfQ==\"",		 NULL,	       DIALECT_ASYNCAPI	},
	{ "{" IN_BASE64 AS_JSON "}",				     "\"ezp9\"",			 "contentMediaType", DIALECT_ASYNCAPI     },
	{ "{" IN_BASE64 AS_JSON "}",				     "\"{}\"",			       "contentEncoding",  DIALECT_ASYNCAPI	   },
 /* contentSchema, since 2019-09 */
	{ "{" AS_JSON ",\"contentSchema\":{\"required\":[\"a\"]}}", "\"{\\\"a\\\":1}\"",		 NULL,
	  DIALECT_DRAFT_2019_09														},
	{ "{" AS_JSON ",\"contentSchema\":{\"required\":[\"a\"]}}", "\"{}\"",			      "contentSchema",
	  DIALECT_DRAFT_2020_12														},
	{ "{" AS_JSON ",\"contentSchema\":{\"required\":[\"a\"]}}", "\"{}\"",			      NULL,		    DIALECT_DRAFT_07     },
	{ "{\"contentSchema\":false}",			       "\"{}\"",			 NULL,	       DIALECT_DRAFT_2020_12},
 /* strings in strings */
	{ "{\"$defs\":{\"j\":{" AS_JSON ",\"contentSchema\":{\"anyOf\":[{\"$ref\":\"#/$defs/j\"}]}}},"
	  "\"$ref\":\"#/$defs/j\"}",		       "\"\\\"\\\\\\\"1\\\\\\\"\\\"\"", NULL,		 DIALECT_DRAFT_2020_12},
	{ "{\"$defs\":{\"j\":{" AS_JSON ",\"contentSchema\":{\"anyOf\":[{\"$ref\":\"#/$defs/j\"}]}}},"
	  "\"$ref\":\"#/$defs/j\"}",		       "\"\\\"\\\\\\\"x\\\\\\\"\\\"\"", "contentSchema",    DIALECT_DRAFT_2020_12},
};

static struct schema *schema_of(struct bench_of_judging *b, size_t i, bool asserts)
{
	struct schema_options options = { .dialect = rows[i].dialect, .content_asserts = asserts };
	struct document *doc = library_load_text(&b->library, "schema.json", slice_str(rows[i].schema));

	ck_assert(doc && doc->root);
	return schema_compile(&b->arena, &b->library, doc->root, &options);
}

START_TEST(what_a_string_holds_is_judged_when_that_is_asked)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = schema_of(&b, (size_t)_i, true);
	ck_assert_msg(judging_verdict(&b, s, slice_str(rows[_i].value)) == !rows[_i].broken, "%s on %s",
		      rows[_i].schema, rows[_i].value);
	if (rows[_i].broken)
		ck_assert_str_eq(b.found.list[0].keyword, rows[_i].broken);
	judging_end(&b);
}
END_TEST

START_TEST(what_a_string_holds_is_an_annotation_otherwise)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert(judging_verdict(&b, schema_of(&b, (size_t)_i, false), slice_str(rows[_i].value)));
	judging_end(&b);
}
END_TEST

SUITE(schema_embedded)
{
	LOOP_TEST(an_encoding_gives_its_bytes_or_refuses, 0, ARRAY_SIZE(encodings));
	LOOP_TEST(what_a_string_holds_is_judged_when_that_is_asked, 0, ARRAY_SIZE(rows));
	LOOP_TEST(what_a_string_holds_is_an_annotation_otherwise, 0, ARRAY_SIZE(rows));
}
