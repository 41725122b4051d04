/* Each rule of ours: a document that breaks it, and the place that is said. */
#include "contract/lint.h"

#include "base/buf.h"
#include "suite.h"

#define V2_HEAD "asyncapi: 2.6.0\ninfo: { title: t, version: '1' }\n"
#define V3_HEAD "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\n"
#define PAYLOAD(text)                                                                                        \
	V3_HEAD "channels:\n  c:\n    address: c\n    messages:\n      m:\n        payload: " text "\n"

/* `at`: "LINE:COL" and the JSON pointer; NULL: the rule is silent. */
/* clang-format off */
static const struct {
	const char *rule, *text, *at, *pointer;
} rows[] = {
	{ "document-id", V3_HEAD, "1:1", "" },
	{ "document-id", V3_HEAD "id: urn:x\n", NULL, NULL },
	{ "latest-version", V3_HEAD, "1:1", "/asyncapi" },
	{ "servers-missing", V3_HEAD "servers: {}\n", "1:1", "" },
	{ "info-contact", V3_HEAD, "2:1", "/info" },
	{ "info-license-url", "asyncapi: 3.0.0\ninfo: { title: t, version: '1', license: { name: MIT } }\n", "2:33", "/info/license" },
	{ "server-protocol", V3_HEAD "servers: { s: { host: h, protocol: mqqt } }\n", "3:26", "/servers/s/protocol" },
	{ "server-protocol", V3_HEAD "servers: { s: { host: h, protocol: MQTT } }\n", NULL, NULL },
	{ "channel-owner", V3_HEAD "channels: { c: { address: c } }\n", "3:13", "/channels/c" },
	{ "channel-owner", V3_HEAD "channels: { c: { address: c, x-owner: me } }\n", NULL, NULL },
	{ "channel-description", V3_HEAD "channels: { c: { address: c } }\n", "3:13", "/channels/c" },
	{ "channel-description", V3_HEAD "channels: { c: { address: c, summary: s } }\n", NULL, NULL },
	{ "address-collision", V2_HEAD "channels:\n  'a/{x}': { parameters: { x: {} } }\n  'a/{y}': { parameters: { y: {} } }\n",
	  "5:3", "/channels/a~1{y}" },
	{ "address-collision", V2_HEAD "channels:\n  'a/{x}': { parameters: { x: {} } }\n  'b/{y}': { parameters: { y: {} } }\n", NULL, NULL },
	{ "address-collision", V3_HEAD "channels:\n  a: { address: 'a/{x}', parameters: { x: { enum: [p, q] } } }\n"
		"  b: { address: 'a/{y}', parameters: { y: { enum: [r] } } }\n", NULL, NULL },
	{ "address-overlap", V2_HEAD "channels:\n  'a/{x}': { parameters: { x: {} } }\n  '{y}/b': { parameters: { y: {} } }\n",
	  "5:3", "/channels/{y}~1b" },
	{ "address-overlap", V2_HEAD "channels:\n  'a/{x}/c': { parameters: { x: {} } }\n  '{y}/b': { parameters: { y: {} } }\n", NULL, NULL },
	{ "address-overlap", V2_HEAD "channels:\n  'a-{x}': { parameters: { x: {} } }\n  'b-{y}': { parameters: { y: {} } }\n", NULL, NULL },
	{ "address-shadowed", V2_HEAD "channels:\n  'a/{x}': { parameters: { x: {} } }\n  'a/b': {}\n", "5:3", "/channels/a~1b" },
	{ "address-shadowed", V2_HEAD "channels:\n  'a/{x}': { parameters: { x: { schema: { enum: [c, d] } } } }\n  'a/b': {}\n", NULL, NULL },
	{ "address-protocol", V3_HEAD "servers: { s: { host: h, protocol: kafka } }\nchannels: { c: { address: a/b } }\n",
	  "4:18", "/channels/c/address" },
	{ "address-protocol", V3_HEAD "servers: { s: { host: h, protocol: mqtt } }\nchannels: { c: { address: a/b } }\n", NULL, NULL },
	{ "parameter-unmatchable", V3_HEAD "channels: { c: { address: 'a/{x}', parameters: { x: { enum: [b/c] } } } }\n",
	  "3:50", "/channels/c/parameters/x" },
	{ "parameter-unmatchable", V3_HEAD "channels: { c: { address: 'a/{x}', parameters: { x: { enum: [b.c] } } } }\n", NULL, NULL },
	{ "parameter-unmatchable", V2_HEAD "channels: { 'a/{x}': { parameters: { x: { schema: { type: object } } } } }\n",
	  "3:38", "/channels/a~1{x}/parameters/x" },
	{ "parameter-default", V3_HEAD "channels: { c: { address: 'a/{x}', parameters: { x: { enum: [b], default: c } } } }\n",
	  "3:50", "/channels/c/parameters/x" },
	{ "parameter-adjacent", V2_HEAD "channels: { 'a/{x}{y}': { parameters: { x: {}, y: {} } } }\n", "3:13", "/channels/a~1{x}{y}" },
	{ "message-payload", V3_HEAD "channels: { c: { address: c, messages: { m: {} } } }\n", "3:42", "/channels/c/messages/m" },
	{ "expression-dangling", PAYLOAD("{ properties: { id: {} } }") "        correlationId: { location: '$message.payload#/uid' }\n",
	  "9:26", "/channels/c/messages/m/correlationId/location" },
	{ "expression-dangling", PAYLOAD("{ properties: { id: {} } }") "        correlationId: { location: '$message.payload#/id' }\n", NULL, NULL },
	{ "expression-dangling", PAYLOAD("{ allOf: [ { properties: { uid: {} } } ], properties: { id: {} } }")
		"        correlationId: { location: '$message.payload#/uid' }\n", NULL, NULL },
	{ "unused-component", V3_HEAD "components:\n  messages:\n    m: {}\n", "5:5", "/components/messages/m" },
	{ "unused-component", V3_HEAD "channels: { c: { address: c, messages: { m: { $ref: '#/components/messages/m' } } } }\n"
		"components:\n  messages:\n    m: {}\n", NULL, NULL },
	{ "unused-security-scheme", V2_HEAD "channels: {}\ncomponents: { securitySchemes: { k: { type: X509 } } }\n",
	  "4:34", "/components/securitySchemes/k" },
	{ "secret", V3_HEAD "servers: { s: { host: h, protocol: mqtt, x-login: { password: hunter22 } } }\n",
	  "3:53", "/servers/s/x-login/password" },
	{ "secret", V3_HEAD "servers: { s: { host: h, protocol: mqtt, x-login: { password: '${PASSWORD}' } } }\n", NULL, NULL },
	{ "secret", PAYLOAD("{ properties: { password: { type: string } } }"), NULL, NULL },
	{ "secret", PAYLOAD("{ properties: { apiKey: { type: string, default: 4f1c9a77 } } }"), "8:58",
	  "/channels/c/messages/m/payload/properties/apiKey/default" },
	{ "secret", "asyncapi: 3.0.0\ninfo: { title: t, version: '1', description: see AKIAIOSFODNN7EXAMPLE }\n", "2:33", "/info/description" },
	{ "secret", V3_HEAD "x-broker: mqtt://joe:hunter22@broker.example.com\n", "3:1", "/x-broker" },
	{ "payload-unbounded", PAYLOAD("{ type: string }"), "8:9", "/channels/c/messages/m/payload" },
	{ "payload-unbounded", PAYLOAD("{ type: string, maxLength: 9 }"), NULL, NULL },
	{ "payload-unbounded", PAYLOAD("{ type: string, format: uuid }"), NULL, NULL },
	{ "payload-unbounded", PAYLOAD("{ type: array }"), "8:9", "/channels/c/messages/m/payload" },
	{ "personal-data", PAYLOAD("{ properties: { userEmail: {} } }"), "8:34", "/channels/c/messages/m/payload/properties/userEmail" },
	{ "personal-data", PAYLOAD("{ properties: { birthDate: { x-classification: personal } } }"), NULL, NULL },
	{ "personal-data", PAYLOAD("{ x-pii: true, properties: { birth_date: {} } }"), NULL, NULL },
	{ "personal-data", PAYLOAD("{ properties: { emailed: {} } }"), NULL, NULL },
	{ "hint", PAYLOAD("{ type: string, x-understudy: { facker: person.email } }"), "8:50", "/channels/c/messages/m/payload/x-understudy/facker" },
	{ "hint", PAYLOAD("{ type: string, x-understudy: { faker: person.emial } }"), "8:50", "/channels/c/messages/m/payload/x-understudy/faker" },
	{ "hint", PAYLOAD("{ type: string, x-understudy: { faker: person.email } }"), NULL, NULL },
	{ "hint", PAYLOAD("{ type: string, x-faker: whatever.there.is }"), NULL, NULL },
	{ "hint", PAYLOAD("{ type: string, maxLength: 2, x-understudy: { value: abc } }"), "8:64", "/channels/c/messages/m/payload/x-understudy/value" },
	{ "hint", PAYLOAD("{ type: string, maxLength: 2, x-understudy: { values: [ab, abc] } }"), "8:77", "/channels/c/messages/m/payload/x-understudy/values/1" },
	{ "hint", PAYLOAD("{ enum: [a, b], x-understudy: { weights: { a: 9, c: 1 } } }"), "8:67", "/channels/c/messages/m/payload/x-understudy/weights/c" },
	{ "hint", PAYLOAD("{ type: integer, x-understudy: { sequence: { start: 1, step: 2 } } }"), NULL, NULL },
	{ "hint", PAYLOAD("{ type: string, x-understudy: { sequence: { format: 'ORD-%05d' } } }"), NULL, NULL },
	{ "hint", PAYLOAD("{ type: string, x-understudy: { sequence: true } }"), NULL, NULL },
	{ "hint", PAYLOAD("{ type: string, x-understudy: { sequence: { format: 'ORD-%s' } } }"), "8:62", "/channels/c/messages/m/payload/x-understudy/sequence/format" },
	{ "hint", PAYLOAD("{ type: boolean, x-understudy: { sequence: true } }"), "8:51", "/channels/c/messages/m/payload/x-understudy/sequence" },
	{ "hint", PAYLOAD("{ x-understudy: { value: 1, faker: person.email } }"), "8:20", "/channels/c/messages/m/payload/x-understudy" },
	{ "hint", PAYLOAD("{ properties: { a: { x-understudy: { chance: 120 } } } }"), "8:55", "/channels/c/messages/m/payload/properties/a/x-understudy/chance" },
	{ "hint", V3_HEAD "channels: { c: { address: c, x-understudy: { interval: 5 } } }\n", "3:46", "/channels/c/x-understudy/interval" },
	{ "hint", V3_HEAD "channels: { c: { address: c, x-understudy: { interval: 5s } } }\n", NULL, NULL },
	{ "schema-contradiction", PAYLOAD("{ minimum: 5, maximum: 4 }"), "8:20", "/channels/c/messages/m/payload/minimum" },
	{ "schema-contradiction", PAYLOAD("{ minimum: 4, maximum: 4 }"), NULL, NULL },
	{ "schema-contradiction", PAYLOAD("{ required: [a], additionalProperties: false }"), "8:31", "/channels/c/messages/m/payload/required/0" },
	{ "schema-required", PAYLOAD("{ required: [a], properties: { b: {} } }"), "8:31", "/channels/c/messages/m/payload/required/0" },
	{ "binding-protocol", V3_HEAD "servers: { s: { host: h, protocol: mqtt } }\nchannels: { c: { address: c, bindings: { kafka: {} } } }\n",
	  "4:42", "/channels/c/bindings/kafka" },
	{ "binding-protocol", V3_HEAD "servers: { s: { host: h, protocol: kafka-secure } }\nchannels: { c: { address: c, bindings: { kafka: {} } } }\n", NULL, NULL },
	{ "binding-version", V3_HEAD "servers: { s: { host: h, protocol: mqtt, protocolVersion: 3.1.1, bindings: { mqtt: { sessionExpiryInterval: 5 } } } }\n",
	  "3:86", "/servers/s/bindings/mqtt/sessionExpiryInterval" },
	{ "channel-name", V3_HEAD "channels: { 'c?': {} }\n", "3:13", "/channels/c?" },
	{ "component-parameters", V3_HEAD "components: { channels: { c: { address: 'a/{x}' } } }\n", "3:32", "/components/channels/c/address" },
	{ "component-variables", V2_HEAD "channels: {}\ncomponents: { servers: { s: { url: h, protocol: mqtt, variables: { v: {} } } } }\n",
	  "4:68", "/components/servers/s/variables/v" },
	{ "example", V3_HEAD "components: { schemas: { s: { type: string, default: 5 } } }\n", "3:54", NULL },
};
/* clang-format on */

static const struct finding *find(const struct diag *d, const char *rule)
{
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(finding_rule(&d->findings[i]), rule))
			return &d->findings[i];
	return NULL;
}

START_TEST(each_rule_speaks_at_its_place_and_only_there)
{
	const struct lint_settings as_it_is = { 0 };
	struct diag d = { .max = 1000 };
	struct contract *c = contract_load_text("a.yaml", slice_str(rows[_i].text), &d);
	const struct finding *f;
	char at[32] = "";

	ck_assert_msg(c != NULL, "%s", rows[_i].text);
	contract_lint(c, &as_it_is, &d, 0);
	f = find(&d, rows[_i].rule);
	ck_assert_msg(!f == !rows[_i].at, "%s: %s", rows[_i].rule, f ? f->text : "not found");
	if (f) {
		snprintf(at, sizeof(at), "%u:%u", f->at.line, f->at.col);
		ck_assert_str_eq(at, rows[_i].at);
		if (rows[_i].pointer)
			ck_assert_str_eq(f->pointer, rows[_i].pointer);
	}
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(every_rule_has_a_row_that_shows_it)
{
	/* Shown by the cases of the reference parser's ruleset (lint_ruleset.c). */
	static const char *const elsewhere[] = { "default-content-type",  "tags-missing",
						 "info-description",	  "info-contact-properties",
						 "info-license",	  "server-empty-variable",
						 "server-trailing-slash", "channel-empty-parameter",
						 "operation-id",	  "message-id",
						 "security-scope" };
	struct lint_row row;

	for (size_t i = 0; lint_row(i, &row); i++) {
		bool shown = false;

		for (size_t k = 0; k < ARRAY_SIZE(rows); k++)
			shown |= rows[k].at && !strcmp(rows[k].rule, row.id);
		for (size_t k = 0; k < ARRAY_SIZE(elsewhere); k++)
			shown |= !strcmp(elsewhere[k], row.id);
		ck_assert_msg(shown, "%s", row.id);
	}
}
END_TEST

static bool read_settings(struct lint_settings *s, const char *text, struct arena *a, struct diag *d)
{
	struct node *rules = yaml_parse(a, slice_str(text), d, "understudy.yaml");

	*s = (struct lint_settings){ 0 };
	return lint_settings_read(s, rules, d);
}

START_TEST(settings_switch_rules_off_and_to_another_severity)
{
	struct arena a = ARENA_INIT;
	struct diag said = { 0 }, d = { .max = 1000 };
	struct lint_settings s;
	struct contract *c;

	ck_assert(read_settings(&s, "{ document-id: off, info-contact: error, example: off }", &a, &said));
	c = contract_load_text(
		"a.yaml",
		SLICE_LIT(V2_HEAD
			  "channels: {}\ncomponents: { schemas: { s: { type: string, default: 5 } } }\n"),
		&d);
	ck_assert_uint_eq(d.errors, 1);
	contract_lint(c, &s, &d, 0);
	ck_assert_ptr_null(find(&d, "document-id"));
	ck_assert_ptr_null(find(&d, "example"));
	ck_assert_int_eq(find(&d, "info-contact")->severity, SEVERITY_ERROR);
	ck_assert_uint_eq(d.errors, 1);
	contract_drop(c);
	diag_release(&d);
	diag_release(&said);
	arena_free(&a);
}
END_TEST

START_TEST(settings_that_name_no_rule_or_no_severity_are_said)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct lint_settings s;

	ck_assert(!read_settings(&s, "{ document-ids: off,\n  info-contact: loud }", &a, &d));
	ck_assert_uint_eq(d.n, 2);
	ck_assert_str_eq(d.findings[0].text,
			 "there is no rule \"document-ids\"; did you mean \"document-id\"?; see: "
			 "understudy validate --rules");
	ck_assert_uint_eq(d.findings[1].at.line, 2);
	diag_release(&d);
	arena_free(&a);
}
END_TEST

SUITE(contract_lint)
{
	LOOP_TEST(each_rule_speaks_at_its_place_and_only_there, 0, ARRAY_SIZE(rows));
	TEST(every_rule_has_a_row_that_shows_it);
	TEST(settings_switch_rules_off_and_to_another_severity);
	TEST(settings_that_name_no_rule_or_no_severity_are_said);
}
