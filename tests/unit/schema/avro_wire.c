/* The binary encoding, both ways: the specification's own examples, the ends of each type, and bytes that lie
 * about themselves. */
#include "schema/avro_help.h"

#include "allocations.h"
#include "base/random.h"
#include "suite.h"

#define PAIR "{type: record, name: test, fields: [{name: a, type: long}, {name: b, type: string}]}"
#define TREE "{type: record, name: T, fields: [{name: sub, type: {type: array, items: T}}]}"

/* Each is read and written. */
static const struct {
	const char *yaml, *hex, *json;
} rows[] = {
	/* Avro 1.11, "Primitive Types" and "Complex Types". */
	{"long",					    "00",			    "0"				   },
	{ "long",					   "01",			    "-1"				  },
	{ "long",					   "02",			    "1"				   },
	{ "long",					   "7f",			    "-64"				 },
	{ "long",					   "80 01",			   "64"				  },
	{ "string",					 "06 66 6f 6f",		   "\"foo\""			     },
	{ PAIR,					     "36 06 66 6f 6f",		  "{\"a\":27,\"b\":\"foo\"}"	     },
	{ "{type: enum, name: Foo, symbols: [A, B, C, D]}", "06",				  "\"D\""				  },
	{ "{type: array, items: long}",			"04 06 36 00",		       "[3,27]"				},
	{ "['null', string]",			       "00",			    "null"				   },
	{ "['null', string]",			       "02 02 61",			  "{\"string\":\"a\"}"		       },
 /* The ends. */
	{ "int",					    "fe ff ff ff 0f",		   "2147483647"				},
	{ "int",					    "ff ff ff ff 0f",		   "-2147483648"			 },
	{ "long",					   "fe ff ff ff ff ff ff ff ff 01", "9223372036854775807"		 },
	{ "long",					   "ff ff ff ff ff ff ff ff ff 01", "-9223372036854775808"		  },
	{ "boolean",					"01",			    "true"				  },
	{ "'null'",					 "",			      "null"				},
	{ "string",					 "00",			    "\"\""				 },
	{ "string",					 "04 22 5c",			"\"\\\"\\\\\""			       },
	{ "bytes",					  "06 00 80 ff",			  "\"\\u0000\xc2\x80\xc3\xbf\""		},
	{ "{type: fixed, name: F, size: 3}",		     "61 0a 7f",			 "\"a\\u000a\\u007f\""		       },
	{ "{type: fixed, name: F, size: 0}",		     "",				 "\"\""				},
	{ "{type: array, items: int}",		       "00",			     "[]"				  },
	{ "{type: map, values: int}",			      "04 02 61 02 02 62 04 00",	 "{\"a\":1,\"b\":2}"		     },
	{ TREE,					     "02 02 00 00 00",		  "{\"sub\":[{\"sub\":[{\"sub\":[]}]}]}"},
	{ "float",					  "00 00 80 3f",			  "1"				      },
	{ "float",					  "cd cc cc 3d",			  "0.1"					},
	{ "float",					  "ff ff 7f 7f",			  "3.4028235e+38"			  },
	{ "float",					  "01 00 00 00",			  "1.4013e-45"			       },
	{ "float",					  "00 00 c0 7f",			  "\"NaN\""				    },
	{ "double",					 "9a 99 99 99 99 99 b9 3f",       "0.1"				     },
	{ "double",					 "29 5c 8f c2 f5 a8 28 40",       "12.33"			       },
	{ "double",					 "00 00 00 00 00 00 00 80",       "-0"				    },
	{ "double",					 "ff ff ff ff ff ff ef 7f",       "1.7976931348623157e+308"		 },
	{ "double",					 "01 00 00 00 00 00 00 00",       "4.94065645841247e-324"	       },
	{ "double",					 "00 00 00 00 00 00 f0 ff",       "\"-Infinity\""		       },
};

START_TEST(values_are_read_and_written)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, rows[_i].yaml);
	ck_assert(s);
	ck_assert_str_eq(avro_json(&b, s, rows[_i].hex), rows[_i].json);
	ck_assert_str_eq(avro_hex(&b, s, rows[_i].json), rows[_i].hex);
	judging_end(&b);
}
END_TEST

/* What we do not write so, and what nobody may. */
static const struct {
	const char *yaml, *hex, *json;
} read_only[] = {
	{"long",				    "80 00",				  "0"							 },
	{ "{type: array, items: long}",		"01 02 06 02 36 00",			     "[3,27]"						      },
	{ "{type: array, items: 'null'}",		  "06 00",				   "[null,null,null]"					      },

	{ "int",				    "",				       "ERROR at 0 of : the bytes end within an int"		   },
	{ "int",				    "80",				     "ERROR at 0 of : the bytes end within an int"		     },
	{ "int",				    "ff ff ff ff 1f",			   "ERROR at 0 of : an int of more than 32 bits"		 },
	{ "int",				    "ff ff ff ff ff 0f",		      "ERROR at 0 of : an int of more than 5 bytes"		    },
	{ "long",				   "ff ff ff ff ff ff ff ff ff 02",	   "ERROR at 0 of : a long of more than 64 bits"		 },
	{ "long",				   "ff ff ff ff ff ff ff ff ff ff 01",	      "ERROR at 0 of : a long of more than 10 bytes"		     },
	{ "long",				   "02 04",				  "ERROR at 1 of : 1 byte is left over behind the value"	  },
	{ "boolean",				"02",				     "ERROR at 0 of : a boolean must be 0 or 1 (got 2)"	      },
	{ "float",				  "01 02",				  "ERROR at 0 of : the bytes end within a float"		   },
	{ "double",				 "01 02",				  "ERROR at 0 of : the bytes end within a double"	     },
	{ "string",				 "08 61",				  "ERROR at 0 of : a length of 4 bytes where 1 byte is left"	},
	{ "string",				 "03",				     "ERROR at 0 of : a negative length (-2)"			   },
	{ "string",				 "ff ff ff ff ff ff ff ff ff 01",
	  "ERROR at 0 of : a negative length (-9223372036854775808)"										       },
	{ "string",				 "04 61 ff",				"ERROR at 2 of : a string that is not UTF-8"		     },
	{ PAIR,				     "36 06 66",			       "ERROR at 1 of /b: a length of 3 bytes where 1 byte is left"},
	{ "{type: fixed, name: F, size: 3}",	     "61",
	  "ERROR at 0 of : the bytes end within a fixed of 3: 1 are left"										  },
	{ "{type: enum, name: E, symbols: [A, B]}", "04",					  "ERROR at 0 of : symbol 2 where there are 2"		       },
	{ "{type: enum, name: E, symbols: [A, B]}", "01",					  "ERROR at 0 of : symbol -1 where there are 2"		},
	{ "['null', int]",			   "04",				     "ERROR at 0 of : branch 2 where there are 2"		      },
	{ "{type: array, items: ['null', int]}",	 "04 00 02",
	  "ERROR at 3 of /1/int: the bytes end within an int"											      },
	{ "{type: array, items: long}",		"fe ff ff ff 0f 02",
	  "ERROR at 0 of : a block of 2147483647 items where 1 byte is left"									       },
	{ "{type: array, items: 'null'}",		  "fe ff ff ff ff ff ff ff ff 01 00",
	  "ERROR at 0 of : a block of 9223372036854775807 items where 1 byte is left"								      },
	{ "{type: array, items: long}",		"ff ff ff ff ff ff ff ff ff 01 02 00 00",
	  "ERROR at 0 of : a block of 9223372036854775808 items where 2 bytes are left"									},
	{ "{type: array, items: long}",		"01 40 02 00",
	  "ERROR at 1 of : a block of 32 bytes where 2 are left"											   },
	{ "{type: array, items: long}",		"01 04 02 00",
	  "ERROR at 3 of : a block that ends before its own length says"										   },
	{ "{type: map, values: int}",		      "02 02 61 80",			     "ERROR at 3 of /a: the bytes end within an int"	     },
};

START_TEST(what_is_wrong_is_said_with_its_offset_and_place)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, read_only[_i].yaml);
	ck_assert(s);
	ck_assert_str_eq(avro_json(&b, s, read_only[_i].hex), read_only[_i].json);
	judging_end(&b);
}
END_TEST

static const struct {
	const char *yaml, *json, *said;
} unwritable[] = {
	{"int",				  "\"a\"",		  "ERROR of : an int was expected, not a string"	 },
	{ "int",				 "2147483648",      "ERROR of : 2147483648 is no whole number of 32 bits"},
	{ "long",				"1e30",		  "ERROR of : 1e30 is no whole number of 64 bits"	  },
	{ "float",			       "1e39",		   "ERROR of : 1e39 is too large for a float"	      },
	{ "boolean",			     "1",		  "ERROR of : a boolean was expected, not a number"    },
	{ "bytes",			       "\"\xc4\x80\"",	   "ERROR of : a character beyond \\u00FF is no byte"   },
	{ "{type: fixed, name: F, size: 3}",     "\"a\"",	      "ERROR of : 1 bytes where a fixed of 3 was expected" },
	{ "{type: enum, name: E, symbols: [A]}", "\"B\"",		  "ERROR of : it is no symbol of E"		    },
	{ "['null', string]",		      "\"a\"",	       "ERROR of : it names no type of the union"		  },
	{ "['null', string]",		      "{\"string\": 1}", "ERROR of /string: a text was expected, not a number"},
	{ PAIR,				  "{\"a\": 1}",      "ERROR of /b: it is missing, and has no default"     },
};

START_TEST(what_cannot_be_written_is_said_with_its_place)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert_str_eq(avro_hex(&b, avro_from(&b, unwritable[_i].yaml), unwritable[_i].json),
			 unwritable[_i].said);
	judging_end(&b);
}
END_TEST

/* --- framings */

static const char *framed(struct bench_of_judging *b, enum avro_framing framing, uint64_t fingerprint,
			  uint32_t id, const char *hex)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	avro_add_head(&out, framing, fingerprint, id);
	hex_read(&out, hex);
	return hex_shown(&b->arena, buf_view(&out));
}

START_TEST(a_single_object_names_its_schema)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, PAIR);
	ck_assert_str_eq(
		avro_json(&b, s, framed(&b, AVRO_SINGLE_OBJECT, s->fingerprint, 0, "36 06 66 6f 6f")),
		"{\"a\":27,\"b\":\"foo\"}");
	ck_assert_str_eq(avro_json(&b, s, framed(&b, AVRO_SINGLE_OBJECT, 0x11, 0, "36 06 66 6f 6f")),
			 arena_printf(&b.arena,
				      "ERROR at 2 of : it was written with a schema of fingerprint "
				      "0000000000000011; this one's is %016llx",
				      (unsigned long long)s->fingerprint));
	ck_assert_str_eq(avro_json(&b, s, framed(&b, AVRO_SINGLE_OBJECT, s->fingerprint, 0, "36 06 66")),
			 "ERROR at 11 of /b: a length of 3 bytes where 1 byte is left");
	judging_end(&b);
}
END_TEST

START_TEST(a_registrys_head_is_passed_over)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, PAIR);
	ck_assert_str_eq(framed(&b, AVRO_REGISTRY, 0, 258, ""), "00 00 00 01 02");
	ck_assert_str_eq(avro_json(&b, s, framed(&b, AVRO_REGISTRY, 0, 258, "36 06 66 6f 6f")),
			 "{\"a\":27,\"b\":\"foo\"}");
	/* The zero byte may also be the value's own. */
	ck_assert_str_eq(avro_json(&b, s, "00 06 66 6f 6f"), "{\"a\":0,\"b\":\"foo\"}");
	/* What came further is what is told of. */
	ck_assert_str_eq(avro_json(&b, s, framed(&b, AVRO_REGISTRY, 0, 7, "36 06 66")),
			 "ERROR at 6 of /b: a length of 3 bytes where 1 byte is left");
	judging_end(&b);
}
END_TEST

/* A store that knows one schema, as number 7. */
struct one_schema {
	struct avro_store store;
	const struct avro_schema *schema;
};

static const struct avro_schema *by_id(struct avro_store *store, uint32_t id)
{
	return id == 7 ? ((struct one_schema *)(void *)store)->schema : NULL;
}

static const struct avro_schema *by_fingerprint(struct avro_store *store, uint64_t fingerprint)
{
	const struct avro_schema *s = ((struct one_schema *)(void *)store)->schema;

	return s->fingerprint == fingerprint ? s : NULL;
}

START_TEST(a_store_tells_what_a_message_was_written_with)
{
	struct bench_of_judging b;
	struct one_schema known = {
		.store = {by_id, by_fingerprint}
	};
	struct avro_schema *s;

	judging_begin(&b);
	known.schema = avro_from(&b, "{type: record, name: test, fields: [{name: b, type: string}, "
				     "{name: old, type: int}, {name: a, type: int}]}");
	s = avro_from(&b, PAIR);
	avro_use_store(s, &known.store);
	ck_assert_str_eq(avro_json(&b, s, framed(&b, AVRO_REGISTRY, 0, 7, "06 66 6f 6f 08 36")),
			 "{\"b\":\"foo\",\"a\":27}");
	ck_assert_str_eq(
		avro_json(&b, s,
			  framed(&b, AVRO_SINGLE_OBJECT, known.schema->fingerprint, 0, "06 66 6f 6f 08 36")),
		"{\"b\":\"foo\",\"a\":27}");
	ck_assert_str_eq(avro_json(&b, s, framed(&b, AVRO_REGISTRY, 0, 8, "06 66 6f 6f 08 36")),
			 "ERROR at 1 of : the registry has no schema of id 8");
	judging_end(&b);
}
END_TEST

START_TEST(json_is_told_from_bytes)
{
	struct bench_of_judging b;
	struct avro_schema *s;

	judging_begin(&b);
	s = avro_from(&b, PAIR);
	ck_assert(!avro_language.is_wire(s, SLICE_LIT(" {\"a\": 1}\n")));
	ck_assert(avro_language.is_wire(s, SLICE_LIT("\x36\x06\x66\x6f\x6f")));
	ck_assert(avro_language.is_wire(s, SLICE_LIT("\0\0\0\0\1\x36\x06\x66\x6f\x6f")));
	ck_assert(avro_language.is_wire(s, SLICE_LIT("")));
	judging_end(&b);
}
END_TEST

/* --- limits */

START_TEST(nesting_has_an_end)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);
	struct bench_of_judging b;
	struct wire_error why;
	struct avro_schema *s;

	judging_begin(&b);
	why = (struct wire_error){ .arena = &b.arena };
	s = avro_from(&b, TREE);
	for (unsigned i = 0; i < 100000; i++)
		buf_char(&bytes, 2);
	ck_assert(!avro_language.to_json(s, buf_view(&bytes), &json, &why));
	ck_assert_str_eq(why.text, "it is nested deeper than 256");
	judging_end(&b);
}
END_TEST

/* Twelve bytes of schema and none of message: ten records in each of ten, and so on. */
START_TEST(values_without_bytes_have_an_end)
{
	BUF_AUTO struct buf text = BUF_INIT(0), json = BUF_INIT(0);
	struct bench_of_judging b;
	struct wire_error why;
	struct avro_schema *s;

	judging_begin(&b);
	why = (struct wire_error){ .arena = &b.arena };
	for (unsigned i = 0; i < 20; i++)
		buf_printf(&text, "{type: record, name: R%u, fields: [{name: a0, type: ", i);
	buf_str(&text, "'null'");
	for (unsigned i = 20; i-- > 0;) {
		buf_str(&text, "}");
		for (unsigned k = 1; k < 10; k++)
			buf_printf(&text,
				   i == 19 ? ", {name: a%u, type: 'null'}" : ", {name: a%u, type: R%u}", k,
				   i + 1);
		buf_str(&text, "]}");
	}
	s = avro_from(&b, buf_cstr(&text));
	ck_assert_msg(s, "%s", b.diag.n ? b.diag.findings[0].text : "");
	ck_assert(!avro_language.to_json(s, SLICE_LIT(""), &json, &why));
	ck_assert_str_eq(why.text, "its JSON is larger than is allowed");
	judging_end(&b);
}
END_TEST

START_TEST(any_double_comes_back)
{
	struct bench_of_judging b;
	struct avro_schema *s[2];
	struct random r = random_stream(1, SLICE_LIT("doubles"));

	judging_begin(&b);
	s[0] = avro_from(&b, "double");
	s[1] = avro_from(&b, "float");
	for (unsigned i = 0; i < 20000; i++) {
		uint64_t bits = random_next(&r);
		size_t size = i % 2 ? 4 : 8;
		const char *hex = hex_shown(&b.arena, slice_of(&bits, size)),
			   *json = avro_json(&b, s[i % 2], hex);

		if (json[0] == '"') /* there are many that are no number */
			continue;
		ck_assert_msg(strcmp(avro_hex(&b, s[i % 2], json), hex) == 0, "%s became %s", hex, json);
	}
	judging_end(&b);
}
END_TEST

/* As it is, and behind a registry's head. */
START_TEST(reading_allocates_nothing)
{
	static const char *const texts[] = { "36 06 66 6f 6f", "00 00 00 00 07 36 06 66 6f 6f" };
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);
	struct bench_of_judging b;
	struct avro_schema *s;
	struct wire_error why;
	size_t before, in_arena;

	judging_begin(&b);
	why = (struct wire_error){ .arena = &b.arena };
	s = avro_from(&b, PAIR);
	hex_read(&bytes, texts[_i]);
	ck_assert(avro_language.to_json(s, buf_view(&bytes), &json, &why));
	before = allocations_counted();
	in_arena = b.arena.total_bytes;
	for (unsigned i = 0; i < 1000; i++) {
		buf_reset(&json);
		avro_language.to_json(s, buf_view(&bytes), &json, &why);
	}
	ck_assert_uint_eq(allocations_counted(), before);
	ck_assert_uint_eq(b.arena.total_bytes, in_arena);
	judging_end(&b);
}
END_TEST

SUITE(avro_wire)
{
	LOOP_TEST(reading_allocates_nothing, 0, 2);
	LOOP_TEST(values_are_read_and_written, 0, (int)ARRAY_SIZE(rows));
	LOOP_TEST(what_is_wrong_is_said_with_its_offset_and_place, 0, (int)ARRAY_SIZE(read_only));
	LOOP_TEST(what_cannot_be_written_is_said_with_its_place, 0, (int)ARRAY_SIZE(unwritable));
	TEST(a_single_object_names_its_schema);
	TEST(a_registrys_head_is_passed_over);
	TEST(a_store_tells_what_a_message_was_written_with);
	TEST(json_is_told_from_bytes);
	TEST(nesting_has_an_end);
	TEST(values_without_bytes_have_an_end);
	TEST(any_double_comes_back);
}
