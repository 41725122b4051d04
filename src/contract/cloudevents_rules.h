/* What CloudEvents 1.0 asks of attributes and their names. */
#ifndef CONTRACT_CLOUDEVENTS_RULES_H
#define CONTRACT_CLOUDEVENTS_RULES_H

#include "schema/content.h"

struct event_rule {
	const char *name;
	bool required;
	const char *must_be; /* "a URI reference that is not empty" */
	bool (*holds)(struct slice value);
};

const struct event_rule *event_rule_at(size_t i); /* NULL past the last */
const struct event_rule *event_rule_find(struct slice name);
bool event_name_is_legal(struct slice name);

/* "ce_" of the header ce_specversion, "" of specversion; absent: it is no such header. */
struct slice event_prefix_of(struct slice header);
/* Does the header carry an attribute? */
bool event_attribute_of(struct slice header, struct slice prefix, struct slice *name);

#endif
