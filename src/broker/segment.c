/* Segments: the memory of logs.  What is dropped is buried until the turn ends, since a delivery may still be
 * looking at it, and then used again: a log that is full allocates nothing. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/logs.h"
#include "broker/segment.h"

enum { MOST_SPARE = 16 };

static struct log_segment *spare_take(struct broker *b, size_t size)
{
	for (struct log_segment **link = &b->spare; *link; link = &(*link)->next) {
		struct log_segment *s = *link;

		if (s->size == size) {
			*link = s->next;
			b->n_spare--;
			return s;
		}
	}
	return NULL;
}

struct log_segment *segment_new(struct broker *b, size_t size, uint64_t base)
{
	struct log_segment *s = spare_take(b, size);

	if (!s)
		s = memory_resize(NULL, sizeof(*s) + size); /* pages that nobody writes cost nothing */
	*s = (struct log_segment){ .base = base, .end = base, .size = size };
	return s;
}

void segment_bury(struct broker *b, struct log_segment *s)
{
	while (s->holds)
		hold_copy_out(s->holds);
	s->next = b->buried;
	b->buried = s;
	broker_need_turn(b);
}

void segments_reclaim(struct broker *b)
{
	while (b->buried) {
		struct log_segment *s = b->buried;

		b->buried = s->next;
		if (b->n_spare == MOST_SPARE || s->size > SEGMENT_LARGEST) {
			free(s);
			continue;
		}
		s->next = b->spare;
		b->spare = s;
		b->n_spare++;
	}
}

void segments_release(struct broker *b)
{
	segments_reclaim(b);
	while (b->spare) {
		struct log_segment *s = b->spare;

		b->spare = s->next;
		free(s);
	}
	b->n_spare = 0;
}

/* Slot i of the index, counted from the segment's end. */
static uint32_t *slot(const struct log_segment *s, size_t i)
{
	return (uint32_t *)(void *)(s->bytes + s->size) - 1 - i;
}

static size_t index_bytes(const struct log_segment *s)
{
	return ((size_t)s->n + 1) * sizeof(uint32_t);
}

struct entry *segment_reserve(struct log_segment *s, size_t size)
{
	struct entry *e;

	if (s->used + size + index_bytes(s) > s->size)
		return NULL;
	e = (struct entry *)(void *)(s->bytes + s->used);
	e->at = s->used;
	e->size = (uint32_t)size;
	e->hold = NULL;
	s->used += (uint32_t)size;
	return e;
}

bool segment_commit(struct log_segment *s, struct entry *e, uint64_t offset)
{
	if (s->used + index_bytes(s) > s->size)
		return false;
	e->offset = offset;
	*slot(s, s->n++) = e->at;
	s->end = offset + e->count;
	s->newest_us = e->wall_us;
	return true;
}

struct log_segment *segment_of(struct entry *e)
{
	return (struct log_segment *)(void *)((char *)e - e->at - offsetof(struct log_segment, bytes));
}

static struct entry *entry_at(const struct log_segment *s, size_t i)
{
	return (struct entry *)(void *)(s->bytes + *slot(s, i));
}

struct entry *segment_find(const struct log_segment *s, uint64_t offset)
{
	size_t low = 0, high = s->n;

	if (offset < s->base || offset >= s->end)
		return NULL;
	if (s->end - s->base == s->n) /* no batches among them */
		return entry_at(s, offset - s->base);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (entry_at(s, middle)->offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return entry_at(s, low);
}
