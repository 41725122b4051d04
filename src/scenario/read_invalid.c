/* `invalid` of a send: true, or the label of the constraint that the message breaks. */
#include "generate/invalid.h"
#include "scenario/reading.h"

bool read_invalid(struct reading *r, struct node *map, struct send *out)
{
	struct node *n = node_get(map, "invalid");

	if (!node_is(n, NODE_TEXT))
		return key_bool(r, map, "invalid", &out->invalid);
	out->invalid = true;
	return key_value(r, map, "invalid", &out->label);
}

static bool refuse(struct reading *r, const struct send *s, const char *why)
{
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(s->label),
			  "\"invalid: %.*s\" makes a message that is wrong in that way: %s",
			  SLICE_FMT(s->label->text), why);
}

static bool is_known(struct reading *r, const struct send *s)
{
	const struct message_model *m = s->where.model;
	struct generator *g = generator_new(m->channel->contract, 0);
	const char *why = NULL;
	bool known = breach_find(g, breaches_of_message(g, m), s->label->text, &why) != NULL;

	if (!known)
		diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(s->label), "%.*s: %s", SLICE_FMT(m->name),
			   why);
	generator_free(g);
	return known;
}

bool check_label(struct reading *r, const struct node *map, const struct send *s)
{
	(void)map;
	if (!s->label)
		return true;
	if (s->raw || s->exact || s->again.ptr)
		return refuse(r, s, "with raw, exact or again nothing is made; say invalid: true");
	if (!s->where.model)
		return refuse(r, s, "say which message it is");
	return has_expression(s->label->text) || is_known(r, s);
}
