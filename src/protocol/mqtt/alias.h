/* Topic aliases that we give to a client (§3.3.2.3.4): its first topics, in the order of their first message,
 * as many as its Topic Alias Maximum and ours allow.  They live as long as the connection. */
#ifndef PROTOCOL_MQTT_ALIAS_H
#define PROTOCOL_MQTT_ALIAS_H

#include <stdint.h>

struct address;
struct broker;
struct publish;

/* All zero: the client takes none. */
struct alias_table {
	uint16_t most, n;
	struct address **of; /* owned; each used; [i] has alias i + 1 */
};

void mqtt_alias_allow(struct alias_table *t, uint32_t client_maximum);
/* Puts into the packet the alias of its topic: in the topic's place when the client knows it, else beside it.
 */
void mqtt_alias_put(const struct alias_table *t, const struct address *a, struct publish *p);
/* The packet has been written: an alias that was new is known now. */
void mqtt_alias_written(struct alias_table *t, struct address *a, const struct publish *p);
void mqtt_alias_release(struct alias_table *t, struct broker *b);

#endif
