/* What the server does of its own: topic aliases, `$SYS`, response information, keep-alive of the contract's,
 * shared subscriptions whose members leave, expiry of what is under way. */
#include "scripts.h"
#include "suite.h"
#include "world.h"

/* clang-format off */
static const struct {
	const char *title, *script;
} rows[] = {
	/* --- topic aliases towards clients */
	{ "5: a client that takes topic aliases is told one, then only that (5 §3.3.2.3.4)",
	  WITH_5("a", "220001") SUB_5("a", "topic", "02") IN_4("b")
	  "b> PUBLISH('topic' <1>) PUBLISH('topic' <2>) PUBLISH1('topic' 0001 <3>) PUBLISH2('topic' 0002 <4>)\n"
	  "b< PUBACK(0001) PUBREC(0002)\n"
	  "a< PUBLISH('topic' {230001} <1>) PUBLISH('' {230001} <2>) PUBLISH1('' 0001 {230001} <3>) PUBLISH2('' 0002 {230001} <4>)\n" },
	{ "5: no topic alias past the client's maximum (5 §3.1.2.11.5)",
	  WITH_5("a", "220001") SUB_5("a", "#", "00") IN_4("b")
	  "b> PUBLISH('first' <1>) PUBLISH('second' <2>) PUBLISH('first' <3>) PUBLISH('second' <4>)\n"
	  "a< PUBLISH('first' {230001} <1>) PUBLISH('second' {} <2>) PUBLISH('' {230001} <3>) PUBLISH('second' {} <4>)\n" },
	{ "5: no topic alias for a client that says nothing of them, or 0 (5 §3.1.2.11.5)",
	  WITH_5("a", "220000") SUB_5("a", "topic", "00") IN_5("b") SUB_5("b", "topic", "00") IN_4("c")
	  "c> PUBLISH('topic' <1>) PUBLISH('topic' <2>)\n"
	  "a< PUBLISH('topic' {} <1>) PUBLISH('topic' {} <2>)\n"
	  "b< PUBLISH('topic' {} <1>) PUBLISH('topic' {} <2>)\n" },
	{ "5: a topic no longer than an alias is written out",
	  WITH_5("a", "22000A") SUB_5("a", "abc", "00") IN_4("b") "b> PUBLISH('abc' <1>) PUBLISH('abc' <2>)\n"
	  "a< PUBLISH('abc' {} <1>) PUBLISH('abc' {} <2>)\n" },
	{ "5: topic aliases end with the connection (5 §3.3.2.3.4)",
	  WITH_5("a", "220001 11FFFFFFFF") SUB_5("a", "topic", "01") IN_4("b")
	  "b> PUBLISH1('topic' 0001 <1>)\n"
	  "b< PUBACK(0001)\n"
	  "a< PUBLISH1('topic' 0001 {230001} <1>)\n"
	  "a~\n"
	  BACK_5("a", "220005") " 3A('topic' 0001 {230001} <1>)\n"
	  "a~\n"
	  "a> CONNECT('MQTT' 05 00 0000 {1700 11FFFFFFFF} 'a')\n"
	  "a< " K5 },
	{ "5: an alias that would make the packet too large is left out (5 §3.1.2.11.4)",
	  WITH_5("a", "220001 2700000010") SUB_5("a", "topic", "00") IN_4("b")
	  "b> PUBLISH('topic' <123456>) PUBLISH('topic' <12>) PUBLISH('topic' <12345678>)\n"
	  "a< PUBLISH('topic' {} <123456>) PUBLISH('topic' {230001} <12>) PUBLISH('' {230001} <12345678>)\n"
	},
	{ "5: aliases stand beside the other properties, in both ways of delivery (5 §3.3.2.3)",
	  WITH_5("a", "220002") "a> SUBSCRIBE(0001 {0B 07} 'topic' 01)\n"
	  "a< SUBACK(0001 {} 01)\n"
	  IN_5("b") "b> PUBLISH('topic' {0100 03'x' 26'k''v'} <1>) PUBLISH1('topic' 0001 {09[01]} <2>)\n"
	  "b< PUBACK(0001)\n"
	  "a< PUBLISH('topic' {0100 230001 03'x' 0B 07 26'k''v'} <1>) PUBLISH1('' 0001 {230001 09[01] 0B 07} <2>)\n" },

	/* --- response information */
	{ "5: response information is given when it is asked for (5 §3.1.2.11.6)",
	  "a> CONNECT('MQTT' 05 02 0000 {1901} 'shop-1')\n"
	  "a< CONNACK(00 00 {2103E8 2704000000 220064 1A'response/shop-1'})\n" },
	{ "5: and not when it is not (5 §3.1.2.11.6)",
	  "a> CONNECT('MQTT' 05 02 0000 {1900} 'shop-1')\n"
	  "a< " K5 },
	{ "5: a client id that can be no topic gets none (5 §3.2.2.3.15)",
	  "a> CONNECT('MQTT' 05 02 0000 {1901} 'a+b')\n"
	  "a< " K5 },
	{ "5: an assigned client id counts for it (5 §3.2.2.3.15)",
	  "a> CONNECT('MQTT' 05 02 0000 {1901} '')\n"
	  "a< CONNACK(00 00 {2103E8 2704000000 220064 12'auto-1' 1A'response/auto-1'})\n" },

	/* --- packets that a client cannot take */
	{ "5: response information is left out where the CONNACK would be too large (5 §3.1.2.11.4)",
	  "a> CONNECT('MQTT' 05 02 0000 {1901 2700000010} 'shop-1')\n"
	  "a< " K5 },
	{ "5: a client that cannot take a CONNACK is refused (5 §3.1.2.11.4)",
	  "a> CONNECT('MQTT' 05 02 0000 {270000000F} 'a')\n"
	  "a< CONNACK(00 95 {})\n"
	  "a!\n" },
	{ "5: a client that cannot take even that is closed without a word (5 §3.1.2.11.4)",
	  "a> CONNECT('MQTT' 05 02 0000 {2700000004} 'a')\n"
	  "a!\n" },
	{ "5: a SUBACK that is too large is not sent (5 §3.1.2.11.4)",
	  WITH_5("a", "2700000010")
	  "a> SUBSCRIBE(0001 {} 'a' 00 'b' 00 'c' 00 'd' 00 'e' 00 'f' 00 'g' 00 'h' 00 'i' 00 'j' 00 'k' 00 'l' 00) PUBLISH('l' {} <1>)\n"
	  "a< PUBLISH('l' {} <1>)\n"
	  "a> UNSUBSCRIBE(0002 {} 'a' 'b' 'c' 'd' 'e' 'f' 'g' 'h' 'i' 'j' 'k' 'l') PUBLISH('l' {} <2>) PINGREQ()\n"
	  "a< PINGRESP()\n" },

	/* --- $SYS */
	{ "$SYS tells how long, how many and how much (5 §4.7.2)",
	  IN_4("b") "b> PUBLISH('x' <1>)\n"
	  "+ 65s\n"
	  IN_4("a") "a> SUBSCRIBE(0001 '$SYS/broker/uptime' 00 '$SYS/broker/clients/connected' 00 '$SYS/broker/clients/total' 00 '$SYS/broker/messages/received' 00 '$SYS/broker/messages/sent' 00)\n"
	  "a< SUBACK(0001 00 00 00 00 00) 31('$SYS/broker/uptime' <65 seconds>) 31('$SYS/broker/clients/connected' <2>) 31('$SYS/broker/clients/total' <2>) 31('$SYS/broker/messages/received' <1>) 31('$SYS/broker/messages/sent' <0>)\n" },
	{ "$SYS is told anew every ten seconds to whoever listens (5 §4.7.2)",
	  IN_4("a") "a> SUBSCRIBE(0001 '$SYS/broker/clients/connected' 01)\n"
	  "a< SUBACK(0001 01) 33('$SYS/broker/clients/connected' 0001 <1>)\n"
	  "a> PUBACK(0001)\n"
	  IN_4("b") "+ 10s\n"
	  "a< PUBLISH1('$SYS/broker/clients/connected' 0002 <2>)\n"
	  "a> PUBACK(0002) UNSUBSCRIBE(0002 '$SYS/broker/clients/connected')\n"
	  "a< UNSUBACK(0002)\n"
	  "+ 30s\n" },
	{ "# does not hear $SYS (5 §4.7.2)",
	  IN_4("a") SUB_4("a", "#", "00") IN_4("b") "b> SUBSCRIBE(0001 '$SYS/broker/version' 00)\n"
	  "b< SUBACK(0001 00) 31('$SYS/broker/version' <understudy " UNDERSTUDY_VERSION ">)\n"
	  "+ 10s\n"
	  "b< PUBLISH('$SYS/broker/version' <understudy " UNDERSTUDY_VERSION ">)\n" },

	/* --- shared subscriptions whose members leave */
	{ "5: what a member had not acknowledged at QoS 1 goes to another when its session ends (5 §4.8.2)",
	  IN_5("a") SUB_5("a", "$share/g/t", "01") IN_5("b") SUB_5("b", "$share/g/t", "01") IN_4("c")
	  "c> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>) PUBLISH1('t' 0003 <3>)\n"
	  "c< PUBACK(0001) PUBACK(0002) PUBACK(0003)\n"
	  "a< PUBLISH1('t' 0001 {} <1>) PUBLISH1('t' 0002 {} <3>)\n"
	  "b< PUBLISH1('t' 0001 {} <2>)\n"
	  "a~\n"
	  "b< PUBLISH1('t' 0002 {} <1>) PUBLISH1('t' 0003 {} <3>)\n" },
	{ "5: what waited for a member's window goes to another too, in order (5 §4.8.2)",
	  WITH_5("a", "210001") SUB_5("a", "$share/g/t", "02") IN_5("b") SUB_5("b", "$share/g/t", "02") IN_4("c")
	  "c> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>) PUBLISH1('t' 0003 <3>) PUBLISH2('t' 0004 <4>) PUBLISH2('t' 0005 <5>)\n"
	  "c< PUBACK(0001) PUBACK(0002) PUBACK(0003) PUBREC(0004) PUBREC(0005)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "b< PUBLISH1('t' 0001 {} <2>) PUBLISH2('t' 0002 {} <4>)\n"
	  "a> DISCONNECT()\n"
	  "a!\n"
	  "b< PUBLISH1('t' 0003 {} <1>) PUBLISH1('t' 0004 {} <3>) PUBLISH2('t' 0005 {} <5>)\n" },
	{ "5: what a member has been sent at QoS 2 goes to nobody else (5 §4.8.2)",
	  IN_5("a") SUB_5("a", "$share/g/t", "02") IN_5("b") SUB_5("b", "$share/g/t", "02") IN_4("c")
	  "c> PUBLISH2('t' 0001 <1>)\n"
	  "c< PUBREC(0001)\n"
	  "a< PUBLISH2('t' 0001 {} <1>)\n"
	  "a~\n" },
	{ "5: QoS 2 to a member is completed when it comes back (5 §4.8.2)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "$share/g/t", "02") IN_5("b") SUB_5("b", "$share/g/t", "02") IN_4("c")
	  "c> PUBLISH2('t' 0001 <1>)\n"
	  "c< PUBREC(0001)\n"
	  "a< PUBLISH2('t' 0001 {} <1>)\n"
	  "a~\n"
	  BACK_5("a", "11FFFFFFFF") " 3C('t' 0001 {} <1>)\n"
	  "a> PUBREC(0001)\n"
	  "a< PUBREL(0001)\n"
	  "a~\n"
	  BACK_5("a", "") " PUBREL(0001)\n"
	  "a> PUBCOMP(0001)\n" },
	{ "5: when a kept session of a member expires, what it was owed goes to another (5 §4.8.2)",
	  WITH_5("a", "110000000A") SUB_5("a", "$share/g/t", "01") IN_5("b") SUB_5("b", "$share/g/t", "00") IN_4("c")
	  "c> PUBLISH1('t' 0001 <1>)\n"
	  "c< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "a~\n"
	  "+ 9s\n"
	  "b<\n"
	  "+ 2s\n"
	  "b< PUBLISH('t' {} <1>)\n" },
	{ "5: a member that has no others is nobody's heir (5 §4.8.2)",
	  IN_5("a") SUB_5("a", "$share/g/t", "01") IN_5("b") SUB_5("b", "$share/h/t", "01") IN_4("c")
	  "c> PUBLISH1('t' 0001 <1>)\n"
	  "c< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "b< PUBLISH1('t' 0001 {} <1>)\n"
	  "a~\n"
	  "b> PUBACK(0001)\n" },
	{ "5: a member that refuses a message ends it for all (5 §4.8.2)",
	  IN_5("a") SUB_5("a", "$share/g/t", "01") IN_5("b") SUB_5("b", "$share/g/t", "01") IN_4("c")
	  "c> PUBLISH1('t' 0001 <1>)\n"
	  "c< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "a> PUBACK(0001 80)\n"
	  "a~\n" },
	{ "5: a member that is away is passed over while another is there (5 §4.8.2)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "$share/g/t", "01") "a~\n"
	  IN_5("b") SUB_5("b", "$share/g/t", "01") IN_4("c") "c> PUBLISH1('t' 0001 <1>) PUBLISH1('t' 0002 <2>)\n"
	  "c< PUBACK(0001) PUBACK(0002)\n"
	  "b< PUBLISH1('t' 0001 {} <1>) PUBLISH1('t' 0002 {} <2>)\n" },
	{ "5: three members are served in turn, each in order (5 §4.8.2)",
	  IN_5("a") SUB_5("a", "$share/g/t/#", "00") IN_5("b") SUB_5("b", "$share/g/t/#", "00") IN_5("c")
	  SUB_5("c", "$share/g/t/#", "00") IN_4("d")
	  "d> PUBLISH('t/1' <1>) PUBLISH('t/1' <2>) PUBLISH('t/1' <3>) PUBLISH('t/1' <4>) PUBLISH('t/1' <5>) PUBLISH('t/1' <6>)\n"
	  "a< PUBLISH('t/1' {} <1>) PUBLISH('t/1' {} <4>)\n"
	  "b< PUBLISH('t/1' {} <2>) PUBLISH('t/1' {} <5>)\n"
	  "c< PUBLISH('t/1' {} <3>) PUBLISH('t/1' {} <6>)\n" },
	{ "5: a shared subscription's identifier comes along, the heir's own with the heir (5 §3.3.4)",
	  IN_5("a") "a> SUBSCRIBE(0001 {0B 05} '$share/g/t' 01)\n"
	  "a< SUBACK(0001 {} 01)\n"
	  IN_5("b") "b> SUBSCRIBE(0001 {0B FFFFFF7F} '$share/g/t' 01)\n"
	  "b< SUBACK(0001 {} 01)\n"
	  IN_4("c") "c> PUBLISH1('t' 0001 <1>)\n"
	  "c< PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0001 {0B 05} <1>)\n"
	  "a~\n"
	  "b< PUBLISH1('t' 0001 {0B FFFFFF7F} <1>)\n" },

	/* --- expiry of what is under way */
	{ "5: what has been sent once is sent again though it has expired (5 §4.3.3)",
	  WITH_5("a", "11FFFFFFFF") SUB_5("a", "t", "02") IN_5("b")
	  "b> PUBLISH2('t' 0001 {0200000005} <1>)\n"
	  "b< PUBREC(0001)\n"
	  "a< PUBLISH2('t' 0001 {0200000005} <1>)\n"
	  "a~\n"
	  "+ 10s\n"
	  BACK_5("a", "") " 3C('t' 0001 {0200000000} <1>)\n"
	  "a> PUBREC(0001)\n"
	  "a< PUBREL(0001)\n"
	  "a> PUBCOMP(0001)\n" },
	{ "5: a QoS 2 exchange goes on though the message has expired (5 §4.3.3)",
	  IN_5("b") "b> PUBLISH2('t' 0001 {0200000001} <1>)\n"
	  "b< PUBREC(0001)\n"
	  "+ 5s\n"
	  "b> 3C('t' 0001 {0200000001} <1>) PUBREL(0001)\n"
	  "b< PUBREC(0001) PUBCOMP(0001)\n" },
	{ "5: a message that waits for the window may expire there (5 §3.3.2.3.3)",
	  WITH_5("a", "210001") SUB_5("a", "t", "01") IN_5("b")
	  "b> PUBLISH1('t' 0001 {} <1>) PUBLISH1('t' 0002 {0200000005} <2>) PUBLISH1('t' 0003 {0200000064} <3>)\n"
	  "b< PUBACK(0001) PUBACK(0002) PUBACK(0003)\n"
	  "a< PUBLISH1('t' 0001 {} <1>)\n"
	  "+ 10s\n"
	  "a> PUBACK(0001)\n"
	  "a< PUBLISH1('t' 0002 {020000005A} <3>)\n" },
};
/* clang-format on */

START_TEST(feature)
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

SUITE(mqtt_features)
{
	LOOP_TEST(feature, 0, ARRAY_SIZE(rows));
}
