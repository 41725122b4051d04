/* Sources of .proto: which are taken, what is said of the others and where, what JSON they stand for. */
#include "schema/proto_wire.h"

#include "schema/help.h"
#include "suite.h"

struct bench_of_protobuf {
	struct bench_of_judging judging;
	struct language_schema made;
	struct schema *schema;
};

static bool compile(struct bench_of_protobuf *b, const char *source, const char *format)
{
	struct node *text;

	judging_begin(&b->judging);
	b->made = (struct language_schema){ 0 };
	text = library_load_text(&b->judging.library, "test.proto", slice_str(source))->root;
	if (!protobuf_language.compile(&b->judging.arena, &b->judging.library, text, slice_str(format),
				       &b->made))
		return false;
	b->schema = schema_compile(&b->judging.arena, &b->judging.library, b->made.json_schema, NULL);
	ck_assert_msg(b->schema, "its JSON Schema does not compile: %s",
		      b->judging.diag.n ? b->judging.diag.findings[0].text : "");
	return true;
}

/* --- what is refused */

#define P2 "syntax = \"proto2\";\n"
#define P3 "syntax = \"proto3\";\n"

static const struct {
	const char *source;
	unsigned line, col;
	const char *says;
} refused[] = {
	{"edition = \"2023\";\nmessage M {}",					       1, 1,  "editions are not supported"	  },
	{ "syntax = \"proto4\";",							1, 10, "unknown syntax \"proto4\""	     },
	{ P3 "message M { int32 a = 1 }",						2, 25, "\";\" is missing before '}'"      },
	{ P3 "message M { int32 a = 1;",						 2, 25, "is missing at the end of the text"},
	{ P3 "message M { required int32 a = 1; }",					    2, 13, "proto3 has no required fields"	   },
	{ P2 "message M { int32 a = 1; }",					       2, 13, "this is proto2"		   },
	{ P3 "message M { Oder a = 1; }\nmessage Order {}",				    2, 13, "did you mean \"Order\"?"	     },
	{ P3 "message M { int32 a = 0; }",					       2, 23, "from 1 to 536870911"		},
	{ P3 "message M { int32 a = 19500; }",					       2, 23, "protobuf's own"		       },
	{ P3 "message M { int32 a = 1; int32 b = 1; }",					2, 23, "have one number, 1"		    },
	{ P3 "message M { int32 a = 1; int32 a = 2; }",					2, 32, "\"M.a\" is defined already"	    },
	{ P3 "message M { int32 a_b = 1; int32 aB = 2; }",				   2, 34, "its name in JSON"		     },
	{ P3 "message M { reserved 2 to 4; int32 a = 3; }",				    2, 40, "the number 3 is reserved"	      },
	{ P3 "message M { reserved \"a\"; int32 a = 3; }",				   2, 33, "the name \"a\" is reserved"       },
	{ P3 "enum E { A = 1; }",							2, 10, "the first value of an enum is 0"  },
	{ P3 "enum E { A = 0; B = 0; }",						 2, 17, "allow_alias"		      },
	{ P3 "enum E { A = 0; } enum F { A = 0; }",					    2, 28, "\"A\" is defined already"	      },
	{ P3 "message M { map<float, int32> a = 1; }",				       2, 17, "a map's key"			    },
	{ P3 "message M { repeated map<int32, int32> a = 1; }",				2, 22, "a map has no label"		    },
	{ P3 "message M { oneof o { repeated int32 a = 1; } }",				2, 23, "no label"			  },
	{ P3 "message M { oneof o { } }",						2, 19, "has no field"			},
	{ P3 "message M { int32 a = 1 [default = 1]; }",				 2, 26, "no explicit default"	      },
	{ P2 "message M { optional int32 a = 1 [default = 99999999999]; }",		    2, 45,
	  "no default value for int32"											      },
	{ P3 "message M { int32 a = 1 [depricated = true]; }",			       2, 26, "did you mean \"deprecated\"?"     },
	{ P3 "message M { string a = 1 [packed = true]; }",				    2, 20, "are packed"			},
	{ P3 "import \"none.proto\";\nmessage M {}",				     2, 8,  "no file \"none.proto\""	    },
	{ P3 "message M { google.protobuf.Timestamp a = 1; }",			       2, 13, "no type"				},
	{ P2 "message M { extensions 100 to 200; }\nextend M { optional int32 a = 9; }", 3, 31,
	  "among its extensions"												    },
	{ P3 "message M { int32 a = 1; } /* and",					  2, 28, "a comment that does not end"      },
	{ P3 "message M { string \xc3\xa9 = 1; }",					   2, 20, "no place"			     },
	{ P3 "enum E { A = 0; }",							1, 1,	"no message in this text"	  },
	{ P3 "message A {} message B {}",						1, 1,	"there are A, B"			 },
};

START_TEST(what_is_wrong_with_a_source_is_said_at_its_place)
{
	struct bench_of_protobuf b;
	const struct finding *f;

	ck_assert_msg(!compile(&b, refused[_i].source, ""), "%s", refused[_i].source);
	ck_assert_msg(b.judging.diag.n > 0, "nothing said: %s", refused[_i].source);
	f = &b.judging.diag.findings[0];
	ck_assert_msg(strstr(f->text, refused[_i].says) && f->at.line == refused[_i].line &&
			      f->at.col == refused[_i].col,
		      "%s\n%u:%u %s", refused[_i].source, f->at.line, f->at.col, f->text);
	judging_end(&b.judging);
}
END_TEST

/* --- what JSON is taken */

#define ORDER                                                                                                \
	P3 "package shop;\nimport \"google/protobuf/timestamp.proto\";\nimport "                             \
	   "\"google/protobuf/any.proto\";\n"                                                                \
	   "import \"google/protobuf/struct.proto\"; import \"google/protobuf/duration.proto\";\n"           \
	   "import \"google/protobuf/wrappers.proto\"; import \"google/protobuf/field_mask.proto\";\n"       \
	   "message M {\nint32 n = 1;\nint64 big_one = 2;\nuint32 u = 3;\nbool b = 4;\nstring s = 5;\n"      \
	   "bytes raw = 6;\ndouble d = 7;\nE e = 8;\nrepeated int32 list = 9;\nmap<int32, M> map = 10;\n"    \
	   "M up = 11;\noneof pick {\nstring left = 12;\nM right_one = 13;\n}\n"                             \
	   "google.protobuf.Timestamp at = 14;\ngoogle.protobuf.Any any = 15;\n"                             \
	   "google.protobuf.Value value = 16;\ngoogle.protobuf.Duration took = 17;\n"                        \
	   "google.protobuf.Int64Value boxed = 18;\ngoogle.protobuf.FieldMask mask = 19;\n"                  \
	   "google.protobuf.Struct open = 20;\nfloat f = 21; uint64 u64 = 22;\n"                             \
	   "}\nenum E { ZERO = 0; ONE = 1; }\n"

static const struct {
	const char *json;
	unsigned line; /* of the first reason; 0: it conforms */
} judged[] = {
	{"{}",							    0 },
	{ "{\"n\":5}",						    0 },
	{ "{\"n\":\"5\"}",						0 },
	{ "{\"n\":5.0}",						  0 },
	{ "{\"n\":null}",						 0 },
	{ "{\"n\":5.5}",						  8 },
	{ "{\"n\":2147483648}",					   8 },
	{ "{\"n\":\"2147483647\"}",				       0 },
	{ "{\"n\":\"2147483648\"}",				       8 },
	{ "{\"n\":\"-2147483648\"}",				      0 },
	{ "{\"n\":\"-2147483649\"}",				      8 },
	{ "{\"n\":\"05\"}",					       8 },
	{ "{\"n\":true}",						 8 },
	{ "{\"bigOne\":\"9223372036854775807\"}",			  0 },
	{ "{\"big_one\":-9223372036854775808}",				0 },
	{ "{\"bigOne\":\"9223372036854775808\"}",			  9 },
	{ "{\"bigOne\":9223372036854775808}",			      9 },
	{ "{\"bigOne\":1,\"big_one\":1}",				  9 },
	{ "{\"u64\":\"18446744073709551615\"}",				0 },
	{ "{\"u64\":\"18446744073709551616\"}",				30},
	{ "{\"u64\":\"-1\"}",					     30},
	{ "{\"u\":-1}",						   10},
	{ "{\"u\":4294967295}",					   0 },
	{ "{\"b\":\"true\"}",					     11},
	{ "{\"s\":7}",						    12},
	{ "{\"raw\":\"aGk=\"}",					   0 },
	{ "{\"raw\":\"a-_\"}",					    0 },
	{ "{\"raw\":\"a\"}",					      13},
	{ "{\"d\":\"NaN\"}",					      0 },
	{ "{\"d\":\"-Infinity\"}",					0 },
	{ "{\"d\":\"1.5e3\"}",					    0 },
	{ "{\"d\":\"nan\"}",					      14},
	{ "{\"f\":1e39}",						 30},
	{ "{\"e\":\"ONE\"}",					      0 },
	{ "{\"e\":1}",						    0 },
	{ "{\"e\":77}",						   0 },
	{ "{\"e\":\"TWO\"}",					      15},
	{ "{\"e\":1.5}",						  15},
	{ "{\"list\":[1,\"2\"]}",					 0 },
	{ "{\"list\":[null]}",					    16},
	{ "{\"list\":null}",					      0 },
	{ "{\"map\":{\"7\":{\"n\":1}}}",					 0 },
	{ "{\"map\":{\"x\":{}}}",					 17},
	{ "{\"map\":{\"7\":null}}",				       17},
	{ "{\"up\":{\"up\":{\"up\":{\"u\":-1}}}}",			   10},
	{ "{\"left\":\"a\"}",					     0 },
	{ "{\"left\":\"a\",\"rightOne\":null}",				0 },
	{ "{\"left\":\"a\",\"rightOne\":{}}",			      19},
	{ "{\"left\":\"a\",\"right_one\":{}}",			       19},
	{ "{\"at\":\"2026-11-21T10:00:00.123456789Z\"}",			 0 },
	{ "{\"at\":\"2026-11-21T10:00:00+01:00\"}",			    0 },
	{ "{\"at\":\"2026-11-21 10:00:00Z\"}",			       23},
	{ "{\"at\":\"2026-02-30T10:00:00Z\"}",			       23},
	{ "{\"at\":7}",						   23},
	{ "{\"any\":{\"@type\":\"type.googleapis.com/shop.M\",\"n\":1}}", 0 },
	{ "{\"any\":{\"@type\":\"M\"}}",					 24},
	{ "{\"value\":null}",					     0 },
	{ "{\"value\":[1,{\"a\":true}]}",				  0 },
	{ "{\"took\":\"1.5s\"}",					  0 },
	{ "{\"took\":\"315576000001s\"}",				  26},
	{ "{\"took\":\"1.5\"}",					   26},
	{ "{\"boxed\":\"12\"}",					   0 },
	{ "{\"boxed\":null}",					     0 },
	{ "{\"boxed\":{\"value\":1}}",				       27},
	{ "{\"mask\":\"a.bC,d\"}",					0 },
	{ "{\"mask\":\"a_b\"}",					   28},
	{ "{\"open\":{\"x\":[1]}}",				       0 },
	{ "{\"open\":[]}",						29},
	{ "{\"N\":1}",						    7 },
	{ "[]",							   7 },
};

START_TEST(json_is_judged_as_protobuf_reads_it)
{
	struct bench_of_protobuf b;
	bool conforms;

	ck_assert(compile(&b, ORDER, "application/vnd.google.protobuf;version=3"));
	conforms = judging_verdict(&b.judging, b.schema, slice_str(judged[_i].json));
	ck_assert_msg(conforms == !judged[_i].line, "%s: %s", judged[_i].json,
		      conforms ? "taken" : b.judging.found.list[0].text.ptr);
	if (!conforms)
		ck_assert_msg(b.judging.found.list[0].at.line == judged[_i].line, "%s: line %u: %s",
			      judged[_i].json, b.judging.found.list[0].at.line,
			      b.judging.found.list[0].text.ptr);
	judging_end(&b.judging);
}
END_TEST

START_TEST(required_counts_by_either_name)
{
	struct bench_of_protobuf b;

	ck_assert(compile(&b, P2 "message M { required int32 my_id = 1; required string s = 2; }", ""));
	ck_assert(judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"my_id\":1,\"s\":\"\"}")));
	ck_assert(judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"myId\":1,\"s\":\"\"}")));
	ck_assert(!judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"s\":\"\"}")));
	ck_assert_str_eq(b.judging.found.list[0].keyword, "required");
	ck_assert(!judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"myId\":1}")));
	judging_end(&b.judging);
}
END_TEST

START_TEST(a_closed_enum_takes_only_its_numbers)
{
	struct bench_of_protobuf b;

	ck_assert(compile(&b, P2 "message M { optional E e = 1; enum E { A = 5; B = -7; } }", ""));
	ck_assert(judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"e\":-7}")));
	ck_assert(judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"e\":\"A\"}")));
	ck_assert(!judging_verdict(&b.judging, b.schema, SLICE_LIT("{\"e\":0}")));
	judging_end(&b.judging);
}
END_TEST

static const struct {
	const char *format, *called, *chosen; /* NULL: none */
} choices[] = {
	{"application/vnd.google.protobuf;version=3;message=B", "A", "p.B"  },
	{ "application/vnd.google.protobuf; message=\"p.A.C\"", "A", "p.A.C"},
	{ "application/vnd.google.protobuf;version=3",	       "B", "p.B"  },
	{ "application/vnd.google.protobuf",		     "D", NULL   },
	{ "application/vnd.google.protobuf;message=D",	       "A", NULL	 },
	{ "application/vnd.google.protobuf;version=2",	       "A", NULL	 },
};

START_TEST(the_payload_is_the_message_that_was_named)
{
	struct bench_of_judging b;
	struct language_schema made = { .called = { slice_str(choices[_i].called) } };
	struct node *text;
	bool ok;

	judging_begin(&b);
	text = library_load_text(&b.library, "test.proto",
				 SLICE_LIT(P3 "package p; message A { message C {} } message B {}"))
		       ->root;
	ok = protobuf_language.compile(&b.arena, &b.library, text, slice_str(choices[_i].format), &made);
	ck_assert_msg(ok == (choices[_i].chosen != NULL), "%s", choices[_i].format);
	if (ok)
		ck_assert(slice_is(((struct proto_message *)made.wire)->full_name, choices[_i].chosen));
	else
		ck_assert_uint_eq(b.diag.n, 1);
	judging_end(&b);
}
END_TEST

/* The text's lines are the document's, wherever it stands. */
static const struct {
	const char *document;
	unsigned line, col;
} placed[] = {
	{"a:\n  schema: |\n    syntax = \"proto3\";\n\n    message M { Oder a = 1; }\n",	  5, 17},
	{ "a:\n  schema: |2\n      syntax = \"proto3\";\n    message M { Oder a = 1; }\n",   4, 17},
	{ "a: {schema: \"syntax = \\\"proto3\\\";\\nmessage M { Oder a = 1; }\"}\n",	     1, 13},
	{ "{\"a\": {\"schema\": \"syntax = \\\"proto3\\\";\\nmessage M { Oder a = 1; }\"}}", 1, 18},
};

START_TEST(errors_point_into_the_document_that_holds_the_source)
{
	struct bench_of_judging b;
	struct language_schema made = { 0 };
	struct node *text;

	judging_begin(&b);
	text = node_at(library_load_text(&b.library, "doc.yaml", slice_str(placed[_i].document))->root,
		       SLICE_LIT("/a/schema"));
	ck_assert(!protobuf_language.compile(&b.arena, &b.library, text, SLICE_LIT(""), &made));
	ck_assert_uint_eq(b.diag.n, 1);
	ck_assert_str_eq(b.diag.findings[0].at.file, "doc.yaml");
	ck_assert_msg(
		b.diag.findings[0].at.line == placed[_i].line && b.diag.findings[0].at.col == placed[_i].col,
		"%u:%u %s", b.diag.findings[0].at.line, b.diag.findings[0].at.col, b.diag.findings[0].text);
	judging_end(&b);
}
END_TEST

SUITE(proto)
{
	LOOP_TEST(what_is_wrong_with_a_source_is_said_at_its_place, 0, ARRAY_SIZE(refused));
	LOOP_TEST(json_is_judged_as_protobuf_reads_it, 0, ARRAY_SIZE(judged));
	TEST(required_counts_by_either_name);
	TEST(a_closed_enum_takes_only_its_numbers);
	LOOP_TEST(the_payload_is_the_message_that_was_named, 0, ARRAY_SIZE(choices));
	LOOP_TEST(errors_point_into_the_document_that_holds_the_source, 0, ARRAY_SIZE(placed));
}
