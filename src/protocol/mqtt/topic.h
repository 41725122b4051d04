/* Topic names and topic filters (MQTT 5 §4.7, §4.8.2). */
#ifndef PROTOCOL_MQTT_TOPIC_H
#define PROTOCOL_MQTT_TOPIC_H

#include "broker/pattern.h"

/* At least one character, no wildcard; well-formed UTF-8 is the reader's to check. */
bool mqtt_topic_name_is_valid(struct slice name);

enum filter_state {
	FILTER_OK,
	FILTER_BAD,	/* a wildcard where none may stand, an incomplete $share/ */
	FILTER_TOO_DEEP /* more levels than PATTERN_MAX_SEGMENTS */
};
/* Reads a filter; `out` borrows from it, and its text is without the `$share/NAME/` part.  `group` is that
 * NAME, or absent. */
enum filter_state mqtt_filter_read(struct slice filter, struct pattern *out, struct slice *group);

#endif
