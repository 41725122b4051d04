/* Coverage of a contract by the messages of a recording, each judged anew. */
#include "record/coverage.h"

#include <stdlib.h>

#include "base/memory.h"
#include "contract/content.h"
#include "contract/judged.h"
#include "generate/generate.h"
#include "record/coverage_schema.h"

/* What one message of the contract has: its place in the list, its schemas. */
struct message_survey {
	const struct message_model *model;
	size_t at;
	struct schema_survey payload, headers;
};

struct coverage_survey {
	const struct contract *contract;
	struct generator *g;
	struct judge *judge;
	struct arena arena, scratch;
	struct coverage_list list;
	struct message_survey *messages; /* [id - 1] */
	size_t first_operation;
	struct coverage result;
};

struct covered *coverage_point(struct coverage_list *l, enum covered_kind kind, const struct message_model *m,
			       struct loc at)
{
	struct covered *c;

	l->list = arena_grow(l->a, l->list, l->n, &l->room, sizeof(*l->list));
	c = &l->list[l->n++];
	*c = (struct covered){ .kind = kind, .message = m, .at = at };
	return c;
}

static void survey_message(struct coverage_survey *s, size_t i)
{
	const struct message_model *m = s->contract->messages[i];
	struct message_survey *own = &s->messages[i];
	struct schema_survey empty = { .g = s->g, .out = &s->list, .message = m };

	own->model = m;
	own->at = s->list.n;
	coverage_point(&s->list, COVERED_MESSAGE, m, m->at)->name = m->name;
	own->payload = own->headers = empty;
	own->payload.root = "payload";
	own->headers.root = "headers";
	survey_schema(&own->payload, m->payload ? m->payload_node : NULL);
	survey_schema(&own->headers, m->headers ? m->headers_node : NULL);
}

struct coverage_survey *coverage_new(const struct contract *c)
{
	struct coverage_survey *s = NEW(struct coverage_survey);

	s->contract = c;
	s->g = generator_new(c, 0);
	s->judge = judge_new();
	s->list.a = &s->arena;
	s->messages = arena_array(&s->arena, struct message_survey, c->n_messages + 1);
	for (size_t i = 0; i < c->n_channels; i++)
		coverage_point(&s->list, COVERED_CHANNEL, NULL, c->channels[i]->at)->name =
			c->channels[i]->name;
	s->first_operation = s->list.n;
	for (size_t i = 0; i < c->n_operations; i++)
		coverage_point(&s->list, COVERED_OPERATION, NULL, c->operations[i]->at)->name =
			c->operations[i]->name;
	for (size_t i = 0; i < c->n_messages; i++)
		survey_message(s, i);
	return s;
}

void coverage_free(struct coverage_survey *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->contract->n_messages; i++) {
		survey_release(&s->messages[i].payload);
		survey_release(&s->messages[i].headers);
	}
	generator_free(s->g);
	judge_free(s->judge);
	arena_free(&s->arena);
	arena_free(&s->scratch);
	free(s);
}

/* --- one message */

static void count_channel(struct coverage_survey *s, const struct channel *ch, const struct message_model *m)
{
	const struct contract *c = s->contract;

	for (size_t i = 0; i < c->n_channels; i++)
		s->list.list[i].n += c->channels[i] == ch;
	for (size_t i = 0; i < c->n_operations; i++) {
		const struct operation *op = c->operations[i];
		bool has_it = op->channel == ch && !op->n_messages && !m;

		for (size_t k = 0; op->channel == ch && k < op->n_messages; k++)
			has_it =
				has_it || op->messages[k] == m || (m && op->messages[k]->source == m->source);
		s->list.list[s->first_operation + i].n += has_it;
	}
}

static struct node *parsed(struct coverage_survey *s, struct slice json)
{
	const char *why;
	size_t where;

	return json_parse(&s->scratch, json, &why, &where);
}

/* As the judge saw it; nothing at all stands for null. */
static struct node *payload_value(struct coverage_survey *s, const struct message_model *m,
				  const struct judged *j)
{
	return j->payload.len ? payload_node(&s->scratch, m, j) : node_new(&s->scratch, NODE_NULL, NULL);
}

static struct node *headers_value(struct coverage_survey *s, const struct message_model *m,
				  const struct judged *j)
{
	struct scratch scratch;
	struct node *value;

	scratch_init(&scratch);
	scratch_headers(&scratch, m, j);
	value = scratch.failed ? NULL : parsed(s, scratch_json(&scratch));
	scratch_release(&scratch);
	return value;
}

static void count_message(struct coverage_survey *s, const struct message_model *m, const struct judged *j)
{
	struct message_survey *own = &s->messages[m->id - 1];
	struct node *value = m->payload ? payload_value(s, m, j) : NULL;

	s->list.list[own->at].n++;
	if (value)
		survey_value(&own->payload, m->payload_node, value);
	value = m->headers && j->has_headers ? headers_value(s, m, j) : NULL;
	if (value)
		survey_value(&own->headers, m->headers_node, value);
}

static bool is_wrong_on_purpose(const struct recorded *r)
{
	return node_get_bool(r->node, "wrong", false);
}

void coverage_add(struct coverage_survey *s, const struct recorded *r)
{
	struct address_match match;
	struct judged j = { .payload = r->payload,
			    .headers = r->headers,
			    .content_type = r->content_type,
			    .correlation = r->correlation,
			    .reply_to = r->reply_to,
			    .match = &match,
			    .has_headers = r->headers.ptr != NULL };
	struct message_model *m;
	bool any;

	if (r->event.ptr || r->is_header)
		return;
	if (!contract_match(s->contract, r->address, '/', &match)) {
		s->result.unknown++;
		return;
	}
	m = verdict_match(match.channel->messages, match.channel->n_messages, s->judge, &j, &any);
	if (!m && !any) {
		*(is_wrong_on_purpose(r) ? &s->result.on_purpose : &s->result.violating) += 1;
		return;
	}
	s->result.conforming++;
	count_channel(s, match.channel, m);
	if (m)
		count_message(s, m, &j);
	arena_free(&s->scratch);
}

const struct coverage *coverage_result(struct coverage_survey *s)
{
	s->result.list = s->list.list;
	s->result.n = s->list.n;
	return &s->result;
}
