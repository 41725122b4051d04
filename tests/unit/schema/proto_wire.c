/* Bytes and JSON, both ways, case by case; titles name the rule. */
#include "schema/proto_wire.h"

#include "schema/help.h"
#include "suite.h"

#define P2 "syntax = \"proto2\";\n"
#define P3 "syntax = \"proto3\";\n"
#define ALL                                                                                                  \
	P3 "message M { int32 a = 1; repeated int32 list = 2; M sub = 3; map<string, int32> map = 4;\n"      \
	   "oneof o { string left = 5; M right = 6; } optional int32 maybe = 7; bool b = 8; double d = 9;\n" \
	   "sint32 z = 10; fixed32 f = 11; bytes raw = 12; E e = 13; float fl = 14; uint64 u = 15; }\n"      \
	   "enum E { ZERO = 0; ONE = 1; }\n"
#define MASK                                                                                                 \
	"syntax = \"proto3\"; import \"google/protobuf/field_mask.proto\";\n"                                \
	"message M { google.protobuf.FieldMask mask = 1; }"
#define OLD                                                                                                  \
	P2 "message M { optional int32 a = 1 [default = 5]; repeated group G = 2 { optional int32 x = 1; "   \
	   "}\n"                                                                                             \
	   "optional string s = 3; repeated int32 list = 4; extensions 100 to 199; }\n"                      \
	   "extend M { optional bool on = 100; }\n"

struct bench_of_wire {
	struct bench_of_judging judging;
	struct language_schema made;
	struct wire_error why;
};

static void begin(struct bench_of_wire *b, const char *source)
{
	struct node *text;

	judging_begin(&b->judging);
	b->made = (struct language_schema){ 0 };
	b->why = (struct wire_error){ .arena = &b->judging.arena };
	text = library_load_text(&b->judging.library, "test.proto", slice_str(source))->root;
	ck_assert_msg(protobuf_language.compile(&b->judging.arena, &b->judging.library, text, SLICE_LIT(""),
						&b->made),
		      "%s", b->judging.diag.n ? b->judging.diag.findings[0].text : "");
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "08 96 01" */
static void add_hex(struct buf *out, const char *hex)
{
	for (; *hex; hex += hex[0] == ' ' ? 1 : 2)
		if (*hex != ' ')
			buf_char(out, (char)(digit(hex[0]) << 4 | digit(hex[1])));
}

static const struct {
	const char *title, *source, *hex, *json;
} reads[] = {
	{"the specification's own example",		     ALL, "08 96 01",				      "{\"a\":150}"			    },
	{ "nothing is a message",				  ALL, "",					   "{}"				},
	{ "the last of two counts",			    ALL, "08 01 08 02",				"{\"a\":2}"			    },
	{ "a default value without presence is left out",	  ALL, "08 00",					"{}"				     },
	{ "a default value with presence is not",		  ALL, "38 00",					"{\"maybe\":0}"			},
	{ "32 bits are cut off a longer varint",		 ALL, "08 81 80 80 80 10",			   "{\"a\":1}"		       },
	{ "negative numbers take ten bytes",		     ALL, "08 ff ff ff ff ff ff ff ff ff 01",	      "{\"a\":-1}"			   },
	{ "zigzag",					   ALL, "50 03",				     "{\"z\":-2}"		       },
	{ "little endian",				    ALL, "5d 01 00 00 00",				  "{\"f\":1}"			      },
	{ "packed, unpacked, packed",			      ALL, "12 02 01 02 10 03 12 01 04",		 "{\"list\":[1,2,3,4]}"		},
	{ "an empty packed list is no list",		     ALL, "12 00",					   "{}"				},
	{ "parts of a message are merged",			   ALL, "1a 02 08 01 1a 02 38 02",
	  "{\"sub\":{\"a\":1,\"maybe\":2}}"													},
	{ "an empty message is there",			       ALL, "1a 00",				     "{\"sub\":{}}"		    },
	{ "the later entry of a key counts",		     ALL, "22 05 0a 01 6b 10 01 22 05 0a 01 6b 10 02",
	  "{\"map\":{\"k\":2}}"														    },
	{ "an entry without key and value",		    ALL, "22 00",					  "{\"map\":{\"\":0}}"	       },
	{ "the last of a oneof counts",			ALL, "2a 01 61 32 00",			       "{\"right\":{}}"			},
	{ "what another member of the oneof cut off is gone", ALL, "32 02 08 01 2a 01 61 32 02 38 02",
	  "{\"right\":{\"maybe\":2}}"													      },
	{ "unknown fields are passed over",		    ALL, "a0 06 01 08 01 a3 06 08 01 a4 06",	     "{\"a\":1}"			 },
	{ "not a number",				     ALL, "49 00 00 00 00 00 00 f8 7f",		     "{\"d\":\"NaN\"}"		       },
	{ "minus zero is no default",			      ALL, "49 00 00 00 00 00 00 00 80",		 "{\"d\":-0}"		      },
	{ "a float is as short as it reads back",		  ALL, "75 cd cc cc 3d",				 "{\"fl\":0.1}"			},
	{ "an unknown number of an open enum",		       ALL, "68 07",				     "{\"e\":7}"			 },
	{ "64 bits are text",				 ALL, "78 ff ff ff ff ff ff ff ff ff 01",	       "{\"u\":\"18446744073709551615\"}"},
	{ "groups",					   OLD, "13 08 01 14 13 14",			      "{\"g\":[{\"x\":1},{}]}"	       },
	{ "proto2 is not packed when written, but is read",   OLD, "22 02 01 02 20 03",			      "{\"list\":[1,2,3]}"		   },
	{ "an extension",				     OLD, "a0 06 01",				   "{\"[on]\":true}"		     },
	{ "a default of its own is written",		     OLD, "08 05",					   "{\"a\":5}"		       },
	{ "a registry's frame of the first message",	     ALL, "00 00 00 00 07 00 08 01",		     "{\"a\":1}"			 },
	{ "a registry's frame with a list of indexes",	       ALL, "00 00 00 00 07 02 00 08 01",		  "{\"a\":1}"			      },
};

START_TEST(bytes_become_json)
{
	struct bench_of_wire b;
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);

	begin(&b, reads[_i].source);
	add_hex(&bytes, reads[_i].hex);
	ck_assert_msg(protobuf_language.to_json(b.made.wire, buf_view(&bytes), &json, &b.why), "%s: %s",
		      reads[_i].title, b.why.text);
	ck_assert_msg(slice_is(buf_view(&json), reads[_i].json), "%s: %s", reads[_i].title, buf_cstr(&json));
	ck_assert(judging_verdict(
		&b.judging, schema_compile(&b.judging.arena, &b.judging.library, b.made.json_schema, NULL),
		buf_view(&json)));
	judging_end(&b.judging);
}
END_TEST

static const struct {
	const char *source, *hex, *says, *instance;
	size_t at;
} broken[] = {
	{MASK,	"0a 05 0a 03 61 2c 62",		"the path \"a,b\" of a field mask has no JSON form", "/mask",   2},
	{ MASK, "0a 02 0a 00",			       "the path \"\" of a field mask has no JSON form",	 "/mask",	  2},
	{ ALL,  "08",				  "a varint is cut off",				    "",	1},
	{ ALL,  "08 ff ff ff ff ff ff ff ff ff ff 01", "more than 10 bytes",				    "",	1},
	{ ALL,  "08 01 12 05 01",			 "is 5 bytes long, but only 1 are left",		 "",	     2},
	{ ALL,  "12 ff ff ff ff ff ff ff ff ff 01",	   "but only 0 are left",				  "",	      0},
	{ ALL,  "02",				  "field number is 0",				  "",	      0},
	{ ALL,  "0f 01",			       "the wire type 7 of field 1",			      "",	  0},
	{ ALL,  "49 00",			       "needs 8 bytes",					 "",	     0},
	{ ALL,  "0d 01 00 00 00",			 "int32 is written as a varint",			 "/a",      0},
	{ ALL,  "1a 03 0a 01 61",			 "int32 is written as a varint",			 "/sub/a",  2},
	{ ALL,  "2a 02 c3 28",			      "is not UTF-8 from its byte 0",		      "/left",   0},
	{ ALL,  "2a 02 c3 28 2a 01 61",		       "is not UTF-8",				       "/left",	0},
	{ ALL,  "22 05 0a 01 ff 10 01",		       "a map's key is not UTF-8",			   "/map",	   2},
	{ ALL,  "a3 06 08 01",			      "the group of field 100 does not end",		     "",	 0},
	{ ALL,  "a3 06 ac 06",			      "a group's end of field 101",			    "",	2},
	{ ALL,  "a4 06",			       "a group's end without its begin",		   "",	       0},
	{ ALL,  "12 02 01 80",			      "a varint is cut off",				     "/list/1", 3},
	{ ALL,  "00 00 00 00 07",			 "a schema registry's frame",			      "",	  0},
	{ ALL,  "00 00 00 00 07 02 02 08 01",	     "lead to no message, not to M",			     "",	 5},
	{ ALL,  "00 00 00 00 07 00 08",		       "a varint is cut off",				      "",	  7},
};

START_TEST(broken_bytes_are_refused_at_their_offset)
{
	struct bench_of_wire b;
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);

	begin(&b, broken[_i].source);
	add_hex(&bytes, broken[_i].hex);
	ck_assert_msg(!protobuf_language.to_json(b.made.wire, buf_view(&bytes), &json, &b.why), "%s: %s",
		      broken[_i].hex, buf_cstr(&json));
	ck_assert_msg(strstr(b.why.text, broken[_i].says) && b.why.at == broken[_i].at, "%s: %zu %s",
		      broken[_i].hex, b.why.at, b.why.text);
	ck_assert_str_eq(b.why.instance.ptr, broken[_i].instance);
	judging_end(&b.judging);
}
END_TEST

static const struct {
	const char *source, *json, *hex; /* hex NULL: refused */
} written[] = {
	{ALL,  "{\"maybe\":0,\"a\":150}",					  "08 96 01 38 00"		   },
	{ ALL, "{\"a\":0,\"list\":[],\"map\":{},\"e\":\"ZERO\",\"d\":0.0}", ""			       },
	{ ALL, "{\"a\":null,\"left\":null,\"sub\":null}",			  ""			     },
	{ ALL, "{\"d\":-0.0}",					      "49 00 00 00 00 00 00 00 80"},
	{ ALL, "{\"list\":[1,\"2\",3.0]}",				   "12 03 01 02 03"	    },
	{ ALL, "{\"left\":\"\"}",					   "2a 00"			  },
	{ ALL, "{\"map\":{\"k\":0}}",				       "22 05 0a 01 6b 10 00"	     },
	{ ALL, "{\"z\":-2,\"e\":1,\"u\":\"1\"}",				 "50 03 68 01 78 01"	     },
	{ ALL, "{\"raw\":\"-_8\"}",					 "62 02 fb ff"		  },
	{ ALL, "{\"left\":\"a\",\"right\":{}}",				NULL			     },
	{ ALL, "{\"a\":2147483648}",					NULL			  },
	{ ALL, "{\"a\":\"x\"}",					     NULL			     },
	{ ALL, "{\"A\":1}",						 NULL			 },
	{ ALL, "{\"e\":\"TWO\"}",					   NULL			       },
	{ ALL, "{\"list\":{}}",					     NULL			     },
	{ ALL, "[]",							NULL			  },
	{ OLD, "{\"a\":5,\"list\":[1,2],\"g\":[{\"x\":1}],\"[on]\":false}",
	  "08 05 13 08 01 14 20 01 20 02 a0 06 00"						       },
};

START_TEST(json_becomes_bytes)
{
	struct bench_of_wire b;
	BUF_AUTO struct buf want = BUF_INIT(0), bytes = BUF_INIT(0);
	const char *bad;
	size_t where;
	bool ok;

	begin(&b, written[_i].source);
	ok = protobuf_language.from_json(
		b.made.wire, json_parse(&b.judging.arena, slice_str(written[_i].json), &bad, &where), &bytes,
		&b.why);
	ck_assert_msg(ok == (written[_i].hex != NULL), "%s: %s", written[_i].json, ok ? "taken" : b.why.text);
	if (ok) {
		add_hex(&want, written[_i].hex);
		ck_assert_msg(slice_eq(buf_view(&want), buf_view(&bytes)), "%s", written[_i].json);
	}
	judging_end(&b.judging);
}
END_TEST

/* Messages in one another: 3 is the field `sub`. */
static void add_nested(struct buf *out, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		BUF_AUTO struct buf inner = BUF_INIT(0);

		buf_slice(&inner, buf_view(out));
		buf_reset(out);
		proto_write_tag(out, 3, WIRE_BYTES);
		proto_write_varint(out, inner.len);
		buf_slice(out, buf_view(&inner));
	}
}

START_TEST(nesting_is_bounded)
{
	struct bench_of_wire b;
	BUF_AUTO struct buf bytes = BUF_INIT(0), deeper = BUF_INIT(0), json = BUF_INIT(0);

	begin(&b, ALL);
	add_nested(&bytes, 99);
	ck_assert(protobuf_language.to_json(b.made.wire, buf_view(&bytes), &json, &b.why));
	add_nested(&deeper, 100);
	ck_assert(!protobuf_language.to_json(b.made.wire, buf_view(&deeper), &json, &b.why));
	ck_assert(strstr(b.why.text, "more than 100 messages in one another"));
	judging_end(&b.judging);
}
END_TEST

static const struct {
	const char *hex;
	bool is_wire;
} guesses[] = {
	{"",		      true },
	{ "08 01",		   true },
	{ "00 00 00 00 07 00",    true },
	{ "00 00 00 00 07",	    false},
	{ "7b 22 61 22 3a 31 7d", false}, /* {"a":1} */
	{ "a0 06 01",	      false}, /* an unknown field */
	{ "22 61 22",	      false}, /* "a" */
};

START_TEST(bytes_of_ours_are_told_from_others)
{
	struct bench_of_wire b;
	BUF_AUTO struct buf bytes = BUF_INIT(0);

	begin(&b, ALL);
	add_hex(&bytes, guesses[_i].hex);
	ck_assert_msg(protobuf_language.is_wire(b.made.wire, buf_view(&bytes)) == guesses[_i].is_wire, "%s",
		      guesses[_i].hex);
	judging_end(&b.judging);
}
END_TEST

SUITE(proto_wire)
{
	LOOP_TEST(bytes_become_json, 0, ARRAY_SIZE(reads));
	LOOP_TEST(broken_bytes_are_refused_at_their_offset, 0, ARRAY_SIZE(broken));
	LOOP_TEST(json_becomes_bytes, 0, ARRAY_SIZE(written));
	TEST(nesting_is_bounded);
	LOOP_TEST(bytes_of_ours_are_told_from_others, 0, ARRAY_SIZE(guesses));
}
