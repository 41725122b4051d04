/* Topic aliases that we give to a client. */
#include "protocol/mqtt/alias.h"

#include <stdlib.h>

#include "base/memory.h"
#include "broker/broker.h"
#include "protocol/mqtt/packet.h"

enum {
	MOST_GIVEN = 32, /* arbitrary: few clients hear more topics often, and they are searched in a row */
	BYTES_OF_AN_ALIAS = 3 /* a topic so short is no longer than what would stand for it */
};

void mqtt_alias_allow(struct alias_table *t, uint32_t client_maximum)
{
	t->most = (uint16_t)(client_maximum < MOST_GIVEN ? client_maximum : MOST_GIVEN);
}

void mqtt_alias_put(const struct alias_table *t, const struct address *a, struct publish *p)
{
	uint16_t i = 0;

	if (!t->most || p->topic.len <= BYTES_OF_AN_ALIAS)
		return;
	while (i < t->n && t->of[i] != a)
		i++;
	if (i == t->most)
		return;
	p->alias = (uint16_t)(i + 1);
	if (i < t->n)
		p->topic = SLICE_LIT("");
}

void mqtt_alias_written(struct alias_table *t, struct address *a, const struct publish *p)
{
	if (!p->alias || !p->topic.len)
		return;
	if (!t->of)
		t->of = memory_new(t->most * sizeof(struct address *));
	address_use(a);
	t->of[t->n++] = a;
}

void mqtt_alias_release(struct alias_table *t, struct broker *b)
{
	for (uint16_t i = 0; i < t->n; i++)
		address_drop(b, t->of[i]);
	free(t->of);
	*t = (struct alias_table){ 0 };
}
