/* Answers to requests: the reply's address, correlation id and trace context come from the request. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "contract/content.h"
#include "mock/internal.h"

/* The payload, decoded by its content type. */
static struct node *value_of(const struct message *m, struct arena *a)
{
	const struct judged what = { .payload = m->payload,
				     .headers = m->headers,
				     .content_type = m->content_type };

	return payload_node(a, message_model_of(m), &what);
}

/* What a runtime expression finds in a message, as text; a scalar of the payload is written as JSON without
 * quotes. */
static struct slice evaluate(const struct expression *e, const struct message *m, struct arena *a)
{
	if (e->in_header && e->pointer.len > 1)
		return header_find(m->headers, arena_strdup(a, slice_from(e->pointer, 1)));
	if (e->in_payload) {
		struct node *found = node_at(value_of(m, a), e->pointer);
		BUF_AUTO struct buf json = BUF_INIT(0);

		if (node_is(found, NODE_TEXT))
			return node_text(found);
		if (found)
			node_write_json(&json, found);
		return found ? arena_copy(a, buf_view(&json)) : SLICE_NONE;
	}
	return SLICE_NONE;
}

/* A copy of the headers without `name`, and with it set again where `value` is there. */
static struct slice with_header(struct arena *a, struct slice headers, const char *name, struct slice value)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct header h;

	if (!value.ptr)
		return headers;
	while (header_next(&headers, &h))
		if (!slice_eq_ignoring_case(h.name, slice_str(name)))
			header_add(&out, h.name, h.value);
	header_add(&out, slice_str(name), value);
	return arena_copy(a, buf_view(&out));
}

/* The node at `pointer` becomes `value`, where the payload has such a place. */
static struct slice with_value(struct arena *a, const struct message_model *model, const struct outgoing *o,
			       struct slice pointer, struct node *value)
{
	const struct judged what = { .payload = o->payload,
				     .headers = o->headers,
				     .content_type = o->content_type };
	struct node *root = payload_node(a, model, &what), *parent;
	struct wire_error why = { .arena = a };
	size_t slash = pointer.len;
	BUF_AUTO struct buf out = BUF_INIT(LIMIT_MESSAGE_BYTES);
	char *padded;

	while (slash && pointer.ptr[slash - 1] != '/')
		slash--;
	parent = slash ? node_at(root, slice_first(pointer, slash - 1)) : NULL;
	if (!node_is(parent, NODE_MAP) || !value)
		return o->payload;
	node_set(a, parent, slice_from(pointer, slash), value);
	if (!payload_write(model, o->content_type, o->headers, root, &out, &why))
		return o->payload;
	padded = arena_alloc(a, out.len + SCHEMA_PADDING);
	memcpy(padded, out.data, out.len);
	return slice_of(padded, out.len);
}

/* The request's correlation id goes where the reply's model keeps its own. */
static void carry_correlation(const struct message *request, const struct message_model *model,
			      struct arena *a, struct outgoing *out)
{
	const struct message_model *asked = message_model_of(request);
	struct slice id = asked ? evaluate(&asked->correlation, request, a) : SLICE_NONE;

	out->correlation = request->correlation;
	if (!id.ptr)
		id = request->correlation;
	if (!id.ptr || !utf8_is_valid(id))
		return;
	if (model->correlation.in_header && model->correlation.pointer.len > 1)
		out->headers = with_header(a, out->headers,
					   arena_strdup(a, slice_from(model->correlation.pointer, 1)), id);
	if (model->correlation.in_payload) {
		struct node *was = asked && asked->correlation.in_payload
					   ? node_at(value_of(request, a), asked->correlation.pointer)
					   : NULL;

		out->payload = with_value(a, model, out, model->correlation.pointer,
					  was ? was : node_new_text(a, id, NULL));
	}
}

static void carry_trace(const struct message *request, struct arena *a, struct outgoing *out)
{
	static const char *const names[] = { "traceparent", "tracestate" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		out->headers =
			with_header(a, out->headers, names[i], header_find(request->headers, names[i]));
}

static struct node *request_params(const struct message *request, struct arena *a)
{
	struct node *params = node_new(a, NODE_MAP, NULL);
	struct address_match match;

	address_parameters(request->address, &match);
	for (size_t i = 0; i < match.n; i++)
		node_set(a, params, match.names[i], node_new_text(a, match.values[i], NULL));
	return params;
}

/* Where to: what the request says by its protocol's own means, then where the contract says to look, then the
 * reply channel's own address. */
static struct slice reply_address(const struct reply *r, const struct message *request, struct arena *a)
{
	struct slice found = request->reply_to;

	if (!found.ptr)
		found = evaluate(&r->address, request, a);
	if (!found.ptr && r->channel && r->channel->address.ptr) {
		BUF_AUTO struct buf filled = BUF_INIT(LIMIT_ADDRESS_BYTES);
		struct slice missing;

		if (channel_fill(r->channel, request_params(request, a), &filled, &missing))
			found = arena_copy(a, buf_view(&filled));
	}
	return found;
}

static struct generator *generator_of(const struct mock *m, const struct contract *c)
{
	for (size_t i = 0; i < m->n_generators; i++)
		if (broker_contract(m->broker, i) == c)
			return m->generators[i];
	return m->generators[0];
}

static void answer(struct mock *m, const struct reply *r, const struct message *request)
{
	size_t n = r->n_messages ? r->n_messages : r->channel ? r->channel->n_messages : 0;
	struct message_model *const *models = r->n_messages ? r->messages
					      : r->channel  ? r->channel->messages
							    : NULL;
	struct arena a = ARENA_INIT;
	struct slice address = reply_address(r, request, &a);
	struct answered asked = { .payload = request->payload,
				  .headers = request->headers,
				  .address = request->address->text,
				  .params = request_params(request, &a) };
	struct generated made;

	if (n && address.len &&
	    generate_answer(generator_of(m, models[0]->channel->contract), models[0], request->seq,
			    broker_wall_us(m->broker), &asked, &made, m->diag)) {
		struct outgoing out = { .from = m->replies,
					.model = models[0],
					.address = address,
					.separator = m->options.separator,
					.payload = made.payload,
					.headers = made.headers,
					.content_type = made.content_type };

		carry_correlation(request, models[0], &a, &out);
		carry_trace(request, &a, &out);
		outgoing_publish(m->broker, &out, &m->receipt, NULL);
	}
	arena_free(&a);
}

/* The application answers what it receives; as its counterpart we answer what it sends. */
static bool is_answered(const struct mock *m, const struct operation *op, const struct message *request)
{
	const struct message_model *asked = message_model_of(request);
	enum role role = broker_role(m->broker);
	bool fits = op->n_messages == 0;

	for (size_t i = 0; i < m->options.n_unanswered; i++)
		if (m->options.unanswered[i] == op)
			return false;
	for (size_t i = 0; i < op->n_messages; i++)
		fits |= !asked || slice_eq(op->messages[i]->name, asked->name);
	if (!op->reply || !fits)
		return false;
	return role == ROLE_AUTO || (op->action == ACTION_RECEIVE) == (role == ROLE_APPLICATION);
}

/* A request is answered when its own arrival is over, so that it stands before its reply in the log and for
 * every observer: until then it is kept as a copy. */
struct job {
	struct timer timer;
	struct mock *mock;
	const struct reply *reply;
	struct message request;
	struct arena arena;
	struct job *next, **link;
};

static void job_free(struct job *j)
{
	*j->link = j->next;
	if (j->next)
		j->next->link = j->link;
	broker_disarm(j->mock->broker, &j->timer);
	address_drop(j->mock->broker, j->request.address);
	arena_free(&j->arena);
	free(j);
}

static void on_due(struct timer *t, int64_t now_us)
{
	struct job *j = container_of(t, struct job, timer);

	(void)now_us;
	answer(j->mock, j->reply, &j->request);
	job_free(j);
}

static void job_add(struct mock *m, const struct reply *reply, const struct message *request)
{
	struct job *j = NEW(struct job);
	char *payload = arena_alloc(&j->arena, request->payload.len + SCHEMA_PADDING);

	if (request->payload.len)
		memcpy(payload, request->payload.ptr, request->payload.len);
	j->timer.fire = on_due;
	j->mock = m;
	j->reply = reply;
	j->request = (struct message){ .address = request->address,
				       .payload = slice_of(payload, request->payload.len),
				       .headers = arena_copy(&j->arena, request->headers),
				       .content_type = arena_copy(&j->arena, request->content_type),
				       .reply_to = arena_copy(&j->arena, request->reply_to),
				       .correlation = arena_copy(&j->arena, request->correlation),
				       .seq = request->seq,
				       .model = request->model };
	address_use(request->address);
	j->link = &m->jobs;
	j->next = m->jobs;
	if (j->next)
		j->next->link = &j->next;
	m->jobs = j;
	broker_arm(m->broker, &j->timer, broker_now_us(m->broker));
}

static const struct operation *answering(const struct mock *m, const struct message *request)
{
	const struct channel *const *all;
	size_t n = address_channels(request->address, &all);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i]->n_operations; k++)
			if (is_answered(m, all[i]->operations[k], request))
				return all[i]->operations[k];
	return NULL;
}

void reply_on_arrival(struct mock *m, const struct event *e)
{
	const struct operation *op = answering(m, e->message);

	if (op)
		job_add(m, op->reply, e->message);
}

void replies_release(struct mock *m)
{
	while (m->jobs)
		job_free(m->jobs);
}
