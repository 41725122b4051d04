/* The contract's MQTT bindings: what is judged in CONNECT and PUBLISH, and what of them is kept. */
#include "broker/bound.h"
#include "suite.h"
#include "transcript.h"
#include "world.h"

#define HEAD "asyncapi: 3.0.0\ninfo: { title: T, version: '1' }\n"

static const char contract[] = HEAD
	"servers:\n"
	"  s:\n"
	"    host: localhost\n"
	"    protocol: mqtt\n"
	"    bindings:\n"
	"      mqtt:\n"
	"        clientId: shop-{n}\n"
	"        cleanSession: true\n"
	"        keepAlive: 60\n"
	"        sessionExpiryInterval: { type: integer, maximum: 120 }\n"
	"        maximumPacketSize: 300\n"
	"        lastWill: { topic: 'gone/{n}', qos: 1, message: bye, retain: false }\n"
	"channels:\n"
	"  c:\n"
	"    address: c\n"
	"    messages:\n"
	"      m:\n"
	"        payload: { type: object }\n"
	"        bindings: { mqtt: { payloadFormatIndicator: 1, correlationData: { type: integer }, "
	"contentType: application/json, responseTopic: 'r/{n}' } }\n"
	"  plain: { address: plain, messages: { m: { payload: { type: object } } } }\n"
	"  two: { address: two, messages: { m: { payload: { type: object } } } }\n"
	"  placed:\n"
	"    address: in/{where}/{deep}\n"
	"    parameters: { where: { location: $message.payload#/where }, deep: { location: "
	"'$message.payload#/a~1b/1' } }\n"
	"    messages: { m: { payload: { type: object } } }\n"
	"  headed: { address: 'h/{id}', parameters: { id: { location: $message.header#/id } }, messages: { "
	"m: { payload: { type: object } } } }\n"
	"operations:\n"
	"  take: { action: receive, channel: { $ref: '#/channels/c' }, bindings: { mqtt: { qos: 1, retain: "
	"false, messageExpiryInterval: 60 } } }\n"
	"  one: { action: receive, channel: { $ref: '#/channels/two' }, bindings: { mqtt: { qos: 1 } } }\n"
	"  other: { action: receive, channel: { $ref: '#/channels/two' }, bindings: { mqtt: { qos: 2 } } }\n";

#define WILL	 "'gone/7' 'bye'"
#define AS_BOUND "a> CONNECT('MQTT' 04 0E 003C 'shop-1' " WILL ")\na< CONNACK(00 00)\n? conforms\n"
#define AS_BOUND5                                                                                            \
	"a> CONNECT('MQTT' 05 0E 003C {1700 11 00000078} 'shop-1' {} " WILL                                  \
	")\na< CONNACK(00 00 {2103E8 27 0000012C 220064})\n? conforms\n"
#define PROPS "01 01 02 0000003C 03'application/json' 08'r/7' 09'42'"

/* clang-format off */
static const struct row {
	const char *title, *script;
	enum policy policy;
} rows[] = {
	{ "a CONNECT as the binding has it conforms", AS_BOUND, POLICY_REJECT },
	{ "5: and it is told the largest packet", AS_BOUND5, POLICY_REJECT },
	{ "another keep-alive is a violation, and let in",
	  "a> CONNECT('MQTT' 04 0E 000A 'shop-1' " WILL ")\na< CONNACK(00 00)\n"
	  "? keepAlive must be 60 (got 10) 11:20\n", POLICY_ACCEPT },
	{ "another keep-alive is refused under reject",
	  "a> CONNECT('MQTT' 04 0E 000A 'shop-1' " WILL ")\na< CONNACK(00 05)\na!\n"
	  "? refused [shop-1]: keepAlive must be 60 (got 10) (test.yaml:11:20)\n", POLICY_REJECT },
	{ "5: refused with the reason",
	  "a> CONNECT('MQTT' 05 0E 000A {} 'shop-1' {} " WILL ")\n"
	  "a< CONNACK(00 87 {1F'keepAlive must be 60 (got 10) (test.yaml:11:20)'})\na!\n", POLICY_REJECT },
	{ "5: refused without words where none are wanted (5 §3.1.2.11.7)",
	  "a> CONNECT('MQTT' 05 0E 000A {1700} 'shop-1' {} " WILL ")\n"
	  "a< CONNACK(00 87 {})\na!\n", POLICY_REJECT },
	{ "5: refused without words where they are more than it takes (5 §3.1.2.11.4)",
	  "a> CONNECT('MQTT' 05 0E 000A {27 00000020} 'shop-1' {} " WILL ")\n"
	  "a< CONNACK(00 87 {})\na!\n", POLICY_REJECT },
	{ "another client id is refused as one",
	  "a> CONNECT('MQTT' 04 0E 003C 'store-1' " WILL ")\na< CONNACK(00 02)\na!\n"
	  "? clientId must be shop-{n} (got store-1) 9:19\n", POLICY_REJECT },
	{ "an empty client id is none of the pattern's",
	  "a> CONNECT('MQTT' 04 0E 003C '' " WILL ")\na< CONNACK(00 00)\n"
	  "? clientId must be shop-{n} (got none)\n", POLICY_ACCEPT },
	{ "a session that is to be kept",
	  "a> CONNECT('MQTT' 04 0C 003C 'shop-1' " WILL ")\na< CONNACK(00 00)\n"
	  "? cleanSession must be true (got false)\n", POLICY_ACCEPT },
	{ "5: a longer session expiry than its schema has",
	  "a> CONNECT('MQTT' 05 0E 003C {11 00000079} 'shop-1' {} " WILL ")\n"
	  "a< CONNACK(00 00 {2103E8 27 0000012C 220064})\n"
	  "? sessionExpiryInterval must be <= 120 (got 121)\n", POLICY_ACCEPT },
	{ "no will", "a> CONNECT('MQTT' 04 02 003C 'shop-1')\na< CONNACK(00 00)\n"
	  "? lastWill must be there\n", POLICY_ACCEPT },
	{ "another will",
	  "a> CONNECT('MQTT' 04 36 003C 'shop-1' 'gone' 'bye')\na< CONNACK(00 00)\n"
	  "? lastWill.topic must be gone/{n} (got gone) 14:28; lastWill.qos must be 1 (got 2) 14:45; lastWill.retain must be false (got true)\n", POLICY_ACCEPT },
	{ "5: a packet larger than the binding has",
	  AS_BOUND5 "a> PUBLISH('plain' {} x300:20)\n"
	  "a< DISCONNECT(95 {})\na!\n"
	  "? packet of 311 bytes where maximumPacketSize is 300: test.yaml:13:28\n", POLICY_ACCEPT },
	{ "3.1.1: a packet larger than the binding has",
	  AS_BOUND "a> PUBLISH('plain' x300:20)\na!\n"
	  "? maximumPacketSize is 300\n", POLICY_ACCEPT },
	{ "5: a PUBLISH as the bindings have it conforms",
	  AS_BOUND5 "a> PUBLISH1('c' 0001 {" PROPS "} <{}>)\na< PUBACK(0001)\n", POLICY_REJECT },
	{ "5: another QoS",
	  AS_BOUND5 "a> PUBLISH2('c' 0001 {" PROPS "} <{}>)\na< PUBREC(0001 99)\n"
	  "? refused {\"qos\":2,\"payloadFormat\":1} qos must be 1 (got 2)\n", POLICY_REJECT },
	{ "retained where it must not be",
	  AS_BOUND "a> 33('c' 0001 <{}>)\na< PUBACK(0001)\n"
	  "? retain must be false (got true)\n", POLICY_ACCEPT },
	{ "5: no property that the bindings name",
	  AS_BOUND5 "a> PUBLISH1('c' 0001 {} <{}>)\na< PUBACK(0001)\n"
	  "? messageExpiryInterval must be 60 (got none)\n", POLICY_ACCEPT },
	{ "5: another expiry",
	  AS_BOUND5 "a> PUBLISH1('c' 0001 {01 01 02 0000003D 03'application/json' 08'r/7' 09'42'} <{}>)\na< PUBACK(0001)\n"
	  "? messageExpiryInterval must be 60 (got 61)\n", POLICY_ACCEPT },
	{ "5: other values of all properties",
	  AS_BOUND5 "a> PUBLISH1('c' 0001 {01 00 02 0000003C 03'text/x+json' 08'q/7' 09'x'} <{}>)\na< PUBACK(0001)\n"
	  "? payloadFormatIndicator must be 1 (got 0) 21:53; correlationData must be an integer", POLICY_ACCEPT },
	{ "5: another content type and response topic",
	  AS_BOUND5 "a> PUBLISH1('c' 0001 {01 01 02 0000003C 03'text/x+json' 08'r' 09'42'} <{}>)\na< PUBACK(0001)\n"
	  "? contentType must be application/json (got text/x+json) 21:105; responseTopic must be r/{n} (got r)", POLICY_ACCEPT },
	{ "3.1.1 has no properties: none are asked of it",
	  AS_BOUND "a> PUBLISH1('c' 0001 <{}>)\na< PUBACK(0001)\n? accepted {\"qos\":1}\n", POLICY_REJECT },
	{ "a channel without bindings takes any QoS",
	  AS_BOUND "a> PUBLISH2('plain' 0001 <{}>)\na< PUBREC(0001)\n? accepted {\"qos\":2}\n", POLICY_REJECT },
	{ "of two operations either QoS will do",
	  AS_BOUND "a> PUBLISH2('two' 0001 <{}>) PUBLISH1('two' 0002 <{}>)\na< PUBREC(0001) PUBACK(0002)\n? accepted {\"qos\":1}\n", POLICY_REJECT },
	{ "a QoS that neither has",
	  AS_BOUND "a> PUBLISH('two' <{}>)\n? accepted {\"qos\":0} qos must be 1 (got 0)\n", POLICY_ACCEPT },
	{ "a parameter is what the payload has at its location, also when an address was right before",
	  AS_BOUND "a> PUBLISH1('in/eu/7' 0001 <{\"where\":\"eu\",\"a/b\":[1,7]}>)\na< PUBACK(0001)\n? accepted {\"qos\":1}\n"
	  "a> PUBLISH1('in/eu/7' 0001 <{\"where\":\"us\",\"a/b\":[1,7]}>)\na< PUBACK(0001)\n"
	  "? address parameter where must be what the payload has at /where, \"us\" (got eu)\n", POLICY_ACCEPT },
	{ "a number in the payload, by value, and in an array",
	  AS_BOUND "a> PUBLISH1('in/eu/7' 0001 <{\"a/b\":[1,7.0]}>) PUBLISH1('in/eu/7' 0001 <{\"a/b\":[7,8]}>)\n"
	  "a< PUBACK(0001) PUBACK(0001)\n? at /a~1b/1, 8 (got 7)\n", POLICY_ACCEPT },
	{ "a payload without the value contradicts nothing; escapes mean what they mean",
	  AS_BOUND "a> PUBLISH1('in/eu/7' 0001 <{}>) PUBLISH1('in/eu/7' 0001 <{\"where\":\"e\\5Cu0075\"}>) PUBLISH1('in/eu/7' 0001 <{\"where\":null}>)\n"
	  "a< PUBACK(0001) PUBACK(0001) PUBACK(0001)\n? accepted {\"qos\":1}\n", POLICY_REJECT },
	{ "5: a parameter is what the header says",
	  AS_BOUND5 "a> PUBLISH1('h/1' 0001 {26'id''1'} <{}>) PUBLISH1('h/1' 0001 {26'id''2'} <{}>)\n"
	  "a< PUBACK(0001) PUBACK(0001 99)\n? the header has at /id, 2 (got 1)\n", POLICY_REJECT },
	{ "what breaks both says both",
	  AS_BOUND "a> PUBLISH('two' <1>)\n? payload must be an object (got 1) 23:52; qos must be 1 (got 0)\n", POLICY_ACCEPT },
};
/* clang-format on */

static void open_world(struct world *w, enum role role, enum policy policy)
{
	mqtt_world_open(w, contract, &(struct broker_options){ .role = role, .policy = policy, .now_us = 1 });
}

START_TEST(judged)
{
	struct world w;

	open_world(&w, ROLE_AUTO, rows[_i].policy);
	mqtt_world_play(&w, rows[_i].title, rows[_i].script);
	mqtt_world_close(&w);
}
END_TEST

START_TEST(the_applications_own_client_id_and_will_are_not_asked_of_others)
{
	struct world w;

	open_world(&w, ROLE_APPLICATION, POLICY_REJECT);
	mqtt_world_play(&w, "role", "a> CONNECT('MQTT' 04 02 003C 'x')\na< CONNACK(00 00)\n? conforms\n");
	mqtt_world_close(&w);
}
END_TEST

static struct slice make(void *arg, struct node *schema, const char *name)
{
	(void)arg;
	ck_assert_ptr_nonnull(schema);
	ck_assert_str_eq(name, "correlationId");
	return SLICE_LIT("7");
}

START_TEST(what_the_mock_sends_has_what_its_bindings_name)
{
	struct world w;
	struct arena a = ARENA_INIT;
	struct message m = { .payload = SLICE_LIT("{}"), .flags = MSG_INJECTED };
	struct dressing d = { .m = &m, .make = make, .arena = &a };

	open_world(&w, ROLE_COUNTERPART, POLICY_ACCEPT);
	mqtt_world_play(&w, "dressed",
			"a> CONNECT('MQTT' 05 0E 003C {1700 11 00000078} 'shop-1' {} " WILL ")\n"
			"a< CONNACK(00 00 {2103E8 27 0000012C 220064})\n"
			"a> SUBSCRIBE(0001 {} 'c' 02)\na< SUBACK(0001 {} 02)\n");
	m.address = broker_address(w.broker, SLICE_LIT("c"), '/');
	m.wall_us = broker_wall_us(w.broker);
	d.model = contract_channel(broker_contract(w.broker, 0), SLICE_LIT("c"))->messages[0];
	m.model = broker_model_number(w.broker, d.model);
	broker_dress(w.broker, &d);
	ck_assert_int_eq(broker_publish(w.broker, &m, NULL), OUTCOME_ACCEPTED);
	mqtt_world_settle(&w);
	mqtt_world_play(
		&w, "dressed",
		"a< PUBLISH1('c' 0001 {01 01 02 0000003C 03'application/json' 08'r/1' 09'7'} <{}>)\n");
	mqtt_world_close(&w);
	arena_free(&a);
}
END_TEST

START_TEST(bindings_are_those_of_the_contract_after_a_reload)
{
	struct diag d = { .out = stderr };
	struct contract *now = contract_load_text(
		"now.yaml",
		slice_str(
			HEAD
			"channels:\n"
			"  two: { address: two, messages: { m: { payload: { type: object } } } }\n"
			"operations:\n"
			"  one: { action: receive, channel: { $ref: '#/channels/two' }, bindings: { mqtt: { "
			"qos: 0 } } }\n"),
		&d);
	struct world w;

	open_world(&w, ROLE_AUTO, POLICY_ACCEPT);
	mqtt_world_play(&w, "before",
			AS_BOUND "a> PUBLISH1('two' 0001 <{}>)\na< PUBACK(0001)\n? accepted {\"qos\":1}\n");
	w.face.server = NULL;
	broker_reload(w.broker, &now, 1);
	contract_drop(now);
	mqtt_world_play(&w, "after",
			"a> PUBLISH1('two' 0001 <{}>)\na< PUBACK(0001)\n? qos must be 0 (got 1)\n"
			"a> PUBLISH('two' <{}>)\n? accepted {\"qos\":0}\n");
	mqtt_world_close(&w);
	diag_release(&d);
}
END_TEST

SUITE(mqtt_binding)
{
	LOOP_TEST(judged, 0, ARRAY_SIZE(rows));
	TEST(the_applications_own_client_id_and_will_are_not_asked_of_others);
	TEST(what_the_mock_sends_has_what_its_bindings_name);
	TEST(bindings_are_those_of_the_contract_after_a_reload);
}
