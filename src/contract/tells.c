/* What tells the messages of a channel apart: found when a contract is loaded. */
#include "contract/loader.h"

#include "base/text.h"
#include "schema/content.h"

enum { MOST_VALUES = 16 };

/* Properties and headers that mostly hold the name of what a message is. */
static bool is_name_property(struct slice name)
{
	static const char *const names[] = { "type",	    "eventType",    "event_type",  "event",
					     "eventName",   "event_name",   "messageType", "message_type",
					     "messageName", "message_name", "@type",	   "__typename",
					     "kind",	    "name",	    "ce_type",	   "ce-type" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (slice_eq_ignoring_case(name, slice_str(names[i])))
			return true;
	return false;
}

static void add_value(struct loader *l, struct tell *t, const struct node *value)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct slice copy;

	if (t->in_header && (node_is(value, NODE_TEXT) || node_is(value, NODE_NUMBER)))
		buf_slice(&text, value->text);
	else
		node_write_json(&text, value);
	copy = arena_copy(l->a, buf_view(&text));
	LIST_ADD(l->a, t, values, copy);
}

static void add_name(struct loader *l, struct tell *t, struct slice name)
{
	if (name.len && t->n_values < MOST_VALUES)
		add_value(l, t, node_new_text(l->a, name, NULL));
}

static struct slice last_part(struct slice ref)
{
	struct slice rest = ref, part = SLICE_NONE;

	while (slice_split(&rest, '/', &part))
		;
	return part;
}

static void add_names_of_message(struct loader *l, const struct message_model *m, struct tell *t)
{
	add_name(l, t, m->name);
	add_name(l, t, node_get_text(m->node, "name"));
	add_name(l, t, node_get_text(m->node, "messageId"));
	add_name(l, t, m->title);
}

/* const, or an enum of few; false: anything goes. */
static bool add_constants(struct loader *l, struct tell *t, const struct node *schema)
{
	const struct node *values = node_get(schema, "enum");

	if (node_get(schema, "const"))
		add_value(l, t, node_get(schema, "const"));
	else if (node_is(values, NODE_LIST) && values->n <= MOST_VALUES)
		for (size_t i = 0; i < values->n; i++)
			add_value(l, t, values->items[i]);
	return t->n_values > 0;
}

static void add_property(struct loader *l, struct message_model *m, const struct member *property,
			 bool in_header)
{
	struct node *schema = library_resolve(l->library, property->value);
	bool names = is_name_property(property->key);
	struct tell t = { .rank = in_header ? TELL_HEADER
				  : names   ? TELL_NAME
					    : TELL_CONSTANT,
			  .in_header = in_header,
			  .name = property->key };

	t.certain = add_constants(l, &t, schema);
	if (!t.certain && names && !node_get(schema, "enum"))
		add_names_of_message(l, m, &t);
	if (t.n_values)
		LIST_ADD(l->a, m, tells, t);
}

static void add_of_payload(struct loader *l, struct message_model *m, const struct member *property)
{
	add_property(l, m, property, false);
}

static void add_of_headers(struct loader *l, struct message_model *m, const struct member *property)
{
	add_property(l, m, property, true);
}

/* --- discriminators */

/* AsyncAPI names a property whose value is the schema's name; OpenAPI an object with a mapping besides. */
struct discriminator {
	struct slice property;
	struct node *mapping;
};

static bool find_discriminator(struct loader *l, struct node *n, struct discriminator *out, unsigned depth)
{
	struct node *schema = schema_look_at(l, n, depth);
	struct node *found = node_get(schema, "discriminator"), *all = node_get(schema, "allOf");

	out->property = node_is(found, NODE_TEXT) ? node_text(found) : node_get_text(found, "propertyName");
	out->mapping = node_get(found, "mapping");
	if (out->property.len)
		return true;
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n; i++)
		if (find_discriminator(l, all->items[i], out, depth + 1))
			return true;
	return false;
}

/* "#/components/schemas/Cat" or "Cat", by their last part. */
static void add_mapped(struct loader *l, struct tell *t, const struct node *mapping, struct slice name)
{
	for (size_t i = 0; node_is(mapping, NODE_MAP) && i < mapping->n; i++)
		if (slice_eq(last_part(node_text(mapping->members[i].value)), name))
			add_name(l, t, mapping->members[i].key);
}

static void add_discriminator(struct loader *l, struct message_model *m)
{
	struct slice name = last_part(node_get_text(m->payload_node, "$ref"));
	struct node *schema = library_resolve(l->library, m->payload_node);
	struct discriminator d;
	struct tell t = { .rank = TELL_DISCRIMINATOR };

	if (!find_discriminator(l, m->payload_node, &d, 0))
		return;
	t.name = d.property;
	add_mapped(l, &t, d.mapping, name);
	t.certain = t.n_values > 0;
	add_name(l, &t, name);
	add_name(l, &t, last_part(node_get_text(schema, "$id")));
	add_name(l, &t, node_get_text(schema, "title"));
	add_names_of_message(l, m, &t);
	if (t.n_values)
		LIST_ADD(l->a, m, tells, t);
}

/* Data alone is described: its envelope's type may name the message. */
static void add_event_type(struct loader *l, struct message_model *m)
{
	struct tell t = { .rank = TELL_NAME, .name = SLICE_LIT("type") };

	add_names_of_message(l, m, &t);
	LIST_ADD(l->a, m, tells, t);
}

void tells_load(struct loader *l, struct message_model *m)
{
	if (m->payload) {
		add_discriminator(l, m);
		if (m->content && m->content->event == EVENT_ONE && !m->is_event)
			add_event_type(l, m);
		else
			schema_each_property(l, m, m->payload_node, add_of_payload);
	}
	if (m->headers)
		schema_each_property(l, m, m->headers_node, add_of_headers);
}
