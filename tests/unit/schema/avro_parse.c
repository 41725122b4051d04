/* Every rule of "Schema Declaration": what breaks it is said at its place, with what to do. */
#include "schema/avro_help.h"
#include "suite.h"

#define RECORD(fields) "type: record\nname: R\nfields:\n" fields

static const struct {
	const char *yaml;
	unsigned line, col;
	const char *text;
} rows[] = {
	{"strng",											    1, 1,	 "unknown type \"strng\"; did you mean \"string\"?"				    },
	{ "integer",											 1, 1,  "unknown type \"integer\"; did you mean int or long?"				 },
	{ "Later",											   1, 1,	 "unknown type \"Later\": a named type must be defined before it is referred to"},
	{ "record",											  1, 1,  "\"record\" needs more than its name: write {\"type\": \"record\", ...} here"	},
	{ "3",											       1, 1,  "a type must be a name, an object or a list of types, not a number"		 },
	{ "name: a",											 1, 1,  "a type must have a \"type\", the name of one"				  },
	{ "type: {type: int}",									       1, 7,
	  "a type must have a \"type\", the name of one, not an object or list of its own: write that "
	  "alone"																						  },
	{ "type: record\nfields: []",									1, 1,  "a record must have a \"name\""						    },
	{ "type: record\nname: 3\nfields: []",							       2, 7,  "a record must have a \"name\", a text, not a number"			   },
	{ "type: record\nname: a-b\nfields: []",							     2, 7,
	  "the name \"a-b\" must be letters, digits and _, not begin with a digit; write _ for -"												   },
	{ "type: record\nname: x.string\nfields: []",							2, 7,
	  "\"string\" is the name of a primitive type: take another"																},
	{ "type: record\nname: R\nnamespace: a..b\nfields: []",						3, 12,
	  "the namespace \"a..b\" must be names of letters, digits and _ with dots between them"												    },
	{ "type: record\nname: R\naliases: x\nfields: []",						   3, 10,
	  "\"aliases\" must be a list of names, not a string"																       },
	{ "type: record\nname: R\naliases: [x-y]\nfields: []",					       3, 11,
	  "an alias must be a name of letters, digits and _ (got \"x-y\")"															  },
	{ "type: record\nname: R",									   1, 1,	 "a record must have \"fields\", a list"					 },
	{ "type: record\nname: R\nfields: {}",							       3, 9,  "a record must have \"fields\", a list, not an object"			    },
	{ RECORD("- x"),										     4, 3,  "a field must be an object with \"name\" and \"type\", not a string"	    },
	{ RECORD("- type: int"),									     4, 3,  "a field must have a \"name\", a text"					      },
	{ RECORD("- {name: 1a, type: int}"),								 4, 10,
	  "the name \"1a\" must be letters, digits and _, not begin with a digit"														   },
	{ RECORD("- name: a"),									       4, 3,  "the field \"a\" must have a \"type\""					    },
	{ RECORD("- {name: a, type: int}\n- {name: a, type: int}"),					    5, 10,
	  "the field \"a\" is there twice, first in line 4"																	 },
	{ RECORD("- {name: a, type: int, order: up}"),						       4, 31,
	  "\"order\" must be \"ascending\", \"descending\" or \"ignore\""															   },
	{ RECORD("- {name: a, type: array, items: int}"),							  4, 19,
	  "a field's type stands in its own object: write \"type\": {\"type\": \"array\", \"items\": ...}"											   },
	{ RECORD("- {name: a, type: {type: fixed, name: R, size: 1}}"),					4, 39,
	  "\"R\" is defined twice, first in line 1; give this one another name, or refer to the first by its "
	  "name"																						   },
	{ RECORD("- {name: a, type: R}"),								    1, 1,
	  "every value of \"R\" holds another one, so none ever ends; put a union with null, an array or a "
	  "map between"																					    },
	{ "type: enum\nname: E",									     1, 1,  "an enum must have \"symbols\", a list of names"				},
	{ "type: enum\nname: E\nsymbols: [A, A]",							    3, 14, "the symbol \"A\" is there twice"						   },
	{ "type: enum\nname: E\nsymbols: [A-B]",							     3, 11,
	  "a symbol must be letters, digits and _, not begin with a digit (got \"A-B\")"													    },
	{ "type: enum\nname: E\nsymbols: [A]\ndefault: B",						   4, 10,
	  "the default of an enum must be one of its symbols"																       },
	{ "type: fixed\nname: F",									    1, 1,	"a fixed must have a \"size\", a whole number of bytes"			},
	{ "type: fixed\nname: F\nsize: -1",								  3, 7,  "a fixed must have a \"size\", a whole number of bytes"			  },
	{ "type: fixed\nname: F\nsize: 99999999999",							 3, 7,
	  "a fixed may have at most 67108864 bytes, not 99999999999"																},
	{ "type: array",										     1, 1,  "an array must have \"items\", the type of its items"			     },
	{ "type: map",										       1, 1,  "a map must have \"values\", the type of its values"				  },
	{ "[]",											      1, 1,  "a union must list at least one type: without any it has no value"		 },
	{ "[int, int]",										      1, 7,
	  "the union has the type \"int\" twice; only records, enums and fixed of different names may come "
	  "more "
	  "than once"																					      },
	{ "['null', [int]]",										 1, 10,
	  "a union may not hold another union: list the inner one's types in the outer one"													 },
	{ RECORD("- {name: a, type: int, default: x}"),							4, 33,
	  "the default of \"a\" must be an int, a whole number of 32 bits (got \"x\")"													      },
	{ RECORD("- {name: a, type: int, default: 2147483648}"),						 4, 33,
	  "the default of \"a\" must be an int, a whole number of 32 bits (got 2147483648)"													 },
	{ RECORD("- {name: a, type: bytes, default: \"\\u0100\"}"),					    4, 35,
	  "the default of \"a\" must be a text of bytes, one character from \\u0000 to \\u00FF for each (got "
	  "\"\xc4\x80\")"																					  },
	{ RECORD("- {name: a, type: [string, 'null'], default: null}"),					4, 46,
	  "the default of \"a\" must be a value of string, the first type of its union: put the type of the "
	  "default first (got null)"																			       },
	{ RECORD("- {name: a, type: ['null', string], default: ''}"),					      4, 46,
	  "the default of \"a\" must be of the type null, the first type of its union: put the type of the "
	  "default first (got \"\")"																			       },
	{ RECORD("- {name: a, type: {type: enum, name: E, symbols: [A]}, default: B}"),			4, 65,
	  "the default of \"a\" must be one of the enum's symbols (got \"B\")"														      },
	{ RECORD("- {name: a, type: {type: record, name: S, fields: [{name: b, type: int}]}, default: {}}"),
	  4,												     85, "the default of \"a\" must be an object that has \"b\" (got {})"		  },
	{ "'{\"type\": }'",										  1, 1,
	  "the Avro schema in this text cannot be read as JSON: a value is expected here at byte 9"												    },
 /* A text of several lines: each stands where it is written. */
	{ "|\n  {\"type\": \"record\", \"name\": \"R\",\n   \"fields\": [{\"name\": \"a\", \"type\": "
	  "\"strng\"}]}\n",									 3, 37, "unknown type \"strng\"; did you mean \"string\"?"				    },
};

START_TEST(a_broken_rule_is_said_at_its_place)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert_msg(!avro_from(&b, rows[_i].yaml), "%s is taken", rows[_i].yaml);
	ck_assert_uint_ge(b.diag.n, 1);
	ck_assert_str_eq(b.diag.findings[0].text, rows[_i].text);
	ck_assert_uint_eq(b.diag.findings[0].at.line, rows[_i].line);
	ck_assert_uint_eq(b.diag.findings[0].at.col, rows[_i].col);
	ck_assert_int_eq(b.diag.findings[0].severity, SEVERITY_ERROR);
	judging_end(&b);
}
END_TEST

/* "must ignore the logical type": the schema is taken, and somebody is told. */
static const struct {
	const char *yaml, *text;
} warned[] = {
	{"{type: bytes, logicalType: decimal}",
	  "a decimal must have a \"precision\", a whole number from 1; without it the type counts as plain "
	  "bytes"										     },
	{ "{type: bytes, logicalType: decimal, precision: 2, scale: 3}",
	  "the \"scale\" of a decimal must be a whole number from 0 to its precision 2; as it is the type "
	  "counts "
	  "as plain bytes"									    },
	{ "{type: fixed, name: F, size: 2, logicalType: decimal, precision: 5}",
	  "a fixed of 2 bytes holds decimals of at most 4 digits, not 5; as it is the type counts as plain "
	  "fixed"										     },
	{ "{type: int, logicalType: timestamp-millis}",
	  "the logical type timestamp-millis needs the type long, not int: it counts for nothing"	  },
	{ "{type: fixed, name: F, size: 8, logicalType: duration}",
	  "the logical type duration needs the type fixed of size 12, not fixed: it counts for nothing"},
};

START_TEST(a_logical_type_that_does_not_fit_is_a_warning)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, warned[_i].yaml);
	ck_assert(s);
	ck_assert_int_eq(s->root->logical, AVRO_PLAIN);
	ck_assert_uint_eq(b.diag.n, 1);
	ck_assert_str_eq(b.diag.findings[0].text, warned[_i].text);
	ck_assert_int_eq(b.diag.findings[0].severity, SEVERITY_WARNING);
	judging_end(&b);
}
END_TEST

START_TEST(names_are_found_in_their_namespace)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, "type: record\nname: a.b.Outer\nnamespace: ignored\nfields:\n"
			  "- {name: in, type: {type: enum, name: Kind, symbols: [X]}}\n"
			  "- {name: other, type: {type: record, name: Far, namespace: z, fields: [\n"
			  "    {name: near, type: {type: fixed, name: Id, size: 2}},\n"
			  "    {name: up, type: a.b.Kind}]}}\n"
			  "- {name: again, type: Kind}\n"
			  "- {name: id, type: z.Id}\n");
	ck_assert_msg(s, "%s", b.diag.n ? b.diag.findings[0].text : "");
	ck_assert_str_eq(arena_strdup(&b.arena, s->root->name), "a.b.Outer");
	ck_assert_str_eq(arena_strdup(&b.arena, s->root->fields[0].type->name), "a.b.Kind");
	ck_assert_ptr_eq(s->root->fields[2].type, s->root->fields[0].type);
	ck_assert_str_eq(arena_strdup(&b.arena, s->root->fields[3].type->name), "z.Id");
	judging_end(&b);
}
END_TEST

/* Fingerprints by Java's SchemaNormalization.parsingFingerprint64. */
static const struct {
	const char *yaml, *canonical;
	uint64_t fingerprint;
} forms[] = {
	{"'null'",											   "\"null\"",					 UINT64_C(7195948357588979594)},
	{ "{type: int, doc: x}",									     "\"int\"",					    UINT64_C(8247732601305521295)},
	{ "{type: fixed, namespace: x, name: F, size: 3}",						   "{\"name\":\"x.F\",\"type\":\"fixed\",\"size\":3}",
	  0																						    },
	{ "{fields: [{type: [long, R], name: a, default: 1, doc: d}], aliases: [b], name: R, type: record}",
	  "{\"name\":\"R\",\"type\":\"record\",\"fields\":[{\"name\":\"a\",\"type\":[\"long\",\"R\"]}]}",							  0			    },
	{ "{type: array, items: {type: map, values: {type: enum, name: E, symbols: [A, B], doc: d}}}",
	  "{\"type\":\"array\",\"items\":{\"type\":\"map\",\"values\":{\"name\":\"E\",\"type\":\"enum\","
	  "\"symbols\":[\"A\",\"B\"]}}}",															0			    },
};

START_TEST(the_canonical_form_is_the_specifications)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, forms[_i].yaml);
	ck_assert(s);
	avro_canonical(&out, s->root);
	ck_assert_str_eq(buf_cstr(&out), forms[_i].canonical);
	if (forms[_i].fingerprint)
		ck_assert_uint_eq(s->fingerprint, forms[_i].fingerprint);
	judging_end(&b);
}
END_TEST

START_TEST(defaults_of_unions_may_be_of_any_type_from_1_12_on)
{
	const char *text = RECORD("- {name: a, type: ['null', string], default: x}");
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from_format(&b, text, "application/vnd.apache.avro+yaml; version=1.12.0", NULL);
	ck_assert(s);
	ck_assert_str_eq(avro_hex(&b, s, "{}"), "02 02 78");
	ck_assert(!avro_from_format(&b, text, "application/vnd.apache.avro+yaml; version=1.8.2", NULL));
	judging_end(&b);
}
END_TEST

START_TEST(an_unknown_version_is_read_as_1_11_with_a_warning)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert(avro_from_format(&b, "int", "application/vnd.apache.avro;version=2.0", NULL));
	ck_assert_uint_eq(b.diag.warnings, 1);
	ck_assert_str_eq(b.diag.findings[0].text,
			 "Avro 2.0 is not known (1.8 to 1.12 are); the schema is read as 1.11");
	judging_end(&b);
}
END_TEST

SUITE(avro_parse)
{
	LOOP_TEST(a_broken_rule_is_said_at_its_place, 0, (int)ARRAY_SIZE(rows));
	LOOP_TEST(a_logical_type_that_does_not_fit_is_a_warning, 0, (int)ARRAY_SIZE(warned));
	TEST(names_are_found_in_their_namespace);
	LOOP_TEST(the_canonical_form_is_the_specifications, 0, (int)ARRAY_SIZE(forms));
	TEST(defaults_of_unions_may_be_of_any_type_from_1_12_on);
	TEST(an_unknown_version_is_read_as_1_11_with_a_warning);
}
