/* What is wrong with a scenario is said before anything starts: place, sentence, code, to the letter. */
#include <stdlib.h>

#include "scenario/scenario.h"
#include "suite.h"

#define HEAD "scenario: T\ncontract: tests/contracts/orders.yaml\n"

static const struct {
	const char *title, *text, *want; /* want: the first finding, "" for none */
} rows[] = {
	/* clang-format off */
	{ "a channel that is not there names the nearest",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlaced }\n  - expect: { channel: shipment }\n",
	  "shipping.yaml:5:24: error: channel \"shipment\" is not in orders.yaml; did you mean \"shipments\"? "
	  "[unknown-name]" },
	{ "a part of the language that is not there yet is refused",
	  HEAD "steps:\n  - repeat: { times: 2, steps: [] }\n",
	  "shipping.yaml:4:5: error: \"repeat\" is not supported yet [unsupported]" },
	{ "an expression without quotes inside braces",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, as: p }\n"
	       "  - expect: { channel: shipments, payload: { orderId: ${p.payload.orderId} } }\n",
	  "shipping.yaml:5:56: error: ${...} must be quoted inside { } and [ ]: \"${...}\" [syntax]" },
	{ "an unknown key", HEAD "stepz: []\n",
	  "shipping.yaml:3:1: error: \"stepz\" is not a key of a scenario; did you mean \"steps\"? [unknown-key]" },
	{ "an unknown verb", HEAD "steps:\n  - sent: { channel: orders }\n",
	  "shipping.yaml:4:5: error: \"sent\" is not a verb; did you mean \"send\"? [unknown-key]" },
	{ "an unknown key of a verb", HEAD "steps:\n  - send: { chanel: orders }\n",
	  "shipping.yaml:4:13: error: \"chanel\" is not a key of send; did you mean \"channel\"? [unknown-key]" },
	{ "a message that the channel has not",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlced }\n",
	  "shipping.yaml:4:39: error: message \"orderPlced\" is not one of channel \"orders\"; did you mean "
	  "\"orderPlaced\"? [unknown-name]" },
	{ "several messages and none chosen", HEAD "steps:\n  - send: { channel: orders }\n",
	  "shipping.yaml:4:11: error: channel \"orders\" has several messages; say which with message: "
	  "orderPlaced, orderCancelled [scenario]" },
	{ "a name that nothing captured",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, as: placed }\n"
	       "  - expect: { channel: shipments, payload: { orderId: \"${plaecd.payload.orderId}\" } }\n",
	  "shipping.yaml:5:55: error: ${plaecd.payload.orderId}: there is no \"plaecd\"; did you mean "
	  "\"placed\"? [unknown-name]" },
	{ "a part of a message that there never is",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, as: placed }\n"
	       "  - expect: { channel: shipments, payload: { orderId: \"${placed.paylod.orderId}\" } }\n",
	  "shipping.yaml:5:55: error: ${placed.paylod.orderId}: placed has no \"paylod\"; did you mean "
	  "\"payload\"? [unknown-name]" },
	{ "a variable of the environment that is not set",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, key: \"${env.UNDERSTUDY_NO_SUCH}\" }\n",
	  "shipping.yaml:4:57: error: ${env.UNDERSTUDY_NO_SUCH}: the environment has no UNDERSTUDY_NO_SUCH "
	  "[unknown-name]" },
	{ "silence without a time", HEAD "steps:\n  - expect: { channel: shipments, count: 0 }\n",
	  "shipping.yaml:4:42: error: count: 0 needs \"for\": how long it must hold, such as for: 2s [scenario]" },
	{ "a maximum without a time", HEAD "steps:\n  - expect: { channel: shipments, count: { max: 2 } }\n",
	  "shipping.yaml:4:42: error: \"max\" needs \"for\": how long it must hold, such as for: 2s [scenario]" },
	{ "a duration without a unit", HEAD "steps:\n  - expect: { channel: shipments, within: 5 }\n",
	  "shipping.yaml:4:43: error: \"within\" is a duration with a unit, such as 500ms or 5s, not \"5\" "
	  "[scenario]" },
	{ "a step that speaks for the other side", HEAD "steps:\n  - send: { channel: orders, message: orderPlaced }\n"
							"  - send: { channel: shipments }\n",
	  "shipping.yaml:5:5: error: by this send on \"shipments\" the mock is the application's counterpart, "
	  "but line 4 makes it the application [scenario]" },
	{ "a step against the role that is given",
	  HEAD "role: counterpart\nsteps:\n  - send: { channel: orders, message: orderPlaced }\n",
	  "shipping.yaml:5:5: error: by this send on \"orders\" the mock is the application, but line 3 makes it "
	  "its counterpart [scenario]" },
	{ "a fault by label", HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, invalid: minimum@/amount }\n", "" },
	{ "a label that is not there",
	  HEAD "steps:\n  - send: { channel: payments, message: paymentReceived, invalid: minimum@/amount, receivers: 0 }\n",
	  "shipping.yaml:4:67: error: paymentReceived: no constraint is labelled \"minimum@/amount\"; did you mean "
	  "\"maximum@/amount\"? There are type@, required@/orderId, required@/amount, required@/currency, type@/orderId, "
	  "format@/orderId, type@/amount, exclusiveMinimum@/amount, maximum@/amount, type@/currency, enum@/currency, "
	  "type@/method, enum@/method [unknown-name]" },
	{ "a label where nothing is made",
	  HEAD "steps:\n  - send: { channel: payments, raw: x, invalid: minimum }\n",
	  "shipping.yaml:4:49: error: \"invalid: minimum\" makes a message that is wrong in that way: with raw, exact "
	  "or again nothing is made; say invalid: true [scenario]" },
	{ "waiting over HTTP", HEAD "program: { run: [x], ready: { http: \"http://127.0.0.1/\" } }\nsteps:\n  - wait: 1s\n",
	  "shipping.yaml:3:31: error: \"http\" is not supported yet [unsupported]" },
	{ "waiting for consumers' lag", HEAD "steps:\n  - wait: { lag: { group: g, max: 0 } }\n",
	  "shipping.yaml:4:13: error: \"lag\" is not supported yet [unsupported]" },
	{ "two verbs in one step", HEAD "steps:\n  - send: { channel: shipments }\n    wait: 1s\n",
	  "shipping.yaml:5:5: error: a step has one verb; this one has \"send\" and \"wait\" [scenario]" },
	{ "what belongs to the verb, indented too little", HEAD "steps:\n  - send:\n    channel: orders\n",
	  "shipping.yaml:5:5: error: \"channel\" is not a key of a step; indent it further to make it one of send "
	  "[unknown-key]" },
	{ "a parameter that the channel has not",
	  HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, params: { regoin: eu } }\n",
	  "shipping.yaml:4:62: error: channel \"orders\" has no parameter \"regoin\"; did you mean \"region\"? "
	  "[unknown-name]" },
	{ "a contract that is not there", "scenario: T\ncontract: nowhere.yaml\nsteps:\n  - wait: 1s\n",
	  "nowhere.yaml: error: the file does not exist [file]" },
	{ "no contract", "scenario: T\nsteps:\n  - wait: 1s\n",
	  "shipping.yaml:1:1: error: a scenario names its contract: contract: orders.yaml [scenario]" },
	{ "no title", "contract: tests/contracts/orders.yaml\nsteps:\n  - wait: 1s\n",
	  "shipping.yaml:1:1: error: a scenario begins with its title: scenario: What it shows [scenario]" },
	{ "no steps", HEAD, "shipping.yaml:1:1: error: a scenario has steps [scenario]" },
	{ "a server that is not there", HEAD "steps:\n  - expect: { session: connected, server: prodution }\n",
	  "shipping.yaml:4:43: error: server \"prodution\" is not in orders.yaml; did you mean \"production\"? "
	  "[unknown-name]" },
	{ "a cell that no row has",
	  HEAD "each: [{ n: 1 }]\nsteps:\n  - expect: { channel: shipments, count: \"${row.alarms}\", for: 1s }\n",
	  "shipping.yaml:5:42: error: ${row.alarms}: row has no \"alarms\"; it has n [unknown-name]" },
	{ "after a step that is not there", HEAD "steps:\n  - expect: { channel: shipments, after: never }\n",
	  "shipping.yaml:4:42: error: no earlier step has \"as: never\" [unknown-name]" },
	{ "output of no program", HEAD "steps:\n  - wait: { output: ready }\n",
	  "shipping.yaml:4:21: error: \"output\" waits for a program, and this scenario starts none [scenario]" },
	{ "raw beside payload",
	  HEAD "steps:\n  - send: { channel: orders, raw: x, payload: {}, invalid: true }\n",
	  "shipping.yaml:4:47: error: \"payload\" makes no sense beside \"raw\" [scenario]" },
	{ "a count that no number is", HEAD "steps:\n  - expect: { channel: shipments, count: { min: 3, max: 1 }, for: 1s }\n",
	  "shipping.yaml:4:49: error: no count is at least 3 and at most 1 [scenario]" },
	{ "a keyword that no violation has", HEAD "steps:\n  - expect: { channel: payments, violation: { keyword: minimun } }\n",
	  "shipping.yaml:4:56: error: no violation has the keyword \"minimun\"; did you mean \"minimum\"? [unknown-name]" },
	{ "a keyword of the gate's", HEAD "steps:\n  - expect: { channel: payments, violation: { keyword: content-type } }\n", "" },
	{ "bytes that are no base64", HEAD "steps:\n  - send: { channel: orders, raw: \"ey!\", encoding: base64, invalid: true }\n",
	  "shipping.yaml:4:35: error: \"raw\" is not base64 [scenario]" },
	{ "a parameter outside of its enum", HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, params: { region: mars } }\n",
	  "shipping.yaml:4:70: error: parameter \"region\" is one of eu, us, apac, not \"mars\" [unknown-name]" },
	{ "an expected one too", HEAD "steps:\n  - wait: { subscribed: orders, params: { region: mars } }\n",
	  "shipping.yaml:4:51: error: parameter \"region\" is one of eu, us, apac, not \"mars\" [unknown-name]" },
	{ "unless it is meant", HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, params: { region: mars }, invalid: true }\n", "" },
	{ "a send to where only a request leads", HEAD "steps:\n  - send: { channel: quoteReplies }\n",
	  "shipping.yaml:4:22: error: channel \"quoteReplies\" has no address to send to: only a request gives it one [scenario]" },
	{ "a send by a server that is not there", HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, server: prodution }\n",
	  "shipping.yaml:4:60: error: server \"prodution\" is not in orders.yaml; did you mean \"production\"? [unknown-name]" },
	{ "a send to one client", HEAD "steps:\n  - send: { channel: orders, message: orderPlaced, client: shop-1 }\n",
	  "shipping.yaml:4:52: error: \"client\" of a send is not supported yet: a message goes to everybody who is subscribed, not to one of them [unsupported]" },
	{ "a moment that has two names", HEAD "steps:\n  - fault: { disconnect: true, as: a }\n    as: b\n",
	  "shipping.yaml:4:36: error: \"as\" stands beside the verb already [scenario]" },
	{ "a good one", HEAD "steps:\n  - send: { channel: orders/eu, message: orderPlaced, as: p }\n"
			     "  - expect: { channel: shipments, payload: { orderId: \"${p.payload.orderId}\" } }\n",
	  "" },
	/* clang-format on */
};

static const char *first_finding(const struct scenario_file *f, struct arena *a)
{
	const struct finding *one = f->diag.findings;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	char *copy;

	if (f->diag.n)
		diag_print(out, one);
	fclose(out);
	copy = arena_strdup(a, slice_trim(slice_of(text, size)));
	free(text);
	return f->diag.n ? copy : "";
}

START_TEST(a_mistake_is_said_with_its_place)
{
	struct scenario_set set;
	struct arena a = ARENA_INIT;

	scenario_set_init(&set, NULL);
	scenario_set_load_text(&set, "shipping.yaml", slice_str(rows[_i].text), NULL);
	ck_assert_msg(strcmp(first_finding(set.files[0], &a), rows[_i].want) == 0, "%s:\n got %s\nwant %s",
		      rows[_i].title, first_finding(set.files[0], &a), rows[_i].want);
	scenario_set_release(&set);
	arena_free(&a);
}
END_TEST

START_TEST(the_side_comes_from_the_steps)
{
	static const char application[] = HEAD "steps:\n  - expect: { channel: payments }\n";
	static const char counterpart[] = HEAD "steps:\n  - expect: { channel: orders }\n";
	struct scenario_set set;

	scenario_set_init(&set, NULL);
	ck_assert(scenario_set_load_text(&set, "a.yaml", slice_str(application), stderr));
	ck_assert(scenario_set_load_text(&set, "b.yaml", slice_str(counterpart), stderr));
	ck_assert_int_eq(set.files[0]->list[0].role, ROLE_APPLICATION);
	ck_assert_int_eq(set.files[1]->list[0].role, ROLE_COUNTERPART);
	scenario_set_release(&set);
}
END_TEST

START_TEST(a_file_may_hold_several_scenarios)
{
	static const char text[] = HEAD "steps: [ { wait: 1s } ]\n---\n" HEAD
					"each: [{a: 1}, {a: 2}]\nsteps: [ { wait: 1s } ]\n---\n";
	struct scenario_set set;

	scenario_set_init(&set, NULL);
	ck_assert(scenario_set_load_text(&set, "a.yaml", slice_str(text), stderr));
	ck_assert_uint_eq(set.files[0]->n, 2);
	ck_assert_uint_eq(set.files[0]->list[1].n_rows, 2);
	ck_assert_ptr_eq(set.files[0]->list[0].contracts[0].contract,
			 set.files[0]->list[1].contracts[0].contract);
	scenario_set_release(&set);
}
END_TEST

SUITE(scenario_read)
{
	LOOP_TEST(a_mistake_is_said_with_its_place, 0, ARRAY_SIZE(rows));
	TEST(the_side_comes_from_the_steps);
	TEST(a_file_may_hold_several_scenarios);
}
