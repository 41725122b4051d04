/* Schemas that cannot be compiled are said to be so, at their place; what compiles is shared. */
#include "schema/help.h"
#include "suite.h"

static const struct {
	const char *yaml;
	unsigned line, col;
	const char *text;
} rows[] = {
	{"type: strng\n",			   1, 7,	 "unknown type \"strng\"; did you mean \"string\"?"	    },
	{ "properties:\n  a: 3\n",		   2, 6,	 "a schema must be an object or a boolean, not a number"	 },
	{ "minimum: '3'\n",			    1, 10, "\"minimum\" must be a number, not a string"			},
	{ "maxLength: 1.5\n",		      1, 12, "\"maxLength\" must be a whole number from 0, not 1.5"	    },
	{ "minItems: -1\n",			    1, 11, "\"minItems\" must be a whole number from 0, not -1"		},
	{ "multipleOf: 0\n",			     1, 13, "\"multipleOf\" must be greater than 0"			    },
	{ "pattern: 'a(b'\n",		      1, 10,
	  "the pattern \"a(b\" cannot be used: a group is not closed (at its character 4)"				   },
	{ "patternProperties:\n  '[z-a]': true\n", 2, 3,
	  "the pattern \"[z-a]\" cannot be used: a range in a class runs backwards (at its character 5)"		 },
	{ "$ref: '#/definitions/no'\n",		1, 7,  "\"$ref\" points to '#/definitions/no', which is not there"  },
	{ "required: a\n",			   1, 11, "\"required\" must be a list of property names, not a string"},
	{ "anyOf: []\n",			   1, 8,  "\"anyOf\" must hold at least one schema"			 },
	{ "allOf:\n- $ref: '#'\n",		   1, 1,
	  "this schema leads back to itself for the same value, so judging would never end"				    },
};

START_TEST(a_broken_schema_is_said_to_be_so_at_its_place)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert_msg(!judging_yaml(&b, rows[_i].yaml), "%s compiles", rows[_i].yaml);
	ck_assert_uint_eq(b.diag.n, 1);
	ck_assert_str_eq(b.diag.findings[0].text, rows[_i].text);
	ck_assert_uint_eq(b.diag.findings[0].at.line, rows[_i].line);
	ck_assert_uint_eq(b.diag.findings[0].at.col, rows[_i].col);
	judging_end(&b);
}
END_TEST

static struct schema *compile_at(struct bench_of_judging *b, struct document *doc, const char *pointer)
{
	struct schema_options options = { .formats_assert = true };

	return schema_compile(&b->arena, &b->library, node_at(doc->root, slice_str(pointer)), &options);
}

START_TEST(a_position_is_compiled_once_and_said_broken_once)
{
	struct bench_of_judging b;
	struct document *doc;

	judging_begin(&b);
	doc = library_load_text(
		&b.library, "c.yaml",
		SLICE_LIT("good: {type: string}\nbad: {type: 3}\nalso: {items: {$ref: '#/bad'}}\n"
			  "uses: {properties: {a: {$ref: '#/good'}}}\n"));
	ck_assert_ptr_nonnull(compile_at(&b, doc, "/good"));
	ck_assert_ptr_eq(compile_at(&b, doc, "/good"), compile_at(&b, doc, "/good"));
	ck_assert_ptr_eq(compile_at(&b, doc, "/uses")->map->properties[0].schema->ref,
			 compile_at(&b, doc, "/good"));
	ck_assert_ptr_null(compile_at(&b, doc, "/bad"));
	ck_assert_ptr_null(compile_at(&b, doc, "/also"));
	ck_assert_ptr_null(compile_at(&b, doc, "/also"));
	ck_assert_uint_eq(b.diag.n, 1);
	judging_end(&b);
}
END_TEST

START_TEST(a_reference_from_under_an_id_still_finds_the_document)
{
	struct bench_of_judging b;
	struct document *doc;
	struct schema *s;

	judging_begin(&b);
	doc = library_load_text(
		&b.library, "c.yaml",
		SLICE_LIT("components: {schemas: {n: {type: 'null'}}}\n"
			  "payload: {$id: 'http://x.example/p', items: {$ref: '#/components/schemas/n'}}\n"));
	s = compile_at(&b, doc, "/payload");
	ck_assert_ptr_nonnull(s);
	ck_assert(judging_verdict(&b, s, SLICE_LIT("[null]")));
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("[1]")));
	judging_end(&b);
}
END_TEST

SUITE(schema_compile)
{
	LOOP_TEST(a_broken_schema_is_said_to_be_so_at_its_place, 0, ARRAY_SIZE(rows));
	TEST(a_position_is_compiled_once_and_said_broken_once);
	TEST(a_reference_from_under_an_id_still_finds_the_document);
}
