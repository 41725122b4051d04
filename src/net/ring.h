/* A circular list whose links stand in what it lists: adding and removing cost no search and no memory. */
#ifndef NET_RING_H
#define NET_RING_H

#include <stdbool.h>
#include <stddef.h>

/* The head of a list, or a link in one.  Zero: a link in no list. */
struct ring {
	struct ring *next, *previous;
};

static inline void ring_init(struct ring *head)
{
	head->next = head->previous = head;
}

static inline bool ring_is_empty(const struct ring *head)
{
	return head->next == head;
}

static inline bool ring_is_linked(const struct ring *link)
{
	return link->next != NULL;
}

/* At the end; `link` is in no list. */
static inline void ring_add(struct ring *head, struct ring *link)
{
	link->next = head;
	link->previous = head->previous;
	head->previous->next = link;
	head->previous = link;
}

/* In front of all others; `link` is in no list. */
static inline void ring_add_first(struct ring *head, struct ring *link)
{
	ring_add(head->next, link);
}

/* Nothing when it is in no list. */
static inline void ring_remove(struct ring *link)
{
	if (!link->next)
		return;
	link->next->previous = link->previous;
	link->previous->next = link->next;
	link->next = link->previous = NULL;
}

/* All of `from` into the empty list `to`. */
static inline void ring_move(struct ring *from, struct ring *to)
{
	ring_init(to);
	if (ring_is_empty(from))
		return;
	*to = *from;
	to->next->previous = to->previous->next = to;
	ring_init(from);
}

#endif
