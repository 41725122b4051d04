/* The last value of each address: a hold, in a list in the order of keeping. */
#include "broker/core.h"

static void unlink_address(struct broker *b, struct address *a)
{
	for (struct retained_walk *w = b->walks; w; w = w->outer)
		if (w->next == a)
			w->next = a->kept_after;
	*(a->kept_before ? &a->kept_before->kept_after : &b->first_kept) = a->kept_after;
	*(a->kept_after ? &a->kept_after->kept_before : &b->last_kept) = a->kept_before;
	a->kept_before = a->kept_after = NULL;
}

void address_forget(struct broker *b, struct address *a)
{
	struct hold *h = a->last;

	if (!h)
		return;
	unlink_address(b, a);
	a->last = NULL;
	b->retained_bytes -= hold_bytes(h);
	hold_release(h);
}

bool address_retain(struct broker *b, struct message *m)
{
	struct address *a = m->address;
	size_t kept = b->retained_bytes - (a->last ? hold_bytes(a->last) : 0);
	struct hold *h;

	if (!m->payload.len) {
		address_forget(b, a);
		return true;
	}
	h = message_hold(b, m);
	if (kept + hold_bytes(h) > LIMIT_RETAINED_BYTES) {
		hold_release(h);
		return false;
	}
	address_forget(b, a);
	a->last = h;
	b->retained_bytes += hold_bytes(h);
	a->kept_before = b->last_kept;
	*(a->kept_before ? &a->kept_before->kept_after : &b->first_kept) = a;
	b->last_kept = a;
	return true;
}

/* False: stop. */
static bool give(struct broker *b, struct address *a, message_fn *each, void *arg)
{
	struct message m, again;
	struct hold *h;
	bool go_on;

	hold_view(a->last, &m);
	if (m.expires_us && m.expires_us <= broker_wall_us(b)) {
		address_forget(b, a);
		return true;
	}
	h = message_hold(b, &m); /* `each` may replace it */
	hold_view(h, &again);
	again.flags |= MSG_WAS_RETAINED;
	go_on = each(arg, &again);
	hold_release(h);
	return go_on;
}

static struct address *literal_address(struct broker *b, const struct pattern *p)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	for (unsigned i = 0; i < p->n; i++) {
		if (i)
			buf_char(&text, p->separator);
		buf_slice(&text, p->segments[i].text);
	}
	return broker_address_find(b, buf_view(&text));
}

void broker_each_retained(struct broker *b, const struct pattern *p, message_fn *each, void *arg)
{
	struct retained_walk w = { .next = b->first_kept, .outer = b->walks };
	struct address *a;
	bool go_on = true;

	if (pattern_is_literal(p)) {
		a = literal_address(b, p);
		if (a && a->last)
			give(b, a, each, arg);
		return;
	}
	b->walks = &w;
	while (go_on && w.next) {
		a = w.next;
		w.next = a->kept_after;
		if (pattern_matches(p, a->text))
			go_on = give(b, a, each, arg);
	}
	b->walks = w.outer;
}
