#include "scenario/wanted.h"

#include "base/text.h"
#include "contract/content.h"
#include "scenario/all.h"

static bool fill(struct scope *s, struct node *from, struct node **to)
{
	*to = expression_tree(s, from);
	return !from || *to;
}

static bool fill_text(struct scope *s, struct node *from, struct slice *to)
{
	struct node *n = expression_tree(s, from);

	if (!from)
		return true;
	if (n)
		*to = value_text(s->arena, n);
	return n != NULL;
}

/* Of { min, max } or a number; NULL: anything. */
static bool fill_bound(struct scope *s, struct node *from, size_t *to)
{
	struct node *n = expression_tree(s, from);
	int64_t value;

	if (!from)
		return true;
	if (!n)
		return false;
	if (!node_int(n, &value) || value < 0) {
		s->why = arena_printf(s->arena, "count is to be a whole number from 0 on, and is %.*s",
				      SLICE_FMT(value_text(s->arena, n)));
		return false;
	}
	*to = (size_t)value;
	return true;
}

static bool fill_count(struct wanted *w, struct scope *s)
{
	struct node *count = w->of->count;

	w->has_count = count != NULL;
	w->min = 1;
	w->max = SIZE_MAX;
	if (!count)
		return true;
	w->min = 0;
	if (node_is(count, NODE_MAP))
		return fill_bound(s, node_get(count, "min"), &w->min) &&
		       fill_bound(s, node_get(count, "max"), &w->max);
	if (!fill_bound(s, count, &w->min))
		return false;
	w->max = w->min;
	if (w->max || w->of->for_us >= 0)
		return true;
	s->why = "count: 0 needs \"for\": how long it must hold";
	return false;
}

bool wanted_fill(struct wanted *w, const struct expectation *e, struct scope *s)
{
	*w = (struct wanted){ .of = e };
	return fill(s, e->payload, &w->payload) && fill(s, e->headers, &w->headers) &&
	       fill(s, e->where.params, &w->params) && fill_text(s, e->key, &w->key) &&
	       fill_text(s, e->client, &w->client) && fill_text(s, e->reason, &w->reason) &&
	       fill_text(s, e->keyword, &w->keyword) && fill_text(s, e->instance, &w->instance) &&
	       fill_count(w, s);
}

static bool kind_fits(const struct wanted *w, const struct entry *e)
{
	static const enum event_kind kinds[] = { [SESSION_NONE] = EVENT_ARRIVAL,
						 [SESSION_CONNECTED] = EVENT_CONNECTED,
						 [SESSION_REFUSED] = EVENT_REFUSED,
						 [SESSION_SUBSCRIBED] = EVENT_SUBSCRIBED,
						 [SESSION_DISCONNECTED] = EVENT_DISCONNECTED };

	return e->kind == kinds[w->of->session];
}

static bool covers(const struct entry *e, const struct channel *ch)
{
	for (size_t i = 0; i < e->n_covers; i++)
		if (e->covers[i] == ch)
			return true;
	return false;
}

static bool place_fits(const struct wanted *w, const struct entry *e)
{
	const struct where *where = &w->of->where;

	if (e->kind == EVENT_SUBSCRIBED)
		return !where->channel || covers(e, where->channel);
	if (e->kind != EVENT_ARRIVAL)
		return true;
	if (where->contract && (!e->channel || e->channel->contract != where->contract))
		return false;
	return !where->channel || e->channel == where->channel;
}

static bool is_of_operation(const struct operation *op, const struct message_model *m)
{
	for (size_t i = 0; op && i < op->n_messages; i++)
		if (op->messages[i] == m || slice_eq(op->messages[i]->name, m->name))
			return true;
	return !op || !op->n_messages;
}

static bool model_fits(const struct wanted *w, const struct entry *e)
{
	const struct message_model *wanted = w->of->where.model, *is = e->model ? e->model : e->nearest;

	if (e->kind != EVENT_ARRIVAL)
		return true;
	if (wanted)
		return is && slice_eq(wanted->name, is->name);
	return !is || is_of_operation(w->of->where.operation, is);
}

static bool has_violation(const struct wanted *w, const struct entry *e)
{
	for (size_t i = 0; i < e->n_violations; i++) {
		const struct violation *v = &e->violations[i];

		if ((!w->keyword.ptr || slice_is(w->keyword, v->keyword)) &&
		    (!w->instance.ptr || slice_eq(w->instance, v->instance)))
			return true;
	}
	return !e->n_violations && !w->keyword.ptr && !w->instance.ptr;
}

/* Silence counts any; else a message conforms, unless a violation is asked for. */
static bool verdict_fits(const struct wanted *w, const struct entry *e)
{
	if (e->kind != EVENT_ARRIVAL)
		return true;
	if (w->of->violation)
		return e->violates && has_violation(w, e);
	return !e->violates || !w->max;
}

static bool sender_fits(const struct wanted *w, const struct entry *e)
{
	return (!w->client.ptr || slice_eq(w->client, e->client)) &&
	       (!w->of->server.ptr || slice_eq(w->of->server, e->server));
}

static bool headers_fit(const struct wanted *w, const struct entry *e, struct fit *fit)
{
	bool ok = true;

	for (size_t i = 0; w->headers && i < w->headers->n; i++) {
		const struct member *m = &w->headers->members[i];
		const char *name = arena_strdup(fit->values.arena, m->key);

		ok &= match_text(&fit->values, arena_printf(fit->values.arena, "headers.%s", name),
				 value_text(fit->values.arena, m->value), header_find(e->headers, name));
	}
	return ok;
}

static bool params_fit(const struct wanted *w, const struct entry *e, struct fit *fit)
{
	bool ok = true;

	for (size_t i = 0; w->params && i < w->params->n; i++) {
		const struct member *m = &w->params->members[i];
		struct node *got = node_get_slice(e->params, m->key);

		ok &= match_text(&fit->values,
				 arena_printf(fit->values.arena, "params.%.*s", SLICE_FMT(m->key)),
				 value_text(fit->values.arena, m->value),
				 got ? value_text(fit->values.arena, got) : SLICE_NONE);
	}
	return ok;
}

/* The payload as the content type has it; what cannot be read so is judged as it came. */
static struct slice json_of(struct judge *j, const struct entry *e, struct arena *a)
{
	char *padded = arena_alloc(a, e->payload.len + SCHEMA_PADDING);
	struct judged what = { .headers = e->headers, .content_type = e->content_type };
	struct opened o;

	if (e->payload.len)
		memcpy(padded, e->payload.ptr, e->payload.len);
	what.payload = slice_of(padded, e->payload.len);
	payload_open(judge_content(j), e->model ? e->model : e->nearest, &what, &o);
	return o.form == OPENED_JSON ? o.json : what.payload;
}

static bool schema_fits(const struct wanted *w, struct judge *j, const struct entry *e, struct fit *fit)
{
	struct violations list = { .max = 1, .root_name = "payload" };

	if (!w->of->schema)
		return true;
	if (schema_explain(w->of->schema, j, json_of(j, e, fit->values.arena), &list))
		return true;
	fit->schema_text =
		arena_copy(fit->values.arena, list.n ? list.list[0].text : SLICE_LIT("it does not fit"));
	violations_release(&list);
	return false;
}

static bool values_fit(const struct wanted *w, struct ledger *l, struct judge *j, struct entry *e,
		       struct fit *fit)
{
	bool ok = true;

	if (w->reason.ptr)
		ok &= match_text(&fit->values, "reason", w->reason, slice_str(e->why));
	if (e->kind != EVENT_ARRIVAL)
		return ok;
	ok &= ALL(params_fit(w, e, fit), headers_fit(w, e, fit));
	if (w->key.ptr)
		ok &= match_text(&fit->values, "key", w->key, e->key);
	if (w->payload)
		ok &= match_value(&fit->values, "payload", w->payload, entry_value(l, e), w->of->exact);
	return ALL(schema_fits(w, j, e, fit), ok);
}

bool wanted_fits(const struct wanted *w, struct ledger *l, struct judge *j, struct entry *e, struct fit *fit)
{
	bool values;

	fit->kind = kind_fits(w, e);
	if (!fit->kind)
		return false;
	fit->place = place_fits(w, e);
	fit->model = model_fits(w, e);
	fit->verdict = verdict_fits(w, e);
	fit->sender = sender_fits(w, e);
	values = values_fit(w, l, j, e, fit);
	return fit->place && fit->model && fit->verdict && fit->sender && values;
}

unsigned fit_nearness(const struct fit *f)
{
	unsigned score = 0;

	if (!f->kind || (!f->place && !f->values.equal))
		return 0;
	score += f->place ? 100 : 0;
	score += f->model ? 50 : 0;
	score += f->verdict ? 20 : 0;
	score += f->sender ? 20 : 0;
	if (f->values.fields)
		score += (unsigned)(60 * f->values.equal / f->values.fields);
	return score;
}

static const char *const session_words[] = { [SESSION_CONNECTED] = "connected",
					     [SESSION_REFUSED] = "refused",
					     [SESSION_SUBSCRIBED] = "subscribed",
					     [SESSION_DISCONNECTED] = "disconnected" };

static void session_name(struct buf *out, const struct wanted *w)
{
	const struct channel *ch = w->of->where.channel;

	if (w->client.ptr)
		buf_printf(out, "client %.*s", SLICE_FMT(w->client));
	else
		buf_str(out, "client");
	buf_printf(out, " %s", session_words[w->of->session]);
	if (ch)
		buf_printf(out, " to %.*s", SLICE_FMT(ch->name));
	if (w->of->server.ptr)
		buf_printf(out, " (server %.*s)", SLICE_FMT(w->of->server));
}

void wanted_name(struct buf *out, const struct wanted *w)
{
	const struct where *where = &w->of->where;

	if (w->of->session) {
		session_name(out, w);
		return;
	}
	if (where->model)
		buf_slice(out, where->model->name);
	else
		buf_str(out, "message");
	if (w->of->violation)
		buf_str(out, " that breaks the contract");
	if (where->address.ptr)
		buf_printf(out, " on %.*s", SLICE_FMT(where->address));
	else if (where->channel)
		buf_printf(out, " on %.*s", SLICE_FMT(where->channel->name));
	if (w->client.ptr)
		buf_printf(out, " from %.*s", SLICE_FMT(w->client));
}

static void detail(struct buf *out, const char *indent, const char *name, const struct node *n)
{
	if (!n)
		return;
	buf_printf(out, "%s%s ", indent, name);
	value_write(out, n, 400);
	buf_char(out, '\n');
}

void wanted_details(struct buf *out, const struct wanted *w, const char *indent)
{
	detail(out, indent, "params", w->params && w->params->n ? w->params : NULL);
	detail(out, indent, "headers", w->headers);
	if (w->key.ptr)
		buf_printf(out, "%skey %.*s\n", indent, SLICE_FMT(w->key));
	detail(out, indent, w->of->exact ? "payload, exactly" : "payload", w->payload);
	detail(out, indent, "schema", w->of->schema_node);
	if (w->keyword.ptr || w->instance.ptr)
		buf_printf(out, "%sviolation %.*s%s%.*s\n", indent, SLICE_FMT(w->keyword),
			   w->instance.ptr ? " at " : "", SLICE_FMT(w->instance));
	if (w->reason.ptr)
		buf_printf(out, "%sreason %.*s\n", indent, SLICE_FMT(w->reason));
}
