/* Several clients and time: what sessions, wills, queues and groups do. */
#include "scripts.h"
#include "suite.h"
#include "world.h"

/* clang-format off */
static const struct {
	const char *title, *script;
} rows[] = {
	/* --- between two */
	{ "QoS 2 crosses from 5 to 3.1.1, properties left behind (5 §4.3.3)",
	  IN_4("a") SUB_4("a", "t", "02") IN_5("b") "b> PUBLISH2('t' 0009 {26'k''v' 03'text/plain'} <x>)\n"
	  "b< PUBREC(0009)\n"
	  "a< PUBLISH2('t' 0001 <x>)\n"
	  "a> PUBREC(0001)\n"
	  "a< PUBREL(0001)\n"
	  "a> PUBCOMP(0001)\n"
	  "b> PUBREL(0009)\n"
	  "b< PUBCOMP(0009)\n" },
	{ "QoS 1 crosses from 3.1.1 to 5 (5 §4.3.2)",
	  IN_5("a") SUB_5("a", "t/#", "01") IN_4("b") "b> PUBLISH1('t/u' 0009 <x>)\n"
	  "b< PUBACK(0009)\n"
	  "a< PUBLISH1('t/u' 0001 {} <x>)\n"
	  "a> PUBACK(0001)\n" },
	{ "one encode serves subscribers of both versions, each in its own (5 §3.3)",
	  IN_4("a") SUB_4("a", "t", "00") IN_5("b") SUB_5("b", "t", "00") IN_5("c")
	  "c> SUBSCRIBE(0001 {} 't' 08)\n"
	  "c< SUBACK(0001 {} 00)\n"
	  IN_4("d") SUB_4("d", "+", "00") IN_5("e") "e> 31('t' {26'k''v'} <x>)\n"
	  "a< PUBLISH('t' <x>)\n"
	  "b< PUBLISH('t' {26'k''v'} <x>)\n"
	  "c< 31('t' {26'k''v'} <x>)\n"
	  "d< PUBLISH('t' <x>)\n" },
	{ "messages of one topic and QoS keep their order (5 §4.6)",
	  IN_4("a") SUB_4("a", "t", "01") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>) PUBLISH1('t' 0003 <3>)\n"
	  "b< PUBACK(0001) PUBACK(0002) PUBACK(0003)\n"
	  "a< PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>) PUBLISH1('t' 0003 <3>)\n" },
	{ "a shared subscription gives each message to one, in turn (5 §4.8.2)",
	  IN_5("a") SUB_5("a", "$share/g/t", "01") IN_5("b") SUB_5("b", "$share/g/t", "00") IN_5("c")
	  SUB_5("c", "t", "00") IN_4("d")
	  "d> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>) PUBLISH1('t' 0003 <3>)\n"
	  "d< PUBACK(0001) PUBACK(0002) PUBACK(0003)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH1('t' 0002 {} <3>)\n"
	  "b< PUBLISH('t' {} <2>)\n"
	  "c< PUBLISH('t' {} <1>) PUBLISH('t' {} <2>) PUBLISH('t' {} <3>)\n" },

	/* --- sessions */
	{ "3.1.1: a kept session gets what came at QoS 1 and 2 while it was away (3.1.1 §3.1.2.4)",
	  KEPT_4("a") SUB_4("a", "t", "02") "a~\n"
	  IN_4("b") "b> PUBLISH('t' <0>) PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>) PUBREL(0002)\n"
	  "b< PUBACK(0001) PUBREC(0002) PUBCOMP(0002)\n"
	  BACK_4("a") "PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>)\n" },
	{ "3.1.1: a kept session is there after years (3.1.1 §3.1.2.4)",
	  KEPT_4("a") SUB_4("a", "t", "01") "a> DISCONNECT()\n"
	  "a!\n"
	  "+ 4000d\n"
	  BACK_4("a") "\n" },
	{ "3.1.1: a clean session forgets (3.1.1 §3.1.2.4)",
	  KEPT_4("a") SUB_4("a","t", "01") "a~\n"
	  IN_4("a") "a~\n"
	  "a> CONNECT('MQTT' 04 00 0000 'a')\n"
	  "a< " K4 IN_4("b") "b> PUBLISH('t' <x>)\n" },
	{ "3.1.1: a clean session is not resumed by a later one (3.1.1 §3.1.2.4)",
	  IN_4("a") SUB_4("a", "t", "01") "a~\n"
	  "a> CONNECT('MQTT' 04 00 0000 'a')\n"
	  "a< " K4 },
	{ "3.1 never hears of a session that is present (MQTT 3.1 §3.2)",
	  "a> CONNECT('MQIsdp' 03 00 0000 'a')\n"
	  "a< " K4 "a~\n"
	  "a> CONNECT('MQIsdp' 03 00 0000 'a')\n"
	  "a< " K4 "? \"sessionPresent\":true\n" },
	{ "5: without an expiry interval the session ends with the connection (5 §3.1.2.11.2)",
	  IN_5("a") SUB_5("a", "t", "01") "a~\n"
	  "a> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "a< " K5 },
	{ "5: a session expires (5 §3.1.2.11.2)",
	  WITH_5("a", "110000000A") "a~\n"
	  "+ 9s\n"
	  BACK_5("a", "110000000A") "\n"
	  "a~\n"
	  "+ 11s\n"
	  "a> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "a< " K5 },
	{ "5: 0xFFFFFFFF never expires (5 §3.1.2.11.2)",
	  WITH_5("a", "11FFFFFFFF") "a~\n"
	  "+ 50000d\n"
	  BACK_5("a", "") "\n" },
	{ "5: a clean start forgets a session that is kept (5 §3.1.2.4)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "01") "a~\n"
	  WITH_5("a", "11FFFFFFFF") IN_5("b") "b> PUBLISH('t' {} <x>)\n" },
	{ "5: DISCONNECT may change the expiry (5 §3.14.2.2.2)",
	  WITH_5("a", "110000000A") "a> DISCONNECT(00 {1100000064})\n"
	  "a!\n"
	  "+ 90s\n"
	  BACK_5("a", "110000000A") "\n"
	  "a> DISCONNECT(00 {1100000000})\n"
	  "a!\n"
	  "a> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "a< " K5 },
	{ "what was not acknowledged comes again first, with DUP and its identifier (5 §4.4)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "02") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>) PUBLISH2('t' 0003 <3>)\n"
	  "b< PUBACK(0001) PUBREC(0002) PUBREC(0003)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH2('t' 0002 {} <2>) PUBLISH2('t' 0003 {} <3>)\n"
	  "a> PUBREC(0002)\n"
	  "a< PUBREL(0002)\n"
	  "a~\n"
	  "b> PUBLISH1('t' 0004 <4>)\n"
	  "b< PUBACK(0004)\n"
	  BACK_5("a", "11FFFFFFFF")
	  " 3A('t' 0001 {} <1>) PUBREL(0002) 3C('t' 0003 {} <3>) PUBLISH1('t' 0004 {} <4>)\n"
	  "a> PUBACK(0001) PUBCOMP(0002) PUBREC(0003)\n"
	  "a< PUBREL(0003)\n"
	  "a> PUBCOMP(0003) PUBACK(0004)\n"
	  "a~\n"
	  BACK_5("a", "") "\n" },
	{ "a session may come back in another version",
	  KEPT_4("a") SUB_4("a", "t", "01") "a~\n"
	  BACK_5("a", "") "\n"
	  IN_4("b") "b> PUBLISH('t' <x>)\n"
	  "a< PUBLISH('t' {} <x>)\n" },
	{ "unreleased QoS 2 identifiers outlive the connection (5 §4.1)",
	  KEPT_4("a") SUB_4("a", "t", "00") "a> PUBLISH2('t' 0005 <x>)\n"
	  "a< PUBLISH('t' <x>) PUBREC(0005)\n"
	  "a~\n"
	  BACK_4("a") "\n"
	  "a> 3C('t' 0005 <x>)\n"
	  "a< PUBREC(0005)\n"
	  "a> PUBREL(0005)\n"
	  "a< PUBCOMP(0005)\n" },
	{ "two clients without a name are two",
	  "a> CONNECT('MQTT' 04 02 0000 '')\n"
	  "a< " K4 "b> CONNECT('MQTT' 04 02 0000 '')\n"
	  "b< " K4 "a> PINGREQ()\n"
	  "a< PINGRESP()\n" },
	{ "an assigned name avoids one that is taken",
	  "a> CONNECT('MQTT' 04 02 0000 'auto-1')\n"
	  "a< " K4 "b> CONNECT('MQTT' 05 02 0000 {} '')\n"
	  "b< CONNACK(00 00 {2103E8 2704000000 220064 12'auto-2'})\n" },

	/* --- takeover */
	{ "5: a second connection takes the session over (5 §3.1.4)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "00") "b> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "b< " K5_AGAIN "a< DISCONNECT(8E {})\n"
	  "a!\n"
	  "? disconnected [a]: taken over by another connection\n"
	  "b> PUBLISH('t' {} <x>)\n"
	  "b< PUBLISH('t' {} <x>)\n" },
	{ "3.1.1: the old connection is closed without a word (3.1.1 §3.1.4)",
	  IN_4("a") "b> CONNECT('MQTT' 04 02 0000 'a')\n"
	  "b< " K4 "a!\n"
	  "? taken over\n"
	  "b> PINGREQ()\n"
	  "b< PINGRESP()\n" },
	{ "a session without expiry is not there for whoever takes over (5 §4.1)",
	  IN_5("a") SUB_5("a", "t", "00") "b> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "b< " K5 "a< DISCONNECT(8E {})\n"
	  "a!\n"
	  "b> PUBLISH('t' {} <x>)\n" },
	{ "whoever is taken over leaves its will (5 §3.1.4)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 04 06 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "b> CONNECT('MQTT' 04 02 0000 'a')\n"
	  "b< " K4 "a!\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "a will with a delay is not sent when the session is taken over (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {1700 11FFFFFFFF} 'a' {1800000005} 'will' 'gone')\n"
	  "a< " K5 "b> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "b< " K5_AGAIN "a< DISCONNECT(8E {})\n"
	  "a!\n"
	  "+ 10s\n" },

	/* --- wills */
	{ "a lost connection leaves a will (5 §3.1.2.5)",
	  IN_4("w") SUB_4("w", "will", "01") "a> CONNECT('MQTT' 04 0E 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a~\n"
	  "w< PUBLISH1('will' 0001 <gone>)\n"
	  "? disconnected [a]: connection lost\n" },
	{ "a broken protocol leaves a will (5 §3.1.2.5)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 04 06 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a> C1()\n"
	  "a!\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "DISCONNECT takes the will back (5 §3.14.4)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 04 06 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a> DISCONNECT()\n"
	  "a!\n" },
	{ "5: DISCONNECT with reason 4 sends it (5 §3.14.2.1)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 05 06 0000 {} 'a' {} 'will' 'gone')\n"
	  "a< " K5 "a> DISCONNECT(04)\n"
	  "a!\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "5: DISCONNECT with an error sends it (5 §3.14.4)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 05 06 0000 {} 'a' {} 'will' 'gone')\n"
	  "a< " K5 "a> DISCONNECT(80)\n"
	  "a!\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "5: a will waits for its delay (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {11000000FF} 'a' {1800000005} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "+ 4s\n"
	  "w<\n"
	  "+ 2s\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "5: who comes back in time takes its will back (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w","will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {11000000FF} 'a' {1800000005} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "+ 4s\n"
	  BACK_5("a", "") "\n"
	  "+ 100s\n" },
	{ "5: the end of the session sends a will that waits (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {1100000003} 'a' {1800000064} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "+ 2s\n"
	  "w<\n"
	  "+ 2s\n"
	  "w< PUBLISH('will' <gone>)\n"
	  "+ 200s\n" },
	{ "5: a clean start ends the session, so the will that waits is sent (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w","will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {11000000FF} 'a' {1800000064} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  IN_5("a") "w< PUBLISH('will' <gone>)\n"
	  "+ 200s\n" },
	{ "5: without a session to wait for, the delay counts for nothing (5 §3.1.3.2.2)",
	  IN_4("w") SUB_4("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {} 'a' {1800000064} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "w< PUBLISH('will' <gone>)\n" },
	{ "5: a will keeps its properties (5 §3.1.3.2)",
	  IN_5("w") SUB_5("w", "will", "00")
	  "a> CONNECT('MQTT' 05 06 0000 {} 'a' {0101 020000003C 03'text/plain' 08'r' 09[01] 26'k''v'} 'will' 'gone')\n"
	  "a< " K5 "a~\n"
	  "w< PUBLISH('will' {0101 020000003C 03'text/plain' 08'r' 09[01] 26'k''v'} <gone>)\n" },
	{ "a will may be retained (5 §3.1.2.7)",
	  "a> CONNECT('MQTT' 04 26 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a~\n"
	  IN_4("w") "w> SUBSCRIBE(0001 'will' 00)\n"
	  "w< SUBACK(0001 00) 31('will' <gone>)\n" },
	{ "a new connection brings its own will or none (5 §3.1.2.5)",
	  IN_4("w") SUB_4("w", "will", "00") "a> CONNECT('MQTT' 04 04 0000 'a' 'will' 'gone')\n"
	  "a< " K4 "a> DISCONNECT()\n"
	  "a!\n"
	  BACK_4("a") "\n"
	  "a~\n" },

	/* --- keep-alive */
	{ "one and a half times the keep-alive without a packet (5 §3.1.2.10)",
	  "a> CONNECT('MQTT' 04 02 000A 'a')\n"
	  "a< " K4 "+ 14s\n"
	  "a> PINGREQ()\n"
	  "a< PINGRESP()\n"
	  "+ 14s\n"
	  "a> PINGREQ()\n"
	  "a< PINGRESP()\n"
	  "+ 15s\n"
	  "a!\n"
	  "? disconnected [a]: keep-alive of 10 s passed without a packet\n" },
	{ "5: it is told (5 §3.1.2.10)",
	  "a> CONNECT('MQTT' 05 02 000A {1700} 'a')\n"
	  "a< " K5 "+ 16s\n"
	  "a< DISCONNECT(8D {})\n"
	  "a!\n" },
	{ "what is sent to a client does not count (5 §3.1.2.10)",
	  "a> CONNECT('MQTT' 04 02 000A 'a')\n"
	  "a< " K4 SUB_4("a", "t", "00") IN_4("b") "+ 14s\n"
	  "b> PUBLISH('t' <x>)\n"
	  "a< PUBLISH('t' <x>)\n"
	  "+ 2s\n"
	  "a!\n" },
	{ "a will is sent when the keep-alive passes (5 §3.1.2.5)",
	  IN_4("w") SUB_4("w","will", "00") "a> CONNECT('MQTT' 04 06 000A 'a' 'will' 'gone')\n"
	  "a< " K4 "+ 16s\n"
	  "a!\n"
	  "w< PUBLISH('will' <gone>)\n" },

	/* --- flow control */
	{ "5: no more in flight than the receive maximum (5 §4.9)",
	  WITH_5("a", "210002") SUB_5("a", "t", "02") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH2('t' 0002 <2>) PUBLISH1('t' 0003 <3>) PUBLISH1('t' 0004 <4>)\n"
	  "b< PUBACK(0001) PUBREC(0002) PUBACK(0003) PUBACK(0004)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH2('t' 0002 {} <2>)\n"
	  "a> PUBREC(0002)\n"
	  "a< PUBREL(0002)\n"
	  "a> PUBCOMP(0002)\n"
	  "a< PUBLISH1('t' 0003 {} <3>)\n"
	  "a> PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0004 {} <4>)\n" },
	{ "5: QoS 0 does not wait for it (5 §4.9)",
	  WITH_5("a","210001") SUB_5("a", "t", "01") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH('t' <0>)\n"
	  "b< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH('t' {} <0>)\n" },
	{ "5: a refusing PUBREC gives its place back (5 §4.9)",
	  WITH_5("a", "210001") SUB_5("a", "t", "02") IN_4("b")
	  "b> PUBLISH2('t' 0001 <1>) PUBLISH2('t' 0002 <2>)\n"
	  "b< PUBREC(0001) PUBREC(0002)\n"
	  "a< PUBLISH2('t' 0001 {} <1>)\n"
	  "a> PUBREC(0001 80)\n"
	  "a< PUBLISH2('t' 0002 {} <2>)\n" },
	{ "5: a smaller receive maximum holds for what comes again too (5 §4.9)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "01") IN_4("b")
	  "b> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>)\n"
	  "b< PUBACK(0001) PUBACK(0002)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH1('t' 0002 {} <2>)\n"
	  "a~\n"
	  BACK_5("a", "210001") " 3A('t' 0001 {} <1>)\n"
	  "a> PUBACK(0001)\n"
	  "a< 3A('t' 0002 {} <2>)\n" },
	{ "5: a message larger than the client takes is not sent (5 §3.1.2.11.4)",
	  WITH_5("a","2700000014") SUB_5("a", "t", "01") IN_4("b")
	  "b> PUBLISH1('t' 0001 x20:61) PUBLISH('t' x20:61) PUBLISH1('t' 0002 <x>)\n"
	  "b< PUBACK(0001) PUBACK(0002)\n"
	  "a< PUBLISH1('t' 0001 {} <x>)\n" },
	{ "a client that does not read loses QoS 0, and gets QoS 1 later",
	  IN_4("a") SUB_4("a", "t", "01") IN_4("b") "a.stall\n"
	  "b> PUBLISH('t' x70000:61) PUBLISH('t' <lost>) PUBLISH1('t' 0001 <kept>)\n"
	  "b< PUBACK(0001)\n"
	  "a.read\n"
	  "a< PUBLISH('t' x70000:61) PUBLISH1('t' 0001 <kept>)\n" },

	/* --- expiry of messages */
	{ "the expiry interval is what is left of it (5 §3.3.2.3.3)",
	  WITH_5("a","11FFFFFFFF") SUB_5("a", "t", "01") "a~\n"
	  IN_5("b") "b> PUBLISH1('t' 0001 {0200000064} <x>)\n"
	  "b< PUBACK(0001)\n"
	  "+ 30s\n"
	  BACK_5("a", "") " PUBLISH1('t' 0001 {0200000046} <x>)\n" },
	{ "what has expired is not sent (5 §3.3.2.3.3)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "01") "a~\n"
	  IN_5("b") "b> PUBLISH1('t' 0001 {020000000A} <old>) PUBLISH1('t' 0002 {} <new>)\n"
	  "b< PUBACK(0001) PUBACK(0002)\n"
	  "+ 11s\n"
	  "a> CONNECT('MQTT' 05 00 0000 {1700} 'a')\n"
	  "a< CONNACK(01 00 {2103E8 2704000000 220064}) PUBLISH1('t' 0001 {} <new>)\n" },
	{ "a retained message expires (5 §3.3.2.3.3)",
	  IN_5("b") "b> 31('t' {020000000A} <x>)\n"
	  IN_5("a") "+ 4s\n"
	  "a> SUBSCRIBE(0001 {} 't' 00)\n"
	  "a< SUBACK(0001 {} 00) 31('t' {0200000006} <x>)\n"
	  "+ 7s\n"
	  "a> SUBSCRIBE(0002 {} 't' 00)\n"
	  "a< SUBACK(0002 {} 00)\n" },
};
/* clang-format on */

START_TEST(conversation)
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

/* Larger than a queue may be full: there is nothing before it. */
START_TEST(a_message_of_20_mib_is_delivered_at_qos_1)
{
	struct world w;

	mqtt_world_open(&w, NULL, &(struct broker_options){ .unknown = UNKNOWN_RELAY, .now_us = 1 });
	mqtt_world_play(&w, "20 MiB",
			IN_4("a") SUB_4("a", "t", "01") "a> PUBLISH1('t' 0001 x20971520:61)\n"
							"a< PUBLISH1('t' 0001 x20971520:61) PUBACK(0001)\n"
							"a> PUBACK(0001)\n");
	mqtt_world_close(&w);
}
END_TEST

SUITE(mqtt_conversation)
{
	TEST(a_message_of_20_mib_is_delivered_at_qos_1);
	LOOP_TEST(conversation, 0, ARRAY_SIZE(rows));
}
