/* Packing a message and viewing it again. */
#include "broker/core.h"
#include "broker/entry.h"

static const size_t members[ENTRY_SLICES] = {
	offsetof(struct message, payload),  offsetof(struct message, key),
	offsetof(struct message, headers),  offsetof(struct message, content_type),
	offsetof(struct message, reply_to), offsetof(struct message, correlation),
	offsetof(struct message, native),
};

static const uint32_t absent = UINT32_MAX;

static struct slice *slice_in(struct message *m, int i)
{
	return (struct slice *)(void *)((char *)m + members[i]);
}

static const struct slice *slice_at(const struct message *m, int i)
{
	return (const struct slice *)(const void *)((const char *)m + members[i]);
}

size_t entry_size(const struct message *m)
{
	size_t n = sizeof(struct entry) + SCHEMA_PADDING + m->address->text.len;

	n += m->payload.len + m->key.len + m->headers.len + m->content_type.len + m->reply_to.len +
	     m->correlation.len + m->native.len;
	return (n + 7) & ~(size_t)7;
}

static char *put(char *to, struct slice s)
{
	if (s.len && s.ptr != to)
		memcpy(to, s.ptr, s.len);
	return to + s.len;
}

void entry_fill(struct entry *e, const struct message *m)
{
	char *to = e->bytes;

	e->seq = m->seq;
	e->wall_us = m->wall_us;
	e->expires_us = m->expires_us;
	e->packing = m->packing;
	e->session = m->from ? m->from->number : 0;
	e->count = m->count ? m->count : 1;
	e->model = m->model;
	e->partition = m->partition;
	e->priority = m->priority;
	e->flags = m->flags;
	e->native_of = m->native_of;
	e->separator = m->address->separator;
	for (int i = 0; i < ENTRY_SLICES; i++) {
		const struct slice *s = slice_at(m, i);

		e->lengths[i] = s->ptr ? (uint32_t)s->len : absent;
		to = put(to, *s);
		if (i == 0) {
			memset(to, 0, SCHEMA_PADDING);
			to += SCHEMA_PADDING;
		}
	}
	e->lengths[ENTRY_SLICES] = (uint32_t)m->address->text.len;
	put(to, m->address->text);
}

void entry_point(const struct entry *e, struct message *m)
{
	const char *from = e->bytes;

	for (int i = 0; i < ENTRY_SLICES; i++) {
		size_t n = e->lengths[i] == absent ? 0 : e->lengths[i];

		*slice_in(m, i) = e->lengths[i] == absent ? SLICE_NONE : slice_of(from, n);
		from += n + (i == 0 ? SCHEMA_PADDING : 0);
	}
}

void entry_view(struct broker *b, const struct entry *e, struct message *out)
{
	*out = (struct message){
		.wall_us = e->wall_us,
		.expires_us = e->expires_us,
		.seq = e->seq,
		.offset = e->offset,
		.from = broker_session(b, e->session),
		.packing = e->packing,
		.count = e->count,
		.model = e->seq > b->reloaded_seq ? e->model : 0,
		.partition = e->partition,
		.priority = e->priority,
		.flags = e->flags,
		.native_of = e->native_of,
	};
	entry_point(e, out);
}

struct slice entry_address(const struct entry *e)
{
	const char *from = e->bytes + SCHEMA_PADDING;

	for (int i = 0; i < ENTRY_SLICES; i++)
		from += e->lengths[i] == absent ? 0 : e->lengths[i];
	return slice_of(from, e->lengths[ENTRY_SLICES]);
}
