/* A chain of segments and its limits. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/logs.h"
#include "broker/segment.h"

/* Larger ones are judged in scratch: a message that is refused shall not push a log's history out. */
enum { LARGEST_STAGED = SEGMENT_LARGEST / 4 };

struct log *log_new(struct broker *b, const struct log_limits *limits)
{
	struct log *l = NEW(struct log);

	l->broker = b;
	if (limits)
		l->limits = *limits;
	if (!l->limits.max_bytes)
		l->limits.max_bytes = LIMIT_LOG_BYTES;
	if (!l->limits.max_count)
		l->limits.max_count = LIMIT_LOG_COUNT;
	l->next_size = SEGMENT_SMALLEST;
	return l;
}

static void drop_first(struct log *l)
{
	struct log_segment *s = l->first;

	l->first = s->next;
	if (!l->first)
		l->last = NULL;
	l->bytes -= s->size;
	segment_bury(l->broker, s);
}

void log_free(struct log *l)
{
	if (!l)
		return;
	while (l->first)
		drop_first(l);
	while (l->waiters)
		log_unwatch(l->waiters);
	for (struct log **link = &l->broker->appended; *link; link = &(*link)->next_appended) {
		if (*link == l) {
			*link = l->next_appended;
			break;
		}
	}
	free(l);
}

/* Doubling up to an eighth of the whole, so that dropping one loses little. */
static size_t segment_size(struct log *l, size_t need)
{
	size_t size = l->next_size;

	if (need > SEGMENT_LARGEST)
		return need;
	while (size < need)
		size *= 2;
	if (size < SEGMENT_LARGEST && size * 2 <= l->limits.max_bytes / 8)
		l->next_size = size * 2;
	return size;
}

static struct entry *reserve(struct log *l, size_t bytes)
{
	struct entry *e = l->last ? segment_reserve(l->last, bytes) : NULL;
	struct log_segment *s;
	size_t size;

	if (e)
		return e;
	size = segment_size(l, (bytes + 2 * sizeof(uint32_t) + 7) & ~(size_t)7);
	while (l->first && l->bytes + size > l->limits.max_bytes)
		drop_first(l);
	s = segment_new(l->broker, size, l->next);
	if (l->last)
		l->last->next = s;
	else
		l->first = s;
	l->last = s;
	l->bytes += size;
	return segment_reserve(s, bytes);
}

char *log_stage(struct log *l, size_t n)
{
	size_t bytes = (sizeof(struct entry) + n + SCHEMA_PADDING + 7) & ~(size_t)7;
	struct entry *e = reserve(l, bytes);

	memset(e->bytes + n, 0, SCHEMA_PADDING);
	return e->bytes;
}

struct log *message_log(const struct message *m)
{
	return m->address->logs[m->partition % m->address->n_logs];
}

bool log_stage_message(struct log *l, struct message *m)
{
	size_t bytes = entry_size(m);
	struct entry *e;

	if (bytes > LARGEST_STAGED)
		return false;
	e = reserve(l, bytes);
	memcpy(e->bytes, m->payload.ptr, m->payload.len);
	memset(e->bytes + m->payload.len, 0, SCHEMA_PADDING);
	m->payload.ptr = e->bytes;
	m->staged = l;
	return true;
}

/* The entry that the payload was staged in, if it can still be committed where it is; else NULL. */
static struct entry *staged(const struct log *l, const struct message *m)
{
	struct entry *e;

	if (m->staged != l || !m->payload.ptr || !l->last)
		return NULL;
	if (m->payload.ptr < l->last->bytes || m->payload.ptr >= l->last->bytes + l->last->used)
		return NULL;
	e = (struct entry *)(void *)((char *)m->payload.ptr - offsetof(struct entry, bytes));
	return e;
}

void log_unstage(struct message *m)
{
	struct entry *e = m->staged ? staged(m->staged, m) : NULL;
	struct log_segment *s = e ? m->staged->last : NULL;

	if (s && e->at + e->size == s->used)
		s->used = e->at;
	m->staged = NULL;
}

/* The staged entry, with room for the rest of the message; it may grow while it is the last. */
static struct entry *grow(struct log *l, const struct message *m, size_t bytes)
{
	struct entry *e = staged(l, m);

	if (!e || e->size >= bytes)
		return e;
	if (e->at + e->size != l->last->used ||
	    e->at + bytes + (l->last->n + 1u) * sizeof(uint32_t) > l->last->size)
		return NULL;
	e->size = (uint32_t)bytes;
	l->last->used = e->at + e->size;
	return e;
}

static void keep_limits(struct log *l)
{
	int64_t oldest_us = broker_wall_us(l->broker) - l->limits.max_age_us;

	while (l->first != l->last && (l->next - l->first->end >= l->limits.max_count ||
				       (l->limits.max_age_us && l->first->newest_us < oldest_us)))
		drop_first(l);
}

void log_append(struct log *l, struct message *m)
{
	size_t bytes = entry_size(m);
	struct entry *e = grow(l, m, bytes);

	if (!e)
		e = reserve(l, bytes);
	entry_fill(e, m);
	while (!segment_commit(l->last, e, l->next)) {
		e = reserve(l, bytes);
		entry_fill(e, m);
	}
	m->offset = e->offset;
	m->staged = NULL;
	l->next += e->count;
	entry_point(e, m);
	keep_limits(l);
	log_appended(l);
}

uint64_t log_first(const struct log *l)
{
	uint64_t first = l->first ? l->first->base : l->next;

	return first > l->start ? first : l->start;
}

uint64_t log_next(const struct log *l)
{
	return l->next;
}

struct entry *log_entry(const struct log *l, uint64_t offset)
{
	const struct log_segment *s = l->last;

	if (!s || offset >= l->next || offset < log_first(l))
		return NULL;
	if (offset < s->base)
		for (s = l->first; offset >= s->end;)
			s = s->next;
	return segment_find(s, offset);
}

enum log_read log_read(struct log *l, uint64_t *offset, struct message *out)
{
	struct entry *e;

	keep_limits(l);
	if (*offset >= l->next)
		return LOG_READ_END;
	if (*offset < log_first(l)) {
		*offset = log_first(l);
		return LOG_READ_GONE;
	}
	e = log_entry(l, *offset);
	entry_view(l->broker, e, out);
	out->address = broker_address(l->broker, entry_address(e), e->separator);
	*offset = e->offset + e->count;
	return LOG_READ_OK;
}

void log_truncate_before(struct log *l, uint64_t offset)
{
	if (offset > l->next)
		offset = l->next;
	if (offset > l->start)
		l->start = offset;
	while (l->first && l->first != l->last && l->first->end <= l->start)
		drop_first(l);
}
