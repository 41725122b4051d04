/* The JSON encoding is judged by the JSON Schema that is made of an Avro schema, and what is wrong points to
 * the line of the Avro type. */
#include "schema/avro_help.h"
#include "suite.h"

#define NOTE "type: record\nname: R\nfields:\n- name: note\n  type: ['null', string]\n"
#define CHOICE                                                                                               \
	"type: record\nname: R\nfields:\n- name: v\n  type: ['null', int, string, {type: map, values: "      \
	"int}]\n"
#define LIST                                                                                                 \
	"type: record\nname: a.List\nfields:\n- {name: value, type: long}\n"                                 \
	"- {name: next, type: ['null', List]}\n"

static const struct {
	const char *yaml, *json;
	unsigned line; /* 0: it conforms */
	const char *text;
} rows[] = {
	{"'null'",				  "null",								      0, NULL						   },
	{ "boolean",				"1",									 1, "payload must be a boolean (got 1)"			 },
	{ "int",				    "2147483647",								0, NULL						   },
	{ "int",				    "2147483648",								1, "payload must be <= 2147483647 (got 2147483648)"	   },
	{ "int",				    "1.5",								       1, "payload must be an integer (got 1.5)"		  },
	{ "long",				   "-9223372036854775808",						      0, NULL						   },
	{ "long",				   "9223372036854775808",						       1,
	  "payload must be <= 9223372036854775807 (got 9223372036854775808)"														},
	{ "double",				 "1.7976931348623157e308",						    0, NULL						      },
	{ "double",				 "1e309",								     1, "payload must be <= 1.7976931348623158e308 (got 1e309)"},
	{ "double",				 "\"NaN\"",								   0, NULL						   },
	{ "double",				 "\"-Infinity\"",							     0, NULL						   },
	{ "double",				 "\"nan\"",								   1,
	  "payload must be a number, \"NaN\", \"Infinity\" or \"-Infinity\" (got \"nan\")"												  },
	{ "float",				  "1e39",								      1, "payload must be <= 3.4028235e38 (got 1e39)"	   },
	{ "float",				  "3.4028235e38",							      0, NULL						   },
	{ "bytes",				  "\"\\u0000\\u00ff\"",							0, NULL						   },
	{ "bytes",				  "\"\\u0100\"",							       1,
	  "payload must be bytes as text, a character from \\u0000 to \\u00FF for each (got \"\xc4\x80\")"										   },
	{ "{type: string, logicalType: uuid}",      "\"x\"",								     1,
	  "payload must be a UUID such as 123e4567-e89b-12d3-a456-426614174000 (got \"x\")"												 },
	{ "{type: int, logicalType: time-millis}",  "86400000",								  1,
	  "payload must be <= 86399999 (got 86400000)"																      },
	{ "{type: fixed, name: F, size: 2}",	     "\"\\u0001\\u00fe\"",							   0, NULL						   },
	{ "{type: fixed, name: F, size: 2}",	     "\"a\"",								     1, "payload must have at least 2 characters (got 1)"	   },
	{ "{type: enum, name: E, symbols: [A, B]}", "\"C\"",								     1,
	  "payload must be one of \"A\", \"B\" (got \"C\")"																 },
	{ "{type: array, items: int}",	       "[1, 2]",								    0, NULL							 },
	{ "{type: array, items: int}",	       "[1, \"2\"]",								1, "payload[1] must be an integer (got \"2\")"	    },
	{ "{type: map, values: int}",		      "{\"a\": 1, \"b c\": 2}",							0, NULL							},
	{ "{type: map, values: int}",		      "{\"a\": null}",							     1, "payload.a must be an integer (got null)"		    },
	{ NOTE,				     "{\"note\": null}",							  0, NULL						   },
	{ NOTE,				     "{\"note\": {\"string\": \"x\"}}",					   0, NULL						   },
	{ NOTE,				     "{\"note\": \"x\"}",							 5,
	  "payload.note must be null or {\"string\": ...} in Avro's JSON encoding (got \"x\")"											       },
	{ NOTE,				     "{\"note\": {\"string\": 3}}",					       5, "payload.note.string must be a string (got 3)"	 },
	{ NOTE,				     "{\"note\": {}}",							    5, "payload.note.string is required"		       },
	{ NOTE,				     "{}",									1, "payload.note is required"				    },
	{ NOTE,				     "{\"note\": null, \"nota\": 1}",						 1, "payload must not have the property \"nota\""	  },
	{ CHOICE,				   "{\"v\": null}",							     0, NULL						   },
	{ CHOICE,				   "{\"v\": {\"int\": 3}}",						     0, NULL						   },
	{ CHOICE,				   "{\"v\": {\"map\": {\"int\": 3}}}",					      0, NULL						      },
	{ CHOICE,				   "{\"v\": 3}",								5,
	  "payload.v must be null, {\"int\": ...}, {\"string\": ...} or {\"map\": ...} in Avro's JSON "
	  "encoding "
	  "(got 3)"																					},
	{ CHOICE,				   "{\"v\": {\"int\": 3, \"string\": \"x\"}}",				      5, NULL						      },
	{ CHOICE,				   "{\"v\": {\"strng\": \"x\"}}",						 5, NULL							 },
	{ LIST,				     "{\"value\": 1, \"next\": {\"a.List\": {\"value\": 2, \"next\": null}}}",	  0, NULL							  },
	{ LIST,				     "{\"value\": 1, \"next\": {\"a.List\": {\"value\": 2, \"next\": 7}}}",       5,
	  "payload.next[\"a.List\"].next must be null or {\"a.List\": ...} in Avro's JSON encoding (got 7)"										    },
	{ LIST,				     "{\"value\": 1, \"next\": {\"a.List\": {\"value\": null, \"next\": null}}}", 4,
	  "payload.next[\"a.List\"].value must be an integer (got null)"														    },
};

START_TEST(the_json_encoding_is_judged)
{
	struct bench_of_judging b;
	struct schema *s;
	bool conforms;

	judging_begin(&b);
	s = avro_judged(&b, rows[_i].yaml);
	ck_assert_msg(s, "%s: %s", rows[_i].yaml, b.diag.n ? b.diag.findings[0].text : "");
	conforms = judging_verdict(&b, s, slice_str(rows[_i].json));
	ck_assert_msg(conforms == !rows[_i].line, "%s of %s: %s", rows[_i].json, rows[_i].yaml,
		      conforms ? "conforms" : arena_strdup(&b.arena, b.found.list[0].text));
	if (!conforms && rows[_i].text)
		ck_assert_str_eq(arena_strdup(&b.arena, b.found.list[0].text), rows[_i].text);
	if (!conforms)
		ck_assert_uint_eq(b.found.list[0].at.line, rows[_i].line);
	judging_end(&b);
}
END_TEST

/* All the numbers near the ends, of `size` bytes and of as few as hold them. */
static void try_decimal(struct bench_of_judging *b, const struct schema *s, int64_t value, unsigned bytes,
			bool fits)
{
	BUF_AUTO struct buf raw = BUF_INIT(0), json = BUF_INIT(0);

	for (unsigned i = bytes; i-- > 0;)
		buf_char(&raw, (char)(i < 8 ? value >> (8 * i) : value < 0 ? -1 : 0));
	avro_add_bytes(&json, buf_view(&raw));
	ck_assert_msg(judging_verdict(b, s, buf_view(&json)) == fits, "%lld in %u bytes %s", (long long)value,
		      bytes, fits ? "is refused" : "is taken");
}

START_TEST(a_decimal_has_at_most_its_digits)
{
	struct bench_of_judging b;
	int64_t most = 1;

	judging_begin(&b);
	for (int precision = 1; precision <= 17; precision++) {
		struct schema *s = avro_judged(
			&b, arena_printf(&b.arena, "{type: bytes, logicalType: decimal, precision: %d}",
					 precision));
		struct schema *fixed = avro_judged(
			&b,
			arena_printf(&b.arena,
				     "{type: fixed, name: F, size: 9, logicalType: decimal, precision: %d}",
				     precision));

		most *= 10;
		for (int sign = -1; sign <= 1; sign += 2)
			for (unsigned bytes = 8; bytes <= 10; bytes++) {
				try_decimal(&b, s, sign * (most - 1), bytes, true);
				try_decimal(&b, s, sign * most, bytes, false);
				try_decimal(&b, s, sign * (most / 2 - 1), bytes, true);
				try_decimal(&b, fixed, sign * (most - 1), bytes, bytes == 9);
				try_decimal(&b, fixed, sign * most, bytes, false);
			}
	}
	judging_end(&b);
}
END_TEST

START_TEST(a_decimal_of_one_byte_is_any_within_its_digits)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = avro_judged(&b, "{type: bytes, logicalType: decimal, precision: 2}");
	for (int value = -128; value < 128; value++)
		try_decimal(&b, s, value, 1, value >= -99 && value <= 99);
	try_decimal(&b, s, 0, 0, false);
	judging_end(&b);
}
END_TEST

SUITE(avro_describe)
{
	LOOP_TEST(the_json_encoding_is_judged, 0, (int)ARRAY_SIZE(rows));
	TEST(a_decimal_has_at_most_its_digits);
	TEST(a_decimal_of_one_byte_is_any_within_its_digits);
}
