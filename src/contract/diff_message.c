/* Messages of a channel: paired by name, then by what they hold; headers, payload and what goes with them. */
#include "contract/diff_compare.h"

/* With a place in the lists of both channels. */
struct pairing {
	struct channel *a, *b;
	struct message_model **of_b; /* of_b[i]: the one of `a` that b->messages[i] was; NULL: new */
	bool *kept;		     /* of a->messages */
};

static struct view schema_view(struct library *l, struct node *n, struct loc at)
{
	return view_of(l, n, n ? node_loc(n) : at);
}

static bool is_json_schema(const struct message_model *m)
{
	return !m->payload_node || m->payload;
}

static bool same_message(struct comparer *c, const struct message_model *a, const struct message_model *b)
{
	struct view was = schema_view(&c->before->library, a->payload_node, a->at);
	struct view is = schema_view(&c->after->library, b->payload_node, b->at);
	struct view old_headers = schema_view(&c->before->library, a->headers_node, a->at);
	struct view new_headers = schema_view(&c->after->library, b->headers_node, b->at);

	if (!a->payload_node != !b->payload_node || is_json_schema(a) != is_json_schema(b))
		return false;
	if (!is_json_schema(a))
		return same_nodes(c, a->payload_node, b->payload_node);
	forget_pairs(c);
	return same_schemas(c, &was, &is) && same_schemas(c, &old_headers, &new_headers);
}

static void take(struct pairing *p, size_t old, size_t new)
{
	p->of_b[new] = p->a->messages[old];
	p->kept[old] = true;
}

static void pair_by_name(struct pairing *p)
{
	for (size_t i = 0; i < p->b->n_messages; i++)
		for (size_t k = 0; k < p->a->n_messages && !p->of_b[i]; k++)
			if (!p->kept[k] && slice_eq(p->a->messages[k]->name, p->b->messages[i]->name))
				take(p, k, i);
}

static void pair_by_content(struct comparer *c, struct pairing *p)
{
	for (size_t i = 0; i < p->b->n_messages; i++)
		for (size_t k = 0; k < p->a->n_messages && !p->of_b[i]; k++)
			if (!p->kept[k] && same_message(c, p->a->messages[k], p->b->messages[i]))
				take(p, k, i);
}

/* A 2.x message without any name is the only one of its channel. */
static void pair_the_only(struct pairing *p)
{
	if (p->a->n_messages == 1 && p->b->n_messages == 1 && !p->kept[0] &&
	    (slice_is(p->a->messages[0]->name, "message") || slice_is(p->b->messages[0]->name, "message")))
		take(p, 0, 0);
}

static void compare_payloads(struct comparer *c, const struct message_model *a, const struct message_model *b)
{
	struct step root = { .kind = STEP_ROOT, .name = SLICE_LIT("payload") };
	struct view was = schema_view(&c->before->library, a->payload_node, a->at);
	struct view is = schema_view(&c->after->library, b->payload_node, b->at);
	struct noted n = {
		.code = "schema-format", .effect = BOTH_WAYS, .at = is.at, .was_at = was.at, .where = &root
	};

	if (compare_avro(c, a, b) || compare_protobuf(c, a, b))
		return;
	if (is_json_schema(a) && is_json_schema(b)) {
		compare_schemas(c, &was, &is, &root);
		c->harmless = false;
		return;
	}
	if (is_json_schema(a) != is_json_schema(b) || !slice_eq(a->schema_format, b->schema_format)) {
		n.was = arena_printf(&c->out->arena, "was %s",
				     a->schema_format.ptr ? shown_text(c, a->schema_format) : "JSON Schema");
		note(c, n, "is described in another format: %s",
		     b->schema_format.ptr ? shown_text(c, b->schema_format) : "JSON Schema");
	} else if (!same_nodes(c, a->payload_node, b->payload_node)) {
		n.code = "schema";
		note(c, n, "has another schema, in a format that is not compared further");
	}
}

static void compare_headers(struct comparer *c, const struct message_model *a, const struct message_model *b)
{
	struct step root = { .kind = STEP_ROOT, .name = SLICE_LIT("headers") };
	struct view was = schema_view(&c->before->library, a->headers_node, a->at);
	struct view is = schema_view(&c->after->library, b->headers_node, b->at);

	if (!a->headers_node) /* no schema of headers is one that lists none */
		view_add(&was, node_new(&c->keys, NODE_MAP, NULL));
	compare_schemas(c, &was, &is, &root);
}

static struct slice media_type(struct slice s)
{
	return slice_trim(slice_first(s, slice_find(s, ';')));
}

static void compare_content_type(struct comparer *c, const struct message_model *a,
				 const struct message_model *b)
{
	const struct member *said = node_member(b->node, SLICE_LIT("contentType"));
	struct noted n = { .code = "content-type", .at = said ? member_loc(said) : b->at, .was_at = a->at };

	if (slice_eq_ignoring_case(media_type(a->content_type), media_type(b->content_type)))
		return;
	n.effect = a->content_type.ptr && b->content_type.ptr ? BOTH_WAYS : 0;
	n.was = arena_printf(&c->out->arena, "was %s",
			     a->content_type.ptr ? shown_text(c, a->content_type) : "not said");
	note(c, n, "has the content type %s",
	     b->content_type.ptr ? shown_text(c, b->content_type) : "not said");
}

static const char *expression_shown(struct comparer *c, const struct expression *e)
{
	if (!e->in_header && !e->in_payload)
		return "none";
	return arena_printf(&c->out->arena, "%s#%s", e->in_header ? "header" : "payload",
			    shown_text(c, e->pointer));
}

static void compare_correlation(struct comparer *c, const struct message_model *a,
				const struct message_model *b)
{
	const struct expression *x = &a->correlation, *y = &b->correlation;
	bool had = x->in_header || x->in_payload, has = y->in_header || y->in_payload;
	struct noted n = { .code = "correlation-id", .at = b->at, .was_at = a->at };

	if (x->in_header == y->in_header && x->in_payload == y->in_payload &&
	    slice_eq(x->pointer, y->pointer))
		return;
	n.effect = !had ? NARROWS : !has ? WIDENS : BOTH_WAYS;
	n.was = arena_printf(&c->out->arena, "was %s", expression_shown(c, x));
	note(c, n, "has its correlation id in: %s", expression_shown(c, y));
}

/* A direction that the message has no more, or has anew, while its channel had it all along. */
static void compare_directions(struct comparer *c, const struct message_model *a,
			       const struct message_model *b)
{
	unsigned was = message_uses(a), is = message_uses(b);
	unsigned all = channel_directions(a->channel) & channel_directions(b->channel);
	struct noted n = {
		.code = "message-removed", .effect = NARROWS | LOSES, .at = b->at, .was_at = a->at
	};

	c->directions = was & ~is & all;
	if (c->directions)
		note(c, n, "is no longer %s by the application",
		     c->directions & WE_SEND ? "sent" : "received");
	c->directions = is & ~was & all;
	n.code = "message-added";
	n.effect = WIDENS;
	if (c->directions)
		note(c, n, "is now also %s by the application",
		     c->directions & WE_SEND ? "sent" : "received");
}

static void compare_pair(struct comparer *c, const struct message_model *a, const struct message_model *b)
{
	forget_pairs(c);
	c->subject = c->message = b->name;
	compare_directions(c, a, b);
	c->directions = message_directions(a);
	if (!slice_eq(a->name, b->name))
		note(c,
		     (struct noted){ .code = "message-renamed",
				     .at = b->at,
				     .was_at = a->at,
				     .was = arena_printf(&c->out->arena, "was %s", shown_text(c, a->name)) },
		     "has another name");
	compare_content_type(c, a, b);
	compare_correlation(c, a, b);
	compare_headers(c, a, b);
	compare_payloads(c, a, b);
	compare_bindings(c, a->bindings, b->bindings, b->at, a->at);
}

static void say_gone(struct comparer *c, const struct message_model *m)
{
	c->subject = c->message = m->name;
	c->directions = message_directions(m);
	note(c, (struct noted){ .code = "message-removed", .effect = NARROWS | LOSES, .at = m->at },
	     "is no longer on %s", shown_text(c, c->channel));
}

static void say_new(struct comparer *c, const struct message_model *m, const struct channel *before)
{
	c->subject = c->message = m->name;
	c->directions = message_directions(m) & channel_directions(before);
	note(c,
	     (struct noted){
		     .code = "message-added", .effect = before->n_messages ? WIDENS : NARROWS, .at = m->at },
	     "is new on %s", shown_text(c, c->channel));
}

void compare_messages(struct comparer *c, struct channel *a, struct channel *b)
{
	struct pairing p = { a, b, arena_array(&c->keys, struct message_model *, b->n_messages + 1),
			     arena_array(&c->keys, bool, a->n_messages + 1) };

	pair_by_name(&p);
	pair_by_content(c, &p);
	pair_the_only(&p);
	for (size_t i = 0; i < b->n_messages; i++) {
		if (p.of_b[i])
			compare_pair(c, p.of_b[i], b->messages[i]);
		else
			say_new(c, b->messages[i], a);
	}
	for (size_t i = 0; i < a->n_messages; i++)
		if (!p.kept[i])
			say_gone(c, a->messages[i]);
}
