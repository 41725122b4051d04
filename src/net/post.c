/* The one way in for other threads: a list pushed to without a lock, and a wake-up. */
#include <stdlib.h>

#include "base/memory.h"
#include "net/loop_state.h"

struct post {
	void (*fn)(void *arg);
	void *arg;
	struct post *next;
};

/* They are pushed newest first and must run in the order of posting. */
static struct post *take_in_order(struct loop *l)
{
	struct post *newest = atomic_exchange(&l->posts, NULL), *oldest = NULL;

	while (newest) {
		struct post *next = newest->next;

		newest->next = oldest;
		oldest = newest;
		newest = next;
	}
	return oldest;
}

static void on_wake(struct ev_loop *ev, ev_async *w, int events)
{
	struct post *p = take_in_order(w->data), *next;

	(void)ev;
	(void)events;
	for (; p; p = next) {
		next = p->next;
		p->fn(p->arg);
		free(p);
	}
}

void loop_post(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct post *p = NEW(struct post);

	p->fn = fn;
	p->arg = arg;
	p->next = atomic_load(&l->posts);
	while (!atomic_compare_exchange_weak(&l->posts, &p->next, p))
		;
	ev_async_send(l->ev, &l->wake);
}

void posts_init(struct loop *l)
{
	atomic_init(&l->posts, NULL);
	ev_async_init(&l->wake, on_wake);
	l->wake.data = l;
	ev_async_start(l->ev, &l->wake);
}

void posts_release(struct loop *l)
{
	struct post *p = take_in_order(l), *next;

	ev_async_stop(l->ev, &l->wake);
	for (; p; p = next) {
		next = p->next;
		free(p);
	}
}
