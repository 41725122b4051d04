/* The violations as people see them: one row per sentence, with its pointers. */
#include "schema/help.h"
#include "suite.h"

static const struct {
	const char *schema, *payload, *keyword, *instance, *pointer, *text;
} rows[] = {
	{"{\"properties\":{\"amount\":{\"maximum\":10000}}}",				       "{\"amount\":12000}",			     "maximum",		"/amount",
	  "/properties/amount/maximum",																					"payload.amount must be <= 10000 (got 12000)"					      },
	{ "{\"items\":{\"minimum\":0.50}}",						      "[0.5,-1]",					"minimum",	   "/1",	 "/items/minimum",
	  "payload[1] must be >= 0.50 (got -1)"																														      },
	{ "{\"exclusiveMinimum\":3}",							    "3",					   "exclusiveMinimum", "",	   "/exclusiveMinimum",
	  "payload must be > 3 (got 3)"																															      },
	{ "{\"exclusiveMaximum\":3}",							    "3.0",					     "exclusiveMaximum", "",	     "/exclusiveMaximum",
	  "payload must be < 3 (got 3.0)"																															    },
	{ "{\"multipleOf\":0.01}",							       "19.655",					     "multipleOf",	   "",	       "/multipleOf",
	  "payload must be a multiple of 0.01 (got 19.655)"																													  },
	{ "{\"properties\":{\"lines\":{\"items\":{\"required\":[\"sku\"]}}}}",
	  "{\"lines\":[{\"sku\":1},{\"sku\":2},{}]}",											    "required",	  "/lines/2",
	  "/properties/lines/items/required",																				  "payload.lines[2].sku is required"							 },
	{ "{\"properties\":{\"parcels\":{\"minItems\":1}}}",				     "{\"parcels\":[]}",				 "minItems",	     "/parcels",
	  "/properties/parcels/minItems",																				      "payload.parcels must have at least 1 item (got 0)"				      },
	{ "{\"maxItems\":2}",								    "[1,2,3]",					 "maxItems",	     "",	 "/maxItems",
	  "payload must have at most 2 items (got 3)"																														},
	{ "{\"properties\":{\"color\":true},\"additionalProperties\":false}",		      "{\"colour\":1}",
	  "additionalProperties",																    "/colour",  "/additionalProperties",
	  "payload must not have the property \"colour\"; did you mean \"color\"?"																										   },
	{ "{\"properties\":{\"color\":true},\"additionalProperties\":false}",		      "{\"color\":0,\"colour\":1}",
	  "additionalProperties",																    "/colour",  "/additionalProperties",
	  "payload must not have the property \"colour\""																													    },
	{ "{\"properties\":{\"status\":{\"enum\":[\"open\",\"closed\"]}}}",			    "{\"status\":\"opne\"}",			     "enum",
	  "/status",																			     "/properties/status/enum",
	  "payload.status must be one of \"open\", \"closed\" (got \"opne\")"																											},
	{ "{\"const\":{\"a\":[1]}}",							     "{\"a\":[2]}",				    "const",	     "",	 "/const",
	  "payload must be {\"a\":[1]} (got an object)"																													      },
	{ "{\"type\":[\"string\",\"null\"]}",						    "5",					   "type",		   "",	       "/type",
	  "payload must be a string or null (got 5)"																														 },
	{ "{\"type\":[\"integer\",\"number\",\"boolean\"]}",				     "\"x\"",					      "type",	      "",	  "/type",
	  "payload must be a number or a boolean (got \"x\")"																													},
	{ "{\"type\":\"integer\"}",							      "1.5",					   "type",		   "",	       "/type",			"payload must be an integer (got 1.5)"						       },
	{ "{\"type\":\"object\"}",							       "[]",					  "type",		 "",	     "/type",		      "payload must be an object (got an array)"						 },
	{ "{\"minLength\":1}",								   "\"\"",					"minLength",	    "",		"/minLength",
	  "payload must have at least 1 character (got 0)"																													   },
	{ "{\"maxLength\":2}",								   "\"\\ud83d\\ude00b\xc3\xa9\"",		      "maxLength",	   "",	       "/maxLength",
	  "payload must have at most 2 characters (got 3)"																													   },
	{ "{\"properties\":{\"a b\":{\"pattern\":\"^[a-z]+$\"}}}",				   "{\"a b\":\"X\"}",			      "pattern",		 "/a b",
	  "/properties/a b/pattern",																					   "payload[\"a b\"] must match the pattern ^[a-z]+$ (got \"X\")"			    },
	{ "{\"properties\":{\"when\":{\"format\":\"date-time\"}}}",				    "{\"when\":\"today\"}",			    "format",	      "/when",
	  "/properties/when/format",																					   "payload.when must be a date and time such as 2026-11-21T10:00:00Z (got \"today\")"   },
	{ "{\"items\":[true,true],\"additionalItems\":false}",				       "[1,2,3]",					  "additionalItems",  "",
	  "/additionalItems",																						  "payload must have at most 2 items (got 3)"						  },
	{ "{\"uniqueItems\":true}",							      "[1,{\"a\":1,\"b\":2},3,{\"b\":2,\"a\":1.0}]", "uniqueItems",	  "",
	  "/uniqueItems",																						      "payload must not hold the same item twice (items 1 and 3 are both {\"a\":1,\"b\":2})"},
	{ "{\"contains\":{\"const\":1}}",							"[2,3]",					   "contains",	       "",	   "/contains",
	  "payload must contain an item that fits the schema under \"contains\" (none of its 2 items does)"																							  },
	{ "{\"minProperties\":2}",							       "{\"a\":1}",					"minProperties",	 "",	     "/minProperties",
	  "payload must have at least 2 properties (got 1)"																													  },
	{ "{\"maxProperties\":1}",							       "{\"a\":1,\"b\":2}",				"maxProperties",	 "",	     "/maxProperties",
	  "payload must have at most 1 property (got 2)"																													     },
	{ "{\"properties\":{\"old\":false}}",						    "{\"old\":1}",				     "false",	      "/old",     "/properties/old",
	  "payload.old is not allowed"																															       },
	{ "{\"propertyNames\":{\"maxLength\":2}}",						   "{\"abc\":1}",				  "maxLength",	       "",	   "/propertyNames/maxLength",
	  "the name \"abc\" in payload must have at most 2 characters (got 3)"																										       },
	{ "{\"dependencies\":{\"card\":[\"billing\"]}}",					 "{\"card\":1}",				 "dependencies",	 "",
	  "/dependencies/card",																						"payload.billing is required when payload.card is present"				   },
	{ "{\"dependencies\":{\"card\":{\"required\":[\"billing\"]}}}",				"{\"card\":1}",				"required",	    "",
	  "/dependencies/card/required",																				       "payload.billing is required"							       },
	{ "{\"not\":{\"type\":\"null\"}}",						       "null",					   "not",		  "",	      "/not",
	  "payload must not fit the schema under \"not\" (got null)"																												 },
	{ "{\"if\":{\"type\":\"integer\"},\"then\":{\"minimum\":5}}",			      "1",					   "minimum",	      "",	  "/then/minimum",
	  "payload must be >= 5 (got 1)"																															     },
	{ "{\"allOf\":[true,{\"type\":\"string\"}]}",					      "1",					   "type",		   "",	       "/allOf/1/type",
	  "payload must be a string (got 1)"																															 },
	{ "{\"properties\":{\"x\":{\"$ref\":\"#/definitions/a~1b\"}},\"definitions\":{\"a/"
	  "b\":{\"minimum\":2}}}",						      "{\"x\":1}",				   "minimum",	  "/x",	"/properties/x/$ref/minimum", "payload.x must be >= 2 (got 1)"						       },
	{ "{\"patternProperties\":{\"^x/\":{\"type\":\"null\"}}}",				   "{\"x/~\":1}",				  "type",		  "/x~1~0",
	  "/patternProperties/^x~1/type",																				      "payload[\"x/~\"] must be null (got 1)"						  },
	{ "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",			     "1",						  "anyOf",		   "",	       "/anyOf",
	  "payload must be a string or null (got 1)"																														 },
	{ "{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":2}]}",				  "3",					       "oneOf",		"",	    "/oneOf",
	  "payload must match exactly one branch of \"oneOf\", but matches branches 1 and 2"																									 },
	{ "{\"oneOf\":[{\"title\":\"Card\",\"required\":[\"kind\",\"number\"],\"properties\":{\"kind\":{"
	  "\"const\":\"card\"}}},"
	  "{\"required\":[\"kind\"],\"properties\":{\"kind\":{\"const\":\"cash\"}}}]}", "{\"kind\":\"card\"}",			 "oneOf",		  "",	      "/oneOf",
	  "payload must match exactly one of the 2 branches of \"oneOf\"; nearest is branch 1 (Card): "
	  "payload.number is required"																															      },
	{ "true",										"{\"a\":1,\"b\":2,\"\\u0061\":3}",	     "duplicate-key",    "/a",	    "",
	  "payload has the key \"a\" twice"																															  },
	{ "true",										"{\"a\":[{\"b\":1,\"b\":1}]}",		 "duplicate-key",	  "/a/0/b",   "",
	  "payload.a[0] has the key \"b\" twice"																														     },
	{ "true",										"{\"a\":1,\n}",				  "json",		  "",	      "",
	  "payload cannot be read as JSON: something else where a key should be at byte 8 (line 2)"																								  },
	{ "true",										"[\"\\ud800\"]",				   "json",		   "",	       "",
	  "payload cannot be read as JSON: a lone surrogate at byte 2 (line 1)"																										      },
	{ "true",										"01",					  "json",		"",	    "",
	  "payload cannot be read as JSON: a number that JSON does not know at byte 0 (line 1)"																								      },
	{ "true",										"1 2",					 "json",		 "",	     "",
	  "payload cannot be read as JSON: more behind the value at byte 2 (line 1)"																										 },
	{ "true",										"\"\xff\"",				    "json",	      "",	  "",
	  "payload cannot be read as JSON: bytes that are not UTF-8 at byte 1 (line 1)"																									      },
	{ "true",										"",					    "json",	      "",	  "",
	  "payload cannot be read as JSON: the end where a value should be at byte 0 (line 1)"																								       },
};

START_TEST(a_violation_reads_like_this)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema(&b, rows[_i].schema);
	ck_assert_msg(s != NULL, "%s", rows[_i].schema);
	ck_assert(!judging_verdict(&b, s, slice_str(rows[_i].payload)));
	ck_assert_uint_eq(b.found.n, 1);
	ck_assert_str_eq(b.found.list[0].text.ptr, rows[_i].text);
	ck_assert_str_eq(b.found.list[0].keyword, rows[_i].keyword);
	ck_assert_str_eq(b.found.list[0].instance.ptr, rows[_i].instance);
	ck_assert_str_eq(b.found.list[0].schema.ptr, rows[_i].pointer);
	judging_end(&b);
}
END_TEST

START_TEST(a_violation_names_its_place_in_the_document)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_yaml(&b, "type: object\n"
			     "properties:\n"
			     "  amount:\n"
			     "    $ref: '#/definitions/money'\n"
			     "definitions:\n"
			     "  money:\n"
			     "    type: number\n"
			     "    maximum: 10\n");
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("{\"amount\":11}")));
	ck_assert_str_eq(b.found.list[0].at.file, "schema.yaml");
	ck_assert_uint_eq(b.found.list[0].at.line, 8);
	ck_assert_uint_eq(b.found.list[0].at.col, 5);
	ck_assert_str_eq(b.found.list[0].schema.ptr, "/properties/amount/$ref/maximum");
	ck_assert_str_eq(b.found.list[0].value.ptr, "11");
	judging_end(&b);
}
END_TEST

START_TEST(all_reasons_are_told_up_to_the_maximum)
{
	struct bench_of_judging b;
	struct schema *s;
	struct violations few = { .max = 2 };

	judging_begin(&b);
	s = judging_schema(&b, "{\"items\":{\"type\":\"string\"},\"maxItems\":3}");
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("[1,2,\"x\",3,4]")));
	ck_assert_uint_eq(b.found.n, 5);
	ck_assert(!schema_explain(s, b.judge, judging_pad(&b, SLICE_LIT("[1,2,\"x\",3,4]")), &few));
	ck_assert_uint_eq(few.n, 2);
	ck_assert_uint_eq(few.left_out, 3);
	violations_release(&few);
	judging_end(&b);
}
END_TEST

START_TEST(a_long_value_is_cut_at_a_whole_character)
{
	struct bench_of_judging b;
	BUF_AUTO struct buf payload = BUF_INIT(0);
	struct slice value;

	judging_begin(&b);
	buf_str(&payload, "[\"");
	for (int i = 0; i < 500; i++)
		buf_str(&payload, "\xc3\xa9");
	buf_str(&payload, "\"]");
	ck_assert(!judging_verdict(&b, judging_schema(&b, "{\"type\":\"null\"}"), buf_view(&payload)));
	value = b.found.list[0].value;
	ck_assert_uint_le(value.len, 256);
	ck_assert_uint_gt(value.len, 240);
	ck_assert(slice_ends(value, SLICE_LIT("\xc3\xa9...")));
	judging_end(&b);
}
END_TEST

/* As the official schemas are used: compiled position by position, the innermost reasons asked for. */
START_TEST(the_innermost_reasons_of_a_choice_are_told)
{
	static const char schema[] =
		"{\"additionalProperties\":{\"oneOf\":[{\"required\":[\"$ref\"]},{\"$ref\":\"#/definitions/"
		"thing\"}]},"
		"\"definitions\":{\"thing\":{\"additionalProperties\":false,\"properties\":{"
		"\"a\":{\"type\":\"number\"},\"in\":{\"anyOf\":[{\"type\":\"null\"},{\"$ref\":\"#\"}]}}}}}";
	const struct schema_options lazily = { .formats_assert = true, .lazily = true };
	struct violations v = { .innermost = true };
	struct bench_of_judging b;
	struct document *doc;
	struct schema *s;

	judging_begin(&b);
	doc = library_load_text(&b.library, "schema.json", slice_str(schema));
	s = schema_compile(&b.arena, &b.library, doc->root, &lazily);
	ck_assert(
		schema_accepts(s, b.judge, judging_pad(&b, SLICE_LIT("{\"x\":{\"in\":{\"y\":{\"a\":1}}}}"))));
	ck_assert(!schema_explain(
		s, b.judge, judging_pad(&b, SLICE_LIT("{\"x\":{\"in\":{\"y\":{\"a\":\"1\",\"b\":2}}}}")),
		&v));
	ck_assert_uint_eq(v.n, 2);
	ck_assert_str_eq(v.list[0].text.ptr, "payload.x.in.y.a must be a number (got \"1\")");
	ck_assert_str_eq(v.list[1].instance.ptr, "/x/in/y/b");
	violations_release(&v);
	judging_end(&b);
}
END_TEST

SUITE(schema_sentences)
{
	TEST(the_innermost_reasons_of_a_choice_are_told);
	LOOP_TEST(a_violation_reads_like_this, 0, ARRAY_SIZE(rows));
	TEST(a_violation_names_its_place_in_the_document);
	TEST(all_reasons_are_told_up_to_the_maximum);
	TEST(a_long_value_is_cut_at_a_whole_character);
}
