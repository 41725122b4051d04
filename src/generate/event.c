/* CloudEvents: an envelope around data that the contract describes alone, and attributes that keep the rules
 * where its schemas leave them open. */
#include "base/text.h"
#include "contract/cloudevents.h"
#include "generate/making.h"

/* Looks like a UUID; another for each message, the same for the same seed. */
static struct slice event_id(struct drafting *d)
{
	const struct message_model *m = d->model;
	uint64_t high = slice_hash(m->name, d->g->seed ^ (d->position * 2 + 1));
	uint64_t low = slice_hash(m->channel ? m->channel->name : m->name, high);

	return slice_str(arena_printf(&d->g->call, "%08x-%04x-4%03x-a%03x-%012llx", (unsigned)(high >> 32),
				      (unsigned)(high >> 16) & 0xffff, (unsigned)high & 0xfff,
				      (unsigned)(low >> 52), (unsigned long long)(low & 0xffffffffffff)));
}

/* The one value that the schema allows an attribute, or the first of a few; absent: it leaves it open. */
static struct slice allowed(struct drafting *d, struct node *schema, struct slice prefix, const char *name)
{
	struct node *of = schema ? library_resolve(d->g->library, schema) : NULL, *values;
	const char *full = arena_printf(&d->g->call, "%.*s%s", SLICE_FMT(prefix), name);

	of = node_get(node_get(of, "properties"), full);
	of = of ? library_resolve(d->g->library, of) : NULL;
	values = node_get(of, "enum");
	if (node_get(of, "const"))
		return node_get_text(of, "const");
	return node_is(values, NODE_LIST) && values->n ? node_text(values->items[0]) : SLICE_NONE;
}

static struct event_values values_of(struct drafting *d, struct node *schema, struct slice prefix)
{
	BUF_AUTO struct buf time = BUF_INIT(0);
	struct event_values v = { .id = event_id(d),
				  .source = allowed(d, schema, prefix, "source"),
				  .type = allowed(d, schema, prefix, "type") };

	time_add(&time, d->wall_us);
	v.time = arena_copy(&d->g->call, buf_view(&time));
	if (!v.source.len)
		v.source = SLICE_LIT("/understudy");
	if (!v.type.len)
		v.type = d->model->name.len ? d->model->name : SLICE_LIT("event");
	return v;
}

static bool passes(struct drafting *d, const struct schema *s, const struct node *value)
{
	if (!s)
		return true;
	json_padded(&d->g->scratch, value);
	return !d->g->scratch.failed && schema_accepts(s, d->g->judge, buf_view(&d->g->scratch));
}

static void set_text(struct arena *a, struct node *map, const char *name, struct slice text)
{
	node_set(a, map, slice_str(name), node_new_text(a, text, NULL));
}

static struct node *envelope(struct drafting *d, struct node *data)
{
	struct arena *a = &d->g->call;
	struct node *event = node_new(a, NODE_MAP, NULL);
	struct event_values v = values_of(d, NULL, SLICE_NONE);

	cloudevents_mend(a, event, SLICE_LIT(""), &v);
	set_text(a, event, "time", v.time);
	set_text(a, event, "datacontenttype", SLICE_LIT("application/json"));
	if (data)
		node_set(a, event, SLICE_LIT("data"), data);
	return event;
}

/* The schema has the last word. */
static struct node *mended(struct drafting *d, struct node *value, struct slice prefix,
			   const struct schema *s, struct node *schema)
{
	struct event_values v = values_of(d, schema, prefix);
	struct node *copy;

	if (!node_is(value, NODE_MAP))
		return value;
	copy = node_copy(&d->g->call, value);
	return cloudevents_mend(&d->g->call, copy, prefix, &v) && passes(d, s, copy) ? copy : value;
}

void draft_event_headers(struct drafting *d)
{
	if (d->model->event_prefix.ptr && d->headers && !d->as_given && !d->from_example)
		d->headers = mended(d, d->headers, d->model->event_prefix, d->model->headers,
				    d->model->headers_node);
}

void draft_event(struct drafting *d, enum event_form form)
{
	const struct message_model *m = d->model;
	struct node *list;

	if (!form)
		return;
	if (!m->is_event)
		d->payload = envelope(d, d->payload);
	else if (!d->from_example && !d->as_given)
		d->payload = mended(d, d->payload, SLICE_LIT(""), m->payload, m->payload_node);
	if (form != EVENT_BATCH || node_is(d->payload, NODE_LIST))
		return;
	list = node_new(&d->g->call, NODE_LIST, NULL);
	node_append(&d->g->call, list, d->payload);
	d->payload = list;
}
