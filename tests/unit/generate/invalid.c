/* Wrong on purpose: one constraint broken, the labelled one, and nothing else. */
#include "generate/invalid.h"

#include "made.h"
#include "suite.h"

static const int64_t wall_us = (int64_t)MADE_WALL_S * 1000000;

/* Judged anew: one violation, which is the labelled one. */
static void assert_broken_alone(struct made *m, const struct breach *b, const struct node *value,
				const char *title)
{
	struct violations v = { 0 };

	json_padded(&m->json, value);
	schema_explain(m->schema, m->judge, buf_view(&m->json), &v);
	ck_assert_msg(v.n == 1, "%s: %.*s: %zu violations of %.*s", title, SLICE_FMT(b->label), v.n,
		      SLICE_FMT(buf_view(&m->json)));
	ck_assert_msg(strcmp(v.list[0].keyword, b->keyword) == 0 && slice_eq(v.list[0].instance, b->instance),
		      "%s: %.*s: %.*s breaks %s@%.*s", title, SLICE_FMT(b->label),
		      SLICE_FMT(buf_view(&m->json)), v.list[0].keyword, SLICE_FMT(v.list[0].instance));
	violations_release(&v);
}

/* clang-format off */
/* "label label !label": those that are broken, and with ! those that cannot be. */
static const struct {
	const char *title, *schema, *labels;
} rows[] = {
	{ "type and bounds", "{\"type\":\"number\",\"minimum\":0,\"exclusiveMaximum\":10,\"multipleOf\":0.5}",
	  "type@ minimum@ exclusiveMaximum@ multipleOf@" },
	{ "required and properties",
	  "{\"type\":\"object\",\"required\":[\"a\",\"b/c\"],\"properties\":{\"a\":{\"type\":\"string\","
	  "\"minLength\":2,\"maxLength\":3},\"b/c\":{}},\"additionalProperties\":false}",
	  "type@ required@/a required@/b~1c type@/a minLength@/a maxLength@/a "
	  "additionalProperties@/unexpected" },
	{ "constants", "{\"properties\":{\"k\":{\"const\":\"order\"},\"s\":{\"enum\":[1,2,3]}}}",
	  "const@/k enum@/s" },
	{ "a type that the enum says too", "{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}", "!type@ enum@" },
	{ "text", "{\"type\":\"string\",\"format\":\"date\"}", "type@ format@" },
	{ "a pattern", "{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\",\"minLength\":3,\"maxLength\":3}",
	  "type@ pattern@ !minLength@ !maxLength@" },
	{ "a pattern that all match", "{\"pattern\":\"^\"}", "!pattern@" },
	{ "items", "{\"type\":\"array\",\"minItems\":1,\"maxItems\":3,\"uniqueItems\":true,"
		   "\"items\":{\"type\":\"object\",\"properties\":{\"price\":{\"minimum\":1}}}}",
	  "type@ minItems@ maxItems@ uniqueItems@ type@/0 minimum@/0/price" },
	{ "a tuple", "{\"items\":[{\"type\":\"string\"},{\"type\":\"integer\"}],\"additionalItems\":false}",
	  "type@/0 type@/1 additionalItems@" },
	{ "items behind a tuple",
	  "{\"items\":[{\"type\":\"string\"}],\"additionalItems\":{\"type\":\"boolean\"}}", "type@/0 type@/1" },
	{ "contains", "{\"type\":\"array\",\"contains\":{\"const\":1}}", "type@ contains@" },
	{ "references", "{\"definitions\":{\"n\":{\"type\":\"integer\",\"maximum\":5}},\"properties\":{\"a\":{"
			"\"$ref\":\"#/definitions/n\"},\"b\":{\"$ref\":\"#/definitions/n\"}}}",
	  "type@/a maximum@/a type@/b maximum@/b" },
	{ "a schema that holds itself",
	  "{\"type\":\"object\",\"properties\":{\"n\":{\"minimum\":1},\"next\":{\"$ref\":\"#\"}}}",
	  "type@ minimum@/n" },
	{ "allOf", "{\"allOf\":[{\"minLength\":2},{\"minLength\":5,\"maxLength\":9}]}",
	  "!minLength@ minLength@#2 maxLength@" },
	{ "maps", "{\"additionalProperties\":{\"type\":\"object\",\"additionalProperties\":{\"maximum\":3}}}",
	  "type@/unexpected maximum@/unexpected/unexpected" },
	{ "patternProperties", "{\"patternProperties\":{\"^x$\":{\"type\":\"string\"}}}", "type@/x" },
	{ "propertyNames", "{\"propertyNames\":{\"maxLength\":3}}", "maxLength@" },
	{ "counts of members",
	  "{\"type\":\"object\",\"minProperties\":2,\"maxProperties\":3,\"properties\":{\"a\":{},\"b\":{}}}",
	  "type@ minProperties@ maxProperties@" },
	{ "dependencies", "{\"dependencies\":{\"card\":[\"name\",\"zip\"],\"cash\":{\"required\":[\"till\"]}}}",
	  "dependencies@/name dependencies@/zip required@/till" },
	{ "not", "{\"type\":\"string\",\"not\":{\"enum\":[\"a\",\"b\"]}}", "type@ not@" },
	{ "false", "{\"properties\":{\"gone\":false}}", "false@/gone" },
	{ "if, then, else",
	  "{\"properties\":{\"kind\":{\"enum\":[\"a\",\"b\"]}},\"required\":[\"kind\"],\"if\":{\"properties\":{"
	  "\"kind\":{\"const\":\"a\"}}},\"then\":{\"required\":[\"x\"]},\"else\":{\"properties\":{\"y\":{"
	  "\"maximum\":1}}}}",
	  "enum@/kind required@/kind required@/x maximum@/y" },
	{ "oneOf, told apart by a constant",
	  "{\"oneOf\":[{\"required\":[\"k\"],\"properties\":{\"k\":{\"const\":\"a\"},\"n\":{\"minimum\":0}}},"
	  "{\"required\":[\"k\"],\"properties\":{\"k\":{\"const\":\"b\"},\"s\":{\"type\":\"string\"}}}]}",
	  "oneOf@ oneOf@:required@/k oneOf@:const@/k oneOf@:minimum@/n oneOf@:required@/k#2 oneOf@:const@/k#2 "
	  "oneOf@:type@/s" },
	{ "oneOf, where two may hold", "{\"oneOf\":[{\"minimum\":3},{\"maximum\":7}]}",
	  "oneOf@ !oneOf@:minimum@ !oneOf@:maximum@" },
	{ "anyOf inside",
	  "{\"properties\":{\"v\":{\"anyOf\":[{\"type\":\"string\",\"maxLength\":2},{\"type\":\"null\"}]}}}",
	  "anyOf@/v anyOf@/v:type@/v anyOf@/v:maxLength@/v anyOf@/v:type@/v#2" },
	{ "2020-12: items by place, and behind them",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"minimum\":1}}",
	  "type@/0 minimum@/1" },
	{ "2020-12: what nobody speaks of",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"properties\":{\"a\":{}},\"allOf\":[{\"properties\":{\"b\":{\"type\":\"null\"}}}],\"unevaluatedProperties\":false}",
	  "type@ type@/b unevaluatedProperties@/unexpected" },
	{ "2020-12: items that nobody speaks of",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"prefixItems\":[{}],\"allOf\":[{\"prefixItems\":[{},{\"const\":2}]}],\"unevaluatedItems\":false}",
	  "const@/1 unevaluatedItems@/2" },
	{ "2020-12: how many are contained",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"array\",\"contains\":{\"const\":1},\"minContains\":2,\"maxContains\":3}",
	  "type@ minContains@ maxContains@" },
	{ "2020-12: what depends",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"dependentRequired\":{\"a\":[\"b\"]},\"dependentSchemas\":{\"c\":{\"maxProperties\":1}}}",
	  "dependentRequired@/b maxProperties@" },
	{ "2020-12: beside a reference",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$defs\":{\"n\":{\"type\":\"integer\"}},\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\",\"minimum\":5}}}",
	  "type@/a minimum@/a" },
	{ "draft 4: a bound that is a flag", "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"minimum\":5,\"exclusiveMinimum\":true,\"maximum\":9}",
	  "exclusiveMinimum@ maximum@" },
};
/* clang-format on */

static bool is_listed(const char *labels, struct slice label, bool *possible)
{
	struct slice rest = slice_str(labels), one;

	while (slice_split(&rest, ' ', &one)) {
		*possible = one.ptr[0] != '!';
		if (slice_eq(*possible ? one : slice_from(one, 1), label))
			return true;
	}
	return false;
}

static size_t count_words(const char *s)
{
	struct slice rest = slice_str(s), one;
	size_t n = 0;

	while (slice_split(&rest, ' ', &one))
		n++;
	return n;
}

START_TEST(each_constraint_is_broken_alone)
{
	struct made m;
	const struct breaches *all;

	made_init_with(&m, slice_str(rows[_i].schema), 42, DIALECT_DRAFT_07, NULL);
	ck_assert_msg(m.schema, "%s: %s", rows[_i].title, made_reason(&m));
	all = breaches_of_schema(m.generator, m.root);
	for (size_t i = 0; i < all->n; i++) {
		const struct breach *b = &all->list[i];
		struct arena a = ARENA_INIT;
		const char *why = "";
		struct node *value = invalid_value(m.generator, m.root, b, 0, wall_us, &a, &why);
		bool possible;

		ck_assert_msg(is_listed(rows[_i].labels, b->label, &possible), "%s: %.*s is not expected",
			      rows[_i].title, SLICE_FMT(b->label));
		ck_assert_msg(!value == !possible, "%s: %.*s: %s", rows[_i].title, SLICE_FMT(b->label),
			      value ? "was broken" : why);
		ck_assert(value || *why);
		if (value)
			assert_broken_alone(&m, b, value, rows[_i].title);
		arena_free(&a);
	}
	ck_assert_msg(all->n == count_words(rows[_i].labels), "%s: %zu labels", rows[_i].title, all->n);
	made_release(&m);
}
END_TEST

static const char order[] =
	"{\"properties\":{\"amount\":{\"minimum\":1,\"maximum\":5},\"tip\":{\"minimum\":0}}}";

START_TEST(a_label_is_found_by_what_only_it_has)
{
	struct made m;
	const struct breaches *all;
	const char *why = NULL;

	made_init_with(&m, slice_str(order), 1, DIALECT_DRAFT_07, NULL);
	all = breaches_of_schema(m.generator, m.root);
	ck_assert_ptr_eq(breach_find(m.generator, all, SLICE_LIT("minimum@/tip"), &why), &all->list[2]);
	ck_assert_ptr_eq(breach_find(m.generator, all, SLICE_LIT("maximum"), &why), &all->list[1]);
	ck_assert_ptr_null(breach_find(m.generator, all, SLICE_LIT("minimum"), &why));
	ck_assert_str_eq(why, "\"minimum\" stands in several places: minimum@/amount, minimum@/tip");
	ck_assert_ptr_null(breach_find(m.generator, all, SLICE_LIT("minimun@/tip"), &why));
	ck_assert_str_eq(why,
			 "no constraint is labelled \"minimun@/tip\"; did you mean \"minimum@/tip\"? There "
			 "are minimum@/amount, maximum@/amount, minimum@/tip");
	made_release(&m);
}
END_TEST

START_TEST(the_same_seed_breaks_it_the_same_way)
{
	for (uint64_t position = 0; position < 3; position++) {
		struct buf made[2] = { BUF_INIT(0), BUF_INIT(0) };

		for (size_t i = 0; i < 2; i++) {
			struct made m;
			struct arena a = ARENA_INIT;
			const char *why;

			made_init_with(&m, slice_str(order), 7, DIALECT_DRAFT_07, NULL);
			node_write_json(&made[i],
					invalid_value(m.generator, m.root,
						      &breaches_of_schema(m.generator, m.root)->list[1],
						      position, wall_us, &a, &why));
			arena_free(&a);
			made_release(&m);
		}
		ck_assert_str_eq(buf_cstr(&made[0]), buf_cstr(&made[1]));
		buf_release(&made[0]);
		buf_release(&made[1]);
	}
}
END_TEST

/* Of messages whose schema describes the data of an event, the whole one is judged: the labels are the
 * schema's, the pointers the message's. */
static const struct {
	const char *content_type, *envelope;
} events[] = {
	{"application/cloudevents+json",	  "/data"  },
	{ "application/cloudevents-batch+json", "/0/data"},
	{ "application/json",		      ""	 },
};

static void assert_message_breaks(struct message_model *m, const struct breach *b,
				  const struct generated *made, const char *envelope)
{
	struct judged judged = { .payload = made->payload,
				 .headers = made->headers,
				 .content_type = made->content_type,
				 .has_headers = true };
	BUF_AUTO struct buf where = BUF_INIT(0);
	struct message_model *nearest;
	struct violations v = { 0 };
	struct judge *j = judge_new();

	buf_printf(&where, "%s%.*s", envelope, SLICE_FMT(b->instance));
	verdict_explain(&m, 1, j, &judged, &nearest, &v);
	ck_assert_msg(v.n == 1 && slice_is(v.list[0].instance, buf_cstr(&where)) &&
			      breach_is_at(b, m, v.list[0].instance),
		      "%.*s: %.*s", SLICE_FMT(b->label), SLICE_FMT(made->payload));
	violations_release(&v);
	judge_free(j);
}

START_TEST(the_data_of_an_event_is_broken_alone)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	const struct breaches *all;
	struct message_model *m;
	struct contract *c;
	struct generator *g;

	buf_printf(
		&text,
		"asyncapi: 3.0.0\ninfo: {title: T, version: 1.0.0}\nchannels: {c: {address: c, messages: {m: "
		"{contentType: %s, payload: {type: object, required: [n], properties: {n: {type: integer, "
		"minimum: 1}}}}}}}\n",
		events[_i].content_type);
	c = contract_load_text("event.yaml", buf_view(&text), &d);
	ck_assert(c && !d.errors);
	m = c->channels[0]->messages[0];
	g = generator_new(c, 7);
	all = breaches_of_message(g, m);
	ck_assert_uint_eq(all->n, 4);
	for (size_t i = 0; i < all->n; i++) {
		struct generated made;
		const char *why = "";

		ck_assert_msg(generate_invalid(g, m, &all->list[i], 0, wall_us, NULL, &made, &why),
			      "%.*s: %s", SLICE_FMT(all->list[i].label), why);
		assert_message_breaks(m, &all->list[i], &made, events[_i].envelope);
	}
	generator_free(g);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

SUITE(generate_invalid)
{
	LOOP_TEST(the_data_of_an_event_is_broken_alone, 0, ARRAY_SIZE(events));
	LOOP_TEST(each_constraint_is_broken_alone, 0, ARRAY_SIZE(rows));
	TEST(a_label_is_found_by_what_only_it_has);
	TEST(the_same_seed_breaks_it_the_same_way);
}
