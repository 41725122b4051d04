/* Decodes what a string holds and judges it like a message of its own, in scratch that is kept. */
#include "schema/embedded.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "schema/judge.h"
#include "schema/keywords.h"
#include "schema/text_encoding.h"

enum { EMBEDDED_LEVELS = 8 }; /* of strings in strings; deeper ones are taken as they are */

struct embedded_scratch {
	struct judge *judge;
	struct buf bytes;
};

void embedded_release(struct embedded_scratch *s)
{
	if (!s)
		return;
	judge_free(s->judge);
	buf_release(&s->bytes);
	free(s);
}

static struct embedded_scratch *scratch_of(struct walk_state *state)
{
	struct embedded_scratch *s = state->embedded;

	if (s)
		return s;
	s = state->embedded = NEW(struct embedded_scratch);
	s->bytes = BUF_INIT(LIMIT_MESSAGE_BYTES);
	s->judge = judge_new();
	s->judge->walk.level = state->level + 1;
	return s;
}

static bool is_json(struct embedded_scratch *s, const struct schema *schema, struct walk_state *state)
{
	struct slice json;
	bool ok;

	if (buf_reserve(&s->bytes, SCHEMA_PADDING))
		memset(s->bytes.data + s->bytes.len, 0, SCHEMA_PADDING);
	json = buf_view(&s->bytes);
	if (s->bytes.failed)
		return false;
	if (!schema)
		return json_is_valid(s->judge, json);
	ok = judge_on_tape(schema, s->judge, json, NULL);
	state->steps += s->judge->walk.steps; /* it is all one message's work */
	return ok;
}

const char *embedded_fault(struct walk_state *state, const struct embedded *e, struct slice text)
{
	struct embedded_scratch *s;

	if (state->level >= EMBEDDED_LEVELS)
		return NULL;
	s = scratch_of(state);
	buf_reset(&s->bytes);
	if (!e->encoding)
		buf_slice(&s->bytes, text);
	else if (!e->encoding->decode(e->encoding, text, &s->bytes))
		return "contentEncoding";
	if (!e->json)
		return NULL;
	if (!is_json(s, NULL, state))
		return "contentMediaType";
	return !e->schema || is_json(s, e->schema, state) ? NULL : "contentSchema";
}

/* --- the keywords */

/* "application/json; charset=utf-8", "application/geo+json" */
static bool names_json(struct slice type)
{
	type = slice_trim(slice_first(type, slice_find(type, ';')));
	return slice_eq_ignoring_case(type, SLICE_LIT("application/json")) ||
	       slice_eq_ignoring_case(type, SLICE_LIT("text/json")) ||
	       (type.len > 5 && slice_eq_ignoring_case(slice_from(type, type.len - 5), SLICE_LIT("+json")));
}

/* The three are one rule, read when the first of them comes by. */
void read_content(struct schema_program *p, struct schema *s, struct node *value, const struct keyword *k)
{
	struct node *schema = node_get(s->node, "contentSchema");
	struct embedded *e;

	if (strcmp(k->name, "contentSchema") != 0 &&
	    !keyword_must_be(p, s, value, k, node_is(value, NODE_TEXT), "a string"))
		return;
	if (!p->options.content_asserts || text_rules_of(p, s)->embedded)
		return;
	e = arena_new(&p->arena, struct embedded);
	e->encoding = text_encoding_find(node_get_text(s->node, "contentEncoding"));
	e->json = names_json(node_get_text(s->node, "contentMediaType"));
	if (schema && dialect_is_in(s->in->dialect, SINCE_2019))
		e->schema = program_position(p, schema, s->in, s->scope);
	text_rules_of(p, s)->embedded = e;
}
