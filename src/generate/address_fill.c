/* The concrete address of a message: each parameter from what was asked, what the message itself says at the
 * parameter's location, its enum in turn, its examples, its default, or something lifelike. */
#include "generate/hint.h"

struct where {
	bool in_header, in_payload;
	struct slice pointer;
};

/* "$message.payload#/user/id" */
static struct where where_of(struct slice location)
{
	struct slice header = SLICE_LIT("$message.header#"), payload = SLICE_LIT("$message.payload#");
	struct where w = {
		.in_header = slice_starts(location, header),
		.in_payload = slice_starts(location, payload),
	};

	if (w.in_header || w.in_payload)
		w.pointer = slice_from(location, w.in_header ? header.len : payload.len);
	return w;
}

static bool is_allowed(const struct parameter *p, struct slice value)
{
	for (size_t i = 0; i < p->n_values; i++)
		if (slice_eq(p->values[i], value))
			return true;
	return p->n_values == 0 && value.len;
}

/* What the message says; absent: nothing that can stand in an address. */
static struct slice said_by_message(struct drafting *d, const struct parameter *p, const struct where *w)
{
	struct node *value = node_at(w->in_header ? d->headers : d->payload, w->pointer);

	if (!w->pointer.len || (!node_is(value, NODE_TEXT) && !node_is(value, NODE_NUMBER)))
		return SLICE_NONE;
	return is_allowed(p, value->text) ? value->text : SLICE_NONE;
}

/* A generated address part keeps to letters that no protocol gives a meaning to. */
static struct slice slug(struct arena *a, struct slice text)
{
	char *out = arena_strdup(a, text);

	for (size_t i = 0; i < text.len; i++) {
		char c = out[i];

		if (c >= 'A' && c <= 'Z')
			out[i] = (char)(c | 32);
		else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			out[i] = '-';
	}
	return slice_of(out, text.len);
}

static struct slice generated(struct drafting *d, struct slice name, struct node *schema)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct arena *a = &d->g->call;
	struct node *value = generate_value(d->g, schema ? schema : d->g->string_schema, name, d->position,
					    d->wall_us, a, NULL);

	if (!value)
		return SLICE_LIT("x");
	bare_text(&text, value);
	return schema ? arena_copy(a, buf_view(&text)) : slug(a, buf_view(&text));
}

/* orderId and order_id are one name. */
static bool same_name(struct slice a, struct slice b)
{
	char of_a[NAME_BYTES], of_b[NAME_BYTES];

	return slice_eq(slice_of(of_a, name_words(a, of_a)), slice_of(of_b, name_words(b, of_b)));
}

static bool is_plain(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = (char)(text.ptr[i] | 32);

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && text.ptr[i] != '-' &&
		    text.ptr[i] != '_')
			return false;
	}
	return text.len > 0;
}

/* A top-level property of the payload with the parameter's name most likely is the same thing. */
static struct slice namesake(struct drafting *d, const struct parameter *p)
{
	for (size_t i = 0; node_is(d->payload, NODE_MAP) && i < d->payload->n; i++) {
		const struct member *m = &d->payload->members[i];

		if ((m->value->kind == NODE_TEXT || m->value->kind == NODE_NUMBER) &&
		    same_name(m->key, p->name) && is_plain(m->value->text) && is_allowed(p, m->value->text))
			return m->value->text;
	}
	return SLICE_NONE;
}

static struct slice chosen(struct drafting *d, const struct parameter *p)
{
	struct slice same = p->n_examples ? SLICE_NONE : namesake(d, p);

	if (same.ptr)
		return same;
	if (p->n_values)
		return p->values[d->position % p->n_values];
	if (p->n_examples)
		return p->examples[d->position % p->n_examples];
	if (p->by_default.ptr)
		return p->by_default;
	return generated(d, p->name, p->schema_node);
}

/* Writes the parameter's value into the message at its location, if it still conforms then. */
static void plant(struct drafting *d, const struct where *w, struct slice value)
{
	struct node **root = w->in_header ? &d->headers : &d->payload;
	struct schema *schema = w->in_header ? d->model->headers : d->model->payload;
	struct arena *a = &d->g->call;
	size_t cut = w->pointer.len;
	struct node *copy, *parent;

	while (cut && w->pointer.ptr[cut - 1] != '/')
		cut--;
	if (!cut || !*root || !node_at(*root, w->pointer))
		return;
	copy = node_clone(a, *root);
	parent = node_at(copy, slice_first(w->pointer, cut - 1));
	if (!node_is(parent, NODE_MAP))
		return;
	node_set(a, parent, slice_from(w->pointer, cut),
		 node_is(node_at(copy, w->pointer), NODE_NUMBER) ? node_new_number(a, value, NULL)
								 : node_new_text(a, value, NULL));
	json_padded(&d->g->scratch, copy);
	if (!schema || schema_accepts(schema, d->g->judge, buf_view(&d->g->scratch)))
		*root = copy;
}

static struct slice value_of(struct drafting *d, const struct parameter *p)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct node *given = node_get_slice(d->params, p->name);
	struct where w = where_of(p->location);
	struct slice value = given ? SLICE_NONE : said_by_message(d, p, &w);

	if (value.ptr)
		return value;
	if (given)
		bare_text(&text, given);
	value = given ? arena_copy(&d->g->call, buf_view(&text)) : chosen(d, p);
	if ((w.in_header || w.in_payload) && !d->from_example)
		plant(d, &w, value);
	return value;
}

bool draft_address(struct drafting *d, struct buf *out, bool *absent)
{
	const struct channel *ch = d->model->channel;
	struct arena *a = &d->g->call;
	struct node *values = node_new(a, NODE_MAP, NULL);
	struct slice missing;

	*absent = !ch || !ch->address.ptr;
	if (*absent)
		return true;
	for (size_t i = 0; i < ch->n_parameters; i++)
		node_set(a, values, ch->parameters[i].name,
			 node_new_text(a, value_of(d, &ch->parameters[i]), NULL));
	for (size_t i = 0; i < ADDRESS_MAX_PARAMETERS; i++) {
		buf_reset(out);
		if (channel_fill(ch, values, out, &missing))
			return true;
		node_set(a, values, missing, node_new_text(a, generated(d, missing, NULL), NULL));
	}
	return d->diag ? diag_error(d->diag, DIAG_GENERATE, ch->at, "the address \"%.*s\" cannot be filled",
				    SLICE_FMT(ch->address))
		       : false;
}
