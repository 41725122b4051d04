/* Addresses: matching, filling, and what was meant by an unknown one. */
#include "contract/address.h"

#include "suite.h"

static struct contract *load(const char *text)
{
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text("addresses.yaml", slice_str(text), &d);

	ck_assert(c != NULL);
	ck_assert_uint_eq(d.errors, 0);
	diag_release(&d);
	return c;
}

/* One document with every address of the rows below, in an order in which the best match is not the first. */
#define P(name) "      " name ": { schema: { type: string } }\n"
/* clang-format off */
static const char addresses[] =
	"asyncapi: 2.6.0\n"
	"info: { title: t, version: '1' }\n"
	"channels:\n"
	"  '{anything}':\n    parameters:\n" P("anything")
	"  'orders/{region}':\n    parameters:\n" P("region")
	"  'orders/{region}/{id}':\n    parameters:\n" P("region") P("id")
	"  orders/eu: {}\n"
	"  'orders/{region}/latest':\n    parameters:\n" P("region")
	"  'v{major}.{minor}/state':\n    parameters:\n" P("major") P("minor")
	"  'a{x}b{y}c':\n    parameters:\n" P("x") P("y")
	"  shipments: {}\n";
/* clang-format on */

/* clang-format off */
static const struct {
	const char *address;
	char separator;
	const char *channel; /* NULL: none */
	const char *values;  /* joined by '|' */
} rows[] = {
	{ "orders/eu", '/', "orders/eu", "" },
	{ "orders/us", '/', "orders/{region}", "us" },
	{ "orders/us/7", '/', "orders/{region}/{id}", "us|7" },
	{ "orders/us/latest", '/', "orders/{region}/latest", "us" },
	{ "orders/", '/', NULL, "" },
	{ "orders//7", '/', NULL, "" },
	{ "orders/us/7/8", '/', NULL, "" },
	{ "shipments", '/', "shipments", "" },
	{ "whatever", '/', "{anything}", "whatever" },
	{ "what/ever", '/', NULL, "" },
	{ "what/ever", 0, "{anything}", "what/ever" },
	{ "what.ever", '.', NULL, "" },
	{ "v1.20/state", '/', "v{major}.{minor}/state", "1|20" },
	{ "v1.2.3/state", '/', "v{major}.{minor}/state", "1|2.3" },
	{ "v1./state", '/', NULL, "" },
	{ "a1b2c", '/', "a{x}b{y}c", "1|2" },
	{ "abbbbc", '/', "a{x}b{y}c", "b|bb" },
	{ "abbc", '/', "{anything}", "abbc" },
	{ "", '/', NULL, "" },
};
/* clang-format on */

START_TEST(an_address_finds_its_channel_and_parameters)
{
	struct contract *c = load(addresses);
	struct address_match m;
	BUF_AUTO struct buf values = BUF_INIT(0);
	bool found = contract_match(c, slice_str(rows[_i].address), rows[_i].separator, &m);

	ck_assert_msg(found == (rows[_i].channel != NULL), "%s", rows[_i].address);
	for (size_t i = 0; found && i < m.n; i++)
		buf_printf(&values, "%s%.*s", i ? "|" : "", SLICE_FMT(m.values[i]));
	if (found)
		ck_assert_msg(slice_is(m.channel->name, rows[_i].channel), "%s: %.*s", rows[_i].address,
			      SLICE_FMT(m.channel->name));
	if (found)
		ck_assert_str_eq(buf_cstr(&values), rows[_i].values);
	contract_drop(c);
}
END_TEST

/* clang-format off */
static const struct {
	const char *unknown, *meant;
} near[] = {
	{ "order", "orders" },
	{ "Orders", "orders" },
	{ "shipment", "shipments" },
	{ "invoice/eu/7", "invoices/{region}/{id}" },
	{ "quotes", "quotes/{sku}" },
	{ "something-else", NULL },
};
/* clang-format on */

START_TEST(an_unknown_address_names_the_nearest)
{
	struct contract *c =
		load("asyncapi: 2.6.0\n"
		     "info: { title: t, version: '1' }\n"
		     "channels:\n"
		     "  orders: {}\n"
		     "  shipments: {}\n"
		     "  'quotes/{sku}':\n    parameters:\n" P(
			     "sku") "  'invoices/{region}/{id}':\n    parameters:\n" P("region") P("id"));
	struct slice meant = contract_nearest(c, slice_str(near[_i].unknown));

	if (near[_i].meant)
		ck_assert_msg(slice_is(meant, near[_i].meant), "%s: %.*s", near[_i].unknown,
			      SLICE_FMT(meant));
	else
		ck_assert_msg(!meant.ptr, "%.*s", SLICE_FMT(meant));
	contract_drop(c);
}
END_TEST

START_TEST(a_template_is_filled_from_values_then_enum_default_examples)
{
	struct contract *c = load("asyncapi: 3.0.0\n"
				  "info: { title: t, version: '1' }\n"
				  "channels:\n"
				  "  a:\n"
				  "    address: x/{given}/{listed}/{usual}/{shown}\n"
				  "    parameters:\n"
				  "      given: {}\n"
				  "      listed: { enum: [one, two], default: two }\n"
				  "      usual: { default: three, examples: [nine] }\n"
				  "      shown: { examples: [four] }\n");
	struct arena a = ARENA_INIT;
	struct node *values = node_new(&a, NODE_MAP, NULL);
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct slice missing = SLICE_NONE;
	const struct channel *ch = contract_channel(c, SLICE_LIT("a"));

	ck_assert(!channel_fill(ch, NULL, &out, &missing));
	ck_assert(slice_is(missing, "given"));
	buf_reset(&out);
	node_set(&a, values, SLICE_LIT("given"), node_new_number(&a, SLICE_LIT("0"), NULL));
	ck_assert(channel_fill(ch, values, &out, &missing));
	ck_assert_str_eq(buf_cstr(&out), "x/0/one/three/four");
	arena_free(&a);
	contract_drop(c);
}
END_TEST

SUITE(contract_address)
{
	LOOP_TEST(an_address_finds_its_channel_and_parameters, 0, ARRAY_SIZE(rows));
	LOOP_TEST(an_unknown_address_names_the_nearest, 0, ARRAY_SIZE(near));
	TEST(a_template_is_filled_from_values_then_enum_default_examples);
}
