/* Packet identifiers (§2.2.1) of one session: those of messages in flight to the client, in the order in
 * which they were sent, and those of QoS 2 messages from the client that it has not released yet. */
#ifndef PROTOCOL_MQTT_WINDOW_H
#define PROTOCOL_MQTT_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct item;

/* One message on its way to the client. */
struct flight {
	uint16_t id;	       /* 0: this place is free */
	uint8_t qos;	       /* 1 or 2 */
	bool sent;	       /* over the connection that there is now */
	struct item *item;     /* leased; NULL once PUBREC has come: only PUBCOMP is awaited */
	uint16_t older, newer; /* ids of its neighbours; 0 = none */
};

/* All zero is an empty one.  A place is found by id modulo its size, so no two in flight share a remainder.
 */
struct window {
	struct flight *places; /* owned */
	size_t n_places, count, sent;
	uint16_t last_id, oldest, newest;
	uint16_t unsent; /* after a resume: the oldest one not sent again yet; 0 = none */
};

/* A free id, its flight the newest one.  At most 65535 at once: the caller's window sees to that. */
struct flight *mqtt_window_open(struct window *w);
struct flight *mqtt_window_find(const struct window *w, uint16_t id); /* NULL: not in flight */
void mqtt_window_shut(struct window *w, struct flight *f);
void mqtt_window_mark_sent(struct window *w, struct flight *f);
void mqtt_window_resume(struct window *w); /* a new connection: none is sent */
void mqtt_window_release(struct window *w);

/* A set of ids; all zero is empty. */
struct packet_ids {
	uint64_t *words; /* owned; one bit per id, there from the first add on */
	unsigned count;
};
bool mqtt_ids_have(const struct packet_ids *s, uint16_t id);
void mqtt_ids_add(struct packet_ids *s, uint16_t id);
bool mqtt_ids_remove(struct packet_ids *s, uint16_t id); /* false: it was not there */
void mqtt_ids_release(struct packet_ids *s);

#endif
