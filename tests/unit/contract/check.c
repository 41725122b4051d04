/* What is wrong with a document is said at its place, and the rest is still understood. */
#include "contract/contract.h"

#include "suite.h"

#define V2_HEAD "asyncapi: 2.6.0\ninfo: { title: t, version: '1' }\n"
#define V3_HEAD "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\n"

/* `says` begins as the finding does: "LINE:COL: part of the sentence"; NULL: nothing is wrong. */
/* clang-format off */
static const struct {
	const char *text, *says;
} rows[] = {
	{ V2_HEAD "channels: {}\n", NULL },
	{ V3_HEAD, NULL },
	{ "info: {}\n", "1:1: this is no AsyncAPI document" },
	{ "[1]\n", "1:1: this is no AsyncAPI document" },
	{ "asyncapi: 1.2.0\n", "1:11: AsyncAPI \"1.2.0\" is not known" },
	{ "asyncapi: 3.7.0\ninfo: { title: t, version: '1' }\n", "1:11: AsyncAPI \"3.7.0\" is not known" },
	{ "asyncapi: 3.0.0\n", "1:1: the document must have \"info\"" },
	{ "asyncapi: 3.0.0\ninfo: { title: t }\n", "2:7: info must have \"version\"" },
	{ "asyncapi: 3.0.0\ninfo: { title: t, version: 1 }\n", "2:28: \"version\" must be a text" },
	{ V2_HEAD, "1:1: the document must have \"channels\"" },
	{ V2_HEAD "channels: []\n", "3:11: \"channels\" must be an object" },
	{ V2_HEAD "channels: {}\nserver: {}\n", "4:1: the document has no \"server\"; did you mean \"servers\"?" },
	{ V2_HEAD "channels: {}\nx-server: {}\n", NULL },
	{ V2_HEAD "channels: {}\noperations: {}\n", "4:1: the document has no \"operations\"" },
	{ V2_HEAD "channels:\n  c:\n    publsih: {}\n", "5:5: a channel has no \"publsih\"; did you mean \"publish\"?" },
	{ V3_HEAD "channels:\n  c:\n    publish: {}\n", "5:5: a channel has no \"publish\"" },
	{ "asyncapi: 2.0.0\ninfo: { title: t, version: '1' }\nchannels: { c: { servers: [] } }\n",
	  "3:18: a channel has no \"servers\"" },
	{ V2_HEAD "channels: { c: { servers: [s] } }\n", "3:28: server \"s\" is not in" },
	{ V2_HEAD "channels: { 'c/{id}': {} }\n", "3:23: parameter \"id\" of address" },
	{ V2_HEAD "channels:\n  c:\n    parameters:\n      id: { schema: { type: string } }\n",
	  "6:7: parameter \"id\" does not stand in the address" },
	{ V2_HEAD "channels: { 'c/{id': {} }\n", "3:22: address \"c/{id\" has a brace" },
	{ V2_HEAD "channels:\n  c:\n    publish: { message: { $ref: '#/components/messages/m' } }\n",
	  "5:27: \"$ref\" points to" },
	{ V2_HEAD "channels:\n  c:\n    publish: { message: { payload: { type: strin } } }\n", "5:44:" },
	{ V2_HEAD "channels:\n  c:\n    publish: { message: { correlationId: { location: header/id } } }\n",
	  "5:54: \"header/id\" is no runtime expression" },
	{ V2_HEAD "channels:\n  c:\n    publish:\n      message:\n        payload: { properties: { n: { maximum: 5 } } }\n"
		  "        examples:\n          - payload:\n              n: 7\n",
	  "10:18: the example breaks its own schema" },
	{ V2_HEAD "channels: {}\nservers: { s: { url: '{h}', protocol: mqtt } }\n",
	  "4:22: server variable \"h\" is not defined" },
	{ V2_HEAD "channels: {}\nservers: { s: { url: h, protocol: mqtt, variables: { v: {} } } }\n",
	  "4:54: server variable \"v\" is used nowhere" },
	{ V2_HEAD "channels: {}\nservers: { s: { url: h } }\n", "4:15: a server must have \"protocol\"" },
	{ V2_HEAD "channels: {}\nservers: { s: { url: h, protocol: mqtt, security: [ { k: [] } ] } }\n",
	  "4:55: security scheme \"k\" is not in" },
	{ V2_HEAD "channels: {}\ncomponents: { securitySchemes: { k: { type: apikey, in: user } } }\n",
	  "4:45: \"type\" must be one of userPassword, apiKey" },
	{ V3_HEAD "operations: { o: { action: publish, channel: { $ref: '#/channels/c' } } }\n"
		  "channels: { c: { address: c } }\n",
	  "3:28: \"action\" must be one of send, receive" },
	{ V3_HEAD "operations: { o: { action: send } }\n", "3:18: an operation must have \"channel\"" },
	{ V3_HEAD "operations: { o: { action: send, channel: c } }\n", "3:43: \"channel\" must be a $ref" },
	{ V3_HEAD "operations: { o: { action: send, channel: { $ref: '#/channels/c' } } }\n", "3:45:" },
	{ V3_HEAD "operations:\n  o:\n    action: send\n    channel: { $ref: '#/channels/c' }\n    messages:\n"
		  "      - $ref: '#/channels/d/messages/m'\n"
		  "channels:\n  c: { address: c, messages: { n: {} } }\n  d: { address: d, messages: { m: {} } }\n",
	  "8:15: \"#/channels/d/messages/m\" does not point to one of the messages of channel \"c\"" },
	{ V2_HEAD "channels:\n  a: { publish: { operationId: o } }\n  b: { publish: { operationId: o } }\n",
	  "5:32: operationId \"o\" is there twice" },
	{ V2_HEAD "channels:\n  a: { publish: { message: { messageId: m } } }\n"
		  "  b: { publish: { message: { messageId: m } } }\n",
	  "5:41: messageId \"m\" is there twice" },
	{ V2_HEAD "channels:\n  a: { publish: { message: { $ref: '#/components/messages/m' } } }\n"
		  "  b: { publish: { message: { $ref: '#/components/messages/m' } } }\n"
		  "components: { messages: { m: { messageId: m } } }\n", NULL },
	{ V2_HEAD "channels: {}\ntags: [ { name: a }, { name: a } ]\n", "4:22: tag \"a\" is there twice" },
	{ V2_HEAD "channels: { 'a b': {} }\n", "3:20: address \"a b\" has a control character or a space" },
	{ V3_HEAD "channels: { c: { address: 'a?b' } }\n", "3:16: address \"a?b\" has a '?'" },
	{ V3_HEAD "channels: { c: { address: 'a b' } }\n", NULL },
	{ V3_HEAD "components: { schemas: { s: { type: integer, default: x } } }\n", NULL },
	{ V2_HEAD "channels: {}\ncomponents: { schemas: { s: { type: integer, default: x } } }\n",
	  "4:55: the default breaks its own schema" },
	{ V2_HEAD "channels: {}\ncomponents: { schemas: { s: { type: integer, examples: { a: 1 } } } }\n",
	  "4:56: \"examples\" must be a list" },
	{ V3_HEAD "channels: { c: { address: a }, d: { address: a } }\n",
	  "3:35: channels \"c\" and \"d\" have the same address \"a\"" },
	{ V3_HEAD "channels: { c: { address: a, servers: [ { $ref: '#/servers/x' } ] },\n"
		  "            d: { address: a, servers: [ { $ref: '#/servers/y' } ] } }\n"
		  "servers: { x: { host: x, protocol: mqtt }, y: { host: y, protocol: mqtt } }\n", NULL },
	{ V3_HEAD "channels: { c: { address: 7 } }\n", "3:27: \"address\" must be a text or null" },
	{ V3_HEAD "channels: { c: { address: null } }\n", NULL },
};
/* clang-format on */

static void write_finding(struct buf *out, const struct diag *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->findings[i].severity == SEVERITY_ERROR)
			buf_printf(out, "%u:%u: %s\n", d->findings[i].at.line, d->findings[i].at.col,
				   d->findings[i].text);
}

/* Does a line of `found` begin with `says`? */
static bool is_said(const char *found, const char *says)
{
	struct slice rest = slice_str(found), line;

	while (slice_split(&rest, '\n', &line))
		if (slice_starts(line, slice_str(says)))
			return true;
	return false;
}

START_TEST(an_error_is_said_at_its_place)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text("doc.yaml", slice_str(rows[_i].text), &d);
	BUF_AUTO struct buf found = BUF_INIT(0);

	write_finding(&found, &d);
	if (rows[_i].says)
		ck_assert_msg(is_said(buf_cstr(&found), rows[_i].says), "%s\nwanted: %s\nfound: %s",
			      rows[_i].text, rows[_i].says, buf_cstr(&found));
	else
		ck_assert_msg(found.len == 0, "%s\nfound: %s", rows[_i].text, buf_cstr(&found));
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(what_is_broken_is_left_out_and_the_rest_is_there)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text(
		"doc.yaml",
		slice_str(V2_HEAD "channels:\n"
				  "  good: { publish: { message: { payload: { type: object } } } }\n"
				  "  bad: { publish: { message: { $ref: '#/components/messages/none' } } }\n"
				  "  worse: { subscribe: { message: { payload: { type: strin } } } }\n"
				  "  odd: 7\n"
				  "  fine: {}\n"),
		&d);

	ck_assert(c != NULL);
	ck_assert_uint_ge(d.errors, 3);
	ck_assert_uint_eq(c->n_channels, 2);
	ck_assert(contract_channel(c, SLICE_LIT("good")) && contract_channel(c, SLICE_LIT("fine")));
	ck_assert_uint_eq(c->n_left_out, 3);
	ck_assert(slice_is(c->left_out[0].channel, "bad"));
	ck_assert_str_eq(c->left_out[0].why, "a message of \"publish\" cannot be understood");
	ck_assert_uint_eq(c->left_out[0].at.line, 5);
	ck_assert_uint_eq(c->n_messages, 1);
	ck_assert_uint_eq(c->n_operations, 1);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

/* As deepgram's own document has it. */
START_TEST(a_slash_in_a_name_is_an_error_that_loses_nothing)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text(
		"doc.yaml",
		slice_str(V2_HEAD "channels:\n"
				  "  c: { publish: { message: { $ref: '#/components/messages/a/b' } } }\n"
				  "components: { messages: { a/b: { payload: { type: object } } } }\n"),
		&d);

	ck_assert(c != NULL);
	ck_assert_uint_eq(d.errors, 1);
	ck_assert_uint_eq(c->n_channels, 1);
	ck_assert(c->messages[0]->payload != NULL);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(an_operation_of_a_channel_that_is_left_out_is_left_out_too)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text(
		"doc.yaml",
		slice_str(V3_HEAD "channels:\n"
				  "  bad: { address: b, messages: { m: { payload: { type: strin } } } }\n"
				  "  good: { address: g }\n"
				  "operations:\n"
				  "  o: { action: send, channel: { $ref: '#/channels/bad' } }\n"
				  "  p: { action: send, channel: { $ref: '#/channels/good' } }\n"),
		&d);

	ck_assert(c != NULL);
	ck_assert_uint_eq(d.errors, 1);
	ck_assert_uint_eq(c->n_channels, 1);
	ck_assert_uint_eq(c->n_operations, 1);
	ck_assert_uint_eq(c->n_left_out, 2);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(an_unreadable_file_gives_no_contract)
{
	struct diag d = { 0 };

	ck_assert(contract_load("tests/contracts/no-such-file.yaml", &d) == NULL);
	ck_assert_uint_eq(d.errors, 1);
	diag_release(&d);
}
END_TEST

START_TEST(references_in_circles_end)
{
	static const char *const texts[] = {
		V2_HEAD
		"channels:\n  c: { publish: { message: { $ref: '#/components/messages/a' } } }\n"
		"components:\n  messages:\n    a: { oneOf: [ { $ref: '#/components/messages/b' } ] }\n"
		"    b: { oneOf: [ { $ref: '#/components/messages/a' } ] }\n",
		V3_HEAD
		"channels:\n  c: { address: c, messages: { m: { $ref: '#/channels/c/messages/m' } } }\n",
		V3_HEAD "channels:\n  c: { address: c, messages: { m: { payload: { $ref: "
			"'#/components/schemas/t' },\n"
			"        headers: { $ref: '#/components/schemas/t' },\n"
			"        traits: [ { headers: { $ref: '#/components/schemas/u' } } ] } } }\n"
			"components:\n  schemas:\n"
			"    t: { type: object, properties: { a: { $ref: '#/components/schemas/t' },\n"
			"         b: { $ref: '#/components/schemas/t' } } }\n"
			"    u: { type: object, properties: { a: { $ref: '#/components/schemas/u' },\n"
			"         b: { $ref: '#/components/schemas/u' } } }\n",
	};
	struct diag d = { 0 };
	struct contract *c = contract_load_text("doc.yaml", slice_str(texts[_i]), &d);

	ck_assert(c != NULL);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

/* Each of 40 schemas names the next ten times: 10^40 ways through. */
static void widen(struct buf *out, const char *kind, const char *keyword)
{
	for (unsigned i = 0; i < 40; i++) {
		buf_printf(out, "    s%u: { %s: [", i, keyword);
		for (unsigned k = 0; k < 10; k++)
			buf_printf(out, "%s{ $ref: '#/components/%s/s%u' }", k ? "," : "", kind, i + 1);
		buf_str(out, "] }\n");
	}
}

START_TEST(references_that_fan_out_end_soon)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct contract *c;

	buf_str(&text,
		V2_HEAD "channels:\n  c: { publish: { message: { $ref: '#/components/messages/m' } } }\n"
			"  d: { publish: { message: { $ref: '#/components/messages/s0' } } }\n"
			"components:\n  schemas:\n");
	widen(&text, "schemas", "allOf");
	buf_str(&text, "    s40: { type: object, properties: { a: { const: 1 } } }\n  messages:\n"
		       "    m: { payload: { $ref: '#/components/schemas/s0' },\n"
		       "         headers: { $ref: '#/components/schemas/s0' } }\n");
	widen(&text, "messages", "oneOf");
	buf_str(&text, "    s40: { payload: { type: object } }\n");
	c = contract_load_text("doc.yaml", buf_view(&text), &d);
	ck_assert(c != NULL);
	ck_assert(contract_channel(c, SLICE_LIT("d")) == NULL); /* nested too deep, and said once */
	ck_assert_uint_eq(d.errors, 1);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

SUITE(contract_check)
{
	TEST(references_that_fan_out_end_soon);
	LOOP_TEST(an_error_is_said_at_its_place, 0, ARRAY_SIZE(rows));
	TEST(what_is_broken_is_left_out_and_the_rest_is_there);
	TEST(a_slash_in_a_name_is_an_error_that_loses_nothing);
	TEST(an_operation_of_a_channel_that_is_left_out_is_left_out_too);
	TEST(an_unreadable_file_gives_no_contract);
	LOOP_TEST(references_in_circles_end, 0, 3);
}
