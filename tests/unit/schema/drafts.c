/* What each draft and dialect means by its own keywords, by every way of judging.  Quotes are written as '
 * here.
 */
#include "base/memory.h"
#include "schema/help.h"
#include "suite.h"

#define ASYNCAPI DIALECT_ASYNCAPI
#define D4	 DIALECT_DRAFT_04
#define D6	 DIALECT_DRAFT_06
#define D7	 DIALECT_DRAFT_07
#define D2019	 DIALECT_DRAFT_2019_09
#define D2020	 DIALECT_DRAFT_2020_12
#define O30	 DIALECT_OPENAPI_3_0
#define O31	 DIALECT_OPENAPI_3_1

#define PETS                                                                                                 \
	"'components':{'schemas':{"                                                                          \
	"'Cat':{'type':'object','required':['kind','lives'],'properties':{'kind':{'type':'string'},"         \
	"'lives':{'type':'integer'}}},"                                                                      \
	"'Dog':{'type':'object','required':['kind','bark'],'properties':{'kind':{'type':'string'},"          \
	"'bark':{'type':'boolean'}}}}}"
#define CAT_OR_DOG "'oneOf':[{'$ref':'#/components/schemas/Cat'},{'$ref':'#/components/schemas/Dog'}]"
#define BY_NAME	   "{'discriminator':{'propertyName':'kind'}," CAT_OR_DOG "," PETS "}"
#define BY_MAPPING                                                                                           \
	"{'discriminator':{'propertyName':'kind','mapping':{'miaow':'#/components/schemas/Cat','woof':'Dog'" \
	"}}," CAT_OR_DOG "," PETS "}"
#define TREE                                                                                                 \
	"'tree':{'$id':'http://x.example/tree','$dynamicAnchor':'node','type':'object',"                     \
	"'properties':{'data':true,'children':{'items':{'$dynamicRef':'#node'}}}}"

/* clang-format off */
static const struct {
	enum schema_dialect dialect;
	const char *schema, *payload;
	bool conforms;
} rows[] = {
	/* draft 4: an integer is written as one; bounds are excluded by a boolean */
	{ D4, "{'type':'integer'}", "1.0", false },
	{ D4, "{'type':'integer'}", "1e2", false },
	{ D4, "{'type':'integer'}", "12345678901234567890123", true },
	{ D4, "{'type':'number'}", "1.0", true },
	{ D4, "{'type':['integer','string']}", "1.0", false },
	{ D4, "{'enum':[1]}", "1.0", true },
	{ D6, "{'type':'integer'}", "1.0", true },
	{ D4, "{'minimum':3,'exclusiveMinimum':true}", "3", false },
	{ D4, "{'minimum':3,'exclusiveMinimum':true}", "3.1", true },
	{ D4, "{'exclusiveMinimum':false,'minimum':3}", "3", true },
	{ D4, "{'exclusiveMinimum':true}", "3", true },
	{ D4, "{'exclusiveMaximum':true,'maximum':3}", "3.0", false },
	{ D4, "{'const':1,'contains':{'type':'null'},'propertyNames':{'maxLength':0}}", "{'a':2}", true },
	{ D4, "{'id':'http://x.example/a/','properties':{'p':{'$ref':'b'}},'definitions':{'b':{'id':'b','type':'null'}}}", "{'p':1}", false },
	{ D4, "{'$ref':'#/definitions/n','type':'string','definitions':{'n':{'type':'null'}}}", "null", true },
	{ D4, "{'uniqueItems':true,'items':{'type':'number'}}", "[1,1.0]", false },
	/* draft 6 has contains, const, propertyNames, but no if */
	{ D6, "{'contains':{'const':1}}", "[2]", false },
	{ D6, "{'if':true,'then':false}", "1", true },
	{ D7, "{'if':true,'then':false}", "1", false },
	{ D6, "{'exclusiveMinimum':3}", "3", false },
	/* up to draft 7 a $ref hides what stands beside it, AsyncAPI's dialect too */
	{ D7, "{'$ref':'#/definitions/n','type':'string','definitions':{'n':true}}", "1", true },
	{ ASYNCAPI, "{'$ref':'#/definitions/n','type':'string','definitions':{'n':true}}", "1", true },
	{ D2019, "{'$ref':'#/$defs/n','type':'string','$defs':{'n':true}}", "1", false },
	{ D2019, "{'$ref':'#/$defs/n','type':'string','$defs':{'n':{'maxLength':1}}}", "'ab'", false },
	{ D2019, "{'$ref':'#/$defs/n','type':'string','$defs':{'n':{'maxLength':1}}}", "'a'", true },
	{ D7, "{'dependentRequired':{'a':['b']},'prefixItems':[false],'unevaluatedProperties':false}", "{'a':1}", true },
	/* 2019-09 */
	{ D2019, "{'dependentRequired':{'a':['b']}}", "{'a':1}", false },
	{ D2019, "{'dependentRequired':{'a':['b']}}", "{'a':1,'b':1}", true },
	{ D2019, "{'dependentSchemas':{'a':{'required':['b']}}}", "{'a':1}", false },
	{ D2019, "{'items':[{'type':'null'}],'additionalItems':{'type':'string'}}", "[null,'']", true },
	{ D2019, "{'items':[{'type':'null'}],'additionalItems':{'type':'string'}}", "[null,1]", false },
	{ D2019, "{'$anchor':'top','properties':{'in':{'$ref':'#top'}},'maxProperties':1}", "{'in':{'in':{'a':1,'b':2}}}", false },
	{ D2019, "{'contains':{'type':'null'},'minContains':2,'maxContains':3}", "[null,1,null]", true },
	{ D2019, "{'contains':{'type':'null'},'minContains':2,'maxContains':3}", "[null,1]", false },
	{ D2019, "{'contains':{'type':'null'},'minContains':2,'maxContains':3}", "[null,null,null,null]", false },
	{ D2019, "{'contains':{'type':'null'},'minContains':0}", "[]", true },
	{ D2019, "{'minContains':2}", "[]", true },
	{ D2019, "{'$recursiveAnchor':true,'properties':{'in':{'$recursiveRef':'#'}},'additionalProperties':false}", "{'in':{'in':{'x':1}}}", false },
	/* a tree that is closed from outside: the inner reference leads to the outermost anchor */
	{ D2019, "{'$id':'http://x.example/strict','$recursiveAnchor':true,'$ref':'tree','unevaluatedProperties':false,'$defs':{"
		 "'tree':{'$id':'http://x.example/tree','$recursiveAnchor':true,'properties':{'data':true,'children':{'items':{'$recursiveRef':'#'}}}}}}",
	  "{'children':[{'daat':1}]}", false },
	{ D2019, "{'$id':'http://x.example/strict','$ref':'tree','unevaluatedProperties':false,'$defs':{"
		 "'tree':{'$id':'http://x.example/tree','$recursiveAnchor':true,'properties':{'data':true,'children':{'items':{'$recursiveRef':'#'}}}}}}",
	  "{'children':[{'daat':1}]}", true },
	/* 2020-12 */
	{ D2020, "{'prefixItems':[{'type':'null'}],'items':{'type':'string'}}", "[null,'']", true },
	{ D2020, "{'prefixItems':[{'type':'null'}],'items':{'type':'string'}}", "[null,1]", false },
	{ D2020, "{'prefixItems':[true],'items':false}", "[1,2]", false },
	{ D2020, "{'$id':'http://x.example/strict','$dynamicAnchor':'node','$ref':'tree','unevaluatedProperties':false,'$defs':{" TREE "}}", "{'children':[{'daat':1}]}", false },
	{ D2020, "{'$id':'http://x.example/strict','$dynamicAnchor':'node','$ref':'tree','unevaluatedProperties':false,'$defs':{" TREE "}}", "{'children':[{'data':1}]}", true },
	{ D2020, "{'$id':'http://x.example/loose','$ref':'tree','$defs':{" TREE "}}", "{'children':[{'daat':1}]}", true },
	{ D2020, "{'properties':{'strict':{'$id':'http://x.example/strict','$dynamicAnchor':'node','$ref':'tree','unevaluatedProperties':false},"
		 "'loose':{'$ref':'http://x.example/tree'}},'$defs':{" TREE "}}",
	  "{'loose':{'x':1,'children':[{'x':1}]},'strict':{'children':[{'data':1,'children':[]}]}}", true },
	{ D2020, "{'properties':{'strict':{'$id':'http://x.example/strict','$dynamicAnchor':'node','$ref':'tree','unevaluatedProperties':false},"
		 "'loose':{'$ref':'http://x.example/tree'}},'$defs':{" TREE "}}",
	  "{'loose':{'x':1,'children':[{'x':1}]},'strict':{'children':[{'data':1,'children':[{'x':1}]}]}}", false },
	{ D2020, "{'$dynamicRef':'#n','$defs':{'n':{'$anchor':'n','type':'null'}}}", "1", false },
	/* unevaluated: what holds counts, what fails does not */
	{ D2020, "{'properties':{'a':true},'unevaluatedProperties':false}", "{'a':1}", true },
	{ D2020, "{'properties':{'a':true},'unevaluatedProperties':false}", "{'a':1,'b':1}", false },
	{ D2020, "{'allOf':[{'properties':{'a':true}}],'unevaluatedProperties':{'type':'null'}}", "{'a':1,'b':null}", true },
	{ D2020, "{'allOf':[{'properties':{'a':true}}],'unevaluatedProperties':{'type':'null'}}", "{'a':1,'b':1}", false },
	{ D2020, "{'allOf':[{'patternProperties':{'^a':true}},{'additionalProperties':{'type':'number'}}],'unevaluatedProperties':false}", "{'a1':1,'b':1}", true },
	{ D2020, "{'allOf':[{'unevaluatedProperties':false}],'properties':{'a':true}}", "{'a':1}", false },
	{ D2020, "{'allOf':[{'properties':{'a':true},'unevaluatedProperties':{'type':'null'}}],'unevaluatedProperties':false}", "{'a':1,'b':null}", true },
	{ D2020, "{'anyOf':[{'properties':{'a':{'type':'null'}}},{'properties':{'b':{'type':'null'}}}],'unevaluatedProperties':false}", "{'a':null,'b':null}", true },
	{ D2020, "{'anyOf':[{'properties':{'a':{'type':'null'}},'required':['a']},{'properties':{'b':true},'required':['b','c']}],'unevaluatedProperties':false}", "{'a':null,'b':1}", false },
	{ D2020, "{'oneOf':[{'properties':{'t':{'const':1},'a':true},'required':['t']},{'properties':{'t':{'const':2},'b':true},'required':['t']}],'unevaluatedProperties':false}", "{'t':2,'b':1}", true },
	{ D2020, "{'oneOf':[{'properties':{'t':{'const':1},'a':true},'required':['t']},{'properties':{'t':{'const':2},'b':true},'required':['t']}],'unevaluatedProperties':false}", "{'t':2,'a':1}", false },
	{ D2020, "{'if':{'properties':{'a':{'const':1}},'required':['a']},'then':{'properties':{'b':true}},'else':{'properties':{'c':true}},'unevaluatedProperties':false}", "{'a':1,'b':1}", true },
	{ D2020, "{'if':{'properties':{'a':{'const':1}},'required':['a']},'then':{'properties':{'b':true}},'else':{'properties':{'c':true}},'unevaluatedProperties':false}", "{'c':1,'a':1}", false },
	{ D2020, "{'if':{'properties':{'a':true}},'unevaluatedProperties':false}", "{'a':1}", true },
	{ D2020, "{'not':{'properties':{'a':{'type':'null'}},'required':['a']},'unevaluatedProperties':false}", "{'a':1}", false },
	{ D2020, "{'dependentSchemas':{'a':{'properties':{'b':true}}},'properties':{'a':true},'unevaluatedProperties':false}", "{'a':1,'b':1}", true },
	{ D2020, "{'dependentSchemas':{'a':{'properties':{'b':true}}},'properties':{'c':true},'unevaluatedProperties':false}", "{'c':1,'b':1}", false },
	{ D2020, "{'contains':true,'minContains':0,'unevaluatedItems':false}", "[]", true },
	{ D2020, "{'prefixItems':[true],'unevaluatedItems':false}", "[1,2]", false },
	{ D2020, "{'prefixItems':[true],'contains':{'type':'null'},'unevaluatedItems':false}", "[1,null]", true },
	{ D2019, "{'items':[true],'contains':{'type':'null'},'unevaluatedItems':false}", "[1,null]", false },
	{ D2020, "{'allOf':[{'prefixItems':[true]},{'prefixItems':[true,true]}],'unevaluatedItems':{'type':'string'}}", "[1,2,'']", true },
	{ D2020, "{'allOf':[{'prefixItems':[true]},{'prefixItems':[true,true]}],'unevaluatedItems':{'type':'string'}}", "[1,2,3]", false },
	{ D2020, "{'items':{'$ref':'#/$defs/p'},'$defs':{'p':{'allOf':[{'$ref':'#/$defs/q'}],'unevaluatedProperties':false},'q':{'properties':{'a':true}}}}", "[{'a':1},{'b':1}]", false },
	/* `$schema` decides, for a part with an $id of its own too */
	{ D2020, "{'$schema':'http://json-schema.org/draft-04/schema#','maximum':3,'exclusiveMaximum':true}", "3", false },
	{ ASYNCAPI, "{'$schema':'https://json-schema.org/draft/2020-12/schema','prefixItems':[false]}", "[1]", false },
	{ D7, "{'properties':{'a':{'$id':'http://x.example/a','$schema':'https://json-schema.org/draft/2019-09/schema','dependentRequired':{'x':['y']}}}}", "{'a':{'x':1}}", false },
	{ D7, "{'properties':{'a':{'$id':'http://x.example/a','dependentRequired':{'x':['y']}}}}", "{'a':{'x':1}}", true },
	/* every metaschema is there, and takes itself */
	{ D4, "{'$ref':'http://json-schema.org/draft-04/schema#'}", "{'minimum':1,'exclusiveMinimum':true}", true },
	{ D4, "{'$ref':'http://json-schema.org/draft-04/schema#'}", "{'exclusiveMinimum':true}", false },
	{ D6, "{'$ref':'http://json-schema.org/draft-06/schema#'}", "{'exclusiveMinimum':true}", false },
	{ D7, "{'$ref':'http://json-schema.org/draft-07/schema#'}", "{'if':1}", false },
	{ D2019, "{'$ref':'https://json-schema.org/draft/2019-09/schema'}", "{'properties':{'a':{'minContains':-1}}}", false },
	{ D2019, "{'$ref':'https://json-schema.org/draft/2019-09/schema'}", "{'properties':{'a':{'minContains':1}}}", true },
	{ D2020, "{'$ref':'https://json-schema.org/draft/2020-12/schema'}", "{'$defs':{'a':{'prefixItems':{}}}}", false },
	{ D2020, "{'$ref':'https://json-schema.org/draft/2020-12/schema'}", "{'$defs':{'a':{'prefixItems':[{}]}}}", true },
	/* OpenAPI 3.0: nullable, boolean bounds, and keywords that are none there */
	{ O30, "{'type':'string','nullable':true}", "null", true },
	{ O30, "{'type':'string','nullable':false}", "null", false },
	{ O30, "{'nullable':true,'allOf':[{'type':'string'}]}", "null", false },
	{ O30, "{'nullable':true,'type':'string','enum':['a']}", "null", false },
	{ O30, "{'nullable':true,'type':'string','enum':['a',null]}", "null", true },
	{ O31, "{'type':'string','nullable':true}", "null", false },
	{ O31, "{'type':['string','null']}", "null", true },
	{ O30, "{'minimum':0,'exclusiveMinimum':true}", "0", false },
	{ O31, "{'exclusiveMinimum':0}", "0", false },
	{ O30, "{'const':1,'if':true,'then':false,'patternProperties':{'':false},'dependencies':{'a':['b']},'contains':false}", "{'a':2}", true },
	{ O30, "{'$id':'http://x.example/','properties':{'a':{'$ref':'#/components/schemas/n'}},'components':{'schemas':{'n':{'type':'string'}}}}", "{'a':1}", false },
	{ O31, "{'const':1}", "2", false },
	/* the discriminator's value names the branch */
	{ O30, BY_NAME, "{'kind':'Cat','lives':9}", true },
	{ O30, BY_NAME, "{'kind':'Dog','lives':9}", false },
	{ O30, BY_NAME, "{'kind':'Cow','lives':9}", false },
	{ O30, BY_NAME, "{'lives':9}", false },
	{ O30, BY_NAME, "{'kind':1,'lives':9}", false },
	{ O30, BY_NAME, "{'kind':'Cat','lives':9,'bark':true}", true },
	{ O31, BY_MAPPING, "{'kind':'miaow','lives':9}", true },
	{ O31, BY_MAPPING, "{'kind':'woof','lives':9}", false },
	{ O31, BY_MAPPING, "{'kind':'woof','bark':true}", true },
	{ O31, BY_NAME, "[]", false },
	/* AsyncAPI's is a hint that changes no verdict */
	{ ASYNCAPI, "{'discriminator':'kind'," CAT_OR_DOG "," PETS "}", "{'kind':'Cow','lives':9}", true },
};
/* clang-format on */

static char *quoted(struct arena *a, const char *text)
{
	char *out = arena_strdup(a, slice_str(text));

	for (char *c = out; *c; c++)
		if (*c == '\'')
			*c = '"';
	return out;
}

START_TEST(a_dialect_means_this)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema_as(&b, quoted(&b.arena, rows[_i].schema), rows[_i].dialect);
	ck_assert_msg(s != NULL, "%s: %s", rows[_i].schema, b.diag.n ? b.diag.findings[0].text : "?");
	ck_assert_msg(judging_verdict(&b, s, slice_str(quoted(&b.arena, rows[_i].payload))) ==
			      rows[_i].conforms,
		      "%s: %s %s", schema_dialect_name(rows[_i].dialect), rows[_i].schema, rows[_i].payload);
	judging_end(&b);
}
END_TEST

/* clang-format off */
static const struct {
	enum schema_dialect dialect;
	const char *schema, *payload, *keyword, *instance, *pointer, *text;
} told[] = {
	{ D4, "{'properties':{'n':{'minimum':3,'exclusiveMinimum':true}}}", "{'n':3}", "exclusiveMinimum", "/n", "/properties/n/exclusiveMinimum",
	  "payload.n must be > 3 (got 3)" },
	{ D4, "{'type':'integer'}", "1.0", "type", "", "/type",
	  "payload must be an integer, written without fraction or exponent (got 1.0)" },
	{ D2019, "{'dependentRequired':{'card':['billing']}}", "{'card':1}", "dependentRequired", "", "/dependentRequired/card",
	  "payload.billing is required when payload.card is present" },
	{ D2019, "{'dependentSchemas':{'card':{'required':['billing']}}}", "{'card':1}", "required", "", "/dependentSchemas/card/required",
	  "payload.billing is required" },
	{ D2019, "{'contains':{'type':'null'},'minContains':2}", "[null,1]", "minContains", "", "/minContains",
	  "payload must contain at least 2 items that fit the schema under 'contains' (1 of its 2 does)" },
	{ D2019, "{'contains':{'type':'null'},'maxContains':1}", "[null,1,null]", "maxContains", "", "/maxContains",
	  "payload must contain at most 1 item that fits the schema under 'contains' (2 of its 3 do)" },
	{ D2020, "{'prefixItems':[{'type':'null'}]}", "[1]", "type", "/0", "/prefixItems/0/type", "payload[0] must be null (got 1)" },
	{ D2020, "{'prefixItems':[true,true],'items':false}", "[1,2,3]", "items", "", "/items", "payload must have at most 2 items (got 3)" },
	{ D2020, "{'prefixItems':[true],'items':{'type':'null'}}", "[1,2]", "type", "/1", "/items/type", "payload[1] must be null (got 2)" },
	{ D2020, "{'$dynamicRef':'#n','$defs':{'n':{'$dynamicAnchor':'n','type':'null'}}}", "1", "type", "", "/$dynamicRef/type", "payload must be null (got 1)" },
	{ D2020, "{'$ref':'#/$defs/n','minimum':1,'$defs':{'n':{'type':'integer'}}}", "0", "minimum", "", "/minimum", "payload must be >= 1 (got 0)" },
	{ D2020, "{'allOf':[{'properties':{'city':true}}],'unevaluatedProperties':false}", "{'ctiy':1}", "unevaluatedProperties", "/ctiy", "/unevaluatedProperties",
	  "payload must not have the property 'ctiy', of which nothing in its schema speaks; did you mean 'city'?" },
	{ D2020, "{'properties':{'a':{'prefixItems':[true],'unevaluatedItems':false}}}", "{'a':[1,2]}", "unevaluatedItems", "/a/1", "/properties/a/unevaluatedItems",
	  "payload.a[1] is not allowed: nothing in the schema of its array speaks of it" },
	{ D2020, "{'unevaluatedProperties':{'type':'null'}}", "{'a':1}", "type", "/a", "/unevaluatedProperties/type", "payload.a must be null (got 1)" },
	/* a failed part does not drag what it speaks of behind it */
	{ D2020, "{'allOf':[{'properties':{'a':{'type':'null'}}}],'unevaluatedProperties':false}", "{'a':1}", "type", "/a", "/allOf/0/properties/a/type",
	  "payload.a must be null (got 1)" },
	{ O30, BY_NAME, "{'kind':'Dog','lives':9}", "required", "", "/oneOf/1/$ref/required", "payload.bark is required" },
	{ O30, BY_NAME, "{'kind':'Cta','lives':9}", "discriminator", "/kind", "/discriminator",
	  "payload.kind must be one of 'Cat', 'Dog' (got 'Cta'); did you mean 'Cat'?" },
	{ O30, BY_NAME, "{'lives':9}", "discriminator", "", "/discriminator", "payload.kind is required: it tells which branch of 'oneOf' is meant" },
	{ O31, BY_MAPPING, "{'kind':'Cat','lives':9}", "discriminator", "/kind", "/discriminator", "payload.kind must be one of 'miaow', 'woof' (got 'Cat')" },
	{ ASYNCAPI, "{'discriminator':'kind'," CAT_OR_DOG "," PETS "}", "{'kind':'Dog','lives':'9'}", "oneOf", "", "/oneOf",
	  "payload must match exactly one of the 2 branches of 'oneOf'; nearest is branch 2 (Dog): payload.bark is required" },
};
/* clang-format on */

START_TEST(a_violation_of_a_dialect_reads_like_this)
{
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema_as(&b, quoted(&b.arena, told[_i].schema), told[_i].dialect);
	ck_assert_msg(s != NULL, "%s", told[_i].schema);
	ck_assert(!judging_verdict(&b, s, slice_str(quoted(&b.arena, told[_i].payload))));
	ck_assert_str_eq(b.found.list[0].text.ptr, quoted(&b.arena, told[_i].text));
	ck_assert_uint_eq(b.found.n, 1);
	ck_assert_str_eq(b.found.list[0].keyword, told[_i].keyword);
	ck_assert_str_eq(b.found.list[0].instance.ptr, told[_i].instance);
	ck_assert_str_eq(b.found.list[0].schema.ptr, told[_i].pointer);
	judging_end(&b);
}
END_TEST

/* clang-format off */
static const struct {
	enum schema_dialect dialect;
	const char *schema, *payload;
} quick[] = {
	{ D4, "{'type':'integer','minimum':1,'exclusiveMinimum':true}", "2" },
	{ D2019, "{'$recursiveAnchor':true,'properties':{'in':{'$recursiveRef':'#'}},'unevaluatedProperties':false}", "{'in':{'in':{}}}" },
	{ D2020, "{'$id':'http://x.example/strict','$dynamicAnchor':'node','$ref':'tree','unevaluatedProperties':false,'$defs':{" TREE "}}", "{'children':[{'data':1,'children':[]}]}" },
	{ D2020, "{'allOf':[{'$ref':'#/$defs/base'},{'properties':{'b':true}}],'unevaluatedProperties':false,'$defs':{'base':{'patternProperties':{'^a':true}}}}", "{'a1':1,'b':2}" },
	{ D2020, "{'oneOf':[{'properties':{'t':{'const':1},'a':true},'required':['t']},{'properties':{'t':{'const':2},'b':true},'required':['t']}],'unevaluatedProperties':false}", "{'t':2,'b':1}" },
	{ D2020, "{'anyOf':[{'prefixItems':[{'type':'null'}]},{'prefixItems':[{'type':'string'},true]}],'unevaluatedItems':{'type':'boolean'}}", "[null,true]" },
	{ O30, BY_NAME, "{'kind':'Cat','lives':9}" },
	{ O31, BY_MAPPING, "{'bark':true,'kind':'woof'}" },
};
/* clang-format on */

START_TEST(the_one_pass_is_enough_for_this)
{
	struct bench_of_judging b;
	struct slice payload;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema_as(&b, quoted(&b.arena, quick[_i].schema), quick[_i].dialect);
	payload = slice_str(quoted(&b.arena, quick[_i].payload));
	ck_assert(judging_verdict(&b, s, payload));
	b.judge->tape.n = 0;
	ck_assert(judge_in_one_pass(s, b.judge, judging_pad(&b, payload)));
	ck_assert_uint_eq(b.judge->tape.n, 0); /* nothing was looked back at */
	judging_end(&b);
}
END_TEST

/* clang-format off */
static const struct {
	enum schema_dialect dialect;
	const char *schema;
	unsigned col;
	const char *text;
} broken[] = {
	{ D4, "{'exclusiveMinimum':3}", 21, "'exclusiveMinimum' must be true or false, not a number" },
	{ D6, "{'exclusiveMinimum':true}", 21, "'exclusiveMinimum' must be a number, not a boolean" },
	{ D2020, "{'prefixItems':{}}", 16, "'prefixItems' must be a list of schemas, not an object" },
	{ D2020, "{'items':[true]}", 10, "a schema must be an object or a boolean, not an array" },
	{ D2019, "{'minContains':-1}", 16, "'minContains' must be a whole number from 0, not -1" },
	{ D2019, "{'dependentRequired':{'a':{}}}", 27, "'dependentRequired' must be a list of property names, not an object" },
	{ D2019, "{'unevaluatedItems':1}", 21, "a schema must be an object or a boolean, not a number" },
	{ D2020, "{'$dynamicRef':'#no'}", 16, "'$dynamicRef' points to '#no', which is not there" },
	{ D2020, "{'$dynamicRef':1}", 16, "'$dynamicRef' must be a string, not a number" },
	{ D2019, "{'$ref':'#/$defs/a','$defs':{'a':{'anyOf':[{'$ref':'#'}]}}}", 1,
	  "this schema leads back to itself for the same value, so judging would never end" },
	{ D2019, "{'$recursiveAnchor':true,'allOf':[{'$recursiveRef':'#'}]}", 1,
	  "this schema leads back to itself for the same value, so judging would never end" },
	{ D2020, "{'$dynamicAnchor':'a','not':{'$dynamicRef':'#a'}}", 1,
	  "this schema leads back to itself for the same value, so judging would never end" },
	{ O30, "{'nullable':1}", 13, "'nullable' must be true or false, not a number" },
	{ O30, "{'discriminator':'kind'}", 18, "'discriminator' must be an object with the key 'propertyName', not a string" },
};
/* clang-format on */

START_TEST(a_broken_schema_of_a_dialect_is_said_to_be_so)
{
	struct bench_of_judging b;

	judging_begin(&b);
	ck_assert_msg(!judging_schema_as(&b, quoted(&b.arena, broken[_i].schema), broken[_i].dialect),
		      "%s compiles", broken[_i].schema);
	ck_assert_str_eq(quoted(&b.arena, b.diag.findings[0].text), quoted(&b.arena, broken[_i].text));
	ck_assert_uint_eq(b.diag.n, 1);
	ck_assert_uint_eq(b.diag.findings[0].at.col, broken[_i].col);
	judging_end(&b);
}
END_TEST

/* Each resource refers to each: the outermost of every anchor may be any. */
START_TEST(dynamic_anchors_that_meet_in_too_many_ways_are_refused)
{
	enum { RESOURCES = 12 };
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct bench_of_judging b;

	judging_begin(&b);
	buf_str(&text,
		"{\"$id\":\"http://x.example/root\",\"items\":{\"$ref\":\"r0\"},\"$defs\":{\"x\":true");
	for (int i = 0; i < RESOURCES; i++) {
		buf_printf(&text,
			   ",\"r%d\":{\"$id\":\"r%d\",\"$dynamicAnchor\":\"own%d\",\"$defs\":{\"a\":{"
			   "\"$dynamicAnchor\":\"a%d\"},\"b\":{\"$dynamicAnchor\":\"a%d\"}},\"properties\":{"
			   "\"x\":true",
			   i, i, i, i / 2, (i + 5) % RESOURCES / 2);
		for (int k = 0; k < RESOURCES; k++)
			buf_printf(&text, ",\"p%d\":{\"$ref\":\"r%d\"}", k, k);
		buf_str(&text, "}}");
	}
	buf_str(&text, "}}");
	ck_assert_ptr_null(judging_schema_as(&b, buf_cstr(&text), D2020));
	ck_assert_str_eq(b.diag.findings[0].text,
			 "its dynamic anchors can meet in too many ways to be told apart");
	judging_end(&b);
}
END_TEST

/* Work grows with the object, not with its square. */
START_TEST(unevaluated_members_of_a_large_object_are_judged_in_bounded_work)
{
	enum { MEMBERS = 50000 };
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema_as(&b,
			      quoted(&b.arena,
				     "{'if':{'required':['k7']},'then':{'patternProperties':{'^k':true}},"
				     "'anyOf':[{'properties':{'k1':true}},{'required':['k2']}],"
				     "'unevaluatedProperties':{'type':'null'}}"),
			      D2020);
	buf_char(&text, '{');
	for (int i = 0; i < MEMBERS; i++)
		buf_printf(&text, "%s\"%c%d\":%s", i ? "," : "", i % 2 ? 'k' : 'n', i, i % 2 ? "1" : "null");
	buf_char(&text, '}');
	ck_assert(judging_verdict(&b, s, buf_view(&text)));
	ck_assert_uint_lt(b.judge->walk.steps, 10 * MEMBERS);
	text.data[text.len - 2] = '1'; /* "k49999":1 stays spoken of */
	ck_assert(judging_verdict(&b, s, buf_view(&text)));
	judging_end(&b);
}
END_TEST

/* Branches within branches that all ask what the others spoke of: given up, not endless. */
START_TEST(choices_within_choices_are_given_up)
{
	enum { LEVELS = 24 };
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	buf_str(&text, "{\"$defs\":{\"l0\":{\"properties\":{\"a\":true},\"unevaluatedProperties\":{\"type\":"
		       "\"null\"}}");
	for (int i = 1; i <= LEVELS; i++)
		buf_printf(&text,
			   ",\"l%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/l%d\"},{\"$ref\":\"#/$defs/l%d\"}],"
			   "\"unevaluatedProperties\":false}",
			   i, i - 1, i - 1);
	buf_printf(&text, "},\"not\":{\"$ref\":\"#/$defs/l%d\"}}", LEVELS);
	s = judging_schema_as(&b, buf_cstr(&text), D2020);
	ck_assert_ptr_nonnull(s);
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("{\"a\":1,\"b\":null}")));
	ck_assert_str_eq(b.found.list[0].keyword, "limit");
	judging_end(&b);
}
END_TEST

/* A payload with a `$schema` of its own inside a document of another dialect. */
START_TEST(a_dialect_ends_where_its_schema_ends)
{
	const struct schema_options options = { .dialect = ASYNCAPI, .formats_assert = true };
	struct bench_of_judging b;
	struct document *doc;
	struct schema *s;

	judging_begin(&b);
	doc = library_load_text(
		&b.library, "c.yaml",
		SLICE_LIT("shared: {items: {type: integer}}\n"
			  "payload: {$schema: 'http://json-schema.org/draft-04/schema#', properties: {\n"
			  "  own: {$ref: '#/payload/definitions/own'}, shared: {$ref: '#/shared'}},\n"
			  "  definitions: {own: {type: integer}}}\n"));
	s = schema_compile(&b.arena, &b.library, node_at(doc->root, SLICE_LIT("/payload")), &options);
	ck_assert_ptr_nonnull(s);
	ck_assert(!judging_verdict(&b, s, SLICE_LIT("{\"own\":1.0}")));
	ck_assert(judging_verdict(&b, s, SLICE_LIT("{\"shared\":[1.0]}")));
	ck_assert_int_eq(schema_dialect_at(&b.library,
					   node_at(doc->root, SLICE_LIT("/payload/definitions/own")),
					   ASYNCAPI),
			 D4);
	ck_assert_int_eq(schema_dialect_at(&b.library, node_at(doc->root, SLICE_LIT("/shared")), ASYNCAPI),
			 ASYNCAPI);
	judging_end(&b);
}
END_TEST

/* What makes messages is told which value leads to which branch. */
START_TEST(a_branch_has_its_guard)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct bench_of_judging b;
	struct schema *s;

	judging_begin(&b);
	s = judging_schema_as(&b, quoted(&b.arena, BY_MAPPING), O30);
	node_write_json(&text, schema_branch_guard(s, "oneOf", 1));
	ck_assert_str_eq(buf_cstr(&text),
			 "{\"required\":[\"kind\"],\"properties\":{\"kind\":{\"enum\":[\"woof\"]}}}");
	ck_assert_ptr_null(schema_branch_guard(s, "anyOf", 1));
	ck_assert_ptr_null(schema_branch_guard(s, "oneOf", 2));
	judging_end(&b);
}
END_TEST

SUITE(schema_drafts)
{
	TEST(a_branch_has_its_guard);
	LOOP_TEST(a_broken_schema_of_a_dialect_is_said_to_be_so, 0, ARRAY_SIZE(broken));
	TEST(dynamic_anchors_that_meet_in_too_many_ways_are_refused);
	TEST(unevaluated_members_of_a_large_object_are_judged_in_bounded_work);
	TEST(choices_within_choices_are_given_up);
	TEST(a_dialect_ends_where_its_schema_ends);
	LOOP_TEST(the_one_pass_is_enough_for_this, 0, ARRAY_SIZE(quick));
	LOOP_TEST(a_dialect_means_this, 0, ARRAY_SIZE(rows));
	LOOP_TEST(a_violation_of_a_dialect_reads_like_this, 0, ARRAY_SIZE(told));
}
