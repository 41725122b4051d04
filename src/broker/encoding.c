/* A short list, searched from the front: there are as many rows as flavours of subscribers. */
#include "base/limits.h"
#include "broker/encoding.h"
#include "broker/message.h"

enum { KEPT_BYTES = 256 << 10 };

struct slice encoding_find(const struct message *m, const void *owner, uint32_t flavour)
{
	struct encodings *e = m->encodings;

	for (unsigned i = 0; e && i < e->n; i++)
		if (e->rows[i].owner == owner && e->rows[i].flavour == flavour)
			return buf_view(&e->rows[i].frame);
	return SLICE_NONE;
}

char *encoding_put(struct message *m, const void *owner, uint32_t flavour, size_t n)
{
	struct encodings *e = m->encodings;
	struct buf *frame;

	if (!e || e->n == MOST_ENCODINGS || n > LIMIT_OUTPUT_BYTES)
		return NULL;
	e->rows[e->n].owner = owner;
	e->rows[e->n].flavour = flavour;
	frame = &e->rows[e->n++].frame;
	buf_reset(frame);
	if (!buf_reserve(frame, n ? n : 1))
		return NULL;
	frame->len = n;
	return frame->data;
}

void encodings_reset(struct encodings *e)
{
	for (unsigned i = 0; i < e->n; i++)
		if (e->rows[i].frame.cap > KEPT_BYTES)
			buf_release(&e->rows[i].frame);
	e->n = 0;
}

void encodings_release(struct encodings *e)
{
	for (unsigned i = 0; i < MOST_ENCODINGS; i++)
		buf_release(&e->rows[i].frame);
	e->n = 0;
}
