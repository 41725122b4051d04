#include "contract/cloudevents.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/cloudevents_rules.h"
#include "contract/judged.h"
#include "contract/loader.h"
#include "contract/members.h"
#include "document/number.h"

/* --- does the contract speak of CloudEvents? */

struct described_event {
	bool version, other;
};

static void look_at_property(struct described_event *d, struct slice name)
{
	d->version |= slice_is(name, "specversion");
	d->other |= slice_is(name, "source") || slice_is(name, "type") || slice_is(name, "id");
}

static void look_at_header(struct loader *l, struct message_model *m, const struct member *property)
{
	struct slice prefix = event_prefix_of(property->key);

	(void)l;
	if (prefix.ptr && !m->event_prefix.ptr)
		m->event_prefix = prefix;
}

static bool describes_envelope(struct loader *l, struct node *schema, unsigned depth)
{
	struct node *n = schema_look_at(l, schema, depth);
	struct node *properties = node_get(n, "properties"), *all = node_get(n, "allOf");
	struct described_event d = { 0 };

	for (size_t i = 0; node_is(properties, NODE_MAP) && i < properties->n; i++)
		look_at_property(&d, properties->members[i].key);
	if (d.version && d.other)
		return true;
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n; i++)
		if (describes_envelope(l, all->items[i], depth + 1))
			return true;
	return false;
}

void cloudevents_load(struct loader *l, struct message_model *m)
{
	if (m->payload)
		m->is_event = describes_envelope(l, m->payload_node, 0);
	if (m->headers)
		schema_each_property(l, m, m->headers_node, look_at_header);
}

/* --- one event under judgement */

struct event_look {
	const struct message_model *m;
	struct judge *j;
	struct loc at;		/* of complaints */
	struct violations *out; /* NULL: nobody asks */
	struct buf *pointer;	/* to the event: "", "/3" */
	bool is_text;		/* values are text, not JSON */
	const char *root;	/* what it is called: "payload", "payload[3]" */
};

/* `name` absent: the event itself. */
static bool complain(struct event_look *l, struct slice name, struct slice value, const char *is)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES), instance = BUF_INIT(0);
	BUF_AUTO struct buf quoted = BUF_INIT(0);
	struct violation v = { .keyword = "cloudevents", .at = l->at, .schema = SLICE_LIT("") };

	if (!l->out)
		return false;
	buf_slice(&instance, buf_view(l->pointer));
	if (name.ptr)
		json_pointer_add(&instance, name);
	buf_str(&text, l->root);
	if (name.ptr) {
		buf_char(&text, '.');
		printable_add(&text, name, 64);
	}
	buf_printf(&text, " %s", is);
	if (value.ptr) {
		buf_str(&text, " (got ");
		printable_add(&text, value, 64);
		buf_char(&text, ')');
	}
	v.instance = buf_view(&instance);
	if (l->is_text && value.ptr)
		json_string_add(&quoted, slice_first(value, LIMIT_VALUE_BYTES / 8));
	v.value = l->is_text && value.ptr ? buf_view(&quoted) : slice_first(value, LIMIT_VALUE_BYTES);
	v.text = buf_view(&text);
	violations_add(l->out, &v);
	return false;
}

static bool complain_rule(struct event_look *l, struct slice name, const struct event_rule *rule,
			  struct slice value)
{
	BUF_AUTO struct buf is = BUF_INIT(0);

	if (!l->out)
		return false;
	buf_printf(&is, "must be %s for CloudEvents 1.0", rule->must_be);
	return complain(l, name, value, buf_cstr(&is));
}

/* The text of a JSON string; an escaped one is unescaped into `a`. */
static bool text_of(struct slice json, struct arena *a, struct slice *out)
{
	const char *why;
	size_t where;

	if (json.len < 2 || json.ptr[0] != '"')
		return false;
	*out = slice_of(json.ptr + 1, json.len - 2);
	if (slice_find(*out, '\\') < out->len)
		*out = node_text(json_parse(a, json, &why, &where));
	return true;
}

/* "Boolean", "Integer" (32 bits), or a text: no number with a fraction, no structure. */
static bool extension_holds(struct slice json)
{
	int64_t n;

	if (json.ptr[0] == '"' || json.ptr[0] == 't' || json.ptr[0] == 'f')
		return true;
	if (json.ptr[0] == '{' || json.ptr[0] == '[')
		return false;
	for (size_t i = 0; i < json.len; i++)
		if (json.ptr[i] == '.' || json.ptr[i] == 'e' || json.ptr[i] == 'E')
			return false;
	return number_int(json, &n) && n >= INT32_MIN && n <= INT32_MAX;
}

static bool attribute_holds(struct event_look *l, struct slice key, struct slice json)
{
	const struct event_rule *rule = event_rule_find(key);
	struct arena a = ARENA_INIT;
	struct slice text;
	bool ok = true;

	if (rule)
		ok = (text_of(json, &a, &text) && rule->holds(text)) || complain_rule(l, key, rule, json);
	else if (!event_name_is_legal(key))
		ok = complain(l, key, SLICE_NONE,
			      "is no attribute's name: only a to z and 0 to 9 in CloudEvents 1.0");
	else
		ok = extension_holds(json) ||
		     complain(l, key, json,
			      "must be a text, a boolean or an integer of 32 bits for CloudEvents 1.0");
	arena_free(&a);
	return ok;
}

/* What was met of the rules, as bits by their place. */
static unsigned rule_bit(struct slice name)
{
	for (size_t i = 0; event_rule_at(i); i++)
		if (slice_is(name, event_rule_at(i)->name))
			return 1U << i;
	return 0;
}

static bool all_there(struct event_look *l, struct slice prefix, unsigned met)
{
	BUF_AUTO struct buf name = BUF_INIT(0);
	bool ok = true;

	for (size_t i = 0; event_rule_at(i); i++) {
		if (!event_rule_at(i)->required || met & 1U << i)
			continue;
		buf_reset(&name);
		buf_slice(&name, prefix);
		buf_str(&name, event_rule_at(i)->name);
		ok = complain(l, buf_view(&name), SLICE_NONE, "is required by CloudEvents 1.0");
		if (!l->out)
			return false;
	}
	return ok;
}

/* --- data, by the message's schema */

static struct slice padded_part(struct event_look *l, struct slice json)
{
	static const char zeros[SCHEMA_PADDING];
	struct buf *b = &judge_content(l->j)->part;

	buf_reset(b);
	buf_slice(b, json);
	buf_add(b, zeros, sizeof(zeros));
	return slice_of(b->data, json.len);
}

static void put_in_front(struct violations *out, size_t from, struct slice pointer)
{
	for (size_t i = from; i < out->n; i++)
		out->list[i].instance = slice_str(arena_printf(&out->arena, "%.*s%.*s", SLICE_FMT(pointer),
							       SLICE_FMT(out->list[i].instance)));
}

static bool judge_json(struct event_look *l, struct slice json, const char *member)
{
	BUF_AUTO struct buf root = BUF_INIT(0), pointer = BUF_INIT(0);
	size_t before = l->out ? l->out->n : 0;
	bool ok;

	if (!l->m->payload)
		return true;
	if (!l->out)
		return schema_accepts(l->m->payload, l->j, json);
	buf_printf(&root, "%s%s%s", l->root, *member ? "." : "", member);
	l->out->root_name = buf_cstr(&root);
	ok = schema_explain(l->m->payload, l->j, json, l->out);
	buf_slice(&pointer, buf_view(l->pointer));
	if (*member)
		json_pointer_add(&pointer, slice_str(member));
	put_in_front(l->out, before, buf_view(&pointer));
	l->out->root_name = "payload";
	return ok;
}

static bool judge_base64(struct event_look *l, struct slice json, struct slice type)
{
	BUF_AUTO struct buf bytes = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct judged inner = { .content_type = type };
	struct arena a = ARENA_INIT;
	struct slice text;
	struct opened o;
	bool ok;

	if (!text_of(json, &a, &text) || !base64_decode(text, &bytes)) {
		arena_free(&a);
		return complain(l, SLICE_LIT("data_base64"), SLICE_NONE, "is not base64");
	}
	arena_free(&a);
	buf_add(&bytes, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	inner.payload = slice_of(bytes.data, bytes.len - SCHEMA_PADDING);
	payload_open(judge_content(l->j), l->m, &inner, &o);
	if (o.form == OPENED_BROKEN) {
		buf_reset(&bytes);
		buf_printf(&bytes, "is not %s: %s (byte %zu)", o.what, o.why.text, o.why.at);
		return complain(l, SLICE_LIT("data_base64"), SLICE_NONE, buf_cstr(&bytes));
	}
	ok = o.form != OPENED_JSON || judge_json(l, o.json, "data_base64");
	return ok;
}

/* What the data is said to be must be what the contract says, if that speaks of the data. */
static bool type_fits(struct event_look *l, struct slice type)
{
	BUF_AUTO struct buf is = BUF_INIT(0);
	const struct content *declared = l->m->content;

	if (!type.len || !declared || declared->event ||
	    slice_eq_ignoring_case(media_type_of(type), media_type_of(l->m->content_type)) ||
	    content_is_alias(type, l->m->content_type))
		return true;
	buf_printf(&is, "must be %.*s", SLICE_FMT(l->m->content_type));
	return complain(l, SLICE_LIT("datacontenttype"), type, buf_cstr(&is));
}

struct event_parts {
	struct slice data, base64, type;
};

static bool judge_data(struct event_look *l, const struct event_parts *p, struct arena *a)
{
	struct slice type = SLICE_NONE;
	bool ok;

	if (p->type.ptr && !text_of(p->type, a, &type))
		type = SLICE_NONE;
	if (p->data.ptr && p->base64.ptr)
		return complain(l, SLICE_LIT("data_base64"), SLICE_NONE,
				"stands beside data, which CloudEvents 1.0 forbids");
	ok = type_fits(l, type);
	if (p->base64.ptr)
		return judge_base64(l, p->base64, type) && ok;
	if (p->data.ptr)
		return judge_json(l, padded_part(l, p->data), "data") && ok;
	if (!l->m->payload || schema_accepts(l->m->payload, l->j, padded_part(l, SLICE_LIT("null"))))
		return ok;
	return complain(l, SLICE_LIT("data"), SLICE_NONE, "is absent");
}

/* --- envelopes */

static bool judge_members(struct event_look *l, struct members *all, struct event_parts *p)
{
	struct slice key, value;
	unsigned met = 0;
	bool ok = true;

	while (members_next(all, &key, &value)) {
		if (slice_is(value, "null") && !slice_is(key, "data"))
			continue; /* "unset" */
		if (slice_is(key, "data"))
			p->data = value;
		else if (slice_is(key, "data_base64"))
			p->base64 = value;
		else
			ok &= attribute_holds(l, key, value);
		if (slice_is(key, "datacontenttype"))
			p->type = value;
		met |= rule_bit(key);
		if (!ok && !l->out)
			return false;
	}
	return all_there(l, SLICE_LIT(""), met) && ok;
}

static bool judge_event(struct event_look *l, struct slice json)
{
	struct event_parts p = { 0 };
	struct arena a = ARENA_INIT;
	struct members all;
	bool ok;

	if (!members_begin(&all, json) || !all.is_map)
		return complain(l, SLICE_NONE, SLICE_NONE, "must be an object: a CloudEvents 1.0 envelope");
	if (l->m->is_event)
		return judge_json(l, padded_part(l, json), "");
	ok = judge_members(l, &all, &p);
	ok = (ok || l->out) && judge_data(l, &p, &a) && ok;
	arena_free(&a);
	return ok;
}

static bool judge_batch(struct event_look *l, struct slice json)
{
	BUF_AUTO struct buf root = BUF_INIT(0);
	struct slice key, value;
	struct members all;
	bool ok = true;

	if (!members_begin(&all, json) || all.is_map)
		return complain(l, SLICE_NONE, SLICE_NONE, "must be an array: a batch of CloudEvents 1.0");
	for (size_t i = 0; (ok || l->out) && members_next(&all, &key, &value); i++) {
		buf_reset(&root);
		buf_reset(l->pointer);
		buf_printf(&root, "payload[%zu]", i);
		buf_printf(l->pointer, "/%zu", i);
		l->root = buf_cstr(&root);
		ok &= judge_event(l, value);
	}
	return ok;
}

bool cloudevents_judge(const struct message_model *m, struct judge *j, const struct opened *o, struct loc at,
		       struct violations *out)
{
	BUF_AUTO struct buf pointer = BUF_INIT(0);
	struct event_look l = {
		.m = m, .j = j, .at = at, .out = out, .pointer = &pointer, .root = "payload"
	};

	if (!json_is_valid(j, o->json))
		return complain(&l, SLICE_NONE, SLICE_NONE, "is not JSON");
	return o->content->event == EVENT_ONE ? judge_event(&l, o->json) : judge_batch(&l, o->json);
}

/* --- headers */

static struct slice prefix_in(struct slice headers)
{
	struct slice prefix;
	struct header h;

	while (header_next(&headers, &h)) {
		prefix = event_prefix_of(h.name);
		if (prefix.ptr)
			return prefix;
	}
	return SLICE_NONE;
}

/* HTTP's names, which it was taken from, have no case. */
static struct slice lower(struct slice name, char *room, size_t size)
{
	if (name.len > size)
		return name;
	for (size_t i = 0; i < name.len; i++)
		room[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i];
	return slice_of(room, name.len);
}

static bool judge_header(struct event_look *l, struct slice prefix, const struct header *h, unsigned *met)
{
	const struct event_rule *rule;
	struct slice name;
	char room[64];

	if (!event_attribute_of(h->name, prefix, &name))
		return true;
	if (slice_is(prefix, "ce-"))
		name = lower(name, room, sizeof(room));
	*met |= rule_bit(name);
	rule = event_rule_find(name);
	if (rule)
		return rule->holds(h->value) || complain_rule(l, h->name, rule, h->value);
	/* Without a prefix any header may stand beside the attributes. */
	return !prefix.len || event_name_is_legal(name) ||
	       complain(l, h->name, SLICE_NONE,
			"is no attribute's name: only a to z and 0 to 9 in CloudEvents 1.0");
}

bool cloudevents_judge_headers(const struct message_model *m, const struct judged *what, struct loc at,
			       struct violations *out)
{
	BUF_AUTO struct buf pointer = BUF_INIT(0);
	struct event_look l = {
		.m = m, .at = at, .out = out, .pointer = &pointer, .is_text = true, .root = "headers"
	};
	struct slice prefix = prefix_in(what->headers), rest = what->headers;
	struct header h;
	unsigned met = 0;
	bool ok = true;

	if (!prefix.ptr && !m->event_prefix.ptr)
		return true;
	if (!prefix.ptr && content_find(what->content_type)->event)
		return true; /* the attributes are in the payload */
	if (!prefix.ptr)
		prefix = m->event_prefix;
	while (header_next(&rest, &h))
		ok &= judge_header(&l, prefix, &h, &met);
	return all_there(&l, prefix, met) && ok;
}

/* --- generating */

static struct slice usual_value(const struct event_rule *rule, const struct event_values *v)
{
	const struct {
		const char *name;
		struct slice value;
	} usual[] = {
		{"specversion",	 SLICE_LIT("1.0")			  },
		{ "id",		v->id				  },
		{ "source",	    SLICE_LIT("/understudy")		     },
		{ "type",		  v->type				  },
		{ "time",		  v->time				  },
		{ "datacontenttype", SLICE_LIT("application/json")	   },
		{ "dataschema",	SLICE_LIT("https://example.com/schema")},
		{ "subject",	     SLICE_LIT("subject")			  },
	};

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		if (slice_is(slice_str(rule->name), usual[i].name))
			return usual[i].value;
	return SLICE_NONE;
}

bool cloudevents_mend(struct arena *a, struct node *attributes, struct slice prefix,
		      const struct event_values *values)
{
	bool changed = false;

	for (size_t i = 0; event_rule_at(i); i++) {
		const struct event_rule *rule = event_rule_at(i);
		struct slice name = slice_str(arena_printf(a, "%.*s%s", SLICE_FMT(prefix), rule->name));
		struct node *is = node_get_slice(attributes, name);

		if (is ? node_is(is, NODE_TEXT) && rule->holds(is->text) : !rule->required)
			continue;
		node_set(a, attributes, name, node_new_text(a, usual_value(rule, values), NULL));
		changed = true;
	}
	return changed;
}
