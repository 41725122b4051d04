/* The words of a failure: what was awaited, the nearest that came and how it differs, what happened around,
 * and how to see it again. */
#include "base/text.h"
#include "record/verdict_json.h"
#include "scenario/internal.h"

enum { TIMELINE_ENTRIES = 20, SHOWN_PAYLOAD_BYTES = 120, UNCLAIMED_SHOWN = 20 };

#define INDENT "          " /* as wide as "awaited   " */

static void write_who(struct buf *b, const struct entry *e)
{
	struct slice who = e->ours ? SLICE_LIT("(we)") : e->client.len ? e->client : SLICE_LIT("(a client)");

	buf_printf(b, "%-12.*s ", SLICE_FMT(who));
}

/* On one line: white space, however long, as one blank. */
static void write_payload(struct buf *b, struct slice payload)
{
	BUF_AUTO struct buf one = BUF_INIT(0);

	for (size_t i = 0; i < payload.len && one.len <= SHOWN_PAYLOAD_BYTES; i++) {
		bool blank = payload.ptr[i] == '\n' || payload.ptr[i] == ' ' || payload.ptr[i] == '\t' ||
			     payload.ptr[i] == '\r';

		if (!blank)
			buf_char(&one, payload.ptr[i]);
		else if (one.len && one.data[one.len - 1] != ' ')
			buf_char(&one, ' ');
	}
	printable_add(b, buf_view(&one), SHOWN_PAYLOAD_BYTES);
}

static void write_message(struct buf *b, const struct entry *e)
{
	const struct message_model *m = e->model ? e->model : e->nearest;

	buf_printf(b, "%s      %.*s  ", e->violates ? "✗ sent" : "sent  ", SLICE_FMT(e->address));
	if (m)
		buf_printf(b, "%.*s  ", SLICE_FMT(m->name));
	write_payload(b, e->payload);
}

void entry_write(struct buf *b, const struct entry *e)
{
	buf_printf(b, "+%.3f s  ", (double)e->since_us / 1e6);
	write_who(b, e);
	if (e->kind == EVENT_ARRIVAL) {
		write_message(b, e);
		return;
	}
	if (e->address.len)
		buf_printf(b, "%-12s%.*s", event_name(e->kind), SLICE_FMT(e->address));
	else
		buf_str(b, event_name(e->kind));
	if (e->why)
		buf_printf(b, "  (%s)", e->why);
}

/* Beneath a message that breaks the contract: in what, and where that stands. */
static void write_breach(struct buf *b, const struct entry *e)
{
	const struct violation *v = e->violations;

	if (!e->violates || !e->n_violations)
		return;
	buf_printf(b, INDENT "                                    %.*s", SLICE_FMT(v->text));
	if (v->at.file) {
		buf_str(b, "  ");
		loc_write(b, v->at);
	}
	buf_char(b, '\n');
}

void timeline_write(struct buf *b, const struct run *r, size_t most)
{
	size_t first = r->ledger.n > most ? r->ledger.n - most : 0;

	if (!r->ledger.n) {
		buf_str(b, "timeline  nothing happened: no client connected\n");
		return;
	}
	if (first)
		buf_printf(b, "timeline  the last %zu of %zu\n", most, r->ledger.n);
	for (size_t i = first; i < r->ledger.n; i++) {
		buf_str(b, i || first ? INDENT : "timeline  ");
		entry_write(b, r->ledger.list[i]);
		buf_char(b, '\n');
		write_breach(b, r->ledger.list[i]);
	}
}

static void write_repeat(struct buf *b, const struct run *r)
{
	const struct scenario_defaults *d = r->scenario->file->defaults;

	buf_printf(b, "repeat    understudy run %s --seed %llu", r->scenario->file->path,
		   (unsigned long long)r->result.seed);
	for (size_t i = 0; i < d->n_set; i++)
		buf_printf(b, " --set '%.*s'", SLICE_FMT(d->set[i]));
	buf_char(b, '\n');
}

/* 'step 2 "the same order again ships nothing": ' */
static void write_step(struct buf *b, const struct run *r)
{
	if (!r->step)
		return;
	buf_printf(b, "%s %zu", r->phase == PHASE_FINALLY ? "finally, step" : "step", r->at + 1);
	if (r->step->name.ptr)
		buf_printf(b, " \"%.*s\"", SLICE_FMT(r->step->name));
	buf_str(b, ": ");
}

static void write_text(struct run *r, struct loc at, const char *details)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	buf_printf(&b, "%s:%u:%u: %.*s\n", at.file ? at.file : r->scenario->file->path, at.line, at.col,
		   SLICE_FMT(r->result.message));
	if (details && *details)
		buf_printf(&b, "\n%s", details);
	if (r->broker) {
		buf_char(&b, '\n');
		timeline_write(&b, r, TIMELINE_ENTRIES);
	}
	buf_char(&b, '\n');
	write_repeat(&b, r);
	r->result.text = arena_copy(&r->result.arena, buf_view(&b));
}

enum progress run_fail(struct run *r, struct loc at, const char *details, const char *fmt, ...)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	va_list ap;

	if (r->failed)
		return PROGRESS_FAILED;
	r->failed = true;
	write_step(&b, r);
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	r->result.status = SCENARIO_FAILED;
	r->result.at = at.line ? at : r->scenario->at;
	r->result.message = arena_copy(&r->result.arena, buf_view(&b));
	write_text(r, r->result.at, details);
	return PROGRESS_FAILED;
}

/* --- the nearest */

static void say(struct buf *b, bool *first, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void say(struct buf *b, bool *first, const char *fmt, ...)
{
	va_list ap;

	buf_str(b, *first ? "" : ", ");
	*first = false;
	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

static void say_violation(struct buf *b, bool *first, const struct violation *v)
{
	say(b, first, "it breaks the contract: %.*s (", SLICE_FMT(v->text));
	loc_write(b, v->at);
	buf_char(b, ')');
}

static void write_verdict(struct buf *b, bool *first, const struct entry *e)
{
	const struct violation *v = e->n_violations ? &e->violations[0] : NULL;

	if (!e->violates)
		say(b, first, "it conforms to the contract");
	else if (!v)
		say(b, first, "it breaks the contract");
	else
		say_violation(b, first, v);
}

static bool is_counted(const struct claim *c, const struct entry *e)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->counted[i] == e)
			return true;
	return false;
}

/* Of a list of expectations: one that took the message, or one above that an ordered list was still waiting
 * for.
 */
static void write_list_reasons(struct buf *b, bool *first, const struct run *r, const struct claim *c,
			       const struct entry *e)
{
	for (const struct claim *o = r->expect.list; o < r->expect.list + r->expect.n; o++) {
		BUF_AUTO struct buf name = BUF_INIT(0);

		wanted_name(&name, &o->wanted);
		if (o != c && is_counted(o, e)) {
			say(b, first, "the list's \"%s\" has taken it", buf_cstr(&name));
			return;
		}
		if (r->step->expect.ordered && o < c && o->wanted.min &&
		    (o->n < o->wanted.min || o->counted[o->wanted.min - 1]->seq > e->seq)) {
			say(b, first, "it came before \"%s\", which the ordered list has above it",
			    buf_cstr(&name));
			return;
		}
	}
}

static void write_sender(struct buf *b, bool *first, const struct claim *c, const struct entry *e)
{
	if (c->wanted.client.ptr && !slice_eq(c->wanted.client, e->client))
		say(b, first, "from %.*s", SLICE_FMT(e->client));
	else
		say(b, first, "by server %.*s", SLICE_FMT(e->server));
}

/* In one line each way in which it is not what was awaited. */
static void write_reasons(struct buf *b, const struct run *r, const struct claim *c, const struct entry *e,
			  const struct fit *f)
{
	const struct message_model *m = e->model ? e->model : e->nearest;
	bool first = true;

	if (!f->place)
		say(b, &first, "on another %s (%.*s)", e->kind == EVENT_ARRIVAL ? "address" : "channel",
		    SLICE_FMT(e->address));
	if (!f->model)
		say(b, &first, "it is another message (%.*s)", SLICE_FMT(m ? m->name : SLICE_LIT("unknown")));
	if (!f->verdict)
		write_verdict(b, &first, e);
	if (!f->sender)
		write_sender(b, &first, c, e);
	if (e->seq <= c->wanted.after)
		say(b, &first, "it came before %s%.*s%s", c->wanted.of->after_now ? "this step" : "\"",
		    SLICE_FMT(c->wanted.of->after_now ? SLICE_LIT("") : c->wanted.of->after),
		    c->wanted.of->after_now ? "" : "\"");
	if (e->claimed)
		say(b, &first, "an earlier step has claimed it");
	if (f->schema_text.ptr)
		say(b, &first, "%.*s", SLICE_FMT(f->schema_text));
	if (f->values.fields > f->values.equal)
		say(b, &first, "%zu of %zu field%s as wanted", f->values.equal, f->values.fields,
		    f->values.fields == 1 ? "" : "s");
	if (f->values.extra)
		say(b, &first, "it has %zu field%s more than is wanted", f->values.extra,
		    f->values.extra == 1 ? "" : "s");
	write_list_reasons(b, &first, r, c, e);
}

/* The same in one sentence, for a report's headline. */
static void write_brief(struct buf *brief, const struct entry *e, const struct buf *reasons,
			const struct fit *f)
{
	buf_printf(brief, "; the nearest, from %.*s: %.*s",
		   SLICE_FMT(e->client.len ? e->client : SLICE_LIT("a client")),
		   SLICE_FMT(buf_view(reasons)));
	if (!f->values.n)
		return;
	buf_printf(brief, " (%.*s is %.*s", SLICE_FMT(f->values.list[0].path),
		   SLICE_FMT(f->values.list[0].got));
	if (slice_is(f->values.list[0].want, "nothing"))
		buf_str(brief, ", where nothing is wanted)");
	else
		buf_printf(brief, ", not %.*s)", SLICE_FMT(f->values.list[0].want));
}

static void write_contract_place(struct buf *b, const struct wanted *w)
{
	const struct where *where = &w->of->where;
	struct loc at = where->model ? where->model->at : where->channel ? where->channel->at : LOC_NONE;

	if (!at.file)
		return;
	buf_str(b, "contract  ");
	loc_write(b, at);
	buf_char(b, '\n');
}

static void write_best(struct buf *b, struct buf *brief, const struct run *r, const struct claim *c,
		       const struct entry *e, const struct fit *f)
{
	BUF_AUTO struct buf reasons = BUF_INIT(0);

	write_reasons(&reasons, r, c, e, f);
	buf_str(b, "nearest   ");
	entry_write(b, e);
	buf_printf(b, "\n" INDENT "but %.*s\n", SLICE_FMT(buf_view(&reasons)));
	comparison_write(b, &f->values, INDENT);
	write_brief(brief, e, &reasons, f);
}

static void write_nearest(struct buf *b, struct buf *brief, struct run *r, const struct claim *c)
{
	struct arena scratch = ARENA_INIT;
	struct entry *best = NULL;
	struct fit best_fit = { 0 };
	unsigned best_score = 0;

	for (size_t i = 0; i < r->ledger.n; i++) {
		struct fit fit = { .values.arena = &scratch };
		struct entry *e = r->ledger.list[i];

		if (e->ours || is_counted(c, e))
			continue;
		wanted_fits(&c->wanted, &r->ledger, r->judge, e, &fit);
		if (fit_nearness(&fit) < best_score || !fit_nearness(&fit))
			continue;
		best = e;
		best_fit = fit;
		best_score = fit_nearness(&fit);
	}
	if (best)
		write_best(b, brief, r, c, best, &best_fit);
	else
		buf_str(b, "nearest   nothing like it came\n");
	arena_free(&scratch);
}

static void write_counted(struct buf *b, const struct claim *c)
{
	for (size_t i = 0; i < c->n && i < UNCLAIMED_SHOWN; i++) {
		buf_str(b, i ? INDENT : "came      ");
		entry_write(b, c->counted[i]);
		buf_char(b, '\n');
	}
}

void explain_claim(struct buf *b, struct buf *brief, struct run *r, const struct claim *c, bool nearest)
{
	const struct wanted *w = &c->wanted;

	buf_str(b, "awaited   ");
	wanted_name(b, w);
	if (w->has_count && !w->max)
		buf_str(b, ", never");
	else if (w->has_count && w->max == SIZE_MAX)
		buf_printf(b, ", %zu times or more", w->min);
	else if (w->has_count && w->min == w->max)
		buf_printf(b, ", exactly %zu time%s", w->min, w->min == 1 ? "" : "s");
	else if (w->has_count)
		buf_printf(b, ", %zu to %zu times", w->min, w->max);
	buf_char(b, '\n');
	wanted_details(b, w, INDENT);
	write_counted(b, c);
	if (nearest)
		write_nearest(b, brief, r, c);
	write_contract_place(b, w);
}

void explain_breach(struct buf *b, struct buf *brief, const struct entry *e)
{
	buf_printf(brief, "%.*s broke the contract on %.*s",
		   SLICE_FMT(e->client.len ? e->client : SLICE_LIT("a client")), SLICE_FMT(e->address));
	for (size_t i = 0; i < e->n_violations; i++) {
		const struct violation *v = &e->violations[i];

		buf_printf(b, "%s%.*s  ", i ? INDENT : "breaks    ", SLICE_FMT(v->text));
		loc_write(b, v->at);
		buf_char(b, '\n');
	}
	if (!e->n_violations)
		return;
	buf_printf(brief, ": %.*s (", SLICE_FMT(e->violations[0].text));
	loc_write(brief, e->violations[0].at);
	buf_char(brief, ')');
}

/* --- nobody listens */

static void write_subscriptions(struct buf *b, const struct session *s, bool *first)
{
	buf_printf(b, "%s%.*s is connected and subscribed to ", *first ? "clients   " : INDENT,
		   SLICE_FMT(s->client.len ? s->client : SLICE_LIT("a client")));
	*first = false;
	if (!s->subscriptions)
		buf_str(b, "nothing");
	for (const struct subscription *sub = s->subscriptions; sub; sub = sub->next_of_session)
		buf_printf(b, "%s%.*s", sub == s->subscriptions ? "" : ", ", SLICE_FMT(sub->pattern->text));
	buf_char(b, '\n');
}

/* Of all subscriptions the one that reads most like the address: mostly it is the one that was meant. */
static struct slice near_subscription(struct run *r, struct slice address)
{
	struct slice names[64];
	size_t n = 0;

	for (const struct session *s = broker_first_session(r->broker); s; s = s->next)
		for (const struct subscription *sub = s->subscriptions; sub && n < ARRAY_SIZE(names);
		     sub = sub->next_of_session)
			names[n++] = sub->pattern->text;
	return address.ptr ? nearest_name(address, names, n) : SLICE_NONE;
}

void explain_nobody(struct buf *b, struct run *r, struct slice address)
{
	struct slice near = near_subscription(r, address);
	bool first = true;

	for (const struct session *s = broker_first_session(r->broker); s; s = s->next)
		if (s->origin == ORIGIN_CLIENT && s->connected)
			write_subscriptions(b, s, &first);
	if (first)
		buf_str(b, "clients   none is connected\n");
	if (near.ptr)
		buf_printf(b, "nearest   %.*s\n", SLICE_FMT(near));
}

void list_unclaimed(struct run *r)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	for (size_t i = 0; i < r->ledger.n; i++) {
		const struct entry *e = r->ledger.list[i];

		if (e->kind != EVENT_ARRIVAL || e->ours || e->claimed)
			continue;
		if (r->result.n_unclaimed++ < UNCLAIMED_SHOWN) {
			entry_write(&b, e);
			buf_char(&b, '\n');
		}
	}
	if (r->result.n_unclaimed > UNCLAIMED_SHOWN)
		buf_printf(&b, "and %zu more\n", r->result.n_unclaimed - UNCLAIMED_SHOWN);
	r->result.unclaimed = arena_copy(&r->result.arena, buf_view(&b));
}
