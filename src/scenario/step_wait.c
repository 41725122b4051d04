/* wait: states that hold now, lines of output, an end, or time. */
#include <sys/wait.h>

#include "base/text.h"
#include "mock/overlap.h"
#include "scenario/internal.h"
#include "scenario/line_pattern.h"

static bool is_meant(const struct session *s, struct slice client, struct slice server)
{
	return s->connected && s->origin == ORIGIN_CLIENT && (!client.ptr || slice_eq(s->client, client)) &&
	       (!server.ptr || (s->face && slice_eq(s->face->name, server)));
}

static bool covers(const struct subscription *sub, const struct where *w, struct slice address)
{
	if (!w->channel)
		return true;
	if (address.ptr)
		return pattern_matches(sub->pattern, address);
	return pattern_overlaps(sub->pattern, w->channel, NULL, NULL);
}

/* A step that names parameters, or a concrete address, wants a subscription to just that. */
static bool address_of(struct run *r, const struct where *w, struct slice *address)
{
	struct send s = { .where = *w };

	*address = w->address;
	if (w->address.ptr || !w->params || !w->channel)
		return true;
	return parcel_address(r, &s, address);
}

static enum progress is_subscribed(struct run *r, const struct wait *w, struct slice client)
{
	struct slice address;

	if (!address_of(r, &w->where, &address))
		return PROGRESS_FAILED;
	for (struct session *s = broker_first_session(r->broker); s; s = s->next)
		for (const struct subscription *sub = s->subscriptions; sub; sub = sub->next_of_session)
			if (is_meant(s, client, w->server) && !sub->gone && covers(sub, &w->where, address))
				return PROGRESS_DONE;
	return PROGRESS_WAIT;
}

static bool is_connected(struct run *r, const struct wait *w, struct slice client)
{
	for (struct session *s = broker_first_session(r->broker); s; s = s->next)
		if (is_meant(s, client, w->server))
			return true;
	return false;
}

static bool is_waited_for(const struct run *r, const struct wait *w, size_t i)
{
	return w->program < 0 || w->program == (int)i || r->scenario->n_programs == 1;
}

static enum progress has_said(struct run *r, const struct wait *w)
{
	for (size_t i = 0; i < r->scenario->n_programs; i++)
		if (is_waited_for(r, w, i) &&
		    line_pattern_finds(w->compiled, buf_view(&r->programs[i].output)))
			return PROGRESS_DONE;
	return PROGRESS_WAIT;
}

static enum progress has_exited(struct run *r, const struct wait *w, struct loc at)
{
	for (size_t i = 0; i < r->scenario->n_programs; i++) {
		const struct running_program *p = &r->programs[i];
		BUF_AUTO struct buf b = BUF_INIT(0), details = BUF_INIT(0);

		if (!is_waited_for(r, w, i) || !p->child)
			continue;
		if (!p->exited)
			return PROGRESS_WAIT;
		if (WIFEXITED(p->status) && WEXITSTATUS(p->status) == w->exit_status)
			continue;
		program_name_write(&b, r, p);
		buf_char(&b, ' ');
		status_write(&b, p->status);
		last_words_write(&details, r, p);
		return run_fail(r, at, buf_cstr(&details), "%s; status %d was awaited", buf_cstr(&b),
				w->exit_status);
	}
	return PROGRESS_DONE;
}

static enum progress look(struct run *r, const struct wait *w, struct loc at, struct slice client)
{
	switch (w->kind) {
	case WAIT_SUBSCRIBED:
		return is_subscribed(r, w, client);
	case WAIT_CONNECTED:
		return is_connected(r, w, client) ? PROGRESS_DONE : PROGRESS_WAIT;
	case WAIT_DISCONNECTED:
		return is_connected(r, w, client) ? PROGRESS_WAIT : PROGRESS_DONE;
	case WAIT_OUTPUT:
		return has_said(r, w);
	case WAIT_EXITED:
		return has_exited(r, w, at);
	case WAIT_TIME:
		break;
	}
	return PROGRESS_DONE;
}

/* "client shop-1 did not connect", "nobody connected" */
static void write_absent(struct buf *b, struct slice client, const char *did, const char *did_not)
{
	if (client.ptr)
		buf_printf(b, "client %.*s %s", SLICE_FMT(client), did_not);
	else
		buf_printf(b, "nobody %s", did);
}

static void write_awaited(struct buf *b, const struct wait *w, struct slice client)
{
	const struct channel *ch = w->where.channel;

	switch (w->kind) {
	case WAIT_SUBSCRIBED:
		write_absent(b, client, "subscribed", "did not subscribe");
		buf_printf(b, " to %.*s",
			   SLICE_FMT(w->where.address.ptr ? w->where.address
				     : ch		  ? ch->name
							  : SLICE_LIT("anything")));
		break;
	case WAIT_CONNECTED:
		write_absent(b, client, "connected", "did not connect");
		break;
	case WAIT_DISCONNECTED:
		if (client.ptr)
			buf_printf(b, "client %.*s did not disconnect", SLICE_FMT(client));
		else
			buf_str(b, "not every client disconnected");
		break;
	case WAIT_OUTPUT:
		buf_printf(b, "no line of output matched %.*s", SLICE_FMT(w->pattern));
		break;
	default:
		buf_str(b, "the program did not end");
	}
}

enum progress wait_poll(struct run *r, const struct wait *w, struct loc at, int64_t began_us)
{
	int64_t due = began_us + (w->kind == WAIT_TIME ? w->us : step_within(r, w->within_us));
	BUF_AUTO struct buf said = BUF_INIT(0), details = BUF_INIT(0), us = BUF_INIT(0);
	struct slice client = SLICE_NONE;
	enum progress p;

	if (w->kind == WAIT_TIME && run_now(r) >= due)
		return PROGRESS_DONE;
	run_wake_at(r, due);
	if (w->kind == WAIT_TIME)
		return PROGRESS_WAIT;
	if (!run_text(r, w->client, &client))
		return PROGRESS_FAILED;
	p = look(r, w, at, client);
	if (p != PROGRESS_WAIT || run_now(r) < due)
		return p;
	write_awaited(&said, w, client);
	duration_add(&us, due - began_us);
	if (w->kind == WAIT_SUBSCRIBED || w->kind == WAIT_CONNECTED)
		explain_nobody(&details, r, w->where.channel ? w->where.channel->address : SLICE_NONE);
	last_words_write(&details, r, NULL);
	return run_fail(r, at, buf_cstr(&details), "%s within %s", buf_cstr(&said), buf_cstr(&us));
}
