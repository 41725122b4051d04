/* The one sentence that says how an expectation was not met. */
#include "base/text.h"
#include "scenario/internal.h"

static const struct {
	const char *did, *did_not;
} sessions[] = {
	[SESSION_CONNECTED] = {"connected",     "did not connect"   },
	[SESSION_REFUSED] = { "was refused",  "was not refused"   },
	[SESSION_SUBSCRIBED] = { "subscribed",   "did not subscribe" },
	[SESSION_DISCONNECTED] = { "disconnected", "did not disconnect"},
};

static void subject(struct buf *b, const struct wanted *w, const char *anybody)
{
	if (w->client.ptr)
		buf_printf(b, "client %.*s", SLICE_FMT(w->client));
	else
		buf_str(b, anybody);
}

/* " to orders (server production)" */
static void object(struct buf *b, const struct wanted *w)
{
	const struct channel *ch = w->of->where.channel;

	if (ch)
		buf_printf(b, " to %.*s", SLICE_FMT(ch->name));
	if (w->of->server.ptr)
		buf_printf(b, " (server %.*s)", SLICE_FMT(w->of->server));
}

static void session_too_few(struct buf *b, const struct claim *c)
{
	const struct wanted *w = &c->wanted;

	if (w->min > 1) {
		buf_printf(b, "%zu of %zu times ", c->n, w->min);
		subject(b, w, "a client");
		buf_printf(b, " %s", sessions[w->of->session].did);
	} else {
		subject(b, w, "no client");
		buf_printf(b, " %s",
			   w->client.ptr ? sessions[w->of->session].did_not : sessions[w->of->session].did);
	}
	object(b, w);
}

void headline_too_few(struct buf *b, const struct claim *c, int64_t within_us)
{
	if (c->wanted.of->session) {
		session_too_few(b, c);
	} else {
		if (c->wanted.min > 1)
			buf_printf(b, "%zu of %zu times came ", c->n, c->wanted.min);
		else
			buf_str(b, "no ");
		wanted_name(b, &c->wanted);
		if (c->wanted.min <= 1)
			buf_str(b, " came");
	}
	buf_str(b, " within ");
	duration_add(b, within_us);
}

void headline_too_many(struct buf *b, const struct claim *c)
{
	const struct wanted *w = &c->wanted;
	bool session = w->of->session != SESSION_NONE;

	if (session) {
		subject(b, w, "a client");
		buf_printf(b, " %s", sessions[w->of->session].did);
		object(b, w);
	} else {
		wanted_name(b, w);
		buf_str(b, " came");
	}
	if (w->max) {
		buf_printf(b, " %zu times, where %zu %s to%s", c->n, w->max, w->max == 1 ? "was" : "were",
			   session ? " be" : " come");
		return;
	}
	buf_printf(b, ", where none was to%s for ", session ? "" : " come");
	duration_add(b, w->of->for_us);
}
