/* Whole scenarios against a client in memory: what passes, what fails, and with which words. */
#include "scenario/memory_host.h"
#include "suite.h"

#define HEAD "scenario: T\ncontract: tests/contracts/orders.yaml\nwithin: 40ms\nsteps:\n"
#define SHIPMENT                                                                                             \
	"{\"shipmentId\":\"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\",\"orderId\":\"$orderId\",\"parcels\":[{"   \
	"\"weightGrams\":10}]}"
#define PAYMENT(n)                                                                                           \
	"{\"orderId\":\"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\",\"amount\":" #n ",\"currency\":\"EUR\"}"
#define SEND_ORDER                                                                                           \
	"  - send: { channel: orders, message: orderPlaced, payload: { amount: 10 }, as: placed }\n"

static const struct script nobody = { .ends_with = -1 };
static const struct script idle = { .client = "shop-1", .subscribe = "orders/+", .ends_with = -1 };
static const struct script ships = {
	.client = "shop-1", .subscribe = "orders/+", .answers = { { "shipments", SHIPMENT } }, .ends_with = -1
};
static const struct script ships_twice = {
	.client = "shop-1",
	.subscribe = "orders/+",
	.answers = {{ "shipments", SHIPMENT }, { "shipments", SHIPMENT }},
	.ends_with = -1
};
static const struct script ships_elsewhere = {
	.client = "shop-1", .subscribe = "orders/+", .answers = { { "shipment", SHIPMENT } }, .ends_with = -1
};
static const struct script ships_another = {
	.client = "shop-1",
	.subscribe = "orders/+",
	.answers = { { "shipments",
		       "{\"shipmentId\":\"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\",\"orderId\":\"00000000-0000-"
		       "4000-8000-000000000000\",\"parcels\":[{\"weightGrams\":10}]}" } },
	.ends_with = -1
};
static const struct script ships_nothing = {
	.client = "shop-1",
	.subscribe = "orders/+",
	.answers = { { "shipments", "{\"shipmentId\":\"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\",\"orderId\":\"$"
				    "orderId\",\"parcels\":[]}" } },
	.ends_with = -1
};
static const struct script pays = {
	.client = "bank",
	.at_once = {{ "payments", PAYMENT(1) }, { "payments", PAYMENT(2) }, { "payments", PAYMENT(3) }},
	.ends_with = -1
};
static const struct script pays_back = {
	.client = "bank",
	.at_once = {{ "payments", PAYMENT(2) }, { "payments", PAYMENT(1) }},
	.ends_with = -1
};
static const struct script pays_double = {
	.client = "bank",
	.at_once = {{ "payments", PAYMENT(2) }, { "payments", PAYMENT(2.0) }},
	.ends_with = -1
};
static const struct script comes_back = {
	.client = "shop-1", .subscribe = "orders/+", .comes_back = true, .ends_with = -1
};
static const struct script crashes = {
	.client = "shop-1", .subscribe = "orders/+", .ends_with = 3, .output = "no config\n"
};
static const struct script ends_well = {
	.client = "shop-1", .subscribe = "orders/+", .ends_with = 0, .output = "starting\nready to go\n"
};

static const struct {
	const char *title;
	const struct script *script;
	const char *text;
	enum scenario_status status;
	const char *message; /* NULL: not looked at */
	const char *says;    /* stands in the text, or behind "!" does not; NULL: not looked at */
} rows[] = {
	/* clang-format off */
	{ "what is sent is answered", &ships,
	  HEAD SEND_ORDER "  - expect: { channel: shipments, message: shipmentCreated, payload: { orderId: \"${placed.payload.orderId}\" } }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a message that came before the step counts", &pays, HEAD "  - wait: 5ms\n  - expect: { channel: payments }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a claimed message is invisible to later expectations", &ships,
	  HEAD SEND_ORDER "  - expect: { channel: shipments }\n  - expect: { channel: shipments, count: 0, for: 10ms }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "nobody claims twice", &ships, HEAD SEND_ORDER "  - expect: { channel: shipments }\n  - expect: { channel: shipments }\n",
	  SCENARIO_FAILED, "step 3: no message on shipments came within 40ms; the nearest, from shop-1: an earlier step has claimed it", "          but an earlier step has claimed it\n" },
	{ "the oldest that matches is taken", &pays,
	  HEAD "  - expect: { channel: payments, as: first }\n  - expect: { channel: payments, payload: { amount: 2.0 }, after: first }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "exactly so many", &pays, HEAD "  - expect: { channel: payments, count: 3, for: 10ms }\n", SCENARIO_PASSED, NULL, NULL },
	{ "one more than exactly so many", &ships_twice, HEAD SEND_ORDER "  - expect: { channel: shipments, count: 1, for: 10ms }\n",
	  SCENARIO_FAILED, "step 2: message on shipments came 2 times, where 1 was to come", NULL },
	{ "without for the count passes at once", &ships_twice, HEAD SEND_ORDER "  - expect: { channel: shipments, count: 1 }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "too few", &pays, HEAD "  - expect: { channel: payments, count: 4 }\n",
	  SCENARIO_FAILED, "step 1: 3 of 4 times came message on payments within 40ms", "came      +0." },
	{ "a range", &pays, HEAD "  - expect: { channel: payments, count: { min: 1, max: 3 }, for: 10ms }\n", SCENARIO_PASSED, NULL, NULL },
	{ "past the range", &pays, HEAD "  - expect: { channel: payments, count: { max: 2 }, for: 10ms }\n",
	  SCENARIO_FAILED, "step 1: message on payments came 3 times, where 2 were to come", NULL },
	{ "silence that is broken", &ships, HEAD SEND_ORDER "  - name: ships nothing\n    expect: { channel: shipments, count: 0, for: 20ms }\n",
	  SCENARIO_FAILED, "step 2 \"ships nothing\": message on shipments came, where none was to come for 20ms", NULL },
	{ "the right message on another address", &ships_elsewhere,
	  HEAD SEND_ORDER "  - expect: { channel: shipments, payload: { orderId: \"${placed.payload.orderId}\" } }\n",
	  SCENARIO_FAILED,
	  "step 2: no message on shipments came within 40ms; the nearest, from shop-1: on another address (shipment), it breaks the contract: address \"shipment\" is not in tests/contracts/orders.yaml; did you mean \"shipments\"? (tests/contracts/orders.yaml)",
	  "          but on another address (shipment), it breaks the contract" },
	{ "one field of two is another", &ships_another,
	  HEAD SEND_ORDER "  - expect: { channel: shipments, payload: { orderId: \"${placed.payload.orderId}\", parcels: [ { weightGrams: 10 } ] } }\n",
	  SCENARIO_FAILED,
	  "step 2: no message on shipments came within 40ms; the nearest, from shop-1: 1 of 2 fields as wanted (payload.orderId is \"00000000-0000-4000-8000-000000000000\", not \"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\")",
	  "          but 1 of 2 fields as wanted\n"
	  "          payload.orderId  wanted \"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\"\n"
	  "                           got    \"00000000-0000-4000-8000-000000000000\"\n" },
	{ "a message that breaks the contract is not one", &ships_nothing, HEAD SEND_ORDER "  - expect: { channel: shipments }\n",
	  SCENARIO_FAILED, NULL,
	  "          but it breaks the contract: payload.parcels must have at least 1 item (got 0) (tests/contracts/orders.yaml:" },
	{ "unless it is asked for", &ships_nothing,
	  HEAD SEND_ORDER "  - expect: { channel: shipments, violation: { keyword: minItems, instance: /parcels } }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "another violation than the one asked for", &ships_nothing,
	  HEAD SEND_ORDER "  - expect: { channel: shipments, violation: { keyword: minimum } }\n",
	  SCENARIO_FAILED, NULL, "but it breaks the contract: payload.parcels" },
	{ "a violation that nobody asked for", &ships_nothing, HEAD SEND_ORDER "  - wait: 5ms\n",
	  SCENARIO_FAILED,
	  "shop-1 broke the contract on shipments: payload.parcels must have at least 1 item (got 0) (tests/contracts/orders.yaml:140:13)",
	  "breaks    payload.parcels must have at least 1 item (got 0)" },
	{ "or that is only to be reported", &ships_nothing, "violations: report\n" HEAD SEND_ORDER "  - wait: 5ms\n", SCENARIO_PASSED, NULL, NULL },
	{ "silence counts what breaks the contract too", &ships_nothing, HEAD SEND_ORDER "  - expect: { channel: shipments, count: 0, for: 20ms }\n",
	  SCENARIO_FAILED, NULL, NULL },
	{ "leftovers may fail", &pays, "leftovers: fail\n" HEAD "  - expect: { channel: payments }\n",
	  SCENARIO_FAILED, "2 messages came that no step asked for", NULL },
	{ "leftovers do not fail by themselves", &pays, HEAD "  - expect: { channel: payments }\n", SCENARIO_PASSED, NULL, NULL },
	{ "a list takes any order", &pays,
	  HEAD "  - expect:\n      - { channel: payments, payload: { amount: 3 } }\n      - { channel: payments, payload: { amount: 1 } }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "unless it is ordered", &pays,
	  HEAD "  - ordered: true\n    expect:\n      - { channel: payments, payload: { amount: 3 } }\n      - { channel: payments, payload: { amount: 1 } }\n",
	  SCENARIO_FAILED, "step 1: no message on payments came within 40ms; the nearest, from bank: it came before \"message on payments\", which the ordered list has above it", NULL },
	{ "one message for two of a list", &ships, HEAD SEND_ORDER "  - expect: [ { channel: shipments }, { channel: shipments, message: shipmentCreated } ]\n",
	  SCENARIO_FAILED, "step 2: no shipmentCreated on shipments came within 40ms; the nearest, from shop-1: the list's \"message on shipments\" has taken it",
	  "          but the list's \"message on shipments\" has taken it\n" },
	{ "exactly, and something besides", &pays,
	  HEAD "  - expect: { channel: payments, exact: true, payload: { amount: 3, currency: EUR } }\n",
	  SCENARIO_FAILED, "step 1: no message on payments came within 40ms; the nearest, from bank: it has 1 field more than is wanted (payload.orderId is \"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1\", where nothing is wanted)",
	  "awaited   message on payments\n          payload, exactly {\"amount\":3,\"currency\":\"EUR\"}\n" },
	{ "a schema that nothing fits", &pays, HEAD "  - expect: { channel: payments, schema: { required: [method] } }\n",
	  SCENARIO_FAILED, "step 1: no message on payments came within 40ms; the nearest, from bank: payload.method is required",
	  "          schema {\"required\":[\"method\"]}\n" },
	{ "after this moment", &pays, HEAD "  - wait: 5ms\n  - expect: { channel: payments, after: now }\n",
	  SCENARIO_FAILED, "step 2: no message on payments came within 40ms; the nearest, from bank: it came before this step", NULL },
	{ "and that is the order", &pays,
	  HEAD "  - ordered: true\n    expect:\n      - { channel: payments, payload: { amount: 1 } }\n      - { channel: payments, payload: { amount: 3 } }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "rising", &pays, HEAD "  - expect: { channel: payments, count: 3, rising: /amount, distinct: /amount }\n", SCENARIO_PASSED, NULL, NULL },
	{ "not rising", &pays_back, HEAD "  - expect: { channel: payments, count: 2, rising: /amount }\n",
	  SCENARIO_FAILED, NULL, "step 1: rising /amount does not hold: 1 came after 2 (that came at +0." },
	{ "what came is not said to be missing", &pays_back, HEAD "  - expect: { channel: payments, count: 3, rising: /amount }\n",
	  SCENARIO_FAILED, NULL, "!nearest" },
	{ "rising of a value that is not there", &pays, HEAD "  - expect: { channel: payments, count: 2, rising: /amuont }\n",
	  SCENARIO_FAILED, "step 1: rising /amuont does not hold: a message has no such value", NULL },
	{ "not distinct: numbers are equal by value", &pays_double, HEAD "  - expect: { channel: payments, count: 2, distinct: /amount }\n",
	  SCENARIO_FAILED, NULL, NULL },
	{ "each series for itself", &pays_double, HEAD "  - expect: { channel: payments, count: 2, distinct: /amount, per: /amount }\n",
	  SCENARIO_FAILED, NULL, NULL },
	{ "nobody would receive it", &nobody, HEAD SEND_ORDER, SCENARIO_FAILED, "step 1: nobody subscribed to orders/eu within 40ms",
	  "clients   none is connected\n" },
	{ "somebody is subscribed to something near", &comes_back,
	  HEAD "  - send: { channel: payments, receivers: 1 }\n", SCENARIO_FAILED, NULL,
	  "clients   shop-1 is connected and subscribed to orders/+\n" },
	{ "or it does not matter", &nobody, HEAD "  - send: { channel: orders, message: orderPlaced, receivers: 0 }\n", SCENARIO_PASSED, NULL, NULL },
	{ "what we send must conform", &idle, HEAD "  - send: { channel: orders, message: orderPlaced, payload: { amount: -1 } }\n",
	  SCENARIO_FAILED, "step 1: what this step sends breaks the contract: payload.amount must be >= 0 (got -1); if that is meant, say invalid: true", NULL },
	{ "unless it is meant", &idle, HEAD "  - send: { channel: orders, message: orderPlaced, payload: { amount: -1 }, invalid: true }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "wrong in exactly one way", &idle,
	  HEAD "  - send: { channel: orders, message: orderPlaced, invalid: minimum@/amount, as: bad }\n"
	       "  - send: { channel: orders, message: orderPlaced, payload: { amount: \"${bad.payload.amount}\" } }\n",
	  SCENARIO_FAILED, NULL, "payload.amount must be >= 0 (got -" },
	{ "wrong in one way, right in what the step says", &idle,
	  HEAD "  - send: { channel: orders, message: orderPlaced, invalid: maxLength, payload: { amount: 5 }, as: bad }\n"
	       "  - send: { channel: orders, message: orderPlaced, payload: { customer: { email: \"${bad.payload.amount}@example.com\" } } }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "put right by the step", &idle,
	  HEAD "  - send: { channel: orders, message: orderPlaced, invalid: minimum@/amount, payload: { amount: 5 } }\n",
	  SCENARIO_FAILED, "step 1: with what this step adds the message does not break minimum@/amount alone", NULL },
	{ "put more wrong by the step", &idle,
	  HEAD "  - send: { channel: orders, message: orderPlaced, invalid: minimum@/amount, without: [/currency] }\n",
	  SCENARIO_FAILED, "step 1: with what this step adds the message does not break minimum@/amount alone", "payload.currency is required" },
	{ "a constraint that nothing breaks alone", &idle,
	  HEAD "  - send: { channel: orders, message: orderPlaced, invalid: type@/currency }\n",
	  SCENARIO_FAILED, "step 1: no orderPlaced breaks type@/currency alone: whatever breaks it breaks enum@/currency too", NULL },
	{ "raw bytes that are no JSON", &idle, HEAD "  - send: { channel: orders, raw: '{\"amount\": 2', invalid: true }\n", SCENARIO_PASSED, NULL, NULL },
	{ "without a field that must be there", &idle, HEAD "  - send: { channel: orders, message: orderPlaced, without: [/amount] }\n",
	  SCENARIO_FAILED, NULL, "payload.amount" },
	{ "again, byte for byte", &ships,
	  HEAD SEND_ORDER "  - send: { again: placed, times: 2, as: more }\n  - expect: { channel: shipments, count: 3, payload: { orderId: \"${more[1].payload.orderId}\" } }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a field that the message has not", &ships, HEAD SEND_ORDER "  - expect: { channel: shipments, payload: { orderId: \"${placed.payload.ordrId}\" } }\n",
	  SCENARIO_FAILED, "step 2: ${placed.payload.ordrId}: placed.payload has no \"ordrId\"; did you mean \"orderId\"?", NULL },
	{ "sessions are events", &idle, HEAD "  - expect: { session: connected, client: shop-1, as: it }\n  - expect: { session: subscribed, channel: orders, after: it }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a state is waited for", &idle, HEAD "  - wait: { subscribed: orders }\n  - wait: { connected: shop-1 }\n", SCENARIO_PASSED, NULL, NULL },
	{ "a subscription that nobody makes", &idle, HEAD "  - wait: { subscribed: payments }\n",
	  SCENARIO_FAILED, "step 1: nobody subscribed to payments within 40ms", "clients   shop-1 is connected and subscribed to orders/+\n" },
	{ "a client is cut and comes back", &comes_back,
	  HEAD "  - wait: { subscribed: orders }\n  - fault: { disconnect: { client: shop-1 }, times: 1, as: cut }\n"
	  "  - expect: [ { session: disconnected, after: cut }, { session: connected, after: cut } ]\n  - wait: { subscribed: orders }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a moment is named beside the verb", &pays,
	  HEAD "  - expect: { channel: payments, count: 3 }\n  - wait: 1ms\n    as: quiet\n  - expect: { channel: payments, count: 0, after: quiet, for: 5ms }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a send by a server", &ships, HEAD "  - send: { channel: orders, message: orderPlaced, server: production }\n  - expect: { channel: shipments }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "it stays cut while the fault is on", &comes_back,
	  HEAD "  - wait: { subscribed: orders }\n  - fault: { disconnect: { client: shop-1 }, times: 3, as: cut }\n"
	  "  - expect: { session: disconnected, after: cut, count: 3, for: 10ms }\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "a schema of the payload", &pays, HEAD "  - expect: { channel: payments, schema: { properties: { amount: { minimum: 3 } } }, as: p }\n"
	  "  - expect: { channel: payments, count: 0, after: p, for: 5ms }\n", SCENARIO_PASSED, NULL, NULL },
	{ "a program that ends early", &crashes, "program: { run: [shop] }\n" HEAD "  - wait: 1s\n",
	  SCENARIO_FAILED, "step 1: the program ended with status 3 before the scenario was over", NULL },
	{ "whose last words are shown", &crashes, "program: { run: [shop] }\n" HEAD "  - wait: 1s\n",
	  SCENARIO_FAILED, NULL, "output    of the program, its end\n          no config\n" },
	{ "a program that ends with another status", &crashes, "program: { run: [shop] }\n" HEAD "  - wait: exited\n",
	  SCENARIO_FAILED, "step 1: the program ended with status 3; status 0 was awaited", "          no config\n" },
	{ "of several programs the one is named", &crashes, "programs: { shop: { run: [shop] }, till: { run: [till] } }\n" HEAD "  - wait: { exited: 3, program: till }\n  - wait: { exited: 0, program: till }\n",
	  SCENARIO_FAILED, NULL, NULL },
	{ "a client that does not come", &idle, HEAD "  - wait: { connected: x }\n",
	  SCENARIO_FAILED, "step 1: client x did not connect within 40ms", NULL },
	{ "nobody that comes", &nobody, HEAD "  - wait: connected\n", SCENARIO_FAILED, "step 1: nobody connected within 40ms", NULL },
	{ "a client that does not go", &idle, HEAD "  - wait: connected\n  - wait: { disconnected: shop-1 }\n",
	  SCENARIO_FAILED, "step 2: client shop-1 did not disconnect within 40ms", NULL },
	{ "a client that does not subscribe", &idle, HEAD "  - wait: { subscribed: payments, client: shop-1 }\n",
	  SCENARIO_FAILED, "step 1: client shop-1 did not subscribe to payments within 40ms", NULL },
	{ "nobody is refused", &idle, HEAD "  - expect: { session: refused }\n", SCENARIO_FAILED, "step 1: no client was refused within 40ms", NULL },
	{ "nobody connects", &nobody, HEAD "  - expect: { session: connected }\n", SCENARIO_FAILED, "step 1: no client connected within 40ms", NULL },
	{ "one client does not", &idle, HEAD "  - expect: { session: subscribed, client: shop-1, channel: payments }\n",
	  SCENARIO_FAILED, "step 1: client shop-1 did not subscribe to payments within 40ms", NULL },
	{ "not as often as that", &idle, HEAD "  - expect: { session: connected, count: 2 }\n",
	  SCENARIO_FAILED, "step 1: 1 of 2 times a client connected within 40ms", NULL },
	{ "nobody was to come", &idle, HEAD "  - expect: { session: connected, count: 0, for: 20ms }\n",
	  SCENARIO_FAILED, "step 1: a client connected, where none was to for 20ms", NULL },
	{ "a program whose end is awaited", &ends_well, "program: { run: [shop], ready: { output: '^ready' } }\n" HEAD "  - wait: exited\n",
	  SCENARIO_PASSED, NULL, NULL },
	{ "output that never comes", &crashes, "program: { run: [shop] }\n" HEAD "  - wait: { exited: 3 }\n  - wait: { output: hello }\n",
	  SCENARIO_FAILED, "step 2: no line of output matched hello within 40ms", "          no config\n" },
	{ "the whole takes too long", &idle, "timeout: 20ms\n" HEAD "  - wait: 1s\n",
	  SCENARIO_FAILED, "step 1: the scenario is not over after 20ms (timeout)", NULL },
	{ "a scenario that is skipped", &idle, "skip: not yet\n" HEAD "  - wait: 1s\n", SCENARIO_SKIPPED, "not yet", NULL },
	/* clang-format on */
};

START_TEST(a_scenario_ends_as_it_should)
{
	struct scenario_set set;
	struct scenario_result r;
	const char *text;

	scenario_set_init(&set, NULL);
	r = play_scenario(&set, rows[_i].text, rows[_i].script);
	text = r.text.ptr ? arena_strdup(&r.arena, r.text) : "";
	ck_assert_msg(r.status == rows[_i].status, "%s: status %d\n%s", rows[_i].title, (int)r.status, text);
	if (rows[_i].message)
		ck_assert_msg(slice_is(r.message, rows[_i].message), "%s:\n got %.*s\nwant %s",
			      rows[_i].title, SLICE_FMT(r.message), rows[_i].message);
	if (rows[_i].says && rows[_i].says[0] == '!')
		ck_assert_msg(!strstr(text, rows[_i].says + 1), "%s:\n%s", rows[_i].title, text);
	else if (rows[_i].says)
		ck_assert_msg(strstr(text, rows[_i].says), "%s:\n%s\ndoes not say\n%s", rows[_i].title, text,
			      rows[_i].says);
	scenario_result_release(&r);
	scenario_set_release(&set);
}
END_TEST

START_TEST(scenarios_run_side_by_side)
{
	static const char *const texts[] = {
		HEAD SEND_ORDER "  - expect: { channel: shipments, count: 1, for: 20ms }\n",
		HEAD "  - expect: { channel: payments, count: 3, for: 20ms }\n",
		HEAD "  - expect: { channel: shipments }\n",
	};
	static const struct script *const scripts[] = { &ships, &pays, &pays };
	struct scenario_result results[ARRAY_SIZE(texts)];
	struct scenario_set set;

	scenario_set_init(&set, NULL);
	play_scenarios(&set, texts, scripts, ARRAY_SIZE(texts), results);
	ck_assert_int_eq(results[0].status, SCENARIO_PASSED);
	ck_assert_msg(results[1].status == SCENARIO_PASSED, "%.*s", SLICE_FMT(results[1].text));
	ck_assert_int_eq(results[2].status, SCENARIO_FAILED);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		scenario_result_release(&results[i]);
	scenario_set_release(&set);
}
END_TEST

SUITE(scenario_run)
{
	TEST(scenarios_run_side_by_side);
	LOOP_TEST(a_scenario_ends_as_it_should, 0, ARRAY_SIZE(rows));
}
