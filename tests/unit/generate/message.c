/* Whole messages: examples first, headers, address, key, content type. */
#include "generate/generate.h"
#include "suite.h"

static const int64_t wall_us = 1795255201000000; /* 2026-11-21T10:00:01Z */

static const char document[] =
	"asyncapi: 3.0.0\n"
	"info: {title: T, version: '1'}\n"
	"channels:\n"
	"  orders:\n"
	"    address: orders/{region}/{orderId}\n"
	"    parameters:\n"
	"      region: {enum: [eu, us], location: $message.payload#/region}\n"
	"      orderId: {}\n"
	"    messages:\n"
	"      placed:\n"
	"        headers:\n"
	"          type: object\n"
	"          required: [attempt, final]\n"
	"          properties:\n"
	"            attempt: {type: integer, minimum: 1, maximum: 3}\n"
	"            final: {type: boolean}\n"
	"            tags: {type: array, minItems: 1, items: {const: x}, maxItems: 1}\n"
	"            nothing: {type: 'null'}\n"
	"        correlationId: {location: $message.header#/correlationId}\n"
	"        payload:\n"
	"          type: object\n"
	"          required: [orderId, region]\n"
	"          properties:\n"
	"            orderId: {type: string, pattern: '^o-[0-9]{4}$'}\n"
	"            region: {type: string}\n"
	"            note: {type: string}\n"
	"        examples:\n"
	"          - {payload: {orderId: wrong, region: eu}}\n"
	"          - {payload: {orderId: o-0001, region: us}}\n"
	"          - {headers: {attempt: 2, final: true}}\n"
	"        bindings: {kafka: {key: {type: string, enum: [k1, k2]}}}\n"
	"  replies:\n"
	"    address: null\n"
	"    messages:\n"
	"      bare: {payload: {type: string, enum: [hello]}, contentType: text/plain}\n"
	"      json: {payload: {type: string, enum: [hello]}}\n"
	"      none: {summary: has no schema}\n"
	"      correlated:\n"
	"        correlationId: {location: $message.payload#/meta/id}\n"
	"        payload:\n"
	"          type: object\n"
	"          properties:\n"
	"            meta: {type: object, properties: {id: {type: string}}}\n"
	"      never:\n"
	"        payload:\n"
	"          type: object\n"
	"          required: [amount]\n"
	"          properties:\n"
	"            amount: {minimum: 10, maximum: 5, type: number}\n"
	"      raml:\n"
	"        payload:\n"
	"          schemaFormat: application/raml+yaml;version=1.0\n"
	"          schema: {type: string}\n"
	"      ramlShown:\n"
	"        payload:\n"
	"          schemaFormat: application/raml+yaml;version=1.0\n"
	"          schema: {type: string}\n"
	"        examples: [{payload: shown}]\n";

struct scene {
	struct diag diag;
	struct contract *contract;
	struct generator *generator;
	struct generated made;
};

static void scene_open(struct scene *s, uint64_t seed)
{
	*s = (struct scene){ 0 };
	s->contract = contract_load_text("orders.yaml", slice_str(document), &s->diag);
	ck_assert_msg(s->contract, "%s", s->diag.n ? s->diag.findings[0].text : "");
	s->generator = generator_new(s->contract, seed);
}

static void scene_close(struct scene *s)
{
	generator_free(s->generator);
	contract_drop(s->contract);
	diag_release(&s->diag);
}

static bool make(struct scene *s, const char *channel, const char *message, uint64_t position,
		 const struct node *params)
{
	const struct message_model *m =
		channel_message(contract_channel(s->contract, slice_str(channel)), slice_str(message));

	ck_assert_msg(m, "no message %s", message);
	return generate(s->generator, m, position, wall_us, params, &s->made, &s->diag);
}

static void assert_conforms(struct scene *s, const char *channel, const char *message)
{
	struct message_model *m =
		channel_message(contract_channel(s->contract, slice_str(channel)), slice_str(message));
	struct judged judged = {
		.payload = s->made.payload,
		.headers = s->made.headers,
		.content_type = s->made.content_type,
		.has_headers = true,
	};
	struct judge *j = judge_new();
	bool any;

	ck_assert_msg(verdict_match(&m, 1, j, &judged, &any) == m, "%s: %.*s", message,
		      SLICE_FMT(s->made.payload));
	judge_free(j);
}

START_TEST(examples_that_fit_come_first)
{
	struct scene s;

	scene_open(&s, 42);
	ck_assert(make(&s, "orders", "placed", 0, NULL));
	ck_assert_msg(slice_is(s.made.payload, "{\"orderId\":\"o-0001\",\"region\":\"us\"}"), "%.*s",
		      SLICE_FMT(s.made.payload));
	ck_assert_msg(slice_is(s.made.address, "orders/us/o-0001"), "%.*s", SLICE_FMT(s.made.address));
	ck_assert(header_find(s.made.headers, "attempt").len == 1);
	ck_assert(make(&s, "orders", "placed", 1, NULL));
	ck_assert(slice_is(header_find(s.made.headers, "attempt"), "2"));
	ck_assert(slice_is(header_find(s.made.headers, "final"), "true"));
	assert_conforms(&s, "orders", "placed");
	scene_close(&s);
}
END_TEST

START_TEST(the_parts_of_a_message_agree)
{
	struct scene s;

	scene_open(&s, 42);
	for (uint64_t position = 2; position < 20; position++) {
		char address[64];
		struct slice id;

		ck_assert(make(&s, "orders", "placed", position, NULL));
		assert_conforms(&s, "orders", "placed");
		id = slice_first(slice_from(s.made.payload, strlen("{\"orderId\":\"")), 6);
		snprintf(address, sizeof(address), "orders/%s/%.*s", position % 2 ? "us" : "eu",
			 SLICE_FMT(id));
		ck_assert_msg(slice_is(s.made.address, address), "%.*s for %.*s", SLICE_FMT(s.made.address),
			      SLICE_FMT(s.made.payload));
		ck_assert(
			strstr(s.made.payload.ptr, position % 2 ? "\"region\":\"us\"" : "\"region\":\"eu\""));
		ck_assert_uint_eq(header_find(s.made.headers, "correlationId").len, 36);
		ck_assert(
			!header_find(s.made.headers, "nothing").ptr); /* no text stands for null or a list */
		ck_assert(!header_find(s.made.headers, "tags").ptr);
		ck_assert(slice_is(s.made.content_type, "application/json"));
		ck_assert(slice_is(s.made.key, position % 2 ? "k2" : "k1"));
		for (size_t i = 0; i < SCHEMA_PADDING; i++)
			ck_assert_int_eq(s.made.payload.ptr[s.made.payload.len + i], 0);
	}
	scene_close(&s);
}
END_TEST

START_TEST(given_parameters_win)
{
	struct arena a = ARENA_INIT;
	struct node *params = node_new(&a, NODE_MAP, NULL);
	struct scene s;

	node_set(&a, params, SLICE_LIT("region"), node_new_text(&a, SLICE_LIT("us"), NULL));
	scene_open(&s, 42);
	for (uint64_t position = 2; position < 6; position++) {
		ck_assert(make(&s, "orders", "placed", position, params));
		ck_assert_msg(slice_starts(s.made.address, SLICE_LIT("orders/us/o-")), "%.*s",
			      SLICE_FMT(s.made.address));
		ck_assert(strstr(s.made.payload.ptr, "\"region\":\"us\""));
	}
	scene_close(&s);
	arena_free(&a);
}
END_TEST

START_TEST(text_is_bare_and_json_is_quoted)
{
	struct scene s;

	scene_open(&s, 42);
	ck_assert(make(&s, "replies", "bare", 0, NULL));
	ck_assert(slice_is(s.made.payload, "hello"));
	ck_assert(!s.made.address.ptr && !s.made.key.ptr);
	assert_conforms(&s, "replies", "bare");
	ck_assert(make(&s, "replies", "json", 0, NULL));
	ck_assert(slice_is(s.made.payload, "\"hello\""));
	ck_assert(make(&s, "replies", "none", 0, NULL));
	ck_assert(s.made.payload.len == 0 && s.made.payload.ptr && !s.made.content_type.ptr);
	scene_close(&s);
}
END_TEST

START_TEST(a_correlation_id_in_the_payload_is_always_there)
{
	struct scene s;

	scene_open(&s, 42);
	for (uint64_t position = 0; position < 40; position++) {
		ck_assert(make(&s, "replies", "correlated", position, NULL));
		ck_assert_msg(strstr(s.made.payload.ptr, "\"meta\":{\"id\":\""), "%.*s",
			      SLICE_FMT(s.made.payload));
	}
	scene_close(&s);
}
END_TEST

START_TEST(a_failure_names_the_place_in_the_contract)
{
	const struct finding *last;
	struct scene s;

	scene_open(&s, 42);
	ck_assert(!make(&s, "replies", "never", 0, NULL));
	last = &s.diag.findings[s.diag.n - 1];
	ck_assert_str_eq(
		last->text,
		"no value satisfies the schema of payload.amount: minimum 10 (orders.yaml:49:22) and "
		"maximum 5 (orders.yaml:49:35) contradict each other");
	ck_assert_str_eq(last->at.file, "orders.yaml");
	ck_assert_uint_eq(last->at.line, 49);
	ck_assert(!make(&s, "replies", "raml", 0, NULL));
	last = &s.diag.findings[s.diag.n - 1];
	ck_assert_msg(strstr(last->text, "is not there yet"), "%s", last->text);
	ck_assert(make(&s, "replies", "ramlShown", 0, NULL));
	ck_assert(!make(&s, "replies", "ramlShown", 1, NULL));
	scene_close(&s);
}
END_TEST

START_TEST(a_second_generator_gives_the_same_bytes)
{
	struct scene a, b;

	scene_open(&a, 42);
	scene_open(&b, 42);
	for (uint64_t position = 0; position < 8; position++) {
		ck_assert(make(&a, "orders", "placed", position, NULL));
		ck_assert(make(&b, "orders", "placed", 7 - position, NULL));
		ck_assert(make(&b, "orders", "placed", position, NULL));
		ck_assert(slice_eq(a.made.payload, b.made.payload));
		ck_assert(slice_eq(a.made.headers, b.made.headers));
		ck_assert(slice_eq(a.made.address, b.made.address));
	}
	generator_free(b.generator);
	b.generator = generator_new(b.contract, 42); /* one more on the same contract */
	ck_assert(make(&a, "orders", "placed", 9, NULL) && make(&b, "orders", "placed", 9, NULL));
	ck_assert(slice_eq(a.made.payload, b.made.payload));
	scene_close(&a);
	scene_close(&b);
}
END_TEST

SUITE(generate_message)
{
	TEST(examples_that_fit_come_first);
	TEST(the_parts_of_a_message_agree);
	TEST(given_parameters_win);
	TEST(text_is_bare_and_json_is_quoted);
	TEST(a_correlation_id_in_the_payload_is_always_there);
	TEST(a_failure_names_the_place_in_the_contract);
	TEST(a_second_generator_gives_the_same_bytes);
}
