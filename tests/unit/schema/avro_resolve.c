/* Bytes of a writer told as a reader's, and what two schemas have against each other. */
#include "schema/avro_help.h"
#include "suite.h"

#define REC(fields) "{type: record, name: R, fields: [" fields "]}"

static const char *resolved(struct bench_of_judging *b, const char *writer, const char *reader,
			    const char *json)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), out = BUF_INIT(0);
	struct avro_schema *w = avro_from(b, writer), *r = avro_from(b, reader);
	struct wire_error why = { .arena = &b->arena };
	struct avro_reading reading;
	const char *reason;
	size_t where;

	ck_assert(w && r);
	ck_assert(avro_write_value(&bytes, w->root, json_parse(&b->arena, slice_str(json), &reason, &where),
				   &why));
	reading = avro_reading_of(buf_view(&bytes), &out, &why);
	if (avro_read_as(&reading, w->root, r->root, NULL) && avro_ended(&reading))
		return arena_strdup(&b->arena, buf_view(&out));
	return arena_printf(&b->arena, "ERROR at %zu of %.*s: %s", why.at, SLICE_FMT(why.instance), why.text);
}

/* `clash` NULL: the reader can read all that the writer writes. */
static const struct {
	const char *writer, *reader, *json, *told, *clash;
} rows[] = {
	/* "the writer's schema may be promoted" */
	{"int",									  "long",						      "3",				 "3",								  NULL										   },
	{ "int",									 "float",						     "3",				 "3",								  NULL										   },
	{ "int",									 "double",						    "16777217",			       "16777217",							   NULL										   },
	{ "int",									 "float",						     "16777217",			      "16777216",							   NULL										   },
	{ "long",									"float",						     "3",				 "3",								  NULL										   },
	{ "long",									"double",						    "3",				 "3",								  NULL										   },
	{ "float",								       "double",						    "0.1",				    "0.10000000149011612",						   NULL										   },
	{ "string",								      "bytes",						     "\"\xc3\xa4\"",			     "\"\xc3\x83\xc2\xa4\"",						     NULL										   },
	{ "bytes",								       "string",						    "\"\\u00c3\\u00a4\"",		   "\"\xc3\xa4\"",							   NULL										   },
	{ "bytes",								       "string",						    "\"\\u00ff\"",			    "ERROR at 1 of : a string that is not UTF-8",			  NULL										       },
	{ "long",									"int",						       "3",
	  "ERROR at 0 of : the writer's long is not what the reader's int can be read from",																				      ": type: is written as long and read as int"					       },
	{ "double",								      "float",						     "3",
	  "ERROR at 0 of : the writer's double is not what the reader's float can be read from",																				  ": type: is written as double and read as float"					   },
	{ "string",								      "int",						       "\"x\"",
	  "ERROR at 0 of : the writer's string is not what the reader's int can be read from",																				    ": type: is written as string and read as int"					 },
 /* Records. */
	{ REC("{name: a, type: int}, {name: b, type: string}"),
	  REC("{name: b, type: string}, {name: a, type: long}"),										       "{\"a\":1,\"b\":\"x\"}",
	  "{\"a\":1,\"b\":\"x\"}",																												NULL										   },
	{ REC("{name: a, type: {type: array, items: string}}, {name: b, type: string}"),
	  REC("{name: b, type: string}"),													      "{\"a\":[\"p\",\"q\"],\"b\":\"x\"}", "{\"b\":\"x\"}",							NULL										     },
	{ REC("{name: a, type: int}"),
	  REC("{name: a, type: int}, {name: b, type: ['null', int], default: null}"),								      "{\"a\":1}",
	  "{\"a\":1,\"b\":null}",																												 NULL										   },
	{ REC("{name: a, type: int}"),						   REC("{name: b, type: [string, 'null'], default: x}"),	     "{\"a\":1}",
	  "{\"b\":{\"string\":\"x\"}}",																											   NULL										   },
	{ REC("{name: a, type: int}"),						   REC("{name: b, type: int}"),				    "{\"a\":1}",
	  "ERROR at 1 of /b: the writer does not have it, and the reader no default",																					     "/b: default: is not written, and has no default for who reads it"		     },
	{ REC("{name: a, type: int}"),						   REC("{name: b, type: int, aliases: [a]}"),			  "{\"a\":1}",			       "{\"b\":1}",
	  NULL																																									   },
	{ REC("{name: a, type: int}, {name: b, type: int}"),			     REC("{name: b, type: int, aliases: [a]}"),
	  "{\"a\":1,\"b\":2}",																			      "{\"b\":2}",							  NULL										   },
	{ REC("{name: a, type: int}"),						   "{type: record, name: x.R, fields: [{name: a, type: int}]}",
	  "{\"a\":1}",																				      "{\"a\":1}",							  NULL										   },
	{ REC("{name: a, type: int}"),
	  "{type: record, name: S, aliases: [R], fields: [{name: a, type: int}]}",									   "{\"a\":1}",				"{\"a\":1}",
	  NULL																																									   },
	{ REC("{name: a, type: int}"),						   "{type: record, name: S, fields: [{name: a, type: int}]}",	  "{\"a\":1}",
	  "ERROR at 0 of : the writer's R is not what the reader's S can be read from",																					   ": name: is written as R, and read as S, which does not have that name as an alias"    },
 /* Enums and fixed. */
	{ "{type: enum, name: E, symbols: [A, B]}",					    "{type: enum, name: E, symbols: [B, A]}",		      "\"B\"",
	  "\"B\"",																														NULL										   },
	{ "{type: enum, name: E, symbols: [A, B]}",					    "{type: enum, name: E, symbols: [A], default: A}",
	  "\"B\"",																					  "\"A\"",							      NULL										   },
	{ "{type: enum, name: E, symbols: [A, B]}",					    "{type: enum, name: E, symbols: [A]}",			   "\"B\"",
	  "ERROR at 1 of : the writer's symbol \"B\" is not one of the reader's, which has no default",																			   ": symbol: may be written as \"B\", which is no symbol of who reads it"		  },
	{ "{type: fixed, name: F, size: 2}",					     "{type: fixed, name: F, size: 2}",				"\"ab\"",				  "\"ab\"",								    NULL											 },
	{ "{type: fixed, name: F, size: 2}",					     "{type: fixed, name: F, size: 3}",				"\"ab\"",
	  "ERROR at 0 of : the writer's F is not what the reader's F can be read from",																					   ": size: is written with 2 bytes and read with 3"					    },
 /* Unions. */
	{ "int",									 "['null', int]",					     "1",				       "{\"int\":1}",							NULL										   },
	{ "int",									 "[string, long]",					    "1",					"{\"long\":1}",							NULL										   },
	{ "int",									 "[long, int]",					       "1",				     "{\"int\":1}",							NULL										   },
	{ "['null', int]",							       "int",						       "{\"int\": 1}",			  "1",								  ": type: is written as null and read as int"					    },
	{ "['null', int]",							       "[int, 'null']",					     "null",				    "null",							       NULL										   },
	{ "['null', int, string]",						       "['null', string]",					       "{\"int\": 1}",
	  "ERROR at 1 of : the writer's int is none of the types of the reader's union",																					  ": branch: may be written as int, which is none of the types that it is read as"	   },
 /* Containers. */
	{ "{type: array, items: int}",						   "{type: array, items: double}",			       "[1,2]",				"[1,2]",								 NULL										      },
	{ "{type: map, values: int}",						    "{type: map, values: ['null', long]}",			     "{\"a\":1}",
	  "{\"a\":{\"long\":1}}",																												 NULL										   },
	{ REC("{name: a, type: {type: array, items: ['null', string]}}"),
	  REC("{name: a, type: {type: array, items: ['null', int]}}"),										 "{\"a\":[null,{\"string\":\"x\"}]}",
	  "ERROR at 3 of /a/1: the writer's string is none of the types of the reader's union",																				   "/a/*: branch: may be written as string, which is none of the types that it is read as"},
	{ "{type: array, items: int}",						   "{type: map, values: int}",				   "[1]",
	  "ERROR at 0 of : the writer's array is not what the reader's map can be read from",																				     ": type: is written as array and read as map"						},
 /* A type that holds itself. */
	{ REC("{name: v, type: int}, {name: next, type: ['null', R]}"),
	  REC("{name: v, type: long}, {name: next, type: ['null', R]}, {name: n, type: int, default: 0}"),
	  "{\"v\":1,\"next\":{\"R\":{\"v\":2,\"next\":null}}}",															     "{\"v\":1,\"next\":{\"R\":{\"v\":2,\"next\":null,\"n\":0}},\"n\":0}", NULL										     },
};

START_TEST(a_reader_is_told_in_its_own_words)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert_str_eq(resolved(&b, rows[_i].writer, rows[_i].reader, rows[_i].json), rows[_i].told);
	judging_end(&b);
}
END_TEST

START_TEST(two_schemas_tell_what_they_have_against_each_other)
{
	struct bench_of_judging b;
	struct avro_clashes found;
	bool compatible;

	judging_begin(&b);
	found = (struct avro_clashes){ .a = &b.arena };
	compatible = avro_compatible(avro_from(&b, rows[_i].reader), avro_from(&b, rows[_i].writer), &found);
	ck_assert_int_eq(compatible, !rows[_i].clash);
	ck_assert_uint_eq(found.n, rows[_i].clash ? 1 : 0);
	if (!compatible)
		ck_assert_str_eq(arena_printf(&b.arena, "%.*s: %s: %s", SLICE_FMT(found.list[0].where),
					      found.list[0].code, found.list[0].text),
				 rows[_i].clash);
	judging_end(&b);
}
END_TEST

SUITE(avro_resolve)
{
	LOOP_TEST(a_reader_is_told_in_its_own_words, 0, (int)ARRAY_SIZE(rows));
	LOOP_TEST(two_schemas_tell_what_they_have_against_each_other, 0, (int)ARRAY_SIZE(rows));
}
