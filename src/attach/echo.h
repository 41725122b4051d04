/* What we sent to a broker that cannot be told to keep it from us (MQTT 3.1.1): each is left out once. */
#ifndef ATTACH_ECHO_H
#define ATTACH_ECHO_H

#include "base/slice.h"

/* Arbitrary: more than a broker's round trip at full speed holds; a lost echo is forgotten after a while, so
 * that it does not cost a message that somebody else sends. */
enum { ECHOES_KEPT = 4096, ECHO_FORGOTTEN_US = 10000000 };

struct echoes {
	struct echo {
		uint64_t digest; /* 0: free */
		int64_t sent_us;
	} list[ECHOES_KEPT];
	size_t next; /* the oldest, written over */
};

void echoes_add(struct echoes *e, struct slice topic, struct slice payload, int64_t now_us);
/* Is it one?  Then it is forgotten. */
bool echoes_take(struct echoes *e, struct slice topic, struct slice payload, int64_t now_us);

#endif
