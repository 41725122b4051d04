/* Which dialect a schemaFormat or a `$schema` names. */
#include "schema/help.h"
#include "suite.h"

static const struct {
	const char *format;
	bool known;
	enum schema_dialect dialect;
} formats[] = {
	{"application/vnd.aai.asyncapi;version=2.6.0",			true,  DIALECT_ASYNCAPI     },
	{ "application/vnd.aai.asyncapi+yaml; version=3.0.0",	      true,  DIALECT_ASYNCAPI     },
	{ "application/schema+json",				      true,  DIALECT_ASYNCAPI	    },
	{ "application/schema+json;version=draft-07",		      true,  DIALECT_DRAFT_07     },
	{ "Application/Schema+JSON; charset=utf-8; Version=\"draft-04\"", true,	DIALECT_DRAFT_04	 },
	{ "application/schema+yaml;version=draft-06",		      true,  DIALECT_DRAFT_06     },
	{ "application/schema+json;version=draft/2019-09",		   true,	 DIALECT_DRAFT_2019_09},
	{ "application/schema+json;version=2020-12",			     true,  DIALECT_DRAFT_2020_12},
	{ "application/vnd.oai.openapi;version=3.0.0",		       true,  DIALECT_OPENAPI_3_0	 },
	{ "application/vnd.oai.openapi+json;version=3.0.3",		    true,  DIALECT_OPENAPI_3_0  },
	{ "application/vnd.oai.openapi+yaml;version=3.1.0",		    true,  DIALECT_OPENAPI_3_1  },
	{ "application/vnd.apache.avro;version=1.9.0",		       false, DIALECT_ASYNCAPI     },
};

START_TEST(a_media_type_names_its_dialect)
{
	enum schema_dialect found;

	ck_assert_msg(schema_dialect_of_format(slice_str(formats[_i].format), &found) == formats[_i].known,
		      "%s", formats[_i].format);
	ck_assert_msg(found == formats[_i].dialect, "%s is read as %s", formats[_i].format,
		      schema_dialect_name(found));
}
END_TEST

START_TEST(a_dollar_schema_counts_more_than_the_caller)
{
	struct bench_of_judging b;
	struct node *n;

	judging_begin(&b);
	n = library_load_text(&b.library, "s.json",
			      SLICE_LIT("{\"$schema\":\"https://json-schema.org/draft-04/schema#\"}"))
		    ->root;
	ck_assert_int_eq(schema_dialect_at(&b.library, n, DIALECT_DRAFT_2020_12), DIALECT_DRAFT_04);
	n = library_load_text(&b.library, "t.json", SLICE_LIT("{\"$schema\":\"http://x.example/own\"}"))
		    ->root;
	ck_assert_int_eq(schema_dialect_at(&b.library, n, DIALECT_DRAFT_2020_12), DIALECT_DRAFT_2020_12);
	judging_end(&b);
}
END_TEST

SUITE(schema_dialect)
{
	LOOP_TEST(a_media_type_names_its_dialect, 0, ARRAY_SIZE(formats));
	TEST(a_dollar_schema_counts_more_than_the_caller);
}
