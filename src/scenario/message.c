/* Making the message of a send: generated, merged with what the step names, judged. */
#include "base/limits.h"
#include "base/text.h"
#include "contract/content.h"
#include "document/document.h"
#include "generate/invalid.h"
#include "record/verdict_json.h"
#include "scenario/internal.h"

/* Objects merge, everything else replaces. */
static struct node *merge(struct arena *a, struct node *base, struct node *over)
{
	struct node *out;

	if (!node_is(base, NODE_MAP) || !node_is(over, NODE_MAP))
		return over;
	out = node_copy(a, base);
	for (size_t i = 0; i < over->n; i++) {
		struct slice key = over->members[i].key;

		node_set(a, out, key, merge(a, node_get_slice(out, key), over->members[i].value));
	}
	return out;
}

static size_t generator_number(const struct run *r, const struct contract *c)
{
	size_t i = 0;

	while (r->scenario->contracts[i].contract != c)
		i++;
	return i;
}

/* Each message of a contract counts for itself: what one step sends does not change what another does. */
static uint64_t next_position(struct run *r, const struct message_model *m)
{
	size_t from = 0;

	for (size_t i = 0; r->scenario->contracts[i].contract != m->channel->contract; i++)
		from += r->scenario->contracts[i].contract->n_messages;
	return r->positions[from + m->id - 1]++;
}

static struct slice padded(struct arena *a, struct slice s)
{
	char *copy = arena_alloc(a, s.len + SCHEMA_PADDING);

	if (s.len)
		memcpy(copy, s.ptr, s.len);
	return slice_of(copy, s.len);
}

static bool fill_params(struct run *r, const struct send *s, struct node **out)
{
	struct node *params, *texts = node_new(&r->scratch, NODE_MAP, NULL);

	if (!run_value(r, s->where.params, &params))
		return false;
	for (size_t i = 0; params && i < params->n; i++)
		node_set(&r->scratch, texts, params->members[i].key,
			 node_new_text(&r->scratch, value_text(&r->scratch, params->members[i].value), NULL));
	*out = texts;
	return true;
}

bool parcel_address(struct run *r, const struct send *s, struct slice *out)
{
	struct node *params;
	struct slice missing;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (s->where.address.ptr) {
		*out = s->where.address;
		return true;
	}
	if (!fill_params(r, s, &params))
		return false;
	if (!s->where.channel->address.ptr) {
		run_fail(r, s->where.at, NULL, "channel \"%.*s\" has no address to send to",
			 SLICE_FMT(s->where.channel->name));
		return false;
	}
	if (!channel_fill(s->where.channel, params, &b, &missing)) {
		run_fail(r, s->where.at, NULL,
			 "the parameter \"%.*s\" of channel \"%.*s\" has no value; give one in params",
			 SLICE_FMT(missing), SLICE_FMT(s->where.channel->name));
		return false;
	}
	*out = arena_copy(&r->scratch, buf_view(&b));
	return true;
}

/* The message that breaks what the step names. */
static bool generate_wrong(struct run *r, const struct send *s, struct generator *g, struct node *params,
			   struct generated *out)
{
	const struct message_model *m = s->where.model;
	const char *why = NULL;
	struct slice label;

	if (!run_text(r, s->label, &label))
		return false;
	r->breach = breach_find(g, breaches_of_message(g, m), label, &why);
	if (!r->breach)
		return run_fail(r, node_loc(s->label), NULL, "%.*s: %s", SLICE_FMT(m->name), why), false;
	if (generate_invalid(g, m, r->breach, next_position(r, m), r->scope.wall_us, params, out, &why))
		return true;
	run_fail(r, node_loc(s->label), NULL, "no %.*s breaks %.*s alone: %s", SLICE_FMT(m->name),
		 SLICE_FMT(r->breach->label), why);
	return false;
}

static bool generate_right(struct run *r, const struct send *s, struct generator *g, struct node *params,
			   struct generated *out)
{
	const struct message_model *m = s->where.model;
	size_t said = r->diag.n;

	if (generate(g, m, next_position(r, m), r->scope.wall_us, params, out, &r->diag))
		return true;
	run_fail(r, s->where.at, NULL, "no %.*s can be generated: %s", SLICE_FMT(m->name),
		 r->diag.n > said ? r->diag.findings[r->diag.n - 1].text : "its schema allows none");
	return false;
}

static bool generate_parcel(struct run *r, const struct send *s, struct parcel *p)
{
	const struct message_model *m = s->where.model;
	struct generator *g = r->generators[generator_number(r, m->channel->contract)];
	struct generated made;
	struct node *params;

	if (!fill_params(r, s, &params))
		return false;
	if (!(s->label ? generate_wrong : generate_right)(r, s, g, params, &made))
		return false;
	p->payload = made.payload.ptr ? padded(&r->scratch, made.payload) : SLICE_NONE;
	p->headers = arena_copy(&r->scratch, made.headers);
	p->key = arena_copy(&r->scratch, made.key);
	p->content_type = arena_copy(&r->scratch, made.content_type);
	return true;
}

/* "/lines/0/sku" is taken out of its parent. */
static bool take_out(struct run *r, const struct send *s, struct node *root, struct slice pointer)
{
	size_t slash = pointer.len;
	struct node *parent;
	struct slice name;

	while (slash && pointer.ptr[slash - 1] != '/')
		slash--;
	parent = slash ? node_at(root, slice_first(pointer, slash - 1)) : NULL;
	name = slice_from(pointer, slash);
	if (!node_get_slice(parent, name)) {
		run_fail(r, s->where.at, NULL, "\"without\" names %.*s, which the message has not",
			 SLICE_FMT(pointer));
		return false;
	}
	node_unset(parent, name);
	return true;
}

/* As its content type has it; headers of the step that say how it is packed count. */
static bool encode_payload(struct run *r, const struct send *s, struct parcel *p, const struct node *value)
{
	struct wire_error why = { .arena = &r->scratch };
	BUF_AUTO struct buf b = BUF_INIT(LIMIT_MESSAGE_BYTES);

	if (!value) {
		p->payload = padded(&r->scratch, SLICE_LIT(""));
		return true;
	}
	if (!payload_write(p->model, p->content_type, p->headers, value, &b, &why)) {
		run_fail(r, s->where.at, NULL, "the payload cannot be written as %.*s: %s",
			 SLICE_FMT(p->content_type), why.text);
		return false;
	}
	p->payload = padded(&r->scratch, buf_view(&b));
	return true;
}

/* What was generated, as a value again; it may be JSON though its content type says text. */
static struct node *generated_value(struct run *r, const struct parcel *p)
{
	const struct judged made = { .payload = p->payload,
				     .headers = p->headers,
				     .content_type = p->content_type };
	struct node *value = payload_node(&r->scratch, p->model, &made);
	const char *why;
	size_t where;

	return value ? value : json_parse(&r->scratch, p->payload, &why, &where);
}

static bool shape_payload(struct run *r, const struct send *s, struct parcel *p, struct slice made_headers)
{
	struct node *base = NULL, *over = NULL, *without = NULL;
	struct parcel made = *p;

	if (!s->payload && !s->without)
		return true;
	if (!run_value(r, s->payload, &over) || !run_value(r, s->without, &without))
		return false;
	made.headers = made_headers;
	if (p->payload.ptr && !s->exact)
		base = generated_value(r, &made);
	if (over)
		base = merge(&r->scratch, base, over);
	if (base)
		base = node_clone(&r->scratch, base);
	for (size_t i = 0; without && i < without->n; i++)
		if (!take_out(r, s, base, node_text(without->items[i])))
			return false;
	return encode_payload(r, s, p, base);
}

static bool is_overridden(const struct node *headers, struct slice name)
{
	for (size_t i = 0; i < headers->n; i++)
		if (slice_eq_ignoring_case(headers->members[i].key, name))
			return true;
	return false;
}

static bool shape_headers(struct run *r, const struct send *s, struct parcel *p)
{
	struct node *headers;
	struct slice rest = p->headers;
	struct header h;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (!run_value(r, s->headers, &headers))
		return false;
	if (!node_is(headers, NODE_MAP))
		return true;
	while (header_next(&rest, &h))
		if (!is_overridden(headers, h.name))
			header_add(&b, h.name, h.value);
	for (size_t i = 0; i < headers->n; i++)
		header_add(&b, headers->members[i].key, value_text(&r->scratch, headers->members[i].value));
	p->headers = arena_copy(&r->scratch, buf_view(&b));
	return true;
}

static bool raw_payload(struct run *r, const struct send *s, struct parcel *p)
{
	struct slice text;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (!run_text(r, s->raw, &text))
		return false;
	if (s->base64 && !base64_decode(text, &b)) {
		run_fail(r, node_loc(s->raw), NULL, "\"raw\" is not base64");
		return false;
	}
	p->payload = padded(&r->scratch, s->base64 ? buf_view(&b) : text);
	return true;
}

static void write_breach(struct buf *b, const struct violation *v, const char *label)
{
	buf_printf(b, "%s%.*s  ", label, SLICE_FMT(v->text));
	loc_write(b, v->at);
	buf_char(b, '\n');
}

/* What the step adds must leave the one fault alone. */
static bool still_breaks(struct run *r, const struct send *s, const struct parcel *p,
			 const struct judged *judged)
{
	const struct breach *b = r->breach;
	struct message_model *model = (struct message_model *)p->model, *nearest;
	struct violations list = { .max = 4, .root_name = "payload" };
	BUF_AUTO struct buf said = BUF_INIT(0);
	bool alone;

	verdict_explain(&model, 1, r->judge, judged, &nearest, &list);
	alone = list.n == 1 && breach_is_at(b, p->model, list.list[0].instance) &&
		slice_is(slice_str(b->keyword), list.list[0].keyword);
	for (size_t i = 0; !alone && i < list.n; i++)
		write_breach(&said, &list.list[i], i ? "          " : "breaks    ");
	violations_release(&list);
	if (!alone)
		run_fail(r, s->where.at, buf_cstr(&said),
			 "with what this step adds the message does not break %.*s alone",
			 SLICE_FMT(b->label));
	return alone;
}

/* What we send must conform, unless the step says that it is meant. */
static bool judge_parcel(struct run *r, const struct send *s, struct parcel *p)
{
	struct message_model *const *candidates =
		p->model ? (struct message_model *const *)&p->model : p->channel->messages;
	size_t n = p->model ? 1 : p->channel->n_messages;
	struct address_match match;
	struct judged judged = { .payload = p->payload,
				 .headers = p->headers,
				 .content_type = p->content_type,
				 .match = channel_match(p->channel, p->address, r->separator, &match) ? &match
												      : NULL,
				 .has_headers = true };
	struct violations list = { .max = 4, .root_name = "payload" };
	struct message_model *found, *nearest = NULL;
	BUF_AUTO struct buf b = BUF_INIT(0);
	bool any = false;

	if (s->label)
		return still_breaks(r, s, p, &judged);
	found = verdict_match(candidates, n, r->judge, &judged, &any);
	if (found && !p->model)
		p->model = found;
	if (found || any || s->invalid)
		return true;
	verdict_explain(candidates, n, r->judge, &judged, &nearest, &list);
	buf_str(&b, "sent      ");
	printable_add(&b, p->payload, 400);
	buf_char(&b, '\n');
	for (size_t i = 0; i < list.n; i++)
		write_breach(&b, &list.list[i], i ? "          " : "breaks    ");
	run_fail(r, s->where.at, buf_cstr(&b),
		 "what this step sends breaks the contract: %.*s; if that is meant, say invalid: true",
		 SLICE_FMT(list.n ? list.list[0].text : SLICE_LIT("it fits no message of the channel")));
	violations_release(&list);
	return false;
}

static bool again(struct run *r, const struct send *s, struct parcel *p)
{
	const struct captured *c = captured_find(r, s->again);
	const struct entry *e = c && c->n == 1 && !c->is_list ? c->entries[0] : NULL;

	if (!e || e->kind != EVENT_ARRIVAL) {
		run_fail(r, s->where.at, NULL, "\"%.*s\" is not one message that could be sent again",
			 SLICE_FMT(s->again));
		return false;
	}
	*p = (struct parcel){ .model = e->model,
			      .channel = e->channel,
			      .address = e->address,
			      .payload = e->payload,
			      .headers = e->headers,
			      .key = e->key,
			      .content_type = e->content_type,
			      .correlation = e->correlation };
	return true;
}

bool parcel_make(struct run *r, const struct send *s, struct parcel *p)
{
	struct slice key = SLICE_NONE, made_headers;

	if (s->again.ptr)
		return again(r, s, p);
	*p = (struct parcel){ .model = s->where.model, .channel = s->where.channel };
	if (p->model)
		p->content_type = p->model->content_type;
	if (!parcel_address(r, s, &p->address))
		return false;
	if (p->model && !s->raw && !s->exact && !generate_parcel(r, s, p))
		return false;
	made_headers = p->headers;
	if (!shape_headers(r, s, p) || !run_text(r, s->key, &key))
		return false;
	if (s->raw ? !raw_payload(r, s, p) : !shape_payload(r, s, p, made_headers))
		return false;
	if (key.ptr)
		p->key = key;
	return judge_parcel(r, s, p);
}
