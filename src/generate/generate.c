/* A whole message: example or generated payload and headers, then address, key and bytes. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "generate/hint.h"

struct generator *generator_for_library(struct library *l, uint64_t seed)
{
	struct generator *g = NEW(struct generator);

	g->library = l;
	g->locale = &locale_en;
	g->seed = seed;
	g->judge = judge_new();
	g->options = (struct schema_options){ .dialect = DIALECT_ASYNCAPI, .formats_assert = true };
	g->payload = g->headers = g->key = g->address = g->scratch = g->judged =
		BUF_INIT(LIMIT_MESSAGE_BYTES);
	g->text = BUF_INIT(4 * MAKING_LONGEST);
	g->string_schema = node_new(&l->arena, NODE_MAP, NULL);
	node_set(&l->arena, g->string_schema, SLICE_LIT("type"),
		 node_new_text(&l->arena, SLICE_LIT("string"), NULL));
	return g;
}

/* The library only follows references that the loader followed before: nothing visible changes in it. */
struct generator *generator_new(const struct contract *c, uint64_t seed)
{
	struct generator *g = generator_for_library((struct library *)&c->library, seed);

	g->contract = c;
	return g;
}

bool generator_speak(struct generator *g, struct slice locale)
{
	const struct locale *found = locale_find(locale);

	if (found)
		g->locale = found;
	return found != NULL;
}

bool generator_speaks(struct slice locale)
{
	return locale_find(locale) != NULL;
}

const char *generator_locales(void)
{
	return locale_names;
}

void generator_free(struct generator *g)
{
	if (!g)
		return;
	judge_free(g->judge);
	map_release(&g->facts);
	map_release(&g->compiled);
	map_release(&g->patterns);
	map_release(&g->flats);
	map_release(&g->negations);
	map_release(&g->opposites);
	map_release(&g->hints);
	map_release(&g->fitting);
	map_release(&g->asked);
	map_release(&g->refusals);
	map_release(&g->breaches);
	map_release(&g->boundaries);
	diag_release(&g->silent);
	arena_free(&g->call);
	arena_free(&g->arena);
	buf_release(&g->payload);
	buf_release(&g->headers);
	buf_release(&g->key);
	buf_release(&g->address);
	buf_release(&g->scratch);
	buf_release(&g->judged);
	buf_release(&g->text);
	buf_release(&g->stream);
	free(g);
}

static bool is_json_schema(struct slice format)
{
	enum schema_dialect ignored;

	return schema_dialect_of_format(format, &ignored);
}

static struct slice stream_name(struct drafting *d, const char *part)
{
	const struct message_model *m = d->model;
	struct buf *name = &d->g->stream;

	buf_reset(name);
	if (m->channel)
		buf_slice(name, m->channel->name);
	buf_char(name, '/');
	buf_slice(name, m->name);
	buf_char(name, '/');
	buf_str(name, part);
	return arena_copy(&d->g->call, buf_view(name));
}

static struct node *from_schema(struct drafting *d, const char *part, struct node *schema,
				struct schema *compiled, bool holds_correlation, uint64_t position)
{
	struct request r = {
		.schema = schema,
		.compiled = compiled,
		/* What stands beside an example is not what a later position will have. */
		.stream = stream_name(d, d->from_example ? "beside-example" : part),
		.root = part,
		.position = position,
		.wall_us = d->wall_us,
		.force = holds_correlation ? d->model->correlation.pointer : SLICE_NONE,
		.topic = d->model->name,
	};
	struct why why = { 0 };
	struct node *value = generator_make(d->g, &r, &d->g->call, &why);

	if (!value)
		why_report(&why, d->model->at, d->diag);
	return value;
}

/* In the dialect that the message names; headers and keys are in AsyncAPI's. */
static struct node *payload_from_schema(struct drafting *d, uint64_t left)
{
	const struct message_model *m = d->model;
	enum schema_dialect before = d->g->options.dialect;
	struct node *value;

	schema_dialect_of_format(m->schema_format, &d->g->options.dialect);
	value = from_schema(d, "payload", m->payload_node, m->payload, m->correlation.in_payload, left);
	d->g->options.dialect = before;
	return value;
}

/* What was judged last is the payload: its JSON need not be written again. */
static void keep_judged(struct drafting *d)
{
	struct buf json = d->g->judged;

	d->g->judged = d->g->scratch;
	d->g->scratch = json;
	d->judged = d->payload;
}

static bool draft_payload(struct drafting *d, struct node *example, uint64_t left)
{
	const struct message_model *m = d->model;

	if (!d->payload)
		d->payload = node_get(example, "payload");
	if (d->payload)
		return true;
	if (!m->language && !is_json_schema(m->schema_format))
		return d->diag ? diag_error(d->diag, DIAG_GENERATE, m->at,
					    "message \"%.*s\": generating from schema format \"%.*s\" is not "
					    "there "
					    "yet; an example in the document would be sent",
					    SLICE_FMT(m->name), SLICE_FMT(m->schema_format))
			       : false;
	if (!m->payload_node)
		return true;
	d->payload = payload_from_schema(d, left);
	keep_judged(d);
	return d->payload != NULL;
}

static bool draft_header_tree(struct drafting *d, struct node *example, uint64_t left)
{
	const struct message_model *m = d->model;

	if (!d->headers)
		d->headers = node_get(example, "headers");
	if (d->headers || !m->headers_node)
		return true;
	d->headers = from_schema(d, "headers", m->headers_node, m->headers, m->correlation.in_header, left);
	return d->headers != NULL;
}

/* A message without schema is an empty object where its content has values, else nothing. */
static bool write_payload(struct drafting *d, struct slice content_type, struct buf *out)
{
	struct wire_error why = { .arena = &d->g->call };
	const struct content *c = content_type.ptr ? content_find(content_type) : NULL;
	struct slice json = SLICE_NONE;
	bool valued = c && (c->kind == CONTENT_JSON || c->kind == CONTENT_WIRE);

	buf_reset(out);
	if (!d->payload && valued)
		d->payload = node_new(&d->g->call, NODE_MAP, NULL);
	if (c && d->payload)
		draft_event(d, c->event);
	if (!d->payload) {
		buf_pad(out);
		return true;
	}
	if (d->judged == d->payload)
		json = buf_view(&d->g->judged);
	if (payload_write_known(d->model, content_type, buf_view(&d->g->headers), d->payload, json, out,
				&why))
		return true;
	return d->diag &&
	       diag_error(d->diag, DIAG_GENERATE, d->model->at,
			  "message \"%.*s\" cannot be written as %s: %s", SLICE_FMT(d->model->name),
			  c		       ? c->name
			  : d->model->language ? d->model->language->name
					       : "JSON",
			  why.text);
}

static struct slice view_or_absent(const struct buf *b, bool absent)
{
	return absent ? SLICE_NONE : buf_view(b);
}

bool draft_message(struct drafting *d, struct generated *out)
{
	struct generator *g = d->g;
	const struct message_model *m = d->model;
	struct slice content_type = m->content_type;
	struct node *example;
	bool no_address, no_key;
	uint64_t left;

	buf_reset(&g->headers);
	buf_reset(&g->key);
	example = example_at(d, &left);
	d->from_example = example != NULL;
	if (!content_type.ptr && m->payload_node && is_json_schema(m->schema_format))
		content_type = SLICE_LIT("application/json");
	if (!draft_payload(d, example, left) || !draft_header_tree(d, example, left) ||
	    !draft_address(d, &g->address, &no_address) || !draft_key(d, &g->key, &no_key))
		return false;
	draft_event_headers(d);
	draft_headers(d, &g->headers);
	if (!write_payload(d, content_type, &g->payload))
		return false;
	*out = (struct generated){
		.payload = buf_view(&g->payload),
		.headers = buf_view(&g->headers),
		.key = view_or_absent(&g->key, no_key),
		.address = view_or_absent(&g->address, no_address),
		.content_type = content_type,
	};
	if (g->payload.failed || g->headers.failed)
		return d->diag ? diag_error(d->diag, DIAG_LIMIT, m->at, "the message is larger than we send")
			       : false;
	return true;
}

bool generate(struct generator *g, const struct message_model *m, uint64_t position, int64_t wall_us,
	      const struct node *params, struct generated *out, struct diag *diag)
{
	struct drafting d = {
		.g = g, .model = m, .position = position, .wall_us = wall_us, .params = params, .diag = diag
	};

	arena_reset(&g->call);
	g->diag = diag;
	return draft_message(&d, out);
}

bool generate_answer(struct generator *g, const struct message_model *m, uint64_t position, int64_t wall_us,
		     const struct answered *request, struct generated *out, struct diag *diag)
{
	struct drafting d = {
		.g = g, .model = m, .position = position, .wall_us = wall_us, .request = request, .diag = diag
	};

	arena_free(&g->call);
	g->diag = diag;
	return draft_message(&d, out);
}

struct node *generate_value(struct generator *g, struct node *schema, struct slice name, uint64_t position,
			    int64_t wall_us, struct arena *a, struct diag *d)
{
	struct why why = { 0 };
	struct request r = {
		.schema = schema,
		.stream = name,
		.name = name,
		.root = name.ptr ? arena_strdup(a, name) : "value",
		.position = position,
		.wall_us = wall_us,
	};
	struct node *value;

	g->diag = d;
	value = generator_make(g, &r, a, &why);
	if (!value)
		why_report(&why, node_loc(schema), d);
	return value;
}
