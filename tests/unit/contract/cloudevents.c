/* CloudEvents 1.0: envelopes, batches and headers, judged by the rules and by the contract's schema. */
#include "contract/cloudevents.h"

#include "base/text.h"
#include "generate/generate.h"
#include "suite.h"

static const char document[] =
	"asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n  c:\n    address: c\n    messages:\n"
	"      data: { contentType: application/json, payload: { $ref: '#/components/schemas/amount' } }\n"
	"      cbor: { contentType: application/cbor, payload: { $ref: '#/components/schemas/amount' } }\n"
	"      event: { contentType: application/cloudevents+json, payload: { $ref: "
	"'#/components/schemas/amount' } }\n"
	"      batch: { contentType: application/cloudevents-batch+json, payload: { $ref: "
	"'#/components/schemas/amount' } }\n"
	"      whole:\n"
	"        contentType: application/cloudevents+json\n"
	"        payload: { type: object, required: [id, type], properties: { specversion: { type: string }, "
	"id: "
	"{ type: string }, type: { const: t }, time: { type: string } } }\n"
	"      headers:\n"
	"        headers: { type: object, properties: { ce_specversion: { type: string }, ce_id: { type: "
	"string "
	"}, ce_source: { type: string }, ce_type: { const: t } } }\n"
	"        payload: { $ref: '#/components/schemas/amount' }\n"
	"components:\n  schemas:\n"
	"    amount: { type: object, required: [amount], properties: { amount: { type: integer, minimum: 1 } "
	"} }\n";

static struct contract *contract;
static struct judge *judge;

static void set_up(void)
{
	struct diag d = { .out = stdout };

	contract = contract_load_text("events.yaml", slice_str(document), &d);
	ck_assert(contract != NULL && d.errors == 0);
	judge = judge_new();
	diag_release(&d);
}

static void tear_down(void)
{
	judge_free(judge);
	contract_drop(contract);
}

#define EVENT "application/cloudevents+json"
#define BATCH "application/cloudevents-batch+json"
#define NAMES "\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\""
#define CE    "ce_specversion=1.0 ce_id=1 ce_source=/s ce_type=t"

/* clang-format off */
static const struct {
	const char *message, *content_type, *headers, *payload;
	const char *text; /* the first violation; NULL: it conforms */
	const char *instance, *keyword;
} rows[] = {
	{ "event", NULL, NULL, "{" NAMES ",\"data\":{\"amount\":1}}", NULL, NULL, NULL },
	{ "event", EVENT "; charset=utf-8", NULL, "{" NAMES ",\"data\":{\"amount\":1},\"ext1\":true,\"ext2\":-5,\"subject\":null}", NULL, NULL, NULL },
	{ "event", NULL, NULL, "{" NAMES ",\"data\":{\"amount\":0}}", "payload.data.amount must be >= 1 (got 0)", "/data/amount", "minimum" },
	{ "event", NULL, NULL, "{" NAMES "}", "payload.data is absent", "/data", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"data_base64\":\"eyJhbW91bnQiOjF9\"}", NULL, NULL, NULL },
	{ "event", NULL, NULL, "{" NAMES ",\"data_base64\":\"eyJhbW91bnQiOjB9\"}", "payload.data_base64.amount must be >= 1 (got 0)", "/data_base64/amount", "minimum" },
	{ "event", NULL, NULL, "{" NAMES ",\"data_base64\":\"?\"}", "payload.data_base64 is not base64", "/data_base64", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"datacontenttype\":\"application/cbor\",\"data_base64\":\"oWZhbW91bnQB\"}", NULL, NULL, NULL },
	{ "event", NULL, NULL, "{" NAMES ",\"datacontenttype\":\"application/cbor\",\"data_base64\":\"oWZhbW91\"}", "payload.data_base64 is not CBOR: the data end inside the value that begins here (byte 1)", "/data_base64", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"data\":{\"amount\":1},\"data_base64\":\"\"}", "payload.data_base64 stands beside data, which CloudEvents 1.0 forbids", "/data_base64", "cloudevents" },
	{ "event", NULL, NULL, "{\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"amount\":1}}", "payload.specversion is required by CloudEvents 1.0", "/specversion", "cloudevents" },
	{ "event", NULL, NULL, "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"amount\":1}}", "payload.specversion must be \"1.0\" for CloudEvents 1.0 (got \"0.3\")", "/specversion", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"time\":\"now\",\"data\":{\"amount\":1}}", "payload.time must be a timestamp such as 2026-11-21T10:00:00Z for CloudEvents 1.0 (got \"now\")", "/time", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"time\":\"2026-11-21T10:00:00\\u005a\",\"data\":{\"amount\":1}}", NULL, NULL, NULL },
	{ "event", NULL, NULL, "{" NAMES ",\"dataschema\":\"/relative\",\"data\":{\"amount\":1}}", "payload.dataschema must be an absolute URI for CloudEvents 1.0 (got \"/relative\")", "/dataschema", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"subject\":\"\",\"data\":{\"amount\":1}}", "payload.subject must be a text that is not empty for CloudEvents 1.0 (got \"\")", "/subject", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"datacontenttype\":\"json\",\"data\":{\"amount\":1}}", "payload.datacontenttype must be a media type for CloudEvents 1.0 (got \"json\")", "/datacontenttype", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"myExt\":1,\"data\":{\"amount\":1}}", "payload.myExt is no attribute's name: only a to z and 0 to 9 in CloudEvents 1.0", "/myExt", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES ",\"ext\":2147483648,\"data\":{\"amount\":1}}", "payload.ext must be a text, a boolean or an integer of 32 bits for CloudEvents 1.0 (got 2147483648)", "/ext", "cloudevents" },
	{ "event", NULL, NULL, "[]", "payload must be an object: a CloudEvents 1.0 envelope", "", "cloudevents" },
	{ "event", NULL, NULL, "{" NAMES, "payload is not JSON", "", "cloudevents" },
	/* the sender says that it is one, the contract speaks of data only */
	{ "data", EVENT, NULL, "{" NAMES ",\"data\":{\"amount\":1}}", NULL, NULL, NULL },
	{ "data", EVENT, NULL, "{" NAMES ",\"datacontenttype\":\"text/plain\",\"data\":{\"amount\":1}}", "payload.datacontenttype must be application/json (got text/plain)", "/datacontenttype", "cloudevents" },
	{ "cbor", EVENT, NULL, "{" NAMES ",\"datacontenttype\":\"application/cbor\",\"data_base64\":\"oWZhbW91bnQB\"}", NULL, NULL, NULL },
	{ "data", NULL, NULL, "{\"amount\":1}", NULL, NULL, NULL },
	/* batches */
	{ "batch", NULL, NULL, "[{" NAMES ",\"data\":{\"amount\":1}},{" NAMES ",\"data\":{\"amount\":2}}]", NULL, NULL, NULL },
	{ "batch", NULL, NULL, "[]", NULL, NULL, NULL },
	{ "batch", NULL, NULL, "[{" NAMES ",\"data\":{\"amount\":1}},{" NAMES ",\"data\":{\"amount\":0}}]", "payload[1].data.amount must be >= 1 (got 0)", "/1/data/amount", "minimum" },
	{ "batch", NULL, NULL, "[{}]", "payload[0].specversion is required by CloudEvents 1.0", "/0/specversion", "cloudevents" },
	{ "batch", NULL, NULL, "{}", "payload must be an array: a batch of CloudEvents 1.0", "", "cloudevents" },
	/* the contract's envelope judges alone */
	{ "whole", NULL, NULL, "{\"id\":\"1\",\"type\":\"t\",\"OWN\":{}}", NULL, NULL, NULL },
	{ "whole", NULL, NULL, "{\"id\":\"1\",\"type\":\"u\"}", "payload.type must be \"t\" (got \"u\")", "/type", "const" },
	{ "whole", BATCH, NULL, "[{\"id\":\"1\",\"type\":\"t\"},{\"id\":\"1\",\"type\":\"u\"}]", "payload[1].type must be \"t\" (got \"u\")", "/1/type", "const" },
	/* headers */
	{ "headers", NULL, CE, "{\"amount\":1}", NULL, NULL, NULL },
	{ "headers", NULL, CE " other=x", "{\"amount\":0}", "payload.amount must be >= 1 (got 0)", "/amount", "minimum" },
	{ "headers", NULL, "ce_specversion=1.0 ce_source=/s ce_type=t", "{\"amount\":1}", "headers.ce_id is required by CloudEvents 1.0", "/ce_id", "cloudevents" },
	{ "headers", NULL, "other=x", "{\"amount\":1}", "headers.ce_specversion is required by CloudEvents 1.0", "/ce_specversion", "cloudevents" },
	{ "headers", EVENT, "other=x", "{" NAMES ",\"data\":{\"amount\":1}}", NULL, NULL, NULL },
	{ "headers", NULL, CE " ce_time=1", "{\"amount\":1}", "headers.ce_time must be a timestamp such as 2026-11-21T10:00:00Z for CloudEvents 1.0 (got 1)", "/ce_time", "cloudevents" },
	{ "data", NULL, "ce-specversion=1.0 Ce-Id=1 ce-source=/s ce-type=t", "{\"amount\":1}", NULL, NULL, NULL },
	{ "data", NULL, "ce-specversion=1.1 ce-id=1 ce-source=/s ce-type=t", "{\"amount\":1}", "headers.ce-specversion must be \"1.0\" for CloudEvents 1.0 (got 1.1)", "/ce-specversion", "cloudevents" },
	{ "data", NULL, "cloudEvents:specversion=1.0 cloudEvents:id=1 cloudEvents:source=%zz cloudEvents:type=t", "{\"amount\":1}", "headers.cloudEvents:source must be a URI reference that is not empty for CloudEvents 1.0 (got %zz)", "/cloudEvents:source", "cloudevents" },
	{ "data", NULL, "cloudEvents_specversion=1.0 cloudEvents_id=1 cloudEvents_source=/s cloudEvents_type=t cloudEvents_My=1", "{\"amount\":1}", "headers.cloudEvents_My is no attribute's name: only a to z and 0 to 9 in CloudEvents 1.0", "/cloudEvents_My", "cloudevents" },
	{ "data", NULL, "specversion=1.0 id=1 source=/s type=t Other-Header=x", "{\"amount\":1}", NULL, NULL, NULL },
	{ "data", NULL, "specversion=1.0 id=1 source=/s", "{\"amount\":1}", "headers.type is required by CloudEvents 1.0", "/type", "cloudevents" },
	{ "data", NULL, "id=1", "{\"amount\":1}", NULL, NULL, NULL },
};
/* clang-format on */

static void pack(struct buf *out, const char *text)
{
	struct slice rest = slice_str(text), pair;

	while (text && slice_split(&rest, ' ', &pair)) {
		size_t equals = slice_find(pair, '=');

		header_add(out, slice_first(pair, equals), slice_from(pair, equals + 1));
	}
}

static struct message_model *model_of(const char *name)
{
	struct message_model *m = channel_message(contract->channels[0], slice_str(name));

	ck_assert(m != NULL);
	return m;
}

START_TEST(an_event_is_judged)
{
	BUF_AUTO struct buf payload = BUF_INIT(0), headers = BUF_INIT(0);
	struct message_model *m = model_of(rows[_i].message), *nearest;
	struct judged what = { .content_type = slice_str(rows[_i].content_type),
			       .has_headers = rows[_i].headers };
	struct violations v = { 0 };
	bool any, conforms;

	buf_str(&payload, rows[_i].payload);
	buf_add(&payload, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	what.payload = slice_of(payload.data, strlen(rows[_i].payload));
	pack(&headers, rows[_i].headers);
	what.headers = buf_view(&headers);
	conforms = verdict_match(&m, 1, judge, &what, &any) != NULL;
	verdict_explain(&m, 1, judge, &what, &nearest, &v);
	ck_assert_msg(conforms == !rows[_i].text, "%s: %.*s", rows[_i].payload,
		      SLICE_FMT(v.n ? v.list[0].text : SLICE_LIT("no reason")));
	ck_assert_uint_eq(v.n == 0, conforms);
	if (!conforms) {
		ck_assert_msg(slice_is(v.list[0].text, rows[_i].text), "%.*s", SLICE_FMT(v.list[0].text));
		ck_assert_msg(slice_is(v.list[0].instance, rows[_i].instance), "%.*s",
			      SLICE_FMT(v.list[0].instance));
		ck_assert_str_eq(v.list[0].keyword, rows[_i].keyword);
		ck_assert_uint_gt(v.list[0].at.line, 0);
	}
	violations_release(&v);
}
END_TEST

/* Also by the rules where the contract's schema leaves the attributes open. */
START_TEST(what_is_generated_keeps_the_rules)
{
	struct generator *g = generator_new(contract, 7);
	struct message_model *whole = model_of("whole");
	struct diag d = { .out = stdout };
	struct slice last = SLICE_NONE;
	struct arena a = ARENA_INIT;

	whole->is_event = false; /* so that the rules judge what it made */
	for (size_t i = 0; i < contract->n_messages; i++)
		for (uint64_t at = 0; at < 20; at++) {
			struct message_model *m = contract->messages[i];
			struct generated made;
			struct judged what;
			bool any;

			whole->is_event = true;
			ck_assert(generate(g, m, at, 1795255201000000, NULL, &made, &d));
			whole->is_event = m != whole;
			what = (struct judged){ .payload = made.payload,
						.headers = made.headers,
						.content_type = made.content_type,
						.has_headers = made.headers.len };
			if (m == whole)
				m->payload = NULL; /* its `data` is not the contract's */
			ck_assert_msg(verdict_match(&m, 1, judge, &what, &any) == m, "%.*s %.*s",
				      SLICE_FMT(m->name), SLICE_FMT(made.payload));
			ck_assert(!slice_eq(made.payload, last) || m->event_prefix.ptr);
			last = arena_copy(&a, made.payload);
			if (m == whole)
				break;
		}
	arena_free(&a);
	generator_free(g);
	diag_release(&d);
}
END_TEST

SUITE(contract_cloudevents)
{
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	LOOP_TEST(an_event_is_judged, 0, ARRAY_SIZE(rows));
	TEST(what_is_generated_keeps_the_rules);
}
