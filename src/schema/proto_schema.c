/* JSON Schemas of messages.
 *
 * Each plain message is one definition that speaks of objects only; whoever refers to it says whether null
 * may stand there too (it may for a field, where it means that the field is not there). */
#include "schema/proto_schema.h"

enum { MOST_NAMED_APART = 32 }; /* members of a oneof whose absence is spelled out for the generator */

struct describing {
	struct proto_pool *pool;
	struct node *definitions;
	struct proto_message **pending; /* named and not yet described */
	size_t n, room;
};

static struct proto_maker maker(const struct describing *d, struct proto_at at)
{
	return (struct proto_maker){ d->pool->arena, at };
}

static struct slice name_of(struct describing *d, struct proto_message *m)
{
	if (!m->definition.ptr) {
		m->definition = m->full_name;
		PROTO_ADD(d->pool->arena, d->pending, d->n, d->room, m);
	}
	return m->definition;
}

static struct node *all_of(const struct proto_maker *k, struct node *schema)
{
	struct node *list = node_get(schema, "allOf");

	if (!list) {
		list = proto_node(k->arena, NODE_LIST, k->at);
		proto_set(k, schema, "allOf", list);
	}
	return list;
}

static void add_ref(struct describing *d, const struct proto_maker *k, struct node *schema,
		    struct proto_message *m)
{
	struct node *ref = proto_make_map(k);
	char *text = arena_printf(k->arena, "#/definitions/%.*s", SLICE_FMT(name_of(d, m)));

	proto_set_text(k, ref, "$ref", text);
	node_append(k->arena, all_of(k, schema), ref);
}

static struct node *message_schema(struct describing *d, const struct proto_maker *k, struct proto_message *m,
				   bool nullable)
{
	struct node *schema, *made;

	if (m->form != FORM_PLAIN)
		return proto_form_schema(k, m, nullable);
	schema = proto_make_typed(k, "object", nullable ? "null" : NULL);
	add_ref(d, k, schema, m);
	if (nullable) {
		made = proto_make_typed(k, "object", NULL);
		proto_set(k, made, "allOf", node_get(schema, "allOf"));
		proto_set(k, schema, PROTO_CANONICAL, made);
	}
	return schema;
}

static struct node *value_schema(struct describing *d, const struct proto_maker *k,
				 const struct proto_field *f, bool nullable)
{
	if (proto_kind_is_message(f->kind))
		return message_schema(d, k, f->message, nullable);
	if (f->kind == KIND_ENUM)
		return proto_enum_schema(k, f->enumeration, nullable);
	return proto_scalar_schema(k, f->kind, nullable);
}

static struct node *map_schema(struct describing *d, const struct proto_maker *k, const struct proto_field *f)
{
	struct node *schema = proto_make_map(k);
	const struct proto_message *entry = f->message;

	proto_set(k, schema, "propertyNames", proto_key_schema(k, entry->fields[0]->kind));
	proto_set(k, schema, "additionalProperties", value_schema(d, k, entry->fields[1], false));
	return schema;
}

static struct node *list_schema(struct describing *d, const struct proto_maker *k,
				const struct proto_field *f)
{
	struct node *schema = proto_make_map(k);

	proto_set(k, schema, "items", value_schema(d, k, f, false));
	return schema;
}

/* A list or map, or null in its place; one with its name is made without null. */
static struct node *many_schema(struct describing *d, const struct proto_maker *k,
				const struct proto_field *f)
{
	const char *type = f->is_map ? "object" : "array";
	struct node *made = f->is_map ? map_schema(d, k, f) : list_schema(d, k, f);
	struct node *schema = node_copy(k->arena, made);

	proto_set(k, schema, "type", node_get(proto_make_typed(k, type, "null"), "type"));
	proto_set_text(k, made, "type", type);
	proto_set(k, schema, PROTO_CANONICAL, made);
	return schema;
}

static struct node *field_schema(struct describing *d, const struct proto_field *f)
{
	struct proto_maker k = maker(d, f->at);
	struct node *schema =
		f->label == LABEL_REPEATED ? many_schema(d, &k, f) : value_schema(d, &k, f, true);
	struct node *value = proto_default_node(&k, f);

	if (value)
		proto_set(&k, schema, "default", value);
	return schema;
}

/* --- one definition */

static bool has_two_names(const struct proto_field *f)
{
	return !f->is_extension && !slice_eq(f->name, f->json_name);
}

static struct node *list_of(const struct proto_maker *k, struct slice name)
{
	struct node *list = proto_node(k->arena, NODE_LIST, k->at);

	node_append(k->arena, list, proto_make_text(k, name));
	return list;
}

static struct node *requiring(const struct proto_maker *k, struct slice name)
{
	struct node *schema = proto_make_map(k);

	proto_set(k, schema, "required", list_of(k, name));
	return schema;
}

static struct node *with_property(const struct proto_maker *k, struct slice name, struct node *value)
{
	struct node *schema = proto_make_map(k), *properties = proto_make_map(k);

	node_set(k->arena, properties, name, value);
	proto_set(k, schema, "properties", properties);
	return schema;
}

/* A field may be named as in the source, but not twice. */
static void allow_own_name(const struct proto_maker *k, struct node *schema, const struct proto_field *f,
			   struct node *value)
{
	struct node *dependencies = node_get(schema, "dependencies");

	node_set(k->arena, node_get(schema, "properties"), f->name, value);
	if (!dependencies) {
		dependencies = proto_make_map(k);
		proto_set(k, schema, "dependencies", dependencies);
	}
	node_set(k->arena, dependencies, f->name, with_property(k, f->json_name, proto_make_bool(k, false)));
}

static void add_required(const struct proto_maker *k, struct node *schema, struct slice name)
{
	struct node *list = node_get(schema, "required");

	if (list)
		node_append(k->arena, list, proto_make_text(k, name));
	else
		proto_set(k, schema, "required", list_of(k, name));
}

/* Required by either name. */
static void require_either(const struct proto_maker *k, struct node *schema, const struct proto_field *f)
{
	struct node *either;

	if (!has_two_names(f)) {
		add_required(k, schema, f->json_name);
		return;
	}
	either = proto_make_map(k);
	proto_set(k, either, "if", requiring(k, f->name));
	proto_set(k, either, "else", requiring(k, f->json_name));
	node_append(k->arena, all_of(k, schema), either);
}

static void add_field(struct describing *d, struct node *schema, struct node *made,
		      const struct proto_field *f)
{
	struct proto_maker k = maker(d, f->at);
	struct node *value = field_schema(d, f);

	node_set(k.arena, node_get(schema, "properties"), f->json_name, value);
	node_set(k.arena, node_get(made, "properties"), f->json_name, value);
	if (has_two_names(f))
		allow_own_name(&k, schema, f, value);
	if (f->label == LABEL_REQUIRED) {
		require_either(&k, schema, f);
		add_required(&k, made, f->json_name);
	}
}

/* --- oneofs */

/* Null sets nothing, but for the one type that has no other value. */
static struct node *is_set(const struct proto_maker *k, const struct proto_field *f, struct slice name)
{
	bool null_counts = (f->kind == KIND_ENUM && f->enumeration->is_null) ||
			   (f->kind == KIND_MESSAGE && f->message->form == FORM_VALUE);
	struct node *schema = requiring(k, name), *value = proto_make_map(k);

	if (null_counts)
		return schema;
	proto_set(k, value, "not", proto_make_typed(k, "null", NULL));
	proto_set(k, schema, "properties", node_get(with_property(k, name, value), "properties"));
	return schema;
}

static void add_set(const struct proto_maker *k, struct node *list, const struct proto_field *f)
{
	node_append(k->arena, list, is_set(k, f, f->json_name));
	if (has_two_names(f))
		node_append(k->arena, list, is_set(k, f, f->name));
}

/* One of them is there, or none is. */
static struct node *at_most_one(const struct proto_maker *k, const struct proto_oneof *one)
{
	struct node *schema = proto_make_map(k), *list = proto_node(k->arena, NODE_LIST, k->at);
	struct node *none = proto_make_map(k), *any = proto_make_map(k), *set;

	for (size_t i = 0; i < one->n; i++)
		add_set(k, list, one->fields[i]);
	set = node_copy(k->arena, list);
	proto_set(k, any, "anyOf", set);
	proto_set(k, none, "not", any);
	node_append(k->arena, list, none);
	proto_set(k, schema, "oneOf", list);
	return schema;
}

static struct node *made_branch(const struct proto_maker *k, const struct proto_oneof *one, size_t chosen)
{
	struct node *schema = proto_make_map(k), *others = proto_make_map(k);

	if (chosen < one->n)
		proto_set(k, schema, "required", list_of(k, one->fields[chosen]->json_name));
	for (size_t i = 0; i < one->n && one->n <= MOST_NAMED_APART; i++)
		if (i != chosen)
			node_set(k->arena, others, one->fields[i]->json_name, proto_make_bool(k, false));
	proto_set(k, schema, "properties", others);
	return schema;
}

/* Each in turn; none of them comes last, for where an end must be found. */
static struct node *made_oneof(const struct proto_maker *k, const struct proto_oneof *one)
{
	struct node *schema = proto_make_map(k), *list = proto_node(k->arena, NODE_LIST, k->at);

	for (size_t i = 0; i <= one->n; i++)
		node_append(k->arena, list, made_branch(k, one, i));
	proto_set(k, schema, "anyOf", list);
	return schema;
}

static void add_oneof(struct describing *d, struct node *schema, struct node *made,
		      const struct proto_oneof *one)
{
	struct proto_maker k = maker(d, one->at);
	struct node *when = proto_make_map(&k);

	if (one->n < 2 && !has_two_names(one->fields[0]))
		return;
	proto_set(&k, when, "if", proto_make_typed(&k, "object", NULL));
	proto_set(&k, when, "then", at_most_one(&k, one));
	node_append(k.arena, all_of(&k, schema), when);
	node_append(k.arena, all_of(&k, made), made_oneof(&k, one));
}

/* --- the whole */

static void describe(struct describing *d, struct proto_message *m)
{
	struct proto_maker k = maker(d, m->at);
	struct node *schema = proto_make_map(&k), *made = proto_make_typed(&k, "object", NULL);

	proto_set(&k, schema, "title", proto_make_text(&k, m->name));
	proto_set(&k, schema, "properties", proto_make_map(&k));
	proto_set(&k, schema, "additionalProperties", proto_make_bool(&k, false));
	proto_set(&k, made, "properties", proto_make_map(&k));
	proto_set(&k, made, "additionalProperties", proto_make_bool(&k, false));
	for (size_t i = 0; i < m->n; i++)
		add_field(d, schema, made, m->fields[i]);
	for (size_t i = 0; i < m->n_oneofs; i++)
		add_oneof(d, schema, made, m->oneofs[i]);
	proto_set(&k, schema, PROTO_CANONICAL, made);
	node_set(k.arena, d->definitions, m->definition, schema);
}

struct node *proto_json_schema(struct proto_pool *p, struct proto_message *m, const struct node *at)
{
	struct describing d = { .pool = p, .definitions = node_new(p->arena, NODE_MAP, at) };
	struct proto_maker k = maker(&d, m->at);
	struct node *schema = message_schema(&d, &k, m, false);

	node_set(p->arena, p->root, SLICE_LIT("definitions"), d.definitions);
	for (size_t i = 0; i < d.n; i++)
		describe(&d, d.pending[i]);
	return schema;
}
