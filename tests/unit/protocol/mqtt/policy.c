/* What MQTT clients are told of messages that break the contract, and how the contract's bindings count. */
#include "suite.h"
#include "transcript.h"
#include "world.h"

static const char contract[] =
	"asyncapi: 3.0.0\n"
	"info: { title: T, version: '1' }\n"
	"channels:\n"
	"  temperature:\n"
	"    address: rooms/{room}/temperature\n"
	"    parameters: { room: { enum: [attic, cellar] } }\n"
	"    messages:\n"
	"      reading:\n"
	"        payload: { type: object, properties: { celsius: { type: number, maximum: 60 } } }\n"
	"        headers: { type: object, properties: { attempt: { type: integer } } }\n"
	"  alarm:\n"
	"    address: alarm\n"
	"    messages: { alarm: { payload: { type: string } } }\n"
	"  free:\n"
	"    address: free\n"
	"operations:\n"
	"  hear: { action: receive, channel: { $ref: '#/channels/temperature' } }\n"
	"  cry:\n"
	"    action: send\n"
	"    channel: { $ref: '#/channels/alarm' }\n"
	"    bindings: { mqtt: { qos: 1 } }\n";

#define EXPLAINED "a> CONNECT('MQTT' 05 02 0000 {} 'a')\na< " CONNACK_5 "\n"
#define SHORT	  "a> CONNECT('MQTT' 05 02 0000 {1700} 'a')\na< " CONNACK_5 "\n"
#define OLD	  "a> CONNECT('MQTT' 04 02 0000 'a')\na< CONNACK(00 00)\n"
#define TOO_HOT	  "<{\"celsius\":61}>"
#define TOPIC	  "'rooms/attic/temperature'"

/* clang-format off */
static const struct {
	const char *title, *script;
	enum policy policy;
} rows[] = {
	{ "5: a payload that breaks the contract is told with its place",
	  EXPLAINED "a> PUBLISH1(" TOPIC " 0001 {} " TOO_HOT ")\n"
	  "a< PUBACK(0001 99 {1F'payload.celsius must be <= 60 (got 61) (test.yaml:9:73)'})\n", POLICY_REJECT },
	{ "5: at QoS 2 with PUBREC",
	  EXPLAINED "a> PUBLISH2(" TOPIC " 0001 {} " TOO_HOT ")\n"
	  "a< PUBREC(0001 99 {1F'payload.celsius must be <= 60 (got 61) (test.yaml:9:73)'})\n", POLICY_REJECT },
	{ "5: without words when the client wants none (5 §3.1.2.11.7)",
	  SHORT "a> PUBLISH1(" TOPIC " 0001 {} " TOO_HOT ")\n"
	  "a< PUBACK(0001 99)\n", POLICY_REJECT },
	{ "5: without words when they are more than it takes (5 §3.4.2.2.2)",
	  "a> CONNECT('MQTT' 05 02 0000 {2700000010} 'a')\n"
	  "a< " CONNACK_5 "\n"
	  "a> PUBLISH1(" TOPIC " 0001 {} " TOO_HOT ")\n"
	  "a< PUBACK(0001 99)\n", POLICY_REJECT },
	{ "5: a user property that breaks the contract",
	  SHORT "a> PUBLISH1(" TOPIC " 0001 {26'attempt''x'} <{}>)\n"
	  "a< PUBACK(0001 99)\n", POLICY_REJECT },
	{ "5: an unknown topic",
	  EXPLAINED "a> PUBLISH1('alarn' 0001 {} <1>)\n"
	  "a< PUBACK(0001 90 {1F'address \"alarn\" is not in test.yaml; did you mean \"alarm\"?'})\n", POLICY_REJECT },
	{ "5: a parameter that the contract does not have",
	  SHORT "a> PUBLISH1('rooms/kitchen/temperature' 0001 {} <{}>)\n"
	  "a< PUBACK(0001 90)\n", POLICY_REJECT },
	{ "5: a channel that is not the client's to publish on",
	  SHORT "a> PUBLISH1('alarm' 0001 {} <\"fire\">)\n"
	  "a< PUBACK(0001 87)\n", POLICY_REJECT },
	{ "3.1.1 cannot say no: the message is dropped and acknowledged (3.1.1 §3.3.5.2)",
	  OLD "a> SUBSCRIBE(0001 '#' 00)\n"
	  "a< SUBACK(0001 00)\n"
	  "a> PUBLISH1(" TOPIC " 0001 " TOO_HOT ") PUBLISH2(" TOPIC " 0002 " TOO_HOT ") PUBREL(0002)\n"
	  "a< PUBACK(0001) PUBREC(0002) PUBCOMP(0002)\n"
	  "? refused\n", POLICY_REJECT },
	{ "QoS 0 is dropped and the connection stays",
	  SHORT "a> PUBLISH(" TOPIC " {} " TOO_HOT ") PINGREQ()\n"
	  "a< PINGRESP()\n"
	  "? refused\n", POLICY_REJECT },
	{ "what conforms is accepted",
	  EXPLAINED "a> PUBLISH1(" TOPIC " 0001 {26'attempt''3'} <{\"celsius\":1}>)\n"
	  "a< PUBACK(0001)\n"
	  "? accepted\n", POLICY_REJECT },
	{ "under `accept` it is acknowledged like any other",
	  EXPLAINED "a> PUBLISH1(" TOPIC " 0001 {} " TOO_HOT ")\n"
	  "a< PUBACK(0001)\n"
	  "? accepted\n", POLICY_ACCEPT },
	{ "5: a payload that is called text and is none breaks the contract (5 §3.3.2.3.2)",
	  EXPLAINED "a> PUBLISH1('free' 0001 {0101} FF)\n"
	  "a< PUBACK(0001 99 {1F'payload is not UTF-8, which its sender says it is (test.yaml:15:5)'})\n"
	  "a> PUBLISH1('free' 0002 {0100} FF) PUBLISH1('free' 0003 {} FF) PUBLISH1('free' 0004 {0101} C3A4)\n"
	  "a< PUBACK(0002) PUBACK(0003) PUBACK(0004)\n", POLICY_REJECT },
	{ "5: the same at QoS 2 and 0 (5 §3.3.2.3.2)",
	  SHORT "a> PUBLISH2('free' 0001 {0101} FF) PUBLISH('free' {0101} FF)\n"
	  "a< PUBREC(0001 99)\n"
	  "? arrival [a] free refused {\"qos\":2,\"payloadFormat\":1}\n", POLICY_REJECT },
	{ "5: under `accept` such a payload passes (5 §3.3.2.3.2)",
	  SHORT "a> PUBLISH1('free' 0001 {0101} FF)\n"
	  "a< PUBACK(0001)\n"
	  "? accepted\n", POLICY_ACCEPT },
	{ "under `dead-letter` it is acknowledged, and given to nobody but who reads dead letters",
	  OLD "a> SUBSCRIBE(0001 'rooms/#' 00)\n"
	  "a< SUBACK(0001 00)\n"
	  "a> PUBLISH1(" TOPIC " 0001 " TOO_HOT ")\n"
	  "a< PUBACK(0001)\n"
	  "? diverted\n", POLICY_DEAD_LETTER },
};
/* clang-format on */

static void open_world(struct world *w, enum policy policy)
{
	mqtt_world_open(w, contract,
			&(struct broker_options){ .role = ROLE_APPLICATION,
						  .policy = policy,
						  .unknown = policy == POLICY_REJECT ? UNKNOWN_REFUSE
										     : UNKNOWN_REPORT,
						  .now_us = 1 });
}

START_TEST(refusal)
{
	struct world w;

	open_world(&w, rows[_i].policy);
	mqtt_world_play(&w, rows[_i].title, rows[_i].script);
	mqtt_world_close(&w);
}
END_TEST

static void inject(struct world *w, const char *topic, const char *payload)
{
	struct receipt r = { 0 };
	struct message m = {
		.address = broker_address(w->broker, slice_str(topic), '/'),
		.payload = slice_str(payload),
		.flags = MSG_INJECTED,
	};

	ck_assert_int_eq(broker_publish(w->broker, &m, &r), OUTCOME_ACCEPTED);
	receipt_release(&r);
	mqtt_world_settle(w);
}

/* --- the server's own binding */

static const char patient[] =
	"asyncapi: 3.0.0\n"
	"info: { title: T, version: '1' }\n"
	"servers:\n"
	"  s: { host: 'localhost', protocol: mqtt, bindings: { mqtt: { keepAlive: 60 } } }\n";

START_TEST(the_keep_alive_of_the_binding_bounds_that_of_mqtt_5_clients)
{
	struct world w;

	mqtt_world_open(&w, patient, &(struct broker_options){ .unknown = UNKNOWN_RELAY, .now_us = 1 });
	w.face.server = broker_contract(w.broker, 0)->servers[0];
	mqtt_world_play(&w, "keep-alive (5 §3.2.2.3.14)",
			"a> CONNECT('MQTT' 05 02 0078 {1700} 'a')\n"
			"a< CONNACK(00 00 {2103E8 2704000000 220064 13003C})\n"
			"b> CONNECT('MQTT' 05 02 0000 {1700} 'b')\n"
			"b< CONNACK(00 00 {2103E8 2704000000 220064 13003C})\n"
			"c> CONNECT('MQTT' 05 02 003C {1700} 'c')\n"
			"c< " CONNACK_5 "\n"
			"d> CONNECT('MQTT' 04 02 0078 'd')\n"
			"d< CONNACK(00 00)\n"
			"+ 91s\n"
			"a< DISCONNECT(8D {})\na!\nb< DISCONNECT(8D {})\nb!\nc< DISCONNECT(8D {})\nc!\n"
			"+ 90s\n"
			"d!\n");
	mqtt_world_close(&w);
}
END_TEST

START_TEST(what_the_mock_sends_has_the_qos_of_the_binding)
{
	struct world w;

	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "binding", OLD "a> SUBSCRIBE(0001 'alarm' 02)\na< SUBACK(0001 02)\n");
	inject(&w, "alarm", "\"fire\"");
	mqtt_world_play(&w, "binding", "a< PUBLISH1('alarm' 0001 <\"fire\">)\n");
	mqtt_world_close(&w);
}
END_TEST

START_TEST(what_the_mock_sends_without_a_binding_has_the_qos_of_the_subscription)
{
	struct world w;

	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "no binding",
			OLD "a> SUBSCRIBE(0001 'x' 02 'y' 01 'z' 00)\na< SUBACK(0001 02 01 00)\n");
	inject(&w, "x", "1");
	inject(&w, "y", "2");
	inject(&w, "z", "3");
	mqtt_world_play(&w, "no binding",
			"a< PUBLISH2('x' 0001 <1>) PUBLISH1('y' 0002 <2>) PUBLISH('z' <3>)\n");
	mqtt_world_close(&w);
}
END_TEST

START_TEST(what_cannot_be_a_topic_is_not_sent)
{
	struct world w;

	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "no topic", OLD "a> SUBSCRIBE(0001 '#' 01)\na< SUBACK(0001 01)\n");
	inject(&w, "a/+/b", "1");
	inject(&w, "a\xff", "2");
	inject(&w, "fine", "3");
	mqtt_world_play(&w, "no topic", "a< PUBLISH1('fine' 0001 <3>)\n");
	ck_assert_uint_eq(broker_first_session(w.broker)->dropped, 2);
	mqtt_world_close(&w);
}
END_TEST

START_TEST(headers_of_other_protocols_that_mqtt_cannot_say_are_left_out)
{
	BUF_AUTO struct buf headers = BUF_INIT(0), longer = BUF_INIT(0);
	struct receipt r = { 0 };
	struct message m = { .payload = SLICE_LIT("1"),
			     .flags = MSG_INJECTED,
			     .content_type = SLICE_LIT("a\xff") };
	struct world w;

	while (longer.len < 65536)
		buf_char(&longer, 'x');
	header_add(&headers, SLICE_LIT("long"), buf_view(&longer));
	header_add(&headers, SLICE_LIT("k"), SLICE_LIT("v"));
	header_add(&headers, SLICE_LIT("bytes"), SLICE_LIT("\xff\xfe"));
	header_add(&headers, SLICE_LIT("nul"), SLICE_LIT("\0"));
	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "headers", SHORT "a> SUBSCRIBE(0001 {} 't' 00)\na< SUBACK(0001 {} 00)\n");
	m.address = broker_address(w.broker, SLICE_LIT("t"), '/');
	m.headers = buf_view(&headers);
	broker_publish(w.broker, &m, &r);
	receipt_release(&r);
	mqtt_world_settle(&w);
	mqtt_world_play(&w, "headers", "a< PUBLISH('t' {26'k''v'} <1>)\n");
	mqtt_world_close(&w);
}
END_TEST

static struct session *session_of(struct world *w, const char *name)
{
	struct session *s = broker_first_session(w->broker);

	while (s && !slice_is(s->client, name))
		s = s->next;
	ck_assert_ptr_nonnull(s);
	return s;
}

START_TEST(a_scenario_ends_a_connection_with_a_word)
{
	struct world w;
	struct session *s;

	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "end", EXPLAINED);
	s = session_of(&w, "a");
	s->calls->disconnect(s, false, "the scenario says so");
	mqtt_world_settle(&w);
	mqtt_world_play(&w, "end",
			"a< DISCONNECT(98 {1F'the scenario says so'})\na!\n? disconnected [a]: the scenario "
			"says so\n");
	mqtt_world_close(&w);
}
END_TEST

START_TEST(or_without_one_and_then_the_will_is_sent)
{
	struct world w;
	struct session *s;

	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "end",
			"a> CONNECT('MQTT' 05 06 0000 {} 'a' {} 'x' 'gone')\na< " CONNACK_5
			"\nb> CONNECT('MQTT' 04 02 0000 'b')\nb< CONNACK(00 00)\nb> SUBSCRIBE(0001 'x' 00)\n"
			"b< SUBACK(0001 00)\n");
	s = session_of(&w, "a");
	s->calls->disconnect(s, true, "cut");
	ck_assert(mqtt_world_client(&w, 'a')->abrupt);
	mqtt_world_settle(&w);
	mqtt_world_play(&w, "end", "a!\nb< PUBLISH('x' <gone>)\n? disconnected [a]: cut\n");
	mqtt_world_close(&w);
}
END_TEST

/* As a scenario does it from inside an observer: what is delivered afterwards must not follow the DISCONNECT.
 */
START_TEST(nothing_is_sent_behind_disconnect)
{
	struct world w;
	struct session *s;

	open_world(&w, POLICY_ACCEPT);
	mqtt_world_play(&w, "end", SHORT "a> SUBSCRIBE(0001 {} 'x' 01)\na< SUBACK(0001 {} 01)\n");
	s = session_of(&w, "a");
	s->calls->disconnect(s, false, "bye");
	inject(&w, "x", "1");
	mqtt_world_play(&w, "end", "a< DISCONNECT(98 {})\na!\n");
	mqtt_world_close(&w);
}
END_TEST

SUITE(mqtt_policy)
{
	LOOP_TEST(refusal, 0, ARRAY_SIZE(rows));
	TEST(the_keep_alive_of_the_binding_bounds_that_of_mqtt_5_clients);
	TEST(what_the_mock_sends_has_the_qos_of_the_binding);
	TEST(what_the_mock_sends_without_a_binding_has_the_qos_of_the_subscription);
	TEST(what_cannot_be_a_topic_is_not_sent);
	TEST(headers_of_other_protocols_that_mqtt_cannot_say_are_left_out);
	TEST(a_scenario_ends_a_connection_with_a_word);
	TEST(or_without_one_and_then_the_will_is_sent);
	TEST(nothing_is_sent_behind_disconnect);
}
