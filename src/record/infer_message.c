/* The messages of one channel, as the document has them. */
#include "record/infer_forms.h"
#include "record/infer_internal.h"
#include "record/infer_names.h"

enum { SAMPLE_DEPTH = 32 };

/* --- payload */

static bool is_json_type(struct slice type)
{
	return !type.ptr || slice_eq_ignoring_case(type, SLICE_LIT("application/json")) ||
	       (type.len > 5 && slice_eq_ignoring_case(slice_from(type, type.len - 5), SLICE_LIT("+json")));
}

static struct slice content_type(const struct variant *v)
{
	if (v->content_type.ptr || v->kind < VARIANT_TEXT)
		return v->content_type;
	return v->kind == VARIANT_TEXT ? SLICE_LIT("text/plain") : SLICE_LIT("application/octet-stream");
}

/* Is the type's name needed to tell this message from another of the channel? */
static bool tells_apart(const struct traffic *t, const struct variant *v)
{
	for (size_t i = 0; i < t->n; i++)
		if (&t->variants[i] != v && v->tell.ptr && slice_eq(t->variants[i].tell, v->tell))
			return !v->is_joined;
	return false;
}

static void add_const(struct inference *i, struct node *schema, const struct variant *v)
{
	struct node *property = node_get_slice(node_get(schema, "properties"), v->tell);

	if (!property)
		return;
	node_unset(property, SLICE_LIT("enum"));
	put_text(&i->arena, property, "const", v->told);
}

static struct node *payload_schema(struct inference *i, const struct traffic *t, const struct variant *v)
{
	struct arena *a = &i->arena;
	struct node *schema;

	if (v->kind == VARIANT_EMPTY) {
		schema = node_new(a, NODE_MAP, NULL);
		put_text(a, schema, "type", SLICE_LIT("null"));
		return schema;
	}
	schema = sketch_schema(a, v->payload, i->options.tight);
	if (tells_apart(t, v))
		add_const(i, schema, v);
	return schema;
}

/* --- headers: all of them text, which a schema may want as numbers or booleans */

static struct node *header_schema(struct inference *i, const struct sketch *s)
{
	struct node *schema;

	if (!s)
		return node_new(&i->arena, NODE_MAP, NULL);
	if (!(s->forms & (FORM_INTEGER | FORM_BOOLEAN)))
		return sketch_schema(&i->arena, s, i->options.tight);
	schema = node_new(&i->arena, NODE_MAP, NULL);
	put_text(&i->arena, schema, "type",
		 s->forms & FORM_INTEGER ? SLICE_LIT("integer") : SLICE_LIT("boolean"));
	return schema;
}

static struct node *headers_schema(struct inference *i, const struct sketch *s)
{
	struct arena *a = &i->arena;
	struct node *schema = node_new(a, NODE_MAP, NULL), *list = node_new(a, NODE_MAP, NULL),
		    *required = node_new(a, NODE_LIST, NULL);

	put_text(a, schema, "type", SLICE_LIT("object"));
	for (size_t k = 0; k < s->n_properties; k++) {
		node_set(a, list, s->properties[k].name, header_schema(i, s->properties[k].sketch));
		if (s->properties[k].n == s->n_map)
			node_append(a, required, node_new_text(a, s->properties[k].name, NULL));
	}
	if (required->n)
		put(a, schema, "required", required);
	put(a, schema, "properties", list);
	return schema;
}

/* --- example */

static unsigned depth_of(const struct node *n)
{
	unsigned deepest = 0;

	for (size_t i = 0; n->n && i < n->n; i++) {
		unsigned d = depth_of(n->kind == NODE_MAP ? n->members[i].value : n->items[i]);

		deepest = d > deepest ? d : deepest;
	}
	return deepest + 1;
}

static void add_example(struct inference *i, struct node *message, const struct variant *v)
{
	struct arena *a = &i->arena;
	struct node *list, *example, *payload;
	const char *why;
	size_t where;

	if (i->options.no_examples || !v->sample.ptr)
		return;
	payload = json_parse(a, v->sample, &why, &where);
	if (!payload || depth_of(payload) > SAMPLE_DEPTH)
		return;
	example = node_new(a, NODE_MAP, NULL);
	put(a, example, "payload", payload);
	list = node_new(a, NODE_LIST, NULL);
	node_append(a, list, example);
	put(a, message, "examples", list);
}

/* --- message */

static struct node *message(struct inference *i, const struct traffic *t, const struct variant *v)
{
	struct arena *a = &i->arena;
	struct node *m = node_new(a, NODE_MAP, NULL);
	struct slice type = content_type(v);
	bool is_json = v->kind < VARIANT_TEXT && is_json_type(type);
	bool lies = v->kind >= VARIANT_TEXT && is_json_type(type);

	i->has_no_default |= lies;
	if (type.ptr && !lies)
		put_text(a, m, "contentType", type);
	if (v->headers && v->headers->n_properties && !v->headers->is_unknown)
		put(a, m, "headers", headers_schema(i, v->headers));
	if (is_json && (v->payload || v->kind == VARIANT_EMPTY))
		put(a, m, "payload", payload_schema(i, t, v));
	if (is_json && v->kind != VARIANT_EMPTY)
		add_example(i, m, v);
	return m;
}

/* What this message always has and no other of the channel ever; absent: there is none. */
static struct slice own_property(const struct traffic *t, const struct variant *v)
{
	for (size_t i = 0; v->kind == VARIANT_OBJECT && v->payload && i < v->payload->n_properties; i++) {
		const struct property *p = &v->payload->properties[i];
		bool is_own = p->n == v->payload->n_map;

		for (size_t k = 0; k < t->n; k++)
			if (&t->variants[k] != v && t->variants[k].payload &&
			    sketch_property(t->variants[k].payload, p->name))
				is_own = false;
		if (is_own)
			return p->name;
	}
	return SLICE_NONE;
}

static struct slice name_of(struct inference *i, const struct traffic *t, const struct variant *v,
			    struct slice channel)
{
	static const char *const of_kind[] = {
		[VARIANT_EMPTY] = "empty", [VARIANT_TEXT] = "text", [VARIANT_BYTES] = "bytes"
	};
	struct slice told = name_camel(&i->arena, v->is_joined ? SLICE_NONE : v->told);

	struct slice own = t->n > 1 ? name_camel(&i->arena, own_property(t, v)) : SLICE_NONE;

	if (told.len)
		return told;
	channel = name_singular(&i->arena, channel);
	if (own.len)
		return name_joined(&i->arena, arena_printf(&i->arena, "%.*sWith", SLICE_FMT(channel)), own);
	if (t->n > 1 && of_kind[v->kind])
		return name_joined(&i->arena, arena_strdup(&i->arena, channel), slice_str(of_kind[v->kind]));
	return channel;
}

/* What fits much comes last: the first that a message fits is what it counts as. */
struct node *infer_messages(struct inference *i, struct traffic *t, struct slice channel, struct slice *names)
{
	struct node *list = node_new(&i->arena, NODE_MAP, NULL);
	struct map taken = MAP_INIT;

	for (int kind = VARIANT_OBJECT; kind <= VARIANT_BYTES; kind++)
		for (size_t k = 0; k < t->n; k++) {
			const struct variant *v = &t->variants[k];

			if (v->kind != (enum variant_kind)kind)
				continue;
			names[k] = name_unique(&i->arena, &taken, name_of(i, t, v, channel));
			node_set(&i->arena, list, names[k], message(i, t, v));
		}
	if (t->is_full) {
		node_set(&i->arena, list, name_unique(&i->arena, &taken, SLICE_LIT("anythingElse")),
			 node_new(&i->arena, NODE_MAP, NULL));
		i->has_no_default = true;
	}
	map_release(&taken);
	return list;
}
