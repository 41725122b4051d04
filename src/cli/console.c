/* One line per event.  The same violation is printed in full the first time; after that only its count, at
 * most once a second. */
#include "cli/console.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "record/line.h"
#include "record/verdict_json.h"

enum { COUNT_EVERY_US = 1000000, MOST_KINDS = 10000, SHOWN_CLIENT = 64, SHOWN_PAYLOAD = 200 };

/* One kind of violation: where in the contract, which keyword. */
struct kind {
	char *key; /* owned */
	uint64_t n, said;
};

struct console {
	struct observer observer;
	struct timer count_timer;
	struct broker *broker; /* borrowed */
	struct console_options o;
	struct judge *judge;
	struct map kinds;
	uint64_t messages, violating, connections; /* of the last: those that broke the contract */
	bool said_role;
};

enum colour { PLAIN, DIM, RED, GREEN, YELLOW, BOLD };

static const char *paint(const struct console *c, enum colour colour)
{
	static const char *const codes[] = { "\033[0m",	 "\033[2m",  "\033[31m",
					     "\033[32m", "\033[33m", "\033[1m" };

	return c->o.colour ? codes[colour] : "";
}

static void clock_add(struct buf *b, int64_t wall_us)
{
	BUF_AUTO struct buf whole = BUF_INIT(0);

	time_add(&whole, wall_us);
	buf_add(b, whole.data + 11, 12); /* HH:MM:SS.mmm */
}

static void put(const struct console *c, const struct buf *line)
{
	fwrite(line->data, 1, line->len, c->o.out);
	fflush(c->o.out);
}

static void begin(const struct console *c, struct buf *line, const struct event *e)
{
	buf_str(line, paint(c, DIM));
	clock_add(line, e->wall_us);
	buf_str(line, paint(c, PLAIN));
	buf_str(line, "  ");
	if (e->client.len)
		printable_add(line, e->client, SHOWN_CLIENT);
	else
		buf_str(line, e->face ? "(no client id)" : "understudy");
	buf_str(line, "  ");
}

/* "\"qos\":1,\"noLocal\":true" reads as "qos 1  noLocal true". */
static void detail_add(struct buf *line, struct slice detail)
{
	buf_str(line, "  ");
	for (size_t i = 0; i < detail.len; i++) {
		char c = detail.ptr[i];

		if (c == ',')
			buf_str(line, "  ");
		else if (c != '"')
			buf_char(line, c == ':' ? ' ' : c);
	}
}

static void say_session(struct console *c, const struct event *e)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	begin(c, &line, e);
	buf_str(&line, event_name(e->kind));
	if (e->address.ptr) {
		buf_str(&line, "  ");
		printable_add(&line, e->address, SHOWN_PAYLOAD);
	}
	if (e->detail.len && e->kind == EVENT_SUBSCRIBED)
		detail_add(&line, e->detail);
	if (e->why)
		buf_printf(&line, ": %s", e->why);
	buf_char(&line, '\n');
	put(c, &line);
}

/* Keywords whose sentence names what is wrong, rather than a value that differs each time. */
static bool sentence_tells(const struct violation *v)
{
	static const char *const keywords[] = { "address", "required", "additionalProperties", "direction" };

	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		if (!strcmp(v->keyword, keywords[i]))
			return true;
	return !v->at.file;
}

static struct kind *kind_of(struct console *c, const struct violation *v)
{
	BUF_AUTO struct buf key = BUF_INIT(0);
	struct kind *k;

	loc_write(&key, v->at);
	buf_printf(&key, " %s", v->keyword);
	if (sentence_tells(v))
		buf_printf(&key, ": %.*s", SLICE_FMT(v->text));
	k = map_get(&c->kinds, buf_view(&key));
	if (k || c->kinds.count >= MOST_KINDS)
		return k;
	k = NEW(struct kind);
	k->key = memory_copy(buf_cstr(&key));
	map_put(&c->kinds, slice_str(k->key), k);
	return k;
}

/* "(told by payload.type; orderCancelled: 3 violations)" */
static void say_runners_up(struct buf *line, const struct violations *v)
{
	const char *between = " (";

	if (v->told_by.ptr) {
		buf_printf(line, " (told by %.*s", SLICE_FMT(v->told_by));
		between = "; ";
	}
	for (size_t i = 0; i < v->n_runners_up; i++, between = ", ")
		buf_printf(line, "%s%.*s: %zu violation%s", between, SLICE_FMT(v->runners_up[i].message),
			   v->runners_up[i].violations, v->runners_up[i].violations == 1 ? "" : "s");
	if (v->told_by.ptr || v->n_runners_up)
		buf_char(line, ')');
}

static void say_receipt(struct buf *line, const struct receipt *r)
{
	if (r->nearest)
		buf_printf(line, "  %.*s", SLICE_FMT(r->nearest->name));
	say_runners_up(line, &r->violations);
	if (r->outcome != OUTCOME_ACCEPTED)
		buf_printf(line, "  (%s)", outcome_name(r->outcome));
}

static void say_violation(struct console *c, const struct event *e, const struct violation *v)
{
	struct kind *k = kind_of(c, v);
	BUF_AUTO struct buf line = BUF_INIT(0);

	if (k && k->n++) {
		if (!timer_is_armed(&c->count_timer))
			broker_arm(c->broker, &c->count_timer, broker_now_us(c->broker) + COUNT_EVERY_US);
		return;
	}
	if (k)
		k->said = 1;
	begin(c, &line, e);
	buf_printf(&line, "%s✗%s ", paint(c, RED), paint(c, PLAIN));
	if (e->message)
		printable_add(&line, e->message->address->text, SHOWN_PAYLOAD);
	else
		buf_str(&line, event_name(e->kind));
	buf_str(&line, "  ");
	buf_slice(&line, v->text);
	if (v->at.file) {
		buf_printf(&line, "  %s", paint(c, DIM));
		loc_write(&line, v->at);
		buf_str(&line, paint(c, PLAIN));
	}
	if (e->receipt)
		say_receipt(&line, e->receipt);
	buf_char(&line, '\n');
	put(c, &line);
}

static void say_counts(struct console *c, int64_t wall_us)
{
	for (size_t i = 0; i < c->kinds.n_entries; i++) {
		struct kind *k = c->kinds.entries[i].key.ptr ? c->kinds.entries[i].value : NULL;
		BUF_AUTO struct buf line = BUF_INIT(0);

		if (!k || k->n == k->said)
			continue;
		buf_str(&line, paint(c, DIM));
		clock_add(&line, wall_us);
		buf_str(&line, paint(c, PLAIN));
		buf_printf(&line, "  %s✗%s the same, %llu more: %s\n", paint(c, RED), paint(c, PLAIN),
			   (unsigned long long)(k->n - k->said), k->key);
		k->said = k->n;
		put(c, &line);
	}
}

static void on_count_timer(struct timer *t, int64_t now_us)
{
	struct console *c = container_of(t, struct console, count_timer);

	(void)now_us;
	say_counts(c, broker_wall_us(c->broker));
}

static void say_message(struct console *c, const struct event *e)
{
	const struct message *m = e->message;
	BUF_AUTO struct buf line = BUF_INIT(0);

	begin(c, &line, e);
	buf_printf(&line, "%s ", m->flags & MSG_INJECTED ? "→" : "←");
	printable_add(&line, m->address->text, SHOWN_PAYLOAD);
	buf_str(&line, "  ");
	printable_add(&line, m->payload, SHOWN_PAYLOAD);
	buf_char(&line, '\n');
	put(c, &line);
}

/* In role auto directions are not judged: tell once how to have them judged. */
static void say_role_hint(struct console *c, const struct event *e)
{
	const struct channel *ch = e->message->address->channel;
	bool sends = false, receives = false;

	if (c->said_role || !ch || !ch->n_operations)
		return;
	for (size_t i = 0; i < ch->n_operations; i++) {
		sends |= ch->operations[i]->action == ACTION_SEND;
		receives |= ch->operations[i]->action == ACTION_RECEIVE;
	}
	if (receives)
		return;
	c->said_role = true;
	fprintf(c->o.out,
		"note: the document's application sends on %.*s, and so does %.*s; if your program is that "
		"application, serve "
		"with --role counterpart, else with --role application, and directions are judged\n",
		SLICE_FMT(ch->name), SLICE_FMT(e->client));
	(void)sends;
}

static void on_arrival(struct console *c, const struct event *e)
{
	bool ours = e->message->flags & MSG_INJECTED;

	if (!ours) {
		c->messages++;
		c->violating += e->receipt->violations.n > 0;
	}
	if (c->o.quiet)
		return;
	if (!ours && c->o.roles_matter)
		say_role_hint(c, e);
	if (c->o.verbose)
		say_message(c, e);
	if (!ours)
		for (size_t i = 0; i < e->receipt->violations.n; i++)
			say_violation(c, e, &e->receipt->violations.list[i]);
}

static void on_session(struct console *c, const struct event *e)
{
	if (!c->o.quiet && (c->o.verbose || e->kind != EVENT_UNSUBSCRIBED))
		say_session(c, e);
	for (size_t i = 0; !c->o.quiet && e->violations && i < e->violations->n; i++)
		say_violation(c, e, &e->violations->list[i]);
}

static void say_json(struct console *c, const struct event *e)
{
	BUF_AUTO struct buf line = BUF_INIT(0);
	bool ours = e->message && e->message->flags & MSG_INJECTED;

	if (e->kind == EVENT_ARRIVAL && !ours) {
		c->messages++;
		c->violating += e->receipt->violations.n > 0;
	}
	if (c->o.quiet || (e->kind == EVENT_ARRIVAL && !c->o.verbose && (ours || !e->receipt->violations.n)))
		return;
	recording_line(&line, c->broker, c->judge, e);
	put(c, &line);
}

static void on_event(struct observer *o, const struct event *e)
{
	struct console *c = container_of(o, struct console, observer);

	c->connections += e->violations && e->violations->n;
	if (c->o.json)
		say_json(c, e);
	else if (e->kind == EVENT_ARRIVAL)
		on_arrival(c, e);
	else if (e->kind != EVENT_RELOADED)
		on_session(c, e);
}

struct console *console_new(struct broker *b, const struct console_options *o)
{
	struct console *c = NEW(struct console);

	*c = (struct console){ .observer.on_event = on_event,
			       .count_timer.fire = on_count_timer,
			       .broker = b,
			       .o = *o,
			       .judge = judge_new() };
	broker_observe(b, &c->observer);
	return c;
}

void console_say(struct console *c, const char *text)
{
	BUF_AUTO struct buf line = BUF_INIT(0);

	if (c->o.json || c->o.quiet)
		return;
	buf_str(&line, paint(c, DIM));
	clock_add(&line, broker_wall_us(c->broker));
	buf_printf(&line, "%s  %s\n", paint(c, PLAIN), text);
	put(c, &line);
}

void console_summary(struct console *c)
{
	if (c->o.json) {
		fprintf(c->o.out, "{\"event\":\"stopped\",\"messages\":%llu,\"violating\":%llu",
			(unsigned long long)c->messages, (unsigned long long)c->violating);
		if (c->connections)
			fprintf(c->o.out, ",\"violatingConnections\":%llu",
				(unsigned long long)c->connections);
		fputs("}\n", c->o.out);
		return;
	}
	if (!c->o.quiet)
		say_counts(c, broker_wall_us(c->broker));
	fprintf(c->o.out, "%llu message%s received, %llu broke the contract", (unsigned long long)c->messages,
		c->messages == 1 ? "" : "s", (unsigned long long)c->violating);
	if (c->connections)
		fprintf(c->o.out, "; so did %llu connection%s", (unsigned long long)c->connections,
			c->connections == 1 ? "" : "s");
	fputc('\n', c->o.out);
}

uint64_t console_violations(const struct console *c)
{
	return c->violating + c->connections;
}

void console_free(struct console *c)
{
	if (!c)
		return;
	broker_unobserve(c->broker, &c->observer);
	broker_disarm(c->broker, &c->count_timer);
	for (size_t i = 0; i < c->kinds.n_entries; i++) {
		struct kind *k = c->kinds.entries[i].key.ptr ? c->kinds.entries[i].value : NULL;

		if (k)
			free(k->key);
		free(k);
	}
	map_release(&c->kinds);
	judge_free(c->judge);
	free(c);
}
