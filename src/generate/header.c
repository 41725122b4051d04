/* Headers as packed text pairs, and the Kafka key. */
#include "generate/making.h"

void bare_text(struct buf *out, const struct node *value)
{
	if (node_is(value, NODE_TEXT) || node_is(value, NODE_NUMBER))
		buf_slice(out, value->text);
	else
		node_write_json(out, value);
}

/* "/correlationId" to correlationId; absent: the pointer leads deeper. */
static struct slice single_token(struct slice pointer)
{
	struct slice name = slice_from(pointer, 1);

	if (pointer.len < 2 || pointer.ptr[0] != '/' || slice_find(name, '/') != name.len ||
	    slice_find(name, '~') != name.len)
		return SLICE_NONE;
	return name;
}

static bool headers_pass(struct drafting *d, const struct node *headers)
{
	if (!d->model->headers)
		return true;
	json_padded(&d->g->scratch, headers);
	return !d->g->scratch.failed &&
	       schema_accepts(d->model->headers, d->g->judge, buf_view(&d->g->scratch));
}

/* The model says where its correlation id stands; a schema that forgot it gets it all the same if it may. */
static void add_correlation(struct drafting *d)
{
	const struct expression *at = &d->model->correlation;
	struct slice name = single_token(at->pointer);
	struct arena *a = &d->g->call;
	struct node *headers, *id;

	if (d->as_given || !at->in_header || !name.ptr || (d->headers && node_get_slice(d->headers, name)))
		return;
	id = generate_value(d->g, d->g->string_schema, SLICE_LIT("correlationId"), d->position, d->wall_us, a,
			    NULL);
	headers = d->headers ? node_copy(a, d->headers) : node_new(a, NODE_MAP, NULL);
	if (!id)
		return;
	node_set(a, headers, name, id);
	if (headers_pass(d, headers))
		d->headers = headers;
}

/* Headers are text to most protocols: what is neither text, number nor boolean is left out where it may be.
 */
static void keep_scalars(struct drafting *d)
{
	struct arena *a = &d->g->call;
	struct node *kept = node_new(a, NODE_MAP, NULL);

	for (size_t i = 0; node_is(d->headers, NODE_MAP) && i < d->headers->n; i++) {
		const struct member *header = &d->headers->members[i];

		if (header->value->kind != NODE_LIST && header->value->kind != NODE_MAP &&
		    header->value->kind != NODE_NULL)
			node_set(a, kept, header->key, header->value);
	}
	if (d->headers && kept->n < d->headers->n && headers_pass(d, kept))
		d->headers = kept;
}

void draft_headers(struct drafting *d, struct buf *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	add_correlation(d);
	keep_scalars(d);
	for (size_t i = 0; node_is(d->headers, NODE_MAP) && i < d->headers->n; i++) {
		const struct member *header = &d->headers->members[i];

		if (node_is(header->value, NODE_NULL))
			continue;
		buf_reset(&text);
		bare_text(&text, header->value);
		header_add(out, header->key, buf_view(&text));
	}
}

bool draft_key(struct drafting *d, struct buf *out, bool *absent)
{
	struct node *schema = node_get(node_get(d->model->bindings, "kafka"), "key");
	struct request r = {
		.schema = schema,
		.stream = SLICE_LIT("key"),
		.name = SLICE_LIT("key"),
		.root = "key",
		.position = d->position,
		.wall_us = d->wall_us,
	};
	struct why why = { 0 };
	struct node *value;

	*absent = !schema;
	if (!schema)
		return true;
	value = generator_make(d->g, &r, &d->g->call, &why);
	if (!value)
		return why_report(&why, node_loc(schema), d->diag);
	bare_text(out, value);
	return true;
}
