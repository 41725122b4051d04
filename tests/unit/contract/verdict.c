/* Verdicts on messages of the sample contract: payload, headers, content type, parameters; and the nearest.
 */
#include "contract/verdict.h"

#include "suite.h"

static struct contract *contract;
static struct judge *judge;

static void set_up(void)
{
	struct diag d = { .out = stdout };

	contract = contract_load("tests/contracts/orders.yaml", &d);
	judge = judge_new();
	ck_assert(contract != NULL);
	diag_release(&d);
}

static void tear_down(void)
{
	judge_free(judge);
	contract_drop(contract);
}

#define ORDER_ID  "\"orderId\":\"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\""
#define CANCELLED "{" ORDER_ID ",\"reason\":\"customer\"}"
#define PLACED(amount)                                                                                       \
	"{" ORDER_ID ",\"amount\":" amount ",\"currency\":\"EUR\",\"customer\":{\"name\":\"Ada\",\"email\":" \
	"\"ada@example.com\"},\"lines\":[{\"sku\":\"AB-1001\",\"quantity\":2,\"price\":19.65}],"             \
	"\"placedAt\":\"2026-11-21T10:00:00Z\"}"

/* clang-format off */
static const struct {
	const char *title, *address, *payload, *headers, *content_type;
	const char *conforms; /* NULL: to none */
	const char *keyword, *instance, *text; /* then: the first violation */
} rows[] = {
	{ "an order", "orders/eu", PLACED("39.3"), NULL, NULL, "orderPlaced", NULL, NULL, NULL },
	{ "a cancellation", "orders/eu", CANCELLED, NULL, NULL, "orderCancelled", NULL, NULL, NULL },
	{ "too dear", "orders/eu", PLACED("12000"), NULL, NULL, NULL, "maximum", "/amount",
	  "payload.amount must be <= 10000 (got 12000)" },
	{ "not JSON", "shipments", "hello", NULL, NULL, NULL, "json", "", NULL },
	{ "empty", "shipments", "", NULL, NULL, NULL, "json", "", "payload is empty" },
	{ "absent", "shipments", NULL, NULL, NULL, NULL, "json", "", "payload is absent" },
	{ "another region", "orders/mars", CANCELLED, NULL, NULL, NULL, "parameter", "/region",
	  "address parameter region must be one of eu, us, apac (got \"mars\")" },
	{ "content type with parameters", "orders/eu", CANCELLED, NULL, "Application/JSON; charset=utf-8",
	  "orderCancelled", NULL, NULL, NULL },
	{ "another content type", "orders/eu", CANCELLED, NULL, "text/plain", NULL, "content-type", "",
	  "content type must be application/json (got text/plain)" },
	{ "a header read as a number", "orders/eu", CANCELLED, "attempt=3", NULL, "orderCancelled", NULL, NULL,
	  NULL },
	{ "a number out of bounds", "orders/eu", CANCELLED, "attempt=11", NULL, NULL, "maximum", "/attempt",
	  "headers.attempt must be <= 10 (got 11)" },
	{ "a header that is no number", "orders/eu", CANCELLED, "attempt=x", NULL, NULL, "type", "/attempt",
	  NULL },
	{ "a header that nobody declared", "orders/eu", CANCELLED, "colour=blue", NULL, "orderCancelled", NULL,
	  NULL, NULL },
	{ "a text header by its pattern", "orders/eu", CANCELLED, "traceparent=00-1", NULL, NULL, "pattern",
	  "/traceparent", NULL },
	{ "a header that must be there", "quotes/request", "{\"sku\":\"AB-1001\",\"quantity\":1}",
	  "correlationId=7", NULL, NULL, "required", "", NULL },
	{ "a protocol without headers", "quotes/request", "{\"sku\":\"AB-1001\",\"quantity\":1}", NULL, NULL,
	  "quoteRequest", NULL, NULL, NULL },
};
/* clang-format on */

/* "name=value name=value" */
static void pack(struct buf *out, const char *text)
{
	struct slice rest = slice_str(text), pair;

	while (slice_split(&rest, ' ', &pair)) {
		size_t equals = slice_find(pair, '=');

		header_add(out, slice_first(pair, equals), slice_from(pair, equals + 1));
	}
}

static struct slice padded(struct buf *out, const char *payload)
{
	if (!payload)
		return SLICE_NONE;
	buf_str(out, payload);
	buf_add(out, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	return slice_of(out->data, strlen(payload));
}

START_TEST(a_message_gets_its_verdict)
{
	BUF_AUTO struct buf headers = BUF_INIT(0), payload = BUF_INIT(0);
	struct address_match match;
	struct judged m = { .match = &match, .has_headers = rows[_i].headers != NULL };
	struct message_model *got, *nearest;
	struct violations found = { 0 };
	bool any;

	pack(&headers, rows[_i].headers);
	m.headers = buf_view(&headers);
	m.payload = padded(&payload, rows[_i].payload);
	m.content_type = slice_str(rows[_i].content_type);
	ck_assert(contract_match(contract, slice_str(rows[_i].address), '/', &match));
	got = verdict_match(match.channel->messages, match.channel->n_messages, judge, &m, &any);
	ck_assert(!any);
	ck_assert_msg((got != NULL) == (rows[_i].conforms != NULL), "%s", rows[_i].title);
	if (got) {
		ck_assert_msg(slice_is(got->name, rows[_i].conforms), "%s", rows[_i].title);
		return;
	}
	verdict_explain(match.channel->messages, match.channel->n_messages, judge, &m, &nearest, &found);
	ck_assert_msg(found.n >= 1, "%s", rows[_i].title);
	ck_assert_str_eq(found.list[0].keyword, rows[_i].keyword);
	ck_assert_msg(slice_is(found.list[0].instance, rows[_i].instance), "%s: %.*s", rows[_i].title,
		      SLICE_FMT(found.list[0].instance));
	if (rows[_i].text)
		ck_assert_msg(slice_is(found.list[0].text, rows[_i].text), "%s: %.*s", rows[_i].title,
			      SLICE_FMT(found.list[0].text));
	ck_assert_msg(found.list[0].at.line > 0, "%s", rows[_i].title);
	violations_release(&found);
}
END_TEST

static struct message_model *nearest_in(struct contract *c, const char *json, size_t *n)
{
	BUF_AUTO struct buf payload = BUF_INIT(0);
	const struct channel *ch = c->channels[0];
	struct judged m = { .payload = padded(&payload, json) };
	struct violations found = { 0 };
	struct message_model *nearest;
	bool any;

	ck_assert(!verdict_match(ch->messages, ch->n_messages, judge, &m, &any));
	verdict_explain(ch->messages, ch->n_messages, judge, &m, &nearest, &found);
	*n = found.n;
	violations_release(&found);
	return nearest;
}

START_TEST(the_nearest_is_the_one_whose_constant_fits)
{
	static const char text[] =
		"asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n  c:\n    address: c\n    "
		"messages:\n"
		"      b: { payload: { type: object, required: [kind, x], properties: {\n"
		"           kind: { const: b }, x: { type: integer } } } }\n"
		"      a: { payload: { type: object, required: [kind, x, y, z], properties: {\n"
		"           kind: { const: a }, x: { type: integer } } } }\n";
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text("near.yaml", slice_str(text), &d);
	size_t n;

	ck_assert(c != NULL && d.errors == 0);
	ck_assert(slice_is(nearest_in(c, "{\"kind\":\"a\",\"x\":\"no\"}", &n)->name, "a"));
	ck_assert_uint_eq(n, 3); /* x is no integer, y and z are absent */
	ck_assert(slice_is(nearest_in(c, "{\"kind\":\"b\",\"x\":\"no\"}", &n)->name, "b"));
	ck_assert_uint_eq(n, 1);
	/* no constant helps: the fewest violations */
	ck_assert(slice_is(nearest_in(c, "{\"kind\":\"c\",\"x\":1}", &n)->name, "b"));
	contract_drop(c);
	diag_release(&d);
}
END_TEST

/* clang-format off */
static const struct {
	const char *content_type, *schema, *payload;
	bool conforms;
} contents[] = {
	{ "text/plain", "{ type: string, maxLength: 5 }", "hello", true },
	{ "text/plain", "{ type: string, maxLength: 4 }", "hello", false },
	{ "text/plain", "{ type: string, maxLength: 3 }", "\"\n\\", true },
	{ "text/plain; charset=utf-8", "{ type: string, enum: [on, off] }", "on", true },
	{ "text/plain", "{ type: object }", "hello", true },
	{ "application/octet-stream", "{ type: string, maxLength: 1 }", "hello", true },
	{ "application/xml", "{ type: object }", "<a/>", true },
	{ "application/vnd.acme+json", "{ type: string }", "\"hello\"", true },
	{ "application/vnd.acme+json", "{ type: string }", "hello", false },
	{ "application/json", NULL, "hello", false },
	{ "application/json", NULL, "[1]", true },
	{ "application/json", NULL, "", true },
	{ "application/json", "{ type: 'null' }", "", true },
};
/* clang-format on */

START_TEST(the_content_type_says_how_a_payload_is_judged)
{
	BUF_AUTO struct buf text = BUF_INIT(0), payload = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct judged m = { .payload = padded(&payload, contents[_i].payload) };
	struct message_model *got;
	struct contract *c;
	bool any;

	buf_printf(&text,
		   "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n  c:\n    address: c\n"
		   "    messages:\n      m:\n        contentType: %s\n",
		   contents[_i].content_type);
	if (contents[_i].schema)
		buf_printf(&text, "        payload: %s\n", contents[_i].schema);
	c = contract_load_text("content.yaml", buf_view(&text), &d);
	ck_assert(c != NULL && d.errors == 0);
	got = verdict_match(c->messages, 1, judge, &m, &any);
	ck_assert_msg((got != NULL) == contents[_i].conforms, "%s, %s: %s", contents[_i].content_type,
		      contents[_i].schema ? contents[_i].schema : "no schema", contents[_i].payload);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(a_channel_without_messages_takes_anything)
{
	struct judged m = { .payload = SLICE_LIT("x") };
	bool any = false;

	ck_assert(verdict_match(NULL, 0, judge, &m, &any) == NULL);
	ck_assert(any);
}
END_TEST

START_TEST(a_parameter_of_2x_is_judged_by_its_schema)
{
	static const char text[] =
		"asyncapi: 2.6.0\ninfo: { title: t, version: '1' }\nchannels:\n"
		"  'c/{n}': { parameters: { n: { schema: { type: integer, maximum: 9 } } } }\n";
	static const struct {
		const char *address;
		bool fits;
	} cases[] = {
		{"c/7",	 true },
		 { "c/10", false},
		    { "c/x",  false}
	};
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text("parameter.yaml", slice_str(text), &d);

	ck_assert(c != NULL && d.errors == 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct address_match match;
		struct judged m = { .match = &match };
		bool any;

		ck_assert(contract_match(c, slice_str(cases[i].address), '/', &match));
		verdict_match(NULL, 0, judge, &m, &any);
		ck_assert_msg(any == cases[i].fits, "%s", cases[i].address);
	}
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(headers_are_packed_and_found_again)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct slice rest, torn;
	struct header h;

	header_add(&b, SLICE_LIT("a"), SLICE_LIT(""));
	header_add(&b, SLICE_LIT("Trace-Id"), SLICE_LIT("x\0y"));
	rest = buf_view(&b);
	ck_assert(header_next(&rest, &h) && slice_is(h.name, "a") && h.value.len == 0);
	ck_assert(header_next(&rest, &h) && h.value.len == 3);
	ck_assert(!header_next(&rest, &h));
	ck_assert_uint_eq(header_find(buf_view(&b), "trace-id").len, 3);
	ck_assert(!header_find(buf_view(&b), "other").ptr);
	for (size_t n = 0; n < b.len; n++) {
		torn = slice_first(buf_view(&b), n);
		while (header_next(&torn, &h))
			ck_assert(h.value.ptr + h.value.len <= b.data + n);
	}
}
END_TEST

START_TEST(what_a_protocol_carries_beside_headers_counts_as_the_header_that_the_contract_names)
{
	BUF_AUTO struct buf payload = BUF_INIT(0);
	const struct channel *ch = contract_channel(contract, SLICE_LIT("quotes/request"));
	struct judged m = { .has_headers = true,
			    .payload = padded(&payload, "{\"sku\":\"AB-1001\",\"quantity\":1}"),
			    .correlation = SLICE_LIT("7") };
	bool any;

	ck_assert(verdict_match(ch->messages, ch->n_messages, judge, &m, &any) == NULL);
	m.reply_to = SLICE_LIT("quotes/reply/7");
	ck_assert(verdict_match(ch->messages, ch->n_messages, judge, &m, &any) != NULL);
	m.correlation = SLICE_LIT("");
	ck_assert(verdict_match(ch->messages, ch->n_messages, judge, &m, &any) == NULL);
}
END_TEST

START_TEST(many_headers_are_judged_and_doubles_count_once)
{
	BUF_AUTO struct buf b = BUF_INIT(0), payload = BUF_INIT(0);
	struct judged m = { .has_headers = true, .payload = padded(&payload, CANCELLED) };
	const struct channel *ch = contract_channel(contract, SLICE_LIT("orders"));
	bool any;

	for (unsigned i = 0; i < 5000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "h%u", i % 3000);
		header_add(&b, slice_str(name), SLICE_LIT("value \xff"));
	}
	header_add(&b, SLICE_LIT("attempt"), SLICE_LIT("2"));
	header_add(&b, SLICE_LIT("attempt"), SLICE_LIT("99"));
	m.headers = buf_view(&b);
	ck_assert(verdict_match(ch->messages, ch->n_messages, judge, &m, &any) != NULL);
}
END_TEST

SUITE(contract_verdict)
{
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	LOOP_TEST(a_message_gets_its_verdict, 0, ARRAY_SIZE(rows));
	TEST(the_nearest_is_the_one_whose_constant_fits);
	LOOP_TEST(the_content_type_says_how_a_payload_is_judged, 0, ARRAY_SIZE(contents));
	TEST(a_channel_without_messages_takes_anything);
	TEST(a_parameter_of_2x_is_judged_by_its_schema);
	TEST(headers_are_packed_and_found_again);
	TEST(what_a_protocol_carries_beside_headers_counts_as_the_header_that_the_contract_names);
	TEST(many_headers_are_judged_and_doubles_count_once);
}
