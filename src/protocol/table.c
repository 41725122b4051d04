/* The protocols that we speak. */
#include "protocol/table.h"

#include "protocol/mqtt/mqtt.h"

const struct protocol *const protocols[] = {
	&protocol_mqtt,
	NULL,
};

static const struct scheme *find_scheme(const struct protocol *p, struct slice name)
{
	for (const struct scheme *s = p->schemes; s->name; s++) {
		if (slice_eq_ignoring_case(name, slice_str(s->name)))
			return s;
	}
	return NULL;
}

const struct protocol *protocol_find(struct slice name, const struct scheme **scheme)
{
	for (const struct protocol *const *p = protocols; *p; p++) {
		const struct scheme *s = find_scheme(*p, name);

		if (!s)
			continue;
		if (scheme)
			*scheme = s;
		return *p;
	}
	return NULL;
}
