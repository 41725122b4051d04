/* fault: disconnect.  On until its `times` or `for` are up, or the scenario ends: a session that it means is
 * cut now, and again whenever it comes back. */
#include "scenario/internal.h"

static bool is_meant(const struct active_fault *f, const struct session *s)
{
	return s->connected && s->origin == ORIGIN_CLIENT && s->calls &&
	       (!f->client.ptr || slice_eq(s->client, f->client)) &&
	       (!f->server.ptr || (s->face && slice_eq(s->face->name, f->server)));
}

static void cut(struct active_fault *f, struct session *s)
{
	if (!f->left || !is_meant(f, s))
		return;
	if (f->left != SIZE_MAX)
		f->left--;
	s->calls->disconnect(s, true, "a fault of the scenario");
}

enum progress fault_start(struct run *r)
{
	const struct fault_step *step = &r->step->fault;
	struct active_fault *f = arena_new(&r->arena, struct active_fault);
	struct node *times;
	int64_t n;

	*f = (struct active_fault){ .server = step->server,
				    .left = SIZE_MAX,
				    .until_us = step->for_us < 0 ? INT64_MAX : run_now(r) + step->for_us,
				    .cursor = r->ledger.n,
				    .next = r->faults };
	if (!run_text(r, step->client, &f->client) || !run_value(r, step->times, &times))
		return PROGRESS_FAILED;
	if (times && (!node_int(times, &n) || n < 1))
		return run_fail(r, r->step->at, NULL, "\"times\" is a whole number from 1 on");
	if (times)
		f->left = (size_t)n;
	capture_moment(r, r->step->as, NULL);
	for (struct session *s = broker_first_session(r->broker), *next; s; s = next) {
		next = s->next;
		cut(f, s);
	}
	r->faults = f;
	return PROGRESS_DONE;
}

static void cut_newcomer(struct run *r, struct active_fault *f, const struct entry *e)
{
	for (struct session *s = broker_first_session(r->broker), *next; s; s = next) {
		next = s->next;
		if (slice_eq(s->client, e->client))
			cut(f, s);
	}
}

void faults_apply(struct run *r)
{
	for (struct active_fault *f = r->faults; f; f = f->next)
		for (; f->cursor < r->ledger.n; f->cursor++)
			if (r->ledger.list[f->cursor]->kind == EVENT_CONNECTED && run_now(r) < f->until_us)
				cut_newcomer(r, f, r->ledger.list[f->cursor]);
}
