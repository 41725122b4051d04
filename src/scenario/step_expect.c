/* expect: claims on the ledger of arrivals.
 *
 * Entries are looked at once each, in order of arrival; an entry goes to the first claim listed that it fits
 * and that still takes some.  All claims met: what they counted is claimed. */
#include <stdlib.h>

#include "base/text.h"
#include "scenario/internal.h"

/* `nearest`: it failed for want of a message, and what came instead is of interest. */
static enum progress fail_claim(struct run *r, const struct claim *c, const char *sentence, bool nearest)
{
	BUF_AUTO struct buf b = BUF_INIT(0), brief = BUF_INIT(0);

	explain_claim(&b, &brief, r, c, nearest);
	return run_fail(r, c->wanted.of->at, buf_cstr(&b), "%s%s", sentence, buf_cstr(&brief));
}

static bool start_claim(struct run *r, const struct expectation *e, struct claim *c)
{
	const struct captured *after;

	if (!wanted_fill(&c->wanted, e, &r->scope)) {
		run_fail(r, r->scope.at.file ? r->scope.at : e->at, NULL, "%s", r->scope.why);
		return false;
	}
	after = e->after.ptr && !e->after_now ? captured_find(r, e->after) : NULL;
	c->wanted.after = e->after_now ? ledger_last_seq(r) : after ? after->seq : 0;
	return true;
}

enum progress expect_start(struct run *r)
{
	const struct expect *e = &r->step->expect;

	r->expect.list = arena_array(&r->arena, struct claim, e->n);
	r->expect.n = e->n;
	for (size_t i = 0; i < e->n; i++)
		if (!start_claim(r, &e->list[i], &r->expect.list[i]))
			return PROGRESS_FAILED;
	return PROGRESS_WAIT;
}

void expect_end(struct run *r)
{
	for (size_t i = 0; i < r->expect.n; i++)
		map_release(&r->expect.list[i].seen);
}

/* Without `for` a claim is content once it has enough; without `count` one is enough. */
static bool takes_more(const struct claim *c)
{
	const struct wanted *w = &c->wanted;

	if (!w->has_count)
		return !c->n;
	return w->of->for_us >= 0 || c->n < w->min;
}

/* In a list that is ordered, a claim waits for those above it. */
static bool is_open(const struct run *r, size_t i)
{
	for (size_t k = 0; r->step->expect.ordered && k < i; k++)
		if (r->expect.list[k].n < r->expect.list[k].wanted.min)
			return false;
	return true;
}

static bool is_overtaken(const struct run *r, size_t i)
{
	for (size_t k = i + 1; r->step->expect.ordered && k < r->expect.n; k++)
		if (r->expect.list[k].n)
			return true;
	return false;
}

/* The value that distinct, rising or per names; numbers that are equal read alike. */
static bool value_at(struct run *r, struct entry *e, struct slice pointer, struct node **out)
{
	*out = node_at(entry_value(&r->ledger, e), pointer);
	return *out != NULL;
}

static void write_by_value(struct buf *b, const struct node *n)
{
	int64_t whole;

	if (node_int(n, &whole))
		buf_signed(b, whole);
	else
		node_write_json(b, n);
}

static struct slice series_key(struct run *r, const struct expectation *x, struct entry *e, const char *rule,
			       const struct node *value)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct node *per = NULL;

	buf_printf(&b, "%s\n", rule);
	if (x->per.ptr && value_at(r, e, x->per, &per))
		write_by_value(&b, per);
	buf_char(&b, '\n');
	if (value)
		write_by_value(&b, value);
	return arena_copy(&r->arena, buf_view(&b));
}

static enum progress say_series(struct run *r, struct claim *c, const char *rule, struct slice pointer,
				const char *what, const struct node *value, const struct entry *before)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	BUF_AUTO struct buf v = BUF_INIT(0);

	if (value) {
		value_write(&v, value, 80);
		buf_char(&v, ' ');
	}
	buf_printf(&b, "%s %.*s does not hold: %.*s%s", rule, SLICE_FMT(pointer), SLICE_FMT(buf_view(&v)),
		   what);
	if (before)
		buf_printf(&b, " (that came at +%.3f s)", (double)before->since_us / 1e6);
	return fail_claim(r, c, buf_cstr(&b), false);
}

static bool check_distinct(struct run *r, struct claim *c, struct entry *e)
{
	const struct expectation *x = c->wanted.of;
	struct node *value;
	struct slice key;
	const struct entry *before;

	if (!x->distinct.ptr)
		return true;
	if (!value_at(r, e, x->distinct, &value)) {
		say_series(r, c, "distinct", x->distinct, "a message has no such value", NULL, NULL);
		return false;
	}
	key = series_key(r, x, e, "distinct", value);
	before = map_get(&c->seen, key);
	if (before)
		say_series(r, c, "distinct", x->distinct, "came twice", value, before);
	else
		map_put(&c->seen, key, e);
	return !before;
}

static bool is_greater(const struct node *a, const struct node *b)
{
	int64_t x, y;

	if (node_int(a, &x) && node_int(b, &y))
		return x > y;
	if (node_is(a, NODE_NUMBER) && node_is(b, NODE_NUMBER) && !node_equal(a, b)) {
		BUF_AUTO struct buf p = BUF_INIT(0), q = BUF_INIT(0);

		buf_slice(&p, a->text);
		buf_slice(&q, b->text);
		return strtold(buf_cstr(&p), NULL) > strtold(buf_cstr(&q), NULL);
	}
	return node_is(a, NODE_TEXT) && node_is(b, NODE_TEXT) && slice_compare(a->text, b->text) > 0;
}

static bool check_rising(struct run *r, struct claim *c, struct entry *e)
{
	const struct expectation *x = c->wanted.of;
	struct node *value, *last;
	struct slice key;
	struct entry *before;

	if (!x->rising.ptr)
		return true;
	if (!value_at(r, e, x->rising, &value)) {
		say_series(r, c, "rising", x->rising, "a message has no such value", NULL, NULL);
		return false;
	}
	key = series_key(r, x, e, "rising", NULL);
	before = map_get(&c->seen, key);
	if (before && value_at(r, before, x->rising, &last) && !is_greater(value, last)) {
		BUF_AUTO struct buf b = BUF_INIT(0);

		buf_str(&b, "came after ");
		value_write(&b, last, 80);
		say_series(r, c, "rising", x->rising, buf_cstr(&b), value, before);
		return false;
	}
	map_put(&c->seen, key, e);
	return true;
}

static enum progress too_many(struct run *r, struct claim *c)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	headline_too_many(&b, c);
	return fail_claim(r, c, buf_cstr(&b), false);
}

static bool take(struct run *r, size_t i, struct entry *e)
{
	struct claim *c = &r->expect.list[i];

	c->counted = arena_grow(&r->arena, c->counted, c->n, &c->room, sizeof(*c->counted));
	c->counted[c->n++] = e;
	if (c->n > c->wanted.max)
		return too_many(r, c) != PROGRESS_FAILED;
	if (is_overtaken(r, i)) {
		fail_claim(r, c, "a message came after one that is listed below it, and the list is ordered",
			   false);
		return false;
	}
	return check_distinct(r, c, e) && check_rising(r, c, e);
}

static bool fits(struct run *r, const struct claim *c, struct entry *e)
{
	struct arena scratch = ARENA_INIT;
	struct fit fit = { .values.arena = &scratch };
	bool yes = e->seq > c->wanted.after && wanted_fits(&c->wanted, &r->ledger, r->judge, e, &fit);

	arena_free(&scratch);
	return yes;
}

static bool look_at(struct run *r, struct entry *e)
{
	if (e->ours || e->claimed)
		return true;
	for (size_t i = 0; i < r->expect.n; i++) {
		struct claim *c = &r->expect.list[i];

		if (takes_more(c) && is_open(r, i) && fits(r, c, e))
			return take(r, i, e);
	}
	return true;
}

static enum progress too_few(struct run *r, const struct claim *c, int64_t within)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	headline_too_few(&b, c, within);
	return fail_claim(r, c, buf_cstr(&b), true);
}

/* Has the count been reached in time, and held as long as it must? */
static enum progress poll_claim(struct run *r, struct claim *c)
{
	int64_t now = run_now(r), within = step_within(r, c->wanted.of->within_us);
	int64_t deadline = r->step_began_us + within, hold;

	if (!c->reached && c->n >= c->wanted.min) {
		c->reached = true;
		c->reached_us = now;
	}
	if (!c->reached && now >= deadline)
		return too_few(r, c, within);
	if (!c->reached) {
		run_wake_at(r, deadline);
		return PROGRESS_WAIT;
	}
	hold = c->reached_us + (c->wanted.of->for_us > 0 ? c->wanted.of->for_us : 0);
	if (now >= hold)
		return PROGRESS_DONE;
	run_wake_at(r, hold);
	return PROGRESS_WAIT;
}

static void claim_all(struct run *r)
{
	for (size_t i = 0; i < r->expect.n; i++) {
		struct claim *c = &r->expect.list[i];
		const struct node *count = c->wanted.of->count;
		bool is_list = count && (node_is(count, NODE_MAP) || c->wanted.min != 1);

		for (size_t k = 0; k < c->n; k++)
			c->counted[k]->claimed = true;
		capture_entries(r, c->wanted.of->as, c->counted, c->n, is_list);
	}
}

enum progress expect_poll(struct run *r)
{
	bool all = true;

	for (; r->expect.cursor < r->ledger.n; r->expect.cursor++)
		if (!look_at(r, r->ledger.list[r->expect.cursor]))
			return PROGRESS_FAILED;
	for (size_t i = 0; i < r->expect.n; i++) {
		enum progress p = poll_claim(r, &r->expect.list[i]);

		if (p == PROGRESS_FAILED)
			return p;
		all &= p == PROGRESS_DONE;
	}
	if (!all)
		return PROGRESS_WAIT;
	claim_all(r);
	return PROGRESS_DONE;
}
