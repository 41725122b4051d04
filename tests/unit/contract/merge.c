/* Two documents in one mock: what is the same, and what contradicts. */
#include <stdio.h>

#include "contract/address.h"
#include "contract/merge.h"
#include "suite.h"

/* clang-format off */
static const char first[] =
	"asyncapi: 3.0.0\n"
	"info: { title: a, version: '1' }\n"
	"servers:\n"
	"  production: { host: 'b.example.com:1883', protocol: mqtt }\n"
	"channels:\n"
	"  orders:\n"
	"    address: orders/{region}\n"
	"    parameters: { region: { enum: [eu, us] } }\n"
	"    messages: { placed: { payload: { $ref: '#/components/schemas/order' } } }\n"
	"  parts: { address: parts, bindings: { kafka: { partitions: 3 } } }\n"
	"components: { schemas: { order: { type: object, properties: { id: { type: integer, maximum: 9 } } } } }\n";

static const struct {
	const char *title, *from, *to, *error; /* error NULL: they agree */
} rows[] = {
	{ "the same", "version: '1'", "version: '2'", NULL },
	{ "what a $ref leads to counts, not how it is written", "{ $ref: '#/components/schemas/order' }",
	  "{ type: object, properties: { id: { maximum: 9, type: integer } } }", NULL },
	{ "parameters may be named otherwise", "{region}\n    parameters: { region", "{where}\n    parameters: { where", NULL },
	{ "a server elsewhere", "b.example.com:1883", "c.example.com:1883",
	  "b.yaml:4:15: server \"production\" is mqtt://c.example.com:1883 here, but mqtt://b.example.com:1883 in a.yaml:4:15" },
	{ "a server on another port", "b.example.com:1883", "b.example.com:1884", "server \"production\"" },
	{ "a server of another protocol", "protocol: mqtt", "protocol: amqp", "server \"production\" is amqp://" },
	{ "another server", "production:", "staging:", NULL },
	{ "another schema", "maximum: 9", "maximum: 8",
	  "message \"placed\" of \"orders/{region}\" is not as in a.yaml:9:25" },
	{ "another content type", "{ payload", "{ contentType: text/plain, payload", "message \"placed\"" },
	{ "headers beside", "{ payload", "{ headers: { type: object, required: [a] }, payload", "message \"placed\"" },
	{ "another message", "{ placed:", "{ moved:", NULL },
	{ "the same message elsewhere", "address: orders/", "address: other/", NULL },
	{ "another enum", "[eu, us]", "[eu]", "parameter \"region\" of \"orders/{region}\" is not as in a.yaml:8" },
	{ "another binding", "partitions: 3", "partitions: 4", "binding \"kafka\" of \"parts\"" },
};
/* clang-format on */

static struct contract *load(const char *file, const char *from, const char *to)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	const char *at = strstr(first, from);
	struct diag d = { .out = stdout };
	struct contract *c;

	ck_assert_msg(at != NULL, "%s", from);
	buf_add(&text, first, (size_t)(at - first));
	buf_str(&text, to);
	buf_str(&text, at + strlen(from));
	c = contract_load_text(file, buf_view(&text), &d);
	ck_assert_uint_eq(d.errors, 0);
	diag_release(&d);
	return c;
}

START_TEST(what_contradicts_is_said_with_both_places)
{
	struct contract *pair[] = { load("a.yaml", "'1'", "'1'"),
				    load("b.yaml", rows[_i].from, rows[_i].to) };
	BUF_AUTO struct buf said = BUF_INIT(0);
	struct diag d = { 0 };
	unsigned n = contracts_disagree(pair, 2, &d);

	for (size_t i = 0; i < d.n; i++)
		buf_printf(&said, "%s:%u:%u: %s\n", d.findings[i].at.file, d.findings[i].at.line,
			   d.findings[i].at.col, d.findings[i].text);
	ck_assert_msg(n == (rows[_i].error != NULL), "%s: %s", rows[_i].title, buf_cstr(&said));
	if (rows[_i].error)
		ck_assert_msg(strstr(buf_cstr(&said), rows[_i].error), "%s: %s", rows[_i].title,
			      buf_cstr(&said));
	diag_release(&d);
	contract_drop(pair[0]);
	contract_drop(pair[1]);
}
END_TEST

static const struct {
	const char *a, *b;
	bool same;
} addresses[] = {
	{"a",	       "a",	    true },
	{ "a",       "b",	    false},
	{ "a/{x}",   "a/{y}",   true },
	{ "a/{x}",   "a/b",	  false},
	{ "a/{x}",   "a/{x}/c", false},
	{ "{x}-{y}", "{a}-{b}", true },
	{ "{x}/{y}", "{x}-{y}", false},
	{ "a{x}",	  "b{x}",	  false},
};

START_TEST(addresses_are_the_same_whatever_their_parameters_are_called)
{
	ck_assert_int_eq(address_same(slice_str(addresses[_i].a), slice_str(addresses[_i].b)),
			 addresses[_i].same);
	ck_assert_int_eq(address_same(slice_str(addresses[_i].b), slice_str(addresses[_i].a)),
			 addresses[_i].same);
}
END_TEST

SUITE(contract_merge)
{
	LOOP_TEST(what_contradicts_is_said_with_both_places, 0, sizeof(rows) / sizeof(*rows));
	LOOP_TEST(addresses_are_the_same_whatever_their_parameters_are_called, 0,
		  sizeof(addresses) / sizeof(*addresses));
}
