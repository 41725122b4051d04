/* A hold points at an entry in a log; when the log drops it, at a copy of its own. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/logs.h"
#include "broker/segment.h"

struct hold {
	struct broker *broker;
	struct address *address; /* used */
	struct entry *entry;	 /* in a segment, or owned */
	bool owned;
	uint32_t users;
	struct hold *next, **link; /* of the segment's */
};

static struct hold *hold_new(struct broker *b, struct address *a, struct entry *e)
{
	struct hold *h = memory_resize(NULL, sizeof(*h));

	*h = (struct hold){ .broker = b, .address = a, .entry = e, .users = 1 };
	address_use(a);
	e->hold = h;
	return h;
}

/* Its entry in the log of its address; NULL when it was not appended there, or is gone. */
static struct entry *find_entry(const struct message *m)
{
	struct entry *e = log_entry(message_log(m), m->offset);

	return e && m->seq && e->seq == m->seq ? e : NULL;
}

static struct hold *hold_copy(struct broker *b, const struct message *m)
{
	size_t bytes = entry_size(m);
	struct entry *e = memory_new(bytes);
	struct hold *h;

	e->size = (uint32_t)bytes;
	e->offset = m->offset;
	entry_fill(e, m);
	h = hold_new(b, m->address, e);
	h->owned = true;
	return h;
}

static void link_to(struct hold *h, struct log_segment *s)
{
	h->next = s->holds;
	h->link = &s->holds;
	if (h->next)
		h->next->link = &h->next;
	s->holds = h;
}

static void unlink_from(struct hold *h)
{
	*h->link = h->next;
	if (h->next)
		h->next->link = h->link;
	h->next = NULL;
	h->link = NULL;
}

struct hold *message_hold(struct broker *b, struct message *m)
{
	struct entry *e;
	struct hold *h = m->hold;

	if (!h) {
		e = find_entry(m);
		if (!e)
			return hold_copy(b, m);
		h = e->hold;
		if (!h) {
			h = hold_new(b, m->address, e);
			link_to(h, segment_of(e));
			return h;
		}
	}
	h->users++;
	return h;
}

void hold_copy_out(struct hold *h)
{
	struct entry *copy = memory_resize(NULL, h->entry->size);

	memcpy(copy, h->entry, h->entry->size);
	unlink_from(h);
	h->entry = copy;
	h->owned = true;
}

void hold_release(struct hold *h)
{
	if (!h || --h->users)
		return;
	if (h->owned) {
		free(h->entry);
	} else {
		h->entry->hold = NULL;
		unlink_from(h);
	}
	address_drop(h->broker, h->address);
	free(h);
}

void hold_view(const struct hold *h, struct message *out)
{
	entry_view(h->broker, h->entry, out);
	out->address = h->address;
	out->hold = (struct hold *)h;
}

size_t hold_bytes(const struct hold *h)
{
	return h->entry->size;
}
