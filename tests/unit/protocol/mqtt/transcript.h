/* One client, what it sends and what it gets: rows of tables, played whole, byte by byte, and cut in two at
 * every place, always with the same result.  A new case is a new row. */
#ifndef TESTS_MQTT_TRANSCRIPT_H
#define TESTS_MQTT_TRANSCRIPT_H

#include "suite.h"

enum end { STAYS, CLOSED };

struct transcript {
	const char *title; /* a sentence, with the clause */
	int version;	   /* 3, 4, 5: that CONNECT goes before, and its CONNACK is expected; 0: neither */
	const char *sent, *back; /* in the language of wire.h */
	enum end end;
	const char *event; /* part of what observers are told at the end; NULL: anything */
};

/* What goes before.  Version 5 asks for no reason strings, so that answers are short. */
#define CONNECT_3 "CONNECT('MQIsdp' 03 02 003C 'c')"
#define CONNECT_4 "CONNECT('MQTT' 04 02 003C 'c')"
#define CONNECT_5 "CONNECT('MQTT' 05 02 003C {1700} 'c')"
#define CONNACK_4 "CONNACK(00 00)"
#define CONNACK_5 "CONNACK(00 00 {2103E8 2704000000 220064})"

void mqtt_transcript_play(const struct transcript *t);

#endif
