/* Those who wait for more: told once a turn, when all that came in it is there. */
#include "broker/core.h"
#include "broker/logs.h"

void log_appended(struct log *l)
{
	if (!l->waiters || l->appended)
		return;
	l->appended = true;
	l->next_appended = l->broker->appended;
	l->broker->appended = l;
	broker_need_turn(l->broker);
}

void log_watch(struct log *l, struct waiter *w)
{
	log_unwatch(w);
	w->next = l->waiters;
	w->link = &l->waiters;
	if (w->next)
		w->next->link = &w->next;
	l->waiters = w;
}

void log_unwatch(struct waiter *w)
{
	if (!w->link)
		return;
	*w->link = w->next;
	if (w->next)
		w->next->link = w->link;
	w->next = NULL;
	w->link = NULL;
}

void logs_wake(struct broker *b)
{
	struct log *l = b->appended;

	b->appended = NULL;
	for (struct log *next; l; l = next) {
		struct waiter *list = l->waiters;

		next = l->next_appended;
		l->appended = false;
		l->waiters = NULL;
		if (list)
			list->link = &list;
		while (list) {
			struct waiter *w = list;

			log_unwatch(w);
			w->wake(w);
		}
	}
}
