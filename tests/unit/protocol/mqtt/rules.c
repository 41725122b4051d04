/* What the specifications say of sessions, delivery and order, where it takes several clients or time to
 * show. */
#include "scripts.h"
#include "suite.h"
#include "world.h"

/* clang-format off */
static const struct {
	const char *title, *script;
} rows[] = {
	/* --- connections and sessions */
	{ "nothing behind a refused CONNECT is done (3.1.1 §3.1.4)",
	  IN_4("w") SUB_4("w", "#", "00") "a> CONNECT('MQTT' 04 00 0000 '') PUBLISH('t' <x>)\n"
	  "a< CONNACK(00 02)\n"
	  "a!\n"
	  "b> CONNECT('MQTT' 05 02 0000 {15'x'} 'b') PUBLISH('t' {} <x>)\n"
	  "b< CONNACK(00 8C {})\n"
	  "b!\n" },
	{ "a refused CONNECT does not take a session over (5 §3.1.4)",
	  IN_4("a") "b> CONNECT('MQTT' 05 02 0000 {15'x'} 'a')\n"
	  "b< CONNACK(00 8C {})\n"
	  "b!\n"
	  "a> PINGREQ()\n"
	  "a< PINGRESP()\n" },
	{ "a session does not expire while its connection is open (5 §4.1)",
	  WITH_5("a", "1100000005") SUB_5("a", "t", "01") "+ 1000s\n"
	  IN_4("b") "b> PUBLISH('t' <x>)\n"
	  "a< PUBLISH('t' {} <x>)\n"
	  "a~\n"
	  "+ 4s\n"
	  BACK_5("a", "") "\n" },
	{ "a session that was resumed in time does not expire by its old time (5 §3.1.2.11.2)",
	  WITH_5("a", "1100000005") "a~\n"
	  "+ 4s\n"
	  BACK_5("a", "1100000064") "\n"
	  "+ 10s\n"
	  "a~\n"
	  "+ 90s\n"
	  BACK_5("a", "") "\n" },
	{ "the expiry is the last CONNECT's (5 §3.1.2.11.2)",
	  WITH_5("a", "11FFFFFFFF") "a~\n"
	  BACK_5("a", "") "\n"
	  "a~\n"
	  "a> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "a< " K5 },
	{ "5: a kept session gets what came at QoS 1 and 2 while it was away, each at its QoS (5 §4.5)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "02") "a~\n"
	  IN_4("b") "b> PUBLISH('t' <0>) PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>)\n"
	  "b< PUBACK(0001) PUBREC(0002)\n"
	  BACK_5("a", "") " PUBLISH1('t' 0001 {} <1>) PUBLISH2('t' 0002 {} <2>)\n" },
	{ "what a subscription of QoS 0 matches is not kept (3.1.1 §3.1.2.4)",
	  KEPT_4("a") SUB_4("a", "t", "00") "a~\n"
	  IN_4("b") "b> PUBLISH1('t' 0001 <1>)\n"
	  "b< PUBACK(0001)\n"
	  BACK_4("a") "\n" },
	{ "retained messages outlive the session of whoever sent them (3.1.1 §3.1.2.4)",
	  IN_4("a") "a> 31('t' <x>) DISCONNECT()\n"
	  "a!\n"
	  IN_4("b") "b> SUBSCRIBE(0001 't' 00)\n"
	  "b< SUBACK(0001 00) 31('t' <x>)\n" },
	{ "client ids are told apart by every byte (5 §3.1.3.1)",
	  "a> CONNECT('MQTT' 04 00 0000 'x')\n"
	  "a< " K4 "b> CONNECT('MQTT' 04 00 0000 'X')\n"
	  "b< " K4 "c> CONNECT('MQTT' 04 00 0000 'x ')\n"
	  "c< " K4 },
	{ "5: a clean start takes over and forgets (5 §3.1.4)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "01") "b> CONNECT('MQTT' 05 02 0000 {1700} 'a')\n"
	  "b< " K5 "a< DISCONNECT(8E {})\n"
	  "a!\n"
	  IN_4("c") "c> PUBLISH('t' <x>)\n" },
	{ "3.1.1: a session may be taken over with what is under way (3.1.1 §4.4)",
	  KEPT_4("a") SUB_4("a", "t", "01") IN_4("c") "c> PUBLISH1('t' 0001 <x>)\n"
	  "c< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 <x>)\n"
	  "b> CONNECT('MQTT' 04 00 0000 'a')\n"
	  "b< CONNACK(01 00) 3A('t' 0001 <x>)\n"
	  "a!\n"
	  "b> PUBACK(0001)\n" },

	/* --- wills */
	{ "a will goes out once (5 §3.1.2.5)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 04 04 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a~\n"
	  "w< PUBLISH('will' <gone>)\n"
	  BACK_4("a") "\n"
	  "a~\n" },
	{ "a will that is not retained leaves the retained message alone (5 §3.1.2.7)",
	  IN_4("b") "b> 31('will' <old>)\n"
	  "a> CONNECT('MQTT' 04 06 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a~\n"
	  "b> SUBSCRIBE(0001 'will' 00)\n"
	  "b< SUBACK(0001 00) 31('will' <old>)\n" },
	{ "5: user properties of a will keep their order (5 §3.1.3.2.8)",
	  IN_5("w") SUB_5("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {} 'a' {26'b''1' 26'a''2' 26'b''3'} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "w< PUBLISH('will' {26'b''1' 26'a''2' 26'b''3'} <gone>)\n" },
	{ "a will goes out at its own QoS (3.1.1 §3.1.2.6)",
	  IN_4("w") SUB_4("w", "will", "02") "a> CONNECT('MQTT' 04 16 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a~\n"
	  "w< PUBLISH2('will' 0001 <gone>)\n" },
	{ "3.1.1: a will is sent when the session is kept, too (3.1.1 §3.1.2.5)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 04 04 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a~\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "5: the will's expiry begins when it is sent (5 §3.1.3.2.4)",
	  IN_5("w") SUB_5("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {} 'a' {0200000005} 'will' 'gone')\n"
	  "a< " K5 "+ 100s\n"
	  "a~\n"
	  "w< PUBLISH('will' {0200000005} <gone>)\n" },
	{ "5: a will delay of 0xFFFFFFFF waits for the session's end (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {110000000A} 'a' {18FFFFFFFF} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "+ 9s\n"
	  "w<\n"
	  "+ 2s\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "5: a clean start that takes over sends the will though it had a delay (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {1700 11FFFFFFFF} 'a' {1800000064} 'will' 'gone')\n"
	  "a< " K5 "b> CONNECT('MQTT' 05 02 0000 {1700} 'a')\n"
	  "b< " K5 "a< DISCONNECT(8E {})\n"
	  "a!\n"
	  "w< PUBLISH('will' <gone>)\n" },

	/* --- delivery */
	{ "what is not acknowledged is not sent again on the same connection (5 §4.4)",
	  IN_5("a") SUB_5("a", "t", "02") IN_4("b") "b> PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>)\n"
	  "b< PUBACK(0001) PUBREC(0002)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH2('t' 0002 {} <2>)\n"
	  "a> PUBREC(0002)\n"
	  "a< PUBREL(0002)\n"
	  "+ 10d\n" },
	{ "5: what was refused is not sent again on a resume (5 §4.4)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "02") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>)\n"
	  "b< PUBACK(0001) PUBREC(0002)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH2('t' 0002 {} <2>)\n"
	  "a> PUBACK(0001 97) PUBREC(0002 97)\n"
	  "a~\n"
	  BACK_5("a", "") "\n" },
	{ "5: other packets do not wait for the window (5 §4.9)",
	  WITH_5("a", "210001") SUB_5("a", "t", "01") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>)\n"
	  "b< PUBACK(0001) PUBACK(0002)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "a> PINGREQ() SUBSCRIBE(0002 {} 'u' 00) PUBLISH1('v' 0009 {} <x>) PUBLISH2('v' 000A {} <x>) PUBREL(000A)\n"
	  "a< PINGRESP() SUBACK(0002 {} 00) PUBACK(0009) PUBREC(000A) PUBCOMP(000A)\n"
	  "a> PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0002 {} <2>)\n" },
	{ "UNSUBSCRIBE lets what is under way come to its end (5 §3.10.4)",
	  IN_4("a") SUB_4("a", "t", "02") IN_4("b") "b> PUBLISH2('t' 0001 <1>)\n"
	  "b< PUBREC(0001)\n"
	  "a< PUBLISH2('t' 0001 <1>)\n"
	  "a> UNSUBSCRIBE(0002 't')\n"
	  "a< UNSUBACK(0002)\n"
	  "b> PUBLISH1('t' 0002 <2>)\n"
	  "b< PUBACK(0002)\n"
	  "a> PUBREC(0001)\n"
	  "a< PUBREL(0001)\n"
	  "a> PUBCOMP(0001)\n" },
	{ "replacing a subscription loses nothing that is under way (5 §3.8.4)",
	  WITH_5("a", "210001") SUB_5("a", "t", "01") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>)\n"
	  "b< PUBACK(0001) PUBACK(0002)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "a> SUBSCRIBE(0002 {} 't' 00)\n"
	  "a< SUBACK(0002 {} 00)\n"
	  "a> PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0002 {} <2>)\n" },
	{ "the identifiers of either side are their own (5 §2.2.1)",
	  IN_4("a") SUB_4("a", "t", "01") "a> PUBLISH2('u' 0001 <x>)\n"
	  "a< PUBREC(0001)\n"
	  IN_4("b") "b> PUBLISH1('t' 0001 <1>)\n"
	  "b< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 <1>)\n"
	  "a> SUBSCRIBE(0001 'v' 00) PUBACK(0001) PUBREL(0001)\n"
	  "a< SUBACK(0001 00) PUBCOMP(0001)\n" },
	{ "topics are matched byte by byte (5 §4.7.3)",
	  IN_4("a") "a> SUBSCRIBE(0001 'Caf\\C3\\A9' 00 'x/' 00 'y' 00)\n"
	  "a< SUBACK(0001 00 00 00)\n"
	  IN_4("b")
	  "b> PUBLISH('Cafe\\CC\\81' <1>) PUBLISH('caf\\C3\\A9' <2>) PUBLISH('x' <3>) PUBLISH('y/' <4>) PUBLISH('/y' <5>) PUBLISH('Caf\\C3\\A9' <6>) PUBLISH('x/' <7>) PUBLISH('Y' <8>)\n"
	  "a< PUBLISH('Caf\\C3\\A9' <6>) PUBLISH('x/' <7>)\n" },
	{ "a byte order mark is a character of the topic (5 §1.5.4)",
	  IN_4("a") SUB_4("a", "+", "00") IN_4("b") "b> PUBLISH('\\EF\\BB\\BFt' <1>)\n"
	  "a< PUBLISH('\\EF\\BB\\BFt' <1>)\n" },
	{ "5: no local holds for the client id, not for the connection (5 §3.8.3.1)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "own", "00") "a> SUBSCRIBE(0002 {} 't' 05)\n"
	  "a< SUBACK(0002 {} 01)\n"
	  "a~\n"
	  BACK_5("a", "11FFFFFFFF") "\n"
	  "a> PUBLISH1('t' 0001 {} <x>)\n"
	  "a< PUBACK(0001)\n"
	  IN_4("b") "b> PUBLISH1('t' 0001 <y>)\n"
	  "b< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 {} <y>)\n" },
	{ "QoS 2 messages keep their order among those of QoS 2 (5 §4.6)",
	  IN_4("a") SUB_4("a", "t", "02") IN_4("b")
	  "b> PUBLISH2('t' 0001 <1>) PUBLISH2('t' 0002 <2>) PUBLISH2('t' 0003 <3>)\n"
	  "b< PUBREC(0001) PUBREC(0002) PUBREC(0003)\n"
	  "a< PUBLISH2('t' 0001 <1>) PUBLISH2('t' 0002 <2>) PUBLISH2('t' 0003 <3>)\n"
	  "a> PUBREC(0001) PUBREC(0002) PUBREC(0003)\n"
	  "a< PUBREL(0001) PUBREL(0002) PUBREL(0003)\n" },
	{ "5: QoS 2 comes once, whatever is lost on the way (5 §4.3.3)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "02") WITH_5("b", "11FFFFFFFF")
	  "b> PUBLISH2('t' 0007 {} <x>)\n"
	  "b< PUBREC(0007)\n"
	  "a< PUBLISH2('t' 0001 {} <x>)\n"
	  "b~\n"
	  BACK_5("b", "11FFFFFFFF") "\n"
	  "b> 3C('t' 0007 {} <x>)\n"
	  "b< PUBREC(0007)\n"
	  "b> PUBREL(0007)\n"
	  "b< PUBCOMP(0007)\n"
	  "b~\n"
	  BACK_5("b", "11FFFFFFFF") "\n"
	  "b> PUBREL(0007)\n"
	  "b< PUBCOMP(0007 92)\n"
	  "a> PUBREC(0001)\n"
	  "a< PUBREL(0001)\n"
	  "a~\n"
	  BACK_5("a", "") " PUBREL(0001)\n"
	  "a> PUBCOMP(0001)\n" },
	{ "DUP says nothing of whether a message is new (5 §4.3.3)",
	  IN_4("a") SUB_4("a", "t", "00") IN_4("b")
	  "b> 3C('t' 0001 <1>) PUBREL(0001) 3C('t' 0001 <2>) PUBREL(0001) 3A('t' 0001 <3>) 3A('t' 0001 <4>)\n"
	  "b< PUBREC(0001) PUBCOMP(0001) PUBREC(0001) PUBCOMP(0001) PUBACK(0001) PUBACK(0001)\n"
	  "a< PUBLISH('t' <1>) PUBLISH('t' <2>) PUBLISH('t' <3>) PUBLISH('t' <4>)\n" },

	/* --- retained messages */
	{ "every retained message that matches is given (5 §3.3.1.3)",
	  IN_4("b") "b> 31('r/1' <1>) 31('r/2' <2>) 31('s' <3>) 31('$r' <4>)\n"
	  IN_4("a") "a> SUBSCRIBE(0001 'r/#' 00)\n"
	  "a< SUBACK(0001 00) 31('r/1' <1>) 31('r/2' <2>)\n"
	  "a> SUBSCRIBE(0002 '+' 00)\n"
	  "a< SUBACK(0002 00) 31('s' <3>)\n" },
	{ "an empty retained message goes to those who listen and is not kept (5 §3.3.1.3)",
	  IN_5("a") "a> SUBSCRIBE(0001 {} 't' 08)\n"
	  "a< SUBACK(0001 {} 00)\n"
	  IN_4("b") "b> 31('t' <x>) 31('t')\n"
	  "a< 31('t' {} <x>) 31('t' {})\n"
	  "a> SUBSCRIBE(0002 {} 't' 00)\n"
	  "a< SUBACK(0002 {} 00)\n" },
	{ "a retained message of QoS 0 takes the place of another (3.1.1 §3.3.1.3)",
	  IN_4("b") "b> 33('t' 0001 <1>) 31('t' <2>)\n"
	  "b< PUBACK(0001)\n"
	  IN_4("a") "a> SUBSCRIBE(0001 't' 02)\n"
	  "a< SUBACK(0001 02) 31('t' <2>)\n" },
	{ "5: retained messages come with the retain flag whatever retain as published says (5 §3.3.1.3)",
	  IN_4("b") "b> 31('t' <x>)\n"
	  IN_5("a") "a> SUBSCRIBE(0001 {} 't' 08)\n"
	  "a< SUBACK(0001 {} 00) 31('t' {} <x>)\n"
	  "b> PUBLISH('t' <y>)\n"
	  "a< PUBLISH('t' {} <y>)\n" },
	{ "5: retain handling 0 gives it each time (5 §3.8.3.1)",
	  IN_4("b") "b> 31('t' <x>)\n"
	  IN_5("a") "a> SUBSCRIBE(0001 {} 't' 00) SUBSCRIBE(0002 {} 't' 00)\n"
	  "a< SUBACK(0001 {} 00) 31('t' {} <x>) SUBACK(0002 {} 00) 31('t' {} <x>)\n" },
	{ "5: retain handling 1 gives it anew after UNSUBSCRIBE (5 §3.8.3.1)",
	  IN_4("b") "b> 31('t' <x>)\n"
	  IN_5("a") "a> SUBSCRIBE(0001 {} 't' 10) UNSUBSCRIBE(0002 {} 't') SUBSCRIBE(0003 {} 't' 10)\n"
	  "a< SUBACK(0001 {} 00) 31('t' {} <x>) UNSUBACK(0002 {} 00) SUBACK(0003 {} 00) 31('t' {} <x>)\n" },
	{ "5: retain handling 1 gives none to a session that had the subscription (5 §3.8.3.1)",
	  IN_4("b") "b> 31('t' <x>)\n"
	  WITH_5("a", "11FFFFFFFF") "a> SUBSCRIBE(0001 {} 't' 10)\n"
	  "a< SUBACK(0001 {} 00) 31('t' {} <x>)\n"
	  "a~\n"
	  BACK_5("a", "") "\n"
	  "a> SUBSCRIBE(0001 {} 't' 10)\n"
	  "a< SUBACK(0001 {} 00)\n" },
	{ "a retained message that is replaced keeps nothing of the old one (5 §3.3.1.3)",
	  IN_5("b") "b> 31('t' {26'k''v' 0200000005} <1>) 31('t' {} <2>)\n"
	  IN_5("a") "+ 10s\n"
	  "a> SUBSCRIBE(0001 {} 't' 00)\n"
	  "a< SUBACK(0001 {} 00) 31('t' {} <2>)\n" },
};
/* clang-format on */

START_TEST(rule)
{
	struct world w;

	for (size_t step = 0; step < 2; step++) {
		mqtt_world_open(&w, NULL, &(struct broker_options){ .unknown = UNKNOWN_RELAY, .now_us = 1 });
		w.step = step;
		mqtt_world_play(&w, rows[_i].title, rows[_i].script);
		mqtt_world_close(&w);
	}
}
END_TEST

SUITE(mqtt_rules)
{
	LOOP_TEST(rule, 0, ARRAY_SIZE(rows));
}
