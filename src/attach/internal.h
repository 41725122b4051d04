/* What the files of attach/ share of one attached broker. */
#ifndef ATTACH_INTERNAL_H
#define ATTACH_INTERNAL_H

#include "attach/attached.h"
#include "attach/echo.h"
#include "attach/library.h"

enum { PACKET_IDS = 65536, NATIVE_FORMS = 3 * 2 * 3 };

struct attached {
	struct attached_options o;
	struct loop *loop;
	struct mosquitto_library lib;
	struct mosquitto *m;
	struct session *session;
	struct subscription *all; /* by which it is given what is published here */
	enum attached_state state;
	struct buf why, client_id;
	int version;  /* MQTT_PROTOCOL_V5, else V311 */
	bool greeted; /* CONNACK came, on this connection */
	bool refused; /* by the broker, for good */
	bool leaving; /* what still comes is not for us */

	struct fd_watcher fd;
	struct timer misc, retry;
	int64_t began_us, pause_us;
	size_t n_granted;
	int *subscribe_ids; /* [n_filters] */

	/* Sent, and not there for sure: QoS 0 until written, else until acknowledged. */
	size_t n_written_later, n_unacknowledged;
	uint8_t written_later[PACKET_IDS / 8]; /* packet ids of the former */
	int publishing;			       /* the packet id at hand */
	bool publishing_done;

	struct echoes *echoes;		  /* 3.1.1 only */
	struct buf natives[NATIVE_FORMS]; /* by qos, retain, payload format: in the protocol's own form */
	struct buf scratch, headers;
};

/* hear.c */
void hear_prepare(struct attached *a);
void hear_message(struct attached *a, const struct mosquitto_message *what, const mosquitto_property *list);

/* send.c */
void send_message(void *attached, const struct subscription *s, struct message *m);
void send_written(struct attached *a, int packet_id);

/* attached.c: after anything that may have written */
void attached_attend(struct attached *a);

#endif
