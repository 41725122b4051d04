/* A broker and MQTT clients in memory: what net/ does for the module is done here, with a time of our own.
 *
 * A script is lines, one step each:
 *	a> PACKETS     client `a` sends (its connection is opened when there is none); wire.h has the language
 *	a< PACKETS     what `a` was sent since it was last looked at, all of it; a client not looked at has
 *	               been sent nothing
 *	a!             the server has closed a's connection
 *	a~             a's connection is lost
 *	a.stall        `a` stops reading;  a.read  reads on
 *	+ 1500ms       time passes
 *	? TEXT         one of the events since the last such line contains the text */
#ifndef TESTS_MQTT_WORLD_H
#define TESTS_MQTT_WORLD_H

#include "protocol/mqtt/mqtt.h"

enum { MOST_CLIENTS = 26 };

struct client {
	struct world *world;
	struct peer peer;
	struct buf in;	/* not eaten yet */
	struct buf got; /* sent to it, not looked at yet */
	bool open, ended, abrupt, stalled;
	char why[160];
};

struct world {
	struct broker *broker;
	void *module;
	struct face face;
	int64_t now_us;
	struct observer observer;
	struct buf events; /* one line each, since they were last looked at */
	struct client clients[MOST_CLIENTS];
	size_t step; /* bytes of a piece in which clients send; 0: whole */
	uint64_t arrivals;
};

/* `contract`: its text, or NULL for none. */
void mqtt_world_open(struct world *w, const char *contract, const struct broker_options *options);
void mqtt_world_close(struct world *w);

struct client *mqtt_world_client(struct world *w, char name);
void mqtt_client_send(struct client *c, struct slice bytes);
void mqtt_client_lose(struct client *c);
void mqtt_world_pass(struct world *w, int64_t us);
/* Ends what is marked, sends what is written, gives room: what net does at the end of a turn. */
void mqtt_world_settle(struct world *w);

/* Plays it; a line that does not come true fails the test, with both sides shown. */
void mqtt_world_play(struct world *w, const char *title, const char *script);

#endif
