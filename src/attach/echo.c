#include "attach/echo.h"

/* FNV-1a, over the topic, a NUL and the payload. */
static uint64_t digest(struct slice topic, struct slice payload)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < topic.len; i++)
		h = (h ^ (uint8_t)topic.ptr[i]) * 0x100000001b3u;
	h *= 0x100000001b3u;
	for (size_t i = 0; i < payload.len; i++)
		h = (h ^ (uint8_t)payload.ptr[i]) * 0x100000001b3u;
	return h ? h : 1;
}

void echoes_add(struct echoes *e, struct slice topic, struct slice payload, int64_t now_us)
{
	e->list[e->next] = (struct echo){ digest(topic, payload), now_us };
	e->next = (e->next + 1) % ECHOES_KEPT;
}

/* Oldest first: echoes come back in the order of sending, so the search is short. */
bool echoes_take(struct echoes *e, struct slice topic, struct slice payload, int64_t now_us)
{
	uint64_t wanted = digest(topic, payload);

	for (size_t i = 0; i < ECHOES_KEPT; i++) {
		struct echo *one = &e->list[(e->next + i) % ECHOES_KEPT];

		if (one->digest != wanted || now_us - one->sent_us > ECHO_FORGOTTEN_US)
			continue;
		one->digest = 0;
		return true;
	}
	return false;
}
