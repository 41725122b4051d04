/* Brokers that are turned by the loop: told the time when a turn begins, and again when its events are done.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "net/listener.h"
#include "net/loop_state.h"

struct turner {
	struct ring of_loop;
	struct loop *loop;
	struct broker *broker; /* borrowed */
};

/* Every turn asks every broker; all that is needed is that there is a next turn. */
static void on_broker_wake(void *arg)
{
	struct turner *t = arg;

	loop_again(t->loop);
}

struct turner *loop_attach(struct loop *l, struct broker *b)
{
	struct turner *t = NEW(struct turner);

	t->loop = l;
	t->broker = b;
	ring_add(&l->turners, &t->of_loop);
	broker_on_wake(b, on_broker_wake, t);
	loop_again(l);
	return t;
}

void loop_detach(struct turner *t)
{
	if (!t)
		return;
	broker_on_wake(t->broker, NULL, NULL);
	if (t->loop->next_turner == &t->of_loop)
		t->loop->next_turner = t->of_loop.next;
	ring_remove(&t->of_loop);
	free(t);
}

/* A broker's timer may end other mocks, and its own turner: the place in the list is the loop's. */
int64_t turners_turn(struct loop *l)
{
	int64_t soonest = TIMER_NEVER;

	for (struct ring *at = l->turners.next; at != &l->turners; at = l->next_turner) {
		struct turner *t = container_of(at, struct turner, of_loop);
		int64_t due;

		l->next_turner = at->next;
		due = broker_turn(t->broker, l->now_us);
		if (due != TIMER_NEVER && (soonest == TIMER_NEVER || due < soonest))
			soonest = due;
	}
	l->next_turner = NULL;
	return soonest;
}
