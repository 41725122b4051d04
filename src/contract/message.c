/* Messages: one model per message of a channel. */
#include "contract/loader.h"
#include "schema/content.h"

static struct slice last_token(struct slice ref)
{
	struct slice rest = ref, part = SLICE_NONE;

	while (slice_split(&rest, '/', &part))
		;
	return part;
}

/* 2.x has no keys for messages: name, else messageId, else what the $ref calls it, else the title. */
static struct slice name_v2(struct node *as_written, struct node *n)
{
	struct slice name = node_get_text(n, "name");

	if (!name.len)
		name = node_get_text(n, "messageId");
	if (!name.len)
		name = last_token(node_get_text(as_written, "$ref"));
	if (!name.len)
		name = node_get_text(n, "title");
	return name.len ? name : SLICE_LIT("message");
}

/* Two messages of a channel with one name: the later ones get a number. */
static struct slice unique_name(struct loader *l, const struct channel *ch, struct slice name)
{
	struct slice tried = name;

	for (unsigned i = 2; channel_message(ch, tried); i++)
		tried = slice_str(arena_printf(l->a, "%.*s-%u", SLICE_FMT(name), i));
	return tried;
}

/* 2.4 and later: "The id MUST be unique among all messages". */
static void check_message_id(struct loader *l, const struct message_model *m)
{
	struct node *id = node_get(m->node, "messageId");
	struct node *other;

	if (!(l->version & V2_4_ON) || !node_is(id, NODE_TEXT))
		return;
	other = map_put(&l->message_ids, id->text, m->source);
	if (other && other != m->source)
		diag_error(l->d, DIAG_CONTRACT, node_loc(id), "messageId \"%.*s\" is there twice",
			   SLICE_FMT(id->text));
}

static void load_content_type(struct loader *l, struct message_model *m)
{
	m->content_type = node_get_text(m->node, "contentType");
	m->content_type_declared = m->content_type.ptr != NULL;
	if (!m->content_type_declared)
		m->content_type = l->contract->default_content_type;
	m->content = m->content_type.len ? content_find(m->content_type) : NULL;
}

/* False: payload or headers cannot be understood. */
static bool load_schemas(struct loader *l, struct message_model *m, struct node *as_written)
{
	struct slice format = l->version & V2 ? node_get_text(m->node, "schemaFormat") : SLICE_NONE;
	struct described payload = {
		.called = {node_get_text(m->node, "name"), m->title, m->name,
			    last_token(node_get_text(as_written, "$ref"))}
	};
	struct described headers = { 0 };
	bool ok = schema_describe(l, node_get(m->node, "payload"), format, &payload);

	ok &= schema_describe(l, node_get(m->node, "headers"), SLICE_NONE, &headers);
	m->payload = payload.schema;
	m->payload_node = payload.node;
	m->schema_format = payload.format;
	m->language = payload.language;
	m->wire = payload.wire;
	m->headers = headers.schema;
	m->headers_node = headers.node;
	if (m->headers)
		schema_header_types(l, m);
	if (m->payload) {
		m->payload_takes_text = schema_takes_text(l, m->payload_node);
		m->payload_reads = schema_reads(l, m->payload_node);
	}
	return ok;
}

static void add_examples(struct loader *l, struct message_model *m, const struct node *examples)
{
	for (size_t i = 0; node_is(examples, NODE_LIST) && i < examples->n; i++) {
		struct node *e = library_resolve(l->library, examples->items[i]);

		if (node_is(e, NODE_MAP))
			LIST_ADD(l->a, m, examples, e);
	}
}

/* Those of the payload's schema. */
static void add_payload_examples(struct loader *l, struct message_model *m)
{
	const struct node *examples = node_get(library_resolve(l->library, m->payload_node), "examples");

	for (size_t i = 0; node_is(examples, NODE_LIST) && i < examples->n; i++) {
		struct node *e = node_new(l->a, NODE_MAP, examples->items[i]);

		node_set(l->a, e, SLICE_LIT("payload"), examples->items[i]);
		LIST_ADD(l->a, m, examples, e);
	}
}

/* Merge patch has a trait's list replace the message's own; that would lose good examples, so both count. */
static void load_examples(struct loader *l, struct message_model *m)
{
	const struct node *own = node_get(m->source, "examples"), *merged = node_get(m->node, "examples");

	add_examples(l, m, own);
	if (merged != own)
		add_examples(l, m, merged);
	if (m->payload && !m->n_examples)
		add_payload_examples(l, m);
}

static void load_correlation(struct loader *l, struct message_model *m)
{
	struct node *n = node_get(m->node, "correlationId");
	struct node *location;

	n = n ? library_resolve(l->library, n) : NULL;
	location = node_get(n, "location");
	/* What is wrong with it was said when the document was checked. */
	if (node_is(location, NODE_TEXT))
		expression_parse(location->text, &m->correlation);
	m->correlation_header = expression_header(&m->correlation);
}

struct message_model *message_load(struct loader *l, struct channel *ch, struct slice key, struct node *n)
{
	struct message_model *m;
	struct node *to = library_resolve(l->library, n);

	if (!node_is(to, NODE_MAP) || l->contract->n_messages >= UINT16_MAX)
		return NULL;
	for (size_t i = 0; !key.ptr && i < ch->n_messages; i++)
		if (ch->messages[i]->source == to)
			return ch->messages[i];
	m = arena_new(l->a, struct message_model);
	m->source = to;
	m->node = traits_apply(l, to);
	m->channel = ch;
	m->at = node_loc(to);
	m->title = node_get_text(m->node, "title");
	m->name = key.ptr ? key : unique_name(l, ch, name_v2(n, m->node));
	m->bindings = bindings_load(l, m->node);
	check_message_id(l, m);
	load_content_type(l, m);
	load_correlation(l, m);
	if (!load_schemas(l, m, n))
		return NULL;
	cloudevents_load(l, m);
	tells_load(l, m);
	load_examples(l, m);
	LIST_ADD(l->a, ch, messages, m);
	LIST_ADD(l->a, l->contract, messages, m);
	m->id = (uint16_t)l->contract->n_messages;
	return m;
}
